"""The measures of a programme's own file equal a count day by day, citizen by citizen."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from fsmlib.programme.measures import Measure, Rounding
from fsmlib.programme.parameters import load
from fsmlib.rules.measure import measured_group
from fsmlib.rules.register import register
from tests.golden import table

MONTHS = pd.period_range("2026-07", "2027-02", freq="M")
FIRST, LAST = date(2026, 1, 1), date(2027, 4, 30)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
REGISTERS = 50  # of each of ten seeds
SEEDS = range(2026, 2036)
Row = dict[str, Any]
Random = np.random.Generator


def a_day(rng: Random) -> date:
    return DAYS[rng.integers(len(DAYS))]


def spell(rng: Random, longest: int, **fields: Any) -> Row:
    start = a_day(rng)
    end = None if rng.random() < 0.3 else start + timedelta(days=int(rng.integers(longest)))
    return {"citizen": f"B{rng.integers(4)}", "start": start, "end": end, **fields}


def a_register(rng: Random) -> dict[str, list[Row]]:
    def rows(most: int) -> range:
        return range(int(rng.integers(most + 1)))

    return {
        "citizens": [
            {**spell(rng, 500, municipality_code="0410", end_reason="moved"), "citizen": f"B{n}"}
            for n in range(1 + int(rng.integers(4)))
        ],
        "markers": [spell(rng, 200, marker="Barsel") for _ in rows(3)],
        "hours": [
            {
                "citizen": f"B{rng.integers(4)}",
                "month": MONTHS[rng.integers(len(MONTHS))].to_timestamp(),
                "hours": float(rng.choice([-5.0, 0.5, 30.0])),
            }
            for _ in rows(4)
        ],
        "supported": [],
        "education": [spell(rng, 90, su_eligible=True) for _ in rows(2)],
        "offers": [spell(rng, 60, kind=str(rng.choice(["talk", "lab_offer"]))) for _ in rows(8)],
    }


def a_measure(rng: Random) -> dict[str, Any]:
    parts = np.array(["hours", "education", "talks", "offer"])
    cohort = int(rng.choice([0, 0, 3, 6]))
    return {
        "label": "Mål",
        "touched": [str(p) for p in rng.permutation(parts)[: 1 + rng.integers(3)]],
        "talks_at_least": 1 + int(rng.integers(3)),
        "within_months": 1 + int(rng.integers(6)),
        "passes_month": cohort,
        "exempt_most_percent": [None, 25, 0][rng.integers(3)],
        "left_early": str(rng.choice(["out", "counted"])),
        "ceiling_rounding": str(rng.choice(["down", "nearest", "up"])),
    }


def later(day: date, months: int) -> date:
    """The same day so many months on, the last of the month where it has fewer days."""
    place = pd.Period(day, "M") + months
    return date(place.year, place.month, min(day.day, place.days_in_month))


def is_on(row: Row, day: date) -> bool:
    return bool(row["start"] <= day and (row["end"] is None or day <= row["end"]))


def day_by_day(tables: dict[str, list[Row]], asked: Measure) -> list[tuple[int, int]]:
    """Touched and measured of each month, by looking at every day of everybody."""
    found = []
    for month in MONTHS:
        last = month.end_time.date()
        group = exempt = touched = 0
        for citizen in tables["citizens"]:
            passed = later(citizen["start"], asked.passes_month)
            if asked.passes_month and asked.left_early == "counted":
                citizen = {**citizen, "end": None}
            if not is_on(citizen, last):
                continue
            if asked.passes_month and not (
                pd.Period(passed, "M") == month and is_on(citizen, passed)
            ):
                continue
            marks = [m for m in tables["markers"] if m["citizen"] == citizen["citizen"]]
            if any(is_on(m, last) for m in marks):
                exempt += 1
                continue
            group += 1
            touched += is_touched(tables, citizen, month, asked)
        if asked.exempt_most_percent is not None:
            too_many = exempt - most_exempt(group + exempt, asked)
            group += max(0, too_many)
        found.append((touched, group))
    return found


def most_exempt(everybody: int, asked: Measure) -> int:
    """The whole citizens nearest to a share of everybody, on the side the rounding says."""
    share = Fraction(everybody * (asked.exempt_most_percent or 0), 100)
    whole = range(everybody + 1)
    if asked.ceiling_rounding == "down":
        return max(n for n in whole if n <= share)
    if asked.ceiling_rounding == "up":
        return min(n for n in whole if n >= share)
    return min(whole, key=lambda n: (abs(n - share), -n))


def is_touched(tables: dict[str, list[Row]], citizen: Row, month: pd.Period, m: Measure) -> bool:
    def own(name: str) -> list[Row]:
        return [row for row in tables[name] if row["citizen"] == citizen["citizen"]]

    if m.passes_month:
        until = later(citizen["start"], m.within_months)
        window = [day for day in DAYS_AND_MORE if citizen["start"] <= day < until]
    else:
        window = [day for n in range(m.within_months) for day in DAYS_OF[month - n]]
    in_month = DAYS_OF[month]
    talks = [o for o in own("offers") if o["kind"] == "talk"]
    offers = [o for o in own("offers") if o["kind"] != "talk"]
    hours = [row["hours"] for row in own("hours") if pd.Period(row["month"], "M") == month]
    told = {
        "hours": sum(hours) > 0,
        "education": any(is_on(e, day) for e in own("education") for day in in_month),
        "talks": sum(talk["start"] in window for talk in talks) >= m.talks_at_least,
        "offer": any(is_on(offer, day) for offer in offers for day in window),
    }
    return any(told[what] for what in m.touched)


DAYS_AND_MORE = [FIRST + timedelta(days=n) for n in range(-250, len(DAYS) + 250)]
DAYS_OF = {
    month: [day for day in DAYS_AND_MORE if (day.year, day.month) == (month.year, month.month)]
    for month in pd.period_range("2025-06", "2027-10", freq="M")
}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_measures_equal_a_count_day_by_day_on_500_random_registers(
    tmp_path: Path, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    path = tmp_path / "malt.yaml"
    for number in range(REGISTERS):
        tables, asked = a_register(rng), a_measure(rng)
        path.write_text(
            "name: Målt\nlike: fsm2\nsince: 2026-01-01\nvalues:\n"
            "  age_min_years: {from: {2026-01-01: 0}}\n"
            "  exemptions: {from: {2026-01-01: [Barsel]}}\n"
            f"measures: {{mål: {Measure(**asked).model_dump_json()}}}\n",
            encoding="utf-8",
        )
        frames = {name: table(name, rows) for name, rows in tables.items()}
        counted = register(frames, MONTHS, load(str(path), "")).for_results()
        pairs = list(zip(counted["touched"], counted["effort_group"], strict=True))
        assert pairs == day_by_day(tables, Measure(**asked)), (number, asked, tables)


@pytest.mark.parametrize(
    ("group", "exempt", "most", "measured"),
    [
        (6, 2, 25, (6, 6, 6)),
        (5, 3, 25, (6, 6, 6)),
        (3, 2, 25, (4, 4, 3)),
        (4, 3, 25, (6, 5, 5)),
        (4, 2, 25, (5, 4, 4)),
        (0, 4, 25, (3, 3, 3)),
        (3, 1, 0, (4, 4, 4)),
        (2, 8, 100, (2, 2, 2)),
        (0, 0, 25, (0, 0, 0)),
        (4, 2, None, (4, 4, 4)),
    ],
)
def test_no_more_than_the_ceiling_are_exempt_however_it_is_rounded(
    group: int, exempt: int, most: int | None, measured: tuple[int, ...]
) -> None:
    roundings: list[Rounding] = ["down", "nearest", "up"]
    for rounding, expected in zip(roundings, measured, strict=True):
        asked = Measure(
            label="", touched=("talks",), exempt_most_percent=most, ceiling_rounding=rounding
        )
        assert measured_group(np.array([group]), np.array([exempt]), asked) == [expected]
