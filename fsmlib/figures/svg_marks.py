"""What the SVG of a chart is written with: its measures, ticks, legend, strokes and words."""

from html import escape
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

WIDTH, UNITS_PER_INCH = 840, 100
PIXELS_PER_POINT = UNITS_PER_INCH / 72
LETTER, LINE = 6.4, 15  # units a letter is wide and a line of text is high, at the size of ticks
EDGE, SWATCH = 14, 18
HATCHES = {
    "//": '<path d="M0 8L8 0"/>',
    "xx": '<path d="M0 8L8 0M0 0L8 8"/>',
    "..": '<circle cx="4" cy="4" r="1"/>',
    "\\\\": '<path d="M0 0L8 8"/>',
}
MARKERS = {
    "o": '<circle cx="{x}" cy="{y}" r="{r}" {style}/>',
    "s": '<path d="M{x} {y}m-{r} -{r}h{d}v{d}h-{d}z" {style}/>',
    "D": '<path d="M{x} {y}m0 -{d}l{d} {d}l-{d} {d}l-{d} -{d}z" {style}/>',
    "^": '<path d="M{x} {y}m0 -{r}l{r} {d}h-{d}z" {style}/>',
    "v": '<path d="M{x} {y}m0 {r}l{r} -{d}h-{d}z" {style}/>',
}


def ticks(axes: Axes, which: str) -> list[tuple[float, str]]:
    """The ticks within an axis' limits, with their texts."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    ends = sorted(axes.get_xlim() if which == "x" else axes.get_ylim())
    ticks = axis.get_majorticklocs()
    texts = axis.get_major_formatter().format_ticks(list(ticks))
    slack = (ends[1] - ends[0]) * 1e-9
    return [
        (float(tick), text)
        for tick, text in zip(ticks, texts, strict=True)
        if ends[0] - slack <= tick <= ends[1] + slack
    ]


def legend(axes: Axes) -> list[tuple[Any, str]]:
    """The named series, where the chart has a legend."""
    if axes.get_legend() is None:
        return []
    return list(zip(*axes.get_legend_handles_labels(), strict=True))


def in_rows(series: list[tuple[Any, str]]) -> list[list[tuple[Any, str]]]:
    """The legend in as many rows as it needs."""
    ends = np.cumsum([0, *(wide(name) for _, name in series)])
    cuts: list[int] = [0]
    start = 0.0
    for number, end in enumerate(ends[1:]):
        if end - start > WIDTH - 90 and number > cuts[-1]:
            cuts.append(number)
            start = float(ends[number])
    return [series[low:high] for low, high in pairwise([*cuts, len(series)]) if high > low]


def wide(name: str) -> float:
    """The room a series takes in the legend."""
    return SWATCH + 26 + LETTER * len(name)


def longest(text: str) -> int:
    """Letters in the longest line of a text."""
    return max(map(len, text.split("\n")))


def stroke(line: Line2D) -> str:
    """How a line is drawn."""
    dash = ' stroke-dasharray="7 5"' if line.get_linestyle() == "--" else ""
    width = line.get_linewidth() * PIXELS_PER_POINT * 0.8
    return f'fill="none" stroke="{to_hex(line.get_color())}" stroke-width="{width:.1f}"{dash}'


def words(x: float, y: float, text: str, style: str = "") -> str:
    """A text of one line or several, each below the one before."""
    lines = text.split("\n")
    if len(lines) == 1:
        return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(text)}</text>'
    spans = "".join(
        f'<tspan x="{x:.1f}" y="{y + number * LINE:.1f}">{escape(line)}</tspan>'
        for number, line in enumerate(lines)
        if line
    )
    return f"<text {style}>{spans}</text>"
