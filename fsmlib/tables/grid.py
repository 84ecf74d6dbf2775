"""What every file becomes: a grid of cells by column, each row under its number in the file."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import zip_longest
from operator import or_
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fsmlib.programme.findings import Finding
from fsmlib.programme.names import clean, hides_control
from fsmlib.tables.personal import masked

_AS_TEXT = re.compile(r'="([^"]*)"')  # how a cell is kept from being read as a number
_IN_QUOTES = re.compile(r"""(?:["“”„]([^"“”„]*)["“”]|'([^']*)')""")


@dataclass(frozen=True)
class Cells:
    """A column as its different cells, and for each row the place of its cell among them.

    A big register has few different dates, forms and amounts, and each is read once.  `strange`
    are the places of the cells that held control characters before they were cleaned.
    """

    different: Sequence[object]
    which: NDArray[np.int64]
    strange: frozenset[int] = frozenset()

    def __getitem__(self, row: int) -> object:
        return self.different[self.which[row]]

    def taken(self, rows: "NDArray[np.bool_] | slice") -> "Cells":
        """The cells of some of the rows."""
        return Cells(self.different, self.which[rows], self.strange)

    def where(self, is_wanted: Sequence[bool]) -> NDArray[np.bool_]:
        """The rows whose cell is wanted, told for each different cell."""
        return np.array(is_wanted, bool)[self.which]

    @property
    def filled(self) -> NDArray[np.bool_]:
        """The rows with something in their cell."""
        return self.where([cell is not None for cell in self.different])


@dataclass(frozen=True)
class Grid:
    """The filled rows of a sheet or file, by column; `name` is the sheet or the stem.

    `header` is the row of headings with its number, `numbers` are those of the rows below it.
    Columns beyond the headers are there too: their cells have strayed.  `found` is how many filled
    rows the file has beside the headings, `left_out` how many of them are not below, by reason.
    `findings` are those of the file as such.
    """

    file: str
    name: str
    header: tuple[int, tuple[object, ...]]
    numbers: NDArray[np.int64]
    columns: tuple[Cells, ...]
    decimal: str = ","
    found: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def place(self) -> str:
        """What a message calls it: the file, and the sheet when there are several."""
        is_alone = Path(self.file).stem == self.name
        return masked(self.file if is_alone else f"{self.file} [{self.name}]")

    def row(self, place: int) -> tuple[object, ...]:
        """The cells of a row below the headings."""
        return tuple(cells[place] for cells in self.columns)


def grid_of(
    file: str, name: str, rows: Iterable[Sequence[object]], decimal: str = ","
) -> Grid | None:
    """The grid of a sheet or file whose first filled row is the headings; None when it is empty."""
    columns = [cells(column) for column in zip_longest(*rows)]
    if not columns:
        return None
    filled = np.flatnonzero(reduce(or_, (column.filled for column in columns)))
    if not len(filled):
        return None
    first, below = filled[0], filled[1:]
    header = tuple(column[first] for column in columns)
    taken = tuple(Cells(c.different, c.which[below], c.strange) for c in columns)
    return Grid(
        file, name, (int(first) + 1, trimmed(header)), below + 1, taken, decimal, len(below)
    )


def trimmed(row: Sequence[object]) -> tuple[object, ...]:
    """A row without the empty cells at its end."""
    width = max((n for n, cell in enumerate(row, start=1) if cell is not None), default=0)
    return tuple(row[:width])


def cells(column: Sequence[object]) -> Cells:
    """A column of cells; 1, 1.0 and True are different cells."""
    keys: Sequence[Any] = column
    is_mixed = len({*map(type, column)} - {type(None)}) > 1
    if is_mixed:
        keys = [(type(cell), cell) for cell in column]
    places = {key: place for place, key in enumerate(dict.fromkeys(keys))}
    which = np.fromiter(map(places.__getitem__, keys), np.int64, len(keys))
    different = [key[1] for key in places] if is_mixed else [*places]
    return cells_of(different, which)


def cells_of(different: Sequence[object], which: NDArray[np.int64]) -> Cells:
    """A column told by its different cells as they stand in the file."""
    strange = {
        n for n, cell in enumerate(different) if isinstance(cell, str) and hides_control(cell)
    }
    return Cells([plain(cell) for cell in different], which, frozenset(strange))


def plain(cell: object) -> object:
    r"""A cell as a person sees it; None when nothing is left.

    Excel keeps digits as text behind an apostrophe, and exports for Excel as `="0410"`.  Quotes
    around all of a cell are no part of it.

    >>> plain('="0410"'), plain("'0410"), plain("'0410'"), plain(" \xa0"), plain(410)
    ('0410', '0410', '0410', None, 410)
    """
    if isinstance(cell, bytes):
        cell = cell.decode("utf-8", errors="replace")
    if not isinstance(cell, str):
        return cell
    text = clean(cell)
    if as_text := _AS_TEXT.fullmatch(text):
        text = clean(as_text[1])
    if in_quotes := _IN_QUOTES.fullmatch(text):
        text = clean(in_quotes[1] or in_quotes[2] or "")
    return text.removeprefix("'").lstrip() or None
