"""What points at a person: CPR numbers, however they are written, and e-mails.

One definition serves all: what is replaced at the door, hidden in messages, and searched for in
whatever leaves.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from urllib.parse import unquote

HIDDEN_CPR = "######-####"
CPR_DIGITS = 10
FEWEST_DIGITS = 9  # of a CPR number that lost its first zero
_DAY = r"(?P<day>[06][1-9]|[1278]\d|[39][01])"  # a replacement number has 60 added to its day
_MONTH = r"(?P<month>0[1-9]|1[0-2])"
_BETWEEN = r"[-./_ ]?"
_LAST = r"\s{0,2}[-./_:+()*=~·\\]{1,3}\s{0,2}|\s{0,3}|,"
_CPR = re.compile(
    rf"(?<!\d){_DAY}(?P<a>{_BETWEEN}){_MONTH}(?P<b>{_BETWEEN})(?P<year>(?:19|20)?\d\d)(?P<c>{_LAST})\d{{4}}"
    r"(?!\d)"
)
_IN_PAIRS = re.compile(rf"(?<![\d-]){_DAY}{_MONTH}(?P<year>\d\d)-(?P<last>\d\d-\d\d)(?![\d-])")
_YEAR_FIRST = re.compile(  # of those born before 2000: what is later may be a time of day
    rf"(?<!\d)19(?P<year>\d\d)(?P<a>[-./]?){_MONTH}(?P=a){_DAY}[-./ ]?(?P<last>\d{{4}})(?!\d)"
)
_APART = re.compile(  # each digit by itself, and no more of them
    r"(?<!\w)(?<!\d[-./_ ,])\d(?:[-./_ ]\d){5}[-./_ ]{1,3}\d(?:[-./_ ]\d){3}(?!\w|\W\d)"
)
_RUN = re.compile(r"\d[\d\W]*\d")
_CELL = re.compile(  # a cell that is nothing else: six digits and four, or digits parted by spaces
    r"\W*(?:\d{5,6}\W{0,5}\d{4}|[\d ]+(?:- ?[\d ]{4,})?|\d(?:\W{1,3}\d){9})\W*"
)
AMOUNT = re.compile(r"[1-9]\d{0,2}(?: \d{3})+|[1-9]\d*[.,]\d+")
_IS_AMOUNT = re.compile(r"[.,]\d|\s*kr")
_FIRST_PAST = "30"  # of two digits that are a year before 2000
_OPENS, _GOES_ON = (",", ";", "["), re.compile(r",\d|[;\]]")  # a list of numbers
_LOST_ZERO = re.compile(r"(?<![\w.,])(?P<bare>[1-9]\d{4}-?\d{4})(?:[.,]0+)?(?![\w,]|\.\d)")
_IN_POWERS = re.compile(r"\d[.,]\d+[eE]\+?0?\d")
_LETTER = re.compile(r"[^\W\d_]")
_FEW_SIGNS = re.compile(r"[^%\\&\x80-\U0010ffff]*")  # none that stands for another
_NO_DIGIT = re.compile(r"\D+")
_SHORT_MONTHS = frozenset({"04", "06", "09", "11"})
_SHORTEST_WITH_CENTURY = 12
_CODE = re.compile(r"\\u([0-9a-fA-F]{4})")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SIGNS = {"Pd": "-", "Zs": " ", "Zl": " ", "Zp": " ", "Cf": "", "Mn": "", "Me": ""}
Found = tuple[int, int, str]  # from where to where, and the ten digits
_MORE_SIGNS = {"\u2212": "-", "\u2043": "-", "\u02d7": "-", "\u2044": "/", "\u2215": "/"}


def normalised(text: str) -> str:
    r"""A text as it reads: one kind of dash, space and digit, no invisible signs, no escapes.

    >>> normalised("０１０１８０\u2009\u2013\u200b1234"), normalised("010180%2D1234")
    ('010180 -1234', '010180-1234')
    """
    if "%" in text:
        text = unquote(text)
    if "\\u" in text:
        text = _CODE.sub(lambda match: chr(int(match[1], 16)), text)
    if "&" in text:
        text = unescape(text)
    if text.isascii():
        return text
    text = unicodedata.normalize("NFKC", text)
    others = {sign: _plain(sign) for sign in set(text) if sign > "\x7f"}
    changed = {ord(sign): plain for sign, plain in others.items() if plain != sign}
    return text.translate(changed) if changed else text


def cpr_numbers(text: str) -> list[str]:
    """The CPR numbers in a text, as ten digits.

    Six digits are a date only when the calendar has that day and month.  Digits inside a longer
    number or behind a decimal point are no CPR number.

    >>> cpr_numbers("Hans 010180-1234, 0101801234 og 310280-1234")
    ['0101801234', '0101801234']
    """
    return [digits for _, _, digits in _found(normalised(text))]


def cpr_of(cell: object) -> str | None:
    """The CPR number a cell of any type holds, as ten digits, or None; with a lost zero too.

    >>> cpr_of(101801234), cpr_of(Decimal("101801234.0")), cpr_of("B-0001")
    ('0101801234', '0101801234', None)
    """
    told = _told(cell)
    if told.isascii() and len(_NO_DIGIT.sub("", told)) < FEWEST_DIGITS:
        return None
    text = " ".join(normalised(told).split())
    if _IN_POWERS.fullmatch(text):
        text = f"{Decimal(text.replace(',', '.')):f}"
    found = [digits for _, _, digits in (*_found(text), *_found_without_zero(text))]
    return next(iter(found), None) or _whole_cell(text)


def cpr_of_id(text: str) -> str | None:
    """The CPR number that the id of a citizen is: there no cell is an amount, a date or a list.

    >>> cpr_of_id("101.801.234"), cpr_of_id("19800101-1234"), cpr_of("101.801.234")
    ('0101801234', '0101801234', None)
    """
    plain = normalised(text)
    digits = "" if _LETTER.search(plain) else _NO_DIGIT.sub("", plain)
    if len(digits) == _SHORTEST_WITH_CENTURY and digits[:2] in ("19", "20"):
        digits = digits[6:8] + digits[4:6] + digits[2:4] + digits[8:]
    if len(digits) > CPR_DIGITS and digits.startswith("0"):
        digits = digits.lstrip("0").zfill(CPR_DIGITS)
    return cpr_of(text) or _if_a_day(digits)


def emails(text: str) -> set[str]:
    """The e-mails in a text.

    >>> emails("Skriv til anne@kommune.dk.")
    {'anne@kommune.dk'}
    """
    return set(_EMAIL.findall(text))


def masked(text: str) -> str:
    """A text with every CPR number hidden, one that lost its zero too.

    >>> masked("Hans 010180-1234"), masked("101801234.csv")
    ('Hans ######-####', '######-####.csv')
    """
    if _FEW_SIGNS.fullmatch(text) and len(_NO_DIGIT.sub("", text)) < FEWEST_DIGITS:
        return text
    plain = normalised(text)
    found = sorted({*_found(plain), *_found_without_zero(plain)}, reverse=True)
    for start, end, _ in found:
        plain = plain[:start] + HIDDEN_CPR + plain[end:]
    hidden = _RUN.sub(lambda run: HIDDEN_CPR if _whole_cell(run[0]) else run[0], plain)
    if found or hidden != plain:
        return hidden
    return HIDDEN_CPR if cpr_of(text) else text


def _plain(sign: str) -> str:
    if sign.isdigit():
        return str(unicodedata.digit(sign))
    return _MORE_SIGNS.get(sign, _SIGNS.get(unicodedata.category(sign), sign))


def _told(cell: object) -> str:
    """A cell of any type as text; a whole number without decimals, nothing for one with them."""
    if isinstance(cell, bytes):
        return cell.decode("utf-8", errors="replace")
    if isinstance(cell, float | Decimal) and cell == cell and cell % 1 == 0:
        return str(int(cell))
    return "" if isinstance(cell, float | Decimal) else str(cell)


def _found(text: str) -> Iterator[Found]:
    """The CPR numbers of a normalised text; a look-alike hides none that begins inside it."""
    at = 0
    while match := _CPR.search(text, at):
        is_number = _is_a_day(match) and _is_one_number(match)
        at = match.end() if is_number else match.start() + 1
        if is_number:
            yield *match.span(), _ten_digits(match[0])
    for match in filter(_is_a_day, (*_YEAR_FIRST.finditer(text), *_IN_PAIRS.finditer(text))):
        parts = "".join(match.group("day", "month", "year", "last"))
        yield *match.span(), parts.replace("-", "")
    for match in _APART.finditer(text):
        if digits := _if_a_day(_NO_DIGIT.sub("", match[0])):
            yield *match.span(), digits


def _found_without_zero(text: str) -> Iterator[Found]:
    """Numbers on their own that are CPR numbers with a zero in front."""
    for match in _LOST_ZERO.finditer(text):
        if digits := _if_a_day(_NO_DIGIT.sub("", match["bare"])):
            yield *match.span(), digits


def _whole_cell(text: str) -> str | None:
    """The number that a cell is and nothing else, however its digits are parted."""
    match = _CELL.fullmatch(text)
    if match is None or AMOUNT.fullmatch(text) or text.startswith("+"):
        return None
    return _if_a_day(_NO_DIGIT.sub("", text))


def _if_a_day(digits: str) -> str | None:
    """Nine digits or more as a CPR number, if they begin with a day and a month."""
    is_long = len(digits) >= FEWEST_DIGITS
    match = _CPR.fullmatch(digits.zfill(len(HIDDEN_CPR) - 1)) if is_long else None
    return _ten_digits(match[0]) if match and _is_a_day(match) else None


def _ten_digits(written: str) -> str:
    digits = _NO_DIGIT.sub("", written)
    if len(digits) == _SHORTEST_WITH_CENTURY:
        digits = digits[:4] + digits[6:]
    return digits


def _is_one_number(match: re.Match[str]) -> bool:
    """Whether the parts belong together: a date and an amount behind it do not."""
    a, b, c = match["a"], match["b"], match["c"]
    if c == ",":
        before, after = match.string[: match.start()], match.string[match.end() :]
        return not (a + b or before.endswith(_OPENS) or _GOES_ON.match(after))
    if not a + b + c:
        has_century = match.end() - match.start() == _SHORTEST_WITH_CENTURY
        return not has_century and not re.search(r"\d[.,]$", match.string[: match.start()][-2:])
    if a == b:
        return not a or "-" in c or c in ("", a) or (c.isspace() and _is_of_a_birth(match))
    return "-" in c and "-" not in a + b


def _is_of_a_birth(match: re.Match[str]) -> bool:
    """Whether a date is before 2000, and what stands behind it is not written as an amount.

    What is later may be the day of a payment or a talk, with an amount or a time of day.
    """
    year, is_amount = match["year"], _IS_AMOUNT.match(match.string, match.end())
    is_past = year.startswith("19") if len(year) > len("yy") else year >= _FIRST_PAST
    return is_past and not is_amount


def _is_a_day(match: re.Match[str]) -> bool:
    day, month = int(match["day"]) % 60, match["month"]
    return day <= 29 or (month != "02" and not (day > 30 and month in _SHORT_MONTHS))
