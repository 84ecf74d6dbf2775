"""A sheet that computes: what the workbook is to hold of numbers, formulas and charts."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from fsmlib.pages.views import Bundle

CALCULATION_MIME = "application/vnd.fsmlib.calculation+json"


@dataclass(frozen=True)
class Cell:
    """A cell; the content of a formula names other cells in braces: `={cases}-{places}`.

    An input is a number the reader may change.
    """

    content: str | float | None
    role: Literal["text", "heading", "number", "input", "formula"] = "text"
    kind: str = "text"
    name: str = ""


@dataclass(frozen=True)
class SheetChart:
    """A chart in the workbook, of cells by name: from the first to the last of a column.

    `series` are bars, `lines` lines over them; each a heading cell and the ends of its numbers.
    """

    title: str
    unit: str
    names: tuple[str, str]
    series: tuple[tuple[str, str, str], ...] = ()
    lines: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Calculation:
    """A sheet of the workbook, row by row; on the page a sentence says that it is there."""

    sheet: str
    rows: Sequence[Sequence[Cell]]
    charts: Sequence[SheetChart]
    told: str

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        return {
            "text/html": f'<p class="note">{self.told}</p>',
            "text/plain": self.told,
            CALCULATION_MIME: {
                "sheet": self.sheet,
                "rows": [[list(asdict(cell).values()) for cell in row] for row in self.rows],
                "charts": [asdict(chart) for chart in self.charts],
            },
        }
