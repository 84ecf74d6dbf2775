"""Days, moments and months as Danes write them, and as Excel holds them."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pandas as pd

from fsmlib.programme.values import YEARS
from fsmlib.tables.messages import CellError, quoted

_MONTH_NAMES = (
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
)
_SHORT_NAMES = {name[:3]: n for n, name in enumerate(_MONTH_NAMES, start=1)}
_MONTHS = (
    {name: n for n, name in enumerate(_MONTH_NAMES, start=1)}
    | _SHORT_NAMES
    | {"sept": 9, "may": 5, "oct": 10}
    | {"january": 1, "february": 2, "march": 3, "june": 6, "july": 7, "october": 10}
)
_NAMED_MONTH = re.compile(r"([^\W\d_]+)\.?[ -]{1,3}(\d{4}|\d{2})")
_NAMED_DAY = re.compile(r"(\d{1,2})\.?[ -]?([^\W\d_]+)(?:\.? ?|-)(\d{4}|\d{2})")
_WITH_STROKES = re.compile(r"(\d{1,2})/(\d{1,2})/(?:\d{4})")
_MIDNIGHT = re.compile(r"(.*\d)[ t](?:kl\.? ?)?00?[.:]00(?:[.:]00(?:[.,]0+)?)?(?:z|\+0[012]:?00)?")
_CENTURY = 100
_LAST_OF_TWO_DIGITS = 2029  # as in Excel: 30 to 99 are the years 1930 to 1999
_IN_NUMBERS = (
    re.compile(r"(?P<day>\d{1,2})(?P<sign>[-./])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})(?P<sign>[-./])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{2})"),
)
DENMARK = ZoneInfo("Europe/Copenhagen")
_DAY_NUMBER = re.compile(r"[34]\d{4}(?:[.,]0+)?")  # of Excel: from 1982 on
_EIGHT_DIGITS = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)")
_SHORT_YEAR = re.compile(r"\d{1,2}([-/])\d{1,2}\1\d{2}")
_FAR = r"(?:2099|2[1-9]\d\d|[3-9]\d{3})"
_NO_END = re.compile(
    rf"(?:{_FAR}[-./]?\d{{1,2}}[-./]?\d{{1,2}}|\d{{1,2}}[-./]\d{{1,2}}[-./]{_FAR})(?:[ t].*)?"
)
NO_END_FROM = 2099
_UTC_MIDNIGHTS = (time(22), time(23))  # on a Danish clock without its time zone


def read_date(raw: object) -> pd.Timestamp:
    """A day: `31.03.2018`, `31/3-2018`, `31-03-2018`, `2018-03-31` or `31. marts 2018`.

    Raises CellError.  A year of two digits is read as Excel reads it.

    >>> read_date("31.03.18").year, read_date("17.05.55").year
    (2018, 1955)
    >>> read_date("31/3-2018") == read_date("31. marts 2018")
    True
    """
    if isinstance(raw, datetime) and raw.time() in _UTC_MIDNIGHTS:
        raise CellError(
            f"»{raw:%d.%m.%Y %H:%M}« ligner midnat i en anden tidszone.",
            "Hent dagene igen uden klokkeslæt.",
        )
    if isinstance(raw, datetime | date):
        return _day(raw.year, raw.month, raw.day, raw)
    raw = _whole(raw)
    text = without_midnight(_in_denmark(str(raw).strip()).casefold())
    text = re.sub(r"^(\d{1,2})/(\d{1,2})[- ](\d{4}|\d{2})$", r"\1.\2.\3", text)
    text = _EIGHT_DIGITS.sub(r"\1-\2-\3", text) if len(text) == len("20191101") else text
    text = re.sub(r"^(\d{1,2})([a-z]{3})(\d{4})$", r"\1 \2 \3", text)
    in_words = _NAMED_DAY.fullmatch(text)
    if in_words and in_words[2] in _MONTHS:
        text = f"{in_words[1]}.{_MONTHS[in_words[2]]}.{in_words[3]}"
    if found := _in_numbers(text):
        return _day(found.year, found.month, found.day, raw)
    if _DAY_NUMBER.fullmatch(text):
        problem = f"»{quoted(raw)}« er Excels nummer for en dag."
        raise CellError(problem, "Giv kolonnen datoformat i Excel, og gem filen igen.")
    if _SHORT_YEAR.fullmatch(text):
        raise CellError(
            f"»{quoted(raw)}« kan læses på to måder.", "Skriv årstallet med fire cifre."
        )
    strokes = _WITH_STROKES.fullmatch(text)
    if strokes and int(strokes[1]) <= len(_MONTH_NAMES) < int(strokes[2]):
        mend = "Skriv dagen først i hele kolonnen, fx 31.03.2018."
        raise CellError(f"»{quoted(raw)}« har måneden først, som i USA.", mend)
    looks_right = re.fullmatch(r"\d{1,4}[.\-/]\d{1,2}[.\-/]\d{1,4}", text)
    problem = "er ikke en dag i kalenderen" if looks_right else "er ikke en dato"
    if re.search(r"\d[ t]\d{1,2}[.:]\d\d", text):
        raise CellError(
            f"»{quoted(raw)}« er ikke en dato alene; den har et klokkeslæt.", "Skriv kun dagen."
        )
    raise CellError(f"»{quoted(raw)}« {problem}.", "Skriv dag, måned og år, fx 31.03.2018.")


def _in_numbers(text: str) -> date | None:
    """A day that is in the calendar, from its three numbers."""
    found = next(filter(None, (form.fullmatch(text) for form in _IN_NUMBERS)), None)
    if found is None:
        return None
    year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    if year < _CENTURY and len(found["year"]) == len("19"):
        year += _LAST_OF_TWO_DIGITS // _CENTURY * _CENTURY
        year -= _CENTURY if year > _LAST_OF_TWO_DIGITS else 0
    with suppress(ValueError):
        return date(year, month, day)
    return None


def month_may_be_first(cells: Iterable[object]) -> bool:
    """Whether days with strokes may have the month first: they are all in January, on few days.

    >>> month_may_be_first(["11/1/2019", "12/1/2019", "1/1/2020"]), month_may_be_first(["1/1/2019"])
    (True, False)
    """
    found = [_WITH_STROKES.fullmatch(cell) for cell in cells if isinstance(cell, str)]
    days = {int(told[1]) for told in found if told}
    in_january = all(int(told[2]) == 1 for told in found if told)
    return len(days) > 1 and in_january and max(days) <= len(_MONTH_NAMES)


def is_no_end(raw: object) -> bool:
    """Whether a day is how databases write that there is no end.

    >>> is_no_end("9999-12-31 23:59:59"), is_no_end("31.12.2999"), is_no_end("31.12.2022")
    (True, True, False)
    """
    if isinstance(raw, date):
        return raw.year >= NO_END_FROM
    return isinstance(raw, str) and bool(_NO_END.fullmatch(raw.strip().casefold()))


def _in_denmark(text: str) -> str:
    """A moment told in UTC, that is midnight here, as the day it is here; else the text.

    >>> _in_denmark("2019-10-31T23:00:00Z")
    '2019-11-01'
    """
    with suppress(ValueError):
        moment = datetime.fromisoformat(text)
        if moment.tzinfo and moment.astimezone(DENMARK).time() == time():
            return moment.astimezone(DENMARK).date().isoformat()
    return text


def without_midnight(text: str) -> str:
    """A day without the midnight that a database adds to it, in lower case.

    >>> without_midnight("2019-11-01t00:00:00")
    '2019-11-01'
    """
    midnight = _MIDNIGHT.fullmatch(text)
    return midnight[1] if midnight else text


def read_moment(raw: object) -> pd.Timestamp:
    """A day, with the time of day where it is told: `11.12.2017 kl. 23.59`."""
    if isinstance(raw, datetime):
        return read_date(raw.date()) + (raw - datetime.combine(raw.date(), time()))
    text = str(raw).strip()
    found = re.fullmatch(r"(.+?)[ T]+(?:kl\.? ?)?(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?", text)
    if not found:
        return read_date(raw)
    try:
        clock = time(int(found[2]), int(found[3]))
    except ValueError:
        raise CellError(
            f"»{quoted(raw)}« har ikke et klokkeslæt.", "Skriv fx 11.12.2017 23:59."
        ) from None
    return read_date(found[1]) + pd.Timedelta(hours=clock.hour, minutes=clock.minute)


def _whole(raw: object) -> object:
    """A whole number without decimals, as a column with empty cells has them: `201911.0`."""
    return int(raw) if isinstance(raw, float) and raw.is_integer() else raw


def _day(year: int, month: int, day: int, raw: object) -> pd.Timestamp:
    if year not in YEARS:
        raise CellError(
            f"»{quoted(raw)}« er for langt væk.",
            "Ret årstallet, eller lad cellen stå tom, når perioden er åben.",
        )
    return pd.Timestamp(year, month, day)


def read_month(raw: object) -> pd.Timestamp:
    """The first day of a month: `2019-11`, `nov-19`, `november 2019` or any date in it."""
    raw = _whole(raw)
    text = str(raw).strip().casefold()
    strokes = _WITH_STROKES.fullmatch(text)
    if strokes and 1 < int(strokes[1]) <= len(_MONTH_NAMES):
        raise CellError(f"»{quoted(raw)}« kan læses på to måder.", "Skriv år og måned, fx 2019-11.")
    named = _NAMED_MONTH.fullmatch(text)
    if named and named[1] in _MONTHS:
        is_short = len(named[2]) == len("19")
        year = read_date(f"01.01.{named[2]}").year if is_short else int(named[2])
        return _day(year, _MONTHS[named[1]], 1, raw)
    if _DAY_NUMBER.fullmatch(text):
        return read_date(raw)
    if found := re.fullmatch(r"(\d{4})[-m/ ]?(\d{1,2})", text):
        told, number = found[1], found[2]
    elif found := re.fullmatch(r"(\d{1,2})[-./ ](\d{4})", text):
        told, number = found[2], found[1]
    else:
        return read_date(raw).replace(day=1)
    if not 1 <= int(number) <= len(_MONTH_NAMES):
        raise CellError(f"»{quoted(raw)}« er ikke en måned.", "Skriv år og måned, fx 2019-11.")
    return _day(int(told), int(number), 1, raw)
