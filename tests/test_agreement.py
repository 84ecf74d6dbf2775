"""One answer, one place: every face gives a proposal the same verdict, number and word."""

from collections.abc import Iterator
from functools import cache
from inspect import signature
from pathlib import Path

import pandas as pd
import pytest

from fsmlib.analyses.compliance import Compliance
from fsmlib.analyses.staffing import Staffing
from fsmlib.analyses.visitation import Visitation
from fsmlib.analyses.whole_check import Check
from fsmlib.app.evaluation import views
from fsmlib.app.evaluation.memo import decision, proposal_memo
from fsmlib.cli.printed import print_verdicts
from fsmlib.cli.visitation import simulate
from fsmlib.pages.evaluation import tables
from fsmlib.pages.evaluation.case import Case, open_case
from fsmlib.pages.staffing import basis
from fsmlib.pages.staffing.case import page_of
from fsmlib.pages.verdicts import in_danish
from fsmlib.programme.parameters import load
from fsmlib.programme.verdicts import OUTCOME_IN_DANISH, worst
from fsmlib.shipped import shipped
from fsmlib.site.parameters import parameters_of
from fsmlib.site.run import read_notebook

VALUES = load("hir", ""), load("fsm2", "")
SAME = ["rule", "subject", "word", "told", "asked", "unit", "why"]
PROGRAMMES = ("hir", "fsm2")
FILES = [
    path for name in PROGRAMMES for path in sorted(shipped("data", "proposals", name).iterdir())
]
EVERY_TENTH = FILES[::10]


@cache
def case(programme: str) -> Case:
    return open_case("", programme, "", "", 0, "", "")


@cache
def check(path: Path) -> Check:
    return Check.read(path, *VALUES)


def judge(path: Path) -> Compliance:
    (only,) = check(path).judges
    return only


def of_the_evaluation(path: Path) -> pd.DataFrame:
    found = case(path.parent.name).question.verdicts
    return found[found["municipality_code"] == path.name[:4]].reset_index(drop=True)


