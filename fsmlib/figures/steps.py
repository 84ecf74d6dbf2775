"""What a chart says step by step, month by month or bar by bar, in the words a reader hears."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.container import BarContainer
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.ticker import FixedLocator

MOST_STEPS = 64
SAME = 1e-6


@dataclass(frozen=True)
class Stair:
    """One step: where it is on its axis, what it is called, and each series with its number."""

    at: float
    name: str
    told: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The step read aloud: `marts 2018: Gennemsnit 134, Plads i dag 111`."""
        return f"{self.name}: " + ", ".join(f"{name} {text}".strip() for name, text in self.told)


class Steps(tuple[Stair, ...]):
    """The steps in their order; `is_upright` where they stand side by side.

    `unit` is what their numbers are counted in, as the chart's axis says.
    """

    is_upright: bool = True
    unit: str = ""

    @property
    def names(self) -> list[str]:
        """The series, in the order they are first told of."""
        return list(dict.fromkeys(name for step in self for name, _ in step.told))

    def as_data(self) -> dict[str, Any]:
        """What a script needs to say the steps: `names`, `unit`, and each step's texts in order."""
        names = self.names
        rows = [[step.name, *(dict(step.told).get(name) for name in names)] for step in self]
        return {"names": names, "unit": self.unit, "steps": rows}


def steps_of(axes: Axes) -> Steps:
    """The steps of a chart, from its own bars, lines and bands, or from its marks with names."""
    if points := [line for line in axes.lines if line.get_gid()]:
        return Steps(_point(axes, line) for line in points)
    is_upright = bool(axes.images) or not _is_named(axes.yaxis)
    axis, values = (axes.xaxis, axes.yaxis) if is_upright else (axes.yaxis, axes.xaxis)
    form, series = values.get_major_formatter(), _named(axes)
    places = _places(axes, axis)
    names = axis.get_major_formatter().format_ticks(places)
    found = []
    for place, name in zip(places, names, strict=True):
        if axes.images:
            told = _cells(axes, place)
        else:
            told = [(name, text) for name, at in series if (text := _said(at, place, form))]
            told += _marked(axes, place, is_upright, form)
        named = {text for series_name, text in told if series_name}
        told = [each for each in told if each[0] or each[1] not in named]
        if told:
            own = name.partition("\n\n")[0]  # below an empty line stands what is not its name
            full = own if _is_named(axis) else f"{axis.get_label_text()} {own}"
            found.append(Stair(float(place), " ".join(full.split()), tuple(told)))
    steps = Steps(found)
    steps.is_upright = is_upright
    steps.unit = values.get_label_text().partition(" (stiplet")[0]
    return steps


def _point(axes: Axes, line: Line2D) -> Stair:
    """A mark with a name of its own, where it stands, and what the series are there."""
    (at,), (height,) = (np.asarray(values, float) for values in line.get_data())
    form, across = axes.yaxis.get_major_formatter(), axes.xaxis.get_major_formatter()
    told = [(axes.get_ylabel(), str(form(height))), (axes.get_xlabel(), str(across(at)))]
    told += [(name, text) for name, series in _named(axes) if (text := _said(series, at, form))]
    return Stair(float(at), str(line.get_gid()), tuple(told))


def _is_named(axis: Any) -> bool:
    """Whether the ticks are chosen and named one by one."""
    return isinstance(axis.get_major_locator(), FixedLocator)


def _places(axes: Axes, axis: Any) -> list[float]:
    """Where the steps are: the named ticks, else the points of the first line."""
    if _is_named(axis):
        return list(axis.get_majorticklocs())
    xs = [np.asarray(line.get_xdata(), float) for line in axes.lines]
    longest = max(xs, key=len, default=np.zeros(0))
    return list(longest[:: max(1, -(-len(longest) // MOST_STEPS))])


Series = dict[float, tuple[float, ...]]


def _named(axes: Axes) -> list[tuple[str, Series]]:
    """Each series by its name, as numbers by place; a band has a low and a high one."""
    found: list[tuple[str, Series]] = [
        (_name(container), dict(_bars(container)))
        for container in axes.containers
        if isinstance(container, BarContainer) and _name(container)
    ]
    found += [(_name(band), _band(band)) for band in axes.collections if _is_band(band)]
    for line in axes.lines:
        x, y = (np.asarray(values, float) for values in line.get_data())
        if line.get_transform() == axes.transData and len(x) > 1:
            found.append((_name(line), {at: (value,) for at, value in zip(x, y, strict=True)}))
    return found


def _marked(axes: Axes, place: float, is_upright: bool, form: Any) -> list[tuple[str, str]]:
    """What stands at the end of bars without a name: their number, or what gives it."""
    found = []
    for text in axes.texts:
        if isinstance(text, Annotation) and text.xycoords == "data":
            at, end = text.xy if is_upright else text.xy[::-1]
            if abs(at - place) < SAME and any(not _name(each) for each in axes.containers):
                found.append(("", text.get_text()) if is_upright else (text.get_text(), form(end)))
    return found


def _bars(container: BarContainer) -> Iterator[tuple[float, tuple[float, ...]]]:
    """Each bar's number by its place."""
    for bar in container.patches:
        if container.orientation == "horizontal":
            yield round(bar.get_y() + bar.get_height() / 2, 6), (bar.get_x() + bar.get_width(),)
        else:
            yield round(bar.get_x() + bar.get_width() / 2, 6), (bar.get_height(),)


def _band(band: Any) -> Series:
    """The low and the high end of a band by place."""
    points = np.concatenate([path.vertices for path in band.get_paths()])
    found: dict[float, list[float]] = {}
    for x, y in points:
        found.setdefault(float(x), []).append(float(y))
    return {at: (min(ys), max(ys)) for at, ys in found.items()}


def _is_band(artist: Any) -> bool:
    return isinstance(artist, PolyCollection)


def _name(artist: Any) -> str:
    label = str(artist.get_label())
    return "" if label.startswith("_") else label


def _said(series: Series, place: float, form: Any) -> str:
    """The number of a series at a place; empty where it has none."""
    near = min(series, key=lambda at: abs(at - place), default=None)
    if near is None or abs(near - place) > 0.5:
        return ""
    numbers = series[near]
    if any(np.isnan(number) for number in numbers):
        return ""
    return " til ".join(str(form(number)) for number in dict.fromkeys(numbers))


def _cells(axes: Axes, column: float) -> list[tuple[str, str]]:
    """What stands in a column of a grid, row by row."""
    rows = axes.yaxis.get_major_formatter().format_ticks(list(axes.yaxis.get_majorticklocs()))
    cells = {text.get_position(): text.get_text() for text in axes.texts}
    found = ((row, cells.get((int(column), place), "")) for place, row in enumerate(rows))
    return [(row.replace("\n", " "), text) for row, text in found if text]
