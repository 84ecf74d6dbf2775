"""Excel workbooks as they stand: the stored values of every sheet in one pass, at little memory.

What Excel shows and a table of cells does not, is told: hidden sheets and rows, rows struck
through, merged cells, formulas.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from fsmlib.danish import count, whole
from fsmlib.programme.findings import Finding, InputError
from fsmlib.programme.numbers import exactly
from fsmlib.tables.messages import first, unreadable
from fsmlib.tables.packages import WithoutEmptyRows, check_package, transitional
from fsmlib.tables.personal import cpr_numbers, masked
from fsmlib.tables.progress import tell

MOST_ROWS, MOST_COLUMNS = 1 << 20, 1_000
TOLD_EVERY = 50_000  # rows
_TO_CALCULATE = re.compile(rb"""\bfullCalcOnLoad=["'](?:1|true)""")


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its cells row by row from row 1 on, and what there is to tell of it."""

    name: str
    rows: list[list[object]]
    findings: tuple[Finding, ...]


def sheets(path: Path) -> Iterator[Sheet]:
    """Every sheet of a workbook, hidden ones too; InputError for one that is not to be opened.

    What openpyxl raises on a broken workbook is left to the caller.
    """
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")  # of dates and formats; our findings tell
        check_package(file, path)
        reader = _Reader(transitional(file), read_only=True, data_only=True)
        reader.read()
        if any(part.target not in reader.valid_files for _, part in reader.parser.find_sheets()):
            raise unreadable(path, "Filen er beskadiget: et ark mangler.", "Hent den igen.")
        to_calculate = _TO_CALCULATE.search(reader.archive.read(reader.parser.workbook_part_name))
        for sheet in reader.wb.worksheets:
            yield _sheet(sheet, path.name, bool(to_calculate))


def loaded(path: Path) -> openpyxl.Workbook:
    """A workbook to change and save again: all that openpyxl keeps of it, but no macros."""
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        check_package(file, path)
        return openpyxl.load_workbook(transitional(file))


class _Reader(ExcelReader):
    """openpyxl's reader of a workbook, without the sheets that are a chart: they have no cells."""

    def read_chartsheet(self, sheet: Any, rel: Any) -> None:
        """Nothing of it is read."""


class _Cells(WorkSheetParser):
    """openpyxl's reader of a sheet, which in one pass hears of values and formulas alike."""

    def __init__(self, *given: Any, **named: Any):
        super().__init__(*given, **named)
        self.formulas, self.hidden = 0, list[int]()
        self.is_personal = False
        self.to_calculate = False

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """A cell; one whose formula has no stored value holds the formula.

        Programs that leave the calculation to Excel store 0 for what they do not know.
        """
        cell: dict[str, Any] = super().parse_cell(element)
        formula = element.find(FORMULA_TAG)
        if formula is not None:
            self.formulas += 1
            self.is_personal |= bool(cpr_numbers(formula.text or ""))
            is_unknown = cell["value"] is None or (self.to_calculate and cell["value"] == 0)
            if is_unknown and element.get("t") != "str":  # a text may be empty
                cell["value"] = "=" + (formula.text or "")
        return cell

    @property
    def hidden_columns(self) -> set[int]:
        """The numbers of the columns that Excel does not show."""
        return {
            number
            for column in self.column_dimensions.values()
            if column.get("hidden") in ("1", "true") or column.get("width") == "0"
            for number in range(int(column["min"]), min(int(column["max"]), MOST_COLUMNS) + 1)
        }

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:
        """The number of a row and its filled cells."""
        if all("r" in cell.attrib for cell in row):  # a format without a value is no cell
            for cell in [cell for cell in row if not len(cell)]:
                row.remove(cell)
        number, cells = super().parse_row(row)
        self.row_dimensions.clear()  # heights of a million rows are no use
        filled = [cell for cell in cells if cell["value"] is not None]
        if filled and (row.get("hidden") in ("1", "true") or row.get("ht") == "0"):
            self.hidden.append(number)
        return number, filled


@dataclass
class _Styles:
    """Which formats of a workbook are percentages, and which are struck through."""

    sheet: Any
    seen: dict[int, tuple[bool, bool]] = field(default_factory=dict)

    def of(self, style: int) -> tuple[bool, bool]:
        """Whether a cell of the format is a percentage, and struck through."""
        if style not in self.seen:
            cell = ReadOnlyCell(self.sheet, 1, 1, None, style_id=style)
            self.seen[style] = ("%" in str(cell.number_format), bool(cell.font.strike))
        return self.seen[style]


