"""Proposals held against the answers: what is said, what is never a fault, and hostile files."""

import shutil
import time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from fsmlib.analyses.folder import judge, read_folder
from fsmlib.app.evaluation.memo import page_bytes, pool_memo, proposal_memo, workbook_bytes
from fsmlib.app.evaluation.served import Served
from fsmlib.pages.evaluation.case import Case, answer, ask
from fsmlib.pages.evaluation.division import division
from fsmlib.pages.evaluation.tables import criteria, overview, unread, verdicts
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import load
from fsmlib.shipped import shipped
from fsmlib.tables.municipalities import municipality_code


def case(folder: Path | str = "", programme: str = "hir", changes: str = "") -> Case:
    return ask(str(folder), programme, "", changes, 0, "", "")


@pytest.fixture(scope="module")
def hir() -> Case:
    return case()


@pytest.fixture(scope="module")
def fsm2() -> Case:
    return case(programme="fsm2")


def copies(folder: Path, programme: str, *names: str) -> Path:
    """Some of the stored proposals, to spoil."""
    for name in names:
        code = municipality_code(name)
        (path,) = shipped("data", "proposals", programme).glob(f"{code}_*.xlsx")
        shutil.copy(path, folder / f"{name.casefold()}.xlsx")
    return folder


def change(path: Path, sheet: str, header: str, value: object) -> None:
    book = load_workbook(path)
    headers = [cell.value for cell in book[sheet][1]]
    column = (headers.index(header) if header in headers else len(headers)) + 1
    book[sheet].cell(1, column, header)
    book[sheet].cell(2, column).value = value
    book.save(path)


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
    changed = ask(str(now), "fsm2", "", "", 0, "", "", str(before))
    (verdict,) = (v for v in changed.pool.assessments[0].verdicts if v.rule == "FSM2-8.5")
    assert verdict.outcome == "person" and "Jobformidlere" in verdict.why


def test_hostile_workbooks_are_said_and_do_not_stop_the_others(tmp_path: Path) -> None:
    copies(tmp_path, "hir", "Ballerup", "Gladsaxe", "Herlev", "Greve", "Slagelse")
    change(tmp_path / "ballerup.xlsx", "Bemanding", "Kommune", "<script>alert(1)</script>")
    change(tmp_path / "gladsaxe.xlsx", "Bemanding", "Åbne sager", "=1+1")
    book = load_workbook(tmp_path / "herlev.xlsx")
    del book["Bemanding"]
    book.save(tmp_path / "herlev.xlsx")
    shutil.copy(tmp_path / "slagelse.xlsx", tmp_path / "slagelse-igen.xlsx")
    (tmp_path / "tekst.xlsx").write_text("ikke en projektmappe")
    judged = case(tmp_path)
    assert [each.name for each in judged.pool.assessments] == ["Greve", "Slagelse"]
    html = unread(judged).html()
    assert "<script>alert" not in html and "&lt;script&gt;alert" in html
    assert "Cellen indeholder en formel." in html
    assert "Arket Bemanding mangler eller er tomt." in html
    assert "Kommunen har to ansøgninger." in html and "kan ikke åbnes" in html
    page = page_bytes(pool_memo(judged)).decode()
    assert "<script>alert" not in page


def test_ten_thousand_rows_are_read_and_told_in_five(tmp_path: Path) -> None:
    copies(tmp_path, "hir", "Ballerup", "Greve")
    book = load_workbook(tmp_path / "ballerup.xlsx")
    for n in range(10_000):
        book["Bemanding"].append([f"Ballerup {n}"])
    book.save(tmp_path / "ballerup.xlsx")
    judged = case(tmp_path)
    assert [each.name for each in judged.pool.assessments] == ["Greve"]
    assert len(unread(judged).frame) == 6 and "fejl mere" in unread(judged).html()


def test_a_remark_with_markup_is_text_in_the_memo(tmp_path: Path) -> None:
    path = copies(tmp_path, "hir", "Greve") / "greve.xlsx"
    book = load_workbook(path)
    sheet = book["Ansøgning"]
    sheet.cell(1, sheet.max_column + 1, "Bemærkninger")
    sheet.cell(2, sheet.max_column, "<img src=x onerror=alert(1)>")
    book.save(path)
    page = page_bytes(proposal_memo(case(tmp_path), "0253")).decode()
    assert "<img src=x" not in page and "&lt;img src=x" in page


