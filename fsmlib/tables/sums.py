"""Which rows of a table are only what its other rows come to: the sums and means of a pivot."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fsmlib.tables.cells import parse
from fsmlib.tables.columns import Column
from fsmlib.tables.grid import Cells
from fsmlib.tables.messages import CellError

RowMask = NDArray[np.bool_]
Amounts = NDArray[np.float64]
SUMMED_KINDS = frozenset({"whole", "number"})
FEWEST_AMOUNTS = 2  # of a row without a label: one may be the sum of the others by accident
SAME = 1e-5  # of an amount, that the sum of the others may be off
ROUNDED = 0.05  # a mean is told with one decimal


def without_key(columns: Mapping[Column, Cells]) -> RowMask:
    """The rows that tell several amounts and nothing of whom or what they are about."""
    amounts, keys = ([c.filled for c in each.values()] for each in _parted(columns))
    has_several: RowMask = np.sum(amounts, axis=0) >= FEWEST_AMOUNTS
    has_key: RowMask = np.any(keys, axis=0)
    return has_several & ~has_key


def added_up(
    columns: Mapping[Column, Cells],
    sums: RowMask,
    means: RowMask,
    records: RowMask,
    decimal: str,
    fewest: int = 0,
) -> RowMask:
    """Those of the `sums` whose every amount is the sum of what the records have, or the mean.

    The records are those with the same cells as the sum has beside its label, in the whole table
    or since the sum before it.  With `fewest` they are at least so many, and some amount is told.
    """
    if not sums.any():
        return sums
    amounts, keys = _parted(columns)
    told = [_numbers(column, cells, decimal) for column, cells in amounts.items()]
    found, after, places = np.zeros(len(sums), bool), 0, np.arange(len(sums))
    for place in np.flatnonzero(sums).tolist():
        alike = records.copy()
        for cells in [cells for cells in keys.values() if cells.filled[place]][1:]:
            alike &= cells.which == cells.which[place]
        alike = alike if alike.any() else records  # a word of the sum's own stands beside it
        since = alike & (places >= after) & (places < place)
        reached = _mean if means[place] else _sum
        found[place] = any(
            rows.sum() >= max(fewest, 1)
            and all(reached(column[rows], column[place]) for column in told)
            for rows in (alike, since)
        )
        after = place + 1
    return found & ~np.all([np.isnan(column) for column in told], axis=0) if fewest else found


def is_sum_of(others: Amounts, row: Amounts) -> bool:
    """Whether a row tells amounts, each of them the sum of two or more in the others.

    Numbers alone, 0 where nothing is told; shapes (rows, amounts) and (amounts,).
    """
    return _is_reached(others.sum(axis=0), np.count_nonzero(others, axis=0), row)


def sums_of_parts(numbers: Amounts) -> RowMask:
    """The rows that are the sum of those above them since the sum before, as `is_sum_of`."""
    found = np.zeros(len(numbers), bool)
    since, several = np.zeros(numbers.shape[1]), np.zeros(numbers.shape[1], int)
    for place, row in enumerate(numbers):
        if _is_reached(since, several, row):
            found[place] = True
            since, several = np.zeros_like(since), np.zeros_like(several)
        else:
            since, several = since + row, several + (row != 0)
    return found


def _is_reached(totals: Amounts, several: NDArray[np.int64], row: Amounts) -> bool:
    told = row != 0
    is_near = np.abs(totals - row) <= SAME * np.abs(row)
    return bool(told.any() and (is_near & (several >= FEWEST_AMOUNTS))[told].all())


def _parted(columns: Mapping[Column, Cells]) -> tuple[dict[Column, Cells], dict[Column, Cells]]:
    """The columns of amounts, and those that tell whom and what they are about."""
    amounts = {column: cells for column, cells in columns.items() if column.kind in SUMMED_KINDS}
    about = {c: cells for c, cells in columns.items() if c.kind not in (*SUMMED_KINDS, "percent")}
    return amounts, about


def _numbers(column: Column, cells: Cells, decimal: str) -> Amounts:
    """The amounts of a column; infinite where a cell cannot be read."""
    column = replace(column, kind="number")  # a mean of whole numbers is none

    def number(cell: object) -> float:
        try:
            return np.nan if cell is None else float(parse(column, cell, decimal))
        except CellError:
            return np.inf

    return np.array([number(cell) for cell in cells.different])[cells.which]


def _sum(amounts: Amounts, told: float) -> bool:
    return bool(np.isnan(told) or np.isclose(np.nansum(amounts), told))


def _mean(amounts: Amounts, told: float) -> bool:
    there = amounts[~np.isnan(amounts)]
    return bool(np.isnan(told) or (len(there) and abs(there.mean() - told) <= ROUNDED))
