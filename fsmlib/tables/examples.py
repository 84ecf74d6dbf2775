"""Rows of the template's invented example, and cells that were copied from it."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from fsmlib.programme.findings import Finding
from fsmlib.tables.cells import EXAMPLE
from fsmlib.tables.columns import Column
from fsmlib.tables.grid import Grid

EXAMPLE_ROW, COPIED_CELLS = 2, 3


def examples(grid: Grid) -> NDArray[np.bool_]:
    """The rows of the template's invented example."""
    if not grid.columns:
        return np.zeros(0, bool)
    return grid.columns[0].where([_is_example(cell) for cell in grid.columns[0].different])


def copied_examples(grid: Grid, columns: Mapping[Column, int]) -> list[Finding]:
    """A row 2 that still holds the template's invented example beside the user's own cells."""
    if not len(grid.numbers) or grid.numbers[0] != EXAMPLE_ROW:
        return []
    row = [cells.different[cells.which[0]] for cells in grid.columns]
    if _is_example(row[0]):
        return []
    copied = [
        place < len(row) and row[place] == column.term.example
        for column, place in columns.items()
        if column.term.example not in (None, "nej", 0)
    ]
    if sum(copied) < COPIED_CELLS:
        return []
    problem = "Rækken har flere tal fra skabelonens eksempel."
    mend = "Ret cellerne til jeres egne tal, eller tøm dem."
    return [Finding("warning", problem, mend, row=EXAMPLE_ROW)]


def _is_example(cell: object) -> bool:
    return isinstance(cell, str) and cell.upper() == EXAMPLE
