"""Counts add over any partition by citizen: a register in parts is the sum of its parts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsmlib.programme.parameters import load
from fsmlib.rules.register import register
from fsmlib.tables.synthetic import synthetic_registers

pytestmark = pytest.mark.slow

FSM2 = load("fsm2", "2019-11-01")
MONTHS = pd.period_range("2019-11", "2021-10", freq="M")
WHOLE = synthetic_registers(200, "0410", MONTHS, seed=5, values=FSM2)


@given(parts=st.integers(2, 7), seed=st.integers(0, 1000))
@settings(max_examples=25)
def test_the_whole_is_the_sum_of_its_parts(parts: int, seed: int) -> None:
    citizens = WHOLE["citizens"]["citizen"].unique()
    part_of = pd.Series(np.random.default_rng(seed).integers(0, parts, len(citizens)), citizens)
    total = sum(
        register(
            {name: table[table["citizen"].map(part_of) == n] for name, table in WHOLE.items()},
            MONTHS,
            FSM2,
        )
        .monthly()
        .reindex(register(WHOLE, MONTHS, FSM2).monthly().index, fill_value=0)
        for n in range(parts)
    )
    assert total.equals(register(WHOLE, MONTHS, FSM2).monthly())


@given(seed=st.integers(0, 1000))
@settings(max_examples=10)
def test_the_order_of_rows_is_irrelevant(seed: int) -> None:
    shuffled = {name: table.sample(frac=1, random_state=seed) for name, table in WHOLE.items()}
    counted = register(shuffled, MONTHS, FSM2).monthly()
    assert counted.equals(register(WHOLE, MONTHS, FSM2).monthly())


def test_one_more_touched_citizen_never_lowers_the_share() -> None:
    before = register(WHOLE, MONTHS, FSM2)
    untouched = np.flatnonzero(before.touched == 0)[0]
    citizen = before.citizen[untouched]
    row = WHOLE["hours"].iloc[[0]].assign(citizen=citizen, hours=1.0)
    more = WHOLE | {"hours": pd.concat([WHOLE["hours"], row])}
    after = register(more, MONTHS, FSM2).monthly()
    assert (after["touched"] >= before.monthly()["touched"]).all()
    assert after["effort_group"].equals(before.monthly()["effort_group"])


def test_a_window_of_more_than_64_months_is_refused() -> None:
    with pytest.raises(ValueError, match="64"):
        register(WHOLE, pd.period_range("2019-11", periods=65, freq="M"), FSM2)
    longest = pd.period_range("2019-11", periods=64, freq="M")
    assert len(register(WHOLE, longest, FSM2).monthly()) == 64


def test_a_citizen_unknown_to_the_target_group_counts_nowhere() -> None:
    row = WHOLE["hours"].iloc[[0]].assign(citizen="stranger")
    more = WHOLE | {"hours": pd.concat([WHOLE["hours"], row])}
    assert register(more, MONTHS, FSM2).monthly().equals(register(WHOLE, MONTHS, FSM2).monthly())


def test_every_series_counts_those_who_are_in_its_roles() -> None:
    """The series beside the result, citizen by citizen and month by month, as sets of months."""
    found = register(WHOLE, MONTHS, FSM2)
    roles = ("resident", "group_2", "exempt", "paid_hours", "education", "with_hours")
    roles += ("loentilskud", "fleksjob", "step_up")
    expected = {name: np.zeros(len(MONTHS), int) for name in found.series()}
    for unit in range(len(found.citizen)):
        has = {role: set(_months_of(int(getattr(found, role)[unit]))) for role in roles}
        group = has["resident"] - has["group_2"] - has["exempt"]
        in_group_2 = has["resident"] & has["group_2"]
        for name, months in {
            "effort_group": group,
            "touched": group & (has["paid_hours"] | has["education"]),
            "touched_hours": group & has["paid_hours"],
            "touched_education": group & has["education"],
            "loentilskud_group_1": group & has["loentilskud"],
            "fleksjob_group_1": group & has["fleksjob"],
            "fleksjob_group_2": in_group_2 & has["fleksjob"],
            "step_up": has["resident"] & has["step_up"],
            "group_2": in_group_2,
            "exempt": (has["resident"] & has["exempt"]) - has["group_2"],
            "resident": has["resident"],
            "with_hours": has["resident"] & has["with_hours"],
        }.items():
            expected[name][sorted(months)] += 1
    assert found.monthly().to_dict("list") == {n: list(c) for n, c in expected.items()}


def _months_of(word: int) -> list[int]:
    return [month for month in range(len(MONTHS)) if word >> month & 1]
