"""Who takes part: all staff, all citizens, and what is never a fault."""

import pandas as pd

from fsmlib.danish import percent
from fsmlib.programme.findings import Finding, at_rows
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule


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
