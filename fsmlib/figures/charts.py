"""One function for each kind of chart, readable in grey, numbers at the marks."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from fsmlib.danish import as_risk as risk_in_words
from fsmlib.danish import decimal, one_decimal, percent, percent_short, short, whole
from fsmlib.figures.canvas import (
    DARK,
    LIGHT,
    LIMIT,
    MID,
    bars_side_by_side,
    canvas,
    limit_line,
    narrow,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def _above(axes: "Axes", place: float, height: float, text: str) -> None:
    """A number just above its bar."""
    axes.annotate(
        text,
        (place, height),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        fontsize=10.5,
        fontweight="bold",
    )


def waterfall(
    labels: Sequence[str],
    steps: Sequence[float],
    totals: Sequence[bool],
    ax: "Axes | None" = None,
    unit: str = "Sager",
) -> "Axes":
    """Steps that add up: a total stands on the axis, a step hangs from the one before."""
    axes = canvas(ax=ax)
    level = 0.0
    for place, (step, is_total) in enumerate(zip(steps, totals, strict=True)):
        bottom = 0.0 if is_total else min(level, level + step)
        colour, hatch = (DARK, "") if is_total else (LIGHT, "//")
        axes.bar(place, abs(step), 0.62, bottom, color=colour, hatch=hatch, edgecolor=DARK)
        top = bottom + abs(step)
        sign = "" if is_total or step >= 0 else "−"
        _above(axes, place, top, f"{sign}{one_decimal(abs(step))}")
        level = step if is_total else level + step
    axes.set_xticks(range(len(labels)), labels, fontsize=9.5)
    axes.set_ylabel(unit)
    axes.margins(y=0.12)
    return axes


def bars_with_line(
    labels: Sequence[str],
    heights: Sequence[float],
    level: float,
    level_text: str,
    y_label: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """Bars with their values, against one level."""
    axes = canvas(3.6, ax=ax)
    axes.bar(range(len(labels)), heights, 0.6, color=MID, edgecolor=DARK)
    for place, height in enumerate(heights):
        _above(axes, place, height, decimal(height, 2))
    limit_line(axes, level, level_text)
    axes.set_xticks(range(len(labels)), labels)
    axes.set_ylabel(y_label)
    axes.margins(y=0.15)
    return axes


def fan(
    labels: Sequence[str],
    quantiles: Sequence[tuple[ArrayLike, ArrayLike, str]],
    middle: ArrayLike,
    limits: Sequence[tuple[float, str]],
    y_label: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """Nested bands (low, high, name) around a middle line, against limits."""
    axes = canvas(4.6, ax=ax)
    places = np.arange(len(labels))
    for (low, high, name), colour in zip(quantiles, (LIGHT, MID), strict=True):
        axes.fill_between(places, low, high, color=colour, label=name, linewidth=0)
    axes.plot(
        places, middle, color=DARK, linewidth=2.4, marker="o", markersize=4, label="Gennemsnit"
    )
    for level, text in limits:
        limit_line(axes, level, text)
    axes.set_xticks(places, labels, fontsize=9.5)
    axes.set_ylabel(y_label)
    axes.legend(loc="lower left", frameon=False, fontsize=10, ncols=3)
    axes.margins(y=0.15)
    return axes


def risk_curve(
    x: ArrayLike,
    risk: ArrayLike,
    points: Sequence[tuple[float, float, str]],
    accepted: float,
    ax: "Axes | None" = None,
) -> "Axes":
    """Chance against full-time equivalents, with the options as named points."""
    axes = canvas(ax=ax)
    axes.plot(x, risk, color=DARK, linewidth=2.2, drawstyle="steps-post")
    limit_line(axes, accepted, f"Accepteret risiko {percent_short(accepted)}")
    for place, (fte, chance, name) in enumerate(points):
        axes.plot(fte, chance, marker="osD^v"[place % 5], color=LIMIT, markersize=9, zorder=3)
        axes.annotate(
            f"{name}: {risk_in_words(chance)}",
            (fte, chance),
            xytext=(10, 12),
            textcoords="offset points",
            fontsize=10,
        )
    axes.xaxis.set_major_formatter(lambda value, _: short(value))
    axes.yaxis.set_major_formatter(lambda value, _: percent(value, 0))
    axes.set_xlabel("Nye årsværk")
    axes.set_ylabel("Risiko for at bryde loftet")
    axes.set_ylim(-0.03, 1.08)
    return axes


def monthly_bars(
    labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], ax: "Axes | None" = None
) -> "Axes":
    """One bar a month for each named series, at most two, in kroner."""
    axes = canvas(3.8, ax=ax)
    bars_side_by_side(axes, series, 0.8)
    axes.yaxis.set_major_formatter(lambda value, _: whole(value))
    axes.set_xticks(range(len(labels)), labels, fontsize=9.5)
    axes.set_ylabel("Kr. i måneden")
    axes.legend(loc="upper left", frameon=False, fontsize=10)
    return axes


def tornado(
    labels: Sequence[str],
    ends: Sequence[tuple[float, float]],
    texts: Sequence[tuple[str, str]],
    base: float,
    x_label: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """How far the outcome moves when one assumption goes to its low or high end."""
    axes = canvas(1.2 + 0.75 * len(labels), ax=ax)
    for place, ((low, high), (low_text, high_text)) in enumerate(zip(ends, texts, strict=True)):
        for end, text, colour, hatch in ((low, low_text, LIGHT, "//"), (high, high_text, MID, "")):
            axes.barh(place, end - base, 0.55, base, color=colour, hatch=hatch, edgecolor=DARK)
            outward = 1 if end >= base else -1
            axes.annotate(
                text,
                (end, place),
                xytext=(5 * outward, 0),
                textcoords="offset points",
                ha="left" if outward > 0 else "right",
                va="center",
                fontsize=9.5,
            )
    axes.axvline(base, color=LIMIT, linestyle="--", linewidth=1.8)
    axes.set_yticks(range(len(labels)), labels, fontsize=9.5)
    axes.invert_yaxis()
    axes.xaxis.set_major_formatter(lambda value, _: whole(value))
    axes.set_xlabel(x_label)
    axes.margins(x=0.16)
    return axes


def stacked(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    y_label: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """Stacked bars a month, one layer for each named series, at most four."""
    axes = canvas(3.8, ax=ax)
    places = np.arange(len(labels))
    bottom = np.zeros(len(labels))
    styles = ((DARK, ""), (LIMIT, "xx"), (LIGHT, "//"), (MID, ""))
    for (name, heights), (colour, hatch) in zip(series, styles, strict=False):
        axes.bar(
            places, heights, 0.8, bottom, color=colour, hatch=hatch, edgecolor="white", label=name
        )
        bottom += np.asarray(heights)
    axes.set_xticks(places, narrow(labels), fontsize=8)
    axes.set_ylabel(y_label)
    axes.set_ylim(0, (bottom.max(initial=0) or 1) * 1.25)
    axes.legend(loc="upper left", frameon=False, fontsize=10, ncols=3)
    return axes


def budget_curve(
    pools: Sequence[float],
    values: Sequence[float],
    here: tuple[float, float],
    y_label: str,
    ax: "Axes | None" = None,
) -> "Axes":
    """The value a pool buys, by its size in millions, with this pool as a named point."""
    axes = canvas(3.8, ax=ax)
    axes.plot(pools, values, color=DARK, linewidth=2.2, marker="o", markersize=5)
    axes.plot(*here, marker="D", color=LIMIT, markersize=10, zorder=3)
    axes.annotate(
        f"Puljen: {decimal(here[1])}",
        here,
        xytext=(12, -16),
        textcoords="offset points",
        fontsize=10.5,
        fontweight="bold",
        color=LIMIT,
    )
    axes.xaxis.set_major_formatter(lambda value, _: short(value))
    axes.set_xlabel("Puljens størrelse (mio. kr.)")
    axes.set_ylabel(y_label)
    axes.set_ylim(0, max([*values, here[1], 1]) * 1.1)
    return axes


def wrapped(label: str, width: int) -> str:
    """A long label on several lines, without its parenthesis."""
    return "\n".join(textwrap.wrap(label.split(" (")[0], width))
