"""What a municipality has told, as plain Python: None stands where it has told nothing."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from fsmlib.tables.cells import given


def told_row(table: pd.DataFrame) -> Mapping[str, Any]:
    """The first row of a table by column; None in every column when there is no such row."""
    if table.empty:
        return dict.fromkeys(table.columns)
    return {str(name): given(cell) for name, cell in table.iloc[0].items()}


def first_told(*numbers: Any) -> int | None:
    """The first number that is told, as a whole one.

    >>> first_told(None, float("nan"), 750_000.0)
    750000
    """
    told = (given(number) for number in numbers)
    return next((int(number) for number in told if number is not None), None)
