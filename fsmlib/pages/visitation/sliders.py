"""Sliders for the visitation page when a notebook is open; a rendered page has none.

They answer from few paths; a button runs the full simulation.  Values are replaced in place:
no `Output` widget, which can hang a kernel.
"""

from dataclasses import replace
from typing import Any

import ipywidgets as widgets

from fsmlib.models.plan import Plan
from fsmlib.models.rates import CHANCES_OF_A_MEASURE, UNSURE_CHANCES, names_of
from fsmlib.pages.spans import span_of
from fsmlib.pages.visitation import pictures
from fsmlib.pages.visitation.case import Case, answer

TURNED = frozenset(
    {
        "job_entry_per_month",
        "job_end_per_month",
        "step_3_lift",
        "to_group_2_share",
        "rate_spread",
        *CHANCES_OF_A_MEASURE,
    }
)
STEPS_OF_FTE = 40
MOST_TIMES_ON_SLIDER = 2
FEW = 1024
QUICK = "<p>Et overslag af få gennemregninger, mens der flyttes. Tryk på knappen for tallene.</p>"
FULL = "<p>Alle gennemregninger.</p>"


def slider_names(case: Case) -> list[str]:
    """The assumptions that can be turned."""
    all_names = (*names_of(case.question.values), *UNSURE_CHANCES)
    return [name for name in all_names if name in TURNED]


def sliders(case: Case) -> widgets.VBox:
    """The answer and the fan of the share, recomputed as the sliders move; the page stays."""
    controls = {name: _slider(case, name) for name in slider_names(case)}
    fte = _fte_slider(case.question.simulation.plan)
    button = widgets.Button(description="Regn det hele igennem", layout={"width": "16rem"})
    told, text, image = (
        widgets.HTML(),
        widgets.HTML(),
        widgets.Image(format="png", width=820),
    )

    def show(quick: bool) -> None:
        moved = {
            name: control.value
            for name, control in controls.items()
            if control.value != case.question.simulation.chances[name]
        }
        changed = changed_case(case, moved, fte.value, quick)
        told.value, text.value = QUICK if quick else FULL, answer(changed).html
        picture = pictures.fan(changed)
        image.value, image.alt = picture.png(), picture.alt

    def recompute(_: Any = None) -> None:
        show(quick=True)

    for control in (*controls.values(), fte):
        control.observe(recompute, names="value")
    button.on_click(lambda _: show(quick=False))
    recompute()
    return widgets.VBox([*controls.values(), fte, button, told, text, image])


def changed_case(case: Case, values: dict[str, Any], fte: float, quick: bool) -> Case:
    """The case with other values and full-time equivalents, by few paths or by all of them."""
    question = case.question.with_changes(**values)
    now = float(case.question.simulation.plan.fte.max())
    if now and fte != now:
        factor = fte / now * float(question.values.job_broker_factor)
        question = question.with_changes(job_broker_factor=factor)
    paths = (
        min(FEW, question.simulation.replications) if quick else question.simulation.replications
    )
    question = question.with_simulation(
        replace(question.simulation, replications=paths, progress=None)
    )
    return Case(replace(case.page, values=question.values), question)


def _slider(case: Case, name: str) -> widgets.FloatSlider:
    value, in_use = case.page.values[name], case.question.simulation.chances[name]
    low, high = span_of(name, case.page.values)
    return _control(f"{value.label} ({value.unit})", in_use, min(low, in_use), max(high, in_use))


def _fte_slider(plan: Plan) -> widgets.FloatSlider:
    now = float(plan.fte.max())
    return _control("Jobformidlere i alt (årsværk)", now, 0, max(1.0, MOST_TIMES_ON_SLIDER * now))


def _control(label: str, value: float, low: float, high: float) -> widgets.FloatSlider:
    return widgets.FloatSlider(
        value=value,
        min=low,
        max=high,
        step=(high - low) / STEPS_OF_FTE,
        readout_format=".4g",
        description=label,
        continuous_update=False,
        style={"description_width": "34rem"},
        layout={"width": "60rem"},
    )
