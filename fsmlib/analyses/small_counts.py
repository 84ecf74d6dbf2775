"""Counts so small that they could point at a person are hidden, and kept hidden by others."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

FEWEST_SHOWN = 3
COUNTS_HIDDEN = (
    f"Antal under {FEWEST_SHOWN} er skjult (–), bortset fra 0; andre er skjult med dem, hvor de "
    "ellers kunne regnes ud."
)

MARK = "*"
TELLS_TOUCHED = ("touched", "result_share", "reached_", "short_", "slack_")


def is_small(counts: ArrayLike) -> NDArray[np.bool_]:
    """Which counts are 1 or 2; 0 tells of nobody.

    >>> is_small([0, 1, 2, 3])
    array([False,  True,  True, False])
    """
    numbers = np.asarray(counts, dtype=float)
    return (numbers > 0) & (numbers < FEWEST_SHOWN)


def hidden(counts: pd.DataFrame, across: bool = False, down: bool = False) -> pd.DataFrame:
    """The counts, missing where they are 1 or 2 and where they would give such a one away.

    Say `across` when a reader can learn what the cells of a row add up to or differ by, because a
    total stands beside them or elsewhere on the page; `down` is the same for columns.  In each such
    line at least two cells are then hidden, or none, and together they are not small either.

    >>> hidden(pd.DataFrame({"in": [1, 4], "out": [7, 5]}), across=True).to_numpy().tolist()
    [[nan, nan], [4.0, 5.0]]
    """
    cells = counts.to_numpy(dtype=float)
    gone = is_small(cells)
    rows = zip(cells, gone, strict=True) if across else ()
    columns = zip(cells.T, gone.T, strict=True) if down else ()
    lines = [*rows, *columns]
    while any(_hide_one_more(numbers, hides) for numbers, hides in lines):
        pass  # one more cell hidden in a row may leave its column with a single one
    return counts.astype(float).mask(gone)


def _hide_one_more(cells: NDArray[np.float64], gone: NDArray[np.bool_]) -> bool:
    """Hides the smallest cell that will do in a line that gives one away; whether it had to."""
    if not gone.any() or gone.all():
        return False
    if gone.sum() > 1 and cells[gone].sum() >= FEWEST_SHOWN:
        return False
    worth = np.where(gone, np.inf, np.where(cells > 0, cells, np.finfo(float).max))
    gone[int(np.argmin(worth))] = True
    return True


def hidden_results(months: pd.DataFrame) -> pd.DataFrame:
    """Monthly results as they leave us: a count of 1 or 2 is missing, and all that gives it away.

    With `touched` go share, thresholds and the distance to them, and another month's, for the level
    over all months is told.  Columns as in `Monitoring.months`; each municipality stands alone.
    """
    shown = months.copy()
    for _, own in months.dropna(subset=["effort_group", "touched"]).groupby("municipality_code"):
        touched = hidden(own[["touched"]], down=True)["touched"].isna()
        group = pd.Series(is_small(own["effort_group"]), own.index)
        shown.loc[own.index[group], "effort_group"] = pd.NA
        told = [name for name in months.columns if name.startswith(TELLS_TOUCHED)]
        for name in told:
            empty = np.nan if name == "result_share" else pd.NA
            shown.loc[own.index[touched | group], name] = empty
    return shown


def with_marks(months: pd.DataFrame) -> pd.DataFrame:
    """Monthly results for a file: `*` for a hidden count, which reads back as missing and not as 0.

    A month that is not measured is empty.
    """
    shown = hidden_results(months)
    for name in ("effort_group", "touched"):
        is_hidden = shown[name].isna() & months[name].notna()
        shown[name] = shown[name].astype(object).where(~is_hidden, MARK)
    return shown
