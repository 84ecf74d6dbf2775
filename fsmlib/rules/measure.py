"""What a programme with a measure of its own counts as touched, of whom, and who is exempt."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fsmlib.programme.measures import Measure
from fsmlib.programme.values import PERCENT
from fsmlib.rules.month_bits import FAR, Codes, MonthBits, bounds, cover, days_of, gather

TALK = "talk"
Numbers = NDArray[Any]


def measured_bits(
    tables: Mapping[str, pd.DataFrame],
    unit: Codes,
    units: int,
    months: pd.PeriodIndex,
    measure: Measure,
) -> dict[str, MonthBits]:
    """The bits of a measure by role: who belongs to the `cohort`, has had `talks`, has an `offer`.

    `unit` is the unit of each row of `citizens`.  Of a stock everybody belongs to every month, and
    what counts is in the `within_months` months that end with it.  Of those who pass a month of
    their course, the cohort is the month in which so many months have gone since the row's start,
    unless it has ended before and who has left early is out; what counts is in the first
    `within_months` months.
    """
    citizens, offers = tables["citizens"], tables["offers"]
    is_talk = (offers["kind"] == TALK).to_numpy()
    if measure.passes_month:
        cohort = _passing(citizens, measure, months)
        enough = _met(citizens, offers[is_talk], measure.within_months, measure.talks_at_least)
        any_ = _met(citizens, offers[~is_talk], measure.within_months, 1)
        none = np.uint64(0)
        found = {
            "cohort": cohort,
            "talks": np.where(enough, cohort, none),
            "offer": np.where(any_, cohort, none),
        }
        return {role: gather(unit, bits, units) for role, bits in found.items()}
    names = pd.Index(citizens["citizen"])
    talks = _talks_in_stock(names, offers[is_talk], months, measure)
    offered = _offers_in_stock(names, offers[~is_talk], months, measure)
    everywhere = ~np.zeros(units, np.uint64)
    return {
        "cohort": everywhere,
        "talks": gather(unit, talks, units),
        "offer": gather(unit, offered, units),
    }


def told_months(
    citizens: pd.DataFrame, town: Codes, towns: int, offers: pd.DataFrame, months: pd.PeriodIndex
) -> MonthBits:
    """By municipality the months from its first talk or offer to its last, where nobody is nobody.

    Before and after them nothing is known.  `town` is the municipality of each row of `citizens`.
    """
    who = pd.DataFrame({"citizen": citizens["citizen"].to_numpy(), "town": town})
    held = offers[["citizen", "start"]].merge(who.drop_duplicates(), on="citizen")
    began = (held["start"].dt.to_period("M").astype("int64") - months.asi8[0]).to_numpy()
    first, last = np.full(towns, FAR), np.full(towns, -FAR)
    np.minimum.at(first, held["town"], began)
    np.maximum.at(last, held["town"], began)
    place = np.arange(len(months))
    inside = (place >= first[:, np.newaxis]) & (place <= last[:, np.newaxis])
    return np.asarray(
        (inside * (np.uint64(1) << place.astype(np.uint64))).sum(axis=1, dtype=np.uint64)
    )


def window(
    start: pd.Timestamp, month: pd.Period, measure: Measure
) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and the last day on which talks and offers count in a month, for one course.

    >>> days = window(pd.Timestamp("2026-07-10"), pd.Period("2027-01"), Measure(
    ...     label="Mål", touched=("talks",), within_months=1, passes_month=1))
    >>> [str(each.date()) for each in days]
    ['2026-07-10', '2026-08-09']
    """
    stretch = measure.within_months
    if measure.passes_month:
        return start, start + pd.DateOffset(months=stretch) - pd.Timedelta(days=1)
    return (month - (stretch - 1)).start_time, month.end_time.normalize()


def touched_by(measure: Measure, bits: Mapping[str, MonthBits]) -> MonthBits:
    """The months touched by anything that the measure counts; `bits` are by what is counted."""
    first, *others = (bits[what] for what in measure.touched)
    for each in others:
        first = first | each
    return first


