"""Whether the staff asked for keeps the promise: the cap today, and the inflow that comes."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from fsmlib.danish import percent, short
from fsmlib.programme.findings import Finding
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.verdicts import Verdict, verdict_of_findings
from fsmlib.rules.caseload import capacity, staff_hours
from fsmlib.rules.proposal import TELL_INFLOW


@rule("HIR-17", "HIR-23", "HIR-3")
def over_cap(caseworkers: pd.DataFrame, values: Values) -> list[Finding]:
    """Caseworkers whose other cases alone are more than their cap, whatever tasks they have.

    Other cases that are not told may be any number, so they are not within the cap.
    """
    hours = staff_hours(caseworkers, values)
    caps = capacity(hours, values, values.cap_high_cases)
    found = []
    for row, told, cap, each in zip(
        caseworkers.index, caseworkers["other_cases"], caps, hours, strict=True
    ):
        at = Finding("error", "", "", "HIR-23", row=row, column="Øvrige sager")
        if pd.isna(told):
            problem = "Sagsbehandlerens øvrige sager er ikke oplyst."
            mend = "Skriv antallet; 0 for ingen."
            found.append(replace(at, level="not_told", problem=problem, mend=mend))
        elif told > cap:
            problem = (
                f"Sagsbehandleren har {told} øvrige sager mod plads til {short(cap)} på "
                f"{short(each)} timer om ugen: {short(told - cap)} for mange."
            )
            mend = "Flyt sager til en anden, eller ret tallet."
            found.append(replace(at, problem=problem, mend=mend))
    return found


class Fullest(NamedTuple):
    """The other cases of one caseworker, and their cap."""

    cases: int
    cap: float


@rule("HIR-23", "HIR-3")
def fullest(caseworkers: pd.DataFrame, values: Values) -> Fullest | None:
    """Other cases and cap of the caseworker nearest to the cap, or furthest over it.

    None when nobody's other cases are told.
    """
    told = caseworkers["other_cases"]
    if told.isna().all():
        return None
    caps = capacity(staff_hours(caseworkers, values), values, values.cap_high_cases)
    place = int(np.argmax((told - caps).astype(float).fillna(-np.inf)))
    return Fullest(int(told.iloc[place]), float(caps[place]))


@rule("HIR-17", "HIR-3", "HIR-23")
def promise_verdict(cases: float, room: float | None, values: Values) -> Verdict:
    """Whether the staff asked for can hold every case within the hard cap.

    All cases count, other ones too, and so do those expected.  To stay above the cap is no ground
    for a grant, so a proposal whose staff has too little room breaks the rule.  `room` is None
    when the proposal does not say which staff it asks for.

    >>> from fsmlib.programme.parameters import load
    >>> promise_verdict(140, 140.0, load("hir", on="2018-03-01")).outcome
    'kept'
    """
    found = []
    if room is not None and cases > room:
        problem = (
            f"Med de ansøgte årsværk er der plads til {short(room)} af {short(cases)} sager: "
            f"{short(cases - room)} er over {values.cap_high_cases} sager pr. fuldtidsansat."
        )
        mend = "Læg en plan, der holder loftet."
        found = [Finding("error", problem, mend, "HIR-17", column="Ansøgte årsværk")]
    subject = "Sager mod plads under loftet"
    return verdict_of_findings(
        "HIR-17", subject, None if room is None else cases, room, "sager", found
    )


@rule("HIR-16", "HIR-19")
def risk_verdict(risk: float | None, is_inflow_told: bool, values: Values) -> Verdict:
    """Whether inflow breaks the cap with no more than the accepted risk, with the staff asked for.

    `risk` is None when the proposal does not say which staff it asks for.  Where it does not tell
    its inflow and durations, the risk rests on our assumptions, which judge nobody: not told.

    >>> from fsmlib.programme.parameters import load
    >>> risk_verdict(0.33, True, load("hir", on="2018-03-01")).outcome
    'person'
    """
    accepted, found, told = float(values.accepted_risk), [], risk
    if risk is not None and not is_inflow_told:
        problem = f"Med vores forudsætninger om tilgangen er risikoen {percent(risk)}."
        found = [Finding("not_told", problem, TELL_INFLOW, "HIR-16", column="Tilgang pr. måned")]
    elif risk is not None and risk > accepted:
        problem = f"Risikoen for at bryde loftet er {percent(risk)} mod højst {percent(accepted)}."
        mend = "Se efter, om der er plads til tilgangen; flere sager betaler kommunen selv."
        found = [Finding("warning", problem, mend, "HIR-16", column="Ansøgte årsværk")]
    return verdict_of_findings(
        "HIR-16", "Risiko for at bryde loftet", told, accepted, "andel", found
    )
