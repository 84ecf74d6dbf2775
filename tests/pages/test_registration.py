"""The registration page says what the rules say, and never a citizen."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from fsmlib.analyses.passive import passive_measure
from fsmlib.analyses.question import EXAMPLES
from fsmlib.analyses.register_findings import caseworker_findings
from fsmlib.analyses.registration import Registration
from fsmlib.pages.registration import pictures, tables
from fsmlib.pages.registration.case import Case, answer, banner, contacts, open_case
from fsmlib.pages.views import Picture, Table, Text
from fsmlib.programme.findings import FsmError, InputError
from fsmlib.programme.parameters import load
from fsmlib.rules.passive import measuring_month
from fsmlib.site.privacy import leaks
from fsmlib.site.run import render
from fsmlib.tables.pseudonyms import folder
from fsmlib.tables.reading import read
from tools.registrations import example_register

HEAD = "Borger;Sagsbehandler;E-mail;Timer pr. uge;Dato start;Dato slut;Årsag\n"


@pytest.fixture(scope="module")
def case() -> Case:
    return example()


def example(**changes: str) -> Case:
    names = ("data", "changes", "first", "last", "counted_on", "passive_month", "passive_target")
    return open_case(on="2018-03-01", **(dict.fromkeys(names, "") | changes))


def told_in(path: Path) -> str:
    """Everything a page or a workbook says."""
    if path.suffix == ".html":
        return path.read_text("utf-8")
    rows = (row for sheet in load_workbook(path) for row in sheet.iter_rows(values_only=True))
    return " ".join(str(cell) for row in rows for cell in row)


def register(folder: Path, *rows: str) -> str:
    path = folder / "registreringer.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return str(path)


def test_the_example_is_what_its_seed_gives() -> None:
    stored, drawn = read(EXAMPLES["registration"]), example_register()
    assert not [f for f in stored.findings if f.level == "error"]
    for name, frame in drawn.items():
        kept = stored[name][list(frame.columns)].reset_index(drop=True)
        pd.testing.assert_frame_equal(kept, frame, check_dtype=False)


def test_every_kind_of_fault_is_on_the_page_worst_first(case: Case) -> None:
    rows = tables.faults(case).rows()
    assert len(rows) == 15 and all(row[2] for row in rows)
    levels = [row[3] for row in rows]
    assert levels == sorted(levels)  # Fejl before Se efter
    assert {row[4] for row in rows} == {"HIR-R2", "HIR-R3", "HIR-R5", "HIR-R6"}
    assert not any("række 1" in row[2] or "2018" in row[2] for row in rows)
    assert "under 3" in {row[1] for row in rows} and not {"1", "2"} & {row[1] for row in rows}


def test_no_citizen_is_on_the_page(case: Case) -> None:
    views = [
        tables.faults(case),
        tables.kept(case),
        tables.by_month(case),
        tables.passive(case),
        tables.statuses(case),
        pictures.heat_map(case),
        pictures.passive_by_month(case),
        answer(case),
        banner(case),
        contacts(case),
    ]
    text = " ".join(str(view._repr_mimebundle_()) for view in views)
    citizens = case.page.tables["registrations"]["citizen"].unique()
    assert len(citizens) > 100 and not any(citizen in text for citizen in citizens)
    assert "Syntetiske tal." in banner(case).html


def test_no_caseworker_is_on_the_page_by_name_unless_asked_for(tmp_path: Path) -> None:
    quiet, named = (
        render("04_registration", tmp_path / each, {"names": each}) for each in ("nej", "ja")
    )
    names = {"Anne A.", "Bo B.", "Dan D."}
    told = [told_in(path) for pages in (quiet, named) for path in pages]
    found = [{name for name in names if name in text} for text in told]
    assert found == [set(), set(), names, names]
    assert "Sagsbehandler 2 (" in told[0] and "names=ja" in told[0]


def test_no_small_count_of_citizens_is_on_the_page(case: Case) -> None:
    for view, column in (
        (tables.kept(case), 6),
        (tables.by_month(case), 1),
        (tables.by_month(case), 5),
        (tables.statuses(case), 2),
    ):
        assert isinstance(view, Table)
        told = [row[column] for row in view.rows()]
        assert None in told or column == 1
        assert not {1, 2} & set(told)


def test_page_and_command_count_alike(case: Case) -> None:
    monthly = case.question.month_ends
    totals = monthly.groupby("month")["cases"].sum().tolist()
    rows = tables.by_month(case).rows()
    assert [row[1] for row in rows] == totals and len(rows) == 13
    assert [row[3] for row in rows] == monthly.groupby("month")["over_cap"].sum().tolist()


def test_the_sentence_says_faults_cap_and_passive(case: Case) -> None:
    told = answer(case).plain
    assert "15 slags fejl" in told and "over målet på 15" in told
    kept = case.question.months_kept
    assert f"{100 * kept.mean():.1f}".replace(".", ",") in told


def test_small_passive_counts_hide_the_share_too(tmp_path: Path) -> None:
    register(tmp_path, *(f"B{n};X;;37;01.03.18;;" for n in range(9)))
    rows = "".join(f"B{n};01.01.17\n" for n in range(9))
    (tmp_path / "forløb.csv").write_text("Borger;Dato start\n" + rows, encoding="utf-8")
    rows = "".join(f"B{n};mentorstøtte;01.01.18\n" for n in range(8))
    (tmp_path / "indsatser.csv").write_text("Borger;Indsats;Dato start\n" + rows, encoding="utf-8")
    found = example(data=str(tmp_path), passive_target="10")
    assert "andelen af passive er skjult" in answer(found).plain
    view = tables.passive(found)
    assert isinstance(view, Table)
    _, share, _, _, passive, active = view.rows()[0]
    assert [share, passive, active] == [None, None, None]


def test_a_register_alone_leaves_out_what_needs_courses(tmp_path: Path) -> None:
    found = example(data=register(tmp_path, "A;X;;37;01.03.18;;"), counted_on="2019-03-31")
    assert answer(found).plain.startswith("Der er ikke fundet fejl i registeret")
    assert "100,0" in answer(found).plain and "passive" not in answer(found).plain
    for view in (tables.passive(found), tables.statuses(found), pictures.passive_by_month(found)):
        assert isinstance(view, Text) and "Udfyld" in view.plain
    assert "arkene Forløb og Indsatser" in pictures.passive_by_month(found).plain
    assert "arket Forløb for" in tables.statuses(found).plain


def test_only_the_sheet_that_is_missing_is_asked_for(tmp_path: Path) -> None:
    data = register(tmp_path, "A;X;;37;01.03.18;;")
    text = "Borger;Dato start;Status ved start\nA;01.03.18;ressourceforløb\n"
    (tmp_path / "forløb.csv").write_text(text, encoding="utf-8")
    found = example(data=str(Path(data).parent), counted_on="2019-03-31")
    view = tables.passive(found)
    assert isinstance(view, Text) and "arket Indsatser for" in view.plain
    assert isinstance(tables.statuses(found), Table)


def test_a_row_that_cannot_be_read_makes_no_gap_between_the_others(tmp_path: Path) -> None:
    gap = ["B;X;;37;01.03.18;30.06.18;skiftet sagsbehandler", "B;X;;37;01.08.18;;"]
    rows = ["A;X;;37;01.03.18;30.06.18;skiftet sagsbehandler", "A;Z;;37;01.09.18;;"]
    for unread, said in (("A;Y;;37;31.02.18;31.08.18;", [6]), (";Y;;37;01.07.18;31.08.18;", [])):
        tables = read(register(tmp_path, rows[0], unread, rows[1], *gap))
        found = caseworker_findings(tables, load("hir", ""), date(2019, 3, 31))
        assert [finding.row for finding in found if finding.rule == "HIR-R3"] == said


def test_a_picture_shows_the_fullest_and_says_who_is_left_out(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = replace(case, names=True)
    whole = pictures.heat_map(case)
    assert "Vist er" not in whole.title and "Med 0 timer er enhver sag over loftet" in whole.title
    monkeypatch.setattr(pictures, "MOST_SHOWN", 2)
    few = pictures.heat_map(case)
    assert "Vist er de 2 af 9 sagsbehandlere" in few.title
    assert "Anne A." in few.alt and "Bo B." in few.alt and "Dan D." not in few.alt


def test_the_day_the_register_was_drawn_ends_the_counting(tmp_path: Path) -> None:
    data = register(tmp_path, "A;X;;37;01.03.18;;", "B;X;;37;01.06.18;30.06.18;fraflyttet")
    found = example(data=data, counted_on="2018-05-15", first="2018-03", last="2018-06")
    assert found.question.caseload["day"].max() == pd.Timestamp("2018-05-15")
    assert [f.rule for f in found.question.findings] == ["HIR-R5"]  # the end lies ahead


def test_the_heat_map_says_who_was_over_in_words(case: Case) -> None:
    alt = pictures.heat_map(replace(case, names=True)).alt
    assert "Anne A.: 45 sager som mest, over loftet i 9 måneder" in alt
    assert alt.replace("Anne A.", "Sagsbehandler 2").split(";")[0] in pictures.heat_map(case).alt
    assert isinstance(pictures.passive_by_month(case), Picture)


def test_what_cannot_be_asked_is_said(tmp_path: Path) -> None:
    for wrong in (
        {"first": "foråret"},
        {"first": "2019-01", "last": "2018-12"},
        {"counted_on": "i går"},
        {"passive_month": "marts"},
        {"passive_target": "få"},
        {"passive_target": "nan"},
        {"passive_target": "-5"},
        {"passive_target": "120"},
        {"passive_month": "nat"},
        {"first": "1500-01", "last": "1500-02"},
        {"last": "9999-01"},
        {"counted_on": "2017-01-01"},
    ):
        with pytest.raises(FsmError):
            example(**wrong)
    with pytest.raises(InputError, match="over 37 om ugen"):
        example(data=register(tmp_path, "A;X;;38;01.03.18;;"))


def test_a_month_that_lies_ahead_of_the_register_is_not_on_the_curve() -> None:
    alt = pictures.passive_by_month(example(counted_on="2018-06-15")).alt  # type: ignore[union-attr]
    assert "juni 2018" in alt and "juli 2018" not in alt


def test_one_or_two_who_could_be_measured_are_not_told(tmp_path: Path) -> None:
    register(tmp_path, "A;X;;37;01.03.18;;", "B;X;;37;01.03.18;;")
    (tmp_path / "forløb.csv").write_text("Borger;Dato start\nA;01.01.17\nB;01.01.17\n", "utf-8")
    offers = "Borger;Indsats;Dato start\nC;mentor;01.01.18\n"
    (tmp_path / "indsatser.csv").write_text(offers, "utf-8")
    view = tables.passive(example(data=str(tmp_path), counted_on="2019-03-31"))
    assert isinstance(view, Table) and view.rows()[0][1:5] == [None] * 4


def test_cpr_numbers_and_names_in_a_register_reach_no_output(tmp_path: Path) -> None:
    citizens = ["010180-1234", "0202801234", "Bodil Bysted", "Hans 030380-1234"]
    rows = [f"{c};X;x@kommune.dk;37;01.03.18;;" for c in citizens]
    register(tmp_path, *rows, "0404801234;X;x@kommune.dk;37;01.03.18;;fraflyttet")
    lines = "".join(f"{c};01.01.17\n" for c in citizens)
    (tmp_path / "forløb.csv").write_text("Borger;Dato start\n" + lines, encoding="utf-8")
    (tmp_path / "indsatser.csv").write_text(
        "Borger;Indsats;Dato start\n0101801234;LAB-tilbud;01.03.19\n", encoding="utf-8"
    )
    done = render("04_registration", tmp_path / "out", {"data": str(tmp_path)})
    for file in done:
        assert leaks(file.read_bytes(), file.suffix) == []
    values = example().page.values
    found = passive_measure(read(tmp_path), measuring_month(values), None, values)
    assert (found.measured, found.passive) == (4, 3)  # both spellings are one citizen
    assert folder().exists()


def test_a_file_name_that_leaks_stops_the_page(tmp_path: Path) -> None:
    data = register(tmp_path, "A;X;;37;01.03.18;;")
    leaky = Path(data).rename(tmp_path / "registreringer 010180-1234.csv")
    with pytest.raises(FsmError, match="CPR-nummer"):
        render("04_registration", tmp_path / "out", {"data": str(leaky)})
    assert not list((tmp_path / "out").glob("*"))


def test_the_workbook_behind_the_page_has_its_sections(tmp_path: Path) -> None:
    done = render("04_registration", tmp_path, {})
    names = load_workbook(done[-1]).sheetnames
    assert names[:3] == ["Registrering", "Sagsmængde", "Passive og status"]


def test_nothing_is_counted_after_the_day_the_register_was_drawn(tmp_path: Path) -> None:
    path = tmp_path / "registreringer.csv"
    path.write_text(
        "Borger;Sagsbehandler;Timer pr. uge;Dato start;Opgjort den\nA;X;37;01.03.18;15.05.18\n",
        encoding="utf-8",
    )
    found = Registration.read(path, first="2018-03", last="2018-12")
    assert [str(month) for month in found.month_ends["month"]] == ["2018-03", "2018-04", "2018-05"]
    assert found.caseload["day"].max() == pd.Timestamp("2018-05-15")
    with pytest.raises(FsmError, match=r"trukket den 15\. maj 2018"):
        Registration.read(path, first="2018-06", last="2018-07")


def test_a_month_that_is_not_over_in_the_register_is_provisional() -> None:
    told = answer(example(counted_on="2019-03-30")).html
    assert "foreløbig: registeret er trukket den 30.03.2019" in told
    assert "foreløbig" not in answer(example(counted_on="2019-03-31")).html
    assert "siger endnu intet" not in told
    early = answer(example(counted_on="2019-02-28")).html
    assert "siger endnu intet: registeret er trukket den 28.02.2019" in early
