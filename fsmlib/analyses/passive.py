"""The passive share that STAR measures (HIR): who is measured, who is passive, and the target."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from fsmlib.analyses.asked_months import month_asked
from fsmlib.programme.findings import FsmError
from fsmlib.programme.numbers import danish_number
from fsmlib.programme.parameters import Values
from fsmlib.programme.values import PERCENT
from fsmlib.rules import passive
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
        """Passive citizens as a share of those measured; nan when there are none."""
        return passive.passive_share(self.passive, self.measured)

    @property
    def is_met(self) -> bool | None:
        """Whether the target is met; None without a target or anybody to measure."""
        if self.target_share is None:
            return None
        return passive.target_is_met(self.passive, self.measured, self.target_share)

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


def asked_measure(month: str, target: str, values: Values) -> tuple[pd.Period, float | None]:
    """The month (`2019-03`; empty is STAR's) and the target (in per cent) as somebody asks.

    FsmError for what is no month or no per cent.
    """
    when = month_asked(month) if month else passive.measuring_month(values)
    return when, _share_of(target) if target else None


def passive_measure(
    tables: Tables, month: pd.Period, target_share: float | None, values: Values
) -> PassiveShare:
    """The passive share of a month; without a target, the one in the sheet Ansøgning, if any."""
    citizens = passive.measured(tables["courses"], tables["registrations"], month, values)
    citizens["is_passive"] = passive.is_passive(citizens, tables["offers"], month, values)
    proposed = tables["proposal"]["passive_share_target"].dropna()
    if target_share is None and len(proposed):
        target_share = float(proposed.iloc[0])
    return PassiveShare(month, citizens, target_share)


def passive_list(found: PassiveShare, tables: Tables) -> pd.DataFrame:
    """Passive citizens by pseudonym, with the row of their newest course and their seniority."""
    courses = tables["courses"].sort_values("start")
    rows = pd.Series(courses.index, index=courses["citizen"]).groupby(level=0).last()
    citizens = found.citizens[found.citizens["is_passive"]]
    listed = citizens.assign(row=rows.reindex(citizens["citizen"]).to_numpy())
    return listed[["citizen", "row", "seniority_months"]]


def _share_of(target: str) -> float:
    """A target in per cent as a share."""
    try:
        share = danish_number(target) / PERCENT
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise FsmError(f"»{target}« er ikke et mål; skriv det i pct. fra 0 til 100, fx 20.")
    return share
