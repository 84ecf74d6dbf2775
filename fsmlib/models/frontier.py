"""The staffing question turned round: how many cases given people can have at a low cap.

All cases must have a place at the high cap.  Where they are all alike, each caseworker has one of
the two caps, so that places are whole for each person, as everywhere; which split of the staff is
best is a small integer programme.  Where there are groups, a caseworker may have cases of several;
what the low cap of a group takes is a number of places for each of its cases.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import scipy  # its parts are imported where they are first used
from numpy.typing import ArrayLike

from fsmlib.programme.parameters import Values
from fsmlib.programme.values import ROUNDING
from fsmlib.rules.caseload import capacity


def most_at_low(
    cases: int, hours: Sequence[float], held: Sequence[int], caps: tuple[int, int], values: Values
) -> int | None:
    """The most of `cases` alike that can have the low one of two caps, the rest the high one.

    `hours` are usable weekly hours and `held` the other cases of each caseworker.  None when not
    all cases can have a place even at the high cap: it cannot be reached.

    >>> from fsmlib.programme.parameters import load
    >>> hir = load("hir", on="2018-03-01")
    >>> most_at_low(65, (37, 37), (0, 0), (30, 35), hir)
    30
    >>> most_at_low(71, (37, 37), (0, 0), (30, 35), hir)
    """
    alike = Counter(zip(hours, held, strict=True))
    if not cases or not alike:
        return None if cases else 0
    each, number = np.array([*alike]), np.array([*alike.values()])
    low, high = (np.maximum(capacity(each[:, 0], values, cap), each[:, 1]) for cap in caps)
    constraint = scipy.optimize.LinearConstraint
    found = scipy.optimize.milp(
        [*np.zeros(len(alike)), -1],  # caseworkers alike at the low cap, and cases that have it
        integrality=np.ones(len(alike) + 1),
        bounds=scipy.optimize.Bounds(0, [*number, cases]),
        constraints=[
            constraint([*(low - high), 0], cases - number @ high, np.inf),
            constraint([*low, -1], 0, np.inf),
        ],
        options={"mip_rel_gap": 0},
    )
    return None if found.x is None else int(np.rint(found.x[-1]))


def each_at_low(free: float, cases: ArrayLike, extra: ArrayLike) -> list[int]:
    """How many cases of each group can have its low cap when all `free` places go to that group.

    `extra` is the places that a case takes more at the low cap than at the one it has.

    >>> each_at_low(10, cases=[100, 30], extra=[0.5, 0.25])
    [20, 30]
    """
    takes = np.maximum(np.asarray(extra, dtype=float), ROUNDING)
    places = np.floor(free / takes + ROUNDING)
    return [int(n) for n in np.minimum(cases, places)]


def groups_at_low(free: float, cases: ArrayLike, extra: ArrayLike) -> int:
    """The most cases of all groups that can have their low cap: those that take least, first.

    >>> groups_at_low(10, cases=[100, 30], extra=[0.5, 0.25])
    35
    """
    takes = np.asarray(extra, dtype=float)
    each = np.repeat(takes, np.asarray(cases, dtype=np.int64))
    return int((np.sort(each).cumsum() <= free + ROUNDING).sum())
