"""What the evaluator can turn: one slider or list for each value, with range, unit and default."""

from typing import Any

import ipywidgets as widgets

from fsmlib.programme.values import Value
from fsmlib.report.danish import content

STEPS = 20
# Values that only move points and the division; the others need every proposal judged anew.
CHEAP = frozenset(
    {
        "weight_rules",
        "weight_need",
        "weight_price",
        "weight_passive",
        "weight_result",
        "value_per",
        "lowest_level_percent",
        "level_step_percent",
        "most_projects",
        "fewest_projects",
        "fewest_per_region",
    }
)
DIVISION = (
    "value_per",
    "lowest_level_percent",
    "level_step_percent",
    "most_projects",
    "fewest_projects",
    "fewest_per_region",
)
NAMES = {
    "hir": (
        "weight_rules",
        "weight_need",
        "weight_price",
        "weight_passive",
        *DIVISION,
        "cap",
        "accepted_risk",
        "mean_duration_months",
        "inflow_spread",
    ),
    "fsm2": ("weight_rules", "weight_price", "weight_result", *DIVISION),
}
RANGES = {"cap": (30, 35)}


def names_of(programme: str) -> tuple[str, ...]:
    """The values that can be turned, in their order."""
    return NAMES[programme]


def control_of(value: Value) -> Any:
    """A list for a choice among words, else a slider from the low to the high end."""
    told = {"description_width": "26rem"}
    if value.options and isinstance(value.default, str):
        options = [(text, name) for name, text in value.options.items()]
        return widgets.Dropdown(
            options=options, value=value.value, description=value.label, style=told
        )
    low, high = _range(value)
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


def _range(value: Value) -> tuple[Any, Any]:
    if value.name in RANGES:
        return RANGES[value.name]
    if value.low is not None and value.high is not None:
        return value.low, value.high
    return value.at_least or 0, value.at_most or 1
