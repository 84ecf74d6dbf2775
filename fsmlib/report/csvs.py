"""Tables of numbers as CSV: for programs by default, for Danish Excel on request."""

import sys
from pathlib import Path

import pandas as pd

from fsmlib.report.privacy import safely, stop_leaks

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


def _written(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with months and truths as text."""
    written = frame.copy()
    for name, column in frame.items():
        if isinstance(column.dtype, pd.PeriodDtype):
            written[name] = column.astype(str)
        elif pd.api.types.is_bool_dtype(column):
            written[name] = column.map({True: "true", False: "false"})
    return written
