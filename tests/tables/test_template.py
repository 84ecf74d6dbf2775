"""The template: help where the analyst looks, lists to choose from, and it reads back."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from fsmlib.programme.terms import terms
from fsmlib.tables.reading import read
from fsmlib.tables.template import TEMPLATES, write_template

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
    errors = [f.problem for f in tables.findings if f.level == "error"]
    assert errors in ([], ["Der er færre end 12 måneder."]), tables.findings
    assert all(len(frame) == 1 for frame in tables.values())


def test_every_header_has_its_definition_as_a_comment(tmp_path: Path) -> None:
    write_template("staffing", tmp_path / "t.xlsx")
    book = load_workbook(tmp_path / "t.xlsx")
    for schema in TEMPLATES["staffing"]:
        for cell, column in zip(book[schema.sheet][1], schema.columns, strict=True):
            assert terms()[column.name].definition in cell.comment.text
            assert str(cell.value).rstrip(" *") == column.header


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
