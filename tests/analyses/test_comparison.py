"""Many municipalities beside one another: no rank where luck decides, and no small count found."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

import fsmlib
from fsmlib.analyses.comparison import OVER, UNDER, UNKNOWN, WITHIN, Comparison, shown_counts
from fsmlib.analyses.small_counts import is_small
from fsmlib.programme.findings import FsmError
from fsmlib.tables.municipalities import municipalities

HEAD = "Kommune;Periode;Antal ydelsesmodtagere;Antal ydelsesmodtagere med løntimer\n"
NORTH = ["Læsø", "Morsø", "Thisted", "Jammerbugt", "Rebild", "Hjørring", "Aalborg", "Mariagerfjord"]


def saved(folder: Path, counts: dict[str, tuple[object, object]], month: str = "2019M11") -> str:
    file = folder / "jobindsats.csv"
    rows = [f"{name};{month};{group};{touched}\n" for name, (group, touched) in counts.items()]
    file.write_text(HEAD + "".join(rows), encoding="utf-8")
    return str(file)


def random_counts(seed: int) -> tuple[pd.DataFrame, "pd.Series[str]"]:
    """Small municipalities in five regions, some with nobody."""
    rng = np.random.default_rng(seed)
    regions = pd.Series(rng.choice(["A", "B", "C"], 18), name="region")
    group = rng.poisson(rng.choice([3, 12, 60], 18))
    touched = rng.binomial(group, 0.2)
    return pd.DataFrame({"effort_group": group, "touched": touched}), regions


def room_left(true: pd.DataFrame, shown: pd.DataFrame, row: int) -> tuple[float, float]:
    """How far the count and the others of a municipality can lie, by all that anybody knows.

    Known are the counts that are shown, the totals of the region as others publish them, and that
    nobody is counted below nothing or above the group.
    """
    n = len(true)
    hidden_group, hidden_touched = shown["effort_group"].isna(), shown["touched"].isna()
    equal, totals = [], []  # unknowns: the touched of each, then the others of each
    for place in range(n):
        unit = np.eye(n)[place]
        if not hidden_touched.iloc[place]:
            equal.append([*unit, *np.zeros(n)])
            totals.append(true["touched"].iloc[place])
        if not hidden_group.iloc[place]:
            equal.append([*unit, *unit])
            totals.append(true["effort_group"].iloc[place])
    equal += [[*np.ones(n), *np.zeros(n)], [*np.zeros(n), *np.ones(n)]]
    totals += [true["touched"].sum(), (true["effort_group"] - true["touched"]).sum()]
    ranges = []
    for unknown in (row, n + row):
        aim = np.eye(2 * n)[unknown]
        ends = [linprog(sign * aim, A_eq=equal, b_eq=totals).fun * sign for sign in (1, -1)]
        ranges.append(ends[1] - ends[0])
    return ranges[0], ranges[1]


@pytest.mark.parametrize("seed", range(12))
def test_no_small_count_can_be_worked_out_from_what_is_shown(seed: int) -> None:
    """Source: an attacker who knows every total of a region, and solves for each hidden count."""
    true, regions = random_counts(seed)
    shown = shown_counts(true.astype("Int64"), regions)
    tried = 0
    for _, own in true.groupby(regions):
        told, others = shown.loc[own.index], own["effort_group"] - own["touched"]
        for row in range(len(own)):
            left = room_left(own, told, row)
            for is_one, room in zip((own["touched"], others), left, strict=True):
                if is_small(is_one.iloc[row]) and len(own) > 1:
                    tried += 1
                    assert room > 0.5, own.assign(told=told["touched"])
    assert tried


def test_what_a_file_hides_is_hidden_and_stays_so() -> None:
    """A count hidden in the file is kept from being the only one hidden in its region."""
    counts = pd.DataFrame({"effort_group": [12, 129, 300], "touched": [None, 10, 44]}).astype(
        "Int64"
    )
    shown = shown_counts(counts, pd.Series(["A", "A", "A"]))
    assert shown["touched"].isna().tolist() == [True, True, False]
    assert shown["effort_group"].tolist() == [12, 129, 300]
    shown = shown_counts(counts, pd.Series(["A", "B", "B"]))
    assert shown["touched"].isna().tolist() == [True, False, False]


def test_hidden_municipalities_are_in_no_total(tmp_path: Path) -> None:
    counts: dict[str, tuple[object, object]] = {
        name: (200 + n, 20 + n) for n, name in enumerate(NORTH)
    }
    counts["Læsø"] = (12, "*")
    found = Comparison.read(saved(tmp_path, counts))
    assert list(found.left_out["name"]) == ["Læsø", "Morsø"]
    assert found.groups.loc[0, "effort_group"] == found.shown["effort_group"].sum()
    assert found.groups.loc[0, "number"] == len(found.shown) == len(NORTH) - 2


def test_those_within_the_limits_have_no_rank_but_that_of_the_alphabet() -> None:
    found = Comparison.read()
    for part in (found.within, found.outside):
        names = [name.casefold().replace("aa", "å") for name in part["name"]]
        order = "abcdefghijklmnopqrstuvwxyzæøå"
        assert names == sorted(names, key=lambda name: [order.find(letter) for letter in name])
    inside = found.within
    assert (
        (inside["low"] <= inside["result_share"]) & (inside["result_share"] <= inside["high"])
    ).all()


def test_like_is_held_against_like(tmp_path: Path) -> None:
    """Five small towns at 20 per cent and five large at 5: all differ, none among its own."""
    people = municipalities().sort_values("population_2019q1")
    small, large = people["name"].iloc[:5], people["name"].iloc[-5:]
    counts = {name: (400, 80 + n) for n, name in enumerate(small)}
    counts |= {name: (4000, 200 + n) for n, name in enumerate(large)}
    found = Comparison.read(saved(tmp_path, counts)).shown.set_index("name")
    assert (found.loc[small, "outcome_all"] == OVER).all()
    assert (found.loc[large, "outcome_all"] == UNDER).all()
    assert (found["outcome_size"] == WITHIN).all()


def test_too_few_alike_are_not_compared(tmp_path: Path) -> None:
    counts = dict.fromkeys([*NORTH, "Aarhus"], (300, 30))
    found = Comparison.read(saved(tmp_path, counts)).shown.set_index("name")
    assert found.loc["Aarhus", "outcome_size"] == found.loc["Aarhus", "outcome_region"] == UNKNOWN
    assert found.loc["Thisted", "outcome_region"] == WITHIN


def test_a_month_and_a_municipality_that_are_not_there_are_told(tmp_path: Path) -> None:
    data = saved(tmp_path, dict.fromkeys(NORTH, (300, 30)))
    for asked, said in (
        ({"month": "2020-02"}, "ingen tal for februar 2020"),
        ({"month": "sommer"}, "er ikke en måned"),
        ({"municipality": "Fanø"}, "Fanø står ikke i tallene"),
        ({"municipality": "Atlantis"}, "er ikke en dansk kommune"),
    ):
        with pytest.raises(FsmError, match=said):
            Comparison.read(data, **asked)  # type: ignore[arg-type]


def test_registers_of_one_municipality_cannot_be_compared() -> None:
    with pytest.raises(FsmError, match="ingen månedstal"):
        Comparison.read(fsmlib.Monitoring.example)


def test_few_municipalities_with_counts_are_no_comparison(tmp_path: Path) -> None:
    with pytest.raises(FsmError, match="Kun 4 kommuner har tal, der kan vises"):
        Comparison.read(saved(tmp_path, dict.fromkeys(NORTH[:4], (300, 30))))
