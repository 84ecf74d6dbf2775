"""The sheet that computes gives the page's numbers in a spreadsheet, also when inputs change."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from fsmlib.analyses.staffing import Staffing
from fsmlib.models.staffing import StaffingPlan
from fsmlib.pages.calculation import CALCULATION_MIME
from fsmlib.pages.staffing.calculation import SHEET_NAME, calculation
from fsmlib.pages.staffing.case import page_of
from fsmlib.pages.views import TABLE_MIME, PageColumn, Table
from fsmlib.site.export import save, workbook
from tests.conftest import Fill

SOFFICE = shutil.which("soffice")
STAFF = [(37, 0), (37, 0), (37, 0), (32, 4), (30.5, 40), (18.5, 0)]


def book_of(staffing: Staffing) -> Workbook:
    told = calculation(page_of(staffing))._repr_mimebundle_()[CALCULATION_MIME]
    return workbook([], [], [], [told])


def row_of(sheet: Worksheet, label: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == label)


def recalculated(books: Mapping[str, Workbook], folder: Path) -> dict[str, Any]:
    """The books as LibreOffice computes them."""
    if SOFFICE is None:
        pytest.skip("no LibreOffice: apt-get install libreoffice-calc")
    for name, book in books.items():
        save(book, folder / f"{name}.xlsx")
    own = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.xlsx") for name in books]
    command = [SOFFICE, own, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out")]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=240)
    return {
        name: load_workbook(folder / "out" / f"{name}.xlsx", data_only=True)[SHEET_NAME]
        for name in books
    }


def test_who_does_not_compute_is_shown_what_who_computes_finds(tmp_path: Path) -> None:
    book = book_of(Staffing.read(on="2018-03-01"))
    computed = recalculated({"a": book}, tmp_path)["a"]
    written = load_workbook(tmp_path / "a.xlsx", data_only=True)[SHEET_NAME]
    formulas = [
        cell for row in book[SHEET_NAME].iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert len(formulas) > 40
    for cell in formulas:
        found = computed[cell.coordinate].value
        assert written[cell.coordinate].value == pytest.approx(found), cell.coordinate


def answer(sheet: Worksheet) -> list[tuple[float, float]]:
    labels = ("Pladser i dag", "Nye personer", "Nye årsværk", "Pladser med de nye")
    money = ("Løn i projektet", "Heraf betaler puljen højst", "Tilbage til kommunen")
    rows = [row_of(sheet, label) for label in (*labels, *money)]
    return [(sheet.cell(row, 2).value, sheet.cell(row, 3).value) for row in rows]


def told(plan: StaffingPlan, needed: int) -> list[tuple[float, float]]:
    """What the model says of today's cases, and of the places needed."""
    cap, most = plan.values.cap, plan.values.grant_high_dkk
    both = [plan.option("", "", plan.hire(cases, cap)) for cases in (plan.facts.cases, needed)]
    columns = [
        (
            plan.room(()),
            len(option.contracts),
            option.fte,
            option.room,
            option.salary_dkk,
            min(option.salary_dkk, most),
            max(0, option.salary_dkk - most),
        )
        for option in both
    ]
    return list(zip(*columns, strict=True))


def close(rows: list[tuple[float, float]]) -> list[Any]:
    return [pytest.approx(row) for row in rows]


def test_the_sheet_finds_the_numbers_of_the_page_and_follows_its_inputs(
    tmp_path: Path, fill: Fill
) -> None:
    example = Staffing.read(on="2018-03-01")
    path = fill(
        staffing=[{"municipality_code": "Middelfart", "open_cases": 132}],
        caseworkers=[
            {"caseworker": f"N{n}", "weekly_hours": hours, "other_cases": held}
            for n, (hours, held) in enumerate(STAFF)
        ],
    )
    mixed = Staffing.read(path, changes="contract_step_hours=7,4; part_time_cap=fraction")
    more, lower = book_of(example), book_of(example)
    more[SHEET_NAME].cell(row_of(more[SHEET_NAME], "Åbne sager"), 2).value = 140
    lower[SHEET_NAME].cell(row_of(lower[SHEET_NAME], "Loft i beregningen"), 2).value = 31
    lower[SHEET_NAME].cell(
        row_of(lower[SHEET_NAME], "Trin, en deltidsansættelse kan gå i"), 2
    ).value = 7.4
    books = {"page": book_of(example), "more": more, "lower": lower, "mixed": book_of(mixed)}
    sheets = recalculated(books, tmp_path)
    plan, needed = example.plan, example.plan.needed_room
    assert answer(sheets["page"]) == close(told(plan, needed))
    assert answer(sheets["page"])[2] == (plan.fte_today, plan.chosen.fte)
    assert answer(sheets["mixed"]) == close(told(mixed.plan, mixed.plan.needed_room))
    changed = example.with_changes(cap=31, contract_step_hours=7.4).plan
    assert answer(sheets["lower"]) == close(told(changed, needed))
    grown = replace(plan)
    vars(grown)["facts"] = replace(plan.facts, open_cases=140)
    assert answer(sheets["more"]) == close(told(grown, needed + 8))
    assert answer(sheets["more"]) != answer(sheets["page"])
    first = row_of(sheets["page"], "Loft, sager") + 1
    needs = [sheets["page"].cell(first + n, 2).value for n in range(6)]
    assert needs == pytest.approx(list(example.band["needed_fte"]))


def test_the_charts_are_excels_own_and_point_at_the_cells(tmp_path: Path) -> None:
    book = book_of(Staffing.read())
    save(book, tmp_path / "a.xlsx")
    save(book_of(Staffing.read()), tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    need, months = load_workbook(tmp_path / "a.xlsx")[SHEET_NAME]._charts
    assert len(need.series) == 1 and len(months.series) == 3
    sheet, place = months.series[0].val.numRef.f.split("!")
    numbers = [cell.value for (cell,) in book[SHEET_NAME][place.replace("$", "")]]
    assert sheet.strip("'") == SHEET_NAME
    assert numbers == list(Staffing.read().months["expected_cases"])


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://a.dk")'])
def test_nothing_that_is_typed_becomes_a_formula(tmp_path: Path, typed: str) -> None:
    table = Table(
        "Titel", pd.DataFrame({"a": [typed]}), (PageColumn("a", typed),), "Ark", note=typed
    )
    book = workbook([table._repr_mimebundle_()[TABLE_MIME]], [typed], [{typed: typed}])
    save(book, tmp_path / "a.xlsx")
    for sheet in load_workbook(tmp_path / "a.xlsx").worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == typed]
        assert cells and all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
