"""A chart on a page is drawn from its own numbers, and says each of them aloud."""

import json
import re
from html import unescape
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes

from fsmlib.figures import charts, cohort, months, register
from fsmlib.figures.steps import steps_of
from fsmlib.figures.svg import svg

LABELS = ["mar 18", "apr 18", "maj 18"]


def fan(ax: Axes | None = None) -> Axes:
    low, high, middle = np.array([1, 2, 3]), np.array([5, 6, 7]), np.array([3, 4, 5])
    bands = [(low, high, "90 %"), (low + 1, high - 1, "Halvdelen")]
    return charts.fan(LABELS, bands, middle, [(6.5, "Plads: 6")], "Sager", ax)


ALL = {
    "fan": fan(),
    "waterfall": charts.waterfall(["I alt", "Fra"], [10, -2.5], [True, False]),
    "bars": charts.bars_with_line(LABELS, [1, 2, 3], 2, "I dag", "Årsværk"),
    "risk": charts.risk_curve([0, 1, 2], [1, 0.5, 0], [(1, 0.5, "Som i dag")], 0.05),
    "monthly": charts.monthly_bars(LABELS, [("A", [1, 2, 3]), ("B", [3, 2, 1])]),
    "tornado": charts.tornado(["Løn"], [(80, 120)], [("200", "300")], 100, "Kr."),
    "stacked": charts.stacked(LABELS, [("A", [1, 2, 3]), ("B", [3, 2, 1])], "Borgere"),
    "chances": cohort.chances(LABELS, [("A", [0.1, 0.2, 0.3])]),
    "share": months.share_by_month(LABELS, [0.1, 0.2, float("nan")], ["9", "9", "9"],
                                   [False, True, False], [15, 20], [False, False, True]),
    "up": months.up_and_down(LABELS, ("Ind", [3, 4, np.nan]), ("Ud", [5, 3, np.nan])),
    "heat": register.heat_map(["Anne"], LABELS, np.array([[30, 36, np.nan]]),
                              np.full((1, 3), 35.0), np.array([[False, True, False]])),
    "line": register.share_line(LABELS, [0.5, float("nan"), 0.25], 0.3),
}  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_every_kind_of_chart_is_well_formed_named_and_small(name: str) -> None:
    drawn = svg(ALL[name], "Hvad <den> viser")
    element = ElementTree.fromstring(drawn)
    assert element.get("role") == "img" and element.get("aria-label") == "Hvad <den> viser"
    assert "nan" not in drawn and len(drawn) < 12_000
    steps = json.loads(element.get("data-steps") or "")["steps"]
    assert steps and len(steps) == len((element.get("data-places") or "").split())


@pytest.mark.parametrize(
    ("name", "step", "told"),
    [
        ("fan", 1, "apr 18: 90 % 2 til 6, Halvdelen 3 til 5, Gennemsnit 4"),
        ("waterfall", 1, "Fra: −2,5"),
        ("monthly", 2, "maj 18: A 3, B 1"),
        ("tornado", 0, "Løn: 200 80, 300 120"),
        ("share", 0, "mar 18: Når ikke 15 % 10 %"),
        ("up", 0, "mar 18: Ind 3, Ud 5"),
        ("heat", 1, "apr 18: Anne 36"),
        ("line", 1, "maj 18: 25 %"),
        ("risk", 1, "Nye årsværk 1: 50 %"),
    ],
)
def test_each_step_says_every_series_with_its_number(name: str, step: int, told: str) -> None:
    assert steps_of(ALL[name])[step].text.replace("\xa0", " ") == told


def test_a_step_without_a_number_says_nothing_and_never_zero() -> None:
    assert len(steps_of(ALL["line"])) == 2 and len(steps_of(ALL["up"])) == 2


def test_bars_are_as_high_as_their_numbers() -> None:
    (path,) = re.findall(r'd="(M[^"]+z)" fill="#5b87b8"', svg(ALL["bars"], "Søjler"))
    edges = [[float(y) for y in re.findall(r"[ V]([\d.]+)", bar)] for bar in path.split("z")[:-1]]
    one, two, three = (max(ys) - min(ys) for ys in edges)
    assert two == pytest.approx(2 * one, abs=0.3) and three == pytest.approx(3 * one, abs=0.3)


def test_a_chart_drawn_on_given_axes_gives_them_back_and_ours_show_themselves() -> None:
    figure, ax = plt.subplots()
    assert fan(ax) is ax
    plt.close(figure)
    ours = fan()
    ours.set_title("Min overskrift")
    assert "Min overskrift" in unescape(ours._repr_svg_())  # type: ignore[attr-defined]
