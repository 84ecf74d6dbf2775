"""What once was read as another number without a word: now right, or an error."""

import re
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from fsmlib.tables.messages import CellError
from fsmlib.tables.municipalities import municipality_codes
from fsmlib.tables.reading import read
from tests.tables.helpers import errors, only, told, workbook, write


@pytest.mark.parametrize("amount", ["769 t", "769 t.", "kr. 769 t", "769 T"])
def test_the_unit_of_hours_is_no_part_of_an_amount(tmp_path: Path, amount: str) -> None:
    text = f"Kommune;Åbne sager;Ansøgt beløb\nMiddelfart;132;{amount}\n"
    assert only(errors(write(tmp_path, "bemanding.csv", text))).column == "Ansøgt beløb"


def test_contracts_may_tell_hours_with_their_unit(tmp_path: Path) -> None:
    text = "Kommune;Åbne sager;Ansættelser\nMiddelfart;132;37 t + 32,5 timer\n"
    (contracts,) = read(write(tmp_path, "bemanding.csv", text))["staffing"]["contracts"]
    assert contracts == "37 + 32.5"


@pytest.mark.parametrize("name", ["løntimer.csv", "løntimer.txt"])
def test_a_decimal_comma_between_commas_is_an_error_where_the_last_cell_is_empty_too(
    tmp_path: Path, name: str
) -> None:
    text = "Borger,Måned,Timer,Arbejdsgiver\nB1,2019-11,68,49,\nB2,2019-11,68,49,1000\n"
    assert [each.row for each in errors(write(tmp_path, name, text))] == [2, 3]


def test_empty_cells_beside_the_headings_too_are_no_error(tmp_path: Path) -> None:
    text = "Borger,Måned,Timer,,\nB1,2019-11,68,,\n"
    assert not told(write(tmp_path, "løntimer.csv", text))


def test_a_percentage_of_excel_is_no_number_of_another_kind(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Kommune", "Åbne sager", "Årsværk nu"], ["Middelfart", 132, 0.5]]
    path = workbook(tmp_path / "a.xlsx", Bemanding=rows)
    book = load_workbook(path)
    book.worksheets[0]["C2"].number_format = "0%"
    book.save(path)
    assert "»50 %«" in only(errors(path)).problem


@pytest.mark.parametrize(
    "names", ["Esbjerg, Fanø", "Esbjerg & Fanø Kommuner", "Kommunerne Esbjerg samt Fanø", "561;563"]
)
def test_municipalities_with_one_grant_may_be_listed_in_many_ways(names: str) -> None:
    assert municipality_codes(names) == "0561+0563"


@pytest.mark.parametrize("both", ["Middelfart/0751", "København, 0751", "0751 og Middelfart"])
def test_a_code_beside_the_name_of_another_municipality_is_not_two(both: str) -> None:
    with pytest.raises(CellError, match="ikke en dansk kommune") as told:
        municipality_codes(both)
    assert "ikke samme kommune" in told.value.mend


def test_a_code_beside_its_own_name_is_one_municipality() -> None:
    assert municipality_codes("0410, Middelfart") == "0410"


@pytest.mark.parametrize(("stored", "hours"), [("0", []), ("37", [37])])
def test_a_formula_that_is_left_to_excel_has_no_value_of_zero(
    tmp_path: Path, stored: str, hours: list[int]
) -> None:
    rows: list[list[object]] = [["Sagsbehandler", "Timer pr. uge"], ["A", "=30+7"]]
    written = workbook(tmp_path / "a.xlsx", Sagsbehandlere=rows)
    with ZipFile(written) as book, ZipFile(tmp_path / "b.xlsx", "w") as copy:
        for name in book.namelist():
            part = book.read(name)
            assert name != "xl/workbook.xml" or b'fullCalcOnLoad="1"' in part
            copy.writestr(
                name, re.sub(rb"</f><v ?/?>(?:</v>)?", f"</f><v>{stored}</v>".encode(), part)
            )
    tables = read(tmp_path / "b.xlsx")
    assert tables["caseworkers"]["weekly_hours"].dropna().tolist() == hours
    assert len([each for each in tables.findings if each.level == "error"]) == 1 - len(hours)


@pytest.mark.parametrize(
    "other", ["Antal forløb", "Antal afsluttede forløb", "Antal uger", "Antal løntimer pr. person"]
)
def test_what_jobindsats_counts_beside_persons_is_not_read_as_persons(
    tmp_path: Path, other: str
) -> None:
    text = f"Område;Periode;{other};Antal personer;Antal personer med løntimer\n"
    tables = read(write(tmp_path, "svar.csv", text + "Middelfart;2019M11;7;132;12\n"))
    assert tables["monthly"][["effort_group", "touched"]].to_numpy().tolist() == [[132, 12]]


def test_a_moment_late_in_the_evening_is_no_midnight_elsewhere(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Program", "Indsendt"], ["HIR", datetime(2017, 12, 11, 23)]]
    tables = read(workbook(tmp_path / "a.xlsx", Ansøgning=rows))
    assert tables["proposal"]["submitted_at"].tolist() == [datetime(2017, 12, 11, 23)]
    assert not errors(tmp_path / "a.xlsx")


@pytest.mark.parametrize("unit", ["(t.kr.)", "(tkr)", "i 1.000 kr.", "(mio. kr.)", "i tusinde"])
def test_a_column_of_thousands_is_an_error_that_does_not_ask_for_another_heading_alone(
    tmp_path: Path, unit: str
) -> None:
    text = f"Kommune;Målgruppe;Tilskud {unit}\nMiddelfart;450;5\n"
    told = only(errors(write(tmp_path, "plan.csv", text)))
    assert told.column == "Tilskud" and "hele tal" in told.mend
