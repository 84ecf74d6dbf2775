"""A chart as inline SVG: light, sharp at any size, and readable aloud one step at a time.

The numbers are those of the chart's own artists, so that a chart is described once.  Places are
taken as fractions of the plot, which asks for no drawing.
"""

import json
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cbook import STEP_LOOKUP_MAP
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Transform
from numpy.typing import ArrayLike, NDArray

from fsmlib.figures.steps import steps_of
from fsmlib.figures.svg_marks import (
    EDGE,
    LETTER,
    LINE,
    MARKER_SHAPES,
    PIXELS_PER_POINT,
    SWATCH,
    UNITS_PER_INCH,
    WIDTH,
    Mark,
    digits,
    in_rows,
    legend,
    longest,
    path_data,
    stroke,
    svg_text,
    ticks,
    wide,
    words,
)

Points = NDArray[np.float64]
INK, GRID = "#1b1b1b", "#d5dbe3"


def svg(axes: Axes, alt: str) -> str:
    """The chart as an SVG element named by `alt`, with what each of its steps says aloud."""
    drawing = _Drawing(axes)
    body = "".join(svg_text(drawing.parts()))
    steps = steps_of(axes)
    places = [digits(drawing.place(step.at, steps.is_upright)) for step in steps]
    spoken = json.dumps(steps.as_data(), ensure_ascii=False, separators=(",", ":"))
    across = "x" if steps.is_upright else "y"
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {drawing.height:.0f}" role="img" tabindex="0" '
        f'aria-label="{escape(alt)}" data-across="{across}" '
        f'data-plot="{" ".join(f"{edge:.0f}" for edge in drawing.box)}" '
        f'data-places="{" ".join(places)}" data-steps="{escape(spoken)}">'
        f"{body}</svg>"
    )


