"""The visitation page says what the simulation says, and which of its numbers are guesses."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook

from fsmlib.analyses.question import EXAMPLES
from fsmlib.analyses.visitation import PLAN
from fsmlib.analyses.visitation_frames import LAYERS
from fsmlib.models import visitation as questions
from fsmlib.pages.views import Table, Text
from fsmlib.pages.visitation import basis, pictures, tables
from fsmlib.pages.visitation.case import Case, answer, banner, key_figures, warnings
from fsmlib.pages.visitation.sliders import slider_names, sliders
from fsmlib.pages.visitation.what_if import turned
from fsmlib.programme.findings import FsmError, InputError
from fsmlib.site.visitation_workbook import write_numbers
from tests.pages.plans import example, plan_with


@pytest.fixture(scope="module")
def case() -> Case:
    return example()


def test_the_sentence_and_the_tables_say_the_same(case: Case) -> None:
    run = case.question.simulation.run
    rows = {row[0]: row[1] for row in tables.chances(case).rows()}
    assert rows["15 % i mindst én måned"] == questions.chance_in_some_month(run, 15).value
    assert rows["20 % som niveau over alle måneder"] == questions.chance_of_level(run, 20).value
    told = answer(case)
    assert "af tilskuddet på 4.900.000" in told.plain
    assert "Den bedste måned er ikke niveauet" in told.html
    assert "Syntetiske tal." in banner(case).html and "Alle chancer er skøn" in banner(case).html


def test_450_citizens_in_waves_of_100_run_as_the_answer_describes(case: Case) -> None:
    plan = case.question.simulation.plan
    assert plan.target_group == 450 and plan.wave is not None
    assert list(plan.wave[:4]) == [100, 0, 0, 100] and plan.places[0] == 265
    rows = tables.by_month(case).rows()
    assert len(rows) == 24 and rows[0][4] == 100
    assert rows[0][7] > 350  # those not yet visited are in the effort group


def test_every_state_is_in_the_flow_once() -> None:
    shown = [state for parts in LAYERS.values() for state in parts]
    assert len(shown) == len(set(shown)) == 12  # all but those who are out


def test_chances_add_up(case: Case) -> None:
    rows = tables.chances_by_month(case).rows()
    first = sum(row[2] for row in rows)
    assert first == pytest.approx(
        questions.chance_in_some_month(case.question.simulation.run, 15).value
    )
    amounts = set(np.unique(case.question.paid_dkk))
    assert amounts <= {2_450_000, 4_410_000, 4_900_000}


def test_pictures_tell_their_numbers_in_words(case: Case) -> None:
    assert "265 pladser" in pictures.caseload(case).alt
    assert "slet ikke" in pictures.first_month(case).alt
    for picture in (pictures.flow, pictures.visited, pictures.fan, pictures.payouts):
        assert picture(case).png().startswith(b"\x89PNG") and len(picture(case).alt) > 40
    assert "Planen" in pictures.two_plans(case).alt  # type: ignore[union-attr]


def test_the_tornado_is_widest_first_and_says_it_is_an_average(case: Case) -> None:
    widths = [abs(swing.high - swing.low) for swing in case.question.swings]
    assert widths == sorted(widths, reverse=True)
    assert case.question.swings[0].value.name == "job_entry_per_month"
    assert "gennemsnit" in pictures.tornado(case).title
    assert "gennemsnit" in basis.sensitivity(case).note


@pytest.mark.slow
def test_what_it_would_take_is_said_plainly_when_it_cannot_be(case: Case) -> None:
    hard = tables.what_it_takes(wanting(case, 0.99))
    assert any("kan ikke nås med højst 21 årsværk" in row[1] for row in hard.rows())
    assert "uden held" not in hard.note and "regnet igennem 2.000 gange" in hard.note
    easy = tables.what_it_takes(wanting(case, 0.01)).rows()
    assert [row[1] for row in easy[:2]] == ["nås allerede med planen"] * 2


def wanting(case: Case, chance: float) -> Case:
    return replace(case, question=replace(case.question, wanted=chance))


@pytest.mark.slow
def test_what_it_takes_is_never_what_the_plan_has(tmp_path: Path) -> None:
    """One plan, one answer: the chance told of it in the headline is the only one."""
    plan = plan_with(tmp_path, {"job_brokers": [{"fte": 1}, {"fte": 0.5}]})
    case = example(plan=plan, wanted_percent=90)
    now = questions.chance_in_some_month(case.question.run, 15).value
    assert now < 0.9
    found = case.question.needs
    changed = found[found["way"] != "plan"]
    assert not (changed["amount"] <= changed["now"]).where(changed["way"] == "entries", False).any()
    for _, text, chance in tables.what_it_takes(case).rows():
        assert not re.search(r"med ([\d,]+) .*mod \1 i planen", text), text
        assert "kan ikke" in text or chance >= 0.9


@pytest.mark.slow
def test_the_job_brokers_of_the_plan_may_do_when_they_visit_at_once(tmp_path: Path) -> None:
    waves = [{"month": f"2021-{month:02}", "citizens_visited": 50} for month in range(2, 11)]
    late = example(plan=plan_with(tmp_path, {"waves": waves}), wanted_percent=50)
    rows = tables.what_it_takes(late).rows()
    assert any(
        "de 7 årsværk i planen, når der visiteres, så snart der er plads" in r[1] for r in rows
    )
    assert any("kan nås med 1 måned tidligere start" in row[1] for row in rows)


def test_two_plans_meet_the_same_luck(case: Case) -> None:
    assert case.question.other is not None
    view = tables.two_plans(case)
    assert isinstance(view, Table) and len(view.rows()) == 4
    assert [cell.endswith("\xa0procentpoint") for cell in view.rows()[0][1:]] == [False] * 2 + [
        True
    ] * 3
    same = replace(case, question=replace(case.question, other=case.question.simulation))
    rows = tables.two_plans(same).rows()  # type: ignore[union-attr]
    assert all(row[3] in ("0,00\xa0procentpoint", "0") for row in rows)
    alone = example(plan=str(PLAN))
    assert isinstance(tables.two_plans(alone), Text)


def test_own_chances_come_before_guesses_and_the_page_says_which(case: Case) -> None:
    own = example(data=str(EXAMPLES["thresholds"]), plan=str(PLAN))
    assert own.question.fit is not None and "chancer er kommunens egne" in banner(own).html
    view = basis.chances(own)
    assert isinstance(view, Table)
    used = {row[0]: row[1] for row in view.rows()}
    assert "egen" in used.values() and "skøn" in used.values()
    assert not {1, 2} & {row[5] for row in view.rows()}
    guessed = {row[0] for row in basis.origins(own).rows()}
    assert guessed.isdisjoint(what for what, how in used.items() if how == "egen")
    told = own.question.simulation.chances["job_entry_per_month"]
    assert told == own.question.fit.counted["job_entry_per_month"].mean != 0.015
    asked = example(
        data=str(EXAMPLES["thresholds"]), plan=str(PLAN), changes="job_entry_per_month=0,02"
    )
    assert asked.question.simulation.chances["job_entry_per_month"] == 0.02
    assert own.question.tried is not None and len(own.question.tried.months) == 12
    assert isinstance(basis.chances(case), Text)


def test_a_grant_that_is_not_told_is_never_invented(tmp_path: Path) -> None:
    plan = plan_with(tmp_path, {"plan": [{"grant_dkk": None}]})
    told = example(plan=plan)
    assert "pct" not in answer(told).plain and "af tilskuddet" in answer(told).plain
    assert "ikke oplyst" in tables.payouts(told).note


def test_a_plan_that_leaves_citizens_behind_is_told(tmp_path: Path) -> None:
    plan = plan_with(tmp_path, {"waves": [{"citizens_visited": 10}] * 9})
    warned = " ".join(warnings(example(plan=plan).question))
    assert "Chancen for, at alle bliver visiteret i projektet, er 0,0\xa0%" in warned


def test_a_chance_that_no_path_had_is_not_told_as_none() -> None:
    hopeless = "job_entry_per_month=0; touched_at_start_share=0; education_entry_per_month=0"
    told = answer(example(changes=hopeless))
    assert "under\xa00,1\xa0% chance for at nå 20 %" in told.plain


def test_the_reading_on_visited_citizens_is_told_to_belong_elsewhere() -> None:
    with pytest.raises(FsmError, match="03_thresholds"):
        example(changes="denominator=visited")


def test_waves_beyond_the_places_are_told(tmp_path: Path) -> None:
    few = plan_with(tmp_path, {"job_brokers": [{"fte": 1}, {"fte": 0.5}]})
    assert "I den travleste måned" in " ".join(warnings(example(plan=few).question))


def test_steady_flow_later_job_brokers_and_extension(tmp_path: Path) -> None:
    sheets: dict[str, list[dict[str, Any]]] = {
        "plan": [{"project_end": "30.06.2022", "capacity_per_month": 20}],
        "waves": [],
        "job_brokers": [{"start": "15.01.2020"}],
    }
    plan = example(plan=plan_with(tmp_path, sheets)).question.simulation.plan
    assert plan.months == 32 and plan.wave is None and plan.capacity == 20
    assert list(plan.places[:4]) == [105, 105, 105, 265]  # a part month is not a whole one


@pytest.mark.parametrize(
    ("sheets", "said"),
    [
        ({"plan": [{"step_1_share": 50}]}, "giver ikke 100 pct."),
        ({"plan": [{"already_visited": 451}]}, "flere visiterede end borgere"),
        ({"plan": [{"project_end": "01.10.2019"}]}, "slutter, før det begynder"),
        ({"waves": [{"month": "2019-10"}]}, "uden for projektets måneder"),
        ({"job_brokers": []}, "ingen jobformidlere"),
    ],
)
def test_a_plan_that_cannot_be_is_told_with_its_place(
    tmp_path: Path, sheets: dict[str, list[dict[str, Any]]], said: str
) -> None:
    with pytest.raises(InputError, match=said) as told:
        example(plan=plan_with(tmp_path, sheets))
    assert all("plan.xlsx" in finding.place for finding in told.value.findings)


def test_settings_out_of_range_are_told() -> None:
    for wrong in ({"replications": 10}, {"seed": -1}, {"wanted_percent": 100}):
        with pytest.raises(FsmError):
            example(**wrong)
    with pytest.raises(FsmError, match="mangler en plan"):
        example(data=str(EXAMPLES["thresholds"]))


def test_the_workbook_has_the_numbers_of_the_page(case: Case, tmp_path: Path) -> None:
    write_numbers(case, tmp_path / "tal.xlsx")
    book = load_workbook(tmp_path / "tal.xlsx")
    assert {"Forventet resultat", "Visitation og bemanding", "To planer"} <= set(book.sheetnames)
    cells = [cell for row in book["Forventet resultat"].iter_rows(values_only=True) for cell in row]
    assert questions.chance_in_some_month(case.question.simulation.run, 15).value in cells
    assert any("Syntetiske tal" in str(cell) for cell in cells)


def test_a_moved_slider_answers_from_few_paths_and_the_button_from_all(case: Case) -> None:
    box = sliders(case)
    *controls, fte, button, told, text, image = box.children
    assert len(controls) == len(slider_names(case)) and "overslag" in told.value
    before, picture = text.value, bytes(image.value)
    controls[slider_names(case).index("step_3_lift")].value = 4
    assert text.value != before and bytes(image.value) != picture
    fte.value = 3.5
    controls[slider_names(case).index("step_3_lift")].value = 2.5
    fte.value = 7
    button.click()
    assert told.value == "<p>Alle gennemregninger.</p>" and text.value == answer(case).html


@pytest.mark.parametrize("end", ["30.11.2019", "31.12.2019", "31.10.2024"])
def test_a_project_of_one_two_or_sixty_months_has_a_page(tmp_path: Path, end: str) -> None:
    short = example(plan=plan_with(tmp_path, {"plan": [{"project_end": end}], "waves": []}))
    short = wanting(short, 0.01)
    for view in (answer, tables.by_month, tables.chances_by_month, tables.what_it_takes):
        assert view(short)._repr_mimebundle_()["text/plain"]
    for picture in (pictures.fan, pictures.flow, pictures.visited, pictures.first_month):
        assert len(picture(short).alt) > 40  # type: ignore[union-attr]


@pytest.mark.slow
def test_each_setting_of_the_sliders_is_what_the_page_says_under_that_change() -> None:
    case = example(plan=str(PLAN), compare="", changes="to_group_2_share=0,3")
    view = turned(case)
    (brokers, entry), figures = view.axes, key_figures(case.question)
    width = len(entry.settings)
    assert view.kept == ("to_group_2_share=0,3",)
    assert view.answers[brokers.at * width + entry.at] == [figure[1:] for figure in figures]
    for row, column in ((0, 0), (brokers.at, width - 1), (len(brokers.settings) - 1, entry.at)):
        moved = {brokers: row, entry: column}
        changes = [f"{a.name}={a.settings[at][0]}" for a, at in moved.items() if at != a.at]
        again = example(plan=str(PLAN), compare="", changes="; ".join([*view.kept, *changes]))
        told = [figure[1:] for figure in key_figures(again.question)]
        assert view.answers[row * width + column] == told


def test_as_many_job_brokers_as_are_asked_for(case: Case) -> None:
    twice = case.question.with_changes(job_broker_factor=2).simulation.plan
    assert list(twice.fte) == [2 * fte for fte in case.question.simulation.plan.fte]
