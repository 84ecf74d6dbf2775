"""Every fault is found, all at once, with place and mend; nothing is repaired in silence."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from fsmlib.programme.findings import FsmError, InputError
from fsmlib.tables.columns import DTYPES
from fsmlib.tables.reading import read, require
from fsmlib.tables.schemas import SCHEMAS
from tests.tables.helpers import CASEWORKERS, errors, only, workbook, write

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


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "packed"])
def test_a_workbook_broken_inside_is_said(tmp_path: Path, part: str) -> None:
    whole = workbook(tmp_path / "whole.xlsx", Bemanding=[["Kommune", "Åbne sager"], ["Ærø", 10]])
    broken = tmp_path / "broken.xlsx"
    with ZipFile(whole) as parts, ZipFile(broken, "w", ZIP_DEFLATED) as copy:
        for name in parts.namelist():
            text = parts.read(name)
            copy.writestr(name, text[: len(text) // 2] if name == part else text)
    if part == "packed":
        with ZipFile(broken) as parts:
            at = parts.getinfo("xl/workbook.xml").header_offset + 60
        raw = broken.read_bytes()
        broken.write_bytes(raw[:at] + b"\xff" * 40 + raw[at + 40 :])
    with pytest.raises(FsmError, match="kan ikke åbnes"):
        read(broken)


def test_a_missing_table_is_a_finding(tmp_path: Path) -> None:
    write(tmp_path, "sagsbehandlere.csv", CASEWORKERS + "A;37\n")
    with pytest.raises(InputError, match="Tabellen Bemanding mangler"):
        require(tmp_path, "staffing")


def test_a_file_without_any_of_our_tables_is_an_error(tmp_path: Path) -> None:
    for text in ("", "Farve;Form\nblå;rund\n"):
        assert only(errors(write(tmp_path, "x.csv", text))).file == "x.csv"


def test_every_table_has_an_empty_form_with_its_types() -> None:
    for schema in SCHEMAS.values():
        kinds = {column.name: DTYPES[column.kind] for column in schema.columns}
        assert schema.empty().dtypes.astype(str).to_dict() == kinds


def test_a_decimal_comma_taken_for_a_separator_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, "b.csv", "Kommune,Åbne sager,Årsværk nu\nÆrø,132,2,8\n")
    assert "celle uden overskrift" in only(errors(path)).problem


def test_a_row_with_the_template_s_example_left_in_it_is_worth_a_look(tmp_path: Path) -> None:
    rows = [["Kommune", "Åbne sager", "Timeløn", "Ansøgte årsværk"], ["Ærø", 140, 235, 2]]
    tables = read(workbook(tmp_path / "x.xlsx", Bemanding=rows))
    assert [f.level for f in tables.findings] == ["warning"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("0,35", "ligner en andel"),
        ("101", "»101« er ikke muligt: må højst være 100%"),
        ("<3", "det er ikke nul"),
    ],
)
def test_a_percentage_is_not_a_share(tmp_path: Path, cell: str, said: str) -> None:
    path = write(tmp_path, "ansøgning.csv", f"Program;Passive nu (pct.)\nHIR;{cell}\n")
    assert said in only(errors(path)).problem


@pytest.mark.parametrize("cell", ["1_000", "1e3", "0x10", "37%"])
def test_what_only_a_program_reads_as_a_number_is_not_one(tmp_path: Path, cell: str) -> None:
    path = write(tmp_path, "b.csv", f"Kommune;Åbne sager\nÆrø;{cell}\n")
    assert "ikke et tal" in only(errors(path)).problem


@pytest.mark.parametrize(
    "end", ["31.12.9999", "9999-12-31", "31-12-2999", "2099-12-31", "9999-12-31 23:59:59"]
)
def test_an_end_far_away_is_an_open_end_and_counted(tmp_path: Path, end: str) -> None:
    text = f"Borger;Sagsbehandler;Dato start;Dato slut\nA;X;01.01.18;{end}\nB;X;01.01.18;\n"
    tables = read(write(tmp_path, "registreringer.csv", text))
    assert tables["registrations"]["end"].isna().all()
    told = only(list(tables.findings))
    assert told.level == "note" and "(1 række)" in told.problem


def test_a_start_far_away_is_an_error(tmp_path: Path) -> None:
    text = "Borger;Sagsbehandler;Dato start\nA;X;31.12.9999\n"
    assert "for langt væk" in only(errors(write(tmp_path, "registreringer.csv", text))).problem


def test_one_caseworker_cannot_have_two_rows_on_a_day(tmp_path: Path) -> None:
    head = "Sagsbehandler;Timer pr. uge;Dato start;Dato slut\n"
    text = head + "A;37;01.01.17;\nA;30;01.06.17;\nB;37;;31.12.17\nB;30;01.01.18;\n"
    assert only(errors(write(tmp_path, "sagsbehandlere.csv", text))).row == 3


@pytest.mark.parametrize("cell", ["9" * 400, "-" + "9" * 400, "1" * 20])
def test_a_number_without_sense_is_a_finding(tmp_path: Path, cell: str) -> None:
    text = f"Borger;Måned;Timer\nA;2019-11;{cell}\n"
    assert "er for stort" in only(errors(write(tmp_path, "løntimer.csv", text))).problem


def test_an_unknown_marker_names_the_nearest(tmp_path: Path) -> None:
    text = "Borger;Markering;Dato start\nA;Barsle;01.01.20\n"
    assert "»Barsel«" in only(errors(write(tmp_path, "markeringer.csv", text))).mend


def test_a_marker_of_group_1_is_told_that_there_is_none(tmp_path: Path) -> None:
    text = "Borger;Markering;Dato start\nA;FSM 2: Indsats (Gr. 1);01.01.20\n"
    mend = only(errors(write(tmp_path, "markeringer.csv", text))).mend
    assert "fx »FSM 2: Rehab (Gr. 2)«; gruppe 1 har ingen." in mend


@pytest.mark.filterwarnings("error")
def test_a_row_without_a_name_is_told_and_overlaps_nothing(tmp_path: Path) -> None:
    text = "Sagsbehandler;Timer pr. uge\nA;37\n;37\nB;37\nB;37\n"
    (tmp_path / "sagsbehandlere.csv").write_text(text, "utf-8")
    assert {finding.row for finding in errors(tmp_path)} >= {3, 5}
