"""What every file becomes: a grid of cells by column, each row under its number in the file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fsmlib.programme.findings import Finding
from fsmlib.tables.personal import masked


@dataclass(frozen=True)
class Cells:
    """A column as its different cells, and for each row the place of its cell among them.

    A big register has few different dates, forms and amounts, and each is read once.
    """

    different: Sequence[object]
    which: NDArray[np.int64]

    def taken(self, rows: NDArray[np.bool_]) -> "Cells":
        """The cells of some of the rows."""
        return Cells(self.different, self.which[rows])

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

    `header` is the first filled row with its number, `numbers` are those of the rows below it.
    Columns beyond the headers are there too: their cells have strayed.  `findings` are what its
    opening told.
    """

    file: str
    name: str
    header: tuple[int, tuple[object, ...]]
    numbers: NDArray[np.int64]
    columns: tuple[Cells, ...]
    decimal: str = ","
    findings: tuple[Finding, ...] = ()

    @property
    def place(self) -> str:
        """What a message calls it: the file, and the sheet when there are several."""
        is_alone = Path(self.file).stem == self.name
        return masked(self.file if is_alone else f"{self.file} [{self.name}]")


def cells(column: Sequence[object]) -> Cells:
    """A column of cells; 1, 1.0 and True are different cells."""
    places: dict[tuple[type, object], int] = {}
    which = [places.setdefault((type(cell), cell), len(places)) for cell in column]
    return Cells([cell for _, cell in places], np.array(which, np.int64))


def blank_to_none(cell: object) -> object:
    """A cell without spaces around its text; None when nothing is left."""
    if isinstance(cell, str):
        return cell.strip() or None
    return cell
