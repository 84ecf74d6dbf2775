"""Who was touched by paid hours or education, month by month (FSM2)."""

from fractions import Fraction

import pandas as pd

from fsmlib.programme.findings import Finding, FsmError, at_rows
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.rules.month_bits import Codes, MonthBits, bounds, cover, days_of, gather
from fsmlib.rules.payout import is_reached

KEYS = ["municipality_code", "month"]


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


@rule("FSM2-L4", "FSM2-3.2")
def is_known(
    counts: pd.DataFrame, drawn_on: pd.Timestamp | None, values: Values
) -> "pd.Series[bool]":
    """Which months of a register can be measured: those whose hours are in it.

    `counts` has `with_hours`, the citizens with any row of hours, by `municipality_code` and
    `month` in order.  A month in which nobody in the register has any, or that lies before the
    first or after the last one of its municipality, is not known; nor is one whose hours were
    still to come on the day the register is from.
    """
    has_hours = counts["with_hours"].fillna(0) > 0
    somewhere = has_hours.groupby(counts["month"]).transform("any")
    of_one = has_hours.groupby(counts["municipality_code"])
    begun, lasts = of_one.cummax(), of_one.transform(lambda told: told[::-1].cummax()[::-1])
    known = somewhere & begun & lasts
    if drawn_on is not None and len(counts):
        late = not_yet_reported(pd.PeriodIndex(counts["month"]), drawn_on, values)
        known &= ~pd.Series(late["hours"], index=counts.index)
    return known


@rule("FSM2-L5", "FSM2-5.2")
def by_grant(counts: pd.DataFrame, values: Values) -> pd.DataFrame:
    """Counts by grant and month: those of municipalities that share a grant are added up.

    Who shares is the value `shared_grants`; the codes that are there are joined by `+`.  A month
    that one of them has not told is missing, never counted without it.
    """
    there = {cell: cell.split("+") for cell in counts["municipality_code"].unique()}
    codes = [code for cell in there.values() for code in cell]
    if len(codes) > len(set(codes)):
        raise FsmError("En kommune står både alene og sammen med andre; behold kun det ene.")
    own = counts.astype(dict.fromkeys(counts.columns.drop(KEYS), "Int64"))
    parts = []
    for holder, rows in own.groupby(_holders(own["municipality_code"], values)):
        members = rows["municipality_code"].nunique()
        summed = rows.drop(columns="municipality_code").groupby("month").sum(min_count=members)
        parts.append(summed.reset_index().assign(municipality_code=holder))
    return pd.concat([own.iloc[:0], *parts], ignore_index=True)


def _holders(codes: "pd.Series[str]", values: Values) -> "pd.Series[str]":
    """Whose grant each municipality's is: its own code, or the codes that share one, joined."""
    there = {code for cell in codes for code in cell.split("+")}
    joined = {
        code: "+".join(each for each in shared if each in there)
        for shared in shared_grants(values)
        for code in shared
    }
    return codes.map(lambda cell: joined.get(cell.split("+")[0], cell))


@rule("FSM2-L5")
def missing_partners(counts: pd.DataFrame, values: Values) -> dict[str, str]:
    """Municipalities whose partners in a grant are not there: their codes, and those missing."""
    there = {code for cell in counts["municipality_code"].unique() for code in cell.split("+")}
    return {
        "+".join(c for c in shared if c in there): "+".join(c for c in shared if c not in there)
        for shared in shared_grants(values)
        if there.intersection(shared) and not there.issuperset(shared)
    }


def shared_grants(values: Values) -> list[list[str]]:
    """The codes of the municipalities of each grant that is held by several."""
    return [grant.strip().split("+") for grant in values.shared_grants.split(",")]


@rule("FSM2-3.2", "FSM2-5.2")
def results(monthly: pd.DataFrame, values: Values) -> pd.DataFrame:
    """Share and thresholds of each month, from counts of `effort_group` and `touched`.

    Adds result_share and, for each payout step, `reached_15` and so on: True, False, or missing
    where a month is not measured or its effort group is empty, which is no measurement.
    """
    pairs = _pairs(monthly)
    found = monthly.assign(result_share=[result_share(*p) if p else float("nan") for p in pairs])
    for step in values.payout_steps:
        percent = step["reached_percent"]
        reached = [is_reached(*p, percent) if p and p[1] else None for p in pairs]
        found[f"reached_{percent}"] = pd.Series(reached, index=monthly.index, dtype="boolean")
    return found


def _pairs(monthly: pd.DataFrame) -> list[tuple[int, int] | None]:
    """Touched and effort group of each month; None where it is not measured."""
    told = monthly[["touched", "effort_group"]].itertuples(index=False, name=None)
    return [None if pd.isna(t) or pd.isna(g) else (int(t), int(g)) for t, g in told]


@rule("FSM2-3.2")
def best_month(monthly: pd.DataFrame) -> int | None:
    """The place of the month with the highest share, the earliest of equals; None without any.

    Shares are compared exactly, as fractions; a month with an empty effort group, or one
    that is not measured, does not count.
    """
    shares = [
        (Fraction(*pair), -place) for place, pair in enumerate(_pairs(monthly)) if pair and pair[1]
    ]
    return -max(shares)[1] if shares else None


@rule("FSM2-7.1", "FSM2-3.2", "FSM2-L3")
def period_months(
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
