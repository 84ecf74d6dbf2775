"""The rulebook holds every answer and all that rests on it, and says what each reading moves."""

import pytest

from fsmlib.analyses.staffing import Staffing
from fsmlib.pages.rulebook.answers import document
from fsmlib.pages.rulebook.found import pages_with, values_behind
from fsmlib.pages.rulebook.ledger import Ledger, ledger
from fsmlib.pages.thresholds.case import open_case as ask_thresholds
from fsmlib.programme.sources import answers, documents
from fsmlib.rules import all_rules


@pytest.fixture(scope="module")
def book() -> Ledger:
    return ledger("2018-03-01", "2019-11-01", seed=1)


@pytest.mark.parametrize("programme", [*documents()])
def test_every_answer_stands_in_its_document_with_its_functions(programme: str) -> None:
    html = document(programme).html
    own = [entry for entry in answers().values() if entry.programme == programme]
    places = [html.index(f'id="{entry.id}"') for entry in own]
    assert places == sorted(places)
    ids = {entry.id for entry in own}
    assert all(f"<dt>{rule.name}</dt>" in html for rule in all_rules() if ids & set(rule.sources))


def test_a_value_is_told_in_words_without_an_idle_unit() -> None:
    told = " ".join(
        line for id_ in ("HIR-1", "HIR-22", "FSM2-5.2") for line in values_behind(answers()[id_])
    )
    assert "= 20. december 2017, regel" in told and "15 pct. giver 90 pct.; 20 pct." in told
    assert "= aktivt tilbud, mentor, regel" in told


def test_an_answer_says_which_pages_show_it() -> None:
    assert "01_staffing" in pages_with(answers()["HIR-11"])
    assert "03_thresholds" in pages_with(answers()["FSM2-5.2"])


def test_the_standard_row_is_what_the_pages_say(book: Ledger) -> None:
    plan = Staffing.read(on="2018-03-01").plan
    standard = book.staffing_effects().frame.iloc[0]
    assert standard["needed_fte"] == plan.band.loc[plan.values.cap, "needed_fte"]
    assert standard["new_fte"] == plan.chosen.fte
    case = ask_thresholds("", "2019-11-01", "", "", "", 0, 0, "")
    standard = book.result_effects().frame.iloc[0]
    assert standard["share"] == case.question.best_month["result_share"]
    assert standard["paid_dkk"] == case.question.payout.total_dkk


def test_every_other_reading_has_a_row_and_some_move_the_result(book: Ledger) -> None:
    for table, page in (
        (book.staffing_effects(), book.cap),
        (book.result_effects(), book.thresholds),
    ):
        readings = page.values.of_kind("reading")
        others = sum(len(r.options or {}) - 1 for r in readings if r.options)
        others += sum(1 for r in readings if r.between)
        assert len(table.frame) == 1 + others
        numbers = table.frame.drop(columns=["question", "option", "note"]).dropna()
        assert len(numbers.drop_duplicates()) > 1
