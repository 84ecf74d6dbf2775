"""Numbers as Danes write them, read and written without losing a digit."""

import re
from decimal import ROUND_HALF_UP, Decimal

_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}([. \xa0]\d{3})+(,\d+)?")
_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?")
_AROUND = re.compile(r"^(?:kr\.?|dkk)\s*|\s*(?:kr\.?|dkk)$|,-$")


def danish_number(text: str) -> float:
    """The number a Dane means: a comma before decimals, points or spaces between thousands.

    A point that cannot be between thousands is a decimal point.  ValueError for anything else.

    >>> danish_number("1.924,5"), danish_number("0.05"), danish_number("750.000,-")
    (1924.5, 0.05, 750000.0)
    """
    bare = _AROUND.sub("", text.strip().casefold())
    if _THOUSANDS.fullmatch(bare):
        bare = re.sub(r"[. \xa0]", "", bare)
    elif not _PLAIN.fullmatch(bare):
        raise ValueError(text)
    return float(bare.replace(",", "."))


def exactly(value: float) -> str:
    """A number with all its digits, as `danish_number` reads it back.

    >>> exactly(0.005), exactly(1418), exactly(0.00001)
    ('0,005', '1418', '0,00001')
    """
    return f"{Decimal(str(value)):f}".replace(".", ",")


def whole_kroner(amount: Decimal | float) -> int:
    """An amount in whole kroner; half a krone is rounded up.

    >>> whole_kroner(2.5), whole_kroner(2.4)
    (3, 2)
    """
    exact = amount if isinstance(amount, Decimal) else Decimal(repr(float(amount)))
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
