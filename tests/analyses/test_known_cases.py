"""Each kind of fault that a reader once let through: what comes out of it now."""

import json
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from fsmlib.analyses.monthly_results import measured_months, monthly_results
from fsmlib.analyses.whole_check import Check
from fsmlib.programme.findings import FsmError, has_errors
from fsmlib.programme.parameters import load, load_both
from fsmlib.site.batch.orders import orders_of
from fsmlib.tables.reading import Tables
from tests.tables.helpers import workbook, write

HIR, FSM2 = load_both("", "", {})
CITIZENS = "Borger;Kommune;Dato start\nB1;0410;2019-11-01\nB2;0410;2019-12-01\n"
HOURS = "Borger;Måned;Timer;Arbejdsgiver\n"
MONTHLY = "Kommune;Måned;Indsatsgruppe;Berørt\n"
STAFFING: list[list[object]] = [["Kommune", "Åbne sager", "Årsværk nu"], ["0410", 132, 3]]
REGISTER = ["Borger", "Sagsbehandler", "Dato start"]
CPR = "010180\u20091234"

Maker = Callable[[Path], object]


def registers(folder: Path, hours: str = "", citizens: str = CITIZENS) -> None:
    write(folder, "Borgere.csv", citizens)
    write(folder, "Løntimer.csv", HOURS + hours)


def an_open_quote(folder: Path) -> None:
    registers(folder, 'B1;2019-11;10;"Tømrer Aps\nB2;2019-11;10;Firma\n')


def shortened_ids(folder: Path) -> None:
    registers(folder, "2,02012E+11;2019-11;10;X\n")


def error_values(folder: Path) -> None:
    rows = [HOURS.strip().split(";"), ["#N/A", "2019-11", 10, "#REF!"]]
    workbook(folder / "f.xlsx", Løntimer=rows)


def an_old_workbook_beside(folder: Path) -> None:
    registers(folder, "B1;2019-11;10;X\n")
    (folder / "Markeringer.xls").write_bytes(b"\xd0\xcf\x11\xe0")


def an_empty_answer(folder: Path) -> None:
    columns = ["Område", "Periode", "Antal personer i alt", "Antal personer med ordinære timer"]
    write(folder, "svar.json", json.dumps({"columns": columns, "rows": []}))


def ids_in_other_case(folder: Path) -> None:
    registers(folder, "b1;2019-11;10;X\nb2;2019-11;10;X\n")


def no_caseworkers(folder: Path) -> None:
    rows = [[REGISTER[0], REGISTER[2]], ["B1", "2018-03-01"], ["b1", "2018-04-01"]]
    workbook(folder / "f.xlsx", Registreringer=rows)


def a_number_in_a_text(folder: Path) -> None:
    rows = [[*STAFFING[0], "Kilde til tallene"], [*STAFFING[1], f"Sag {CPR}"]]
    workbook(folder / "f.xlsx", Bemanding=rows)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (an_open_quote, "åbnet og ikke lukket"),
        (shortened_ids, "Excel har forkortet"),
        (error_values, "fejlværdien »#REF!«"),
        (an_old_workbook_beside, "Filen er ikke læst; .xls"),
        (an_empty_answer, "Svaret er tomt"),
        (ids_in_other_case, "2 af 2 borgere er ikke i tabellen"),
        (no_caseworkers, "»Sagsbehandler« mangler"),
        (a_number_in_a_text, "CPR-nummer"),
    ],
)
def test_what_cannot_be_read_rightly_is_an_error(tmp_path: Path, make: Maker, said: str) -> None:
    make(tmp_path)
    findings = Check.read(tmp_path, HIR, FSM2).findings
    told = [finding for finding in findings if said in finding.problem]
    assert told and has_errors(told)
    assert not any("1234" in f"{f.place} {f.problem} {f.mend}" for f in findings)