def measured_group(group: Numbers, exempt: Numbers, measure: Measure) -> Numbers:
    """Those measured: `group`, who are not exempt, and the exempt beyond what the ceiling allows.

    The ceiling is a share of everybody in whole citizens: 25 % of 7 is one citizen where it is
    rounded down, two where it is rounded to the nearest (a half up) or up.

    >>> asked = Measure(label="Mål", touched=("talks",), exempt_most_percent=25)
    >>> measured_group(np.array([6, 5, 0]), np.array([1, 2, 4]), asked)
    array([6, 6, 3])
    """
    if measure.exempt_most_percent is None:
        return group
    share = (group + exempt) * measure.exempt_most_percent
    most = {
        "down": share // PERCENT,
        "nearest": (share + share + PERCENT) // (PERCENT + PERCENT),
        "up": -(-share // PERCENT),
    }
    return np.asarray(group + np.maximum(0, exempt - most[measure.ceiling_rounding]))


def _passing(citizens: pd.DataFrame, measure: Measure, months: pd.PeriodIndex) -> MonthBits:
    """The month in which each row passes the measure's month, if it is still to be counted."""
    passes = _months_after(citizens["start"], measure.passes_month)
    is_counted = (days_of(citizens["end"]) >= days_of(passes)) | measure.counts_who_left
    low, high = bounds(months, "any_day")
    day = days_of(passes)
    return np.where(is_counted, cover(day, day, low, high), np.uint64(0))


def _met(
    citizens: pd.DataFrame, spells: pd.DataFrame, months_gone: int, at_least: int
) -> NDArray[np.bool_]:
    """Whether a row has so many spells that touch its first months, from its start on."""
    rows = pd.DataFrame(
        {
            "citizen": citizens["citizen"].to_numpy(),
            "row": np.arange(len(citizens)),
            "low": days_of(citizens["start"]),
            "high": days_of(_months_after(citizens["start"], months_gone)) - 1,
        }
    )
    held = pd.DataFrame({"citizen": spells["citizen"].to_numpy(), **_days(spells)})
    both = rows.merge(held, on="citizen")
    inside = both[(both["start"] <= both["high"]) & (both["end"] >= both["low"])]
    return np.bincount(inside["row"], minlength=len(citizens)) >= at_least


def _talks_in_stock(
    names: pd.Index, talks: pd.DataFrame, months: pd.PeriodIndex, measure: Measure
) -> MonthBits:
    """Months that end a stretch with enough talks, for each of `names`."""
    people, who = np.unique(names.to_numpy(dtype=object), return_inverse=True)
    person = pd.Index(people).get_indexer(pd.Index(talks["citizen"]))
    stretch, day = measure.within_months, talks["start"].dt.to_period("M")
    place = (day.astype("int64") - months.asi8[0]).to_numpy() + stretch
    is_seen = (person >= 0) & (place > 0) & (place < len(months) + stretch)
    held = np.zeros((len(people), len(months) + stretch), np.int64)
    np.add.at(held, (person[is_seen], place[is_seen]), 1)
    total = held.cumsum(axis=1)
    enough = total[:, stretch:] - total[:, : len(months)] >= measure.talks_at_least
    bits = np.uint64(1) << np.arange(len(months), dtype=np.uint64)
    return np.asarray((enough * bits).sum(axis=1, dtype=np.uint64))[who]


def _offers_in_stock(
    names: pd.Index, offers: pd.DataFrame, months: pd.PeriodIndex, measure: Measure
) -> MonthBits:
    """Months that end a stretch touched by an offer, for each of `names`."""
    people, who = np.unique(names.to_numpy(dtype=object), return_inverse=True)
    person = pd.Index(people).get_indexer(pd.Index(offers["citizen"]))
    low = bounds(months - (measure.within_months - 1), "any_day")[0]
    high = bounds(months, "any_day")[1]
    held = _days(offers)
    spells = cover(held["start"], held["end"], low, high)
    return gather(person[person >= 0], spells[person >= 0], len(people))[who]


def _days(spells: pd.DataFrame) -> dict[str, NDArray[np.int64]]:
    """First and last day; a talk is held on the day it begins, an offer without an end is open."""
    start, end = days_of(spells["start"]), days_of(spells["end"])
    is_talk = (spells["kind"] == TALK).to_numpy()
    return {"start": start, "end": np.where(is_talk, start, end)}


def _months_after(days: "pd.Series[pd.Timestamp]", months: int) -> "pd.Series[pd.Timestamp]":
    return days + pd.DateOffset(months=months)
