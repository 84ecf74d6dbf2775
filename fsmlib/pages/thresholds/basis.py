"""What the results rest on: the readings in force, and what others would give."""

import pandas as pd

from fsmlib.analyses.monitoring import Monitoring
from fsmlib.analyses.small_counts import hidden_results
from fsmlib.danish import month
from fsmlib.pages.page import RESTS_ON
from fsmlib.pages.thresholds.case import Case, needs_registers
from fsmlib.pages.views import PageColumn, Table, Text
from fsmlib.programme.parameters import Values
from fsmlib.rules.monitoring import best_month

READINGS_COMPARED = ("status_day", "reentry", "entry", "age", "touched", "hours_month")
OF_HOURS = (
    "exempt_touched",
    "touched",
    "hours_month",
    "corrections",
    "subsidised_hours",
    "fleksjob_in_group_1",
)


def readings(case: Case) -> Table:
    """Every reading that decides what is counted, those of the measure first."""
    values = case.page.values
    left_out = {*_idle(values), *values.own_readings}
    others = [value.name for value in values.of_kind("reading") if value.name not in left_out]
    return case.page.readings([*values.left_open, *others])


def readings_effect(case: Case) -> Table | Text:
    """How each alternative reading moves the best month and the months reached."""
    if case.question.register is None:
        return needs_registers()
    question, left_open = case.question, case.question.values.left_open
    names = [
        *left_open,
        *(name for name in READINGS_COMPARED if name not in _idle(question.values)),
    ]
    rows = [_counted("Som valgt", question)]
    for name in names:
        value = question.values[name]
        for option, told in (value.options or {}).items():
            if option != value.value:
                changed = question.with_changes(**{name: option})
                rows.append(_counted(f"{value.label}: {told}", changed))
    columns = [
        PageColumn("label", "Fortolkning"),
        PageColumn("month", "Bedste måned"),
        PageColumn("share", "Andel", "tried"),
        *(
            PageColumn(f"n{t}", f"Måneder på {t} %", "whole", "måneder")
            for t in question.thresholds
        ),
    ]
    asked = [id_ for name in names for id_ in question.values[name].sources]
    sources = tuple(dict.fromkeys(["FSM2-3.2", "FSM2-5.2", *asked]))
    note = "Én fortolkning ændres ad gangen; resten er som valgt."
    return case.page.table(
        "Hvad andre fortolkninger ville give", pd.DataFrame(rows), columns, RESTS_ON, sources, note
    )


def _idle(values: Values) -> list[str]:
    """Readings that decide nothing: of hours, money or an age where there are none."""
    return [
        *(() if values.counts_hours else OF_HOURS),
        *(() if values.pays else ("documented_cost",)),
        *(() if values.age_min_years else ("age",)),
    ]


def _counted(label: str, question: Monitoring) -> dict[str, object]:
    reached = {f"n{each}": len(question.reached(each)) for each in question.thresholds}
    place = best_month(question.measured)
    if place is None:
        return {"label": label, "month": None, "share": None, **reached}
    best = question.measured.iloc[place]
    shown = hidden_results(question.months).set_index("month").loc[best["month"]]
    return {
        "label": label,
        "month": month(best["month"]),
        "share": shown["result_share"],
        **reached,
    }
