"""Several groups with one staff between them: the guiding caseloads of a municipality."""

from contextlib import redirect_stderr, redirect_stdout
from contextvars import copy_context
from dataclasses import replace
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from fsmlib.analyses.staffing import Staffing
from fsmlib.analyses.staffing_reach import fte_for_cap, reach, reach_by_group
from fsmlib.analyses.staffing_reach_words import reach_in_words
from fsmlib.analyses.staffing_what_if import at_each, settings
from fsmlib.cli import app
from fsmlib.models.inflow import simulate_stock
from fsmlib.models.stock import expected_cases
from fsmlib.pages.staffing.calculation import calculation
from fsmlib.pages.staffing.case import page_of
from fsmlib.pages.staffing.tables import budget, grant
from fsmlib.pages.staffing.what_if import turned as sliders
from fsmlib.pages.views import Text
from fsmlib.programme.findings import InputError
from fsmlib.rules.staffing import contracts_of

SAGSTAL = "sagstal"


def fsm(*arguments: str | Path) -> str:
    told = StringIO()
    with redirect_stdout(told), redirect_stderr(told):
        copy_context().run(app, [str(each) for each in arguments], standalone_mode=False)
    return told.getvalue()


def municipality(tmp_path: Path, total: int = 590) -> Path:
    """A workbook of a municipality with three groups and twelve full-time equivalents."""
    path = tmp_path / "kommune.xlsx"
    fsm("template", "staffing", "--programme", SAGSTAL, "--out", path)
    book = load_workbook(path)
    rows = {
        "Bemanding": [{"Kommune": "Middelfart", "Åbne sager": total, "Årsværk nu": 12}],
        "Grupper": [
            {"Gruppe": "Jobparate over 30 år", "Åbne sager": 220},
            {"Gruppe": "sygedagpenge", "Åbne sager": 270},
            {"Gruppe": "Fleksjob", "Åbne sager": 100},
        ],
    }
    for name, told in rows.items():
        sheet = book[name]
        places = {str(cell.value).rstrip(" *"): cell.column for cell in sheet[1]}
        for number, row in enumerate(told, start=3):
            for column, value in row.items():
                sheet.cell(number, places[column], value)
    book.save(path)
    return path


def test_the_groups_of_the_guiding_caseloads_share_one_staff(tmp_path: Path) -> None:
    asked = Staffing.read(municipality(tmp_path), programme=SAGSTAL)
    groups = asked.groups.set_index("group")
    assert groups["fte_at_high"].round(9).to_dict() == {
        "jobparate_30": 4,
        "aktivitetsparate_30": 0,
        "unge": 0,
        "sygedagpenge": 6,
        "ressourceforloeb": 0,
        "fleksjob": 2,
        "integration": 0,
    }
    assert groups["fte_at_low"].sum() == pytest.approx(220 / 35 + 270 / 25 + 100 / 25)
    assert asked.plan.band.loc[25, "needed_fte"] == pytest.approx(groups["fte_at_low"].sum())
    assert asked.plan.facts.open_cases == 480
    assert float(asked.plan.band.loc[40, "needed_fte"]) == 12
    assert float(asked.plan.band.loc[40, "added_fte"]) == 0


def test_each_group_comes_and_ends_by_itself_and_fills_its_own_places(tmp_path: Path) -> None:
    """The mean and the spread of the places are those of the groups' own counts, weighed."""
    plan = Staffing.read(municipality(tmp_path), programme=SAGSTAL, changes="inflow_spread=0").plan
    expected = sum(each.weight * expected_cases(each) for each in plan.stocks)
    cases = simulate_stock(plan.stocks, 40_000, seed=1)
    assert np.allclose(cases.mean(axis=0), expected, atol=0.5)
    alone = [
        each.weight * simulate_stock((replace(each, weight=1.0),), 40_000, 2)
        for each in plan.stocks
    ]
    spread = np.sqrt(sum(each[:, -1].var() for each in alone))
    assert cases[:, -1].std() == pytest.approx(spread, rel=0.02)
    as_one = replace(plan.stocks[0], opening=480, inflow=(plan.inflow_per_month,) * 12, weight=1.0)
    assert simulate_stock((as_one,), 40_000, 2)[:, -1].std() > 1.05 * spread


