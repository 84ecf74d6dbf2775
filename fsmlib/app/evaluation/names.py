"""Where names stand in a chart: beside their marks, on no other name, and on few other marks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

Place = tuple[float, float]
LETTER, LINE = 7.6, 15  # pixels that a bold letter takes, and a line
# How far from the mark a name begins, ends or has its middle; the first is taken where it can be.
BESIDE = (
    (10, 4, "start"),
    (-10, 4, "end"),
    (8, -7, "start"),
    (-8, -7, "end"),
    (8, 16, "start"),
    (-8, 16, "end"),
    (0, -12, "middle"),
    (0, 21, "middle"),
)


@dataclass(frozen=True)
class Name:
    """A name at a place of the chart, in pixels, and which part of it stands there."""

    text: str
    x: float
    y: float
    anchor: str

    @property
    def left(self) -> float:
        """Where it begins."""
        part = {"start": 0, "middle": 0.5, "end": 1}[self.anchor]
        return self.x - part * self.width

    @property
    def width(self) -> float:
        """How much room it takes."""
        return LETTER * len(self.text)

    def meets(self, other: "Name") -> bool:
        """Whether the one stands on the other."""
        return (
            abs(self.y - other.y) < LINE
            and self.left < other.left + other.width
            and other.left < self.left + self.width
        )

    def covers(self, mark: Place) -> bool:
        """Whether it stands on a mark."""
        across, up = mark
        return self.left < across < self.left + self.width and self.y - LINE < up < self.y + 4

    def svg(self) -> str:
        """The name as SVG."""
        return (
            f'<text class="word" x="{self.x:.1f}" y="{self.y:.1f}" text-anchor="{self.anchor}">'
            f"{escape(self.text)}</text>"
        )


def placed_names(
    told: Mapping[str, Place], marks: Iterable[Place], left: float, right: float
) -> Iterator[Name]:
    """The names there is room for between left and right, each beside the mark it belongs to."""
    placed: list[Name] = []
    others = list(marks)
    for text, (x, y) in sorted(told.items(), key=lambda each: each[1][1]):
        free = [
            name
            for across, down, anchor in BESIDE
            if _is_within(name := Name(text, x + across, y + down, anchor), left, right)
            and not any(map(name.meets, placed))
        ]
        if free:
            placed.append(min(free, key=lambda name: sum(map(name.covers, others))))
            yield placed[-1]


def _is_within(name: Name, left: float, right: float) -> bool:
    return name.left > left and name.left + name.width < right
