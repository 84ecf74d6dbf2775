"""The judge's table as every page shows it: what is told, what is asked, and the verdict."""

from typing import Any

import pandas as pd

from fsmlib.danish import decimal
from fsmlib.pages.values_in_words import unit_in_words
from fsmlib.pages.views import PageColumn
from fsmlib.programme.values import PERCENT
from fsmlib.programme.verdicts import in_words, told_in_words

RULE_BY_RULE = (
    PageColumn("heading", "Regel"),
    PageColumn("word", "Vurdering", term="verdict"),
    PageColumn("subject", "Hvad der holdes op"),
    PageColumn("told", "Ansøgningen"),
    PageColumn("asked", "Over for"),
    PageColumn("difference", "Forskel"),
    PageColumn("unit", "Enhed"),
    PageColumn("why", "Hvorfor, og hvad der kan gøres"),
)


def in_danish(verdicts: pd.DataFrame) -> pd.DataFrame:
    """The verdicts with numbers as a person reads them; the same words in app, page and terminal.

    `verdicts` as `Compliance.verdicts`; a share is told in per cent.
    """
    frame = verdicts.assign(heading=verdicts["rule"] + " " + verdicts["heading"])
    for column, said in (("told", told_in_words), ("asked", in_words)):
        frame[column] = [
            said(value, unit)
            for value, unit in zip(verdicts[column], verdicts["unit"], strict=True)
        ]
    apart = zip(verdicts["difference"], verdicts["unit"], strict=True)
    frame["difference"] = [_apart(value, unit) for value, unit in apart]
    return frame.assign(unit=[unit_in_words(unit).replace("andel", "") for unit in frame["unit"]])


def _apart(value: Any, unit: str) -> str:
    """How far what is told is from what is asked; shares are points of a per cent apart."""
    if unit == "andel" and isinstance(value, float | int) and not pd.isna(value):
        return f"{decimal(value * PERCENT)} procentpoint"
    return in_words(value, unit)
