"""A measure of a programme's own simulated: those who pass a month, a stock, and the ceiling."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fsmlib.analyses.visitation import PLAN, Visitation
from fsmlib.models.cohort import simulate_cohort
from fsmlib.models.estimates import Counted, estimate
from fsmlib.models.exact import entries_by_month, mean_path
from fsmlib.models.passing import passed
from fsmlib.models.plan import Plan, Stratum
from fsmlib.models.rates import Chances, in_work_share, names_of, rates_of
from fsmlib.models.states import Passing, Rates, State
from fsmlib.models.transitions import Odds
from fsmlib.programme.measures import Measure
from fsmlib.programme.parameters import Values, load
from fsmlib.rules.register import register
from tests.golden import table

REPLICATIONS, MONTHS = 20_000, 3
COURSE = Measure(label="Samtale", touched=("talks",), passes_month=6, exempt_most_percent=25)
TOWN = Plan((Stratum({State.NOT_VISITED: 200}),), MONTHS)
NO_LUCK = Odds(None, None)
FILE = """
name: Målt
like: fsm2
since: 2026-01-01
values:
  age_min_years: {from: {2026-01-01: 0}}
  exemptions: {from: {2026-01-01: [Barsel]}}
measures:
  course: {label: Samtale i forløbet, touched: [talks], within_months: 2, passes_month: 2}
  stock: {label: Samtale i måneden, touched: [talks]}
  ceiling: {label: Timer med loft, touched: [hours, education], exempt_most_percent: 5}
