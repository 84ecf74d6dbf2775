"""Files as they come: every format reads alike, every fault is found, nothing is repaired."""

from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from fsmlib.programme.findings import Finding, FsmError, InputError
from fsmlib.tables.reading import Tables, read, require
from fsmlib.tables.schemas import SCHEMAS

ROW = {"Kommune": "Middelfart", "Åbne sager": 132, "Tilgang pr. måned": 5.5}
CASEWORKERS = "Sagsbehandler;Timer pr. uge\n"


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def errors(path: Path) -> list[Finding]:
    return [finding for finding in read(path).findings if finding.level == "error"]


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, findings
    return findings[0]


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
        Vejledning=[["hjælp"]],
        bemanding=[["Kommune", "Åbne sager"], ["Ærø", 10]],
        Sagsbehandlere=[["Sagsbehandler", "Timer pr. uge"], ["A", 37]],
    )
    tables = read(path)
    assert set(tables) == {"staffing", "caseworkers"} and not tables.findings
    assert tables["budget"].empty and tables["budget"].columns[0] == "line"


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
    assert not tables.findings
    assert tables["registrations"]["end"].tolist() == [pd.Timestamp("2018-03-31"), pd.NaT]


HOSTILE = {
    "wrong header": (
        "Kommune;Åbne sagerr\nÆrø;10\n",
        "b.csv, række 1, Åbne sager",
        "»Åbne sagerr« kendes ikke. Mente du »Åbne sager«?",
    ),
    "missing header": ("Kommune;Timeløn\nÆrø;240\n", "b.csv, række 1, Åbne sager", "mangler"),
    "half a case": ("Kommune;Åbne sager\nÆrø;35,5\n", "b.csv, række 2, Åbne sager", "helt tal"),
    "impossible date": (
        "Kommune;Åbne sager;Opgjort den\nÆrø;35;31.02.2018\n",
        "b.csv, række 2, Opgjort den",
        "»31.02.2018« er ikke en dag i kalenderen",
    ),
    "not a date": (
        "Kommune;Åbne sager;Opgjort den\nÆrø;35;i går\n",
        "b.csv, række 2, Opgjort den",
        "ikke en dato",
    ),
    "two rows": (
        "Kommune;Åbne sager\nÆrø;10\nÆrø;10\n",
        "b.csv, række 3",
        "Der må kun være én række",
    ),
    "negative": ("Kommune;Åbne sager\nÆrø;-3\n", "b.csv, række 2, Åbne sager", "mindst 0"),
    "formula": (
        "Kommune;Åbne sager\nÆrø;=1+2\n",
        "b.csv, række 2, Åbne sager",
        "indeholder en formel",
    ),
    "empty": ("Kommune;Åbne sager\nÆrø;\n", "b.csv, række 2, Åbne sager", "Cellen er tom"),
    "suppressed": (
        "Kommune;Åbne sager\nÆrø;*\n",
        "b.csv, række 2, Åbne sager",
        "skjult (under 3)",
    ),
    "text for a number": (
        "Kommune;Åbne sager\nÆrø;mange\n",
        "b.csv, række 2, Åbne sager",
        "»mange« er ikke et tal",
    ),
    "unknown municipality": (
        "Kommune;Åbne sager\nMidelfart;10\n",
        "b.csv, række 2, Kommune",
        "Mente du »Middelfart«?",
    ),
    "infinity": ("Kommune;Åbne sager\nÆrø;inf\n", "b.csv, række 2, Åbne sager", "ikke et tal"),
    "column twice": ("Kommune;Åbne sager;Sager\nÆrø;10;10\n", "b.csv, række 1", "to gange"),
}


@pytest.mark.parametrize("fault", HOSTILE)
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_each_fault_gives_one_danish_finding(tmp_path: Path, fault: str, encoding: str) -> None:
    text, place, said = HOSTILE[fault]
    finding = only(errors(write(tmp_path, "b.csv", text, encoding)))
    assert finding.place == place
    assert said in f"{finding.problem} {finding.mend}" and finding.mend


def test_all_faults_are_found_at_once(tmp_path: Path) -> None:
    text = "Kommune;Åbne sager;Opgjort den;Timeløn\nMidelfart;35,5;31.02.2018;-1\n"
    write(tmp_path, "bemanding.csv", text)
    text = CASEWORKERS + "A;-3\nB;37\nB;37\nC;mange\n"
    write(tmp_path, "sagsbehandlere.csv", text)
    with pytest.raises(InputError) as caught:
        require(tmp_path, "staffing")
    assert len(caught.value.findings) == 7
    assert "bemanding.csv, række 2, Åbne sager: »35,5« er ikke et helt tal." in str(caught.value)


