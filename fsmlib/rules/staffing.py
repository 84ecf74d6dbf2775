"""How many caseworkers it takes."""

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.rules.caseload import capacity


@rule("HIR-11")
def needed_fte(cases: float, cap: int) -> float:
    """Full-time equivalents that hold `cases` at exactly `cap` cases each.

    A measure of the need, not of persons: people come whole, and so do their cases.

    >>> round(needed_fte(132, cap=35), 2)
    3.77
    """
    return cases / cap


@rule("HIR-11")
def added_fte(cases: float, hours: ArrayLike, cap: int, values: Values) -> float:
    """Full-time equivalents missing beside those that the weekly `hours` amount to, never below 0.

    >>> from fsmlib.programme.parameters import load
    >>> round(added_fte(132, [37, 37], 35, load("hir", on="2018-03-01")), 2)
    1.77
    """
    current = np.sum(np.asarray(hours, dtype=float)) / values.full_time_weekly_hours
    return max(0.0, needed_fte(cases, cap) - float(current))


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
    full_time, step = values.full_time_weekly_hours, values.contract_step_hours
    whole, rest = divmod(max(0, missing_cases), cap)
    contracts = [full_time] * int(whole)
    if rest:
        lengths = [*np.arange(step, full_time, step).tolist(), full_time]
        rooms = capacity(lengths, values, cap)
        contracts.append(lengths[int(np.argmax(rooms >= rest))])
    return contracts


@rule("HIR-11")
def contracts_of(fte: float, values: Values) -> list[float]:
    """Weekly hours of the persons that `fte` amounts to: full-timers and one part-timer.

    >>> from fsmlib.programme.parameters import load
    >>> contracts_of(1.5, load("hir", on="2018-03-01"))
    [37, 18.5]
    """
    whole, part = divmod(fte, 1)
    full_time = values.full_time_weekly_hours
    return [full_time] * int(whole) + ([part * full_time] if part else [])


@rule("HIR-16")
def buffer(cases: float, hours: ArrayLike, values: Values) -> float:
    """Free places up to the hard cap, for the citizens who come during the project.

    Below 0 when there are already more cases than the cap allows.

    >>> from fsmlib.programme.parameters import load
    >>> buffer(60, [37, 37], load("hir", on="2018-03-01"))
    10.0
    """
    return float(np.sum(capacity(hours, values, cap=values.cap_high_cases)) - cases)


@rule("HIR-24")
def is_at_norm(cases: float, hours: ArrayLike, values: Values) -> bool:
    """Whether the staff of today can hold today's cases within the hard cap.

    >>> from fsmlib.programme.parameters import load
    >>> is_at_norm(70, [37, 37], load("hir", on="2018-03-01"))
    True
    """
    return buffer(cases, hours, values) >= 0


@rule("HIR-11", "HIR-16")
def staffing_band(cases: float, hours: ArrayLike, values: Values) -> pd.DataFrame:
    """The need at every cap from the aim to the hard cap, in full-time equivalents and in persons.

    Parameters: all `cases` that count, and the usable weekly `hours` of today's caseworkers.
    Returns one row per cap with columns needed_fte, added_fte, capacity (today's, in cases),
    new_people, new_fte, and buffer: free places at the hard cap once they are hired.
    """
    weekly = list(np.asarray(hours, dtype=float))
    rows = []
    for cap in range(values.cap_low_cases, values.cap_high_cases + 1):
        room = float(np.sum(capacity(weekly, values, cap)))
        contracts = new_contracts(cases - room, cap, values)
        rows.append(
            {
                "cap": cap,
                "needed_fte": needed_fte(cases, cap),
                "added_fte": added_fte(cases, weekly, cap, values),
                "capacity": room,
                "new_people": len(contracts),
                "new_fte": sum(contracts) / values.full_time_weekly_hours,
                "buffer": buffer(cases, weekly + contracts, values),
            }
        )
    return pd.DataFrame(rows).set_index("cap")
