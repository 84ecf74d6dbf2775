"""Every row of a table is a record that is read, or is told: sums, notes, headings, strays."""

from pathlib import Path

import pytest

from fsmlib.tables.account import Account
from fsmlib.tables.reading import Tables, read
from tests.tables.helpers import CASEWORKERS, errors, only, workbook, write

CITIZENS = "Borger;Kommune;Dato start\nB1;Ærø;01.11.2019\nB2;Ærø;01.11.2019\n"


def levels(tables: Tables, said: str) -> list[tuple[str, int | None]]:
    return [(f.level, f.row) for f in tables.findings if said in f.problem]


def account(tables: Tables) -> Account:
    (found,) = tables.accounts
    return found


SUMS = [
    "I alt", "ialt:", "Total", "TOTALT", "Hovedtotal", "Subtotal", "Sum", "Samlet sum", "I alt (2)",
    "Total: ", "I alt for teamet", "Grand total", "Resultat", "B Total", "B i alt", "b - resultat",
]  # fmt: skip
MEANS = ["Gennemsnit", "Gns.", "Middel", "gennemsnitlig", "B gennemsnit"]


@pytest.mark.parametrize(
    ("label", "hours"), [*((label, "67") for label in SUMS), *((label, "33,5") for label in MEANS)]
)
def test_a_sum_or_a_mean_is_told_and_not_read(tmp_path: Path, label: str, hours: str) -> None:
    rows = f"A;37\nB;30\n{label};{hours}\n"
    tables = read(write(tmp_path, "sagsbehandlere.csv", CASEWORKERS + rows))
    assert [(f.level, f.row) for f in tables.findings] == [("note", 4)]
    assert tables["caseworkers"]["weekly_hours"].tolist() == [37, 30]
    assert account(tables) == Account("sagsbehandlere.csv", 3, 2, {"sumrækker": 1})


@pytest.mark.parametrize(
    ("label", "hours"), [("I alt", "77"), ("Hovedtotal", "33,5"), ("Gns.", "67"), ("Median", "x")]
)
def test_a_sum_that_the_rows_do_not_come_to_is_an_error_and_not_read(
    tmp_path: Path, label: str, hours: str
) -> None:
    rows = f"A;37\nB;30\n{label};{hours}\n"
    tables = read(write(tmp_path, "sagsbehandlere.csv", CASEWORKERS + rows))
    assert levels(tables, "ikke passer med de andre") == [("error", 4)]
    assert len(tables["caseworkers"]) == 2


def test_subtotals_and_a_total_are_each_held_against_their_own_rows(tmp_path: Path) -> None:
    rows = "A;10\nB;20\nSubtotal;30\nC;5\nD;7\nSubtotal;12\nHovedtotal;42\n"
    tables = read(write(tmp_path, "sagsbehandlere.csv", CASEWORKERS + rows))
    assert levels(tables, "ikke talt med") == [("note", row) for row in (4, 7, 8)]


def test_the_total_of_each_month_is_held_against_its_own_month(tmp_path: Path) -> None:
    months = "Ærø;2019-11;10;1\nFanø;2019-11;20;2\nI alt;2019-11;30;3\n"
    months += months.replace("2019-11", "2019-12").replace("10;1", "11;1")
    head = "Kommune;Måned;Indsatsgruppe;Berørt\n"
    tables = read(write(tmp_path, "månedstal.csv", head + months))
    assert levels(tables, "ikke talt med") == [("note", 4)]
    assert levels(tables, "ikke passer med de andre") == [("error", 7)]


def test_a_row_of_amounts_alone_is_a_sum_only_where_it_adds_up(tmp_path: Path) -> None:
    head = "Kommune;Måned;Indsatsgruppe;Berørt\n"
    rows = "Ærø;2019-11;10;1\nFanø;2019-11;20;2\n"
    tables = read(write(tmp_path, "månedstal.csv", f"{head}{rows};;30;3\n"))
    assert levels(tables, "ikke talt med") == [("note", 4)] and len(tables["monthly"]) == 2
    assert errors(write(tmp_path, "månedstal.csv", f"{head}{rows};;30;4\n"))
    assert errors(write(tmp_path, "sagsbehandlere.csv", CASEWORKERS + "A;10\nB;20\n;30\n"))