def rows_of(frame: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    return frame[SAME].astype(object).where(frame[SAME].notna(), None).itertuples(index=False)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_municipality_hears_what_star_hears(path: Path) -> None:
    own, star = judge(path), of_the_evaluation(path)
    assert list(map(tuple, rows_of(own.verdicts))) == list(map(tuple, rows_of(star)))
    evaluated = case(path.parent.name).question.proposals.set_index("municipality_code")
    assert own.outcome == evaluated.loc[path.name[:4], "word"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_check_tells_every_rule_that_is_not_kept_and_no_other(path: Path) -> None:
    verdicts = judge(path).assessment.verdicts
    told = {f.rule for f in check(path).findings if f.rule}
    silent = {v.rule for v in verdicts if v.outcome == "not_told" and not v.findings}
    assert told - silent == {v.rule for v in verdicts if v.outcome != "kept"} - silent
    assert all(f.rule.startswith(path.parent.name.upper()) for f in check(path).findings if f.rule)
    is_broken = judge(path).assessment.outcome == "broken"
    assert is_broken == any(f.level == "error" for f in check(path).findings)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_page_app_and_memo_show_the_judge_s_own_words(path: Path) -> None:
    asked = case(path.parent.name)
    assessment = asked.pool.by_code[path.name[:4]]
    shown = tables.verdicts(asked, assessment)
    own = in_danish(judge(path).verdicts)
    for name in ("heading", "subject", "told", "asked", "difference", "unit", "word", "why"):
        assert list(shown.frame[name]) == list(own[name])
    app = views.proposal_view(asked, assessment)
    assert shown.html() in app and f">{judge(path).outcome}<" in app


@pytest.mark.parametrize("path", EVERY_TENTH, ids=lambda path: path.stem)
def test_an_explanation_comes_to_the_same_verdict_and_number(path: Path) -> None:
    verdicts = judge(path).assessment.verdicts
    not_kept = [v.rule for v in verdicts if v.outcome != "kept"]
    for id_ in dict.fromkeys([verdicts[0].rule, *not_kept[:1]]):
        found = judge(path).explain(id_)
        own = [v for v in verdicts if v.rule == id_]
        outcome = worst(v.outcome for v in own)
        assert found.result["outcome"] == outcome
        assert found.sentences[-1].endswith(f"{OUTCOME_IN_DANISH[outcome].lower()}.")
        told = [(s.given["told"], s.given["asked"]) for s in found.steps if "told" in s.given]
        assert len(told) == len(own)
        for (one, other), verdict in zip(told, own, strict=True):
            assert (str(one), str(other)) == (str(verdict.told), str(verdict.asked))


@pytest.mark.parametrize("path", EVERY_TENTH[:3], ids=lambda path: path.stem)
def test_the_page_on_staffing_shows_the_judge(path: Path) -> None:
    page = page_of(Staffing.read(path))
    own = in_danish(judge(path).verdicts)
    assert list(basis.checks(page).frame["word"]) == list(own["word"])
    assert list(basis.checks(page).frame["told"]) == list(own["told"])


def test_the_terminal_and_the_memo_show_the_judge(capsys: pytest.CaptureFixture[str]) -> None:
    path = next(each for each in FILES if each.name.startswith("0376") and "hir" in str(each))
    print_verdicts(judge(path))
    line = next(each for each in capsys.readouterr().out.splitlines() if "Sager mod plads" in each)
    assert line.split()[-4:] == ["296", "262", "34", "sager"] and " Brudt " in line
    memo = str(proposal_memo(case("hir"), "0376"))
    assert "plads til 262 af 296 sager" in memo


def test_the_example_is_judged_alike_by_check_page_and_api() -> None:
    path = shipped("data", "example", "middelfart.xlsx")
    page = basis.checks(page_of(Staffing.read())).frame
    api = in_danish(Compliance.read().verdicts)
    for name in ("subject", "word", "told", "asked", "why"):
        assert list(page[name]) == list(api[name]) == list(in_danish(judge(path).verdicts)[name])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_broken_finding_stands_under_a_broken_line_of_its_own_subject(path: Path) -> None:
    for verdict in judge(path).assessment.verdicts:
        errors = {f.column for f in verdict.findings if f.level == "error"}
        assert not errors or verdict.outcome == "broken"
        assert "Udgiftstype" not in errors or verdict.column == "category"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_not_kept_is_not_shown_as_two_equal_numbers(path: Path) -> None:
    wrong = judge(path).verdicts[lambda told: told["outcome"].isin(["broken", "person"])]
    assert not (wrong["difference"] == 0).any()


@pytest.mark.parametrize(
    ("file", "rule", "shown"),
    [
        ("hir/0370_næstved.xlsx", "HIR-17", ("2", "3", "−1")),
        ("fsm2/0741_samsø.xlsx", "FSM2-2.2", ("78,4\xa0%", "80,0\xa0%", "−1,6 procentpoint")),
    ],
)
def test_what_is_wrong_shows_in_the_numbers(
    file: str, rule: str, shown: tuple[str, str, str]
) -> None:
    own = in_danish(judge(shipped("data", "proposals", *file.split("/"))).verdicts)
    rows = own[own["rule"] == rule][["told", "asked", "difference"]]
    assert shown in set(rows.itertuples(index=False, name=None))


def test_a_proposal_with_two_amounts_says_at_each_which_it_is() -> None:
    path = shipped("data", "proposals", "fsm2", "0741_samsø.xlsx")
    asked = case("fsm2")
    assessment = asked.pool.by_code["0741"]
    least, most = "1.077.310\xa0kr.", "1.177.310\xa0kr."
    words = judge(path).explain("FSM2-5.1").sentences
    assert any("Det største ansøgte beløb mod det, puljen betaler" in one for one in words)
    assert any(f"søges om {most} i arket Ansøgning" in one for one in words)
    assert any(f"regnes der med det mindste, {least}" in one for one in words)
    said = f"søger {least}, det mindste af de beløb, ansøgningen nævner."
    assert said in decision(asked, assessment).html
    assert list(tables.recomputation(asked, assessment).frame["what"])[-2] == (
        "Det mindste ansøgte beløb"
    )


def test_a_plan_alone_is_no_proposal() -> None:
    assert not check(shipped("data", "example", "plan.xlsx")).judges


def test_a_plan_is_simulated_as_many_times_on_every_face() -> None:
    notebook = parameters_of(read_notebook("02_visitation"))
    for name in ("replications", "seed"):
        faces = [
            notebook[name].default,
            signature(Visitation.read).parameters[name].default,
            signature(simulate).parameters[name].default,
        ]
        assert faces == [faces[0]] * 3
