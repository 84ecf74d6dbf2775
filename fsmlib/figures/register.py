"""The pictures of a register: caseworkers by month, and a share over time against a target."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from fsmlib.danish import percent, percent_short, whole
from fsmlib.figures.canvas import DARK, INK, LIMIT, MID, canvas, limit_line, narrow

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_HEIGHT, FRAME = 0.42, 2.2
FULLEST, DARK_ENOUGH_FOR_WHITE = 1.3, 0.4


def heat_map(
    rows: Sequence[str],
    columns: Sequence[str],
    numbers: NDArray[np.float64],
    full: NDArray[np.float64],
    framed: NDArray[np.bool_],
    ax: "Axes | None" = None,
) -> "Axes":
    """Numbers in shaded cells, the darker the fuller; framed cells are bold.

    A missing number is a dash, 0 an empty cell; `full` is what counts as full in each cell.
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    shades = LinearSegmentedColormap.from_list("cases", ["#ffffff", MID, DARK])
    axes = canvas(1.1 + ROW_HEIGHT * len(rows), ax=ax)
    fullness = np.nan_to_num(numbers / np.where(full > 0, full, np.nan))
    shade = np.clip(fullness / FULLEST, 0, 1) ** 2
    axes.imshow(shade, cmap=shades, vmin=0, vmax=1, aspect="auto")
    for (row, column), number in np.ndenumerate(numbers):
        text = "–" if np.isnan(number) else whole(number) if number else ""
        axes.text(
            column,
            row,
            text,
            ha="center",
            va="center",
            fontsize=10,
            color="white" if shade[row, column] > DARK_ENOUGH_FOR_WHITE else INK,
            fontweight="bold" if framed[row, column] else "normal",
        )
        if framed[row, column]:
            corner = (column - 0.45, row - 0.42)
            for colour, width in (("white", 2 * FRAME), (LIMIT, FRAME)):
                axes.add_patch(Rectangle(corner, 0.9, 0.84, fill=False, edgecolor=colour, lw=width))
    axes.set_xticks(range(len(columns)), narrow(columns), fontsize=9)
    axes.set_yticks(range(len(rows)), rows, fontsize=9.5)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return axes


def share_line(
    labels: Sequence[str], shares: Sequence[float], target: float | None, ax: "Axes | None" = None
) -> "Axes":
    """A share by month with its numbers; a month without one has a gap."""
    axes = canvas(3.8, ax=ax)
    places = np.arange(len(labels))
    axes.plot(places, shares, color=DARK, linewidth=2, marker="o", markersize=5)
    for place, share in enumerate(shares):
        if not np.isnan(share):
            axes.annotate(
                percent(share, 0),
                (place, share),
                xytext=(0, 7),
                textcoords="offset points",
                ha="center",
                fontsize=9.5,
            )
    if target is not None:
        limit_line(axes, target, f"Mål {percent_short(target)}")
    highest = max([0.1, target or 0, *(s for s in shares if not np.isnan(s))])
    axes.set_ylim(0, min(1.08, highest * 1.25))
    axes.yaxis.set_major_formatter(lambda value, _: percent(value, 0))
    axes.set_xticks(places, narrow(labels), fontsize=9)
    axes.set_ylabel("Andel passive")
    return axes
