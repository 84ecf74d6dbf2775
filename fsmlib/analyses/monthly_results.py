"""Monthly results of FSM2 by grant, from registers of any size and of many municipalities."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from fsmlib.analyses.asked_months import countable, month_asked
from fsmlib.analyses.check import register_findings
from fsmlib.analyses.known_months import COUNTED, known_counts, told_counts
from fsmlib.analyses.scheduler import each
from fsmlib.programme.findings import Finding, InputError, has_errors
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import programme_named
from fsmlib.rules.monitoring import (
    KEYS,
    period_months,
    results,
)
from fsmlib.rules.register import register
from fsmlib.tables.files import files_of
from fsmlib.tables.parquet import WHOLE, CitizenRange, parts_of
from fsmlib.tables.reading import not_there, read


class Monthly(NamedTuple):
    """Results by grant and month, and what to look at in the files and in what is not measured."""

    months: pd.DataFrame
    findings: tuple[Finding, ...]


def monthly_results(
    data: Path,
    months: pd.PeriodIndex,
    values: Values,
    scheduler: str = "",
    drawn_on: pd.Timestamp | None = None,
) -> Monthly:
    """Effort group, touched, share and thresholds by grant and month.

    They are counted in registers, or told by monthly counts where there are no citizens.
    Columns: municipality_code (those that share a grant joined by `+`), month, effort_group,
    touched, result_share, and one `reached_` column for each threshold; all missing where the month
    is not measured.  A register of many rows in Parquet is counted part by part, each a few of the
    citizens, on the workers of a `scheduler` if one is given (see `each`).
    InputError with every finding when the registers cannot be counted.
    """
    # Only the whole register tells whether anybody at all was visited.
    parts = WHOLE if values.denominator == "visited" else parts_of(files_of(data))
    counted = each(partial(_counts, data.resolve(), months, values), parts, scheduler)
    findings = list(dict.fromkeys(finding for _, found in counted for finding in found))
    if has_errors(findings):
        raise InputError(findings)
    by_part = pd.concat([counts for counts, _ in counted])
    if len(by_part):
        total = by_part.groupby(KEYS).sum().reset_index()
        known, untold = known_counts(total, drawn_on, values)
    elif len(told := read(data)["monthly"]):
        known, untold = told_counts(told, months, drawn_on, values)
    else:
        raise InputError([*findings, not_there("citizens")])
    warnings = [finding for finding in findings if finding.level == "warning"]
    return Monthly(results(known[[*KEYS, *COUNTED]], values), (*warnings, *untold))


def _counts(
    data: Path, months: pd.PeriodIndex, values: Values, part: CitizenRange | None
) -> tuple[pd.DataFrame | None, list[Finding]]:
    """The counts of a part of the citizens (none when a finding is an error), and its findings."""
    programme_named(values.file)  # a worker must know its markers too
    tables = read(data, part)
    findings = register_findings(tables, values)
    if has_errors(findings):
        return None, findings
    return register(tables, months, values).for_results(), findings


def measured_months(first: str, last: str, values: Values) -> pd.PeriodIndex:
    """The months from `first` to `last` (`2019-11`), the expected project where they are empty.

    FsmError when one of them is no month, they are in the wrong order, or there are more than 64.
    """
    start = month_asked(first).start_time if first else None
    end = month_asked(last).end_time if last else None
    return countable(period_months(start, end, values))
