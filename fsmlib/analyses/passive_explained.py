"""Why a citizen is or is not passive in a month, course by course and offer by offer (HIR)."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pandas as pd

from fsmlib.analyses.explanation import Explanation, explanation
from fsmlib.analyses.passive import PassiveShare, passive_measure
from fsmlib.analyses.register_findings import register_day
from fsmlib.analyses.steps import Given, Told, rows, steps_told
from fsmlib.danish import day, month
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import steps_taken
from fsmlib.programme.terms import label
from fsmlib.rules.fictitious import is_fictitious
from fsmlib.rules.passive import is_passive, makes_active, measured
from fsmlib.tables.pseudonyms import pseudonym
from fsmlib.tables.reading import Tables

PASSIVE_TABLES = ("courses", "offers", "registrations")


def explanation_of(tables: Tables, citizen: str, when: pd.Period, values: Values) -> Explanation:
    """Every step with row numbers and rule ids, the conclusion last.

    The measure is that of `fsm passive` on this citizen's rows alone.  FsmError when the citizen
    has no course.
    """
    citizen = pseudonym(citizen)
    own = {name: tables[name][tables[name]["citizen"] == citizen] for name in PASSIVE_TABLES}
    if own["courses"].empty:
        raise FsmError("Borgeren står ikke i tabellen Forløb.")
    with steps_taken() as taken:
        found = passive_measure(replace(tables, frames=own), when, None, values)
    provisional = found.provisional(register_day(tables))
    steps = steps_told(taken, _sentences(found, provisional, values))
    passive = bool(found.passive) if found.measured else None
    result = {"measured": bool(found.measured), "passive": passive}
    asked = {"citizen": citizen, "month": when}
    return explanation("passive", asked, tables, values, steps, result)


def _sentences(
    found: PassiveShare, provisional: str, values: Values
) -> dict[Callable[..., Any], Told]:
    """What each recorded step says; who is not measured has but one."""

    def seniority(given: Given, citizens: pd.DataFrame) -> str:
        last_day, courses = day(found.month.end_time), rows("courses", given["courses"].index)
        if citizens.empty:
            return (
                f"Derfor: borgeren er ikke med i målingen i {month(found.month)}, for "
                f"{_left_out(given, values)} ({courses}; HIR-8, HIR-14)."
            )
        (start,), (months,) = citizens["start"], citizens["seniority_months"]
        return (
            f"Borgeren er i ressourceforløb den {last_day} og har været det uden brud siden "
            f"{day(start)}: {months} måneder, mindst {values.passive_seniority_months} ({courses}; "
            "HIR-8, HIR-14)."
        )

    def offers(given: Given, active: "pd.Series[bool]") -> str:
        if not found.measured:
            return ""
        told = [_offer(given["offers"].loc[row], counts, values) for row, counts in active.items()]
        return " ".join(told) or "Borgeren har ingen indsatser (HIR-8, HIR-22)."

    def conclusion(_: Given, passive: "pd.Series[bool]") -> str:
        if passive.empty:
            return ""
        verdict = "passiv" if passive.all() else "ikke passiv"
        told = f"Derfor: borgeren er {verdict} i {month(found.month)} (HIR-8, HIR-22)."
        return f"{told} {provisional}".strip()

    return {measured: seniority, makes_active: offers, is_passive: conclusion}


def _left_out(given: Given, values: Values) -> str:
    """Why somebody with a course is not measured."""
    courses, registrations = given["courses"], given["registrations"]
    last_day = given["month"].end_time.normalize()
    if not ((courses["start"] <= last_day) & ~(courses["end"] < last_day)).any():
        return f"forløbet dækker ikke den {day(last_day)}"
    at = registrations[is_fictitious(registrations, values)]
    at = at[(at["start"] <= last_day) & ~(at["end"] < last_day)]
    if values.fictitious_in_passive == "left_out" and len(at):
        return f"borgeren er hos en opdigtet sagsbehandler ({rows('registrations', at.index)})"
    return f"det ikke har varet {values.passive_seniority_months} måneder uden brud"


def _offer(offer: "pd.Series[Any]", counts: bool, values: Values) -> str:
    """One offer: whether it makes active, and if not, why."""
    reading = values["passive_window"]
    why = f"målingen ser på {(reading.options or {})[str(reading.value)]}"
    if offer["kind"] not in values.activating_offers:
        why = "det er efter en anden lov"
    until = "og løber endnu" if pd.isna(offer["end"]) else f"til {day(offer['end'])}"
    return (
        f"{label(offer['kind']).capitalize()} fra {day(offer['start'])} {until} "
        f"({rows('offers', [offer.name])}) {'tæller' if counts else 'tæller ikke'}, for {why} "
        "(HIR-8, HIR-22)."
    )
