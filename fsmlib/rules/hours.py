"""Paid hours from eIndkomst: net per citizen and month, without subsidised ones (FSM2)."""

import numpy as np
import pandas as pd

from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.values import HUNDREDTHS
from fsmlib.rules.words import Codes, Words, bounds, cover, days_of, gather

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
) -> tuple[Words, int]:
    """Months with net paid hours above 0, a word a citizen, and how often the fallback was used.

    Hours count in whole hundredths, so that a correction takes exactly what it should: rows are
    added up per citizen and month before they are held against 0.  Hours on the social free card
    are not in eIndkomst and so not here.

    Hours with a subsidy do not count.  Where row and spell name the employer, hours at that
    employer in a month of the spell are dropped.  Where one of them does not, the citizen-month's
    hours marked as subsidised are subtracted from those without a mark, and the citizen-month is
    counted as a fallback.

    Parameters: the tables `hours` and `supported` with the person code of each row.
    Returns words of shape (people,) and the number of fallback citizen-months.
    """
    month, in_window = _month_of(hours, months, values)
    who, table = person[in_window], hours[in_window]
    unmarked = table["form"].isna().to_numpy()
    marked = table["form"].isin(SUBSIDISED).to_numpy()
    hundredths = np.rint(table["hours"].to_numpy(dtype=float) * HUNDREDTHS).astype(np.int64)
    dropped = ~marked & _at_a_subsidised_employer(
        table, who, month, supported, supported_person, months
    )
    cell = who * len(months) + month
    cells, place = np.unique(cell, return_inverse=True)
    cannot_tell = _cannot_tell(
        table, who, month, place, len(cells), supported, supported_person, months
    )
    counted = np.where(marked | dropped, 0, hundredths)
    net = _total(place, counted, len(cells))
    free = _total(place, np.where(unmarked, counted, 0), len(cells))
    subsidy = _total(place, np.where(marked, hundredths, 0), len(cells))
    net = np.where(cannot_tell, net - free + np.maximum(free - subsidy, 0), net)
    enough = net > 0
    if values.touched == "min_hours":
        enough = net >= round(values.touched_min_hours * HUNDREDTHS)
    words = np.uint64(1) << (cells[enough] % len(months)).astype(np.uint64)
    return gather(cells[enough] // len(months), words, people), int(cannot_tell.sum())


def _month_of(
    hours: pd.DataFrame, months: pd.PeriodIndex, values: Values
) -> tuple[np.ndarray, np.ndarray]:
    """The place in the window of each row's month (inside it), and which rows are inside."""
    dates = hours["month"]
    if values.hours_month == "paid":
        dates = hours["paid_month"].fillna(dates)
    number = dates.dt.to_period("M").astype("int64") if len(dates) else pd.Series(dtype="int64")
    place = number.to_numpy() - (months[0].ordinal if len(months) else 0)
    inside = (place >= 0) & (place < len(months))
    return place[inside], inside


def _total(place: np.ndarray, amounts: np.ndarray, cells: int) -> np.ndarray:
    totals = np.zeros(cells, np.int64)
    np.add.at(totals, place, amounts)
    return totals


def _at_a_subsidised_employer(
    table: pd.DataFrame,
    who: Codes,
    month: np.ndarray,
    supported: pd.DataFrame,
    supported_person: Codes,
    months: pd.PeriodIndex,
) -> np.ndarray:
    """Rows whose employer has a subsidised spell with the citizen that touches the month."""
    named = supported["employer"].notna().to_numpy()
    spells = pd.MultiIndex.from_arrays([supported_person[named], supported["employer"][named]])
    pair, pairs = pd.factorize(spells)
    low, high = bounds(months, "any_day")
    words = cover(days_of(supported["start"][named]), days_of(supported["end"][named]), low, high)
    by_pair = gather(pair, words, len(pairs))
    found = np.full(len(table), -1)
    if len(pairs):
        found = pairs.get_indexer(pd.MultiIndex.from_arrays([who, table["employer"]]))
    known = found >= 0
    hit = np.zeros(len(table), bool)
    hit[known] = (by_pair[found[known]] >> month[known].astype(np.uint64)) & np.uint64(1) == 1
    return hit & table["employer"].notna().to_numpy()


def _cannot_tell(
    table: pd.DataFrame,
    who: Codes,
    month: np.ndarray,
    place: np.ndarray,
    cells: int,
    supported: pd.DataFrame,
    supported_person: Codes,
    months: pd.PeriodIndex,
) -> np.ndarray:
    """Citizen-months with a subsidised spell and unmarked hours that no employer ties together."""
    people = max(who.max(initial=-1), supported_person.max(initial=-1)) + 1
    low, high = bounds(months, "any_day")
    words = cover(days_of(supported["start"]), days_of(supported["end"]), low, high)
    nameless = supported["employer"].isna().to_numpy()
    any_spell = gather(supported_person, words, people)
    nameless_spell = gather(supported_person[nameless], words[nameless], people)
    shift = month.astype(np.uint64)
    in_any = (any_spell[who] >> shift) & np.uint64(1) == 1
    in_nameless = (nameless_spell[who] >> shift) & np.uint64(1) == 1
    unmarked = table["form"].isna().to_numpy()
    unclear = unmarked & (in_nameless | (in_any & table["employer"].isna().to_numpy()))
    found = np.zeros(cells, bool)
    np.logical_or.at(found, place, unclear)
    return found
