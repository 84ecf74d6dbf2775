"""The pictures of a cohort month by month: where citizens are, bands against a plan, chances."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from fsmlib.danish import percent
from fsmlib.figures.canvas import (
    DARK,
    LIGHT,
    LIMIT,
    MID,
    PALE,
    bars_side_by_side,
    canvas,
    limit_line,
    narrow,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LAYER_STYLES = (
    (DARK, ""),
    (MID, ""),
    (LIGHT, ""),
    (LIGHT, "//"),
    (LIGHT, "xx"),
    (PALE, ""),
    (PALE, ".."),
    ("white", "\\\\"),
)


def flow(
    labels: Sequence[str],
    layers: Sequence[tuple[str, ArrayLike]],
    y_label: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """Where everyone is by month: stacked bars, named beside the chart in the order they stand."""
    axes = canvas(4.8, ax=ax)
    places, bottom = np.arange(len(labels)), np.zeros(len(labels))
    for (name, heights), (colour, hatch) in zip(layers, LAYER_STYLES, strict=False):
        axes.bar(
            places,
            heights,
            1.0,
            bottom,
            color=colour,
            hatch=hatch,
            edgecolor=DARK,
            linewidth=0.4,
            label=name,
        )
        bottom += np.asarray(heights)
    axes.set_xticks(places, narrow(labels), fontsize=8)
    axes.set_ylabel(y_label)
    axes.set_xlim(-0.5, len(labels) - 0.5)
    axes.legend(
        loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize=10, reverse=True
    )
    return axes


def band(
    labels: Sequence[str],
    spread: tuple[ArrayLike, ArrayLike],
    middle: ArrayLike,
    plan: tuple[str, ArrayLike],
    y_label: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """What is expected with its 90 % band, against what is planned as dashed steps."""
    axes = canvas(3.8, ax=ax)
    places = np.arange(len(labels))
    axes.fill_between(places, *spread, color=LIGHT, label="9 af 10 gange", linewidth=0)
    axes.plot(
        places, middle, color=DARK, linewidth=2.2, marker="o", markersize=3.5, label="Gennemsnit"
    )
    name, steps = plan
    axes.step(places, steps, where="mid", color=LIMIT, linestyle="--", linewidth=1.8, label=name)
    axes.set_xticks(places, narrow(labels), fontsize=8)
    axes.set_ylabel(y_label)
    axes.set_ylim(0, max(np.max(steps), np.max(spread[1])) * 1.22)
    axes.legend(loc="upper left", frameon=False, fontsize=10, ncols=3)
    return axes


def chances(
    labels: Sequence[str], series: Sequence[tuple[str, ArrayLike]], ax: "Axes | None" = None
) -> "Axes":
    """The chance of each outcome as bars, one bar for each named series, at most two."""
    axes = canvas(3.8, ax=ax)
    places = np.arange(len(labels))
    bars_side_by_side(axes, series, 0.84)
    axes.set_xticks(places, narrow(labels), fontsize=8 if len(labels) > 6 else 10)
    axes.yaxis.set_major_formatter(lambda value, _: percent(value, 0))
    axes.set_ylabel("Chance")
    axes.margins(y=0.15)
    if len(series) > 1:
        axes.legend(loc="upper center", frameon=False, fontsize=10, ncols=2)
    else:
        for place, height in zip(places, np.asarray(series[0][1]), strict=True):
            axes.annotate(
                percent(height), (place, height), (0, 3), textcoords="offset points", ha="center"
            )
    return axes


def two_plans(
    labels: Sequence[str],
    plans: Sequence[tuple[str, ArrayLike, ArrayLike, ArrayLike]],
    thresholds: Sequence[int],
    ax: "Axes | None" = None,
) -> "Axes":
    """The share under two plans: (name, low, middle, high) of each, against the thresholds."""
    axes = canvas(4.6, ax=ax)
    styles = ((DARK, "-", "o"), (LIMIT, "--", "s"))
    for (name, low, middle, high), (colour, line, mark) in zip(plans, styles, strict=False):
        places = np.arange(len(np.asarray(middle)))
        axes.fill_between(places, low, high, color=colour, alpha=0.15, linewidth=0)
        axes.plot(places, middle, line, color=colour, marker=mark, markersize=4, label=name)
    for threshold in thresholds:
        limit_line(axes, threshold / 100, f"{threshold} %")
    axes.set_xticks(np.arange(len(labels)), narrow(labels), fontsize=8)
    axes.yaxis.set_major_formatter(lambda value, _: percent(value, 0))
    axes.set_ylabel("Andel berørte")
    axes.set_ylim(0)
    axes.legend(loc="lower right", frameon=False, fontsize=10)
    return axes
