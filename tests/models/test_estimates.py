"""Chances counted in a register are those it was made with, and the count is done by hand."""

import pandas as pd
import pytest

from benchmarks.backtest import FIRST, MONTHS, SECOND, coverage, registers
from fsmlib.models.backtest import backtest, without_effort
from fsmlib.models.estimates import Counted, estimate
from fsmlib.models.rates import Chances, rates_of
from fsmlib.programme.parameters import load
from fsmlib.rules.register import register
from tests.golden import table

FSM2 = load("fsm2", "2019-11-01")
KNOWN = rates_of(Chances(without_effort(FSM2)))


def by_hand(visited: dict[str, str]) -> dict[str, Counted]:
    """Three citizens in four months: A works in the second and third, B is exempt in the third."""
    months = pd.period_range("2019-11", "2020-02", freq="M")
    citizens = [
        {
            "citizen": name,
            "municipality_code": "0410",
            "start": pd.Timestamp("2019-01-01"),
            "visited_on": pd.Timestamp(visited[name]) if name in visited else None,
        }
        for name in "ABC"
    ]
    tables = {name: table(name, []) for name in ("supported", "education")}
    tables |= {
        "citizens": table("citizens", citizens),
        "markers": table(
            "markers",
            [
                {
                    "citizen": "B",
                    "marker": "Barsel",
                    "start": pd.Timestamp("2020-01-01"),
                    "end": pd.Timestamp("2020-01-31"),
                }
            ],
        ),
        "hours": table(
            "hours",
            [
                {"citizen": "A", "month": pd.Timestamp(month), "hours": 5.0}
                for month in ("2019-12-01", "2020-01-01")
            ],
        ),
    }
    counted = register(tables, months, FSM2)
    if not visited:
        return estimate(counted)
    return estimate(
        counted, register(tables, months, FSM2.with_changes(denominator="visited")).visited
    )


def test_moves_from_month_to_month_are_counted() -> None:
    found = by_hand({})
    assert (found["job_entry_per_month"].events, found["job_entry_per_month"].exposure) == (1, 6)
    assert (found["job_end_per_month"].events, found["job_end_per_month"].exposure) == (1, 2)
    assert (found["exempt_entry_per_month"].events, found["exempt_return_per_month"].events) == (
        1,
        1,
    )
    assert found["exit_per_month"].events == 0 and found["exit_per_month"].exposure == 9
    assert found["touched_at_start_share"] == Counted(0, 3)
    assert "fleksjob_end_per_month" not in found  # nobody to count


def test_work_without_the_effort_is_counted_before_the_visit() -> None:
    found = by_hand({"C": "2019-12-15"})
    assert found["job_entry_per_month"].exposure == 4  # C counts in November alone


@pytest.mark.parametrize(("new", "is_told"), [(3, True), (4, False)])
def test_a_register_that_is_only_filling_up_tells_no_inflow(new: int, is_told: bool) -> None:
    """One citizen in the first of four months, so at most three can come at one a month."""
    starts = ["2019-01-01", *["2019-12-15"] * new]
    citizens = [
        {"citizen": f"B{n}", "municipality_code": "0410", "start": pd.Timestamp(start)}
        for n, start in enumerate(starts)
    ]
    tables = {name: table(name, []) for name in ("markers", "hours", "supported", "education")}
    months = pd.period_range("2019-11", "2020-02", freq="M")
    found = estimate(register(tables | {"citizens": table("citizens", citizens)}, months, FSM2))
    assert ("inflow_per_month_share" in found) == is_told


def test_the_interval_is_jeffreys_and_never_says_never() -> None:
    none = Counted(0, 40)
    low, high = none.interval
    assert 0 < none.mean < high < 0.06 and low < none.mean
    assert Counted(50, 1000).interval == pytest.approx((0.0396, 0.0623), abs=0.0005)
    assert Counted(4, 900).is_enough is False and Counted(5, 10).is_enough


def test_known_chances_are_found_again() -> None:
    tables = registers(KNOWN, 6000, 3, FSM2)
    found = estimate(register(tables, MONTHS, FSM2))
    for name in ("job_entry_per_month", "job_end_per_month", "exempt_entry_per_month"):
        spread = (found[name].interval[1] - found[name].interval[0]) / 2
        assert abs(found[name].mean - getattr(FSM2, name)) < 2.5 * spread, name


@pytest.mark.slow
def test_the_same_seed_gives_the_same_back_test() -> None:
    tables = registers(KNOWN, 500, 3, FSM2)
    one, two = (backtest(tables, FIRST, SECOND, FSM2, 400, seed=4) for _ in range(2))
    assert (one.low == two.low).all() and (one.low < one.middle).all()
    assert (one.middle < one.high).all() and len(one.inside) == 12


@pytest.mark.slow
def test_intervals_of_the_back_test_hold_about_as_often_as_they_say() -> None:
    inside = coverage(number=12, citizens=1000, replications=400, seed=50)
    assert inside.shape == (12, 12)
    assert 0.75 <= inside.mean() <= 1
