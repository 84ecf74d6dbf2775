"""Months as somebody asks for them, `2019-11`: one, or those from a first to a last."""

import pandas as pd

from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import as_day
from fsmlib.programme.values import YEARS
from fsmlib.rules.month_bits import MOST_MONTHS


def month_asked(text: str) -> pd.Period:
    """A month; FsmError for what is none.

    >>> month_asked("2019-11")
    Period('2019-11', 'M')
    """
    told = FsmError(f"»{text}« er ikke en måned; skriv den som 2019-11.")
    try:
        month = pd.Period(text, "M")
    except ValueError:
        raise told from None
    if month.year not in YEARS:
        raise told
    return month


def countable(months: pd.PeriodIndex) -> pd.PeriodIndex:
    """The months when they can be counted; FsmError when there is none, or more than 64."""
    if not 0 < len(months) <= MOST_MONTHS:
        raise FsmError(
            f"Der skal være fra 1 til {MOST_MONTHS} måneder fra den første til den sidste."
        )
    return months


def drawn_day(text: str) -> pd.Timestamp | None:
    """The day registers were drawn, None where it is not told; FsmError for what is no day."""
    return pd.Timestamp(as_day(text)) if text else None
