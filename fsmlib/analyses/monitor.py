"""Monthly results and payout of FSM2 from files, for the commands and for pages alike."""

from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from fsmlib.analyses.asked_months import countable, month_of
from fsmlib.analyses.check import register_findings
from fsmlib.analyses.scheduler import each
from fsmlib.programme.findings import Finding, FsmError, InputError, has_errors
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import programme_named
from fsmlib.rules.monitoring import best_month, project_months, results
from fsmlib.rules.payout import Payout, paid_percent, payout
from fsmlib.rules.register import register
from fsmlib.tables.files import files_of
from fsmlib.tables.parquet import WHOLE, Part, parts_of
from fsmlib.tables.reading import not_there, read, require


def monthly_results(
    data: Path, months: pd.PeriodIndex, values: Values, scheduler: str = ""
) -> pd.DataFrame:
    """Effort group, touched, share and thresholds by municipality and month, from registers.

    Columns: municipality_code, month, effort_group, touched, result_share, and one `reached_`
    column for each threshold.  A register of many rows in Parquet is counted part by part, each a
    few of the citizens, on the workers of a `scheduler` if one is given (see `each`).
    InputError with every finding when the registers cannot be counted.
    """
    # Only the whole register tells whether anybody at all was visited.
    parts = WHOLE if values.denominator == "visited" else parts_of(files_of(data))
    counted = each(partial(_counts, data.resolve(), months, values), parts, scheduler)
    findings = list(dict.fromkeys(finding for _, found in counted for finding in found))
    if has_errors(findings):
        raise InputError(findings)
    by_part = pd.concat([counts for counts, _ in counted])
    if by_part.empty:
        raise InputError([*findings, not_there("citizens")])
    total = by_part.groupby(level=["municipality_code", "month"]).sum()
    return results(total.reset_index(), values)


def _counts(
    data: Path, months: pd.PeriodIndex, values: Values, part: Part | None
) -> tuple[pd.DataFrame | None, list[Finding]]:
    """The counts of a part of the citizens (none when a finding is an error), and its findings."""
    programme_named(values.file)  # a worker must know its markers too
    tables = read(data, part)
    findings = register_findings(tables, values)
    if has_errors(findings):
        return None, findings
    counts = register(tables, months, values).monthly("effort_group", "touched")
    return counts, findings


def measured_months(first: str, last: str, values: Values) -> pd.PeriodIndex:
    """The months from `first` to `last` (`2019-11`), the expected project where they are empty.

    FsmError when one of them is no month, they are in the wrong order, or there are more than 64.
    """
    start = month_of(first).start_time if first else None
    end = month_of(last).end_time if last else None
    return countable(project_months(start, end, values))


def measurable(monthly: pd.DataFrame) -> pd.DataFrame:
    """The months with both counts; one that is hidden is missing and never 0."""
    return monthly.dropna(subset=["effort_group", "touched"])


def project_counts(monthly_file: Path, months: pd.PeriodIndex) -> pd.DataFrame:
    """The rows of a table of monthly counts that can pay: measured, and in the project's months.

    FsmError when the table holds several municipalities, for a grant belongs to one, or when no
    month of the project has an effort group.
    """
    monthly = measurable(require(monthly_file, "monthly")["monthly"])
    if monthly["municipality_code"].nunique() > 1:
        raise FsmError("Filen har flere kommuner; et tilskud hører til én. Del filen op.")
    if best_month(monthly) is None:
        raise FsmError("Ingen måned har en indsatsgruppe, så der er intet at måle.")
    counted = monthly[monthly["month"].dt.to_period("M").isin(months)]
    if best_month(counted) is None:
        raise FsmError(
            f"Ingen måned i projektet ({months[0]} til {months[-1]}) har en indsatsgruppe, så der "
            "er intet at måle. Løber projektet i andre måneder, så giv dem med --from og --to."
        )
    return counted


def best_payout(
    monthly_file: Path,
    grant_dkk: int,
    documented_dkk: int | None,
    values: Values,
    first: str = "",
    last: str = "",
) -> tuple[pd.Series, Payout]:
    """The best month of the project in a table of monthly counts, and what its result pays.

    A month before or after the project pays nothing; the project's months are those from `first`
    to `last`, the expected ones where they are empty.  FsmError as for `project_counts`.
    """
    monthly = project_counts(monthly_file, measured_months(first, last, values))
    place = best_month(monthly)
    assert place is not None  # `project_counts` has seen to it
    best = monthly.iloc[place]
    return best, month_payout(best, grant_dkk, documented_dkk, values)


def month_payout(
    month: "pd.Series[Any]", grant_dkk: int, documented_dkk: int | None, values: Values
) -> Payout:
    """What the counts of a month pay of a grant."""
    percent = paid_percent(int(month["touched"]), int(month["effort_group"]), values)
    return payout(grant_dkk, percent, documented_dkk, values)
