"""The caseload from events equals a loop over the days, on any register and in any order."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fsmlib.programme.parameters import load
from fsmlib.rules.caseload import capacity
from fsmlib.rules.daily import caseload, cases_by_caseworker
from tests.golden import table

HIR = load("hir", "2018-03-01")
FIRST, LENGTH = date(2018, 3, 1), 21
DAYS = [FIRST + timedelta(days=n) for n in range(LENGTH)]
NAMES = ["X", "Y", "Z", "Barsel/fængsel"]

spell = st.tuples(
    st.sampled_from("ABC"),
    st.sampled_from(NAMES),
    st.integers(-9, 25),
    st.none() | st.integers(0, 12),
    st.sampled_from([None, 18.5, 37]),
)


def register(spells: list[tuple[str, str, int, int | None, float | None]]) -> pd.DataFrame:
    rows = []
    for citizen, caseworker, start, length, hours in spells:
        begin = pd.Timestamp(FIRST) + pd.Timedelta(days=start)
        end = None if length is None else begin + pd.Timedelta(days=length)
        row = {"citizen": citizen, "caseworker": caseworker, "start": begin, "end": end}
        rows.append(row | {"weekly_hours": hours})
    return table("registrations", rows)


def loop(registrations: pd.DataFrame) -> dict[tuple[date, str], int]:
    """Day by day, citizen by citizen: the newest row that holds on the day."""
    counted: dict[tuple[date, str], int] = {}
    rows = list(registrations.sort_values("start", kind="stable").itertuples())
    for day in DAYS:
        on = pd.Timestamp(day)
        newest = {
            row.citizen: row.caseworker for row in rows if row.start <= on and not row.end < on
        }
        for name in newest.values():
            counted[day, name] = counted.get((day, name), 0) + 1
    return {key: n for key, n in counted.items() if key[1] != "Barsel/fængsel"}


@given(spells=st.lists(spell, max_size=12))
def test_the_caseload_from_events_is_that_of_a_loop_over_days(spells: list) -> None:  # type: ignore[type-arg]
    rows = register(spells)
    found = cases_by_caseworker(rows, DAYS[0], DAYS[-1], HIR)
    assert found.shape[0] == LENGTH
    told = {
        (day.date(), name): int(n)
        for name, column in found.items()
        for day, n in column.items()
        if n
    }
    assert told == loop(rows)


@pytest.mark.slow
@given(spells=st.lists(spell, min_size=1, max_size=12))
def test_the_table_has_a_row_where_there_is_a_case_and_a_cap_where_hours_are_told(
    spells: list,  # type: ignore[type-arg]
) -> None:
    rows = register(spells)
    told = caseload(rows, table("caseworkers", []), pd.DatetimeIndex(DAYS), HIR)
    assert {(d.date(), n): c for d, n, c in told.iloc[:, :3].itertuples(index=False)} == loop(rows)
    assert told["cap"].isna().tolist() == told["weekly_hours"].isna().tolist()
    known = told.dropna(subset=["weekly_hours"])
    assert known["cap"].tolist() == capacity(known["weekly_hours"], HIR).tolist()
    for day, name, hours in known[["day", "caseworker", "weekly_hours"]].itertuples(index=False):
        own = rows[(rows["caseworker"] == name) & (rows["start"] <= day)].dropna(
            subset=["weekly_hours"]
        )
        assert own.sort_values("start", kind="stable")["weekly_hours"].iloc[-1] == hours
