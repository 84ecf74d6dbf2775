"""Files as other programs write them: read for what they mean, or told with the cause."""

from datetime import datetime, time, timedelta
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from fsmlib.analyses.finding_kinds import KINDS_TOLD, kinds
from fsmlib.programme.findings import MOST_KEPT, InputError
from fsmlib.programme.names import unknown
from fsmlib.tables.dates import read_date
from fsmlib.tables.messages import CellError
from fsmlib.tables.municipalities import municipality_code
from fsmlib.tables.reading import read
from tests.tables.helpers import CASEWORKERS, errors, only, workbook, write

HOURS = "Borger;Måned;Timer;Arbejdsgiver\n"
MONTHLY = "Kommune;Måned;Indsatsgruppe;Berørt\n"


@pytest.mark.parametrize(
    ("rows", "row", "said"),
    [
        ('B1;2019-11;1;"X\nB2;2019-11;1;X\n', 2, "åbnet og ikke lukket"),
        ('B1;2019-11;1;X\nB2;2019-11;1;"X" Aps\n', 3, "efter et lukket anførselstegn"),
        ('B1;2019-11;1;"X\nB2;2019-11;1;X\nB3;2019-11;1;X"\n', 2, "holder flere rækker"),
        ("B1;2019-11;1;X\nB2;2019-11;1", 3, "klippet over"),
    ],
)
def test_csv_is_read_strictly(tmp_path: Path, rows: str, row: int, said: str) -> None:
    tables = read(write(tmp_path, "løntimer.csv", HOURS + rows))
    (told,) = [f for f in tables.findings if f.level == "error"]
    assert (told.row, said in told.problem) == (row, True)


def test_rows_after_an_open_quote_are_counted(tmp_path: Path) -> None:
    text = HOURS + 'B1;2019-11;1;X\nB2;2019-11;1;"X\n' + "B3;2019-11;1;X\n" * 5
    (account,) = read(write(tmp_path, "løntimer.csv", text)).accounts
    assert (account.found, account.read) == (7, 1)


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x0b", "\x0c", "\x00", "\x1c", "\x85"])
def test_a_control_sign_in_a_cell_splits_no_row_and_is_told(tmp_path: Path, sign: str) -> None:
    text = HOURS + f"B1;2019-11;1;X{sign}Y\nB2;2019-11;2;X\n"
    tables = read(write(tmp_path, "løntimer.csv", text))
    assert tables["hours"]["hours"].tolist() == [1, 2]
    told = only([f for f in tables.findings if f.column])
    assert (told.level, told.row, told.column) == ("warning", 2, "Arbejdsgiver")


def test_a_quoted_cell_may_have_lines_and_signs(tmp_path: Path) -> None:
    text = HOURS + 'B1;2019-11;1;"Firma ""X"";\nAfdeling 2"\n'
    tables = read(write(tmp_path, "løntimer.csv", text))
    assert tables["hours"]["employer"].tolist() == ['Firma "X"; Afdeling 2']
    assert not tables.findings


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman", "utf-16"])
def test_an_old_encoding_is_recognised_and_named(tmp_path: Path, encoding: str) -> None:
    text = MONTHLY + "Tårnby;2019-11;100;10\nÆrø;2019-11;10;1\n"
    tables = read(write(tmp_path, "månedstal.csv", text, encoding))
    assert tables["monthly"]["municipality_code"].tolist() == ["0185", "0492"]
    assert [f.level for f in tables.findings] == ["note"]
    assert "Filen er læst som" in tables.findings[0].problem


@pytest.mark.parametrize("name", ["SÃ¸ren", "S¯ren", "S›ren", "S?ren", "S\ufffdren"])
def test_broken_letters_are_told_with_their_cause(tmp_path: Path, name: str) -> None:
    tables = read(write(tmp_path, "sagsbehandlere.csv", CASEWORKERS + f"{name};37\n"))
    told = only(list(tables.findings))
    assert (told.level, told.row) == ("warning", 2) and "ogstaver er gået" in told.problem


@pytest.mark.parametrize("name", ["Søren’s", "Müller", "José", "20° nord", "10 µg", "Hvem? Os"])
def test_whole_letters_are_not_called_broken(tmp_path: Path, name: str) -> None:
    for encoding in ("utf-8", "cp1252"):
        path = write(tmp_path, "sagsbehandlere.csv", CASEWORKERS + f"{name};37\n", encoding)
        tables = read(path)
        assert tables["caseworkers"]["caseworker"].tolist() == [name] and not tables.findings


@pytest.mark.parametrize("header", ["BerÃ¸rt", "Ber¯rt", "Ber?rt"])
def test_a_broken_heading_is_told_with_its_cause(tmp_path: Path, header: str) -> None:
    path = write(tmp_path, "m.csv", MONTHLY.replace("Berørt", header) + "Ærø;2019-11;9;1\n")
    told = only(errors(path))
    assert told.column == "Berørt" and told.mend == "Gem filen igen som CSV UTF-8 fra kilden."


def test_a_message_never_repeats_what_the_user_sees(tmp_path: Path) -> None:
    path = write(tmp_path, "m.csv", MONTHLY.replace("Måned", "M\u0430ned") + "Ærø;2019-11;9;1\n")
    told = only(errors(path))
    assert told.column == "Måned" and "ligner et dansk bogstav" in told.mend
    assert (
        unknown("Ma\u030aned", ["Måned"]) == "»Ma\u030aned« har et usynligt tegn; skriv det forfra."
    )
    assert "ligner et dansk bogstav" in unknown("M\u0430ned", ["Maned"])


