"""Monthly results and payout of FSM2 from files, for the commands and for pages alike."""

from pathlib import Path

import pandas as pd

from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.report.check import stop_at_the_door
from fsmlib.rules.monitoring import best_month, project_months, results
from fsmlib.rules.payout import Payout, paid_percent, payout
from fsmlib.rules.register import register
from fsmlib.rules.words import MOST_MONTHS
from fsmlib.tables.reading import require


def monthly_results(data: Path, months: pd.PeriodIndex, values: Values) -> pd.DataFrame:
    """Effort group, touched, share and thresholds by municipality and month, from registers.

    Columns: municipality_code, month, effort_group, touched, result_share, and one `reached_`
    column for each threshold.  InputError with every finding when the registers cannot be counted.
    """
    tables = require(data, "citizens")
    stop_at_the_door(tables, values)
    counts = register(tables, months, values).monthly()[["effort_group", "touched"]]
    return results(counts.reset_index(), values)


def measured_months(first: str, last: str, values: Values) -> pd.PeriodIndex:
    """The months from `first` to `last` (`2019-11`), the expected project where they are empty.

    FsmError when one of them is no month, they are in the wrong order, or there are more than 64.
    """
    try:
        start = pd.Period(first, freq="M").start_time if first else None
        end = pd.Period(last, freq="M").end_time if last else None
    except ValueError:
        raise FsmError("Skriv måneder som 2019-11.") from None
    months = project_months(start, end, values)
    if not 0 < len(months) <= MOST_MONTHS:
        raise FsmError(
            f"Der skal være fra 1 til {MOST_MONTHS} måneder fra den første til den sidste."
        )
    return months


def best_payout(
    monthly_file: Path, grant_dkk: int, documented_dkk: int | None, values: Values
) -> tuple[pd.Series, Payout]:
    """The best month of a table of monthly counts, and what its result pays.

    FsmError when the table holds several municipalities, for a grant belongs to one, or has no
    month with an effort group.
    """
    monthly = require(monthly_file, "monthly")["monthly"]
    if monthly["municipality_code"].nunique() > 1:
        raise FsmError("Filen har flere kommuner; et tilskud hører til én. Del filen op.")
    place = best_month(monthly)
    if place is None:
        raise FsmError("Ingen måned har en indsatsgruppe, så der er intet at måle.")
    best = monthly.iloc[place]
    percent = paid_percent(int(best["touched"]), int(best["effort_group"]), values)
    return best, payout(grant_dkk, percent, documented_dkk, values)
