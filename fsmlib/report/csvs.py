"""Tables of numbers as CSV: for programs by default, for Danish Excel on request."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from fsmlib.programme.values import PERCENT
from fsmlib.report.privacy import safely, stop_leaks
from fsmlib.tables.columns import Kind
from fsmlib.tables.schemas import SCHEMAS

STANDARD_OUTPUT = Path("-")


def write_csv(frame: pd.DataFrame, out: Path, danish: bool) -> None:
    """Writes a table to a file, or to standard output for `-`.

    Separated by `,` with decimal points; with `danish` by `;` with decimal commas and a mark that
    makes Excel read it as UTF-8.  Months are 2019-11, truths `true` and `false`, missing is empty.
    """
    text = _written(frame).to_csv(
        index=False,
        sep=";" if danish else ",",
        decimal="," if danish else ".",
        lineterminator="\n",
    )
    if out == STANDARD_OUTPUT:
        stop_leaks(text.encode(), out)
        sys.stdout.write(text)
        return
    with safely(out) as draft:
        draft.write_text(text, encoding="utf-8-sig" if danish else "utf-8", newline="")


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Our tables, by identifier, as files that `fsm` and Danish Excel read: one CSV each."""
    for name, table in tables.items():
        schema = SCHEMAS[name]
        told = pd.DataFrame(
            {
                column.header: _in_danish(table[column.name], column.kind)
                for column in schema.columns
            }
        )
        write_csv(told, folder / f"{schema.sheet}.csv", danish=True)


def _in_danish(cells: "pd.Series[Any]", kind: Kind) -> "pd.Series[Any]":
    """Truths as ja and nej, shares as per cent; identifiers of choices stay, we read them too."""
    if kind == "yes_no":
        return cells.map({True: "ja", False: "nej"})
    return cells * PERCENT if kind == "percent" else cells


def _written(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with months and truths as text."""
    written = frame.copy()
    for name, column in frame.items():
        if isinstance(column.dtype, pd.PeriodDtype):
            written[name] = column.astype(str)
        elif pd.api.types.is_bool_dtype(column):
            written[name] = column.map({True: "true", False: "false"})
    return written
