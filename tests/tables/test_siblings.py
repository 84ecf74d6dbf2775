"""Kinds of spoiled files that once slipped through: read for what they mean, or told."""

from datetime import datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from fsmlib.programme.findings import MOST_KEPT, InputError
from fsmlib.tables.progress import heard_by
from fsmlib.tables.reading import Tables, read
from tests.tables.helpers import CASEWORKERS, errors, only, warnings, workbook, write

HOURS = "Borger;Måned;Timer\n"
MONTHLY = "Kommune;Måned;Indsatsgruppe;Berørt\n"
CITIZENS = "Borger;Kommune;Dato start\n"


def hours(folder: Path, *cells: str) -> Tables:
    rows = "".join(f"B{n};2019-11;{cell}\n" for n, cell in enumerate(cells))
    return read(write(folder, "løntimer.csv", HOURS + rows))


@pytest.mark.parametrize("written", ["'B1'", ' "B1"', '"""B1"""', "“B1”", "„B1“"])
def test_quotes_around_all_of_a_cell_are_no_part_of_it(tmp_path: Path, written: str) -> None:
    tables = read(write(tmp_path, "løntimer.csv", HOURS + f"{written};2019-11;1\n"))
    assert tables["hours"]["citizen"].tolist() == ["B1"] and not tables.findings


def test_a_stray_quote_in_an_id_is_an_error(tmp_path: Path) -> None:
    told = only(errors(write(tmp_path, "løntimer.csv", HOURS + 'B1";2019-11;1\n')))
    assert (told.row, told.column) == (2, "Borger")


@pytest.mark.parametrize("begins", ["sep=,\n", "", "sep=^\n"])
@pytest.mark.parametrize("delimiter", [";", "^", "~"])
def test_the_headings_tell_what_stands_between_cells(
    tmp_path: Path, begins: str, delimiter: str
) -> None:
    text = (HOURS + "B1;2019-11;1\n").replace(";", delimiter)
    tables = read(write(tmp_path, "løntimer.csv", begins + text))
    assert tables["hours"]["hours"].tolist() == [1] and not tables.findings


def test_a_file_that_ends_within_a_number_is_worth_a_look(tmp_path: Path) -> None:
    tables = read(write(tmp_path, "løntimer.csv", HOURS + "B1;2019-11;12"))
    assert "kan være kortet" in only(warnings(tables)).problem


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "løntimer.csv"
    path.write_bytes(bytes(range(256)) * 20)
    with pytest.raises(InputError, match="ikke tekst"):
        read(path)


@pytest.mark.parametrize(
    "written", ["20,2E+10", "202E+9", "1,E+11", "2.02D+11", "2,02E + 11", "2,02×10^11"]
)
def test_an_id_in_any_notation_of_powers_is_an_error(tmp_path: Path, written: str) -> None:
    told = only(errors(write(tmp_path, "løntimer.csv", HOURS + f"{written};2019-11;1\n")))
    assert "forkortet" in told.problem


@pytest.mark.parametrize("written", ["1e11", "20201234567890100", "202000000000"])
def test_an_id_that_may_be_shortened_is_worth_a_look(tmp_path: Path, written: str) -> None:
    tables = read(write(tmp_path, "løntimer.csv", HOURS + f"{written};2019-11;1\n"))
    assert only(warnings(tables)).column == "Borger"


@pytest.mark.parametrize("error", ["#HENTER_DATA", "#GETTING_DATA", "##", "#REF", "#IKKE TILG."])
def test_more_error_values_are_known(tmp_path: Path, error: str) -> None:
    told = only(errors(write(tmp_path, "sagsbehandlere.csv", CASEWORKERS + f"{error};37\n")))
    assert "fejlværdien" in told.problem


def test_the_null_of_a_database_is_an_empty_cell_and_told(tmp_path: Path) -> None:
    text = "Borger;Kommune;Dato start;Dato slut\nB1;0410;2019-11-01;NULL\nNULL;0410;2019-11-01;\n"
    tables = read(write(tmp_path, "borgere.csv", text))
    assert tables["citizens"]["end"].isna().all()
    assert [(f.level, f.column) for f in tables.findings if "NULL" in f.problem] == [
        ("note", "Borger"),
        ("note", "Dato slut"),
    ]
    assert [(f.row, f.column) for f in tables.findings if f.level == "error"] == [(3, "Borger")]


def test_a_point_that_may_be_two_things_is_an_error_beside_points_before_decimals(
    tmp_path: Path,
) -> None:
    tables = hours(tmp_path, "68.49", "7.125", "12")
    told = only([f for f in tables.findings if f.level == "error"])
    assert (told.row, "to måder" in told.problem) == (3, True)
    assert hours(tmp_path, "68,49", "1.125", "12")["hours"]["hours"].tolist() == [68.49, 1125, 12]


