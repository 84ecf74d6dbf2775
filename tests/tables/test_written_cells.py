"""What one cell means however a program or a person has written it: days, hours, names, codes."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pandas as pd
import pytest

from fsmlib.tables.cells import contract_hours
from fsmlib.tables.dates import read_date
from fsmlib.tables.messages import CellError
from fsmlib.tables.municipalities import municipality_code
from fsmlib.tables.reading import read
from tests.tables.helpers import HOURS, MONTHLY, errors, only, workbook, write


@pytest.mark.parametrize(
    "written",
    ["2019-11-01 00:00:00", "2019-11-01T00:00:00", "01-11-2019 00:00:00", "01.11.2019 00.00",
     "2019-11-01 00:00:00.000", "2019-11-01T00:00:00Z", "1. nov. 2019", "1-nov-19", "01-nov-2019",
     "1. november 2019", "'01.11.2019", '="01.11.2019"'],
)  # fmt: skip
def test_a_day_as_other_programs_write_it(tmp_path: Path, written: str) -> None:
    text = f"Borger;Kommune;Dato start\nB1;Ærø;{written}\n"
    tables = read(write(tmp_path, "borgere.csv", text))
    assert tables["citizens"]["start"].tolist() == [pd.Timestamp(2019, 11, 1)]


def test_a_day_with_a_time_is_no_day(tmp_path: Path) -> None:
    text = "Borger;Kommune;Dato start\nB1;Ærø;2019-11-01 23:00:00\n"
    assert "ikke en dato" in only(errors(write(tmp_path, "borgere.csv", text))).problem


@pytest.mark.parametrize(
    "written",
    ["nov-19", "nov 2019", "Nov 2019", "nov. 2019", "NOVEMBER 2019", "November-19", "2019M11",
     "2019-11-01 00:00:00", "11/2019", "201911"],
)  # fmt: skip
def test_a_month_as_other_programs_write_it(tmp_path: Path, written: str) -> None:
    tables = read(write(tmp_path, "løntimer.csv", HOURS + f"B1;{written};1;X\n"))
    assert tables["hours"]["month"].tolist() == [pd.Timestamp(2019, 11, 1)]


@pytest.mark.parametrize(
    ("cell", "hours"),
    [(timedelta(hours=37, minutes=30), 37.5), (time(7, 30), 7.5), ("37:30", 37.5),
     ("37:30:00", 37.5), ("\u22127,5", -7.5),
     ("1\u202f234,5", 1234.5), ("1\u00a0234,5", 1234.5), ("-0:30", -0.5)],
)  # fmt: skip
def test_hours_as_other_programs_write_them(tmp_path: Path, cell: object, hours: float) -> None:
    rows = [["Borger", "Måned", "Timer"], ["B1", "2019-11", cell]]
    tables = read(workbook(tmp_path / "h.xlsx", Løntimer=rows))
    assert tables["hours"]["hours"].tolist() == [hours]


@pytest.mark.parametrize("cell", [datetime(2020, 2, 1), time(1, 2)])
def test_a_text_that_excel_made_a_date_is_an_error(tmp_path: Path, cell: object) -> None:
    rows = [["Sagsbehandler", "Timer pr. uge"], [cell, 37]]
    path = workbook(tmp_path / "s.xlsx", Sagsbehandlere=rows)
    assert "Excel har gjort teksten til en dato" in only(errors(path)).problem


def test_a_clock_is_no_amount(tmp_path: Path) -> None:
    rows = [["Linje", "Type", "Beløb"], ["Løn", "revision", timedelta(hours=30)]]
    assert "ikke et tal" in only(errors(workbook(tmp_path / "b.xlsx", Budget=rows))).problem


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Bornholms Regionskommune", "0400"), ("Københavns Kommune", "0101"), ("Kbh.", "0101"),
        ("Koebenhavn", "0101"), ("AEroe", "0492"), ("Åbenrå", "0580"), ("Lyngby Tårbæk", "0173"),
        ("Høje Taastrup", "0169"), ("Hoeje-Taastrup", "0169"), ("Nordfyn", "0480"),
        ("Ikast Brande", "0756"), ("Fåborg Midtfyn", "0430"), ("Vesthimmerland", "0820"),
        ("Ringkøbing/Skjern", "0760"), ("Brønderslev-Dronninglund", "0810"), ("101.0", "0101"),
        ("0101 København", "0101"), ("København (101)", "0101"), ("751 - Aarhus", "0751"),
        ("Kommune: Vejle", "0630"), ("Vejle kommune ", "0630"), ("Høje\u2011Taastrup", "0169"),
    ],
)  # fmt: skip
def test_a_municipality_by_its_usual_names(name: str, code: str) -> None:
    assert municipality_code(name) == code


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Esbjerg og Fanø", "Esbjerg og Fanø; skriv en række for hver"),
        ("Aarhus C", "Mente du »Aarhus«?"), ("Jobcenter Vejle", "Mente du »Vejle«?"),
        ("Faaborg", "Mente du »Faaborg-Midtfyn«?"), ("Christiansø", "hører ikke til"),
        ("0411", "hører ikke til"), ("1084", "region"), ("Hele landet", "område"),
        ("0101 Aarhus", "ikke samme kommune"), ("Xyz", "Skriv navnet"),
    ],
)  # fmt: skip
def test_what_is_no_municipality_is_told_with_the_cause(name: str, said: str) -> None:
    with pytest.raises(CellError) as told:
        municipality_code(name)
    assert said in told.value.mend and f"Mente du »{name}«" not in told.value.mend


def test_digits_kept_as_text(tmp_path: Path) -> None:
    text = MONTHLY + '="0410";2019-11;100;10\n"=""0411""";2019-11;9;1\n\'0420;2019-11;100;10\n'
    tables = read(write(tmp_path, "månedstal.csv", text))
    assert tables["monthly"]["municipality_code"].dropna().tolist() == ["0410", "0420"]


