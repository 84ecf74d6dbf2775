"""One cell at a time: from what the file holds to a value, or a sentence on what is wrong."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import numpy as np
import pandas as pd

from fsmlib.programme.names import look_alike, nearest
from fsmlib.programme.numbers import danish_number
from fsmlib.programme.sources import named_programmes, programmes
from fsmlib.programme.terms import label, terms
from fsmlib.programme.values import PERCENT
from fsmlib.tables.columns import Column, ColumnKind
from fsmlib.tables.dates import read_date, read_moment, read_month
from fsmlib.tables.doubts import citizen_text, failed, is_no_value, key_text
from fsmlib.tables.messages import CellError, quoted
from fsmlib.tables.municipalities import municipality_code, municipality_codes

SUPPRESSED = frozenset({"*", "..", "<3", "< 3"})
EXAMPLE = "EKSEMPEL"
LARGEST_NUMBER = 1e15
NUMBER_KINDS = frozenset({"whole", "number", "percent"})
CITIZEN = "citizen"
UNSURE_MARK = "?"
_WITH_POINT = re.compile(r"[+-]?(?:\d+\.\d{1,2}|\d+\.\d{4,}|0\.\d+|\d{4,}\.\d+)")
_MAYBE_THOUSANDS = {mark: re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+") for mark in ",."}
_PERCENT = re.compile(r"\s*(?:%|pct\.?|procent)$")
_HOURS = re.compile(r"\s*t(?:imer|\.)?\s*$", re.I)
_CLOCK = re.compile(r"(-?)(\d{1,4}):([0-5]\d)(?::[0-5]\d)?")


def parse(column: Column, raw: object, decimal: str = ",") -> Any:
    """The value of a cell that is not empty.

    `raw` is text, or what Excel holds: number, boolean, date.  `decimal` is the column's mark
    before decimals, or UNSURE.
    Raises CellError.

    >>> parse(Column("open_cases", "whole"), "1.234")
    1234
    """
    if is_no_value(raw):
        raise failed(raw)
    if isinstance(raw, str) and raw.startswith("="):
        raise CellError("Cellen indeholder en formel.", "Indsæt formlens værdi i stedet.")
    if isinstance(raw, str) and raw in SUPPRESSED:
        raise CellError(
            "Tallet er skjult (under 3) og mangler; det er ikke nul.", "Skriv det rigtige tal."
        )
    if column.kind == "choice":
        own = named_programmes() if column.name == "programme" else {}
        return _choice(raw, column.choices, own)
    if column.name == CITIZEN:
        return citizen_text(raw)
    if column.kind in NUMBER_KINDS:
        if "timer" in terms()[column.name].unit:
            raw = _clock_hours(raw)
        if column.kind == "percent" and isinstance(raw, str):
            raw = _PERCENT.sub("", raw)
        unsure = {",": "", ".": ",", UNSURE_MARK: ",."}[decimal]
        if column.kind == "whole":
            unsure += "," if decimal == "," else "."
        value = _number(raw, decimal, unsure)
        if column.kind == "whole":
            return _whole(value, raw)
        return _percent(value, raw) if column.kind == "percent" else value
    return _PARSERS[column.kind](raw)


def _clock_hours(raw: object) -> object:
    """Hours kept as a clock or a duration, `37:30`, as a number of hours; other text without unit.

    >>> _clock_hours("37:30"), _clock_hours("37 t.")
    (37.5, '37')
    """
    if isinstance(raw, timedelta):
        return raw / timedelta(hours=1)
    if isinstance(raw, datetime):
        mend = "Giv kolonnen formatet [t]:mm eller tal i Excel, og gem filen igen."
        raise CellError("Cellen er en dato eller et klokkeslæt og ikke et antal timer.", mend)
    if isinstance(raw, time):
        return timedelta(hours=raw.hour, minutes=raw.minute) / timedelta(hours=1)
    if isinstance(raw, str) and (clock := _CLOCK.fullmatch(raw.strip())):
        hours = timedelta(hours=int(clock[2]), minutes=int(clock[3])) / timedelta(hours=1)
        return -hours if clock[1] else hours
    return _HOURS.sub("", raw) if isinstance(raw, str) else raw


def decimal_mark(cells: Iterable[object], decimal: str) -> str:
    """The mark before decimals in a column of a file that has `decimal`; UNSURE when it differs.

    A point before one or two decimals says that one before three may be no thousands.

    >>> decimal_mark(["68.49", "7.125"], ","), decimal_mark(["68,49", "1.924"], ",")
    ('?', ',')
    """
    texts = [cell for cell in cells if isinstance(cell, str)]
    return UNSURE_MARK if decimal == "," and any(map(_WITH_POINT.fullmatch, texts)) else decimal


def _number(raw: object, decimal: str, unsure: str) -> float:
    """The number in a cell; `unsure` are the marks that may stand between thousands or decimals."""
    if isinstance(raw, bool | date | time | timedelta):
        raise CellError(f"»{quoted(raw)}« er ikke et tal.", "Skriv et tal.")
    if isinstance(raw, int | float):
        return _within_sense(raw, raw)
    text = str(raw).strip()
    if any(_MAYBE_THOUSANDS[mark].fullmatch(text) for mark in ",." if mark in unsure):
        mend = "Skriv tallet uden tegn mellem tusinder og med komma før decimaler."
        raise CellError(f"»{quoted(raw)}« kan læses på to måder.", mend)
    try:
        has_point = decimal == "." and re.fullmatch(r"[+-]?\d+\.\d+", text)
        value = float(text) if has_point else danish_number(text)
    except ValueError:
        raise CellError(
            f"»{quoted(raw)}« er ikke et tal.", "Skriv et tal, fx 35 eller 35,5."
        ) from None
    return _within_sense(value, raw)


def _within_sense(value: float, raw: object) -> float:
    if not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
        raise CellError(f"»{quoted(raw)}« er for stort.", "Se efter, om tallet er rigtigt.")
    return float(value)


def _whole(value: float, raw: object) -> int:
    if value != int(value):
        raise CellError(f"»{quoted(raw)}« er ikke et helt tal.", "Skriv et helt tal.")
    return int(value)


def _percent(value: float, raw: object) -> float:
    """A percentage as a share; a number between 0 and 1 was meant as a share already."""
    if 0 < value < 1:
        raise CellError(f"»{quoted(raw)}« ligner en andel og ikke pct.", "Skriv fx 35 for 35 pct.")
    return value / PERCENT


def _marker(raw: object) -> str:
    """A person marker under its own label, whatever its case, spaces and punctuation."""
    known = {_bare(name): name for name in known_markers()}
    text = _bare(str(raw))
    if text not in known:
        match = nearest(text, known)
        hint = _hint(raw, known[match] if match else "")
        example = known_markers()[0]
        mend = f"Skriv den, som den hedder i fagsystemet, fx »{example}«; gruppe 1 har ingen."
        raise CellError(f"Markeringen »{quoted(raw)}« kendes ikke.", hint + mend)
    return known[text]


def _hint(raw: object, meant: str) -> str:
    """The cause where a word only looks right, else what was likely meant."""
    cause = look_alike(str(raw)) or (f"Mente du »{meant}«?" if meant else "")
    return f"{cause} " if cause else ""


def known_markers() -> tuple[str, ...]:
    """Every marker of any programme on any day: group 2, step-up and the exemptions."""
    found: list[str] = []
    for content in programmes().values():
        for name in ("group_2_marker", "step_up_marker", "exemptions"):
            for labels in content["values"].get(name, {}).get("from", {}).values():
                found += [labels] if isinstance(labels, str) else labels
    return tuple(dict.fromkeys(found))


def _bare(text: str) -> str:
    """Letters and digits only, without case."""
    return re.sub(r"[^0-9a-zæøå]", "", text.casefold())


def _yes_no(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    words = dict.fromkeys(("ja", "j", "yes", "true", "sand", "1", "x"), True)
    words |= dict.fromkeys(("nej", "n", "no", "false", "falsk", "0"), False)
    if isinstance(raw, float) and raw.is_integer():  # as a column with empty cells has it
        raw = int(raw)
    text = str(raw).strip().casefold()
    if text not in words:
        raise CellError(f"»{quoted(raw)}« er hverken ja eller nej.", "Skriv ja eller nej.")
    return words[text]


def _choice(raw: object, choices: tuple[str, ...], own: Mapping[str, str]) -> str:
    """A choice by its name, label or another word for it; `own` are names by further words."""
    by_word = {choice.casefold(): choice for choice in choices}
    by_word |= {word.casefold(): name for word, name in own.items()}
    for choice in choices:
        by_word |= {w.casefold(): choice for w in (label(choice), *terms()[choice].headers)}
    text = str(raw).strip().casefold()
    if text not in by_word:
        match = nearest(text, by_word)
        words = ", ".join(label(choice) for choice in choices)
        hint = _hint(raw, (match and (match if match in own else label(by_word[match]))) or "")
        raise CellError(
            f"»{quoted(raw)}« er ikke en af valgmulighederne.", f"{hint}Vælg mellem: {words}."
        )
    return by_word[text]


def _contracts(raw: object) -> str:
    """Weekly hours of several persons, `37 + 32,5`, as text that `contract_hours` reads."""
    try:
        hours = [
            danish_number(_HOURS.sub("", part)) for part in re.split(r"[+;/]|\bog\b", str(raw))
        ]
    except ValueError:
        hours = []
    if not hours or min(hours) <= 0:
        raise CellError(
            f"»{quoted(raw)}« er ikke timer for hver ansat.", "Skriv fx 37 + 37 + 30; hver over 0."
        )
    return " + ".join(f"{value:g}" for value in hours)


def contract_hours(text: str) -> list[float]:
    """The hours in a cell of contracts.

    >>> contract_hours("37 + 32.5")
    [37.0, 32.5]
    """
    return [float(part) for part in text.split(" + ")]


def given(cell: Any) -> Any:
    """A cell's content as plain Python, or None when it is empty."""
    if pd.isna(cell):
        return None
    return cell.item() if isinstance(cell, np.generic) else cell


_PARSERS: dict[ColumnKind, Callable[[object], Any]] = {
    "text": key_text,
    "date": read_date,
    "moment": read_moment,
    "month": read_month,
    "marker": _marker,
    "yes_no": _yes_no,
    "municipality": municipality_code,
    "municipalities": municipality_codes,
    "contracts": _contracts,
}