class _Drawing:
    """A chart being laid out: the box of its plot, and its artists as elements."""

    def __init__(self, axes: Axes):
        figure = axes.get_figure(root=True)
        assert figure is not None
        self.axes = axes
        self.x_ticks = ticks(axes, "x")
        self.y_ticks = ticks(axes, "y")
        self.legend = legend(axes)
        self.rows = in_rows(self.legend)
        left = EDGE + LETTER * max((longest(text) for _, text in self.y_ticks), default=0)
        left += 1.6 * LINE if axes.get_ylabel() else 0
        top = EDGE + 1.4 * LINE * len(self.rows) + (1.6 * LINE if axes.get_title() else 0)
        below: float = max((text.count("\n") + 1 for _, text in self.x_ticks), default=0)
        below += 1.5 if axes.get_xlabel() else 0
        self.height = UNITS_PER_INCH * figure.get_size_inches()[1] * 0.9 + top
        self.box = (left, top, WIDTH - EDGE, self.height - LINE * (below + 0.6))

    def parts(self) -> Iterator[Mark]:
        """Everything from the back to the front."""
        yield from self._frame()
        artists = [*self.axes.images, *self.axes.patches, *self.axes.collections, *self.axes.lines]
        for artist in sorted(artists, key=lambda artist: artist.get_zorder()):
            if isinstance(artist, AxesImage):
                yield from self._image(artist)
            elif isinstance(artist, Line2D):
                yield from self._line(artist)
            elif isinstance(artist, Patch):
                points = self._points(
                    np.asarray(artist.get_path().vertices)[:-1], artist.get_transform()
                )
                yield from self._filled(points, artist)
            elif isinstance(artist, PolyCollection):
                for path in artist.get_paths():
                    colour = to_hex(np.atleast_2d(artist.get_facecolor())[0])
                    points = self._points(path.vertices, artist.get_transform())
                    opacity = artist.get_alpha() or 1
                    yield from self._shape(points, f'fill="{colour}" fill-opacity="{opacity:g}"')
        for text in self.axes.texts:
            yield self._text(text)

    def place(self, value: float, is_upright: bool) -> float:
        """Where a value of the axis of steps stands."""
        point = (value, 0) if is_upright else (0, value)
        (found,) = self._points(np.array([point], float), self.axes.transData)
        return float(found[0] if is_upright else found[1])

    def _points(self, vertices: ArrayLike, transform: Transform) -> Points:
        """Points of an artist in the units of the drawing."""
        part = self.axes.transAxes.inverted().transform(
            transform.transform(np.asarray(vertices, float))
        )
        left, top, right, bottom = self.box
        return np.column_stack(
            [left + part[:, 0] * (right - left), bottom - part[:, 1] * (bottom - top)]
        )

    def _frame(self) -> Iterator[Mark]:
        """Title, names of the axes, ticks with their lines, and the legend."""
        left, top, right, bottom = self.box
        middle = (top + bottom) / 2
        if title := self.axes.get_title():
            yield words(WIDTH / 2, EDGE + 0.4 * LINE, title, 'text-anchor="middle" class="title"')
        if label := self.axes.get_ylabel():
            turned = f'text-anchor="middle" transform="rotate(-90 {EDGE} {middle:.0f})"'
            yield words(EDGE, middle, label, turned)
        if label := self.axes.get_xlabel():
            yield words((left + right) / 2, self.height - 3, label, 'text-anchor="middle"')
        heights = [self.place(value, is_upright=False) for value, _ in self.y_ticks]
        if not self.axes.images:
            for y in heights:
                yield Mark(f'stroke="{GRID}"', path_data([(left, y), (right, y)]), is_path=True)
        for y, (_, text) in zip(heights, self.y_ticks, strict=True):
            yield words(left - 6, y + 4, text, 'text-anchor="end"')
        for value, text in self.x_ticks:
            x = self.place(value, is_upright=True)
            yield words(x, bottom + LINE, text, 'text-anchor="middle"')
        lowest = EDGE + 0.4 * LINE + (1.6 * LINE if self.axes.get_title() else 0)
        for number, row in enumerate(self.rows):
            x, y = left, lowest + 1.4 * LINE * number
            for handle, name in row:
                yield from self._key(handle, x, y)
                yield words(x + SWATCH + 6, y + 4, name, 'text-anchor="start"')
                x += wide(name)

    def _key(self, handle: Any, x: float, y: float) -> Iterator[Mark]:
        """The sign of a named series."""
        if isinstance(handle, Line2D):
            if handle.get_linestyle() not in ("None", "none", ""):
                yield Mark(stroke(handle), path_data([(x, y), (x + SWATCH, y)]), is_path=True)
            yield from self._marker(handle, x + SWATCH / 2, y)
        else:
            corners = [(x, y - 6), (x + SWATCH, y - 6), (x + SWATCH, y + 6), (x, y + 6)]
            patch = handle[0] if isinstance(handle, Sequence) else handle
            yield from self._filled(np.array(corners), patch)

    def _line(self, line: Line2D) -> Iterator[Mark]:
        x, y = (np.asarray(values, float) for values in line.get_data())
        if line.get_drawstyle() != "default":
            x, y = STEP_LOOKUP_MAP[line.get_drawstyle()](x, y)
        points = self._points(np.column_stack([x, y]), line.get_transform())
        if line.get_linestyle() not in ("None", "none", ""):
            for told, run in groupby(points, lambda point: not np.isnan(point).any()):
                if told:
                    yield Mark(stroke(line), path_data(run), is_path=True)
        for point in points:
            if not np.isnan(point).any():
                yield from self._marker(line, *point)

    def _marker(self, line: Line2D, x: float, y: float) -> Iterator[Mark]:
        """The sign of a point, where its line has one."""
        if line.get_marker() not in MARKER_SHAPES:
            return
        r = line.get_markersize() / 2 * PIXELS_PER_POINT
        face, edge = to_hex(line.get_markerfacecolor()), to_hex(line.get_markeredgecolor())
        d = r * (1 if line.get_marker() == "D" else 2)
        sizes = {"x": digits(x), "y": digits(y), "r": digits(r), "d": digits(d)}
        sign = MARKER_SHAPES[str(line.get_marker())].format_map(sizes)
        yield Mark(f'fill="{face}" stroke="{edge}"', sign, is_path=True)

    def _filled(self, points: Points, patch: Patch) -> Iterator[Mark]:
        """A bar or a key; bands are collections and have no hatching."""
        if isinstance(patch, PolyCollection):
            yield from self._shape(points, f'fill="{to_hex(patch.get_facecolor()[0])}"')
            return
        edge = to_hex(patch.get_edgecolor())
        face = to_hex(patch.get_facecolor()) if patch.get_fill() else "none"
        style = f'fill="{face}" stroke="{edge}" stroke-width="{patch.get_linewidth():g}"'
        yield from self._shape(points, style, (patch.get_hatch() or "", edge))

    def _shape(
        self, points: Points, style: str, hatch: tuple[str, str] = ("", "")
    ) -> Iterator[Mark]:
        if not np.isnan(points).any():
            yield Mark(style, f"{path_data(points)}z", is_path=True, hatch=hatch)

    def _image(self, image: AxesImage) -> Iterator[Mark]:
        """A grid of shaded cells, each at its whole numbers."""
        colours = image.to_rgba(np.asarray(image.get_array()))
        for row, column in np.ndindex(colours.shape[:2]):
            corners = np.array([(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)])
            points = self._points(corners + np.array([column, row]), self.axes.transData)
            yield from self._shape(
                points, f'fill="{to_hex(tuple(colours[row, column]))}" stroke="{GRID}"'
            )

    def _text(self, text: Text) -> Mark:
        x, y = self._anchor(text)
        anchor = {"center": "middle", "right": "end"}.get(text.get_horizontalalignment(), "start")
        shift = {"center": 4, "top": LINE}.get(text.get_verticalalignment(), 0)
        heavy = ' font-weight="600"' if text.get_fontweight() == "bold" else ""
        box = ' class="limit"' if text.get_bbox_patch() is not None else ""
        style = f'text-anchor="{anchor}" fill="{to_hex(text.get_color())}"{heavy}{box}'
        return words(x, y + shift, text.get_text(), style)

    def _anchor(self, text: Text) -> tuple[float, float]:
        """Where a text stands: at its point, moved by its offset."""
        if not isinstance(text, Annotation):
            ((x, y),) = self._points(np.array([text.get_position()], float), text.get_transform())
            return float(x), float(y)
        x, y = map(float, self._points([text.xy], self.axes.transData)[0])
        if isinstance(text.xycoords, tuple):  # a part of the width, at a height of the data
            left, _, right, _ = self.box
            x = left + text.xy[0] * (right - left)
        if text.anncoords == "offset points":
            across, up = text.xyann
            x, y = x + across * PIXELS_PER_POINT, y - up * PIXELS_PER_POINT
        return float(x), float(y)
