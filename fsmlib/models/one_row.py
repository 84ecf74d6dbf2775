"""What a municipality has told, as plain Python: None stands where it has told nothing."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.rules.monitoring import period_months
from fsmlib.rules.month_bits import MOST_MONTHS
from fsmlib.tables.cells import given
from fsmlib.tables.reading import Tables


def only_row(table: pd.DataFrame) -> Mapping[str, Any]:
    """The first row of a table by column; None in every column when there is no such row."""
    if table.empty:
        return dict.fromkeys(table.columns)
    return {str(name): given(cell) for name, cell in table.iloc[0].items()}


def months_of(tables: Tables, values: Values) -> pd.PeriodIndex:
    """The months of a plan's project; FsmError when there are none, or more than 64."""
    row = only_row(tables["plan"])
    months = period_months(row["project_start"], row["project_end"], values)
    if not 0 < len(months) <= MOST_MONTHS:
        raise FsmError(f"Projektet skal have fra 1 til {MOST_MONTHS} hele måneder.")
    return months
