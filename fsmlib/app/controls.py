"""What the evaluator can turn: one slider or list for each value, with range, unit and default."""

from typing import Any

import ipywidgets as widgets

from fsmlib.analyses.evaluation import DIVISION
from fsmlib.danish import content
from fsmlib.pages.spans import span_of
from fsmlib.programme.parameters import Values

STEPS = 20
WEIGHTS = {
    "cap": ("weight_rules", "weight_need", "weight_price", "weight_passive"),
    "thresholds": ("weight_rules", "weight_price", "weight_result"),
}
# What moves the need: every proposal is judged anew.
NEED = {
    "cap": ("cap", "accepted_risk", "mean_duration_months", "inflow_spread"),
    "thresholds": (),
}


def names_of(kind: str) -> tuple[str, ...]:
    """The values of a kind of programme that can be turned, in their order."""
    return (*WEIGHTS[kind], *DIVISION, *NEED[kind])


def control_of(name: str, values: Values) -> Any:
    """A list for a choice among words, else a slider from the low to the high end."""
    value = values[name]
    told = {"description_width": "26rem"}
    if value.options and isinstance(value.default, str):
        options = [(text, name) for name, text in value.options.items()]
        return widgets.Dropdown(
            options=options, value=value.value, description=value.label, style=told
        )
    low, high = span_of(name, values)
    is_whole = value.kind in ("reading", "choice") and isinstance(value.default, int)
    kind = widgets.IntSlider if is_whole else widgets.FloatSlider
    span = f"{content(low)}-{content(high)} {value.unit}; standard {content(value.default)}"
    return kind(
        readout_format="d" if is_whole else ".4",
        value=value.value,
        min=min(low, value.value),
        max=max(high, value.value),
        step=1 if is_whole else (high - low) / STEPS,
        description=f"{value.label} ({span})",
        continuous_update=False,
        style=told,
        layout={"width": "100%"},
    )
