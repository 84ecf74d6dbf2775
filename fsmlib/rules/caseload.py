"""How many cases a caseworker may hold, and holds."""

import heapq

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.programme.values import HUNDREDTHS


@rule("HIR-3")
def counted_cases(ressourceforloeb_cases: int, other_cases: ArrayLike = ()) -> int:
    """All cases that count against the cap: ressourceforløb and every other case.

    A mixed caseload is allowed, but it does not widen the cap: `other_cases` (one number per
    caseworker) count like the rest.

    >>> counted_cases(132, other_cases=[6, 0, 2])
    140
    >>> counted_cases(132)
    132
    """
    return ressourceforloeb_cases + int(np.sum(np.asarray(other_cases, dtype=int)))


@rule("HIR-R4")
def usable_hours(
    weekly_hours: ArrayLike, reduced_hours: ArrayLike, reduction_reason: ArrayLike, values: Values
) -> NDArray[np.float64]:
    """Weekly hours a caseworker has for cases.

    Only a meeting chair's hours are taken off.  A super-user, or anyone with another task, keeps
    the full caseload, so other reasons take nothing off.  Under the reading `hours_over_37=cap` a
    longer week counts as a full one before anything is taken off.  Never below 0.

    Parameters: three arrays of shape (caseworkers,): hours, hours, and identifiers of reasons.

    >>> from fsmlib.programme.parameters import load
    >>> hir = load("hir", on="2018-03-01")
    >>> usable_hours([37, 37], [5, 5], ["meeting_chair", "super_user"], hir)
    array([32., 37.])
    >>> usable_hours([40], [39], ["meeting_chair"], hir.with_changes(hours_over_37="cap"))
    array([0.])
    """
    reduces = np.isin(np.asarray(reduction_reason, dtype=object), list(values.reducing_reasons))
    weekly = np.asarray(weekly_hours, dtype=float)
    if values.hours_over_37 == "cap":
        weekly = np.minimum(weekly, values.full_time_weekly_hours)
    taken = np.where(reduces, np.asarray(reduced_hours, dtype=float), 0)
    return np.asarray(np.maximum(weekly - taken, 0))


def staff_hours(caseworkers: pd.DataFrame, values: Values) -> NDArray[np.float64]:
    """The usable hours of each row of the table `caseworkers`; what is not told takes nothing."""
    return usable_hours(
        caseworkers["weekly_hours"],
        caseworkers["reduced_hours"].fillna(0),
        caseworkers["reduction_reason"].fillna(""),
        values,
    )


