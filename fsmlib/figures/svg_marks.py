"""What the SVG of a chart is written with: its measures, ticks, legend, strokes and words."""

import hashlib
from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D

WIDTH, UNITS_PER_INCH = 840, 100
PIXELS_PER_POINT = UNITS_PER_INCH / 72
LETTER, LINE = 7.0, 15  # units a letter is wide and a line of text is high, at the size of ticks
EDGE, SWATCH = 14, 18
# Stripes are one broad dashed line each, cut out along the bars: on paper too they are lines.
FALLING, RISING = "M0 840L840 0", "M0 0L840 840"
HATCHES = {"//": (RISING,), "xx": (RISING, FALLING), "..": (RISING,), "\\\\": (FALLING,)}
DASHES = {"..": "1 11"}
MARKER_SHAPES = {
    "o": "M{x} {y}m-{r} 0a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0",
    "s": "M{x} {y}m-{r} -{r}h{d}v{d}h-{d}z",
    "D": "M{x} {y}m0 -{d}l{d} {d}l-{d} {d}l-{d} -{d}z",
    "^": "M{x} {y}m0 -{r}l{r} {d}h-{d}z",
    "v": "M{x} {y}m0 {r}l{r} -{d}h-{d}z",
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


class Mark(NamedTuple):
    """A piece of a drawing, a path or else an element, in a style it may share with the next.

    `hatch` is what a path is hatched with and in which colour, if it is.
    """

    style: str
    body: str
    is_path: bool = False
    hatch: tuple[str, str] = ("", "")


def svg_text(marks: Iterable[Mark]) -> Iterator[str]:
    """The pieces from the back to the front; neighbours in one style are written as one."""
    for (style, is_path, hatch), alike in groupby(marks, lambda mark: (mark[0], *mark[2:])):
        body = "".join(mark.body for mark in alike)
        if hatch[0]:
            yield _hatched(style, body, *hatch)
        else:
            yield f'<path d="{body}" {style}/>' if is_path else f"<g {style}>{body}</g>"


def _hatched(style: str, body: str, hatch: str, colour: str) -> str:
    """A path with stripes across it."""
    name = "h" + hashlib.sha256(f"{hatch} {body}".encode()).hexdigest()[:7]
    stripes = "".join(
        f'<path d="{line}" stroke="{colour}" stroke-width="2000" '
        f'stroke-dasharray="{DASHES.get(hatch, "1 4.7")}" clip-path="url(#{name})"/>'
        for line in HATCHES[hatch]
    )
    return (
        f'<clipPath id="{name}"><path id="{name}p" d="{body}"/></clipPath>'
        f'<use href="#{name}p" {style}/>{stripes}'
    )


def digits(value: float) -> str:
    """A place in the drawing, to a tenth of a unit."""
    return f"{round(value, 1):g}"


def path_data(points: Iterable[tuple[float, float]]) -> str:
    """A path through the points, as short as it can be written."""
    path, before = "", ("", "")
    for x, y in points:
        here = digits(x), digits(y)
        if not path:
            path = f"M{here[0]} {here[1]}"
        elif here[1] == before[1]:
            path += f"H{here[0]}"
        elif here[0] == before[0]:
            path += f"V{here[1]}"
        else:
            path += f"L{here[0]} {here[1]}"
        before = here
    return path


def words(x: float, y: float, text: str, style: str) -> Mark:
    """A text of one line or several, each below the one before."""
    first, *more = text.split("\n")
    left = digits(x)
    below = "".join(
        f'<tspan x="{left}" dy="{LINE * number}">{escape(line)}</tspan>'
        for number, line in _with_gaps(more)
    )
    return Mark(style, f'<text x="{left}" y="{digits(y)}">{escape(first)}{below}</text>')


def _with_gaps(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Each line that says something, with how many lines it stands below the one before."""
    gap = 0
    for line in lines:
        gap += 1
        if line:
            yield gap, line
            gap = 0
