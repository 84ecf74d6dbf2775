"""What FSM2 asks of a proposal: coverage, period, and a budget of what the pool pays."""

from datetime import date

import pandas as pd

from fsmlib.danish import count, day, month
from fsmlib.programme.findings import Finding
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.verdicts import Outcome, Verdict, verdict_of_findings
from fsmlib.rules.budget import line_amounts
from fsmlib.tables.messages import quoted


@rule("FSM2-1.3")
def coverage_verdict(covers_whole_target_group: bool | None) -> Verdict:
    """Whether the proposal says that the whole target group gets the effort.

    Those already in other projects are in it too; leaving some out breaks the rule.
    """
    told, found = covers_whole_target_group, []
    if told is False:
        problem = "Ansøgningen udelader en del af målgruppen."
        found = [Finding("error", problem, "Alle skal have indsatsen.", "FSM2-1.3")]
    return verdict_of_findings("FSM2-1.3", "Hele målgruppen med", told, True, "", found)


@rule("FSM2-2.2")
def how_findings(planned: float | None) -> list[Finding]:
    """Whether the application says how the whole target group is visited; waves are fine.

    `planned` are the citizens its plan visits within the project, None when it does not say.

    >>> [finding.level for finding in how_findings(None)], how_findings(450)
    (['not_told'], [])
    """
    if planned is not None:
        return []
    problem = "Ansøgningen siger ikke, hvordan hele målgruppen visiteres."
    mend = "Skriv hold eller antal om måneden."
    return [Finding("not_told", problem, mend, rule="FSM2-2.2", column="Visiteres pr. måned")]


@rule("FSM2-7.1")
def length_months(start: date, end: date) -> int:
    """Months from the month of the first day to the month after the last, its last day included.

    >>> length_months(date(2019, 11, 1), date(2021, 10, 31))
    24
    """
    after_last = pd.Timestamp(end) + pd.Timedelta(days=1)
    return int((after_last.to_period("M") - pd.Timestamp(start).to_period("M")).n)


@rule("FSM2-7.1", "FSM2-L3")
def period_verdict(start: date | None, end: date | None, values: Values) -> Verdict:
    """Whether the project runs its two years (`project_months`), counted in whole months.

    STAR's own words, November 2019 to November 2021 inclusive, are a month more, so that is kept
    too.  A longer or shorter one may have been agreed, so it is for a person and never broken.
    """
    asked = values.project_months
    months = None if start is None or end is None else length_months(start, end)
    found = []
    if months is not None and not asked <= months <= asked + 1:
        gap = count(abs(months - asked), "måned", "måneder")
        more = "for mange" if months > asked else "for lidt"
        problem = f"Projektet løber {months} måneder mod {asked}: {gap} {more}."
        mend = "Er en anden periode aftalt?"
        found = [Finding("warning", problem, mend, "FSM2-7.1", column="Projektet slutter")]
    return verdict_of_findings("FSM2-7.1", "Projektets længde", months, asked, "måneder", found)


@rule("FSM2-7.1")
def start_verdict(start: date | None, values: Values) -> Verdict:
    """Whether the project starts in the expected month; another start is for a person.

    >>> from fsmlib.programme.parameters import load
    >>> start_verdict(date(2019, 11, 20), load("fsm2", on="2019-11-01")).outcome
    'kept'
    """
    expected = pd.Period(values.expected_start_month, freq="M")
    found = []
    if start is not None and pd.Timestamp(start).to_period("M") != expected:
        problem = f"Projektet begynder {day(start)}; STAR venter {month(expected)}."
        mend = "Er en anden start aftalt?"
        found = [Finding("warning", problem, mend, "FSM2-7.1", column="Projektet begynder")]
    told = None if start is None else pd.Timestamp(start).date()
    return verdict_of_findings("FSM2-7.1", "Projektets start", told, month(expected), "", found)


@rule("FSM2-L5")
def whole_call_dkk(values: Values) -> int:
    """Kroner the pool can give to municipalities: the whole call.

    >>> from fsmlib.programme.parameters import load
    >>> whole_call_dkk(load("fsm2", on="2019-11-01"))
    148000000
    """
    return int(values.call_dkk)


@rule("FSM2-8.4")
def expected_verdict(budget: pd.DataFrame) -> Verdict:
    """Expected wages and full-time equivalents are enough, so this is never broken.

    Tells how many lines are expected ones.
    """
    expected = int(budget["expected"].fillna(False).astype(bool).sum())
    outcome: Outcome = "not_told" if budget.empty else "kept"
    return Verdict("FSM2-8.4", outcome, "Ventede linjer", expected, None, "linjer")


@rule("FSM2-8.5")
def budget_change_findings(budget: pd.DataFrame, granted: pd.DataFrame) -> list[Finding]:
    """Lines whose staff, hours, hourly wage or amount are not those of the granted budget.

    Lines are matched by name.  A change is to be reported when it affects what the project rests
    on, which only a person can tell; a line that has come or gone is a change too.
    """
    now, before = _premises(budget), _premises(granted)
    changed = {
        line
        for line in now.index.union(before.index)
        if line not in now.index
        or line not in before.index
        or not now.loc[line].equals(before.loc[line])
    }
    rows = dict(zip(budget["line"], budget.index, strict=True))
    return [
        Finding(
            "warning",
            f"»{quoted(line)}« er ændret siden tilsagnet.",
            "Giv STAR besked, hvis det har betydning for projektets forudsætninger.",
            rule="FSM2-8.5",
            row=rows.get(line),
            column="Budgetlinje",
        )
        for line in sorted(changed)
    ]


def _premises(budget: pd.DataFrame) -> pd.DataFrame:
    """What the lines of a budget rest on, by name."""
    told = budget.assign(amount_dkk=line_amounts(budget)).set_index("line")
    return told[["fte", "hours", "hourly_wage_dkk", "amount_dkk"]].astype("Float64")