@rule("HIR-11", "HIR-23", "GEN-L1")
def capacity(
    hours: ArrayLike, values: Values, cap: int | None = None
) -> NDArray[np.int64] | NDArray[np.float64]:
    """Cases each caseworker may hold with these weekly hours.

    The cap belongs to a full-time week, so a part-timer gets their part of it, floored for each
    person: nobody can hold half a case, and a team of six must not gain cases that none of them
    can take.  What tasks a caseworker has beside is nobody's business as long as the cap holds.
    Hours count in whole hundredths, so that no rounding error takes a case away.  Absence and
    training take hours off where the programme says so; in HIR they do not.

    Parameters: `hours` of shape (caseworkers,); `cap` defaults to the reading `cap`.
    Returns whole cases of the same shape (fractions under the reading `part_time_cap=fraction`).
    ValueError for hours above full time, unless the reading `hours_over_37` counts them as that.

    >>> from fsmlib.programme.parameters import load
    >>> hir = load("hir", on="2018-03-01")
    >>> capacity([37, 30, 18.5], hir)
    array([35, 28, 17])
    >>> capacity([0], hir)
    array([0])
    """
    whole_cap = values.cap if cap is None else cap
    full_time = values.full_time_weekly_hours * HUNDREDTHS
    hundredths = np.rint(np.asarray(hours, dtype=float) * HUNDREDTHS).astype(np.int64)
    if values.hours_over_37 == "error" and np.any(hundredths > full_time):
        raise ValueError("weekly hours above full time")
    present = np.rint(np.minimum(hundredths, full_time) * (1 - values.absence_share))
    trained = np.maximum(present - values.training_hours * HUNDREDTHS, 0)
    counted = trained.astype(np.int64)
    if values.part_time_cap == "fraction":
        return np.asarray(whole_cap * counted / full_time)
    return np.asarray(whole_cap * counted // full_time)


@rule("HIR-23", "HIR-R4")
def beginners_lack(hours: ArrayLike, project_month: int, values: Values) -> NDArray[np.int64]:
    """Cases each newly hired caseworker cannot take yet in a month of the project, 1 the first.

    Rounded up, for nobody takes a part of a case.  In HIR a beginner has the whole caseload.

    Parameters: `hours` of shape (new caseworkers,).  Returns whole cases of the same shape.

    >>> from fsmlib.programme.parameters import load
    >>> hir = load("hir", on="2018-03-01", beginner_months=3, beginner_loss=0.5)
    >>> beginners_lack([37], 3, hir), beginners_lack([37], 4, hir)
    (array([18]), array([0]))
    """
    share = values.beginner_loss if project_month <= values.beginner_months else 0
    return np.ceil(capacity(hours, values) * share).astype(np.int64)


@rule("HIR-3", "HIR-11")
def room(hours: ArrayLike, held: ArrayLike, values: Values, cap: int | None = None) -> float:
    """Cases a team has room for, those outside ressourceforløb included.

    The cap is kept person by person: who already holds more other cases than the cap allows has no
    place to give, and takes none from the others.  So each counts with the cap or with the other
    cases held, whichever is more.

    Parameters: `hours` of shape (caseworkers,); `held` other cases, the same shape or empty.

    >>> from fsmlib.programme.parameters import load
    >>> hir = load("hir", on="2018-03-01")
    >>> room([37, 37], [10, 0], hir), room([37, 37], [60, 0], hir)
    (70.0, 95.0)
    """
    places = capacity(hours, values, cap)
    others = np.asarray(held, dtype=np.int64) if np.size(held) else np.zeros_like(places)
    return float(np.maximum(places, others).sum())


@rule("HIR-17", "HIR-23")
def is_over_cap(cases: ArrayLike, hours: ArrayLike, values: Values) -> NDArray[np.bool_]:
    """Whether each caseworker holds more cases than the cap allows.

    The cap itself is kept: 35 cases on 37 hours is within, 36 is over.  To stay at 35-40 cases is
    no ground for a grant.

    >>> from fsmlib.programme.parameters import load
    >>> is_over_cap([35, 36], [37, 37], load("hir", on="2018-03-01"))
    array([False,  True])
    """
    return np.asarray(cases) > capacity(hours, values, cap=values.cap_high_cases)


@rule("HIR-11")
def spread_cases(cases: int, hours: ArrayLike, held: ArrayLike) -> NDArray[np.int64]:
    """Cases each caseworker holds when `cases` are shared out as evenly as the hours allow.

    Each case goes to the caseworker with the smallest (cases + 1) / hours, on top of those they
    already hold (D'Hondt); no other sharing has a lower largest load.  Nobody without hours gets
    a case; ValueError when there are cases and nobody has hours.

    Parameters: `hours` and `held` of shape (caseworkers,).  Returns the new total of each.

    >>> spread_cases(70, hours=[37, 37, 18.5], held=[0, 10, 0])
    array([32, 32, 16])
    """
    totals = np.array(held, dtype=np.int64)
    weekly = np.asarray(hours, dtype=float)
    queue = [(float((totals[i] + 1) / weekly[i]), i) for i in np.flatnonzero(weekly > 0)]
    if cases and not queue:
        raise ValueError("cases to share out, but nobody has hours")
    heapq.heapify(queue)
    for _ in range(cases):
        _, i = queue[0]
        totals[i] += 1
        heapq.heapreplace(queue, (float((totals[i] + 1) / weekly[i]), i))
    return totals
