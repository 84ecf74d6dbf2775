"""The staffing question turned round: which cap a given staff can keep, and for whom.

A staff serves one group or several.  Each caseworker has one kind of cases, those of one group, at
its loosest cap or at its tight one; so places are whole for each person, as everywhere.  Which
split of the staff gives the most citizens a tight cap, while all have a place, is a small integer
programme: how many caseworkers alike go to each group and cap.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import scipy  # its parts are imported where they are first used
from numpy.typing import NDArray

from fsmlib.programme.parameters import Values
from fsmlib.rules.caseload import capacity

MOST_CAP = 500  # a looser one is none


@dataclass(frozen=True)
class CaseGroup:
    """Cases that must have a place, at most `cap_high` for a full-time caseworker.

    `cap_low` is the tight cap that some of them may get; a case at it is worth `weight` beside one
    of another group.
    """

    name: str
    cases: int
    cap_low: int
    cap_high: int
    weight: float = 1.0


@dataclass(frozen=True)
class Staff:
    """Usable weekly hours of each caseworker, and the other cases each holds."""

    hours: tuple[float, ...]
    held: tuple[int, ...]

    def kinds(self) -> list[tuple[tuple[float, int], int]]:
        """Caseworkers alike, and how many they are."""
        return list(Counter(zip(self.hours, self.held, strict=True)).items())


def most_at_low(
    groups: Sequence[CaseGroup], staff: Staff, values: Values
) -> tuple[int, ...] | None:
    """Cases of each group at its tight cap when as many as can be have it, by weight.

    None when not all cases can have a place even at the loosest caps: it cannot be reached.

    >>> from fsmlib.programme.parameters import load
    >>> hir = load("hir", on="2018-03-01")
    >>> most_at_low([CaseGroup("alle", 65, 30, 35)], Staff((37, 37), (0, 0)), hir)
    (30,)
    >>> most_at_low([CaseGroup("alle", 71, 30, 35)], Staff((37, 37), (0, 0)), hir)
    """
    if not any(group.cases for group in groups):
        return tuple(0 for _ in groups)
    kinds, own = staff.kinds(), np.eye(len(groups))
    if not kinds:
        return None
    at = _places(groups, [kind for kind, _ in kinds], values)  # (kinds, groups, tight and loose)
    each = own[:, None, :, None] * at  # what counts for a group is what goes to it
    nobody, few = 0 * own, np.kron(np.eye(len(kinds)), np.ones(at[0].size))
    enough = np.hstack([each.reshape(len(groups), -1), nobody])
    tight = np.hstack([(each * [1, 0]).reshape(len(groups), -1), -own])
    cases = [group.cases for group in groups]
    constraint = scipy.optimize.LinearConstraint
    found = scipy.optimize.milp(
        [*np.zeros(at.size), *(-group.weight for group in groups)],
        integrality=np.ones(at.size + len(groups)),
        bounds=scipy.optimize.Bounds(0, [*np.full(at.size, np.inf), *cases]),
        constraints=[
            constraint(np.pad(few, ((0, 0), (0, len(groups)))), 0, [n for _, n in kinds]),
            constraint(enough, cases, np.inf),
            constraint(tight, 0, np.inf),
        ],
        options={"mip_rel_gap": 0},
    )
    return None if found.x is None else tuple(int(n) for n in np.rint(found.x[at.size :]))


def lowest_cap(
    groups: Sequence[CaseGroup], number: int, staff: Staff, values: Values
) -> int | None:
    """The tightest cap all cases of one group can have, while the others keep their loosest.

    Tighter or looser than the group's own caps; None when even the loosest there is cannot be kept.

    >>> from fsmlib.programme.parameters import load
    >>> hir = load("hir", on="2018-03-01")
    >>> staff, many = Staff((37, 37), (0, 0)), [CaseGroup("alle", n, 30, 35) for n in (50, 81)]
    >>> [lowest_cap([cases], 0, staff, hir) for cases in many]
    [25, 41]
    """

    def is_kept(cap: int) -> bool:
        own = replace(groups[number], cap_low=cap, cap_high=cap)
        asked = [*groups[:number], own, *groups[number + 1 :]]
        return most_at_low(asked, staff, values) is not None

    cap = 1 + bisect_left(range(1, MOST_CAP + 1), True, key=is_kept)
    return cap if cap <= MOST_CAP else None


def _places(
    groups: Sequence[CaseGroup], kinds: Sequence[tuple[float, int]], values: Values
) -> NDArray[np.float64]:
    """Cases a caseworker of each kind has room for in each group at its two caps."""
    hours, held = (np.array(column) for column in zip(*kinds, strict=True))
    caps = [(group.cap_low, group.cap_high) for group in groups]
    places = [[np.maximum(capacity(hours, values, cap), held) for cap in two] for two in caps]
    return np.moveaxis(np.array(places, dtype=float), -1, 0)
