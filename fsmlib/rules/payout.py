"""What a reached threshold pays (FSM2)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from fsmlib.programme.numbers import whole_kroner
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.values import PERCENT


class Payout(NamedTuple):
    """The two instalments in whole kroner and the share of the grant they rest on."""

    first_dkk: int
    second_dkk: int
    paid_percent: int

    @property
    def total_dkk(self) -> int:
        """All that is paid."""
        return self.first_dkk + self.second_dkk


@overload
def is_reached(touched: int, group: int, percent: int) -> bool: ...
@overload
def is_reached(
    touched: NDArray[np.integer[Any]], group: NDArray[np.integer[Any]], percent: int
) -> NDArray[np.bool_]: ...
@rule("FSM2-5.2", "FSM2-5.3")
def is_reached(touched: Any, group: Any, percent: int) -> Any:
    """Whether `touched` of `group` is at least `percent` of it, tried on whole citizens.

    Never on a rounded share; an empty group reaches nothing.  Numbers, or arrays of one shape.

    >>> is_reached(150, 1000, 15), is_reached(149, 1000, 15), is_reached(0, 0, 15)
    (True, False, False)
    """
    return (group > 0) & (PERCENT * touched >= percent * group)


@rule("FSM2-5.2")
def shortfall(touched: int, group: int, percent: int) -> int:
    """Citizens short of a threshold: the fewest untouched ones who would have to be touched.

    0 when it is reached; an empty group has nobody to touch and is 0 too.

    >>> shortfall(149, 1000, 15), shortfall(151, 1000, 15)
    (1, 0)
    """
    return max(0, -slack(touched, group, percent))


@rule("FSM2-5.2")
def slack(touched: int, group: int, percent: int) -> int:
    """Citizens who could be lost with the threshold still reached; below 0 when it is not.

    >>> slack(153, 1000, 15), slack(150, 1000, 15)
    (3, 0)
    """
    required = -(-percent * group // PERCENT)
    return int(touched - required)


@rule("FSM2-5.2", "FSM2-5.3")
def paid_percent(touched: int, group: int, values: Values) -> int:
    """Per cent of the whole grant that a month's result pays in all.

    The first instalment needs no result; each step that is reached lifts the total to its level.

    >>> from fsmlib.programme.parameters import load
    >>> fsm2 = load("fsm2", on="2019-11-01")
    >>> [paid_percent(n, 1000, fsm2) for n in (149, 150, 199, 200)]
    [50, 90, 90, 100]
    """
    reached = [
        step["paid_percent"]
        for step in values.payout_steps
        if is_reached(touched, group, step["reached_percent"])
    ]
    return int(max([values.first_instalment_percent, *reached]))


@rule("FSM2-5.2", "FSM2-5.3")
def payout(grant_dkk: int, percent: int, documented_dkk: int | None, values: Values) -> Payout:
    """The instalments of a grant when `percent` of it is earned, in whole kroner.

    Half a krone is rounded up in the first instalment and in the total, and the second is the
    difference, so that they add up.  Where accounts are given, no more is paid than the documented
    eligible cost (reading `documented_cost`).

    >>> from fsmlib.programme.parameters import load
    >>> payout(4_900_000, 90, None, load("fsm2", on="2019-11-01"))
    Payout(first_dkk=2450000, second_dkk=1960000, paid_percent=90)
    >>> payout(4_900_000, 90, None, load("fsm2", on="2019-11-01")).total_dkk
    4410000
    """
    most = grant_dkk
    if documented_dkk is not None and values.documented_cost == "lower":
        most = documented_dkk
    first = min(_share_of(grant_dkk, values.first_instalment_percent), most)
    total = min(_share_of(grant_dkk, percent), most)
    return Payout(first, total - first, percent)


@rule("FSM2-5.2", "FSM2-5.3")
def expected_dkk(grant_dkk: int, chances: Mapping[int, float], values: Values) -> float:
    """What a grant is expected to pay in all, in kroner, not rounded.

    `chances` are the chances that some month reaches each threshold, by its per cent.  The first
    instalment is certain; each step adds what it lifts the total by, times its chance.

    >>> from fsmlib.programme.parameters import load
    >>> expected_dkk(1_000_000, {15: 0.5, 20: 0.1}, load("fsm2", on="2019-11-01"))
    710000.0
    """
    expected = paid = float(values.first_instalment_percent)
    for step in sorted(values.payout_steps, key=lambda step: int(step["reached_percent"])):
        expected += (step["paid_percent"] - paid) * chances[step["reached_percent"]]
        paid = step["paid_percent"]
    return grant_dkk * expected / PERCENT


def _share_of(grant_dkk: int, percent: int) -> int:
    return whole_kroner(Decimal(grant_dkk) * percent / PERCENT)