def test_whom_the_low_cap_can_be_kept_for_is_told_group_by_group(tmp_path: Path) -> None:
    asked = Staffing.read(municipality(tmp_path), programme=SAGSTAL)
    plan, found = asked.plan, reach_by_group(asked, 4).set_index("label")
    assert list(found.index) == ["Jobparate over 30 år", "Sygedagpenge", "Fleksjob"]
    weights = {"Jobparate over 30 år": 40 / 55, "Sygedagpenge": 40 / 45, "Fleksjob": 40 / 50}
    needed = sum(weights[label] * row["cases"] for label, row in found.iterrows())
    assert needed == pytest.approx(plan.needed_room, abs=2)
    free = plan.room((37.0,) * 4) - plan.needed_room
    for label, row in found.iterrows():
        takes = 40 / row["cap_low"] - weights[label]
        assert row["at_low"] == min(row["cases"], int(free / takes))
        places = plan.needed_room + row["cases"] * takes
        assert places <= plan.room(tuple(contracts_of(row["fte_for_low"], 37)))
    assert reach(asked, [4])["at_low"].iloc[0] >= found["at_low"].max()
    assert reach_by_group(asked, 0)["at_low"].isna().all()
    assert "eller 98 af" not in (told := reach_in_words(asked, 20)) and "nås for alle" in told


def test_from_the_caps_of_groups_to_people_and_back_leads_home(tmp_path: Path) -> None:
    asked = Staffing.read(municipality(tmp_path), programme=SAGSTAL)
    for cap in range(25, 41, 5):
        fte = fte_for_cap(asked.plan, cap)
        (reached,) = reach(asked, [fte])["cap"]
        assert reached <= cap and fte_for_cap(asked.plan, reached) == fte
        assert reach(asked, [fte - 0.5])["cap"].iloc[0] > cap


def test_all_groups_move_along_their_span_with_the_cap(tmp_path: Path) -> None:
    """At the low cap the need is that of the low caps, today and with the inflow."""
    asked = Staffing.read(municipality(tmp_path), programme=SAGSTAL)
    low = asked.with_changes(cap=25)
    assert low.plan.facts.open_cases == asked.plan.planned_at(25) == 528
    assert low.plan.is_at_norm and low.plan.fte_today == asked.plan.options[2].fte == 9.5
    grid = at_each(asked).xs((0.05, 24, 0.2), level=[1, 2, 3])
    assert grid.loc[25, "fte"] == low.plan.chosen.fte > grid.loc[40, "fte"]


def test_a_page_of_groups_without_a_pool_says_so_in_its_own_words(tmp_path: Path) -> None:
    asked = Staffing.read(municipality(tmp_path), programme=SAGSTAL)
    assert "480 vejede sager ved gruppernes lofter" in asked.answer and "pulje" not in asked.answer
    assert [*settings(asked)["cap"]] == [25, 40]
    told = sliders(page_of(asked)).html()
    assert "Gruppernes lofter" in told and "puljen" not in told


def test_the_sheet_that_computes_knows_no_pool_where_there_is_none(tmp_path: Path) -> None:
    page = page_of(Staffing.read(municipality(tmp_path), programme=SAGSTAL))
    cells = [str(cell.content) for row in calculation(page).rows for cell in row]
    assert "={fte_today}*{hours_per_fte}*{months}/12*{hourly_wage_dkk}" in cells
    assert not [cell for cell in cells if "ulje" in cell or "{high}" in cell or "Tilbage" in cell]
    assert "Betaler puljen?" not in [column.heading for column in budget(page).columns]
    assert isinstance(grant(page), Text)


def test_what_a_group_does_not_tell_is_taken_from_the_municipality(tmp_path: Path) -> None:
    path = municipality(tmp_path)
    book = load_workbook(path)
    sheet = book["Bemanding"]
    places = {str(cell.value).rstrip(" *"): cell.column for cell in sheet[1]}
    sheet.cell(3, places["Tilgang pr. måned"], 59)
    book.save(path)
    plan = Staffing.read(path, programme=SAGSTAL).plan
    assert plan.facts.inflow_per_month == pytest.approx(59 * 480 / 590)
    assert sum(each.inflow[0] for each in plan.stocks) == pytest.approx(59)


def test_a_group_nobody_knows_and_a_sum_that_is_not_all_cases_stop(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Grupperne har 590 sager i alt, arket Bemanding 600"):
        Staffing.read(municipality(tmp_path, total=600), programme=SAGSTAL)
    path = tmp_path / "kommune.xlsx"
    book = load_workbook(path)
    book["Bemanding"]["B3"], book["Grupper"]["A5"] = 590, "Flexjob"
    book.save(path)
    with pytest.raises(InputError, match=r"»Flexjob« er ikke i programmet\. Mente du »Fleksjob«"):
        Staffing.read(path, programme=SAGSTAL)
