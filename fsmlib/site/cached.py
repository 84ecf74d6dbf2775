"""What the formulas of a workbook give, for a viewer that does not compute."""

import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from openpyxl import Workbook
from openpyxl.formula import Tokenizer
from openpyxl.worksheet.worksheet import Worksheet

EXACT = 9  # decimals beyond which a spreadsheet sees no difference
_FORMULA = re.compile(r'(<c r="(\w+)"[^>]*><f>[^<]*</f>)<v(?: ?/>|></v>)')


def with_values(xml: str, values: dict[str, float]) -> str:
    """The XML of a sheet with what each of its formulas gives beside it."""
    return _FORMULA.sub(lambda found: f"{found[1]}<v>{values[found[2]]!r}</v>", xml)


def values_by_cell(book: Workbook) -> list[dict[str, float]]:
    """What the formulas give, by cell, for each sheet in its order.

    Only the formulas of `pages/*/calculation.py` are known: arithmetic and the functions below,
    within a sheet.
    """
    return [_computed(sheet) for sheet in book.worksheets]


def _computed(sheet: Worksheet) -> dict[str, float]:
    @cache
    def value(cell: str) -> Any:
        found = sheet[cell]
        if found.data_type != "f":
            return found.value or 0
        words = {**FUNCTIONS, "cell": value, "cells": lambda area: [*map(value, _within(area))]}
        return eval(_in_python(found.value), {"__builtins__": {}}, words)

    formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return {cell.coordinate: float(value(cell.coordinate)) for cell in formulas}


def _within(area: str) -> Iterator[str]:
    """The cells from one to another of a column."""
    first, last = area.replace("$", "").split(":")
    column = first.rstrip("0123456789")
    for row in range(int(first[len(column) :]), int(last[len(column) :]) + 1):
        yield f"{column}{row}"


def _in_python(formula: str) -> str:
    """One of our formulas as a Python expression."""
    parts = []
    for token in Tokenizer(formula).items:
        if token.type == "OPERAND" and token.subtype == "RANGE":
            kind = "cells" if ":" in token.value else "cell"
            parts.append(f"{kind}({token.value.replace('$', '')!r})")
        else:
            parts.append(token.value)
    return "".join(parts)


def _rounded(how: Callable[[float], float]) -> Callable[[float, int], float]:
    return lambda number, digits: how(round(number * 10**digits, EXACT)) / 10**digits


FUNCTIONS: dict[str, Callable[..., float]] = {
    "MAX": max,
    "MIN": min,
    "SUM": sum,
    "INT": lambda number: math.floor(round(number, EXACT)),
    "IF": lambda test, then, other: then if test else other,
    "ROUND": _rounded(lambda number: math.floor(number + 0.5)),
    "ROUNDUP": _rounded(math.ceil),
    "ROUNDDOWN": _rounded(math.floor),
}