def test_a_formula_in_excel_is_a_finding(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "f.xlsx", Bemanding=[["Kommune", "Åbne sager"], ["Ærø", "=SUM(1,2)"]]
    )
    finding = only(errors(path))
    assert (
        "formel" in finding.problem and finding.place == "f.xlsx [Bemanding], række 2, Åbne sager"
    )


def test_rows_that_do_not_fit_together(tmp_path: Path) -> None:
    text = "Borger;Sagsbehandler;Dato start;Dato slut\nA;X;02.01.18;01.01.18\nA;X;02.01.18;\n"
    found = errors(write(tmp_path, "registreringer.csv", text))
    assert [(f.row, f.column) for f in found] == [(3, "Borger"), (2, "Dato slut")]
    text = "Sagsbehandler;Timer pr. uge;Nedsat tid\nA;10;11\nB;10;10\n"
    assert only(errors(write(tmp_path, "s.csv", text))).row == 2


def test_an_unknown_choice_names_the_nearest(tmp_path: Path) -> None:
    text = "Sagsbehandler;Timer pr. uge;Årsag til nedsat tid\nA;37;superbrugr\nB;37;Mødeleder\n"
    finding = only(errors(write(tmp_path, "sagsbehandlere.csv", text)))
    assert "Mente du »superbruger«?" in finding.mend and finding.row == 2


def test_an_ambiguous_number_is_not_guessed(tmp_path: Path) -> None:
    text = 'Linje,Type,Beløb\nLøn,revision,"1,924"\n'
    assert "to måder" in only(errors(write(tmp_path, "budget.csv", text))).problem


def test_extra_columns_and_strange_sheets_are_told_not_hidden(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx",
        Bemanding=[["Kommune", "Åbne sager", "Farve"], ["Ærø", 10, "blå"]],
        Noter=[["hej"], ["med"]],
    )
    tables = read(path)
    assert [(f.level, f.file) for f in tables.findings] == [
        ("note", "x.xlsx [Bemanding]"),
        ("warning", "x.xlsx [Noter]"),
    ]
    assert len(tables["staffing"]) == 1


def test_the_example_row_of_a_template_is_told_and_not_read(tmp_path: Path) -> None:
    path = write(tmp_path, "b.csv", "Kommune;Åbne sager\nEKSEMPEL;140\nÆrø;10\n")
    tables = read(path)
    assert tables["staffing"]["open_cases"].tolist() == [10]
    assert [f.level for f in tables.findings] == ["note"]


def test_the_same_table_twice_is_an_error(tmp_path: Path) -> None:
    for name in ("bemanding.csv", "staffing.csv"):
        write(tmp_path, name, "Kommune;Åbne sager\nÆrø;10\n")
    assert "to gange" in only(errors(tmp_path)).problem


def test_no_message_carries_a_citizen_or_a_cpr_number(tmp_path: Path) -> None:
    text = "Borger;Sagsbehandler;Dato start\n=Hans 010180-1234;X;010180-1234\n"
    found = errors(write(tmp_path, "registreringer.csv", text))
    told = " ".join(f"{f.problem} {f.mend}" for f in found)
    assert len(found) == 2 and "Hans" not in told and "1234" not in told


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(FsmError, match="findes ikke"):
        read(tmp_path / "nope.csv")
    with pytest.raises(FsmError, match="ingen CSV"):
        read(tmp_path)
    with pytest.raises(FsmError, match="kan ikke læses"):
        read(write(tmp_path, "a.pdf", "x"))
    with pytest.raises(FsmError, match="kan ikke åbnes"):
        read(write(tmp_path, "a.xlsx", "not a workbook"))


def test_a_missing_table_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, "sagsbehandlere.csv", CASEWORKERS + "A;37\n")
    with pytest.raises(InputError, match="Tabellen Bemanding mangler"):
        require(tmp_path, "staffing")


def test_a_file_without_any_of_our_tables_is_an_error(tmp_path: Path) -> None:
    for text in ("", "Farve;Form\nblå;rund\n"):
        assert only(errors(write(tmp_path, "x.csv", text))).file == "x.csv"


def test_every_table_has_an_empty_form_with_its_types() -> None:
    for schema in SCHEMAS.values():
        assert schema.pandera.validate(schema.empty()).empty
