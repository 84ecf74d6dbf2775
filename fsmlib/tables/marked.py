"""The user's own workbook with each cell in question coloured and commented, else as it was."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook.child import INVALID_TITLE_REGEX
from openpyxl.worksheet.worksheet import Worksheet

from fsmlib.atomic import atomic
from fsmlib.programme.findings import Finding, FsmError
from fsmlib.tables.files import TEXTS, WORKBOOKS, grids
from fsmlib.tables.grid import Grid
from fsmlib.tables.headers import headed, match_headers, schema_of
from fsmlib.tables.jobindsats_wide import tall
from fsmlib.tables.printing import print_on_paper
from fsmlib.tables.pseudonyms import ONLY_MINE
from fsmlib.tables.workbooks import loaded

FILLS = {
    "error": PatternFill("solid", fgColor="F8CBAD"),
    "not_told": PatternFill("solid", fgColor="F4D9EE"),
    "warning": PatternFill("solid", fgColor="FFE699"),
    "note": PatternFill("solid", fgColor="DDEBF7"),
}
WORDS = {"error": "Fejl", "not_told": "Ikke oplyst", "warning": "Se efter", "note": "Bemærk"}
LONGEST_TITLE = 31
WIDE, HIGH = 360, 120


def write_marked(path: Path, findings: Iterable[Finding], out: Path) -> int:
    """Writes a copy of a workbook or CSV file with the findings in place; how many cells it marks.

    What is about a sheet or the file as such stands in cell A1.  The copy holds what the file
    holds, citizens too, and is readable by the user alone; macros are left out.  FsmError for
    another kind of file, and for writing on top of the file itself.
    """
    if path.suffix.casefold() not in TEXTS | WORKBOOKS:
        raise FsmError(f"»{path.name}« kan ikke mærkes; det kan kun Excel- og CSV-filer.")
    if out.exists() and out.samefile(path):
        raise FsmError(f"»{out}« er selve filen; vælg et andet navn til den mærkede.")
    found = grids(path)
    book = loaded(path) if path.suffix.casefold() in WORKBOOKS else _as_workbook(found)
    columns = {grid.place: _columns(grid) for grid in found}
    sheets = {grid.place: _title(grid) for grid in found}
    marks: dict[tuple[str, int, int], list[Finding]] = {}
    for finding in findings:
        column = columns.get(finding.file, {}).get(finding.column, 1)
        sheet = sheets.get(finding.file, book.sheetnames[0])
        marks.setdefault((sheet, finding.row or 1, column), []).append(finding)
    for (sheet, row, column), told in marks.items():
        _mark(book[sheet], row, column, told)
    with atomic(out, ONLY_MINE) as draft:
        book.save(draft)
    return len(marks)


def _columns(grid: Grid) -> dict[str, int]:
    """The number of each column by the header a finding calls it."""
    grid = headed(tall(grid))
    schema, _ = schema_of(grid)
    if schema is None:
        return {}
    places, _ = match_headers(*grid.header, schema)
    return {schema.column(name).header: place + 1 for name, place in places.items()}


def _as_workbook(found: Iterable[Grid]) -> Workbook:
    """The cells of a CSV file where they stand; text that begins like a formula is text."""
    book = Workbook()
    sheet = book.worksheets[0]
    for grid in found:
        sheet.title = _title(grid)
        print_on_paper(sheet, heading=grid.header[0])
        rows: list[tuple[int, Sequence[Any]]]
        rows = [grid.header, *((int(row), grid.row(n)) for n, row in enumerate(grid.numbers))]
        for row, cells in rows:
            for column, content in enumerate(cells, start=1):
                if content is not None:
                    sheet.cell(row, column, content).data_type = "s"
    return book


def _title(grid: Grid) -> str:
    """The sheet of a grid: a name of a CSV file may be none that Excel allows."""
    if Path(grid.file).suffix.casefold() in WORKBOOKS:
        return grid.name
    return INVALID_TITLE_REGEX.sub("_", grid.name)[:LONGEST_TITLE]


def _mark(sheet: Worksheet, row: int, column: int, told: list[Finding]) -> None:
    """Colours a cell after the worst that is told of it, and says all of it in its comment."""
    cell = sheet.cell(row, column)
    for area in sheet.merged_cells.ranges:
        if cell.coordinate in area:
            cell = sheet.cell(area.min_row, area.min_col)  # the one cell that is seen
    lines = [f"{WORDS[f.level]}: {f.problem} {f.mend} {f.rule}".strip() for f in told]
    own = [cell.comment.text] if cell.comment else []
    cell.comment = Comment("\n".join([*own, *lines]), "fsmlib", width=WIDE, height=HIGH)
    cell.fill = FILLS[min((f.level for f in told), key=list(FILLS).index)]