@pytest.mark.parametrize(
    "error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#I/T", "#REFERENCE!", "#VÆRDI!",
              "#NAVN?", "#NUM!", "#########", "#SPILL!"]
)  # fmt: skip
@pytest.mark.parametrize("column", ["Borger", "Måned", "Timer", "Arbejdsgiver"])
def test_an_error_value_is_an_error_in_any_column(tmp_path: Path, error: str, column: str) -> None:
    row = {"Borger": "B1", "Måned": "2019-11", "Timer": 10, "Arbejdsgiver": "X"} | {column: error}
    path = workbook(tmp_path / "h.xlsx", Løntimer=[list(row), list(row.values())])
    told = only(errors(path))
    assert (told.row, told.column) == (2, column) and f"fejlværdien »{error}«" in told.problem


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


def test_the_web_tables_of_jobindsats_have_months_side_by_side(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Ydelsesmodtagere efter område og tid"],
        [None, "Antal personer i alt", None, "Antal personer med ordinære timer", None],
        ["Område", "Nov 2019", "Dec 2019", "Nov 2019", "Dec 2019"],
        ["Hele landet", 1000, 1100, 100, 110],
        ["Middelfart", 120, 118, 14, "*"],
    ]
    tables = read(workbook(tmp_path / "jobindsats.xlsx", Tabel=rows))
    monthly = tables["monthly"].set_index("month")
    assert monthly["effort_group"].tolist() == [120, 118]
    assert monthly["touched"].tolist() == [14, pd.NA]
    (account,) = tables.accounts
    assert (account.read, account.left_out["andre områder end kommuner"]) == (2, 2)


@pytest.mark.parametrize("period", ["Nov 2019", "nov-19", "November 2019", "2019M11"])
def test_periods_of_an_answer(tmp_path: Path, period: str) -> None:
    head = "Område;Periode;Antal personer i alt;Antal personer med ordinære timer\n"
    tables = read(write(tmp_path, "svar.csv", head + f"Middelfart;{period};120;14\n"))
    assert tables["monthly"]["month"].tolist() == [pd.Timestamp(2019, 11, 1)]


def test_an_empty_answer_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '{"columns": ["Område", "Periode", "Antal personer i alt"], "rows": []}', "utf-8"
    )
    assert any("Svaret er tomt" in f.problem for f in read(tmp_path).findings)


@pytest.mark.filterwarnings("error")
def test_no_library_warns_on_the_terminal(tmp_path: Path) -> None:
    rows = [["Borger", "Kommune", "Dato start"], ["B1", "Ærø", datetime(2019, 11, 1)]]
    read(workbook(tmp_path / "b.xlsx", Borgere=rows))


def test_rows_that_stand_whole_in_quotes_are_rows(tmp_path: Path) -> None:
    lines = [*HOURS.splitlines(), "B1;2019-11;1;X", "B2;2019-11;2;X"]
    text = "".join(f'"{line}"\n' for line in lines)
    tables = read(write(tmp_path, "løntimer.csv", text))
    assert tables["hours"]["hours"].tolist() == [1, 2]
    assert [f.level for f in tables.findings] == ["note"]


def test_a_quote_open_from_the_headings_on_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "løntimer.csv", HOURS.replace("Måned", '"Måned') + "B1;2019-11;1;X\n")
    with pytest.raises(InputError) as error:
        read(path)
    assert error.value.findings[0].row == 1 and "åbnet og ikke" in str(error.value)


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


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16-le", "utf-32"])
def test_wide_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    tables = read(write(tmp_path, "m.csv", MONTHLY + "Tårnby;2019-11;100;10\n", encoding))
    assert tables["monthly"]["municipality_code"].tolist() == ["0185"]
    assert [f.level for f in tables.findings] == ["note"]


def test_what_excel_does_not_show_is_told(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "h.xlsx", Løntimer=[["Borger", "Måned", "Timer"], ["B", "2019-11", 1]]
    )
    book = load_workbook(path)
    book["Løntimer"].column_dimensions["C"].hidden = True
    book["Løntimer"]["A2"].font = Font(strike=True)
    book.create_chartsheet("Diagram")
    book.save(path)
    told = " ".join(f.problem for f in read(path).findings if f.level == "warning")
    assert "skjult i Excel og er læst med (C)" in told and "streget over" in told


def test_error_values_in_a_column_that_is_not_read_are_told(tmp_path: Path) -> None:
    rows = [["Borger", "Måned", "Timer", "Farve"], ["B", "2019-11", 1, "#REF!"]]
    tables = read(workbook(tmp_path / "h.xlsx", Løntimer=rows))
    (told,) = [f for f in tables.findings if f.level == "warning"]
    assert "Farve" in told.problem and "fejlværdier (1 celler)" in told.problem


def test_a_thousand_rows_of_one_kind_are_kept_compactly_and_counted(tmp_path: Path) -> None:
    rows = "".join(f"B{n};2019-11;x{n};X\n" for n in range(MOST_KEPT + 500))
    tables = read(write(tmp_path, "løntimer.csv", HOURS + rows))
    wrong = [f for f in tables.findings if f.level == "error"]
    assert len(wrong) == MOST_KEPT and sum(1 + f.more for f in wrong) == MOST_KEPT + 500
    assert sum(len(kind.rows) + kind.more for kind in kinds(wrong)) == MOST_KEPT + 500
    assert len(kinds(wrong)) <= KINDS_TOLD + 1
