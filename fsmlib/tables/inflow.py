"""The table of a municipality's inflow: how many new cases came in each month."""

import numpy as np
import pandas as pd

from fsmlib.tables.columns import Column, RowCheck, Schema, once

MONTHS_OF_INFLOW = 12  # a whole year, so that no season counts for more than its part


def _follows_another(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Whether the month before is there too; the first has none."""
    months = frame["month"].dt.to_period("M")
    is_first = months.isna() | (months == months.min())
    return pd.Series(is_first | (months - 1).isin(months), dtype=bool)


def _is_a_year(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Whether there are months enough; only the last row can be wrong."""
    is_last = np.arange(len(frame)) == len(frame) - 1
    return pd.Series(~is_last | (frame["month"].nunique() >= MONTHS_OF_INFLOW), index=frame.index)


INFLOW = Schema(
    "inflow",
    "Tilgang",
    (
        Column("month", "month", needed=True),
        Column("inflow", "whole", needed=True, least=0, most=10_000),
    ),
    (
        once(("month",), "Måneden står der to gange."),
        RowCheck(
            _follows_another,
            ("month",),
            "Måneden før mangler.",
            "Skriv hver måned, også dem uden nye sager (0).",
        ),
        RowCheck(
            _is_a_year,
            ("month",),
            "Der er færre end 12 måneder.",
            "Skriv mindst 12 måneder i træk, eller slet arkets rækker.",
        ),
    ),
)
