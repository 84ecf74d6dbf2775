"""What points at a person in a text: CPR numbers, however they are written, and e-mails."""

import re

HIDDEN = "######-####"
FEWEST_DIGITS = 9  # of a CPR number that lost its first zero
_DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2212"
_DAY = r"(?P<day>[06][1-9]|[1278]\d|[39][01])"  # a replacement number has 60 added to its day
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_WITH_DASH = re.compile(rf"(?<!\d){_DAY}[. /]?{_MONTH}[. /]?\d\d\s?[{_DASHES}]\s?\d{{4}}(?!\d)")
_WITHOUT = re.compile(rf"(?<!\d)(?<!\d\.){_DAY}{_MONTH}\d\d[ \xa0]?\d{{4}}(?!\d)")
_CHECKSUM = re.compile(r"(?=\d*[a-f])[0-9a-f]{12,}")
_LOST_ZERO = re.compile(r"[1-9]\d{8}")
_SIX_AND_FOUR = re.compile(r"(?<!\d)\d{6}\W{0,3}\d{4}(?!\d)")
_SHORT_MONTHS = frozenset({"04", "06", "09", "11"})
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def cpr_numbers(text: str) -> list[str]:
    """The CPR numbers in a text, as ten digits: with a dash, a space or nothing in between.

    Six digits are a date only when the calendar has that day and month.  Digits inside a longer
    number, behind a decimal point or in a checksum are no CPR number.

    >>> cpr_numbers("Hans 010180-1234, 0101801234 og 310280-1234")
    ['0101801234', '0101801234']
    """
    found = [match for match in _WITH_DASH.finditer(text) if _is_a_day(match)]
    found += [m for m in _WITHOUT.finditer(text) if _is_a_day(m) and not _in_checksum(text, m)]
    return [re.sub(r"\D", "", match[0]) for match in sorted(found, key=lambda match: match.start())]


def cpr_of(cell: str) -> str | None:
    """The CPR number a cell holds, as ten digits, or None; one that lost its first zero too.

    >>> cpr_of("101801234"), cpr_of("B-0001")
    ('0101801234', None)
    """
    bare = cell.strip().removesuffix(".0")
    if len(bare) < FEWEST_DIGITS:
        return None
    found = cpr_numbers(f"0{bare}" if _LOST_ZERO.fullmatch(bare) else bare)
    return found[0] if found else None


def emails(text: str) -> set[str]:
    """The e-mails in a text.

    >>> emails("Skriv til anne@kommune.dk.")
    {'anne@kommune.dk'}
    """
    return set(_EMAIL.findall(text))


def masked(text: str) -> str:
    """A text with everything that may be a CPR number hidden.

    >>> masked("Hans 010180-1234")
    'Hans ######-####'
    """
    return HIDDEN if cpr_of(text) and text.strip().isdigit() else _SIX_AND_FOUR.sub(HIDDEN, text)


def _is_a_day(match: re.Match[str]) -> bool:
    day, month = int(match["day"]) % 60, match["month"]
    return day <= 29 or (month != "02" and not (day > 30 and month in _SHORT_MONTHS))


def _in_checksum(text: str, match: re.Match[str]) -> bool:
    """Whether the digits are part of a fingerprint in hexadecimal digits."""
    before, after = match.start(), match.end()
    while before > 0 and text[before - 1].isalnum():
        before -= 1
    while after < len(text) and text[after].isalnum():
        after += 1
    return bool(_CHECKSUM.fullmatch(text[before:after]))