@pytest.mark.parametrize(("delimiter", "count"), [(";", "132,000"), (",", "132.000")])
def test_thousands_with_the_mark_of_decimals_are_no_count(
    tmp_path: Path, delimiter: str, count: str
) -> None:
    text = MONTHLY + f"0410;2019-11;{count};10\n"
    path = write(tmp_path, "månedstal.csv", text.replace(";", delimiter))
    assert "to måder" in only(errors(path)).problem


def test_more_hours_than_a_month_has_are_worth_a_look(tmp_path: Path) -> None:
    tables = hours(tmp_path, "68.490", "744")
    assert (only(warnings(tables)).row, tables["hours"]["hours"].max()) == (2, 68490)


@pytest.mark.parametrize("cell", ["12t", "12 t.", "12 timer"])
def test_hours_may_be_called_hours(tmp_path: Path, cell: str) -> None:
    assert hours(tmp_path, cell)["hours"]["hours"].tolist() == [12]


def test_hours_that_excel_shows_as_a_clock_are_told(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Sagsbehandler", "Timer pr. uge"], ["A", datetime(1900, 1, 1, 8)]]
    told = only(errors(workbook(tmp_path / "a.xlsx", Sagsbehandlere=rows)))
    assert "klokkeslæt" in told.problem


def test_the_american_order_of_days_is_told(tmp_path: Path) -> None:
    text = CITIZENS + "B1;0410;11/13/2019\n"
    assert "USA" in only(errors(write(tmp_path, "borgere.csv", text))).problem
    text = CITIZENS + "B1;0410;11/01/2019\nB2;0410;12/01/2019\n"
    told = read(write(tmp_path, "borgere.csv", text)).findings
    assert [(f.level, f.row) for f in told if "USA" in f.problem] == [
        ("warning", 2),
        ("warning", 3),
    ]
    told = read(write(tmp_path, "løntimer.csv", HOURS + "B1;11/01/2019;1\n")).findings
    assert "to måder" in only(list(told)).problem


def test_a_month_may_be_a_number_with_decimals(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Borger": ["B1"], "Måned": [201911.0], "Timer": [1.0]})
    frame.to_parquet(tmp_path / "løntimer.parquet")
    (month,) = read(tmp_path / "løntimer.parquet")["hours"]["month"]
    assert month == pd.Timestamp(2019, 11, 1)


def test_ids_as_bytes_are_the_text_they_hold(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Borger": [b"B1"], "Måned": ["2019-11"], "Timer": [1.0]})
    frame.to_parquet(tmp_path / "løntimer.parquet")
    assert read(tmp_path / "løntimer.parquet")["hours"]["citizen"].tolist() == ["B1"]


@pytest.mark.parametrize("label", ["Alle", "Årsværk", "Team Nord i alt", "2 sagsbehandlere", "∑"])
def test_what_may_be_a_sum_is_one_when_the_rows_come_to_it(tmp_path: Path, label: str) -> None:
    text = CASEWORKERS + f"A;37\nB;30\n{label};67\n"
    tables = read(write(tmp_path, "sagsbehandlere.csv", text))
    assert len(tables["caseworkers"]) == 2 and not warnings(tables)


def test_a_name_that_may_be_a_sum_counts_in_the_total(tmp_path: Path) -> None:
    text = CASEWORKERS + "A;37\nAlle Andersen;30\nI alt;67\n"
    tables = read(write(tmp_path, "sagsbehandlere.csv", text))
    assert len(tables["caseworkers"]) == 2
    assert [f.level for f in tables.findings] == ["note", "warning"]


def test_a_total_may_say_which_months_it_is_of(tmp_path: Path) -> None:
    text = MONTHLY + "0410;2019-11;100;10\n0410;2019-12;90;9\nI alt;nov-dec 2019;190;19\n"
    tables = read(write(tmp_path, "månedstal.csv", text))
    assert [f.level for f in tables.findings] == ["note"] and len(tables["monthly"]) == 2


def test_the_mean_of_whole_numbers_need_not_be_whole(tmp_path: Path) -> None:
    text = MONTHLY + "0410;2019-11;100;10\n0410;2019-12;91;9\nGennemsnit;;95,5;9,5\n"
    tables = read(write(tmp_path, "månedstal.csv", text))
    assert [f.level for f in tables.findings] == ["note"] and len(tables["monthly"]) == 2


@pytest.mark.parametrize("name", ["SÃ¸ren Ærø", "S&oslash;ren", r"S\u00f8ren", "S%C3%B8ren"])
def test_a_few_broken_letters_are_told(tmp_path: Path, name: str) -> None:
    text = CASEWORKERS.replace(";", ",") + f"{name},37\n"
    told = only(warnings(read(write(tmp_path, "sagsbehandlere.csv", text))))
    assert "ogstaver" in told.problem


@pytest.mark.parametrize(
    "header", ["Timer_pr._uge", "TimerPrUge", "Timer pr. uge:", "[Timer pr uge]"]
)
def test_signs_in_a_heading_are_no_matter(tmp_path: Path, header: str) -> None:
    tables = read(write(tmp_path, "sagsbehandlere.csv", f"Sagsbehandler;{header}\nA;37\n"))
    assert tables["caseworkers"]["weekly_hours"].tolist() == [37] and not tables.findings


def test_a_title_of_many_lines_is_above_the_headings(tmp_path: Path) -> None:
    text = "Udtræk, side 1\n" * 30 + CASEWORKERS + "A;37\n"
    assert len(read(write(tmp_path, "sagsbehandlere.csv", text))["caseworkers"]) == 1


def test_a_letter_that_only_looks_right_is_told_in_a_municipality(tmp_path: Path) -> None:
    told = only(errors(write(tmp_path, "månedstal.csv", MONTHLY + "M\u0456ddelfart;2019-11;1;1\n")))
    assert "ligner et dansk bogstav" in told.mend


def test_no_citizens_beside_hours_are_an_error(tmp_path: Path) -> None:
    write(tmp_path, "borgere.csv", CITIZENS)
    write(tmp_path, "løntimer.csv", HOURS + "B1;2019-11;1\n")
    assert "Tabellen er tom" in only(errors(tmp_path)).problem


def test_offers_that_meet_no_course_are_told(tmp_path: Path) -> None:
    write(tmp_path, "forløb.csv", "Borger;Dato start\nB1;2018-01-01\n")
    offers = "Borger;Indsats;Dato start\nb1;Mentor;2018-02-01\n"
    write(tmp_path, "indsatser.csv", offers)
    told = [f for f in warnings(read(tmp_path)) if "Forløb" in f.problem]
    assert (only(told).row, only(told).file) == (2, "indsatser.csv")


def test_a_duration_is_shown_in_hours(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Borger", "Kommune", "Dato start"], ["B1", "0410", timedelta(3)]]
    assert "»72 timer«" in only(errors(workbook(tmp_path / "a.xlsx", Borgere=rows))).problem


def test_rows_that_are_the_same_are_worth_a_look(tmp_path: Path) -> None:
    rows = "B1;2019-11;4\nB1;2019-11;5\nB1;2019-11;4\n"
    tables = read(write(tmp_path, "løntimer.csv", HOURS + rows))
    assert (only(warnings(tables)).row, len(tables["hours"])) == (4, 3)


def test_a_day_far_ahead_is_worth_a_look(tmp_path: Path) -> None:
    tables = read(write(tmp_path, "borgere.csv", CITIZENS + "B1;0410;2091-11-01\n"))
    assert any("fremtiden" in finding.problem for finding in warnings(tables))


@pytest.mark.parametrize(("cell", "value"), [("SAND", True), ("FALSK", False), ("j", True)])
def test_yes_and_no_as_excel_says_them(tmp_path: Path, cell: str, value: bool) -> None:
    text = "Borger;Dato start;SU-berettiget\nB1;2019-11-01;" + cell + "\n"
    assert read(write(tmp_path, "uddannelse.csv", text))["education"]["su_eligible"].all() == value


@pytest.mark.parametrize(
    "written", ["19650821-1234", "1965-08-21-1234", "210865-12-34", "2.108.651.234"]
)
def test_a_number_of_a_citizen_is_in_no_message_however_it_is_written(
    tmp_path: Path, written: str
) -> None:
    text = MONTHLY + f"{written};2019-11;100;10\n0410;{written};100;10\n0410;2019-12;1;{written}\n"
    told = errors(write(tmp_path, "månedstal.csv", text))
    assert len(told) == 3 and not any("1234" in f.problem or "12-34" in f.problem for f in told)
    assert not any("651.234" in f.problem for f in told)


def test_an_id_padded_with_zeros_is_still_a_number_of_a_citizen(tmp_path: Path) -> None:
    tables = read(write(tmp_path, "løntimer.csv", HOURS + "002108651234;2019-11;1\n"))
    assert "2108651234" not in tables["hours"]["citizen"].iloc[0]


def test_a_long_reading_says_how_far_it_has_come(tmp_path: Path) -> None:
    write(tmp_path, "løntimer.csv", HOURS + "B1;2019-11;1\n" * 100_001)
    told: list[str] = []
    with heard_by(told.append):
        read(tmp_path)
    assert told[:2] == ["løntimer.csv", "løntimer.csv: 0 rækker"]
    assert "løntimer.csv: 100.000 rækker" in told and "løntimer.csv: Timer" in told
    assert told[-1] == ""


@pytest.mark.parametrize("wrong", ["x", "x{n}"])
def test_very_many_wrong_cells_are_summed_up(tmp_path: Path, wrong: str) -> None:
    rows = "".join(f"B1;2019-11;{wrong.format(n=n)}\n" for n in range(50_000))
    findings = errors(write(tmp_path, "løntimer.csv", HOURS + rows))
    assert sum(1 + each.more for each in findings) == 50_000
    assert len(findings) <= 2 * MOST_KEPT
