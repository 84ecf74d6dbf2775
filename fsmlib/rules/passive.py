"""Who is passive in a month, and who changed status: the measures STAR takes at the end."""

import numpy as np
import pandas as pd

from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.values import MONTHS_PER_YEAR
from fsmlib.rules.fictitious import is_fictitious
from fsmlib.rules.month_bits import days_of, joined
from fsmlib.rules.registration import DAY


@rule("HIR-8", "HIR-14")
def measuring_month(values: Values) -> pd.Period:
    """The month in which STAR takes the measure, a year after the real start."""
    return pd.Period(values.passive_month, freq="M")


@rule("HIR-8", "HIR-14", "HIR-R6")
def measured(
    courses: pd.DataFrame, registrations: pd.DataFrame, month: pd.Period, values: Values
) -> pd.DataFrame:
    """Citizens in the measure: in ressourceforløb on the month's last day, for at least a year.

    The year is counted to the end of that day, so who began on 1 April 2018 has it in March 2019.
    Courses that overlap or adjoin are one; after a break the count begins anew.  Citizens at a
    fictitious caseworker are in, unless the reading `fictitious_in_passive` leaves them out.

    Returns citizen, start (of the unbroken course) and seniority_months, by citizen.
    """
    last_day = month.end_time.normalize()
    code, names = pd.factorize(courses["citizen"], sort=True)
    who, begins, ends = joined(code, days_of(courses["start"]), days_of(courses["end"]))
    start = pd.Series(begins.astype("datetime64[D]").astype("datetime64[ns]"))
    here = (start <= last_day) & (ends >= days_of(pd.Series([last_day]))[0])
    year = pd.DateOffset(months=values.passive_seniority_months)
    long_enough = (start + year <= last_day + DAY) if len(start) else here
    every = pd.DataFrame({"citizen": names.to_numpy()[who], "start": start})
    found: pd.DataFrame = every[here & long_enough].copy()
    if values.fictitious_in_passive == "left_out":
        rows = registrations[is_fictitious(registrations, values)]
        rows = rows[(rows["start"] <= last_day) & ~(rows["end"] < last_day)]
        found = found[~found["citizen"].isin(rows["citizen"])]
    began, until = found["start"].dt, last_day + DAY
    months = (until.year - began.year) * MONTHS_PER_YEAR + until.month - began.month
    found["seniority_months"] = months - (began.day > 1).astype("int64")
    return found.reset_index(drop=True)


@rule("HIR-8", "HIR-22")
def makes_active(
    offers: pd.DataFrame, citizens: pd.DataFrame, month: pd.Period, values: Values
) -> "pd.Series[bool]":
    """Whether each offer makes its measured citizen active: one under the LAB act, or a mentor.

    A mentor alone makes active; offers under other acts do not.  One day is enough.  How far back
    to look is the reading `passive_window`: the month, the last twelve, or the whole course.
    """
    last_day, window = month.end_time.normalize(), values.passive_window
    began = citizens.set_index("citizen")["start"]
    since = began.reindex(offers["citizen"]).set_axis(offers.index)
    if window != "whole_course":
        back = MONTHS_PER_YEAR - 1 if window == "last_12_months" else 0
        since = since.where(since.isna(), (month - back).start_time)
    in_window = (offers["start"] <= last_day) & (offers["end"].fillna(last_day) >= since)
    return offers["kind"].isin(values.activating_offers) & in_window


@rule("HIR-8", "HIR-22")
def is_passive(
    citizens: pd.DataFrame, offers: pd.DataFrame, month: pd.Period, values: Values
) -> "pd.Series[bool]":
    """Whether each measured citizen has had no offer that makes active (see `makes_active`)."""
    active = offers.loc[makes_active(offers, citizens, month, values), "citizen"]
    return ~citizens["citizen"].isin(active)


@rule("HIR-8", "HIR-14")
def passive_share(passive: int, measured: int) -> float:
    """Passive citizens as a share of those measured; nan when there are none to measure.

    >>> passive_share(3, 12)
    0.25
    """
    return passive / measured if measured else float(np.nan)


@rule("HIR-14")
def target_is_met(passive: int, measured: int, target_share: float) -> bool | None:
    """Whether the passive share is at most the target; None when there is nobody to measure.

    >>> target_is_met(3, 12, 0.25), target_is_met(4, 12, 0.25)
    (True, False)
    """
    return passive_share(passive, measured) <= target_share if measured else None


@rule("HIR-12")
def status_changes(courses: pd.DataFrame) -> pd.DataFrame:
    """Citizens by labour-market status when their first course began and when their last ended.

    A status that is not registered is missing.  Returns status_at_start, status_at_end, citizens.
    """
    rows = courses.sort_values(["citizen", "start"])
    by_citizen = rows.groupby("citizen")
    pairs = pd.DataFrame(
        {
            "status_at_start": by_citizen["status_at_start"].nth(0).to_numpy(),
            "status_at_end": by_citizen["status_at_end"].nth(-1).to_numpy(),
        }
    )
    counts = pairs.groupby(["status_at_start", "status_at_end"], dropna=False).size()
    return counts.rename("citizens").reset_index()
