"""Who takes part: all staff, all citizens, and what is never a fault."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from fsmlib.danish import percent, short
from fsmlib.programme.findings import Finding, at_rows
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.verdicts import Verdict, compared
from fsmlib.rules.caseload import capacity, staff_hours


@rule("HIR-2")
def left_out(caseworkers: pd.DataFrame) -> list[Finding]:
    """Caseworkers with ressourceforløb who are not in the project.

    All of them take part; a small team with fewer cases than its colleagues is not allowed.  An
    empty answer is not told.
    """
    told, column = caseworkers["in_project"], "Med i projektet"
    outside = Finding(
        "error",
        "Sagsbehandleren er holdt uden for projektet.",
        "Tag alle med, der arbejder med ressourceforløb.",
        rule="HIR-2",
        column=column,
    )
    silent = Finding(
        "not_told",
        "Der står ikke, om sagsbehandleren er med i projektet.",
        "Skriv ja eller nej.",
        rule="HIR-2",
        column=column,
    )
    return [
        *at_rows(caseworkers.index[~told.fillna(True).astype(bool)], outside),
        *at_rows(caseworkers.index[told.isna()], silent),
    ]


@rule("GEN-L1")
def hours_over_full_time(caseworkers: pd.DataFrame, values: Values) -> list[Finding]:
    """Caseworkers with more weekly hours than a full-time week, which the cap is written for.

    Under the reading `hours_over_37=cap` they count as full-time and are no error.
    """
    if values.hours_over_37 == "cap":
        return []
    over = caseworkers["weekly_hours"] > values.full_time_weekly_hours
    return at_rows(
        caseworkers.index[over.fillna(False).astype(bool)],
        Finding(
            "error",
            f"Timerne er over {values.full_time_weekly_hours} om ugen.",
            "Ret timerne; overarbejde giver ikke plads til flere sager.",
            rule="GEN-L1",
            column="Timer pr. uge",
        ),
    )


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
    return compared("HIR-17", subject, None if room is None else cases, room, "sager", found)


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
        mend = "Oplys tilgang pr. måned og varighed."
        found = [Finding("not_told", problem, mend, "HIR-16", column="Tilgang pr. måned")]
    elif risk is not None and risk > accepted:
        problem = f"Risikoen for at bryde loftet er {percent(risk)} mod højst {percent(accepted)}."
        mend = "Se efter, om der er plads til tilgangen; flere sager betaler kommunen selv."
        found = [Finding("warning", problem, mend, "HIR-16", column="Ansøgte årsværk")]
    return compared("HIR-16", "Risiko for at bryde loftet", told, accepted, "andel", found)


@rule("HIR-R4")
def reductions_without_effect(caseworkers: pd.DataFrame, values: Values) -> list[Finding]:
    """Reduced hours for another reason than a task that lowers the caseload."""
    reduced = (caseworkers["reduced_hours"] > 0).fillna(False).astype(bool)
    without = reduced & ~caseworkers["reduction_reason"].isin(values.reducing_reasons)
    return at_rows(
        caseworkers.index[without],
        Finding(
            "warning",
            "Den nedsatte tid tæller ikke: kun mødelederfunktion giver færre sager.",
            "Skriv mødeleder som årsag, hvis det er den; ellers slet den nedsatte tid.",
            rule="HIR-R4",
            column="Årsag til nedsat tid",
        ),
    )


@rule("HIR-2", "HIR-5", "HIR-15")
def coverage_findings(
    all_staff_included: bool | None, all_citizens_included: bool | None, age_limit: int | None
) -> list[Finding]:
    """What a proposal's own words on coverage break: all staff, all citizens, no age limit.

    None is an answer not given and breaks nothing; an age limit of 0 is none.

    >>> [finding.rule for finding in coverage_findings(True, True, 30)]
    ['HIR-15']
    >>> coverage_findings(None, None, None)
    []
    """
    broken = [
        (
            all_staff_included is False,
            "HIR-2",
            "Alle sagsbehandlere med",
            "Ansøgningen udelader sagsbehandlere.",
            "Tag alle med, der arbejder med ressourceforløb.",
        ),
        (
            all_citizens_included is False,
            "HIR-5",
            "Alle borgere med",
            "Ansøgningen udelader borgere i ressourceforløb.",
            "Målgruppen er alle borgere i ressourceforløb, passive som aktive.",
        ),
        (
            bool(age_limit),
            "HIR-15",
            "Aldersgrænse",
            f"Ansøgningen sætter en aldersgrænse på {age_limit} år.",
            "Alle aldre er med; skriv 0 for ingen grænse.",
        ),
    ]
    return [
        Finding("error", problem, mend, rule=id_, column=column)
        for is_broken, id_, column, problem, mend in broken
        if is_broken
    ]


@rule("HIR-4")
def passive_target_findings(share_now: float | None, share_target: float | None) -> list[Finding]:
    """What a person should look at in the bid on the passive share.

    A share of 0 today is never a finding in itself, and neither is a target of 0.  A target above
    today's share deserves a look, for it promises nothing.

    Parameters: shares in [0, 1], None when not given.

    >>> passive_target_findings(0.0, 0.0)
    []
    >>> [finding.level for finding in passive_target_findings(0.0, 0.10)]
    ['warning']
    """
    if share_now is None or share_target is None or share_target <= share_now:
        return []
    problem = f"Målet for passive er {percent(share_target)} mod {percent(share_now)} i dag."
    mend = "Se efter, om tallene er byttet om."
    return [Finding("warning", problem, mend, rule="HIR-4", column="Mål for passive (pct.)")]


@rule("HIR-4", "HIR-14")
def passive_removed_share(share_now: float | None, share_target: float | None) -> float | None:
    """How much of the passive share the target takes away; None where one of them is not told.

    None to take away is no disadvantage, as long as the target is none, too.

    >>> passive_removed_share(0.5, 0.25), passive_removed_share(0.0, 0.0)
    (0.5, 1.0)
    """
    if share_now is None or share_target is None:
        return None
    if not share_now:
        return 0.0 if share_target else 1.0
    return max(0.0, (share_now - share_target) / share_now)


@rule("HIR-24")
def expected_cases_findings(
    expected_extra_cases: int, argument: str, is_at_norm: bool
) -> list[Finding]:
    """What a person must look at in the cases a municipality expects to gain.

    A municipality already at the norm can only apply on cases it expects, so it must say how many
    and why.  Whether the argument holds only a person can tell: its text is shown.

    >>> [finding.level for finding in expected_cases_findings(10, "10 af 60 i FSM", True)]
    ['warning']
    >>> expected_cases_findings(0, "", is_at_norm=False)
    []
    """
    if is_at_norm and not expected_extra_cases:
        problem = "Kommunen er allerede på normen og venter ingen ekstra sager."
        mend = "Oplys, hvor mange borgere I venter fra Flere skal med, og hvorfor."
        return [Finding("warning", problem, mend, "HIR-24", column="Ventede ekstra sager")]
    if not expected_extra_cases:
        return []
    if not argument:
        problem = f"De {expected_extra_cases} ventede ekstra sager er ikke begrundet."
        mend = "Skriv i begrundelsen, hvilke tal de hviler på."
        return [Finding("not_told", problem, mend, "HIR-24", column="Begrundelse")]
    problem = f"De {expected_extra_cases} ventede ekstra sager er begrundet med: »{argument}«."
    mend = "Se efter, om begrundelsen bærer tallet."
    return [Finding("warning", problem, mend, "HIR-24", column="Begrundelse")]
