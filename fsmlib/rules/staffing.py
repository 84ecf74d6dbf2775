"""How many caseworkers it takes."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.rules.caseload import capacity, room


@rule("HIR-11")
def needed_fte(cases: float, cap: float) -> float:
    """Full-time equivalents that hold `cases` at exactly `cap` cases each.

    A measure of the need, not of persons: people come whole, and so do their cases.

    >>> round(needed_fte(132, cap=35), 2)
    3.77
    """
    return cases / cap


@rule("HIR-11")
def added_fte(cases: float, places: float, cap: float) -> float:
    """Full-time equivalents missing: the cases without a place, at `cap` cases each; never below 0.

    `places` are those of today's staff, floored person by person, so that part-timers are not
    counted for more than they can hold.

    >>> added_fte(132, places=111, cap=35)
    0.6
    """
    return max(0.0, cases - places) / cap


@rule("HIR-11")
def places_of_one(values: Values, cap: int) -> float:
    """Cases a full-time caseworker has room for at a cap, after absence and training.

    FsmError when there is none left.

    >>> from fsmlib.programme.parameters import load
    >>> places_of_one(load("hir", on="2018-03-01"), 35)
    35
    """
    (places,) = capacity([values.full_time_weekly_hours], values, cap)
    if not places:
        raise FsmError("Fravær og oplæring levner en fuldtidsansat ingen plads til sager.")
    return places.item()  # type: ignore[no-any-return]


@rule("HIR-11")
def new_contracts(missing_cases: float, cap: int, values: Values) -> list[float]:
    """Weekly hours of the persons to hire for cases that have no room: people come whole.

    Full-timers, and for the rest the shortest contract, in steps of `contract_step_hours`, that
    has room for it.  Choose a full week as the step to hire full-timers only.

    >>> from fsmlib.programme.parameters import load
    >>> hir = load("hir", on="2018-03-01")
    >>> new_contracts(50, 35, hir), new_contracts(53, 35, hir)
    ([37, 18.5], [37, 37])
    >>> new_contracts(0, 35, hir)
    []
    """
    full_time = values.full_time_weekly_hours
    whole, rest = divmod(max(0, missing_cases), places_of_one(values, cap))
    contracts = [full_time] * int(whole)
    if rest:
        lengths = _weeks_up_to(full_time, values)
        rooms = capacity(lengths, values, cap)
        contracts.append(lengths[int(np.argmax(rooms >= rest))])
    return contracts


@rule("HIR-11")
def one_step_fewer(contracts: Sequence[float], cap: int, values: Values) -> list[float]:
    """Weekly hours of the nearest persons to hire that hold fewer cases: the last on less.

    >>> from fsmlib.programme.parameters import load
    >>> hir = load("hir", on="2018-03-01")
    >>> one_step_fewer([37, 37], 35, hir), one_step_fewer([37, 18.5], 35, hir)
    ([37, 18.5], [37])
    """
    *others, last = contracts
    lengths = _weeks_up_to(last, values)
    rooms = capacity(lengths, values, cap)
    fewer = rooms[rooms < rooms[-1]].max(initial=0)
    return [*others, lengths[int(np.argmax(rooms == fewer))]] if fewer else others


def _weeks_up_to(hours: float, values: Values) -> list[float]:
    step = values.contract_step_hours
    return [*np.arange(step, hours, step).tolist(), hours]


@rule("HIR-11")
def contracts_of(fte: float, full_time_weekly_hours: float) -> list[float]:
    """Weekly hours of the persons that `fte` amounts to: full-timers and one part-timer.

    >>> contracts_of(1.5, full_time_weekly_hours=37)
    [37, 18.5]
    """
    whole, part = divmod(fte, 1)
    return [full_time_weekly_hours] * int(whole) + ([part * full_time_weekly_hours] if part else [])


@rule("HIR-16")
def buffer(cases: float, hours: ArrayLike, values: Values, held: ArrayLike = ()) -> float:
    """Free places up to the hard cap, for the citizens who come during the project.

    Below 0 when there are already more cases than the cap allows.  `held` are each caseworker's
    other cases; `cases` counts them too.

    >>> from fsmlib.programme.parameters import load
    >>> buffer(60, [37, 37], load("hir", on="2018-03-01"))
    10.0
    """
    return room(hours, held, values, cap=values.cap_high_cases) - cases


@rule("HIR-24")
def is_at_norm(cases: float, hours: ArrayLike, values: Values, held: ArrayLike = ()) -> bool:
    """Whether the staff of today can hold today's cases within the hard cap.

    >>> from fsmlib.programme.parameters import load
    >>> is_at_norm(70, [37, 37], load("hir", on="2018-03-01"))
    True
    """
    return buffer(cases, hours, values, held) >= 0


@rule("HIR-11", "HIR-16", "HIR-24")
def staffing_band(
    cases: ArrayLike, hours: ArrayLike, values: Values, held: ArrayLike = ()
) -> pd.DataFrame:
    """The need at every cap from the aim to the hard cap, in full-time equivalents and in persons.

    Parameters: all `cases` that count (expected ones too), one number or one for each cap; the
    usable weekly `hours` of today's caseworkers and the other cases each has `held`.
    Returns one row per cap with columns needed_fte, added_fte, room (today's, in cases),
    new_people, new_fte, and buffer: free places at the hard cap once they are hired.
    """
    weekly = [float(each) for each in np.asarray(hours, dtype=float)]
    others = [int(each) for each in np.asarray(held)] or [0] * len(weekly)
    caps = range(values.cap_low_cases, values.cap_high_cases + 1)
    filled = np.broadcast_to(cases, len(caps)).tolist()
    rows = []
    for cap, needed in zip(caps, filled, strict=True):
        places, each = room(weekly, others, values, cap), places_of_one(values, cap)
        contracts = new_contracts(needed - places, cap, values)
        with_new = others + [0] * len(contracts)
        rows.append(
            {
                "cap": cap,
                "needed_fte": needed_fte(needed, each),
                "added_fte": added_fte(needed, places, each),
                "room": places,
                "new_people": len(contracts),
                "new_fte": sum(contracts) / values.full_time_weekly_hours,
                "buffer": buffer(filled[-1], weekly + contracts, values, with_new),
            }
        )
    return pd.DataFrame(rows).set_index("cap")


@rule("HIR-L1")
def pool_pays_dkk(cost_dkk: float, grant_high_dkk: float) -> float:
    """Kroner of a cost that the pool pays at most: its largest grant, and never more than the cost.

    >>> pool_pays_dkk(2_500_000, grant_high_dkk=2_000_000)
    2000000.0
    """
    return float(min(cost_dkk, grant_high_dkk))
