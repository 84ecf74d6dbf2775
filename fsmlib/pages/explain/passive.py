"""Why a citizen is or is not passive in a month, course by course and offer by offer (HIR)."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from fsmlib.analyses.check import checked_tables
from fsmlib.analyses.passive import PassiveShare, asked_measure, passive_measure
from fsmlib.analyses.register_findings import register_day
from fsmlib.danish import day, month
from fsmlib.pages.explain.explanation import Explanation, Trail, explanation, rows
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.programme.terms import label
from fsmlib.rules.fictitious import is_fictitious
from fsmlib.rules.passive import is_passive, measured
from fsmlib.tables.pseudonyms import pseudonym

TABLES = ("courses", "offers", "registrations")


def explain(data: Path, citizen: str, when: str, values: Values) -> Explanation:
    """Every step with row numbers and rule ids, the conclusion last.

    `when` is a month, `2019-03`; empty is the month in which STAR measures.  The measure is that of
    `fsm passive` on this citizen's rows alone.  FsmError when the citizen has no course.
    """
    tables = checked_tables(data, values, "courses", "offers")
    citizen = pseudonym(citizen)
    own = {name: tables[name][tables[name]["citizen"] == citizen] for name in TABLES}
    if own["courses"].empty:
        raise FsmError("Borgeren står ikke i tabellen Forløb.")
    alone = replace(tables, frames={**tables.frames, **own})
    found = passive_measure(alone, *asked_measure(when, "", values), values)
    trail = Trail()
    _seniority(trail, own, found, values)
    passive = None
    if found.measured:
        passive = bool(found.passive)
        _offers(trail, own["offers"], found, values)
        verdict = "passiv" if passive else "ikke passiv"
        told = f"Derfor: borgeren er {verdict} i {month(found.month)} (HIR-8, HIR-22)."
        trail.note(
            is_passive,
            {"offers": own["offers"], "month": found.month},
            passive,
            f"{told} {found.provisional(register_day(tables))}".strip(),
        )
    asked = {"citizen": citizen, "month": found.month}
    result = {"measured": bool(found.measured), "passive": passive}
    return explanation("passive", asked, tables, values, trail, result)


def _seniority(
    trail: Trail, own: dict[str, pd.DataFrame], found: PassiveShare, values: Values
) -> None:
    """Whether the citizen is in the measure, and if not, why."""
    last_day = found.month.end_time.normalize()
    courses = own["courses"]
    where, needed = rows("courses", courses.index), values.passive_seniority_months
    if found.measured:
        (start,), (months,) = found.citizens["start"], found.citizens["seniority_months"]
        told = (
            f"Borgeren er i ressourceforløb den {day(last_day)} og har været det uden brud siden "
            f"{day(start)}: {months} måneder, mindst {needed} ({where}; HIR-8, HIR-14)."
        )
    else:
        why = _left_out(own, last_day, values)
        told = (
            f"Derfor: borgeren er ikke med i målingen i {month(found.month)}, for {why} "
            f"({where}; HIR-8, HIR-14)."
        )
    given = {name: own[name] for name in ("courses", "registrations")}
    trail.note(measured, {**given, "month": found.month}, bool(found.measured), told)


def _left_out(own: dict[str, pd.DataFrame], last_day: pd.Timestamp, values: Values) -> str:
    """Why somebody with a course is not measured."""
    courses, registrations = own["courses"], own["registrations"]
    if not ((courses["start"] <= last_day) & ~(courses["end"] < last_day)).any():
        return f"forløbet dækker ikke den {day(last_day)}"
    at = registrations[is_fictitious(registrations, values)]
    at = at[(at["start"] <= last_day) & ~(at["end"] < last_day)]
    if values.fictitious_in_passive == "left_out" and len(at):
        return f"borgeren er hos en opdigtet sagsbehandler ({rows('registrations', at.index)})"
    return f"det ikke har varet {values.passive_seniority_months} måneder uden brud"


def _offers(trail: Trail, offers: pd.DataFrame, found: PassiveShare, values: Values) -> None:
    """Each offer by itself: whether it alone would make the citizen active."""
    reading = values["passive_window"]
    window = (reading.options or {})[str(reading.value)]
    if offers.empty:
        told = "Borgeren har ingen indsatser (HIR-8, HIR-22)."
        trail.note(is_passive, {"offers": offers}, True, told)
    for row in offers.index:
        alone = offers.loc[[row]]
        counts = not is_passive(found.citizens, alone, found.month, values).any()
        kind, start, end = alone[["kind", "start", "end"]].iloc[0]
        until = "og løber endnu" if pd.isna(end) else f"til {day(end)}"
        if counts:
            verdict = f"tæller, for målingen ser på {window}"
        elif kind in values.activating_offers:
            verdict = f"tæller ikke, for målingen ser på {window}"
        else:
            verdict = "tæller ikke, for det er efter en anden lov"
        told = (
            f"{label(kind).capitalize()} fra {day(start)} {until} ({rows('offers', [row])}) "
            f"{verdict} (HIR-8, HIR-22)."
        )
        given = {"offers": alone, "kind": kind, "start": start.date(), "month": found.month}
        trail.note(is_passive, given, not counts, told)
