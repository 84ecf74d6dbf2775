"""Numbers, dates and lists as Danes write them; a half is rounded up, as Excel shows it."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import Any

import pandas as pd
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

LOCALE, MINUS = "da_DK", "\N{MINUS SIGN}"
_TOGETHER = re.compile(r"(?<=\d) (?=%)|(?<=[a-z]) (?=20\d\d\b)")


@lru_cache(4096)  # a page tells the same numbers again and again
def _number(value: float, pattern: str) -> str:
    with localcontext(rounding=ROUND_HALF_UP):
        exact = Decimal(repr(float(value)))
        return str(format_decimal(exact, pattern, locale=LOCALE)).replace("-", MINUS)


def whole(value: float) -> str:
    """Whole numbers with points between thousands.

    >>> whole(1234567)
    '1.234.567'
    """
    return _number(value, "#,##0")


def decimal(value: float, digits: int = 1) -> str:
    """Numbers with a fixed number of decimals.

    >>> decimal(3.7714, 2), decimal(-0.94)
    ('3,77', '−0,9')
    """
    return _number(value, "#,##0." + "0" * digits)


def short(value: float) -> str:
    """Numbers with no more decimals than they need, at most two.

    >>> short(1.50), short(24)
    ('1,5', '24')
    """
    return _number(value, "#,##0.##")


def fine(value: float) -> str:
    """Numbers with as many decimals as small chances need, at most four.

    >>> fine(0.0015), fine(2.5)
    ('0,0015', '2,5')
    """
    return _number(value, "#,##0.####")


def one_decimal(value: float) -> str:
    """A whole number as it is, any other with one decimal.

    >>> one_decimal(140), one_decimal(22.703)
    ('140', '22,7')
    """
    return whole(value) if value == int(value) else decimal(value)


def percent(share: float, digits: int = 1) -> str:
    """A share in [0, 1] as per cent; one too near 0 or 1 to show is not shown as 0 or 100.

    >>> [percent(share).replace(chr(160), " ") for share in (0.15, 0.0001, 0)]
    ['15,0 %', 'under 0,1 %', '0,0 %']
    """
    smallest = Decimal(10) ** -(digits + 2)
    exact = Decimal(repr(float(share)))
    if 0 < exact < smallest:
        return f"under {_percent(smallest, digits)}"
    if 1 - smallest < exact < 1:
        return f"over {_percent(1 - smallest, digits)}"
    return _percent(exact, digits)


def percent_apart(share: float) -> str:
    """A share that is held against a limit, with as many decimals as tell it from a whole per cent.

    Rounded to one, 41 of 274 would look as if it reached 15 per cent.

    >>> [percent_apart(share).replace(chr(160), " ") for share in (41 / 274, 3 / 20, 46 / 274)]
    ['14,96 %', '15,0 %', '16,8 %']
    """
    return percent(share, _digits_tried(share))


def _digits_tried(share: float) -> int:
    in_percent = Decimal(repr(float(share))).scaleb(2)
    digits = 1
    while in_percent % 1 and not round(in_percent, digits) % 1:
        digits += 1
    return digits


def percent_short(share: float) -> str:
    """A share as per cent with no more decimals than it needs: for what somebody has chosen.

    >>> percent_short(0.025).replace(chr(160), " "), percent_short(0.05).replace(chr(160), " ")
    ('2,5 %', '5 %')
    """
    return f"{_number(share * 100, '0.##')}\xa0%"


def with_unit(value: Any, unit: str) -> tuple[Any, str]:
    """A number and its unit as a person counts them: a share in per cent, a plain number alone.

    >>> with_unit(0.015, "andel pr. måned"), with_unit(1.5, "forhold"), with_unit(2, "tal")
    ((1.5, 'pct. pr. måned'), (1.5, 'gange'), (2, ''))
    """
    if unit.startswith("andel"):
        return round(value * 100, 6), unit.replace("andel", "pct.")
    return value, {"forhold": "gange", "tal": ""}.get(unit, unit)


def end_of_range(value: float, unit: str) -> str:
    """An end of an assumption's range: a chance or a share in per cent, else as it is.

    >>> end_of_range(0.025, "andel").replace(chr(160), " "), end_of_range(2.5, "forhold")
    ('2,5 %', '2,5')
    """
    return percent_short(value) if unit.startswith("andel") else fine(value)


def as_risk(share: float) -> str:
    """A simulated chance: none among the paths is not never."""
    return percent(share) if share else "under\xa00,1\xa0%"


def _percent(share: Decimal, digits: int) -> str:
    pattern = ("0." + "0" * digits if digits else "0") + "\xa0%"
    with localcontext(rounding=ROUND_HALF_UP):
        return str(format_percent(share, pattern, locale=LOCALE)).replace("-", MINUS)


def kroner(value: float) -> str:
    """Whole kroner with unit.

    >>> kroner(750360.4).replace(chr(160), " ")
    '750.360 kr.'
    """
    return f"{whole(value)}\xa0kr."


def day(value: date) -> str:
    """A date in words: `1. marts 2018`."""
    return str(format_date(value, "d. MMMM y", locale=LOCALE))


def moment(value: datetime) -> str:
    """A date with its time; midnight is a time that nobody told.

    >>> moment(datetime(2017, 12, 11, 23, 59)), moment(datetime(2017, 12, 11))
    ('11. december 2017 kl. 23.59', '11. december 2017')
    """
    if value.time() == time():
        return day(value)
    return str(format_datetime(value, "d. MMMM y 'kl.' HH.mm", locale=LOCALE))


def month(value: pd.Period) -> str:
    """A month in words: `marts 2019`."""
    return str(format_date(value.to_timestamp().date(), "MMMM y", locale=LOCALE))


def month_short(value: pd.Period) -> str:
    """A month for an axis: `mar 19`."""
    return str(format_date(value.to_timestamp().date(), "MMM yy", locale=LOCALE)).replace(".", "")


def unbroken(text: str) -> str:
    """A text whose numbers stay on the line of their sign, and years on that of their month.

    >>> unbroken("15 % i marts 2018").replace(chr(160), "_")
    '15_% i marts_2018'
    """
    return _TOGETHER.sub("\xa0", text)


def listed(parts: Sequence[str], last_by: str = "og") -> str:
    """Parts with commas and `og`, or another word before the last.

    >>> listed(["en", "to", "tre"])
    'en, to og tre'
    """
    *first, last = parts
    return f"{', '.join(first)} {last_by} {last}" if first else last


def count(number: int, one: str, several: str) -> str:
    """A number with its noun: `1 sagsbehandler`, `2 sagsbehandlere`."""
    return f"{whole(number)} {one if number == 1 else several}"


def content(value: Any) -> str:
    """Any value of the programme as a person reads it."""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, int | float):
        return _number(value, "#,##0.######")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple):
        return ", ".join(content(part) for part in value)
    return str(value)


FORMATS: dict[str, Callable[[Any], str]] = {
    "text": str,
    "ids": str,
    "whole": whole,
    "decimal": decimal,
    "fte": lambda value: decimal(value, 2),
    "hours": short,
    "percent": percent,
    "tried": percent_apart,
    "risk": as_risk,
    "chance": fine,
    "kroner": whole,
    "value": content,
}
EXCEL_FORMATS = {
    "whole": "#,##0",
    "decimal": "#,##0.0",
    "fte": "#,##0.00",
    "hours": "#,##0.##",
    "percent": "0.0%",
    "risk": "0.0%",
    "chance": "0.0000",
    "kroner": "#,##0",
}


def excel_format(value: Any, kind: str) -> str:
    """How Excel is to show a cell of a table, so that it reads as on the page.

    >>> excel_format(41 / 274, "tried"), excel_format(0.2, "tried"), excel_format("A", "text")
    ('0.00%', '0.0%', 'General')
    """
    if kind == "tried":
        digits = 1 if value is None or pd.isna(value) else _digits_tried(value)
        return f"0.{'0' * digits}%"
    return EXCEL_FORMATS.get(kind, "General")


def formatted(value: Any, kind: str) -> str:
    """A cell of a table; what is missing is a dash."""
    if value is None or (not isinstance(value, tuple | list) and pd.isna(value)):
        return "–"
    return FORMATS[kind](value)
