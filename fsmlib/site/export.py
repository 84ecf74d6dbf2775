"""The numbers behind a page as a workbook whose sheets are the sections of the application."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from textwrap import wrap
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import nbformat
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from fsmlib.danish import excel_format
from fsmlib.pages.calculation import CALCULATION_MIME
from fsmlib.pages.views import BANNER_MIME, PROVENANCE_MIME, TABLE_MIME
from fsmlib.site.cached import values_by_cell, with_values
from fsmlib.site.computing import HEADING, write_calculation
from fsmlib.site.outputs import outputs
from fsmlib.tables.printing import print_on_paper

PROVENANCE_SHEET = "Sådan er tallene lavet"
TITLE_ROW = 1
NARROWEST, WIDEST_TEXT, WIDEST_NUMBER = 10, 40, 14  # letters
TEXT_SIZE, LINE_HEIGHT = 11, 15  # points
TITLE = Font(name="Calibri", size=14, bold=True)
TABLE_TITLE = Font(name="Calibri", size=12, bold=True)
NOTE = Font(name="Calibri", size=11, italic=True)
FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r")
LONGEST_SHEET_NAME = 31
_FORBIDDEN = re.compile(r"[\\*?:/\[\]]")
_WHEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*<")


def workbook_of(notebook: nbformat.NotebookNode) -> Workbook | None:
    """Every table an executed notebook shows, one sheet for each section; None without tables."""
    tables = outputs(notebook, TABLE_MIME)
    if not tables:
        return None
    lines = [line for banner in outputs(notebook, BANNER_MIME) for line in banner]
    return workbook(
        tables, lines, outputs(notebook, PROVENANCE_MIME), outputs(notebook, CALCULATION_MIME)
    )


def workbook(
    tables: Sequence[dict[str, Any]],
    lines: Sequence[str],
    provenance: Sequence[dict[str, str]],
    calculations: Sequence[dict[str, Any]] = (),
) -> Workbook:
    """Tables as a notebook shows them, one sheet for each section, and what they were made from.

    `lines` head every sheet; `calculations` are sheets that compute.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    sections: dict[str, list[dict[str, Any]]] = {}
    for table in tables:
        sections.setdefault(sheet_name(table["section"]), []).append(table)
    for shown in sections.values():
        sheet = _new_sheet(book, shown[0]["section"], lines)
        headings = [_append_table(sheet, table) for table in shown]
        print_on_paper(sheet, headings[0] if len(headings) == 1 else TITLE_ROW)
    sheet = _new_sheet(book, PROVENANCE_SHEET, lines)
    for rows in provenance:
        for what, content in rows.items():
            for cell in _append(sheet, [what, content]):
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    for sheet in book.worksheets:
        _fit_columns(sheet)
        _fit_rows(sheet)
    for told in calculations:
        sheet = _new_sheet(book, told["sheet"], lines)
        write_calculation(sheet, told)
        _fit_rows(sheet)
        book.move_sheet(sheet_name(told["sheet"]), -1)  # the last tells how all of it was made
    return book


def save(workbook: Workbook, target: Path | BytesIO) -> None:
    """Writes the workbook; the same workbook gives the same bytes, whenever it is written."""
    saved = BytesIO()
    workbook.calculation.fullCalcOnLoad = True
    workbook.save(saved)
    sheets = enumerate(values_by_cell(workbook), 1)
    values = {f"xl/worksheets/sheet{n}.xml": by_cell for n, by_cell in sheets if by_cell}
    timeless(saved, target, values)


def timeless(
    saved: BytesIO, target: Path | BytesIO, values: Mapping[str, dict[str, float]] = {}
) -> None:
    """An Office file without the time it was written: the same content is the same bytes.

    `values` are what the formulas give, by cell, in each part that has any.
    """
    with ZipFile(saved) as parts, ZipFile(target, "w", ZIP_DEFLATED) as timeless:
        for name in parts.namelist():
            content = _WHEN.sub(rb"\g<1>1980-01-01T00:00:00Z<", parts.read(name))
            if name in values:
                content = with_values(content.decode(), values[name]).encode()
            timeless.writestr(ZipInfo(name), content, ZIP_DEFLATED)


