"""The staffing question is one object: the same answer on every face, and honest about itself."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fsmlib.analyses.check import blocking_findings
from fsmlib.analyses.staffing import Staffing
from fsmlib.models.hir_proposal import HirProposal
from fsmlib.models.inflow import MOST_PATHS
from fsmlib.programme.findings import FsmError, InputError
from fsmlib.programme.parameters import load
from fsmlib.shipped import shipped
from fsmlib.tables.reading import read
from tests.conftest import Fill

HIR = load("hir", "2018-03-01")
PROPOSALS = sorted(shipped("data", "proposals", "hir").glob("*.xlsx"))
MIDDELFART = {"municipality_code": "Middelfart", "open_cases": 132}
THREE = [{"caseworker": name, "weekly_hours": 37} for name in "ABC"]
COUNTED = [2, 9, 4, 7, 5, 6, 1, 4, 12, 6, 5, 5]
NO_SPACE = str.maketrans({"\xa0": " "})


def inflow(counts: list[int], first: str = "2017-01") -> list[dict[str, Any]]:
    months = pd.period_range(first, periods=len(counts), freq="M")
    return [{"month": str(m), "inflow": n} for m, n in zip(months, counts, strict=True)]


@pytest.fixture(scope="module")
def middelfart() -> Staffing:
    return Staffing.read()


@pytest.mark.parametrize("path", PROPOSALS, ids=lambda path: path.stem)
def test_the_municipality_and_star_find_the_same_need(path: Path) -> None:
    tables = read(path)
    told = Staffing(tables, HIR, path.name)
    assert HirProposal(tables, HIR).needed_fte == told.options.loc["with_inflow", "fte"]


def test_another_seed_gives_the_same_need_unless_it_is_on_the_edge() -> None:
    for code in ("0316", "0630", "0746"):
        (path,) = (path for path in PROPOSALS if path.name.startswith(code))
        needs = [Staffing.read(path, seed=seed).plan.chosen.fte for seed in (1, 2, 3)]
        assert len(set(needs)) == 1, (path.name, needs)


def test_a_need_that_no_number_of_paths_can_place_is_said_to_be_on_the_edge() -> None:
    (path,) = (path for path in PROPOSALS if path.name.startswith("0779"))
    told = Staffing.read(path)
    assert [option.fte for option in told.undecided] == [2.5] and told.paths == MOST_PATHS
    assert told.undecided[0].risk == pytest.approx(HIR.accepted_risk, abs=0.0025)
    assert told.warnings[0].startswith("På vippen: med 2,5 nye årsværk er risikoen 4,8")


def test_the_same_bits_for_any_number_of_workers(middelfart: Staffing) -> None:
    several = Staffing(middelfart.tables, middelfart.values, "", workers=3)
    assert several.plan.cases is not middelfart.plan.cases
    assert (several.plan.cases == middelfart.plan.cases).all()


def test_what_is_sure_is_parted_from_what_is_not(middelfart: Staffing) -> None:
    need = middelfart.need
    assert need.loc["today"].tolist() == [1, 1, 1]
    assert need.loc["with_inflow"].tolist() == [1.5, 1.5, 2.5]
    assert need.loc["buffer"].tolist() == [0.5, 0.5, 1.5]
    told = middelfart.answer.translate(NO_SPACE)
    assert "mangler i dag plads til 21 af 132 sager" in told and "kræver 1 årsværk." in told
    assert "1,5 årsværk (skøn: 1,5-2,5; mest betyder »Usikkerhed om tilgangens niveau«)" in told
    assert "(ventet) for sager ud over bufferen" in told


def test_a_swing_is_what_the_question_answers_under_the_changed_value(
    middelfart: Staffing,
) -> None:
    swings = middelfart.sensitivity
    for name, end in (("inflow_spread", "high"), ("mean_duration_months", "low")):
        other = middelfart.with_changes(**{name: swings.loc[name, end]})
        assert swings.loc[name, f"hired_fte_{end}"] == other.options.loc["with_inflow", "fte"]


def test_a_need_beyond_the_pool_is_told_with_what_is_left() -> None:
    (path,) = (path for path in PROPOSALS if path.name.startswith("0851"))
    told = Staffing.read(path)
    grant = told.grant["amount_dkk"]
    assert grant["pool_pays_dkk"] == 2_000_000 < grant["salary_dkk"]
    assert grant["left_dkk"] == grant["salary_dkk"] - 2_000_000
    assert "højst 2.000.000 kr., og kommunen selv 1.249.663 kr." in told.answer.translate(NO_SPACE)


def test_expected_cases_are_not_today_s(fill: Fill) -> None:
    more = MIDDELFART | {"expected_extra_cases": 26, "argument": "26 af 200"}
    told = Staffing.read(fill(staffing=[more], caseworkers=THREE))
    assert "mangler i dag plads til 27 af 132 sager" in told.answer
    assert told.need.loc["today", "fte"] == 1 and told.options.loc["at_high", "fte"] == 2
    assert told.plan.chosen.fte >= 2


def test_money_asked_for_without_a_need_is_said(fill: Fill) -> None:
    staff = [{"caseworker": name, "weekly_hours": 37} for name in "ABCDEF"]
    asking = MIDDELFART | {"applied_dkk": 500_000, "applied_fte": 1}
    told = Staffing.read(fill(staffing=[asking], caseworkers=staff))
    (warning,) = told.warnings
    said = "Der søges om 1 årsværk og 500.000 kr., men behovet er 0 årsværk."
    assert warning.translate(NO_SPACE) == said
    more = Staffing.read(fill(staffing=[MIDDELFART | {"applied_fte": 9}], caseworkers=THREE))
    assert more.warnings == [
        f"Der søges om 9 årsværk; det er {9 - more.plan.chosen.fte:g} over behovet på "
        f"{more.plan.chosen.fte:g}.".replace(".5", ",5")
    ]


def test_an_amount_told_only_in_the_application_is_used(fill: Fill) -> None:
    hir = [{"programme": "HIR", "applied_dkk": 700_000}]
    told = Staffing.read(fill(staffing=[MIDDELFART], caseworkers=THREE, proposal=hir))
    assert told.grant.loc["applied_dkk", "amount_dkk"] == 700_000
    assert told.grant.loc["high_dkk", "difference_dkk"] == 1_300_000
    salary = [{"line": "Løn", "category": "Løn til sagsbehandlere", "fte": 2}]
    asked = Staffing.read(fill(staffing=[MIDDELFART], caseworkers=THREE, budget=salary))
    assert asked.options.loc["applied", "fte"] == 2
    both = MIDDELFART | {"applied_fte": 3, "applied_dkk": 650_000}
    less = Staffing.read(fill(staffing=[both], caseworkers=THREE, budget=salary, proposal=hir))
    assert less.options.loc["applied", "fte"] == 2
    assert less.grant.loc["applied_dkk", "amount_dkk"] == 650_000


def test_a_year_of_counted_inflow_replaces_the_assumptions(fill: Fill) -> None:
    counted = fill(staffing=[MIDDELFART], caseworkers=THREE, inflow=inflow(COUNTED))
    told = Staffing.read(counted)
    facts = told.facts
    assert facts.loc["inflow_per_month", "value"] == 5.5
    assert "gennemsnit af 12 måneder i arket Tilgang" in facts.loc["inflow_per_month", "origin"]
    assert facts.loc["inflow_spread", "value"] > 66**-0.5
    assert "i stedet for forudsætningen" in facts.loc["inflow_spread", "origin"]
    assert not {"inflow_spread", "inflow_balance"} & set(told.assumptions.index)
    swing = told.sensitivity.loc["inflow_spread"]
    assert swing["low"] < swing["used"] == facts.loc["inflow_spread", "value"] < swing["high"]
    assumed = told.with_changes(inflow_spread=0.2)
    assert assumed.facts.loc["inflow_spread", "origin"] == "forudsætning"


def test_another_inflow_in_the_sheet_of_numbers_is_told(fill: Fill) -> None:
    own = MIDDELFART | {"inflow_per_month": 9}
    told = Staffing.read(fill(staffing=[own], caseworkers=THREE, inflow=inflow(COUNTED)))
    origin = told.facts.loc["inflow_per_month", "origin"]
    assert origin.endswith("arket Bemanding siger 9, som ikke er brugt")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (inflow(COUNTED[:8]), "Der er færre end 12 måneder."),
        (inflow(COUNTED[:6]) + inflow(COUNTED, "2017-08"), "Måneden før mangler."),
        (inflow(COUNTED) + inflow([3]), "Måneden står der to gange."),
    ],
)
def test_months_that_are_no_year_are_told(
    fill: Fill, rows: list[dict[str, Any]], said: str
) -> None:
    with pytest.raises(InputError) as stopped:
        Staffing.read(fill(staffing=[MIDDELFART], caseworkers=THREE, inflow=rows))
    errors = [finding for finding in stopped.value.findings if finding.level == "error"]
    assert {finding.problem for finding in errors} == {said}
    assert all("Tilgang" in finding.file for finding in errors)


@pytest.mark.parametrize("chart", ["fan", "risk", "need", "waterfall", "own_funding", "tornado"])
def test_a_chart_is_drawn_on_the_axes_that_are_given(middelfart: Staffing, chart: str) -> None:
    axes = Figure().add_subplot()
    draw = getattr(middelfart, f"plot_{chart}")
    assert draw(ax=axes) is axes and axes.has_data()
    assert isinstance(draw(), Axes)


def test_it_says_itself_in_a_line_and_changes_into_another(middelfart: Staffing) -> None:
    assert repr(middelfart) == "Staffing(Middelfart Kommune, 2018-03-01)"
    lower = middelfart.with_changes(cap=32)
    assert repr(lower) == "Staffing(Middelfart Kommune, 2018-03-01, cap=32)"
    assert lower.plan.room(()) < middelfart.plan.room(())


def test_what_cannot_be_asked_is_told(tmp_path: Path) -> None:
    with pytest.raises(FsmError, match="Mente du »cap«"):
        Staffing.read(changes="kap=32")
    (tmp_path / "bemanding.csv").write_text("Kommune;Åbne sager\nÆrø;35,5\nÆrø2;4\n", "utf-8")
    with pytest.raises(InputError) as stopped:
        Staffing.read(tmp_path)
    assert len(stopped.value.findings) > 1


def test_every_value_that_was_used_is_named_with_its_kind_and_origin(
    middelfart: Staffing,
) -> None:
    explained = middelfart.explain()
    text = "\n".join(explained.sentences)
    for name in (
        "cap_high_cases",
        "full_time_weekly_hours",
        "contract_step_hours",
        "accepted_risk",
    ):
        assert f"{HIR[name].label}: " in text
    for name in middelfart.assumptions.index:
        assert f"{HIR[name].label}: " in text and HIR[name].origin in text
    kinds = [sentence.split(":")[0] for sentence in explained.sentences if "Brugt " in sentence]
    assert kinds == ["Brugt regel", "Brugt fortolkning", "Brugt forudsætning", "Brugt valg"]
    assert HIR["weight_need"].label not in text


def test_more_open_cases_than_a_municipality_is_likely_to_have_are_asked_about(
    fill: Fill,
) -> None:
    told = {}
    for cases in (771, 772):  # 2 % of 38.553
        tables = read(fill(staffing=[MIDDELFART | {"open_cases": cases}], caseworkers=THREE))
        told[cases] = [f for f in blocking_findings(tables, HIR) if "Er tallet rigtigt?" in f.mend]
    assert not told[771]
    assert [finding.level for finding in told[772]] == ["warning"]
