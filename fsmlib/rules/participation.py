"""Who takes part: all staff, all citizens, and what is never a fault."""

import re

import pandas as pd

from fsmlib.programme.findings import Finding, at_rows
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.verdicts import Verdict, judged
from fsmlib.rules.caseload import is_over_cap, staff_hours


@rule("HIR-2")
def left_out(caseworkers: pd.DataFrame) -> list[Finding]:
    """Caseworkers with ressourceforløb who are not in the project.

    All of them take part; a small team with fewer cases than its colleagues is not allowed.  An
    empty answer counts as taking part.
    """
    outside = caseworkers["in_project"].fillna(True)
    return at_rows(
        caseworkers.index[~outside.astype(bool)],
        Finding(
            "error",
            "Sagsbehandleren er holdt uden for projektet.",
            "Tag alle med, der arbejder med ressourceforløb.",
            rule="HIR-2",
            column="Med i projektet",
        ),
    )


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
    """Caseworkers whose other cases alone are more than their cap, whatever tasks they have."""
    others = caseworkers["other_cases"].fillna(0).astype(int)
    over = is_over_cap(others, staff_hours(caseworkers, values), values)
    return at_rows(
        caseworkers.index[over],
        Finding(
            "error",
            "Sagsbehandleren har flere øvrige sager, end loftet giver plads til.",
            "Flyt sager til en anden, eller ret tallet.",
            rule="HIR-23",
            column="Øvrige sager",
        ),
    )


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
    short = room is not None and cases > room
    why = (
        f"Med de ansøgte årsværk er der stadig over {values.cap_high_cases} sager pr. "
        "fuldtidsansat; bed om en plan, der holder loftet."
        if short
        else ""
    )
    subject = "Sager mod plads under loftet"
    return Verdict("HIR-17", judged(room, short), subject, cases, room, "sager", why)


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
            "Slet den; alle aldre er med.",
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

    A share of 0 today is never a finding, and neither is a target of 0.  A target above today's
    share deserves a look, for it promises nothing.

    Parameters: shares in [0, 1], None when not given.

    >>> passive_target_findings(0.0, 0.0)
    []
    >>> [finding.level for finding in passive_target_findings(0.10, 0.20)]
    ['warning']
    """
    if share_now is None or share_target is None or share_target <= share_now or share_now == 0:
        return []
    return [
        Finding(
            "warning",
            "Målet for passive er højere end andelen i dag.",
            "Se efter, om tallene er byttet om.",
            rule="HIR-4",
            column="Mål for passive (pct.)",
        )
    ]


@rule("HIR-24")
def expected_cases_findings(
    expected_extra_cases: int, argument: str, is_at_norm: bool
) -> list[Finding]:
    """Whether the cases a municipality expects are argued for, with numbers.

    A municipality already at the norm can only apply on cases it expects to gain, so it must say
    how many and why.  One above the norm needs no such argument unless it counts on extra cases.

    >>> [finding.level for finding in expected_cases_findings(10, "vi venter flere", True)]
    ['warning']
    >>> expected_cases_findings(0, "", is_at_norm=False)
    []
    """
    if is_at_norm and not expected_extra_cases:
        return [
            Finding(
                "warning",
                "Kommunen er allerede på normen og venter ingen ekstra sager.",
                "Oplys, hvor mange borgere I venter fra Flere skal med, og hvorfor.",
                rule="HIR-24",
                column="Ventede ekstra sager",
            )
        ]
    told = re.sub(r"(?i)flere skal med\s*\d?|fsm\s*\d?", "", argument)
    if expected_extra_cases and not any(character.isdigit() for character in told):
        return [
            Finding(
                "warning",
                "De ventede ekstra sager er ikke begrundet med tal.",
                "Skriv i begrundelsen, hvilke tal de hviler på.",
                rule="HIR-24",
                column="Begrundelse",
            )
        ]
    return []