def _sheet(sheet: Any, file: str, to_calculate: bool) -> Sheet:
    book = sheet.parent
    rows: list[list[object]] = []
    place = masked(f"{file} [{sheet.title}]")
    struck: dict[bool, list[int]] = {True: [], False: []}  # whole rows, and rows with such cells
    with sheet._get_source() as source:
        cells = _Cells(
            WithoutEmptyRows(source),
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        cells.to_calculate = to_calculate
        styles = _Styles(sheet)
        for number, filled in cells.parse():
            if not filled:
                continue
            if not len(rows) < number <= MOST_ROWS:
                raise ValueError(number)
            rows += [[]] * (number - 1 - len(rows))
            rows.append(_row(filled, styles, place))
            if not number % TOLD_EVERY:
                tell(f"{place}: {whole(number)} rækker")
            lines = [styles.of(cell["style_id"])[1] for cell in filled]
            if any(lines):
                struck[all(lines)].append(number)
    return Sheet(sheet.title, rows, tuple(_told(sheet, cells, rows, struck)))


def _row(filled: list[dict[str, Any]], styles: _Styles, place: str) -> list[object]:
    """The cells of a row from column A on; a percentage as the user sees it."""
    width = max(cell["column"] for cell in filled)
    if width > MOST_COLUMNS:
        problem = f"Arket har noget stående helt ude i kolonne nr. {width}."
        raise InputError([Finding("error", problem, "Slet det, der står der.", file=place)])
    row: list[object] = [None] * width
    for cell in filled:
        value = cell["value"]
        if isinstance(value, int | float) and styles.of(cell["style_id"])[0]:
            value = f"{exactly(round(value * 100, 10)).removesuffix(',0')} %"
        row[cell["column"] - 1] = value
    return row


def _beside_cells(cells: _Cells) -> Iterator[str]:
    """What a sheet says outside its cells: above and below each page, and as help."""
    pages = getattr(cells, "HeaderFooter", None)
    for page in (
        "oddHeader",
        "oddFooter",
        "evenHeader",
        "evenFooter",
        "firstHeader",
        "firstFooter",
    ):
        for part in ("left", "center", "right"):
            yield getattr(getattr(getattr(pages, page, None), part, None), "text", None) or ""
    for rule in getattr(getattr(cells, "data_validations", None), "dataValidation", ()):
        yield from (str(text or "") for text in (rule.prompt, rule.error, rule.formula1))


def _told(
    sheet: Any, cells: _Cells, rows: list[list[object]], struck: dict[bool, list[int]]
) -> Iterator[Finding]:
    """What Excel shows of a sheet and its cells do not."""
    mend = "Slet det, hvis det ikke skal tælle med."
    if sheet.sheet_state != "visible":
        yield Finding("warning", "Arket er skjult i Excel og er læst med.", mend)
    for what, told in (
        ("rækker, der er skjult i Excel", cells.hidden),
        ("rækker, der er streget over", struck[True]),
        ("celler, der er streget over", struck[False]),
    ):
        if told:
            problem = f"Der er {what} og er læst med (række {first(told)})."
            yield Finding("warning", problem, mend)
    if hidden := cells.hidden_columns:
        filled = {n for row in rows for n, cell in enumerate(row, 1) if cell is not None}
        if letters := [get_column_letter(number) for number in sorted(hidden & filled)]:
            problem = f"Der er kolonner, der er skjult i Excel og er læst med ({first(letters)})."
            yield Finding("warning", problem, "Vis dem, og se efter, om de er rigtige.")
    merged = [area.ref for area in getattr(cells.merged_cells, "mergeCell", ())]
    if merged:
        problem = f"Der er flettede celler; kun den første i hver er læst ({first(merged)})."
        yield Finding("warning", problem, "Ophæv fletningen, og udfyld hver celle.")
    if cells.is_personal or any(map(cpr_numbers, _beside_cells(cells))):
        problem = "Der står CPR-numre i sidehoved, sidefod, en formel eller en hjælpetekst."
        yield Finding("warning", problem, "Slet dem, før filen sendes til nogen.")
    if cells.formulas:
        number = count(cells.formulas, "celle", "celler")
        problem = f"Der er formler; de gemte værdier er læst ({number})."
        yield Finding("note", problem, "Gem filen i Excel, hvis tallene bag er ændret.")
