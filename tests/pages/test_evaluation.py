"""Proposals held against the answers: what is said, what is never a fault, and the division."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from fsmlib.analyses.folder import judge, read_folder
from fsmlib.app.evaluation.memo import page_bytes, pool_memo
from fsmlib.pages.evaluation.case import Case, answer, open_case
from fsmlib.pages.evaluation.division import division
from fsmlib.pages.evaluation.tables import criteria, overview, verdicts
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import load
from tests.evaluations import case, change, copies


@pytest.fixture(scope="module")
def hir() -> Case:
    return case()


@pytest.fixture(scope="module")
def fsm2() -> Case:
    return case(programme="fsm2")


def rules_of(case: Case, outcome: str) -> set[str]:
    return {verdict.rule for each in case.pool.assessments for verdict in each.of(outcome)}


def test_every_kind_of_fault_is_found_in_the_invented_proposals(hir: Case, fsm2: Case) -> None:
    assert len(hir.pool.assessments) == len(fsm2.pool.assessments) == 58
    assert rules_of(hir, "broken") == {"HIR-2", "HIR-5", "HIR-15", "HIR-17", "HIR-18", "HIR-21"}
    assert rules_of(hir, "person") >= {"HIR-4", "HIR-7", "HIR-13", "HIR-16", "HIR-24", "HIR-L1"}
    assert rules_of(hir, "not_told") == {"HIR-7", "HIR-16", "HIR-18", "HIR-21"}
    assert rules_of(fsm2, "broken") == {"FSM2-1.3", "FSM2-2.2", "FSM2-5.1", "FSM2-8.3"}
    assert rules_of(fsm2, "person") == {"FSM2-2.2", "FSM2-5.1", "FSM2-7.1"}
    assert rules_of(fsm2, "not_told") == {"FSM2-2.2", "FSM2-5.1"}


def test_the_chance_of_each_plan_is_simulated_and_counts_in_points_and_payout(fsm2: Case) -> None:
    for each in fsm2.pool.assessments:
        assert 0 <= each.chances[20] <= each.chances[15] <= 1
    committed = sum(fsm2.pool.granted_dkk(code) for code in fsm2.pool.division.grants)
    assert fsm2.pool.expected_dkk is not None
    assert committed / 2 <= fsm2.pool.expected_dkk <= committed
    assert "Chance for 15\xa0%" in overview(fsm2).html()


def test_a_turned_weight_does_not_simulate_anew_and_a_turned_chance_does(tmp_path: Path) -> None:
    folder = read_folder(copies(tmp_path, "fsm2", "Ballerup"))
    values = load("fsm2", "2019-11-01")
    (before,) = judge(folder, values).assessments
    judge(folder, values.with_changes(weight_result=80))
    assert len(folder.outlooks["ballerup.xlsx"]) == 1
    (after,) = judge(folder, values.with_changes(job_entry_per_month=0.03)).assessments
    assert len(folder.outlooks["ballerup.xlsx"]) == 2 and after.chances[20] > before.chances[20]


def test_every_broken_rule_and_every_look_says_why(hir: Case, fsm2: Case) -> None:
    for each in (*hir.pool.assessments, *fsm2.pool.assessments):
        assert all(verdict.why for verdict in (*each.of("broken"), *each.of("person")))


@pytest.mark.parametrize(
    ("header", "value", "rule"),
    [
        ("Andre projekter", "ja", "HIR-6"),
        ("Eget dokument", "ja", "HIR-20"),
        ("Passive nu (pct.)", 0, "HIR-4"),
    ],
)
def test_what_is_never_a_fault_in_hir_is_kept_and_costs_no_points(
    tmp_path: Path, header: str, value: object, rule: str
) -> None:
    path = copies(tmp_path, "hir", "Ballerup") / "ballerup.xlsx"
    other = {"ja": "nej", 0: 40}[value]
    change(path, "Ansøgning", "Mål for passive (pct.)", 0)
    change(path, "Ansøgning", header, other)
    before = case(tmp_path).pool
    change(path, "Ansøgning", header, value)
    after = case(tmp_path).pool
    (verdict,) = (v for v in after.assessments[0].verdicts if v.rule == rule)
    assert verdict.outcome == "kept"
    assert after.points["0151"] >= before.points["0151"]


@pytest.mark.parametrize(
    ("header", "value", "rule"),
    [("Bilag", 90, "FSM2-8.1"), ("Sider i strategiafsnittet", 900, "FSM2-8.2")],
)
def test_length_and_annexes_are_never_a_fault_in_fsm2(
    tmp_path: Path, header: str, value: int, rule: str
) -> None:
    path = copies(tmp_path, "fsm2", "Greve") / "greve.xlsx"
    before = case(tmp_path, "fsm2").pool.points
    change(path, "Ansøgning", header, value)
    after = case(tmp_path, "fsm2").pool
    (verdict,) = (v for v in after.assessments[0].verdicts if v.rule == rule)
    assert verdict.outcome == "kept" and verdict.told == value
    assert after.points == before


def test_what_hir_is_not_told_is_never_better_than_told(tmp_path: Path, hir: Case) -> None:
    path = copies(tmp_path, "hir", "Ballerup") / "ballerup.xlsx"
    book = load_workbook(path)
    del book["Ansøgning"], book["Budget"]
    book.save(path)
    for header in ("Ansøgte årsværk", "Ansøgt beløb"):
        change(path, "Bemanding", header, None)
    silent = case(tmp_path)
    (each,) = silent.pool.assessments
    told = {verdict.rule for verdict in each.of("not_told")}
    assert told >= {"HIR-2", "HIR-4", "HIR-7", "HIR-13", "HIR-16", "HIR-17", "HIR-18", "HIR-21"}
    assert each.outcome == "not_told" and not silent.pool.candidates
    assert each.criteria["weight_price"] is each.criteria["weight_passive"] is None
    assert silent.pool.points["0151"] < hir.pool.points["0151"]
    assert "ikke oplyst; det giver 0 point" in criteria(silent, each).note


def test_the_points_of_the_criteria_add_up_whatever_the_weights(tmp_path: Path) -> None:
    asked = case(copies(tmp_path, "hir", "Greve", "Slagelse"), changes="weight_rules=0")
    added = asked.question.criteria.groupby("municipality_code")["points"].sum()
    assert added.to_dict() == pytest.approx(asked.pool.points)
    assert 0 < added.max() <= 100


def test_money_from_others_takes_nothing_off_the_workshop_and_the_audit(tmp_path: Path) -> None:
    path = copies(tmp_path, "hir", "Ballerup") / "ballerup.xlsx"
    change(path, "Bemanding", "Ansøgte årsværk", 10)  # far beyond the need
    change(path, "Budget", "Årsværk", 10)
    change(path, "Budget", "Tilskud fra andre", 1_068_930)  # the whole of the salaries
    (each,) = case(tmp_path).pool.assessments
    assert each.needed_units < 10 and each.recomputed_dkk == 12_000 + 20_000


def test_asking_for_too_much_scales_the_grant_and_breaks_nothing(hir: Case) -> None:
    too_much = [a for a in hir.pool.assessments if "HIR-7" in {v.rule for v in a.of("person")}]
    assert too_much
    for each in too_much:
        assert each.applied_dkk is not None and each.recomputed_dkk < each.applied_dkk
        assert "HIR-7" not in {verdict.rule for verdict in each.of("broken")}


def test_nobody_gets_more_than_asked_for_and_the_pool_is_kept(hir: Case, fsm2: Case) -> None:
    for each in (hir, fsm2):
        assert all(a.recomputed_dkk <= (a.applied_dkk or 0) for a in each.pool.assessments)
        granted = [each.pool.granted_dkk(code) for code in each.pool.division.grants]
        assert sum(granted) == each.pool.division.dkk <= each.pool.pool_dkk
        assert each.pool.ranked is not None
        assert each.pool.division.value >= each.pool.ranked.value


def test_a_budget_changed_since_the_grant_is_for_a_person(tmp_path: Path) -> None:
    now, before = tmp_path / "nu", tmp_path / "tilsagn"
    for folder in (now, before):
        folder.mkdir()
        copies(folder, "fsm2", "Greve")
    change(now / "greve.xlsx", "Budget", "Timeløn", 300)
    change(now / "greve.xlsx", "Budget", "Beløb", None)
    changed = open_case(str(now), "fsm2", "", "", 0, "", "", str(before))
    (verdict,) = (v for v in changed.pool.assessments[0].verdicts if v.rule == "FSM2-8.5")
    assert verdict.outcome == "person" and "Jobformidlere" in verdict.why


@pytest.mark.slow
def test_weights_move_the_points_and_only_those_of_the_rules_do_not_add_up_to_more() -> None:
    only = case(changes="weight_rules=100; weight_need=0; weight_price=0; weight_passive=0")
    kept = [a for a in only.pool.assessments if a.outcome == "kept"]
    assert all(only.pool.points[a.code] == 100 for a in kept)
    none = case(changes="weight_rules=0; weight_need=0; weight_price=0; weight_passive=0")
    assert set(none.pool.points.values()) == {0}


@pytest.mark.slow
def test_constraints_that_cannot_be_kept_stand_on_the_page_and_name_the_one() -> None:
    told = case(changes="fewest_projects=57")
    page = page_bytes(pool_memo(told)).decode()
    assert "»Mindste antal tilsagn« er sat til 57" in page


@pytest.mark.slow
def test_a_broken_proposal_is_funded_only_when_the_evaluator_takes_it_in(hir: Case) -> None:
    broken = next(a for a in hir.pool.assessments if a.outcome == "broken")
    assert broken.code not in {one.code for one in hir.pool.candidates}
    taken_in = open_case("", "hir", "", "", 0, "", broken.name)
    assert broken.code in {one.code for one in taken_in.pool.candidates}


@pytest.mark.slow
def test_a_withdrawal_frees_money_and_moves_nobody(hir: Case) -> None:
    code, *_ = hir.pool.division.grants
    after = open_case("", "hir", "", "", 0, hir.pool.by_code[code].name, "").pool
    stays = {c: level for c, level in hir.pool.division.grants.items() if c != code}
    assert code not in after.division.grants
    assert stays.items() <= after.division.grants.items()


@pytest.mark.parametrize(
    ("folder", "programme", "withdrawn", "said"),
    [
        ("findes-ikke", "hir", "", "findes ikke"),
        ("", "hri", "", "Mente du »hir«"),
        ("", "hir", "Aarhhus", "Mente du »Aarhus«"),
    ],
)
def test_a_wrong_question_is_answered_in_danish(
    folder: str, programme: str, withdrawn: str, said: str
) -> None:
    with pytest.raises(FsmError, match=said):
        open_case(folder, programme, "", "", 0, withdrawn, "")


def test_the_tables_say_what_was_compared(hir: Case) -> None:
    late = next(a for a in hir.pool.assessments if "HIR-21" in {v.rule for v in a.of("broken")})
    assert "Indsendt (HIR-21)" in overview(hir).html() and "HIR-21" in hir.page.cited
    html = verdicts(hir, late).html()
    assert "12. december 2017 kl. 08.05" in html and "11. december 2017 kl. 23.59" in html
    assert overview(hir).frame["word"].isin(["Holdt", "Brudt", "Se efter", "Ikke oplyst"]).all()


def test_a_pool_with_nobody_to_divide_among_says_so(tmp_path: Path) -> None:
    path = copies(tmp_path, "hir", "Greve") / "greve.xlsx"
    change(path, "Ansøgning", "Alle borgere med", "nej")
    empty = case(tmp_path)
    assert "ingen ansøgninger at fordele puljen på" in answer(empty).plain
    assert division(empty).frame.empty and "ingen ansøgninger" in division(empty).note
    assert not empty.question.grants