def sheet_name(section: str) -> str:
    """The name of a sheet as Excel takes it, whatever a programme's own words make of a section.

    >>> sheet_name("Hvem? Kommunerne ved siden af hinanden")
    'Hvem  Kommunerne ved siden af h'
    """
    return _FORBIDDEN.sub(" ", section)[:LONGEST_SHEET_NAME]


def _new_sheet(workbook: Workbook, section: str, lines: Sequence[str]) -> Worksheet:
    sheet: Worksheet = workbook.create_sheet(sheet_name(section))
    _append(sheet, [section])[0].font = TITLE
    for line in lines:
        _append(sheet, [line])
    print_on_paper(sheet, TITLE_ROW)
    return sheet


def _append_table(sheet: Worksheet, table: dict[str, Any]) -> int:
    """A table below what the sheet holds; the row of its headings."""
    sheet.append([])
    _append(sheet, [table["title"]])[0].font = TABLE_TITLE
    headings = [f"{name} ({unit})" if unit else name for name, unit, _ in table["columns"]]
    heading = sheet.max_row + 1
    for cell in _append(sheet, headings):
        cell.font = HEADING
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if not table["rows"]:
        _append(sheet, [table["none"]])
    for row in table["rows"]:
        cells = zip(_append(sheet, row), row, table["columns"], strict=True)
        for cell, value, (_, _, kind) in cells:
            cell.number_format = excel_format(value, kind)
            cell.alignment = Alignment(wrap_text=kind == "text", vertical="top")
    sources = f"Kilde: {', '.join(table['sources'])}" if table["sources"] else ""
    if footnote := " ".join(part for part in (table["note"], sources) if part):
        _append(sheet, [footnote])[0].font = NOTE
    return heading


def _append(sheet: Worksheet, row: list[Any]) -> list[Cell | MergedCell]:
    """A row at the end of the sheet; text is text, also when it begins like a formula."""
    sheet.append(row)
    cells = list(sheet[sheet.max_row])[: len(row)]
    for cell in cells:
        if cell.data_type in ("f", "s") and str(cell.value).startswith(FORMULA_LIKE):
            cell.data_type, cell.quotePrefix = "s", True  # also when the reader edits it
    return cells


def _fit_columns(sheet: Worksheet) -> None:
    """Columns as wide as what stands in their tables; headings and text may take more lines."""
    for column in range(1, sheet.max_column + 1):
        widths = [
            _width(cell)
            for (cell,) in sheet.iter_rows(min_col=column, max_col=column)
            if cell.value is not None and cell.alignment.wrap_text is not None
        ]
        width = max(widths, default=0) + 2
        sheet.column_dimensions[get_column_letter(column)].width = max(NARROWEST, width)


def _width(cell: Cell | MergedCell) -> int:
    """The letters a cell takes side by side: all of it, but a heading's longest word."""
    said = str(cell.value)
    if not isinstance(cell.value, str):
        return min(len(said), WIDEST_NUMBER)
    if cell.font.b:
        return max(map(len, said.split()))
    return min(len(said), WIDEST_TEXT)


def _fit_rows(sheet: Worksheet) -> None:
    """Rows as high as what is told in more lines; a line beside the tables may take all columns."""
    columns = [get_column_letter(number) for number in range(1, sheet.max_column + 1)]
    widths = [sheet.column_dimensions[column].width for column in columns]
    for number, (first, *rest) in enumerate(sheet.iter_rows(), start=1):
        if first.value is not None and first.alignment.wrap_text is None:
            lines = _lines(first, sum(widths))
            if lines > 1:
                sheet.merge_cells(f"A{number}:{columns[-1]}{number}")
                first.alignment = Alignment(wrap_text=True, vertical="top")
        else:
            cells = zip((first, *rest), widths, strict=True)
            lines = max(_lines(c, width) if c.alignment.wrap_text else 1 for c, width in cells)
        if lines > 1:
            sheet.row_dimensions[number].height = lines * LINE_HEIGHT


def _lines(cell: Cell | MergedCell, width: float) -> int:
    """The lines that the text of a cell takes in a column."""
    letters = int(width * TEXT_SIZE / (cell.font.sz or TEXT_SIZE))
    return sum(len(wrap(part, letters)) or 1 for part in str(cell.value or "").split("\n"))
