"""Every workbook of ours can be printed: on its side, no wider than the paper, numbered."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from fsmlib.analyses.question import EXAMPLES
from fsmlib.pages.views import TABLE_MIME, PageColumn, Table
from fsmlib.programme.parameters import load
from fsmlib.site.export import save, workbook
from fsmlib.site.moved import write_moved
from fsmlib.tables.marked import write_marked
from fsmlib.tables.reading import read
from fsmlib.tables.template import TEMPLATES, write_template

LONG = "En note, som er længere end de to små kolonner i tabellen over den, og derfor ombrydes. "


def numbers(target: Path, titles: tuple[str, ...] = ("Første", "Anden")) -> None:
    columns = (PageColumn("a", "Måned"), PageColumn("b", "Andel", "percent"))
    frame = pd.DataFrame({"a": ["maj"], "b": [0.5]})
    shown = [Table(title, frame, columns, "Ark", note=LONG * 3) for title in titles]
    bundles = [table._repr_mimebundle_()[TABLE_MIME] for table in shown]
    save(workbook(bundles, ["Middelfart"], [{"Version": "1"}]), target)


def moved(target: Path) -> None:
    write_moved(read(EXAMPLES["registration"]), target, load("hir", ""), date(2018, 6, 1))


def marked(target: Path) -> None:
    rows = target.with_name("Bemanding.csv")
    rows.write_text("Kommune;Åbne sager\nMiddelfart;132\n", "utf-8")
    write_marked(rows, [], target)


WRITERS = {
    "numbers": numbers,
    "moved": moved,
    "marked": marked,
    **{name: lambda target, name=name: write_template(name, target) for name in TEMPLATES},
}


@pytest.mark.parametrize("name", WRITERS)
def test_every_sheet_is_set_up_for_paper(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / "a.xlsx")
    for sheet in load_workbook(tmp_path / "a.xlsx").worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows
        assert sheet.oddFooter.left.text == "&A" and sheet.oddFooter.right.text == "Side &P af &N"


@pytest.mark.parametrize(("titles", "repeated"), [(("En",), "Måned"), (("En", "To"), "Ark")])
def test_headings_are_repeated_where_there_is_one_table_and_else_the_title_of_the_sheet(
    tmp_path: Path, titles: tuple[str, ...], repeated: str
) -> None:
    numbers(tmp_path / "a.xlsx", titles)
    sheet = load_workbook(tmp_path / "a.xlsx")["Ark"]
    row = int(sheet.print_title_rows.replace("$", "").split(":")[0])
    assert sheet.cell(row, 1).value == repeated


def test_a_note_takes_no_more_columns_than_its_table_and_as_many_lines_as_it_needs(
    tmp_path: Path,
) -> None:
    numbers(tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx")["Ark"]
    (note, _) = (cell for cell in sheet["A"] if str(cell.value).startswith(LONG.strip()))
    assert f"A{note.row}:B{note.row}" in [str(area) for area in sheet.merged_cells.ranges]
    assert note.alignment.wrap_text and sheet.row_dimensions[note.row].height > 100
