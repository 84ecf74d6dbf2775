"""The words equal a count day by day and citizen by citizen, under every reading."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsmlib.programme.parameters import Values, load
from fsmlib.rules.register import register
from tests.golden import table

MONTHS = pd.period_range("2019-11", "2020-04", freq="M")
FIRST, LAST = date(2019, 9, 1), date(2020, 6, 30)
PEOPLE, TOWNS, EMPLOYERS = "ABC", ("0101", "0410"), (None, "x", "y")
GROUP_2, STEP_UP = "FSM 2: Rehab (Gr. 2)", "FSM 2: Step-up"
Row = dict[str, Any]

day = st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(days=n))
length = st.none() | st.integers(0, 150)
person = st.sampled_from(PEOPLE)


def spell(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Row]:
    rows = st.fixed_dictionaries({"citizen": person, "start": day, "length": length, **fields})
    return rows.map(
        lambda row: (
            row
            | {
                "end": None
                if row["length"] is None
                else row["start"] + timedelta(days=row["length"])
            }
        )
    )


citizens = spell(
    municipality_code=st.sampled_from(TOWNS),
    end_reason=st.sampled_from([None, "moved", "died", "state_pension"]),
    birth_date=st.none() | st.integers(0, 700).map(lambda n: date(1988, 6, 1) + timedelta(days=n)),
    visited_on=st.just(date(2020, 1, 15)) | day,
)
markers = spell(marker=st.sampled_from([GROUP_2, STEP_UP, "Barsel", "På vej i job"]))
supported = spell(
    form=st.sampled_from(["loentilskud", "fleksjob"]), employer=st.sampled_from(EMPLOYERS)
)
education = spell(su_eligible=st.booleans())
hours = st.fixed_dictionaries(
    {
        "citizen": person,
        "month": st.sampled_from([m.to_timestamp() for m in MONTHS]),
        "paid_month": st.none() | st.sampled_from([m.to_timestamp() for m in MONTHS]),
        "hours": st.sampled_from([-10, -0.1, 0, 0.1, 0.2, 10, 37.5]),
        "employer": st.sampled_from(EMPLOYERS),
        "form": st.sampled_from([None, "ordinary", "loentilskud", "fleksjob"]),
    }
)
registers = st.fixed_dictionaries(
    {
        "citizens": st.lists(citizens, min_size=1, max_size=4),
        "markers": st.lists(markers, max_size=4),
        "hours": st.lists(hours, max_size=5),
        "supported": st.lists(supported, max_size=3),
        "education": st.lists(education, max_size=2),
    }
)
OTHERS = [
    {"status_day": "first_day"},
    {"status_day": "every_day"},
    {"status_day": "any_day"},
    {"reentry": "back"},
    {"entry": "fixed"},
    {"age": "from_31"},
    {"denominator": "visited"},
    {"touched": "min_hours"},
    {"hours_month": "paid"},
]
READINGS = [{}, *(pytest.param(each, marks=pytest.mark.slow) for each in OTHERS)]


@pytest.mark.parametrize("changes", READINGS, ids=str)
@given(rows=registers)
@settings(max_examples=60)
def test_words_equal_a_count_day_by_day(
    changes: dict[str, str], rows: dict[str, list[Row]]
) -> None:
    values = load("fsm2", "2019-11-01", **changes)
    frames = {name: frame(name, content) for name, content in rows.items()}
    counted = register(frames, MONTHS, values).monthly()
    for town in sorted({row["municipality_code"] for row in rows["citizens"]}):
        for month in MONTHS:
            group, touched = brute(rows, town, month, values)
            found = counted.loc[(town, month)]
            assert (found["effort_group"], found["touched"]) == (group, touched), (town, month)


def frame(name: str, rows: list[Row]) -> pd.DataFrame:
    return table(name, [{key: v for key, v in row.items() if key != "length"} for row in rows])


def brute(
    rows: dict[str, list[Row]], town: str, month: pd.Period, values: Values
) -> tuple[int, int]:
    people = {row["citizen"] for row in rows["citizens"] if row["municipality_code"] == town}
    group = {p for p in people if in_group(rows, p, town, month, values)}
    return len(group), len({p for p in group if is_touched(rows, p, month, values)})


def days_in(month: pd.Period) -> list[date]:
    first = month.start_time.date()
    return [first + timedelta(days=n) for n in range(month.days_in_month)]


def on(spells: list[Row], day_: date) -> bool:
    return any(
        row["start"] <= day_ and (row["end"] is None or day_ <= row["end"]) for row in spells
    )


def status(spells: list[Row], month: pd.Period, values: Values) -> bool:
    days = days_in(month)
    return {
        "last_day": lambda: on(spells, days[-1]),
        "first_day": lambda: on(spells, days[0]),
        "any_day": lambda: any(on(spells, d) for d in days),
        "every_day": lambda: all(on(spells, d) for d in days),
    }[values.status_day]()


def in_group(
    rows: dict[str, list[Row]], p: str, town: str, month: pd.Period, values: Values
) -> bool:
    own = [r for r in rows["citizens"] if (r["citizen"], r["municipality_code"]) == (p, town)]
    stays = [row | {"end": row["end"] if row["end_reason"] else None} for row in own]
    if values.reentry == "out":
        exits = [row["end"] for row in stays if row["end"]]
        stays = [row for row in stays if not exits or row["start"] <= min(exits)]
    if values.entry == "fixed" and not on(stays_before_filter(own), days_in(MONTHS[0])[0]):
        return False
    years = 31 if values.age == "from_31" else 30
    ages = [spell_from(birthday(row["birth_date"], years)) for row in own]
    marked = [row for row in rows["markers"] if row["citizen"] == p]
    group_2 = [row for row in marked if row["marker"] == GROUP_2]
    exempt = [row for row in marked if row["marker"] in ("Barsel", "På vej i job")]
    if values.denominator == "visited":
        seen = [spell_from(row["visited_on"]) for row in own]
        if not status(seen, month, values):
            return False
    return (
        status(stays, month, values)
        and status(ages, month, values)
        and not status(group_2, month, values)
        and not status(exempt, month, values)
    )


def stays_before_filter(own: list[Row]) -> list[Row]:
    return [row | {"end": row["end"] if row["end_reason"] else None} for row in own]


def spell_from(start: date) -> Row:
    return {"start": start, "end": None}


def birthday(born: date | None, years: int) -> date:
    return date.min if born is None else (pd.Timestamp(born) + pd.DateOffset(years=years)).date()


def is_touched(rows: dict[str, list[Row]], p: str, month: pd.Period, values: Values) -> bool:
    studies = [r for r in rows["education"] if r["citizen"] == p and r["su_eligible"]]
    return any(on(studies, d) for d in days_in(month)) or has_paid_hours(rows, p, month, values)


def has_paid_hours(rows: dict[str, list[Row]], p: str, month: pd.Period, values: Values) -> bool:
    def month_of(row: Row) -> pd.Timestamp:
        paid = row["paid_month"] if values.hours_month == "paid" else None
        return row["month"] if paid is None else paid

    own = [r for r in rows["hours"] if r["citizen"] == p and month_of(r) == month.to_timestamp()]
    spells = [
        r
        for r in rows["supported"]
        if r["citizen"] == p and any(on([r], d) for d in days_in(month))
    ]
    named = {r["employer"] for r in spells if r["employer"]}
    counted = {"ordinary": Fraction(0), "unmarked": Fraction(0), "subsidy": Fraction(0)}
    unclear = False
    for row in own:
        amount = Fraction(str(row["hours"]))
        if row["form"] in ("loentilskud", "fleksjob"):
            counted["subsidy"] += amount
        elif row["employer"] not in named or row["employer"] is None:
            counted["ordinary" if row["form"] else "unmarked"] += amount
        if row["form"] is None and spells:
            unclear |= row["employer"] is None or any(r["employer"] is None for r in spells)
    free = counted["unmarked"]
    if unclear:
        free = max(free - counted["subsidy"], Fraction(0))
    net = counted["ordinary"] + free
    return net >= 10 if values.touched == "min_hours" else net > 0