@pytest.mark.parametrize(
    "name", ["Summer Sumsen", "Totte", "Ib Altmann", "Anne Middelboe", "Resultatsen", "S. Totalis"]
)
def test_a_name_that_begins_like_a_sum_is_a_name(tmp_path: Path, name: str) -> None:
    tables = read(write(tmp_path, "sagsbehandlere.csv", CASEWORKERS + f"A;37\n{name};30\n"))
    assert len(tables["caseworkers"]) == 2 and not tables.findings


def test_a_label_that_only_may_be_a_sum_is_read_and_told(tmp_path: Path) -> None:
    text = "Linje;Type;Beløb\nRevision;revision;100\nLøn i alt;løn til sagsbehandlere;200\n"
    tables = read(write(tmp_path, "budget.csv", text))
    assert levels(tables, "ligner en sum") == [("warning", 3)]
    assert tables["budget"]["amount_dkk"].sum() == 300


def test_two_amounts_that_are_the_sum_of_the_others_are_no_accident(tmp_path: Path) -> None:
    head = "Kommune;Måned;Indsatsgruppe;Berørt\n"
    rows = "Ærø;2019-11;10;1\nFanø;2019-11;20;2\nLæsø;2019-11;30;4\n"
    found = errors(write(tmp_path, "månedstal.csv", head + rows + "Samsø;2019-11;60;7\n"))
    assert only(found).row == 5
    assert not errors(write(tmp_path, "månedstal.csv", head + rows + "Samsø;2019-11;60;8\n"))


@pytest.mark.parametrize(
    ("hours", "told"), [(["10", "20", "30"], []), (["5", "10", "15", "30"], [5])]
)
def test_one_amount_may_be_a_sum_by_accident(
    tmp_path: Path, hours: list[str], told: list[int]
) -> None:
    rows = "".join(f"S{n};{each}\n" for n, each in enumerate(hours))
    tables = read(write(tmp_path, "sagsbehandlere.csv", CASEWORKERS + rows))
    assert levels(tables, "ligner en sum") == [("warning", row) for row in told]
    assert len(tables["caseworkers"]) == len(hours)


BUDGET_LINES = "Linje;Type;Timer;Beløb\nAnne;løn til sagsbehandlere;10;100\n"


@pytest.mark.parametrize("name", ["Lønninger", "", "Del A"])
def test_a_part_that_is_the_sum_of_the_lines_above_it_is_told_without_a_word_for_it(
    tmp_path: Path, name: str
) -> None:
    lines = f"Bo;løn til sagsbehandlere;20;200\n{name};løn til sagsbehandlere;30;300\n"
    rest = "Revision;revision;;50\nWorkshop;erfaringsworkshop;;60\nØvrigt;revision;;110\n"
    found = read(write(tmp_path, "budget.csv", BUDGET_LINES + lines + rest))
    assert levels(found, "ligner en sum") == [("warning", 4), ("warning", 7)]


def test_lines_that_are_no_sum_of_those_above_them_raise_no_alarm(tmp_path: Path) -> None:
    lines = "Bo;løn til sagsbehandlere;20;200\nIda;løn til sagsbehandlere;20;300\n"
    found = read(write(tmp_path, "budget.csv", BUDGET_LINES + lines + "Revision;revision;;50\n"))
    assert not found.findings


def test_a_group_that_is_the_sum_of_those_above_it_is_told(tmp_path: Path) -> None:
    head = "Gruppe;Åbne sager\n"
    found = read(write(tmp_path, "grupper.csv", head + "A;12\nB;30\nUnge;42\nC;7\n"))
    assert levels(found, "ligner en sum") == [("warning", 4)]


