"""Monthly results of FSM2 by grant, from registers of any size and of many municipalities."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from fsmlib.analyses.asked_months import countable, month_of
from fsmlib.analyses.check import register_findings
from fsmlib.analyses.scheduler import each
from fsmlib.danish import count, listed
from fsmlib.danish import month as in_words
from fsmlib.programme.findings import Finding, InputError, has_errors
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import programme_named
from fsmlib.rules.monitoring import (
    KEYS,
    by_grant,
    is_known,
    missing_partners,
    not_yet_reported,
    project_months,
    results,
)
from fsmlib.rules.register import register
from fsmlib.tables.files import files_of
from fsmlib.tables.municipalities import municipality_name
from fsmlib.tables.parquet import WHOLE, Part, parts_of
from fsmlib.tables.reading import not_there, read

COUNTED = ("effort_group", "touched")


class Monthly(NamedTuple):
    """Results by grant and month, and the findings on what could not be measured."""

    months: pd.DataFrame
    findings: tuple[Finding, ...]


def monthly_results(
    data: Path,
    months: pd.PeriodIndex,
    values: Values,
    scheduler: str = "",
    drawn_on: pd.Timestamp | None = None,
) -> Monthly:
    """Effort group, touched, share and thresholds by grant and month, from registers.

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
    if by_part.empty:
        raise InputError([*findings, not_there("citizens")])
    total = by_part.groupby(level=KEYS).sum().reset_index()
    known, untold = known_counts(total, drawn_on, values)
    return Monthly(results(known[[*KEYS, *COUNTED]], values), tuple(untold))


def _counts(
    data: Path, months: pd.PeriodIndex, values: Values, part: Part | None
) -> tuple[pd.DataFrame | None, list[Finding]]:
    """The counts of a part of the citizens (none when a finding is an error), and its findings."""
    programme_named(values.file)  # a worker must know its markers too
    tables = read(data, part)
    findings = register_findings(tables, values)
    if has_errors(findings):
        return None, findings
    return register(tables, months, values).monthly(*COUNTED, "with_hours"), findings


def known_counts(
    counts: pd.DataFrame, drawn_on: pd.Timestamp | None, values: Values
) -> tuple[pd.DataFrame, list[Finding]]:
    """A register's counts by grant, missing where a month is not known; and which those are.

    `counts` are by municipality and month and have `with_hours`.  Months that were still to come on
    the day the register is from are as expected, and no finding.
    """
    known = is_known(counts, drawn_on, values)
    told = counts.astype(dict.fromkeys(counts.columns.drop(KEYS), "Int64"))
    told.loc[~known, counts.columns.drop(KEYS)] = pd.NA
    if drawn_on is not None:
        late = not_yet_reported(pd.PeriodIndex(counts["month"]), drawn_on, values)["hours"]
        known |= pd.Series(late, index=counts.index)
    untold = counts[~known].groupby("municipality_code")["month"]
    findings = [_no_hours(str(code), months) for code, months in untold]
    return by_grant(told, values), findings + alone(told, values)


def alone(counts: pd.DataFrame, values: Values) -> list[Finding]:
    """What to say where municipalities share a grant and one of them is not there."""
    return [
        Finding(
            "warning",
            f"{municipality_name(there)} deler tilsagn med {municipality_name(missing)}, hvis tal "
            "mangler; kravet måles på dem tilsammen.",
            f"Læg tallene for {municipality_name(missing)} ved i samme fil.",
            rule="FSM2-L5",
        )
        for there, missing in missing_partners(counts, values).items()
    ]


def _no_hours(code: str, months: "pd.Series[pd.Period]") -> Finding:
    told = count(len(months), "måned", "måneder")
    return Finding(
        "warning",
        f"{municipality_name(code)} har ingen løntimer i {spans(months)}; {told} er ikke målt.",
        "Hent timerne fra eIndkomst for de måneder, eller vælg de måneder, der er data for.",
        rule="FSM2-L4",
    )


def spans(months: Iterable[pd.Period]) -> str:
    """Months in words, those in a row as a span: `januar 2020 til marts 2020 og maj 2020`."""
    ordered = pd.PeriodIndex(sorted(months), freq="M")
    runs = pd.Series(ordered).groupby(ordered.asi8 - range(len(ordered)))
    told = [(run.iloc[0], run.iloc[-1]) for _, run in runs]
    return listed([in_words(a) if a == b else f"{in_words(a)} til {in_words(b)}" for a, b in told])


def measured_months(first: str, last: str, values: Values) -> pd.PeriodIndex:
    """The months from `first` to `last` (`2019-11`), the expected project where they are empty.

    FsmError when one of them is no month, they are in the wrong order, or there are more than 64.
    """
    start = month_of(first).start_time if first else None
    end = month_of(last).end_time if last else None
    return countable(project_months(start, end, values))