def decomposed(folder: Path) -> None:
    text = unicodedata.normalize("NFD", MONTHLY + "Tårnby;2019-11;100;10\n")
    write(folder, "m.csv", text)


def of_dos(folder: Path) -> None:
    write(folder, "m.csv", MONTHLY + "Tårnby;2019-11;100;10\n", "cp850")


def kept_as_text(folder: Path) -> None:
    write(folder, "m.csv", MONTHLY + '="0185";2019-11;100;10\n')


def a_title_above(folder: Path) -> None:
    write(folder, "m.csv", "Månedstal pr. 1. marts 2020\n\n" + MONTHLY + "0185;2019-11;100;10\n")


def a_total_below(folder: Path) -> None:
    rows = [MONTHLY.strip().split(";"), ["0185", "2019-11", 100, 10], ["Hovedtotal", "", 100, 10]]
    workbook(folder / "m.xlsx", Månedstal=rows)


@pytest.mark.parametrize("make", [decomposed, of_dos, kept_as_text, a_title_above, a_total_below])
def test_what_people_s_programs_do_is_read(tmp_path: Path, make: Maker) -> None:
    make(tmp_path)
    found = Check.read(tmp_path, HIR, FSM2)
    assert {finding.level for finding in found.findings} <= {"note"}
    frame = found.tables["monthly"]
    counts = frame[["municipality_code", "effort_group", "touched"]]
    assert counts.to_numpy().tolist() == [["0185", 100, 10]]


def start(tables: Tables) -> str:
    return f"{tables['citizens']['start'].iloc[0]:%Y-%m-%d}"


def test_days_with_midnight_and_days_in_utc_are_the_danish_day(tmp_path: Path) -> None:
    write(tmp_path, "Borgere.csv", CITIZENS.replace("2019-11-01", "2019-11-01 00:00:00"))
    assert start(Check.read(tmp_path, HIR, FSM2).tables) == "2019-11-01"
    (tmp_path / "Borgere.csv").unlink()
    days = [datetime(2018, 12, 31, 23, tzinfo=UTC)]
    table = pa.table({"Borger": ["B0"], "Kommune": ["0410"], "Dato start": days})
    pq.write_table(table, tmp_path / "Borgere.parquet")
    assert start(Check.read(tmp_path, HIR, FSM2).tables) == "2019-01-01"


def test_two_municipalities_with_one_grant_are_measured_together(tmp_path: Path) -> None:
    rows = "Esbjerg;2019-11;1500;220\nFanø;2019-11;20;12\n"
    path = write(tmp_path, "m.csv", MONTHLY + rows)
    values = load("fsm2", "2019-11-01")
    found = monthly_results(path, measured_months("2019-11", "2019-11", values), values)
    assert found.months[["effort_group", "touched"]].to_numpy().tolist() == [[1520, 232]]
    assert found.months["reached_15"].tolist() == [True] and not found.findings


def test_each_line_of_a_list_of_grant_holders_is_read_or_told(tmp_path: Path) -> None:
    lines = ["Esbjerg og Fanø", "Bornholms Regionskommune", "Høje-Tåstrup"]
    path = write(tmp_path, "k.csv", "\n".join(["Kommune", *lines, ""]))
    found = orders_of(["01_staffing"], path, None, {})
    assert {order.municipality_code for order in found} == {"0561+0563", "0400", "0169"}
    write(tmp_path, "k.csv", "\n".join(["Kommune", *lines, "Christiansø", ""]))
    with pytest.raises(FsmError, match="hører ikke til en kommune"):
        orders_of(["01_staffing"], path, None, {})


def test_a_workbook_formatted_to_the_last_column_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "f.xlsx", Bemanding=STAFFING)
    book = load_workbook(path)
    for column in range(4, 16_385, 400):
        book["Bemanding"].cell(1, column).number_format = "0.00"
    book.save(path)
    assert len(Check.read(path, HIR, FSM2).tables["staffing"]) == 1
