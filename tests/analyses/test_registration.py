"""What the caseworker register tells month by month."""

from dataclasses import replace

import pandas as pd

from fsmlib.analyses.registration import Registration


def test_a_month_that_ends_without_cases_ends_with_none() -> None:
    asked = Registration.read(counted_on="2019-03-31")
    rows = asked.tables["registrations"]
    middle = pd.Timestamp(2018, 11, 15)
    rows = rows[rows["start"] <= middle].assign(end=lambda r: r["end"].clip(upper=middle))
    rows["end"] = rows["end"].fillna(middle)
    tables = replace(asked.tables, frames={**asked.tables.frames, "registrations": rows})
    by_month = replace(asked, tables=tables).by_month.set_index("month")
    assert by_month.index[-1] == pd.Period("2018-11")
    assert (
        by_month.loc["2018-11", ["cases", "caseworkers", "over_cap", "outside"]].tolist() == [0] * 4
    )
    assert (
        by_month.loc["2018-10", "cases"]
        == asked.by_month.set_index("month").loc["2018-10", "cases"]
    )
