"""What every page says of itself: whose it is, what it departs from, what it was made from."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fsmlib.analyses.staffing import Staffing
from fsmlib.models.inflow import risk_by_month
from fsmlib.pages.page import Page, example_page, page_for
from fsmlib.pages.staffing import basis, pictures, tables
from fsmlib.pages.staffing.case import Case, answer, banner, page_of
from fsmlib.programme.findings import Finding, FsmError
from fsmlib.programme.parameters import load
from tests.conftest import Fill


def page(changes: str = "") -> Page:
    return page_for("01_staffing", Staffing.read(changes=changes, on="2018-03-01"), {"seed": 1})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ("", None),
        ("cap_high_cases=36", "Afviger fra reglen."),
        ("accepted_risk=0,1", "Ændrede værdier."),
    ],
)
def test_a_page_says_in_plain_sight_what_was_changed(changes: str, said: str | None) -> None:
    html = page(changes).banner("Middelfart Kommune", []).html
    assert ("Afviger" in html or "Ændrede" in html) == (said is not None)
    assert said is None or said in html


def test_a_page_says_in_plain_sight_what_to_look_at_in_the_files() -> None:
    told = Finding("warning", "Rækken ligner en sum af andre rækker.", "Slet den.", row=4)
    asked = page()
    files = replace(asked.tables, findings=(told.at("sager.csv"),))
    said = replace(asked, tables=files).banner("Middelfart Kommune", []).html
    assert "Se efter i filerne.</strong> sager.csv, række 4: Rækken ligner en sum" in said
    assert "Se efter" not in asked.banner("Middelfart Kommune", []).html


def test_the_provenance_repeats_every_change_with_its_kind() -> None:
    rows = page("cap=32; accepted_risk=0,005").provenance().rows
    assert "cap=32" in rows["Ændrede værdier"] and "fortolkning" in rows["Ændrede værdier"]
    command = rows["Lav siden igen med"]
    repeated = re.search(r'-p "changes=([^"]*)"', command)
    assert repeated and page(repeated[1]).values.changes == {"cap": 32, "accepted_risk": 0.005}
    assert page().provenance().rows["Ændrede værdier"] == "ingen"


def test_each_warning_stands_in_a_box_of_its_own() -> None:
    html = page().headline("Svar.", [], ["HIR-1"], ["Se her.", "", "Og her."]).html
    assert html.count('class="warning"') == 2


def test_a_setting_with_a_space_is_quoted_in_the_command() -> None:
    there = example_page("05_evaluation", load("hir", "2018-03-01"), {"withdrawn": "0410, Aarhus"})
    assert there.provenance().rows["Lav siden igen med"].endswith('-p "withdrawn=0410, Aarhus"')


def test_a_source_that_is_not_in_the_register_cannot_be_cited() -> None:
    with pytest.raises(FsmError):
        page().cite(["HIR-99"])


def test_every_reading_is_on_the_page_with_what_it_means() -> None:
    rows = page("part_time_cap=fraction").readings(["cap", "part_time_cap"]).rows()
    assert len(rows) == 2
    assert any("uden afrunding" in row[1] and row[2] == "ændret" for row in rows)


@pytest.fixture
def case() -> Iterator[Case]:
    yield page_of(Staffing.read(on="2018-03-01"))


def test_the_sentence_the_table_and_the_plan_say_the_same(case: Case) -> None:
    chosen = case.question.plan.chosen
    assert "1,5 årsværk" in answer(case).plain and chosen.fte == 1.5
    row = tables.options(case).frame.set_index("label").loc["Plads til tilgangen"]
    assert (row["fte"], row["risk"]) == (1.5, chosen.risk)
    risk = tables.by_month(case).frame["risk"]
    assert len(risk) == 13 and risk.max() <= chosen.risk


def test_the_page_of_the_example_shows_the_numbers_of_the_plan(case: Case) -> None:
    plan, chosen = case.question.plan, case.question.plan.chosen
    by_month = tables.by_month(case).frame
    assert by_month["risk"].tolist() == list(risk_by_month(plan.cases, chosen.room))
    assert {*by_month["room"]} == {chosen.room} == {163}
    grant = {row[0]: row[1] for row in tables.grant(case).rows()}
    assert grant["Puljens skala for så mange årsværk"] == 500_000 * chosen.fte
    assert grant["Ansøgt beløb"] == 768_760 and grant["Tilbage til kommunen"] == 0
    assert "512.507" in tables.grant(case).note
    band = {row[0]: row for row in tables.band(case).rows()}
    assert band[35][2:] == [pytest.approx(21 / 35), 111, 1, 1.0, 14]
    assert band[30][2:] == [pytest.approx(37 / 30), 95, 2, 1.5, 31]
    steps = pictures.waterfall(case).alt
    for told in ("4 ansatte a 35 sager 140", "Deltid −22,7", "Mødeleder −4,7", "Plads i dag 111"):
        assert told in steps
    swings = basis.sensitivity(case).rows()
    assert swings[0][0].startswith("Usikkerhed om tilgangens niveau")


def test_a_municipality_with_staff_enough_is_told_so(fill: Fill) -> None:
    path = fill(
        staffing=[{"municipality_code": "Ærø", "open_cases": 20, "current_fte": 2}],
    )
    told = staffed(path)
    assert "har sagsbehandlere nok" in answer(told).plain
    assert banner(told).lines[0] == "Ærø Kommune"
    assert tables.budget(told).rows() == []
    assert basis.facts(told).rows()[0][1] == 20


def test_the_steps_to_the_room_tell_expected_cases_and_other_cases_over_the_cap(
    tmp_path: Path,
) -> None:
    """Source: HIR-3, HIR-24; 35 + 18 places, 25 other cases at the second: 7 over the cap."""
    cases = "Kommune;Åbne sager;Ventede ekstra sager;Begrundelse\nÆrø;40;8;8 af 40\n"
    (tmp_path / "bemanding.csv").write_text(cases, "utf-8")
    staff = "Sagsbehandler;Timer pr. uge;Øvrige sager\nA;37;0\nB;20;25\n"
    (tmp_path / "sagsbehandlere.csv").write_text(staff, "utf-8")
    case = page_of(Staffing.read(tmp_path))
    steps = pictures.waterfall(case).alt
    assert "Hele sager pr. person −0,9; Øvrige sager over loftet 7; Plads i dag 60" in steps
    assert "til 73 sager ved hvert loft, heraf 8 ventede" in pictures.need(case).title
    told = case.question.explain().sentences
    assert any("Med de 7 øvrige sager, nogen har over deres loft, er det 60" in t for t in told)


def test_what_is_told_as_none_is_told_and_expected_cases_are_in_the_need(fill: Fill) -> None:
    staffing = {"municipality_code": "Ærø", "open_cases": 20, "current_fte": 2}
    none = fill(staffing=[staffing | {"expected_extra_cases": 0}])
    rows = {row[0]: row[3] for row in basis.facts(staffed(none)).rows()}
    assert rows["Ventede ekstra sager"] == "oplyst"
    assert rows["Øvrige sager hos sagsbehandlerne"] == "ikke oplyst, regnet som 0"
    some = fill(staffing=[staffing | {"expected_extra_cases": 5, "argument": "flere"}])
    assert "til 25 sager" in pictures.need(staffed(some)).title


def test_counted_inflow_tells_its_spread_in_the_unit_of_the_table(fill: Fill) -> None:
    months = [{"month": f"2017-{month:02}", "inflow": 11 * (month % 2)} for month in range(1, 13)]
    row = {"municipality_code": "Ærø", "open_cases": 20, "current_fte": 2}
    rows = {r[0]: r for r in basis.facts(staffed(fill(staffing=[row], inflow=months))).rows()}
    (spread,) = (r for name, r in rows.items() if name.startswith("Usikkerhed om tilgangens"))
    assert spread[2] == "pct." and spread[3].endswith("\xa0%") and " til " in spread[3]


def test_a_need_that_no_assumption_moves_is_not_a_span(fill: Fill) -> None:
    path = fill(staffing=[{"municipality_code": "Ærø", "open_cases": 20, "current_fte": 2}])
    assert "med dem er behovet fortsat 0 årsværk" in tables.options(staffed(path)).html()


def test_the_answer_names_the_rules_that_the_proposal_breaks(fill: Fill) -> None:
    row = {"municipality_code": "Ærø", "open_cases": 20, "current_fte": 2}
    told = {"programme": "HIR", "strategy_pages": 4, "all_citizens_included": "nej"}
    shown = answer(staffed(fill(staffing=[row], proposal=[told]))).html
    assert "Ansøgningen bryder 2 regler: HIR-5 og HIR-18." in shown


def staffed(path: Path) -> Case:
    return page_of(Staffing.read(path, on="2018-03-01"))
