"""The pictures of a result month by month: its share against thresholds, and who came and went."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from fsmlib.danish import percent, whole
from fsmlib.figures.canvas import DARK, INK, LIGHT, LIMIT, PALE, canvas, limit_line, narrow

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEW_DIGITS = 3


def share_by_month(
    labels: Sequence[str],
    shares: Sequence[float],
    below: Sequence[str],
    reached: Sequence[bool],
    thresholds: Sequence[int],
    late: Sequence[bool],
    ax: "Axes | None" = None,
) -> "Axes":
    """A share by month against thresholds; months that reach the lowest have a filled mark.

    Months of which reports are still to come stand on grey; one without a share has no mark.
    """
    axes = canvas(4.8, ax=ax)
    for number, middle in enumerate(np.flatnonzero(late).tolist()):
        name = "" if number else "Kan ændre sig: data mangler"
        axes.axvspan(middle - 0.5, middle + 0.5, color=PALE, zorder=0, label=name)
    places = np.arange(len(labels))
    axes.plot(places, shares, color=DARK, linewidth=1.8, zorder=2)
    heights, hit = np.asarray(shares, dtype=float), np.asarray(reached, dtype=bool)
    low = f"{thresholds[0]} %" if thresholds else "noget krav"
    for here, mark, face, name in (
        (hit, "D", LIMIT, f"Når {low}"),
        (~hit, "o", "white", f"Når ikke {low}"),
    ):
        (points,) = axes.plot(places[here], heights[here], mark, color=DARK, label=name, zorder=3)
        points.set_markerfacecolor(face)
    for threshold in thresholds:
        limit_line(axes, threshold / 100, f"{threshold} %")
    told = [f"{m}\n\n{n}" for m, n in zip(narrow(labels), below, strict=True)]
    axes.set_xticks(places, told, fontsize=8 if max(map(len, below)) <= FEW_DIGITS else 6.2)
    axes.set_xlabel("Måned og år; nederst antal borgere i indsatsgruppen")
    axes.yaxis.set_major_formatter(lambda value, _: percent(value, 0))
    highest = max([*heights[~np.isnan(heights)], *(each / 100 for each in thresholds)], default=0)
    axes.set_ylim(0, (highest or 1) * 1.15)
    axes.set_ylabel("Andel berørte")
    axes.legend(loc="lower right", frameon=False, fontsize=9, ncols=3)
    return axes


def up_and_down(
    labels: Sequence[str],
    up: tuple[str, Sequence[float]],
    down: tuple[str, Sequence[float]],
    ax: "Axes | None" = None,
) -> "Axes":
    """Bars up for one named series and down for another; a month without numbers has a dash."""
    axes = canvas(3.6, ax=ax)
    for place, (rise, fall) in enumerate(zip(up[1], down[1], strict=True)):
        if np.isnan(rise) or np.isnan(fall):
            axes.annotate("–", (place, 0), ha="center", va="center")
    places = np.arange(len(labels))
    axes.bar(places, up[1], 0.8, color=DARK, edgecolor="white", label=up[0])
    axes.bar(
        places, -np.asarray(down[1]), 0.8, color=LIGHT, hatch="//", edgecolor=DARK, label=down[0]
    )
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set_xticks(places, narrow(labels), fontsize=8)
    axes.yaxis.set_major_formatter(lambda value, _: whole(abs(value)))
    axes.set_ylabel("Borgere")
    axes.margins(y=0.2)
    axes.legend(loc="upper left", frameon=False, fontsize=10, ncols=2)
    return axes
