"""Files as other programs write them: read for what they mean, or told with the cause."""

from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from fsmlib.analyses.finding_kinds import KINDS_TOLD, kinds
from fsmlib.programme.findings import MOST_KEPT, InputError
from fsmlib.programme.names import unknown
from fsmlib.tables.reading import read
from tests.tables.helpers import CASEWORKERS, HOURS, MONTHLY, errors, only, told, workbook, write


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


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman", "cp1257", "utf-16", "utf-7"])
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


@pytest.mark.parametrize(
    "answer", ["[]", "{}", '{"columns":[],"rows":[]}', '{"Variables":[],"Data":[]}',
               '{"columns":["Område","Periode","Antal personer"],"rows":null}'],
)  # fmt: skip
def test_an_answer_without_rows_is_empty_in_any_shape(tmp_path: Path, answer: str) -> None:
    findings = told(write(tmp_path, "y.json", answer))
    assert any("Svaret er tomt" in each.problem for each in findings)
