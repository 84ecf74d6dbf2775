"""A funnel: shares by the size of the group, against what luck alone gives."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter
from numpy.typing import ArrayLike, NDArray

from fsmlib.danish import percent, whole
from fsmlib.figures.canvas import DARK, LIGHT, LIMIT, MID, canvas

STYLES = {
    "within": ("o", "white", "Kan ikke skelnes"),
    "over": ("^", DARK, "Over grænserne"),
    "under": ("v", DARK, "Under grænserne"),
}


def funnel(
    names: Sequence[str],
    sizes: Sequence[int],
    shares: Sequence[float],
    outcomes: Sequence[str],
    luck: tuple[ArrayLike, NDArray[np.float64]],
    ordinary: NDArray[np.float64] | None,
    level: float,
    own: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Each group as a mark, told by name; the band of luck narrows as the groups grow.

    `luck` is sizes and the limits at each, `ordinary` the wider ones of what groups ordinarily
    differ by; the group called `own` is marked and named.
    """
    axes = canvas(4.8, ax=ax)
    places, (low, high) = np.asarray(luck[0]), luck[1].T
    axes.fill_between(places, low, high, color=LIGHT, linewidth=0, label="Tilfældighed (95 %)")
    if ordinary is not None:
        for edge, name in zip(ordinary.T, ("Almindelig spredning", ""), strict=True):
            axes.plot(places, edge, color=MID, linewidth=1.6, linestyle="--", label=name or None)
    axes.axhline(level, color=DARK, linewidth=1.2, label="Alle tilsammen")
    named: set[str] = set()
    for name, size, share, outcome in zip(names, sizes, shares, outcomes, strict=True):
        mark, face, label = STYLES[outcome]
        (point,) = axes.plot(size, share, mark, color=DARK, markersize=6, zorder=3, gid=name)
        point.set_markerfacecolor(face)
        if label not in named:
            point.set_label(label)
            named.add(label)
        if name == own:
            _mark(axes, size, share, name)
    axes.set_xscale("log")
    steps = [digit * 10**power for power in range(1, 6) for digit in (1, 2, 5)]
    axes.xaxis.set_major_locator(FixedLocator(steps))
    axes.xaxis.set_minor_locator(FixedLocator([]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: whole(value)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: percent(value)))
    axes.set_ylim(0, 1.08 * max(*shares, high.max()))
    axes.set_xlim(0.85 * min(sizes), 1.15 * max(sizes))
    axes.set_xlabel("Personer i alt")
    axes.set_ylabel("Andel")
    axes.legend(loc="upper right", frameon=False, fontsize=9, ncols=2)
    return axes


def _mark(axes: Axes, size: float, share: float, name: str) -> None:
    """The group that is followed."""
    axes.plot(size, share, "D", color=LIMIT, markersize=10, zorder=4)
    axes.annotate(
        name,
        (size, share),
        xytext=(10, 8),
        textcoords="offset points",
        color=LIMIT,
        fontsize=10.5,
        fontweight="bold",
    )
