"""What may be said of a cell: short, in Danish, and never a CPR number."""

from datetime import datetime

from fsmlib.tables.personal import masked

LONGEST_SHOWN = 60


class CellError(ValueError):
    """A cell that cannot be read: what is wrong, and how to mend it."""

    def __init__(self, problem: str, mend: str):
        super().__init__(problem)
        self.problem, self.mend = problem, mend


def shown(raw: object) -> str:
    """A cell's content as it may stand in a message: short, and without CPR numbers.

    >>> shown("Hans 010180-1234")
    'Hans ######-####'
    """
    if isinstance(raw, float):
        return f"{raw:.12g}".replace(".", ",")
    text = raw.strftime("%d.%m.%Y") if isinstance(raw, datetime) else str(raw)
    text = masked(text)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
