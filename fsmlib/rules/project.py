"""When a HIR project runs, and who is employed in all of it."""

from datetime import date

import pandas as pd

from fsmlib.danish import count
from fsmlib.programme.findings import Finding, FsmError, at_rows
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule


@rule("HIR-1")
def calendar(
    formal_start_on: date, hiring_months: int, start_on: date, end_on: date
) -> list[tuple[date, str]]:
    """The project's dates in order: when grants are given, hiring ends, work starts and ends.

    The months for hiring, counted from the formal start, reach past the first day of the project.
    A programme without them has nothing to hire for, and no formal start of its own.

    >>> [told for _, told in calendar(date(2026, 1, 1), 0, date(2026, 1, 1), date(2026, 12, 31))]
    ['Egentlig start: projektets første dag', 'Sidste dag i projektets sidste måned']
    """
    events = [
        (start_on, "Egentlig start: projektets første dag"),
        (end_on, "Sidste dag i projektets sidste måned"),
    ]
    if hiring_months:
        hired_by = pd.Timestamp(formal_start_on) + pd.DateOffset(months=hiring_months, days=-1)
        months = count(hiring_months, "måned", "måneder")
        events.append((formal_start_on, "Formel start: tilsagn gives"))
        events.append((hired_by.date(), f"{months} til at ansætte er gået"))
    return sorted(events)


@rule("HIR-1", "HIR-L1")
def project_months(values: Values) -> pd.PeriodIndex:
    """The whole calendar months from the real start to the last day of the project.

    FsmError when there are none.

    >>> from fsmlib.programme.parameters import load
    >>> len(project_months(load("hir", on="2018-03-01")))
    13
    """
    day = pd.Timedelta(days=1)
    before_first = (pd.Timestamp(values.start_on) - day).to_period("M")
    after_last = (pd.Timestamp(values.end_on) + day).to_period("M")
    months = pd.period_range(before_first + 1, after_last - 1, freq="M")
    if months.empty:
        raise FsmError("Der er ingen hele måneder mellem projektets start og slut.")
    return months


@rule("HIR-1")
def in_place(caseworkers: pd.DataFrame, values: Values) -> "pd.Series[bool]":
    """Whether each caseworker is employed in the whole project, from its first to its last day.

    Only those can be counted on; an empty date is open.
    """
    starts = ~(caseworkers["start"] > pd.Timestamp(values.start_on))
    return starts & ~(caseworkers["end"] < pd.Timestamp(values.end_on))


@rule("HIR-1")
def during_project(caseworkers: pd.DataFrame, values: Values) -> pd.DataFrame:
    """The caseworkers employed on some day of the project; who left before it breaks no rule."""
    gone = caseworkers["end"] < pd.Timestamp(values.start_on)
    later = caseworkers["start"] > pd.Timestamp(values.end_on)
    return caseworkers[~(gone | later)]


@rule("HIR-1")
def not_in_place(caseworkers: pd.DataFrame, values: Values) -> list[Finding]:
    """Caseworkers who are not counted, because they come late or leave early."""
    return at_rows(
        caseworkers.index[~in_place(caseworkers, values)],
        Finding(
            "warning",
            "Sagsbehandleren tæller ikke med: ansættelsen dækker ikke hele projektet "
            f"({values.start_on:%d.%m.%Y}-{values.end_on:%d.%m.%Y}).",
            "Ret datoerne, hvis de er forkerte.",
            rule="HIR-1",
            column="Dato start",
        ),
    )
