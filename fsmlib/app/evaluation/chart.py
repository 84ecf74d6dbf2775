"""Points against kroner: every proposal as a mark that its shape and its colour tell apart."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import escape

from fsmlib.app.evaluation.names import Place, placed_names
from fsmlib.danish import decimal, kroner, short
from fsmlib.models.assessment import Assessment
from fsmlib.pages.evaluation.case import Case
from fsmlib.programme.values import PERCENT

WIDTH, HEIGHT = 640, 400
LEFT, TOP, RIGHT, BOTTOM = 44, 34, 626, 360
MILLION = 1_000_000
TICKS = (0.5, 1, 2, 5, 10, 20, 50, 100)  # million kroner between two ticks
MOST_TICKS = 8
ROW = 10  # points between two lines
FUNDED, UNFUNDED, OUTSIDE = "Tilsagn", "Uden tilsagn", "Kan ikke få tilsagn"
SHAPES = {
    FUNDED: '<circle cx="{x}" cy="{y}" r="6"/>',
    UNFUNDED: '<path d="M{x} {y}m0 -7l7 7l-7 7l-7 -7z"/>',
    OUTSIDE: '<path d="M{x} {y}m-4 -4l8 8m-8 0l8 -8"/>',
}
CLASSES = {FUNDED: "funded", UNFUNDED: "unfunded", OUTSIDE: "outside"}


def chart(case: Case, named: Collection[str]) -> str:
    """The chart as SVG, with a sentence for who cannot see it; `named` have their names beside.

    Where two names would stand on one another, only one does; the lists beside have them all.
    """
    groups = {name: [*_group(case, name)] for name in SHAPES}
    dearest = max((each.recomputed_dkk for each in case.pool.assessments), default=0) / MILLION
    step = next((step for step in TICKS if dearest / step < MOST_TICKS), TICKS[-1])
    end = step * (int(dearest / step) + 1)
    told = "; ".join(f"{name}: {len(each)}" for name, each in groups.items())
    points = case.pool.points.values()
    low = ROW * int(min(points, default=0) / ROW)
    high = ROW * (int(max(points, default=PERCENT - 1) / ROW) + 1)
    plot = _Plot(end, low, min(high, PERCENT))
    marks = "".join(
        _mark(case, each, name, plot)
        for name in (OUTSIDE, UNFUNDED, FUNDED)
        for each in groups[name]
    )
    places = {each.code: plot.place(case, each) for each in case.pool.assessments}
    beside = {each.name: places[each.code] for each in case.pool.assessments if each.code in named}
    words = "".join(name.svg() for name in placed_names(beside, places.values(), LEFT, WIDTH))
    return (
        f'<svg class="points" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="Point mod '
        f'genberegnede kroner. {told}. Tallene står i tabellen Alle ansøgninger.">'
        f"{_legend(groups)}{_axes(step, plot)}{marks}{words}</svg>"
    )


def status(case: Case, each: Assessment) -> str:
    """Which of the three groups a proposal is in."""
    if each.code in case.question.grants:
        return FUNDED
    return UNFUNDED if case.pool.can_be_funded(each) else OUTSIDE


def _group(case: Case, name: str) -> Iterator[Assessment]:
    return (each for each in case.pool.assessments if status(case, each) == name)


@dataclass(frozen=True)
class _Plot:
    """What the plot spans: million kroner from 0 to an end, points from low to high."""

    end: float
    low: int
    high: int

    def across(self, millions: float) -> float:
        return LEFT + (RIGHT - LEFT) * millions / self.end

    def up(self, points: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (points - self.low) / (self.high - self.low)

    def place(self, case: Case, each: Assessment) -> Place:
        """Where a proposal stands."""
        return self.across(each.recomputed_dkk / MILLION), self.up(case.pool.points[each.code])


def _mark(case: Case, each: Assessment, name: str, plot: _Plot) -> str:
    points = decimal(case.pool.points[each.code])
    told = f"{each.name}: {points} point, {kroner(each.recomputed_dkk)} {name}."
    x, y = plot.place(case, each)
    return (
        f'<g class="{CLASSES[name]}" data-code="{each.code}"><title>{escape(told)}</title>'
        f"{SHAPES[name].format(x=f'{x:.1f}', y=f'{y:.1f}')}</g>"
    )


def _axes(step: float, plot: _Plot) -> str:
    rows = "".join(
        f'<path class="grid" d="M{LEFT} {plot.up(points):.1f}H{RIGHT}"/>'
        f'<text x="{LEFT - 6}" y="{plot.up(points) + 4:.1f}" text-anchor="end">{points}</text>'
        for points in range(plot.low, plot.high + 1, ROW)
    )
    columns = "".join(
        f'<text x="{plot.across(n * step):.1f}" y="{BOTTOM + 16}" text-anchor="middle">'
        f"{short(n * step)}</text>"
        for n in range(round(plot.end / step) + 1)
    )
    placed_names = (
        f'<text x="{(LEFT + RIGHT) / 2}" y="{HEIGHT - 6}" text-anchor="middle">Genberegnet beløb, '
        'mio. kr.</text><text x="4" y="16">Point</text>'
    )
    return rows + columns + placed_names


def _legend(groups: dict[str, list[Assessment]]) -> str:
    places = (90, 220, 380)
    return "".join(
        f'<g class="{CLASSES[name]}">{SHAPES[name].format(x=x, y=14)}</g>'
        f'<text x="{x + 14}" y="18">{name} ({len(groups[name])})</text>'
        for x, name in zip(places, SHAPES, strict=True)
    )
