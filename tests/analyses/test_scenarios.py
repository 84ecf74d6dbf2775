"""Scenarios side by side: each is the question asked anew, and the difference sums exactly."""

from pathlib import Path

import pytest

from fsmlib.analyses.scenarios import AS_IS, read_scenarios
from fsmlib.analyses.staffing import Staffing
from fsmlib.analyses.staffing_scenarios import difference, side_by_side
from fsmlib.pages.staffing.case import page_of
from fsmlib.pages.staffing.scenarios import scenario_difference, scenario_table
from fsmlib.programme.findings import FsmError

YAML = """
Forsigtig:
  accepted_risk: 0,01
  hourly_wage_dkk: 233.33
Kortere forløb:
  cap: 32
  mean_duration_months: 12
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "scenarier.yaml"
    path.write_text(YAML, "utf-8")
    return path


def test_each_scenario_is_the_question_asked_anew(file: Path) -> None:
    rows = side_by_side(Staffing.read(), read_scenarios(file))
    assert list(rows.index) == [AS_IS, "Forsigtig", "Kortere forløb"]
    for changes, name in (
        ("", AS_IS),
        ("accepted_risk=0,01; hourly_wage_dkk=233,33", "Forsigtig"),
        ("cap=32; mean_duration_months=12", "Kortere forløb"),
    ):
        chosen = Staffing.read(changes=changes).plan.chosen
        row = rows.loc[name]
        assert (row["contracts"], row["risk"]) == (chosen.contracts, chosen.risk)
        assert row["salary_dkk"] == chosen.salary_dkk == row["pool_pays_dkk"] + row["left_dkk"]


@pytest.mark.parametrize("alone", [False, True])
def test_the_difference_sums_exactly_in_whole_kroner(file: Path, alone: bool) -> None:
    named = read_scenarios(file)
    if alone:
        del named["Forsigtig"]
    steps = difference(Staffing.read(), named)
    first, *moves, last = steps["dkk"]
    assert first + sum(moves) == last and all(isinstance(step, int) for step in steps["dkk"])
    assert len(moves) == (2 if alone else 4)
    assert steps["label"].iloc[0] == (AS_IS if alone else "Forsigtig")
    rows = side_by_side(Staffing.read(), named)["salary_dkk"]
    assert [first, last] == [round(rows.iloc[-2]), round(rows.iloc[-1])]


def test_the_page_shows_both(file: Path) -> None:
    case, named = page_of(Staffing.read(), str(file)), read_scenarios(file)
    table = scenario_table(case, named)
    assert [row[0] for row in table.rows()] == [AS_IS, *named]
    assert (
        "»Siden selv«: intet ændret. »Forsigtig«: " in table.note
        and "Loft i beregningen: 32" in table.note
    )
    assert "én værdi ad gangen" in scenario_difference(case, named).title
    assert "scenarios=scenarier.yaml" in case.page.command and str(file) not in case.page.command


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "har ikke scenarier"),
        ("- cap: 32", "har ikke scenarier"),
        ("Loft 32: 32", "»Loft 32« har ikke værdier"),
        ("a: [b", "er ikke YAML"),
        ("Loft 29:\n  cap: 29", "Scenariet »Loft 29«"),
        ("Loft 29:\n  kap: 29", "Scenariet »Loft 29«"),
    ],
)
def test_a_file_that_makes_no_sense_is_told_in_danish(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "scenarier.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(FsmError, match=told):
        side_by_side(Staffing.read(), read_scenarios(path))
    with pytest.raises(FsmError, match="kan ikke læses"):
        read_scenarios(tmp_path / "findes-ikke.yaml")
