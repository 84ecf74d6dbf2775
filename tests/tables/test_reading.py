"""Files as they come: every format reads alike."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from fsmlib.tables.files import HELP_TITLE
from fsmlib.tables.reading import Tables, read
from tests.tables.helpers import CASEWORKERS, workbook, write

ROW = {"Kommune": "Middelfart", "Åbne sager": 132, "Tilgang pr. måned": 5.5}


def staffing(tables: Tables) -> tuple[object, ...]:
    assert not tables.findings, tables.findings
    row = tables["staffing"].loc[2]
    return row["municipality_code"], row["open_cases"], row["inflow_per_month"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_csv_with_semicolons_and_decimal_commas(tmp_path: Path, encoding: str) -> None:
    text = "Kommune;Åbne sager;Tilgang pr. måned\r\nMiddelfart;132;5,5\r\n"
    assert staffing(read(write(tmp_path, "b.csv", text, encoding))) == ("0410", 132, 5.5)


def test_csv_with_commas_and_decimal_points(tmp_path: Path) -> None:
    text = "municipality_code,open_cases,inflow_per_month\n0410,132,5.5\n"
    assert staffing(read(write(tmp_path, "staffing.csv", text))) == ("0410", 132, 5.5)


def test_csv_with_commas_and_quoted_decimal_commas(tmp_path: Path) -> None:
    text = 'Kommune,Åbne sager,Tilgang pr. måned\n0410,132,"5,5"\n'
    assert staffing(read(write(tmp_path, "bemanding.csv", text))) == ("0410", 132, 5.5)


def test_xlsx_with_numbers_as_numbers_and_as_text(tmp_path: Path) -> None:
    for cells in (["0410", 132, 5.5], [410, "132", "5,5"], ["middelfart kommune", 132.0, 5.5]):
        path = workbook(tmp_path / "b.xlsx", Bemanding=[list(ROW), cells])
        assert staffing(read(path)) == ("0410", 132, 5.5)


def test_parquet(tmp_path: Path) -> None:
    pd.DataFrame([ROW]).to_parquet(tmp_path / "bemanding.parquet")
    assert staffing(read(tmp_path)) == ("0410", 132, 5.5)


def test_a_folder_and_a_workbook_hold_a_set(tmp_path: Path) -> None:
    write(tmp_path, "bemanding.csv", "Kommune;Åbne sager\nÆrø;10\n")
    write(tmp_path, "sagsbehandlere.csv", CASEWORKERS + "A;37\n")
    assert set(read(tmp_path)) == {"staffing", "caseworkers"}
    path = workbook(
        tmp_path / "sub.xlsx",
        Vejledning=[[HELP_TITLE]],
        bemanding=[["Kommune", "Åbne sager"], ["Ærø", 10]],
        Sagsbehandlere=[["Sagsbehandler", "Timer pr. uge"], ["A", 37]],
    )
    tables = read(path)
    assert set(tables) == {"staffing", "caseworkers"} and not tables.findings
    assert tables["budget"].empty and tables["budget"].columns[0] == "line"


def test_a_sheet_of_ones_own_by_the_name_of_our_guide_is_read_or_told(tmp_path: Path) -> None:
    rows = [["Kommune", "Åbne sager"], ["Ærø", 10]]
    tables = read(workbook(tmp_path / "a.xlsx", Vejledning=rows))
    assert tables["staffing"]["open_cases"].tolist() == [10]
    tables = read(workbook(tmp_path / "b.xlsx", Bemanding=rows, Vejledning=[["Ring", "Kl. 8"]]))
    assert [f.file for f in tables.findings if "ikke læst" in f.problem] == ["b.xlsx [Vejledning]"]


@pytest.mark.parametrize(
    "name", ["Aarhus", "Århus", "århus kommune", "AARHUS KOMMUNE", "0751", "751", "Aarhus Kommunes"]
)
def test_a_municipality_by_any_of_its_names(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, "b.csv", f"Kommune;Åbne sager\n{name};10\n")
    assert read(path)["staffing"]["municipality_code"].tolist() == ["0751"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Høje-Tåstrup", "0169"),
        ("Høje-Taastrup Kommune", "0169"),
        ("Københavns Kommune", "0101"),
        ("Nordfyns Kommune", "0480"),
        ("Lyngby-Tårbæk", "0173"),
    ],
)
def test_old_spellings_and_genitives(tmp_path: Path, name: str, code: str) -> None:
    path = write(tmp_path, "b.csv", f"Kommune;Åbne sager\n{name};10\n")
    assert read(path)["staffing"]["municipality_code"].tolist() == [code]


@pytest.mark.parametrize("written", ["31.03.18", "31.03.2018", "2018-03-31", "31-03-2018"])
def test_dates_as_danes_write_them(tmp_path: Path, written: str) -> None:
    text = f"Borger;Sagsbehandler;Dato start\nA;X;{written}\n"
    start = read(write(tmp_path, "registreringer.csv", text))["registrations"]["start"]
    assert start.tolist() == [pd.Timestamp("2018-03-31")]


def test_a_birthday_with_two_digits_for_the_year_is_in_the_past(tmp_path: Path) -> None:
    text = (
        "Borger;Kommune;Dato start;Fødselsdato\nA;Ærø;01.11.19;29.02.68\nB;Ærø;01.11.19;31.12.29\n"
    )
    citizens = read(write(tmp_path, "borgere.csv", text))["citizens"]
    assert citizens["birth_date"].dt.year.tolist() == [1968, 2029]
    assert citizens["start"].dt.year.tolist() == [2019, 2019]


def test_a_date_cell_of_excel(tmp_path: Path) -> None:
    rows = [["Borger", "Sagsbehandler", "Dato start"], ["A", "X", datetime(2018, 3, 31)]]
    path = workbook(tmp_path / "r.xlsx", Registreringer=rows)
    assert read(path)["registrations"]["start"].dt.date.tolist() == [date(2018, 3, 31)]


def test_thousands_and_currency(tmp_path: Path) -> None:
    text = "Linje;Type;Beløb;Timer\nLøn;løn til sagsbehandlere;1.234.567 kr.;1.924,5\n"
    budget = read(write(tmp_path, "budget.csv", text))["budget"]
    assert budget["amount_dkk"].tolist() == [1_234_567] and budget["hours"].tolist() == [1924.5]


def test_a_percentage_is_the_same_as_a_number_a_text_or_an_excel_per_cent(tmp_path: Path) -> None:
    path = workbook(tmp_path / "p.xlsx", Ansøgning=[["Program", "Passive nu (pct.)"], ["HIR", 35]])
    assert read(path)["proposal"]["passive_share_now"].tolist() == [0.35]
    book = Workbook()
    book.worksheets[0].title = "Ansøgning"
    book.worksheets[0].append(["Program", "Passive nu (pct.)"])
    book.worksheets[0].append(["HIR", 0.35])
    book.worksheets[0]["B2"].number_format = "0%"
    book.save(path)
    assert read(path)["proposal"]["passive_share_now"].tolist() == [0.35]


def test_the_faq_s_own_rows_read(tmp_path: Path) -> None:
    text = (
        "Borger;Sagsbehandler;Dato start;Dato slut\n"
        "Hans Hansen;Niels Nielsen;01.01.18;31.03.18\nHans Hansen;Jens Jensen;01.04.18;\n"
    )
    tables = read(write(tmp_path, "x.csv", text))
    assert [finding.level for finding in tables.findings] == ["note"]  # names are hidden
    assert tables["registrations"]["end"].tolist() == [pd.Timestamp("2018-03-31"), pd.NaT]