@pytest.mark.parametrize(
    "note", ["Kilde: KMD", "* skønnet", "Udskrevet 01.03.2020", "1) uden syge"]
)
def test_a_footnote_is_told_and_not_read(tmp_path: Path, note: str) -> None:
    tables = read(write(tmp_path, "borgere.csv", CITIZENS + f"\n{note}\n"))
    assert levels(tables, "fodnote") == [("note", 5)]
    assert account(tables) == Account("borgere.csv", 3, 2, {"fodnoter": 1})
    assert note not in str(tables.findings)


def test_titles_above_and_headings_again_are_told_and_not_read(tmp_path: Path) -> None:
    title = "Udtræk fra fagsystemet, 1. marts 2020, kl. 12,00\n\n"
    text = title + CITIZENS + CITIZENS.replace("B1", "B3").replace("B2", "B4")
    tables = read(write(tmp_path, "borgere.csv", text))
    assert tables["citizens"].index.tolist() == [4, 5, 7, 8]
    assert levels(tables, "over overskrifterne") == [("note", 1)]
    assert levels(tables, "overskrifterne igen") == [("note", 6)]
    why = {"over overskrifterne": 1, "overskrifter igen": 1}
    assert account(tables) == Account("borgere.csv", 6, 4, why)


def test_a_title_in_a_workbook_is_found(tmp_path: Path) -> None:
    rows = [["Bemanding pr. 1. marts"], [], [None, "Kommune", "Åbne sager"], [None, "Ærø", 132]]
    tables = read(workbook(tmp_path / "b.xlsx", Bemanding=rows))
    assert tables["staffing"]["open_cases"].tolist() == [132]
    assert levels(tables, "over overskrifterne") == [("note", 1)]


def test_what_is_not_read_at_all_is_in_the_account(tmp_path: Path) -> None:
    write(tmp_path, "farver.csv", "Farve;Form\nblå;rund\nrød;rund\n")
    write(tmp_path, "borgere.csv", CITIZENS)
    write(tmp_path, "borgere2.csv", CITIZENS)
    told = {each.place: (each.found, each.read) for each in read(tmp_path).accounts}
    assert told == {"borgere.csv": (2, 2), "borgere2.csv": (2, 0), "farver.csv": (2, 0)}


def test_an_account_that_does_not_add_up_cannot_be_made() -> None:
    with pytest.raises(AssertionError):
        Account("x.csv", 3, 1, {"sumrækker": 1})


def strangers(folder: Path, *hours: str) -> list[tuple[str, int | None]]:
    write(folder, "borgere.csv", CITIZENS)
    rows = "".join(f"{citizen};2019-11;1\n" for citizen in hours)
    write(folder, "løntimer.csv", "Borger;Måned;Timer\n" + rows)
    return levels(read(folder), "er ikke i tabellen Borgere")


def test_hours_that_meet_no_citizen_are_told(tmp_path: Path) -> None:
    assert strangers(tmp_path, "B1", "B2") == []
    assert strangers(tmp_path, "B1", "B2", "B3") == [("warning", 4)]
    assert strangers(tmp_path, "B1", "b2", "b1") == [("error", 3)]


@pytest.mark.parametrize("written", ["b1", "B01", "B-1", "B 1"])
def test_ids_that_are_nearly_the_same_are_told(tmp_path: Path, written: str) -> None:
    assert strangers(tmp_path, "B1", written, "B2") == [("warning", 3)]
    told = next(f for f in read(tmp_path).findings if "er ikke i tabellen" in f.problem)
    assert "samme id på nær" in told.mend and written not in str(told)
    write(tmp_path, "borgere.csv", CITIZENS + f"{written};Ærø;01.11.2019\n")
    assert levels(read(tmp_path), "har samme id på nær") == [("warning", 2)]


