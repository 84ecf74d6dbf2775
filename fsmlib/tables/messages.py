"""What may be said of a cell: short, in Danish, and never a CPR number."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from fsmlib.programme.findings import Finding, InputError
from fsmlib.tables.personal import HIDDEN_CPR, cpr_of_id, masked

LONGEST_SHOWN = 60
MOST_CELLS_NAMED = 5


class CellError(ValueError):
    """A cell that cannot be read: what is wrong, and how to mend it."""

    def __init__(self, problem: str, mend: str):
        super().__init__(problem)
        self.problem, self.mend = problem, mend


def quoted(raw: object) -> str:
    """A cell's content as it may stand in a message: short, and without CPR numbers.

    >>> quoted("Hans 010180-1234")
    'Hans ######-####'
    """
    if isinstance(raw, bool):
        return "SAND" if raw else "FALSK"  # as Excel shows it
    if isinstance(raw, float):
        return f"{raw:.12g}".replace(".", ",")
    if isinstance(raw, timedelta):
        return f"{raw / timedelta(hours=1):.12g} timer".replace(".", ",")
    text = raw.strftime("%d.%m.%Y") if isinstance(raw, datetime) else str(raw)
    text = masked(text)
    text = HIDDEN_CPR if cpr_of_id(text) else text
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


def unreadable(path: Path, problem: str, mend: str) -> InputError:
    """What to raise for a file that cannot be opened: a finding of its own."""
    return InputError([Finding("error", problem, mend, file=masked(path.name))])


def first(many: Sequence[object]) -> str:
    """The first of many things, and how many more there are.

    >>> first([2, 3, 5, 7, 11, 13, 17])
    '2, 3, 5, 7, 11 og 2 til'
    """
    named = ", ".join(map(str, many[:MOST_CELLS_NAMED]))
    left = len(many) - MOST_CELLS_NAMED
    return f"{named} og {left} til" if left > 0 else named
