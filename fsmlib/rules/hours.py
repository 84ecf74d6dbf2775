"""Paid hours from eIndkomst: net per citizen and month, without subsidised ones (FSM2)."""

import numpy as np
import pandas as pd

from fsmlib.programme.findings import Finding, at_rows
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.values import HUNDREDTHS
from fsmlib.rules.month_bits import Codes, MonthBits, bounds, cover, days_of, gather

SUBSIDISED = ("loentilskud", "fleksjob")


@rule("FSM2-3.1", "FSM2-3.5", "FSM2-3.6", "FSM2-3.9", "FSM2-L4")
def paid_hours(
    hours: pd.DataFrame,
    person: Codes,
    supported: pd.DataFrame,
    supported_person: Codes,
    people: int,
    months: pd.PeriodIndex,
    values: Values,
) -> tuple[MonthBits, int]:
    """Months with net paid hours above 0, a word a citizen, and how often the fallback was used.

    Hours count in whole hundredths, so that a correction takes exactly what it should: rows are
    added up per citizen and month before they are held against 0; where all rows of a month are
    plain hours above 0, one of them is enough.  Hours on the social free card are not in eIndkomst
    and so not here.

    Hours with a subsidy do not count.  Where row and spell name the employer, hours at that
    employer in a month of the spell are dropped.  Where one of them does not, the citizen-month's
    hours marked as subsidised are subtracted from those without a mark, and the citizen-month is
    counted as a fallback.

    Parameters: the tables `hours` and `supported` with the person code of each row.
    Returns bits of shape (people,) and the number of fallback citizen-months.
    """
    month, in_window = _month_of(hours, months, values)
    who, table = person[in_window], hours[in_window]
    bit = np.uint64(1) << month.astype(np.uint64)
    marked = table["form"].isin(SUBSIDISED).to_numpy()
    unmarked = table["form"].isna().to_numpy()
    hundredths = np.rint(table["hours"].to_numpy(dtype=float) * HUNDREDTHS).astype(np.int64)
    at_employer, nobody_tells = _in_subsidised_months(
        table["employer"], who, bit, supported, supported_person, months
    )
    dropped, unclear = at_employer & ~marked, nobody_tells & unmarked
    odd = (hundredths <= 0) | marked | dropped | unclear
    if values.touched == "min_hours":
        odd[:] = True
    added = gather(who[odd], bit[odd], people)[who] & bit > 0
    plain = gather(who, np.where(added, np.uint64(0), bit), people)

    rows = np.flatnonzero(added)
    cell = who[rows] * len(months) + month[rows]
    kinds = (array[rows] for array in (hundredths, unmarked, marked, dropped, unclear))
    cells, net, cannot_tell = _net(cell, *kinds)
    least = round(values.touched_min_hours * HUNDREDTHS) if values.touched == "min_hours" else 1
    enough = cells[net >= least]
    bits = np.uint64(1) << (enough % len(months)).astype(np.uint64)
    return plain | gather(enough // len(months), bits, people), int(cannot_tell.sum())


@rule("FSM2-L4")
def with_hours(
    hours: pd.DataFrame, person: Codes, people: int, months: pd.PeriodIndex, values: Values
) -> MonthBits:
    """Months in which a citizen has a row of hours of any kind: the month's hours are there.

    Parameters: the table `hours` and the person code of each row.
    """
    month, in_window = _month_of(hours, months, values)
    return gather(person[in_window], np.uint64(1) << month.astype(np.uint64), people)


@rule("FSM2-3.5", "FSM2-3.6")
def unmarked_findings(hours: pd.DataFrame, supported: pd.DataFrame) -> list[Finding]:
    """Spells with a subsidy whose hours count as paid, because nothing tells them from others.

    Row or spell does not name the employer, and no hours of the citizen's month are marked, so
    that nothing is subtracted: the share may be too high.
    """
    paid = hours[hours["hours"] > 0].assign(month=hours["month"].dt.to_period("M"))
    marked = paid.loc[paid["form"].isin(SUBSIDISED), ["citizen", "month"]]
    plain = paid.loc[paid["form"].isna(), ["citizen", "month", "employer"]]
    spells = supported[["citizen", "employer", "start", "end"]].rename_axis("row").reset_index()
    pairs = spells.merge(plain, on="citizen", suffixes=("", "_of_hours"))
    begun = pairs["start"].dt.to_period("M") <= pairs["month"]
    lasts = ~(pairs["end"].dt.to_period("M") < pairs["month"])
    nameless = pairs["employer"].isna() | pairs["employer_of_hours"].isna()
    told = pd.MultiIndex.from_frame(pairs[["citizen", "month"]]).isin(
        pd.MultiIndex.from_frame(marked)
    )
    return at_rows(
        sorted(set(pairs.loc[begun & lasts & nameless & ~told, "row"])),
        Finding(
            "warning",
            "Timer med tilskud kan ikke skelnes fra andre og tæller som lønnede timer.",
            "Skriv arbejdsgiveren begge steder, eller mærk timerne som løntilskud eller fleksjob.",
            rule="FSM2-3.5",
            column="Arbejdsgiver",
        ),
    )


def counted_in(hours: pd.DataFrame, values: Values) -> pd.Series:
    """The month in which each row counts: worked, or paid where known (reading `hours_month`)."""
    if values.hours_month == "paid":
        return hours["paid_month"].fillna(hours["month"])
    return hours["month"]


def _net(
    cell: np.ndarray,
    amount: np.ndarray,
    unmarked: np.ndarray,
    marked: np.ndarray,
    dropped: np.ndarray,
    unclear: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The citizen-months, their net hours, and whether their subsidised hours cannot be told."""
    place, cells = pd.factorize(cell)
    counted = np.where(marked | dropped, 0, amount)
    net = _total(place, counted, len(cells))
    free = _total(place, np.where(unmarked, counted, 0), len(cells))
    subsidy = _total(place, np.where(marked, amount, 0), len(cells))
    cannot_tell = _total(place, unclear.astype(np.int64), len(cells)) > 0
    net = np.where(cannot_tell, net - free + np.maximum(free - subsidy, 0), net)
    return cells, net, cannot_tell


def _month_of(
    hours: pd.DataFrame, months: pd.PeriodIndex, values: Values
) -> tuple[np.ndarray, np.ndarray]:
    """The place in the window of each row's month (inside it), and which rows are inside."""
    days = days_of(counted_in(hours, values))
    first, last = bounds(months, "any_day")
    place_of_day = np.repeat(np.arange(len(months)), last - first + 1)
    inside = (days >= first[0]) & (days <= last[-1])
    return place_of_day[days[inside] - first[0]], inside


def _total(place: np.ndarray, amounts: np.ndarray, cells: int) -> np.ndarray:
    totals = np.zeros(cells, np.int64)
    np.add.at(totals, place, amounts)
    return totals


def _in_subsidised_months(
    employer: "pd.Series[str]",
    who: Codes,
    bit: MonthBits,
    supported: pd.DataFrame,
    supported_person: Codes,
    months: pd.PeriodIndex,
) -> tuple[np.ndarray, np.ndarray]:
    """Rows at an employer with a subsidised spell of the citizen that touches the row's month.

    And rows in a month of such a spell where row or spell does not name the employer.
    """
    low, high = bounds(months, "any_day")
    bits = cover(days_of(supported["start"]), days_of(supported["end"]), low, high)
    people = max(who.max(initial=-1), supported_person.max(initial=-1)) + 1
    nameless = supported["employer"].isna().to_numpy()
    any_spell = gather(supported_person, bits, people)
    nameless_spell = gather(supported_person[nameless], bits[nameless], people)

    at_employer, nobody_tells = np.zeros(len(who), bool), np.zeros(len(who), bool)
    rows = np.flatnonzero(any_spell[who] & bit)
    near, month = employer.iloc[rows], bit[rows]
    by_employer = _bits_by_employer(
        supported[~nameless], supported_person[~nameless], bits[~nameless]
    )
    found = by_employer.reindex(pd.MultiIndex.from_arrays([who[rows], near]), fill_value=0)
    at_employer[rows] = found.to_numpy() & month > 0
    nobody_tells[rows] = (nameless_spell[who[rows]] & month > 0) | near.isna().to_numpy()
    return at_employer, nobody_tells


def _bits_by_employer(spells: pd.DataFrame, person: Codes, bits: MonthBits) -> "pd.Series[int]":
    """The word of each citizen at each employer."""
    pair, pairs = pd.factorize(pd.MultiIndex.from_arrays([person, spells["employer"]]))
    return pd.Series(gather(pair, bits, len(pairs)), index=pairs)
