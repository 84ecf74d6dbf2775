"""What every chart is drawn on and with: the house style, limits, bars side by side, labels."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from fsmlib.danish import short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK = "#1b1b1b"
DARK = "#1f3a5f"
MID = "#5b87b8"
LIGHT = "#c9d9ea"
PALE = "#ececec"
LIMIT = "#a84300"
WIDTH, HEIGHT = 8.4, 4.2


def canvas(height: float = HEIGHT, ax: "Axes | None" = None) -> "Axes":
    """A chart in the house style: on the given Axes, else alone in a figure of its own."""
    if ax is None:
        from fsmlib.figures.alone import ShownAxes  # who draws nothing has no use for matplotlib

        ax = ShownAxes.of_size(WIDTH, height)
    ax.spines[["top", "right"]].set_visible(False)
    ax.tick_params(colors=INK, labelsize=10)
    ax.yaxis.set_major_formatter(lambda value, _: short(value))
    return ax


def limit_line(axes: "Axes", level: float, text: str) -> None:
    """A dashed limit across the chart with its name at the left end."""
    axes.axhline(level, color=LIMIT, linestyle="--", linewidth=1.8)
    axes.annotate(
        text,
        (0.01, level),
        xycoords=("axes fraction", "data"),
        xytext=(0, 4),
        textcoords="offset points",
        color=LIMIT,
        fontsize=10,
        fontweight="bold",
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1},
    )


def bars_side_by_side(axes: "Axes", series: Sequence[tuple[str, ArrayLike]], room: float) -> None:
    """Bars of each named series beside one another, at most two; together they fill the room."""
    width = room / len(series)
    styles = ((DARK, ""), (LIGHT, "//"))
    for shift, ((name, heights), (colour, hatch)) in enumerate(zip(series, styles, strict=False)):
        middle = np.arange(len(np.asarray(heights))) + (shift - (len(series) - 1) / 2) * width
        axes.bar(middle, heights, width, color=colour, hatch=hatch, edgecolor=DARK, label=name)


def narrow(labels: Sequence[str]) -> list[str]:
    """Labels on two lines, so that two years of months fit side by side."""
    return [label.replace(" ", "\n") for label in labels]