def test_a_memo_has_the_decision_the_rules_and_the_numbers(tmp_path: Path, hir: Case) -> None:
    code = next(iter(hir.pool.division.grants))
    memo = proposal_memo(hir, code)
    page = page_bytes(memo).decode()
    assert "Det indstilles, at der gives" in page and "Syntetiske tal" in page
    assert "Regel for regel" in page and "HIR-11" in page and "http" not in page.split("<main")[1]
    (tmp_path / "m.xlsx").write_bytes(workbook_bytes(memo))
    time.sleep(1.1)  # a workbook is stamped in whole seconds
    assert workbook_bytes(memo) == (tmp_path / "m.xlsx").read_bytes()
    assert "Ansøgninger" in load_workbook(tmp_path / "m.xlsx").sheetnames
    with pytest.raises(FsmError, match="ingen ansøgning"):
        proposal_memo(hir, "9999")


def test_a_formula_in_a_remark_is_text_in_the_workbook(tmp_path: Path) -> None:
    path = copies(tmp_path, "hir", "Greve") / "greve.xlsx"
    change(path, "Budget", "Budgetlinje", "@SUM(1)")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "m.xlsx").write_bytes(workbook_bytes(proposal_memo(case(tmp_path), "0253")))
    for sheet in load_workbook(tmp_path / "m" / "m.xlsx"):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


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
    taken_in = ask("", "hir", "", "", 0, "", broken.name)
    assert broken.code in {one.code for one in taken_in.pool.candidates}


@pytest.mark.slow
def test_a_withdrawal_frees_money_and_moves_nobody(hir: Case) -> None:
    code, *_ = hir.pool.division.grants
    after = ask("", "hir", "", "", 0, hir.pool.by_code[code].name, "").pool
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
        ask(folder, programme, "", "", 0, withdrawn, "")


def test_a_folder_without_workbooks_says_so(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "~$laas.xlsx")
    with pytest.raises(FsmError, match="ingen projektmapper"):
        case(tmp_path)


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
    assert not empty.evaluation.grants


def test_a_memo_repeats_itself_with_its_folders_and_knows_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "ansoegninger"
    folder.mkdir()
    copies(folder, "fsm2", "Greve", "Slagelse", "Ballerup")
    first = Served(str(folder), "fsm2", str(folder)).default
    rows = first.page.provenance().rows
    assert "-p proposals=ansoegninger" in rows["Lav siden igen med"]
    assert "-p granted=ansoegninger" in rows["Lav siden igen med"]
    assert "FSM2-8.5" in set(first.evaluation.verdicts["rule"])
    change(folder / "greve.xlsx", "Ansøgning", "Bilag", 3)  # neither first nor last
    again = Served(str(folder), "fsm2").default.page.provenance().rows
    assert again["Inddata og fingeraftryk"] != rows["Inddata og fingeraftryk"].partition(", til")[0]


def test_two_municipalities_may_hold_one_grant(tmp_path: Path) -> None:
    path = copies(tmp_path, "fsm2", "Fanø") / "fanø.xlsx"
    for sheet in ("Ansøgning", "Plan"):
        change(path, sheet, "Kommune", "Esbjerg og Fanø")
    (each,) = case(tmp_path, "fsm2").pool.assessments
    assert (each.code, each.name, each.region) == ("0561+0563", "Esbjerg og Fanø", "Syddanmark")
    gone = ask(str(tmp_path), "fsm2", "", "", 0, "Fanø", "")
    assert list(gone.evaluation.proposals["municipality"]) == ["Esbjerg og Fanø"]
    assert not gone.pool.open_candidates
    shutil.copy(path, tmp_path / "esbjerg.xlsx")
    for sheet in ("Ansøgning", "Plan"):
        change(tmp_path / "esbjerg.xlsx", sheet, "Kommune", "Esbjerg")
    assert "Kommunen har to ansøgninger." in unread(case(tmp_path, "fsm2")).html()


def test_whatever_lies_among_the_proposals_is_named(tmp_path: Path) -> None:
    copies(tmp_path, "hir", "Ballerup")
    for name in ("greve.docx", "herlev.xls", "læsø.csv"):
        (tmp_path / name).write_text("x")
    (tmp_path / "samsø.xlsx").mkdir()
    judged = case(tmp_path)
    assert [each.name for each in judged.pool.assessments] == ["Ballerup"]
    assert set(judged.evaluation.judged.unread) == {p.name for p in tmp_path.iterdir()} - {
        "ballerup.xlsx"
    }
