"""Who was touched by paid hours or education, month by month (FSM2)."""

from fractions import Fraction

import pandas as pd

from fsmlib.programme.findings import Finding, at_rows
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.rules.month_bits import Codes, MonthBits, bounds, cover, days_of, gather
from fsmlib.rules.payout import is_reached


@rule("FSM2-3.1", "FSM2-3.2")
def result_share(touched: int, group: int) -> float:
    """Share of the effort group touched in a month.

    A month with an empty effort group is no measurement: nan, never 0, which would read as a month
    that failed.

    >>> result_share(3, 20)
    0.15
    >>> result_share(0, 0)
    nan
    """
    return touched / group if group else float("nan")


@rule("FSM2-3.1", "FSM2-3.7")
def touched_bits(effort_group: MonthBits, paid: MonthBits, education: MonthBits) -> MonthBits:
    """Months in which a citizen of the effort group is touched by paid hours or education.

    One paid hour counts as much as a full month, and only the months touched count: an interrupted
    education keeps those it had.  Outside the effort group nobody is in the numerator.
    """
    return effort_group & (paid | education)


@rule("FSM2-3.3", "FSM2-3.7")
def education_bits(
    education: pd.DataFrame, person: Codes, persons: int, months: pd.PeriodIndex
) -> MonthBits:
    """Months touched by education that gives a right to SU, on any day.

    Paid education is not here: its pay is in the hours.
    """
    counted = education["su_eligible"].fillna(False).astype(bool).to_numpy()
    low, high = bounds(months, "any_day")
    spells = cover(days_of(education["start"]), days_of(education["end"]), low, high)
    return gather(person[counted], spells[counted], persons)


@rule("FSM2-3.5", "FSM2-3.6")
def supported_bits(
    supported: pd.DataFrame, form: str, person: Codes, persons: int, months: pd.PeriodIndex
) -> MonthBits:
    """Months touched by løntilskud or fleksjob, which do not count and are followed apart."""
    of_form = (supported["form"] == form).to_numpy()
    low, high = bounds(months, "any_day")
    spells = cover(days_of(supported["start"]), days_of(supported["end"]), low, high)
    return gather(person[of_form], spells[of_form], persons)


@rule("FSM2-3.6")
def fleksjob_findings(
    supported: pd.DataFrame, effort_group: MonthBits, months: pd.PeriodIndex
) -> list[Finding]:
    """Rows of fleksjob that touch a month in which their citizen is still in the effort group.

    Such a citizen belongs to group 2, and the marker is missing; until it is set, the citizen stays
    in the denominator and the fleksjob touches nothing (reading `fleksjob_in_group_1`).

    Parameters: the table `supported`, and for each of its rows the citizen's effort-group word.
    """
    low, high = bounds(months, "any_day")
    spells = cover(days_of(supported["start"]), days_of(supported["end"]), low, high)
    unmarked = (supported["form"] == "fleksjob").to_numpy() & (spells & effort_group > 0)
    return at_rows(
        supported.index[unmarked],
        Finding(
            "warning",
            "Borgeren er i fleksjob og står stadig i indsatsgruppen.",
            "Sæt markeringen for gruppe 2 i fagsystemet, eller ret fleksjobbets datoer.",
            rule="FSM2-3.6",
            column="Form",
        ),
    )


@rule("FSM2-L4")
def not_yet_reported(
    months: pd.PeriodIndex, drawn_on: pd.Timestamp, values: Values
) -> dict[str, list[bool]]:
    """For each month, whether its `hours` and its `benefits` were still to come on the day.

    Registers drawn on a day hold a month's hours from the month after and its benefits from the
    month after that; until then the month can still change.
    """
    drawn = drawn_on.to_period("M")
    delays = {"hours": values.hours_known_months, "benefits": values.benefits_known_months}
    return {name: list(months + delay > drawn) for name, delay in delays.items()}


@rule("FSM2-3.2", "FSM2-5.2")
def results(monthly: pd.DataFrame, values: Values) -> pd.DataFrame:
    """Share and thresholds of each month, from counts of `effort_group` and `touched`.

    Adds result_share and, for each payout step, `reached_15` and so on: True, False, or missing
    where the effort group is empty, which is no measurement.
    """
    pairs = list(zip(monthly["touched"], monthly["effort_group"], strict=True))
    found = monthly.assign(result_share=[result_share(t, g) for t, g in pairs])
    for step in values.payout_steps:
        percent = step["reached_percent"]
        reached = [is_reached(t, g, percent) if g else None for t, g in pairs]
        found[f"reached_{percent}"] = pd.Series(reached, index=monthly.index, dtype="boolean")
    return found


@rule("FSM2-3.2")
def best_month(monthly: pd.DataFrame) -> int | None:
    """The place of the month with the highest share, the earliest of equals; None without any.

    Shares are compared exactly, as fractions; a month with an empty effort group is no measurement.
    """
    shares = [
        (Fraction(int(touched), int(group)), -place)
        for place, (touched, group) in enumerate(
            zip(monthly["touched"], monthly["effort_group"], strict=True)
        )
        if group
    ]
    return -max(shares)[1] if shares else None


@rule("FSM2-7.1", "FSM2-3.2", "FSM2-L3")
def project_months(
    start: pd.Timestamp | None, end: pd.Timestamp | None, values: Values
) -> pd.PeriodIndex:
    """The calendar months of the project period that are measured.

    The period runs two years from the grant (from the expected start when none is given) unless
    an end is given (an extension).  Whole months only, unless the reading `window` takes a part
    month at the first or last end in.
    """
    start = pd.Timestamp(values.expected_start_month) if start is None else start
    two_years = start + pd.DateOffset(months=values.project_months) - pd.Timedelta(days=1)
    last_day = two_years if end is None else end
    first, last = start.to_period("M"), last_day.to_period("M")
    if start > first.start_time and values.window != "first_part":
        first += 1
    if last_day.normalize() < last.end_time.normalize() and values.window != "last_part":
        last -= 1
    return pd.period_range(first, last, freq="M")
