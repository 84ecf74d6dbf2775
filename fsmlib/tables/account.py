"""What became of every row of a file: read, or left out for a reason that is told."""

from collections.abc import Mapping
from dataclasses import dataclass

READ = "læst"


@dataclass(frozen=True)
class Account:
    """The rows of one table beside its headings: how many were found and read, and the rest.

    `place` is the file, and the sheet when there are several; `left_out` counts rows by a reason
    in Danish.  No row is lost: found is read plus left out, or the reading is wrong.
    """

    place: str
    found: int
    read: int
    left_out: Mapping[str, int]

    def __post_init__(self) -> None:
        if self.found != self.read + sum(self.left_out.values()):
            raise AssertionError(f"rows are lost: {self}")

    @property
    def sentence(self) -> str:
        """The account in words.

        >>> Account("løntimer.csv", 12, 11, {"sumrække": 1}).sentence
        'løntimer.csv: 12 rækker, 11 læst, 1 ikke læst (sumrække: 1).'
        """
        rows = "1 række" if self.found == 1 else f"{_dotted(self.found)} rækker"
        told = f"{self.place}: {rows}, {_dotted(self.read)} {READ}"
        if not self.left_out:
            return f"{told}."
        reasons = ", ".join(f"{reason}: {_dotted(n)}" for reason, n in self.left_out.items())
        return f"{told}, {_dotted(sum(self.left_out.values()))} ikke {READ} ({reasons})."


def rows_by_reason(*reasons: tuple[str, int]) -> dict[str, int]:
    """Reasons with how many rows each has, added up; none for those without."""
    found: dict[str, int] = {}
    for reason, rows in reasons:
        if rows:
            found[reason] = found.get(reason, 0) + rows
    return found


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
