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
    added up per citizen and month before they are held against 0; where all rows of a month are
    plain hours above 0, one of them is enough.  Hours on the social free card are not in eIndkomst
    and so not here.

    Hours with a subsidy do not count.  Where row and spell name the employer, hours at that
    employer in a month of the spell are dropped.  Where one of them does not, the citizen-month's
    hours marked as subsidised are subtracted from those without a mark, and the citizen-month is
    counted as a fallback.

    Parameters: the tables `hours` and `supported` with the person code of each row.
    Returns words of shape (people,) and the number of fallback citizen-months.
    """
    month, in_window = _month_of(hours, months, values)
    who, table = person[in_window], hours[in_window]
    marked = table["form"].isin(SUBSIDISED).to_numpy()
    hundredths = np.rint(table["hours"].to_numpy(dtype=float) * HUNDREDTHS).astype(np.int64)
    spells = (supported, supported_person, months)
    dropped = ~marked & _at_a_subsidised_employer(table, who, month, *spells)
    unclear = _unclear(table, who, month, *spells)
    bit = np.uint64(1) << month.astype(np.uint64)
    odd = (hundredths <= 0) | marked | dropped | unclear
    if values.touched == "min_hours":
        odd[:] = True
    added = gather(who[odd], bit[odd], people)[who] & bit > 0
    words = gather(who[~added], bit[~added], people)

    unmarked = table["form"].isna().to_numpy()
    cell = who * len(months) + month
    kinds = (array[added] for array in (cell, hundredths, unmarked, marked, dropped, unclear))
    cells, net, cannot_tell = _net(*kinds)
    least = round(values.touched_min_hours * HUNDREDTHS) if values.touched == "min_hours" else 1
    enough = cells[net >= least]
    bits = np.uint64(1) << (enough % len(months)).astype(np.uint64)
    return words | gather(enough // len(months), bits, people), int(cannot_tell.sum())


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
    dates = hours["month"]
    if values.hours_month == "paid":
        dates = hours["paid_month"].fillna(dates)
    number = dates.to_numpy().astype("datetime64[M]").astype(np.int64)
    place = number - (months[0].ordinal if len(months) else 0)
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


def _unclear(
    table: pd.DataFrame,
    who: Codes,
    month: np.ndarray,
    supported: pd.DataFrame,
    supported_person: Codes,
    months: pd.PeriodIndex,
) -> np.ndarray:
    """Unmarked rows in a month of a subsidised spell that no employer tells apart."""
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
    unclear = in_nameless | (in_any & table["employer"].isna().to_numpy())
    return np.asarray(unmarked & unclear)
