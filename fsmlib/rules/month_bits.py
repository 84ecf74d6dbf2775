"""Months as bits: one 64-bit number for each citizen and role, bit t for month t.

A spell from s to e, both included, covers a month when s <= high and e >= low; the reading chooses
low and high.  OR-ing a citizen's bits is the de-duplication: ten spells in a month are one bit.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MonthBits = NDArray[np.uint64]
Days = NDArray[np.int64]
Codes = NDArray[np.int64]

MOST_MONTHS = np.iinfo(np.uint64).bits
BYTES = np.dtype(np.uint64).itemsize
BYTE_BITS = np.iinfo(np.uint8).bits
BYTE_VALUES = np.iinfo(np.uint8).max + 1
FAR = np.iinfo(np.int64).max  # a day later than any other
LONG_AGO = np.iinfo(np.int64).min


def days_of(dates: "pd.Series[pd.Timestamp]") -> Days:
    """Dates as day numbers; an empty date is later than any other."""
    days = dates.to_numpy().astype("datetime64[D]").astype(np.int64)
    empty = np.datetime64("NaT", "D").astype(np.int64)
    return np.where(days == empty, FAR, days)


def bounds(months: pd.PeriodIndex, status: str) -> tuple[Days, Days]:
    """The days (low, high) by which a spell covers each month.

    `status` is `any_day`, `last_day`, `first_day` or `every_day`.  ValueError for more months than
    a number has bits: cut the window.
    """
    if len(months) > MOST_MONTHS:
        raise ValueError(f"at most {MOST_MONTHS} months")
    firsts = np.append(months.asi8, months.asi8[-1:] + 1).astype("datetime64[M]")
    days = firsts.astype("datetime64[D]").astype(np.int64)
    first, last = days[:-1], days[1:] - 1
    return {
        "any_day": (first, last),
        "last_day": (last, last),
        "first_day": (first, first),
        "every_day": (last, first),
    }[status]


def cover(start: Days, end: Days, low: Days, high: Days) -> MonthBits:
    """The months each spell covers, as bits: two look-ups by day and an AND."""
    bits = np.uint64(1) << np.arange(len(low), dtype=np.uint64)
    none = np.zeros(1, np.uint64)
    up_to = np.concatenate([none, np.bitwise_or.accumulate(bits)])
    from_on = np.concatenate([np.bitwise_or.accumulate(bits[::-1])[::-1], none])
    days = np.arange(min(low[0], high[0]) - 1, max(low[-1], high[-1]) + 1 + 1)
    starts = from_on[np.searchsorted(high, days, side="left")]
    ends = up_to[np.searchsorted(low, days, side="right")]
    first, last = days[0], days[-1]
    covered: MonthBits = starts[np.clip(start, first, last) - first]
    covered &= ends[np.clip(end, first, last) - first]
    return covered


def joined(owner: Codes, start: Days, end: Days) -> tuple[Codes, Days, Days]:
    """Spells of one owner that overlap or adjoin, as one spell."""
    order = np.lexsort((start, owner))
    spells = pd.DataFrame({"owner": owner[order], "start": start[order], "end": end[order]})
    latest = spells.groupby("owner")["end"].cummax()
    before = latest.groupby(spells["owner"]).shift()
    is_new = before.isna() | (spells["start"] - 1 > before)
    together = spells.groupby(is_new.cumsum().to_numpy())
    first = together[["owner", "start"]].first()
    return (
        first["owner"].to_numpy(dtype=np.int64),
        first["start"].to_numpy(dtype=np.int64),
        together["end"].max().to_numpy(dtype=np.int64),
    )


def gather(owner: Codes, bits: MonthBits, owners: int) -> MonthBits:
    """All bits of each owner OR-ed into one, shape (owners,)."""
    gathered = np.zeros(owners, np.uint64)
    np.bitwise_or.at(gathered, owner, bits)
    return gathered


def counts(bits: MonthBits, group: Codes, groups: int, months: int) -> NDArray[np.int64]:
    """How many of each group have each month's bit, shape (groups, months).

    By byte histograms: each byte is counted by value once, and the values are then
    split into bits, so that the months are not counted one by one.
    """
    values = np.arange(BYTE_VALUES, dtype=np.uint8)
    bits_of = np.unpackbits(values[:, None], axis=1, bitorder="little").astype(np.int64)
    first = group * BYTE_VALUES
    found = [np.zeros((groups, 0), np.int64)]
    bytes_ = bits.astype("<u8").view(np.uint8).reshape(-1, BYTES)
    for byte in range(-(-months // BYTE_BITS)):
        cells = np.bincount(first + bytes_[:, byte], minlength=groups * BYTE_VALUES)
        found.append(cells.reshape(groups, BYTE_VALUES) @ bits_of)
    return np.concatenate(found, axis=1)[:, :months]


def as_booleans(bits: MonthBits, months: int) -> NDArray[np.bool_]:
    """The bits as truths, shape (owners, months).

    >>> as_booleans(np.array([1], dtype=np.uint64), months=1 + 1)
    array([[ True, False]])
    """
    bits = bits[:, None] >> np.arange(months, dtype=np.uint64)
    return np.asarray(bits & np.uint64(1) == 1)
