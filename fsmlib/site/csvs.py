"""Tables of numbers as CSV: for programs by default, for Danish Excel on request."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from fsmlib.programme.values import PERCENT
from fsmlib.site.privacy import write_safely
from fsmlib.tables.columns import ColumnKind
from fsmlib.tables.csv_files import not_a_formula
from fsmlib.tables.schemas import SCHEMAS


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
    write_safely(text, out, "utf-8-sig" if danish else "utf-8")


def write_tables(tables: Mapping[str, pd.DataFrame], folder: Path) -> list[Path]:
    """Our tables, by identifier, as files that `fsm` and Danish Excel read: one CSV each."""
    files = {name: folder / f"{SCHEMAS[name].sheet}.csv" for name in tables}
    for name, table in tables.items():
        write_csv(danish_table(name, table), files[name], danish=True)
    return list(files.values())


def danish_table(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The columns there are under their Danish headers, truths as ja and nej, shares as per cent.

    Identifiers of choices stay; we read them too.
    """
    columns = [column for column in SCHEMAS[name].columns if column.name in table]
    return pd.DataFrame({c.header: _told(table[c.name], c.kind) for c in columns})


def _told(cells: "pd.Series[Any]", kind: ColumnKind) -> "pd.Series[Any]":
    if kind == "yes_no":
        return cells.map({True: "ja", False: "nej"})
    return cells * PERCENT if kind == "percent" else cells


def _written(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with months and truths as text, and no text that Excel would count out."""
    written = frame.copy()
    for name, column in frame.items():
        if isinstance(column.dtype, pd.PeriodDtype):
            written[name] = column.astype(str)
        elif pd.api.types.is_bool_dtype(column):
            written[name] = column.map({True: "true", False: "false"})
        elif not pd.api.types.is_numeric_dtype(column):
            written[name] = column.map(not_a_formula, na_action="ignore")
    return written.rename(columns=not_a_formula)