"""


def rates(*shares: float, **kinds: object) -> Rates:
    return Rates((), measure=COURSE, passing=Passing(*shares), **kinds)  # type: ignore[arg-type]


@pytest.fixture
def values(tmp_path: Path) -> Values:
    path = tmp_path / "maalt.yaml"
    path.write_text(FILE, encoding="utf-8")
    return load(str(path), "")


def test_those_who_pass_are_counted_as_by_following_each_of_them() -> None:
    """Citizen by citizen: who passes is exempt or not, and touched or not; the excess counts."""
    rng = np.random.default_rng(1)
    touched, group = passed(TOWN, rates(0.03, 0.3, 0.6), NO_LUCK, REPLICATIONS, rng)
    pairs = []
    for number in rng.poisson(6, REPLICATIONS):
        luck = rng.random((2, number))
        exempt = luck[0] < 0.3
        most = int(np.floor(number * 0.25))
        excess = max(0, int(exempt.sum()) - most)
        pairs.append(((~exempt & (luck[1] < 0.6)).sum(), (~exempt).sum() + excess))
    followed = np.array(pairs)
    for simulated, by_hand in ((touched, followed[:, 0]), (group, followed[:, 1])):
        first = simulated[:, 0]
        assert first.mean() == pytest.approx(by_hand.mean(), abs=0.06)
        assert first.var() == pytest.approx(by_hand.var(), rel=0.05)
    together = np.corrcoef(touched[:, 0], group[:, 0])[0, 1]
    assert together == pytest.approx(np.corrcoef(*followed.T)[0, 1], abs=0.02)
    assert abs(np.corrcoef(touched[:, 0], touched[:, 1])[0, 1]) < 0.03


def test_an_unsure_share_keeps_its_mean_and_is_drawn_as_surely_as_it_was_counted() -> None:
    own = Counted(14, 14)
    unsure = Passing(0.5, 0.0, own.mean, (0.0, 0.0, own.spread))
    luck = np.random.default_rng(1)
    settled = Rates((), measure=COURSE, passing=unsure)
    touched, group = passed(TOWN, settled, NO_LUCK, REPLICATIONS, luck)
    share = touched.sum(axis=1) / group.sum(axis=1)
    assert share.mean() == pytest.approx(own.mean, abs=0.002)
    low, high = np.quantile(share, (0.05, 0.95))
    assert (low, high) == pytest.approx(own.interval, abs=0.02)


def test_a_good_month_is_good_for_all_and_two_plans_meet_the_same_luck() -> None:
    shocked = rates(0.5, 0.0, 0.5, shock_sd=1.0)
    cohort = simulate_cohort(TOWN, shocked, REPLICATIONS, seed=1)
    calm = simulate_cohort(TOWN, rates(0.5, 0.0, 0.5), REPLICATIONS, seed=1)
    assert cohort.share.std() > 2 * calm.share.std()
    waves = Plan((Stratum({State.NOT_VISITED: 200}),), MONTHS, waves=(50, 50, 50))
    assert (simulate_cohort(waves, shocked, REPLICATIONS, seed=1).touched == cohort.touched).all()


def test_the_expected_path_is_the_mean_of_those_who_pass() -> None:
    asked = rates(0.5, 0.2, 0.6)
    path = mean_path(TOWN, asked)
    assert path.touched[0] == pytest.approx([48] * MONTHS)
    assert path.group[0] == pytest.approx([80] * MONTHS)
    assert entries_by_month(TOWN, asked) == pytest.approx([48] * MONTHS)


def test_a_register_tells_who_passes_who_is_exempt_and_who_is_touched(values: Values) -> None:
    """Of ten who begin in January five have a talk in time, two are exempt and one has left."""
    people = [
        {"citizen": f"B{n}", "municipality_code": "0410", "start": "2026-01-10", "end": None}
        for n in range(10)
    ]
    people[9] |= {"end": "2026-02-01", "end_reason": "moved"}
    rows = {
        "citizens": people,
        "markers": [
            {"citizen": f"B{n}", "start": "2026-01-10", "end": None, "marker": "Barsel"}
            for n in (7, 8)
        ],
        "offers": [
            {"citizen": f"B{n}", "start": day, "end": day, "kind": "talk"}
            for n, day in enumerate(["2026-01-20"] * 5 + ["2026-03-10"])
        ],
        "hours": [],
        "supported": [],
        "education": [],
    }
    months = pd.period_range("2026-01", "2026-04", freq="M")
    frames = {name: table(name, each) for name, each in rows.items()}
    counted = estimate(register(frames, months, values))
    assert counted["touched_share"] == Counted(5, 7)
    assert counted["exempt_share"] == Counted(2, 9)
    assert counted["passing_per_month_share"] == Counted(9, 10 + 9 + 9 + 9)


def test_a_stock_goes_on_as_its_two_chances_say(values: Values) -> None:
    """In the long run entry / (entry + end) of those who are not exempt are touched."""
    stock = values.with_changes(
        measure="stock",
        touched_entry_per_month=0.2,
        touched_end_per_month=0.1,
        exempt_entry_per_month=0,
        exempt_share=0,
        exit_per_month=0,
        to_group_2_share=0,
        to_group_2_per_month=0,
        inflow_per_month_share=0,
        rate_spread=0,
        entry_shock=0,
    )
    chances = Chances(stock)
    opening = {State.NOT_VISITED: 300, State.NOT_VISITED_PAID_HOURS: 0}
    opening[State.NOT_VISITED_PAID_HOURS] = round(300 * in_work_share(chances))
    opening[State.NOT_VISITED] -= opening[State.NOT_VISITED_PAID_HOURS]
    town = Plan((Stratum(opening),), 6, waves=(100, 100))
    share = simulate_cohort(town, rates_of(chances), 2000, seed=1).share
    assert share.mean(axis=0) == pytest.approx([2 / 3] * 6, abs=0.01)


def test_the_ceiling_counts_the_exempt_beyond_it_in_a_simulation_of_hours_too(
    values: Values,
) -> None:
    chances = Chances(values.with_changes(measure="ceiling", rate_spread=0, entry_shock=0))
    still = Rates((), measure=chances.values.measured)
    town = Plan((Stratum({State.NOT_VISITED: 80, State.EXEMPT: 20}),), 2)
    assert simulate_cohort(town, still, 10, seed=1).group.tolist() == [[95, 95]] * 10
    assert rates_of(chances).measure == chances.values.measured
    assert names_of(chances.values) == names_of(load("fsm2", ""))


@pytest.mark.parametrize("measure", ["course", "stock", "ceiling"])
def test_every_end_of_every_range_can_be_simulated(values: Values, measure: str) -> None:
    asked = values.with_changes(measure=measure)
    for end in ("low", "high"):
        ends = {name: getattr(asked[name], end) for name in names_of(asked)}
        rates_of(Chances(asked.with_changes(**ends)))
    question = Visitation.read(PLAN, programme=values.file, replications=1000)
    shown = question.with_changes(measure=measure)
    assert shown.chances["chance"].between(0, 1).all() and len(shown.swings)
    assert set(shown.needs["way"]) <= {"plan", "entries", "job_brokers", "earlier_start"}
