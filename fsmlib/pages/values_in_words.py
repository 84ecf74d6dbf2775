"""A value of a programme as a person reads it: lists, steps and months in words, units if any."""

from typing import Any

import pandas as pd

from fsmlib.danish import content, fine, formatted, month, with_unit
from fsmlib.programme.terms import terms
from fsmlib.programme.values import Value
from fsmlib.tables.municipalities import municipality_name

CODES = "kommunekoder"
NO_UNITS = frozenset({"liste", "dato", "dato og tid", "måned", "tekst", "valg", "tal", CODES})


def value_in_words(value: Any, unit: str) -> str:
    """The value; identifiers in a list are told by their terms, municipalities by their names.

    >>> value_in_words([{"reached_percent": 15, "paid_percent": 90}], "pct.")
    '15 pct. giver 90 pct.'
    >>> value_in_words("0561+0563", "kommunekoder"), value_in_words(0.05, "andel")
    ('Esbjerg og Fanø', '5')
    """
    if unit == CODES:
        return "; ".join(municipality_name(code.strip()) for code in str(value).split(","))
    if unit == "måned":
        return month(pd.Period(str(value)))
    if not isinstance(value, list | tuple):
        return content(with_unit(value, unit)[0])
    if value and isinstance(value[0], dict):
        return "; ".join(
            f"{step['reached_percent']} pct. giver {step['paid_percent']} pct." for step in value
        )
    return ", ".join(_word(str(part)) for part in value)


def unit_in_words(unit: str) -> str:
    """The unit; empty where the value is no number of anything.

    >>> unit_in_words("kr."), unit_in_words("dato"), unit_in_words("andel")
    ('kr.', '', 'pct.')
    """
    return "" if unit in NO_UNITS else str(with_unit(0, unit)[1])


def meaning(value: Value) -> str:
    """What a reading is taken to mean, and what is said of it."""
    told = (value.options or {}).get(str(value.value)) or f"{content(value.value)} {value.unit}"
    return f"{told}. {value.says}" if value.says else told


def range_in_words(value: Value) -> str:
    """Between which ends a guess lies; a dash where it has none."""
    if value.low is None or value.high is None or value.low == value.high:
        return "–"
    low, high = (fine(with_unit(end, value.unit)[0]) for end in (value.low, value.high))
    return f"{low}-{high}"


def in_units(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The frame with these columns as a person counts them: shares in per cent, and its `unit`."""
    told = {
        name: [
            with_unit(value, unit)[0]
            for value, unit in zip(frame[name], frame["unit"], strict=True)
        ]
        for name in columns
    }
    return frame.assign(**told, unit=[with_unit(0, unit)[1] for unit in frame["unit"]])


def _word(identifier: str) -> str:
    term = terms().get(identifier)
    return term.label if term else identifier


def json_cell(value: Any) -> Any:
    """A value as JSON can hold it; what is missing is None."""
    if isinstance(value, tuple):
        return formatted(value, "value")
    if value is None or pd.isna(value):
        return None
    if hasattr(value, "item"):
        return value.item()
    if isinstance(value, bool | int | float | str):
        return value
    return formatted(value, "value")
