"""The caseload day by day: how many cases each caseworker holds, and for how long too many."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.rules.caseload import capacity, is_over_cap, staff_hours, usable_hours
from fsmlib.rules.fictitious import is_fictitious
from fsmlib.rules.month_bits import FAR, Days, days_of


@rule("HIR-R3", "HIR-R6")
def cases_by_caseworker(
    registrations: pd.DataFrame, first: date, last: date, values: Values
) -> pd.DataFrame:
    """Cases of each real caseworker on each day from `first` to `last`, both included.

    A citizen counts once a day; with rows at two caseworkers it is the newer row, by start and
    then by place in the file, that counts.  Fictitious caseworkers are left out, and with them the
    citizens while they are there.

    Computed from events: one more on the day a row begins to count, one less the day after, summed
    over the days.  Returns whole numbers, days down and caseworkers across.
    """
    day_one = int(days_of(pd.Series([pd.Timestamp(first)]))[0])
    length = (last - first).days + 1
    rows, begins, ends = _counted_spells(registrations)
    begins, ends = np.maximum(begins - day_one, 0), np.minimum(ends - day_one, length - 1)
    code, names = pd.factorize(registrations["caseworker"], sort=True)
    real = ~is_fictitious(registrations, values).to_numpy()
    inside = (begins <= ends) & real[rows]
    place = code[rows[inside]] * (length + 1)
    size = len(names) * (length + 1)
    steps = np.bincount(place + begins[inside], minlength=size)
    steps = steps - np.bincount(place + ends[inside] + 1, minlength=size)
    cases = steps.reshape(len(names), length + 1).cumsum(axis=1)[:, :length]
    found = pd.DataFrame(cases.T, index=pd.date_range(first, last, freq="D"), columns=names)
    return found.drop(columns=list(values.fictitious_titles), errors="ignore")


@rule("HIR-3", "HIR-R4", "GEN-L1")
def caseload(
    registrations: pd.DataFrame, caseworkers: pd.DataFrame, days: pd.DatetimeIndex, values: Values
) -> pd.DataFrame:
    """Cases, hours and cap of each caseworker on each of `days`, where they have a citizen.

    Cases outside ressourceforløb (`other_cases`) count too, on the days their row in `caseworkers`
    covers.  Hours are those of the caseworker's newest row in the register, unless `caseworkers`
    tells them for the day; a meeting chair's reduced hours are off.  Missing hours give no cap.

    Returns day, caseworker, cases, weekly_hours, cap, over_cap, by day and name.
    """
    by_day = cases_by_caseworker(registrations, days.min().date(), days.max().date(), values)
    held = by_day.loc[days]
    others = _on_each_day(held * 0, caseworkers, caseworkers["other_cases"].astype("float"))
    extra = others.to_numpy(dtype=np.int64)
    hours = _hours(registrations, caseworkers, held, values).to_numpy(dtype=float)
    day, who = np.nonzero(held.to_numpy())
    found = pd.DataFrame(
        {
            "day": held.index[day],
            "caseworker": held.columns[who],
            "cases": (held.to_numpy() + extra)[day, who],
            "weekly_hours": hours[day, who],
        }
    )
    known = found["weekly_hours"].notna()
    room = pd.Series(capacity(found["weekly_hours"].fillna(0), values), index=found.index)
    found["cap"] = room.astype("Float64" if room.dtype.kind == "f" else "Int64").where(known)
    found["over_cap"] = (found["cases"] > found["cap"]).astype("boolean")
    return found


@rule("HIR-16", "HIR-3")
def kept(daily: pd.DataFrame, values: Values) -> pd.DataFrame:
    """How well each caseworker kept the span, from a daily caseload without missing hours.

    Returns by caseworker: days (with cases), share_within_low and share_within_high (of those
    days, at the low and the high end of the span), days_over and longest_over (the high end; the
    longest stretch of days in a row), and most_cases.
    """
    days = daily.dropna(subset=["weekly_hours"])
    low = days["cases"] <= capacity(days["weekly_hours"], values, cap=values.cap_low_cases)
    is_over = is_over_cap(days["cases"], days["weekly_hours"], values)
    rows = days.assign(low=low, high=~is_over)
    over = rows[is_over].sort_values(["caseworker", "day"])
    is_new = (over["day"].diff() != pd.Timedelta(days=1)) | (
        over["caseworker"] != over["caseworker"].shift()
    )
    stretches = over.groupby([over["caseworker"], is_new.cumsum()]).size()
    by_name = rows.groupby("caseworker")
    found = pd.DataFrame(
        {
            "days": by_name.size(),
            "share_within_low": by_name["low"].mean(),
            "share_within_high": by_name["high"].mean(),
            "days_over": by_name.size() - by_name["high"].sum(),
            "most_cases": by_name["cases"].max(),
        }
    )
    longest = stretches.groupby(level=0).max().reindex(found.index).fillna(0).astype("int64")
    return found.assign(longest_over=longest).reset_index()


def _hours(
    registrations: pd.DataFrame, caseworkers: pd.DataFrame, held: pd.DataFrame, values: Values
) -> pd.DataFrame:
    """Hours for cases, by day and caseworker: the newest told on each day."""
    nothing = np.zeros(len(registrations))
    weekly = registrations["weekly_hours"].astype("float")
    registered = registrations.assign(hours=usable_hours(weekly, nothing, nothing, values))
    every = registered.dropna(subset=["hours"]).sort_values("start", kind="stable")
    by_day = every.pivot_table(index="start", columns="caseworker", values="hours", aggfunc="last")
    filled = by_day.reindex(by_day.index.union(held.index)).ffill()
    told = staff_hours(caseworkers, values)
    base = filled.loc[held.index].reindex(columns=held.columns).astype("float")
    return _on_each_day(base, caseworkers, pd.Series(told, index=caseworkers.index))


def _on_each_day(
    otherwise: pd.DataFrame, caseworkers: pd.DataFrame, numbers: "pd.Series[float]"
) -> pd.DataFrame:
    """By day and caseworker the number of the newest row that covers the day, else `otherwise`."""
    found = otherwise.astype("float")
    rows = caseworkers[["caseworker", "start", "end"]].assign(number=numbers)
    rows = rows[rows["caseworker"].isin(found.columns)].dropna(subset=["number"])
    for who, start, end, number in rows.sort_values("start", na_position="first").to_numpy():
        since = found.index[0] if pd.isna(start) else start
        until = found.index[-1] if pd.isna(end) else end
        found.loc[since:until, who] = number
    return found


def _counted_spells(registrations: pd.DataFrame) -> tuple[Days, Days, Days]:
    """Where each row is the citizen's newest: (row, first day, last day), no day twice.

    Most citizens have rows that follow each other and are done at once; only those whose rows
    overlap are walked through.
    """
    citizen = pd.factorize(registrations["citizen"])[0]
    start, end = days_of(registrations["start"]), days_of(registrations["end"])
    order = np.lexsort((start, citizen))
    citizen, start, end = citizen[order], start[order], end[order]
    goes_on = np.append(citizen[1:] == citizen[:-1], False)[: len(order)]
    overlaps = goes_on & (end >= np.append(start[1:], FAR)[: len(order)])
    walked = np.isin(citizen, citizen[overlaps])
    pieces = [
        np.column_stack([order[~walked], start[~walked], end[~walked]]),
        *(_newest(order[of], start[of], end[of]) for of in _groups(citizen, walked)),
    ]
    row, begins, ends = np.concatenate(pieces).T
    return row, begins, ends


def _groups(citizen: Days, chosen: NDArray[np.bool_]) -> Iterator[NDArray[np.int64]]:
    """The places of each chosen citizen's rows, which stand together."""
    places = np.flatnonzero(chosen)
    if len(places):
        yield from np.split(places, np.flatnonzero(np.diff(citizen[places])) + 1)


def _newest(row: Days, start: Days, end: Days) -> NDArray[np.int64]:
    """The pieces of one citizen's rows, in order of start, that no newer row covers.

    Rows that may come back when a newer one ends wait on a pile, the newest on top.
    """
    pieces: list[tuple[int, int, int]] = []
    pile: list[int] = []
    day = int(start[0])
    for place, begin in enumerate([*start.tolist(), FAR]):
        while pile and day < begin:
            top = pile[-1]
            until = min(int(end[top]), begin - 1)
            if until >= day:
                pieces.append((row[top], day, until))
                day = until + 1
            if end[top] < begin:
                pile.pop()
        day = begin
        pile.append(place)
    return np.array(pieces, dtype=np.int64)
