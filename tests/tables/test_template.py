"""The template: help where the analyst looks, lists to choose from, and it reads back."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from fsmlib.programme.terms import terms
from fsmlib.tables.reading import read
from fsmlib.tables.template import TEMPLATES, write_template

COPIED = "Rækken har flere tal fra skabelonens eksempel."

FIRST_CELLS = {"municipality": "Middelfart", "municipalities": "Middelfart", "month": "2019-11"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_reads_back_with_only_notes_on_its_example_rows(
    tmp_path: Path, name: str
) -> None:
    write_template(name, tmp_path / "t.xlsx")
    tables = read(tmp_path / "t.xlsx")
    assert set(tables) == {schema.name for schema in TEMPLATES[name]}
    assert all(frame.empty for frame in tables.values())
    assert {finding.level for finding in tables.findings} == {"note"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_example_row_of_a_template_is_right_itself(tmp_path: Path, name: str) -> None:
    path = tmp_path / "t.xlsx"
    write_template(name, path)
    book = load_workbook(path)
    for schema in TEMPLATES[name]:
        first = FIRST_CELLS.get(schema.columns[0].kind, "HIR")
        book[schema.sheet]["A2"].value = first
    book.save(path)
    tables = read(path)
    told = {f.problem for f in tables.findings if f.level in ("error", "warning")}
    assert told <= {"Der er færre end 12 måneder.", COPIED}, tables.findings
    assert all(len(frame) == 1 for frame in tables.values())


def test_every_header_has_its_definition_as_a_comment(tmp_path: Path) -> None:
    write_template("staffing", tmp_path / "t.xlsx")
    book = load_workbook(tmp_path / "t.xlsx")
    for schema in TEMPLATES["staffing"]:
        for cell, column in zip(book[schema.sheet][1], schema.columns, strict=True):
            assert column.term.definition in cell.comment.text
            assert str(cell.value).rstrip(" *") == column.header


def test_a_column_of_several_sheets_is_told_as_it_is_in_each(tmp_path: Path) -> None:
    told = {}
    for name, sheet in (("staffing", "Budget"), ("registers", "Løntimer")):
        write_template(name, tmp_path / f"{name}.xlsx")
        table = load_workbook(tmp_path / f"{name}.xlsx")[sheet]
        (column,) = (
            cells for cells in table.iter_cols() if str(cells[0].value).startswith("Timer")
        )
        told[sheet] = column[1].value, column[0].comment.text
    assert told["Budget"][0] == 4168.67 and "linjen" in told["Budget"][1]
    assert told["Løntimer"][0] == 92.5 and "Borgerens timer" in told["Løntimer"][1]


@pytest.mark.parametrize("name", TEMPLATES)
def test_what_is_told_otherwise_in_a_sheet_keeps_its_header_and_unit(name: str) -> None:
    for schema in TEMPLATES[name]:
        for column in schema.columns:
            own = terms()[column.name]
            assert (column.term.label, column.term.unit) == (own.label, own.unit)


def test_an_example_has_no_reason_for_an_end_it_has_not_had(tmp_path: Path) -> None:
    write_template("registrations", tmp_path / "t.xlsx")
    book = load_workbook(tmp_path / "t.xlsx")
    for sheet in ("Registreringer", "Forløb"):
        row = {str(cells[0].value): cells[1].value for cells in book[sheet].iter_cols()}
        assert row["Dato slut"] is None
        assert row.get("Årsag") is None and row.get("Status ved slut") is None


def test_choices_are_lists_in_danish(tmp_path: Path) -> None:
    write_template("staffing", tmp_path / "t.xlsx")
    book = load_workbook(tmp_path / "t.xlsx")
    lists = [v.formula1 for v in book["Sagsbehandlere"].data_validations.dataValidation]
    assert '"mødeleder,superbruger,andet"' in lists and '"ja,nej"' in lists


def test_the_help_sheet_explains_every_column(tmp_path: Path) -> None:
    write_template("staffing", tmp_path / "t.xlsx")
    help_ = load_workbook(tmp_path / "t.xlsx")["Vejledning"]
    explained = {(row[0].value, row[1].value) for row in help_.iter_rows()}
    for schema in TEMPLATES["staffing"]:
        assert {(schema.sheet, column.header) for column in schema.columns} <= explained
