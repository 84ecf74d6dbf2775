"""The caseworker register of HIR from files, for the commands and for pages alike."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from fsmlib.analyses.asked_months import countable, month_of
from fsmlib.programme.findings import Finding, FsmError
from fsmlib.programme.numbers import danish_number
from fsmlib.programme.parameters import Values, as_day
from fsmlib.programme.values import PERCENT
from fsmlib.rules import passive, registration
from fsmlib.rules.daily import caseload
from fsmlib.rules.fictitious import fictitious_findings
from fsmlib.rules.project import project_months
from fsmlib.rules.spelling import spelling_findings
from fsmlib.tables.reading import Tables


class PassiveShare(NamedTuple):
    """The measure of a month: the citizens measured with is_passive, and the target if told."""

    month: pd.Period
    citizens: pd.DataFrame
    target_share: float | None

    @property
    def passive(self) -> int:
        """Citizens who are passive."""
        return int(self.citizens["is_passive"].sum())

    @property
    def measured(self) -> int:
        """Citizens with at least a year."""
        return len(self.citizens)

    @property
    def share(self) -> float:
        """Passive citizens as a share of those measured."""
        return passive.passive_share(self.passive, self.measured)

    def provisional(self, drawn: date) -> str:
        """A warning where the register was drawn before the month began or ended; else empty."""
        if drawn >= self.month.end_time.date():
            return ""
        if drawn < self.month.start_time.date():
            return (
                "Andelen af passive siger endnu intet: registeret er trukket den "
                f"{drawn:%d.%m.%Y}, før måneden {self.month:%m.%Y} begynder, og kun indsatser uden "
                "slutdato når derhen. Vælg en tidligere måned."
            )
        return (
            f"Andelen af passive er foreløbig: registeret er trukket den {drawn:%d.%m.%Y}, før "
            f"måneden {self.month:%m.%Y} er slut."
        )

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None without a target or anybody to measure."""
        if self.target_share is None:
            return None
        return passive.target_is_met(self.passive, self.measured, self.target_share)


def caseworker_findings(tables: Tables, values: Values, today: date) -> list[Finding]:
    """What is wrong in the register, row by row; rows that could not be read are left out."""
    place = tables.places.get("registrations", "")
    unread = {f.row for f in tables.findings if f.level == "error" and f.file == place}
    every = tables["registrations"]
    rows = every[~every.index.isin(list(unread))]
    findings = [
        *registration.change_findings(rows),
        *registration.not_resumed_findings(rows, values),
        *registration.end_findings(rows, values, today),
        *registration.moved_findings(rows, tables["courses"]),
        *fictitious_findings(rows, values),
        *spelling_findings(rows, values),
    ]
    return [finding.at(place) for finding in findings]


def register_day(tables: Tables, given: str = "") -> date:
    """The day the register was drawn: the one given, else the file's own, else today.

    FsmError for a given text that is no date.
    """
    if given:
        return as_day(given)
    told = tables["registrations"]["counted_on"].max()
    return date.today() if pd.isna(told) else told.date()


def chosen_months(first: str, last: str, values: Values) -> pd.PeriodIndex:
    """The months from `first` to `last` (`2018-03`), the project's where they are empty.

    FsmError when one of them is no month, they are in the wrong order, or there are more than 64.
    """
    months = project_months(values)
    start = month_of(first) if first else months[0]
    end = month_of(last) if last else months[-1]
    return countable(pd.period_range(start, end, freq="M"))


def caseload_by_day(tables: Tables, months: pd.PeriodIndex, values: Values) -> pd.DataFrame:
    """The caseload on every day of the months, as far as the register goes."""
    days = pd.date_range(months[0].start_time, months[-1].end_time.normalize(), freq="D")
    days = _known(days, tables)
    return caseload(tables["registrations"], tables["caseworkers"], days, values)


def caseload_by_month(tables: Tables, months: pd.PeriodIndex, values: Values) -> pd.DataFrame:
    """The caseload on the last day of each month the register reaches; month in place of day."""
    days = _known(pd.DatetimeIndex(months.to_timestamp(how="end").normalize()), tables)
    found = caseload(tables["registrations"], tables["caseworkers"], days, values)
    return found.assign(day=found["day"].dt.to_period("M")).rename(columns={"day": "month"})


def _known(days: pd.DatetimeIndex, tables: Tables) -> pd.DatetimeIndex:
    """The days up to the one the register was drawn, where it tells; FsmError when none is left."""
    drawn = tables["registrations"]["counted_on"].max()
    if pd.isna(drawn):
        return days
    if days[0] > drawn:
        raise FsmError(
            f"Registeret er opgjort den {drawn:%d.%m.%Y}, før de valgte måneder er slut."
        )
    return days[days <= drawn]


def passive_measure(tables: Tables, month: str, target: str, values: Values) -> PassiveShare:
    """The passive share of a month (`2019-03`; empty is STAR's), and the target in per cent.

    An empty target is the one in the sheet Ansøgning, if any.  FsmError for what is no month or
    no per cent.
    """
    when = month_of(month) if month else passive.measuring_month(values)
    told = _share_of(target) if target else None
    courses, registrations = tables["courses"], tables["registrations"]
    citizens = passive.measured(courses, registrations, when, values)
    citizens["is_passive"] = passive.is_passive(citizens, tables["offers"], when, values)
    proposed = tables["proposal"]["passive_share_target"].dropna()
    if told is None and len(proposed):
        told = float(proposed.iloc[0])
    return PassiveShare(when, citizens, told)


def _share_of(target: str) -> float:
    """A target in per cent as a share."""
    try:
        share = danish_number(target) / PERCENT
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise FsmError(f"»{target}« er ikke et mål; skriv det i pct. fra 0 til 100, fx 20.")
    return share


def passive_list(found: PassiveShare, tables: Tables) -> pd.DataFrame:
    """Passive citizens by pseudonym, with the row of their newest course and their seniority."""
    courses = tables["courses"].sort_values("start")
    rows = pd.Series(courses.index, index=courses["citizen"]).groupby(level=0).last()
    citizens = found.citizens[found.citizens["is_passive"]]
    listed = citizens.assign(row=rows.reindex(citizens["citizen"]).to_numpy())
    return listed[["citizen", "row", "seniority_months"]]
