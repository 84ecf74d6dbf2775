"""The daily caseload from events against a pandas loop over the days."""

import numpy as np
import pandas as pd

from benchmarks.ratios import Ratio, paired
from fsmlib.programme.parameters import load
from fsmlib.rules.daily import cases_by_caseworker

HIR = load("hir", "2018-03-01")
ROWS, CASEWORKERS = 30_000, 400
FIRST, LAST = HIR.start_on, HIR.end_on
DAYS = pd.date_range(FIRST, LAST, freq="D")


def register(seed: int) -> pd.DataFrame:
    """Citizens with one to three rows, some of which overlap, and some fictitious caseworkers."""
    rng = np.random.default_rng(seed)
    citizen = rng.integers(0, ROWS * 2 // 3, ROWS)
    start = np.datetime64("2017-06-01") + rng.integers(0, 660, ROWS)
    length = rng.integers(30, 500, ROWS)
    names = np.array([*HIR.fictitious_titles, *(f"S{n:03}" for n in range(CASEWORKERS))], object)
    end = pd.Series((start + length).astype("datetime64[ns]"))
    rows = pd.DataFrame(
        {
            "citizen": [f"B-{n:05}" for n in citizen],
            "caseworker": rng.choice(names, ROWS),
            "start": start.astype("datetime64[ns]"),
            "end": end.mask(rng.random(ROWS) < 0.3),
        }
    ).sort_values(["citizen", "start"], ignore_index=True)
    # Most registers are right: an older row ends before the newer begins, but in a few.
    following = rows.groupby("citizen")["start"].shift(-1) - pd.Timedelta(days=1)
    right = following.notna() & (rng.random(ROWS) > 0.01)
    cut = right & ~(rows["end"] < following)
    rows["end"] = rows["end"].mask(cut, following)
    return rows[~(rows["end"] < rows["start"])].astype({"citizen": "str", "caseworker": "str"})


def loop_over_days(rows: pd.DataFrame) -> pd.DataFrame:
    """Each day by itself: the rows that hold, the newest for each citizen, counted by name."""
    ordered = rows.sort_values("start", kind="stable")
    found = {}
    for day in DAYS:
        holding = ordered[(ordered["start"] <= day) & ~(ordered["end"] < day)]
        newest = holding.drop_duplicates("citizen", keep="last")
        found[day] = newest["caseworker"].value_counts()
    table = pd.DataFrame(found).T.fillna(0).astype(np.int64)
    return table.drop(columns=list(HIR.fictitious_titles))


def measure() -> list[Ratio]:
    rows = register(seed=1)
    ours = cases_by_caseworker(rows, FIRST, LAST, HIR)
    theirs = loop_over_days(rows).reindex(columns=ours.columns, fill_value=0)
    assert np.array_equal(ours.to_numpy(), theirs.to_numpy())
    return [
        paired(
            f"HIR daily caseload, {len(rows):,} registrations, {len(DAYS)} days: against a pandas "
            "loop over days",
            80,
            lambda: cases_by_caseworker(rows, FIRST, LAST, HIR),
            1,
            lambda: loop_over_days(rows),
            1,
        )
    ]
