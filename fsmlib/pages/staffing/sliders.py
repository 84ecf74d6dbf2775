"""Sliders for the staffing page when a notebook is open; a rendered page has none.

Values are replaced in place: no `Output` widget, which can hang a kernel.
"""

from typing import Any

import ipywidgets as widgets

from fsmlib.pages.spans import span_of
from fsmlib.pages.staffing import pictures
from fsmlib.pages.staffing.case import Case, answer, page_of
from fsmlib.programme.values import Value

MOVED_VALUES = ("cap", "accepted_risk", "mean_duration_months", "inflow_balance", "inflow_spread")
STEPS_OF_A_RANGE = 20


def sliders(case: Case) -> widgets.VBox:
    """The answer and the fan chart, recomputed as the sliders move; the page stays as it is."""
    controls = {
        name: _slider(case.question.values[name], _in_use(case, name), *_range(case, name))
        for name in MOVED_VALUES
        if name != "inflow_balance" or name in case.question.plan.facts.assumed
    }
    text, image = widgets.HTML(), widgets.Image(format="png", width=820)

    def recompute(_: Any = None) -> None:
        moved = {
            name: control.value
            for name, control in controls.items()
            if control.value != _in_use(case, name)
        }
        changed = changed_case(case, moved)
        text.value = answer(changed).html
        picture = pictures.fan(changed)
        image.value, image.alt = picture.png(), picture.alt

    for control in controls.values():
        control.observe(recompute, names="value")
    recompute()
    return widgets.VBox([*controls.values(), text, image])


def changed_case(case: Case, values: dict[str, Any]) -> Case:
    """The same page with other values."""
    return page_of(case.question.with_changes(**values))


def _range(case: Case, name: str) -> tuple[float, float]:
    """The ends of a slider, with the value in use between them."""
    low, high = span_of(name, case.question.values)
    in_use = _in_use(case, name)
    return min(low, in_use), max(high, in_use)


def _in_use(case: Case, name: str) -> Any:
    """The value the page is made with: the municipality's own where it has told one."""
    if name == "mean_duration_months":
        return case.question.plan.facts.mean_duration_months
    return case.question.values[name].value


def _slider(value: Value, in_use: float, low: float, high: float) -> widgets.ValueWidget:
    kind = widgets.IntSlider if value.kind == "reading" else widgets.FloatSlider
    return kind(
        value=in_use,
        min=low,
        max=high,
        step=1 if value.kind == "reading" else (high - low) / STEPS_OF_A_RANGE,
        description=f"{value.label} ({value.unit})",
        continuous_update=False,
        style={"description_width": "28rem"},
        layout={"width": "52rem"},
    )