@pytest.mark.parametrize(
    "written", ["B1 ", "\u00a0B1", "B\u200b1", "\ufeffB1", "B1\u00ad", "'B1", '="B1"']
)
def test_ids_that_look_the_same_are_the_same(tmp_path: Path, written: str) -> None:
    assert strangers(tmp_path, written) == []


@pytest.mark.parametrize("cell", [101, 101.0, "101", " 101 ", "101.0", "101,0"])
def test_an_id_has_one_form_whatever_its_type(tmp_path: Path, cell: object) -> None:
    rows = [["Borger", "Kommune", "Dato start"], [cell, "Ærø", "01.11.2019"]]
    tables = read(workbook(tmp_path / "b.xlsx", Borgere=rows))
    assert tables["citizens"]["citizen"].tolist() == ["101"]


@pytest.mark.parametrize("cell", ["2,02012E+11", "2.02012E+11", "1E+10", 2.02012345678901e16])
def test_an_id_that_excel_has_shortened_is_an_error(tmp_path: Path, cell: object) -> None:
    rows = [["Borger", "Kommune", "Dato start"], [cell, "Ærø", "01.11.2019"]]
    assert (
        "Excel har forkortet" in only(errors(workbook(tmp_path / "b.xlsx", Borgere=rows))).problem
    )


@pytest.mark.parametrize("content", [None, "", "Borger;Måned;Timer\n"])
def test_no_hours_beside_citizens_are_told(tmp_path: Path, content: str | None) -> None:
    write(tmp_path, "borgere.csv", CITIZENS)
    if content is not None:
        write(tmp_path, "løntimer.csv", content)
    (told,) = [f for f in read(tmp_path).findings if "ingen rækker i" in f.problem]
    assert told.level == "warning" and "Løntimer" in told.problem


def test_a_day_decades_before_the_programme_is_worth_a_look(tmp_path: Path) -> None:
    text = "Borger;Kommune;Fødselsdato;Dato start\nB1;Ærø;01.01.1955;01.11.19\nB2;Ærø;;01.11.1919\n"
    tables = read(write(tmp_path, "borgere.csv", text))
    assert levels(tables, "årtier før") == [("warning", 3)]


def test_a_table_above_another_in_one_sheet_is_an_error(tmp_path: Path) -> None:
    hours: list[list[object]] = [["Borger", "Måned", "Timer"], ["B1", "2019-11", 5]]
    citizens: list[list[object]] = [
        ["Borger", "Kommune", "Dato start", "Dato slut"],
        ["B1", "0410", "2019-11-01", None],
    ]
    path = workbook(tmp_path / "a.xlsx", Ark1=[*hours, [], *citizens])
    assert [each.row for each in errors(path)] == [1, 2]


def test_a_row_of_group_headings_above_the_headings_is_no_table(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Sagsbehandler", None, "Dato start", None],
        ["Sagsbehandler", "Timer pr. uge", "Dato start", "Dato slut"],
        ["A", 37, None, None],
    ]
    assert not errors(workbook(tmp_path / "a.xlsx", Sagsbehandlere=rows))


def test_one_text_apart_from_the_rows_may_be_more_than_a_footnote(tmp_path: Path) -> None:
    text = CASEWORKERS + "A;37\nB;30\n\nDorte Dam;\n"
    tables = read(write(tmp_path, "sagsbehandlere.csv", text))
    assert [(each.level, each.row) for each in tables.findings] == [("warning", 5)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sagsbehandlere.csv", "Timer pr. uge;Sagsbehandler\n37;A\n30;B\n67;I alt\n"),
        ("løntimer.csv", "Måned;Borger;Timer\n2019-11;A;5\n2019-11;B;4\n2019-11;Total;9\n"),
    ],
)
def test_a_sum_is_known_where_its_word_stands_in_the_column_of_names(
    tmp_path: Path, name: str, text: str
) -> None:
    tables = read(write(tmp_path, name, text))
    assert account(tables).left_out == {"sumrækker": 1}
    assert [(each.level, each.row) for each in tables.findings] == [("note", 4)]