@pytest.mark.parametrize(
    ("cell", "day"),
    [("20191101", 1), ("2019/11/01", 1), ("01NOV2019", 1), ("2019-10-31T23:00:00Z", 1),
     ("2019-11-01T23:00:00Z", 2), ("1/11 2019", 1)],
)  # fmt: skip
def test_more_ways_to_write_a_day(cell: str, day: int) -> None:
    assert read_date(cell) == pd.Timestamp(2019, 11, day)


@pytest.mark.parametrize(
    ("cell", "cause"),
    [("43770", "Excels nummer for en dag"), ("01-11-19", "to måder"), ("9999-12-31", "langt væk"),
     ("2019-11-01 12:30", "klokkeslæt"), (datetime(2019, 10, 31, 23), "tidszone")],
)  # fmt: skip
def test_a_day_that_cannot_be_known_is_told_with_its_cause(cell: object, cause: str) -> None:
    with pytest.raises(CellError, match=cause):
        read_date(cell)


@pytest.mark.parametrize("cell", ["0101-0147", "101/147", "101 og 147"])
def test_a_cell_with_two_codes_is_not_read_as_the_first(cell: str) -> None:
    with pytest.raises(CellError, match=r"»") as error:
        municipality_code(cell)
    assert "København og Frederiksberg" in error.value.mend


@pytest.mark.parametrize(("name", "code"), [("BRK", "0400"), ("RKSK", "0760"), ("Fakse", "0320")])
def test_usual_short_and_former_names(name: str, code: str) -> None:
    assert municipality_code(name) == code


@pytest.mark.parametrize(
    ("cell", "hours"), [("37 + 30", [37, 30]), ("37 og 18,5 timer", [37, 18.5]), ("37", [37])]
)
def test_contracts_as_people_write_them(tmp_path: Path, cell: str, hours: list[float]) -> None:
    path = write(tmp_path, "b.csv", f"Kommune;Åbne sager;Ansættelser\nÆrø;10;{cell}\n")
    assert contract_hours(read(path)["staffing"].loc[2, "contracts"]) == hours


@pytest.mark.parametrize("cell", ["30, 37", "37 + -18,5", "2 x 37", "alle"])
def test_contracts_that_cannot_be_meant_are_findings(tmp_path: Path, cell: str) -> None:
    path = write(tmp_path, "b.csv", f"Kommune;Åbne sager;Ansættelser\nÆrø;10;{cell}\n")
    assert "timer for hver ansat" in only(errors(path)).problem


@pytest.mark.parametrize("written", ["2019-11", "11-2019", "november 2019", "01.11.2019", "201911"])
def test_months_as_people_write_them(tmp_path: Path, written: str) -> None:
    text = f"Borger;Måned;Timer\nA;{written};1\n"
    month = read(write(tmp_path, "løntimer.csv", text))["hours"]["month"]
    assert month.tolist() == [pd.Timestamp("2019-11-01")]


@pytest.mark.parametrize("written", ["0000-01", "9999-12", "01-1850", "november 0000"])
def test_a_month_far_away_is_a_finding(tmp_path: Path, written: str) -> None:
    text = f"Borger;Måned;Timer\nA;{written};1\n"
    assert "for langt væk" in only(errors(write(tmp_path, "løntimer.csv", text))).problem


@pytest.mark.parametrize("written", ["barsel", "BARSEL ", "På vej på efterløn / fleksydelse"])
def test_markers_with_other_case_and_spaces(tmp_path: Path, written: str) -> None:
    text = f"Borger;Markering;Dato start\nA;{written};01.01.20\n"
    markers = read(write(tmp_path, "markeringer.csv", text))["markers"]["marker"]
    assert markers[2] in ("Barsel", "På vej på efterløn/fleksydelse")
