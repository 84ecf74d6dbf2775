"""One cell at a time: from what the file holds to a value, or a sentence on what is wrong."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

import pandas as pd

from fsmlib.programme.names import nearest
from fsmlib.programme.terms import label
from fsmlib.shipped import shipped
from fsmlib.tables.schemas import Column, Kind

SUPPRESSED = frozenset({"*", "..", "<3", "< 3"})
EXAMPLE = "EKSEMPEL"
LONGEST_SHOWN = 60
PERCENT = 100
_CPR = re.compile(r"\b\d{6}[- ]?\d{4}\b")
_DANISH_THOUSANDS = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_DATE_FORMATS = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y")


class CellError(ValueError):
    """A cell that cannot be read: what is wrong, and how to mend it."""

    def __init__(self, problem: str, mend: str):
        super().__init__(problem)
        self.problem, self.mend = problem, mend


def parse(column: Column, raw: object, decimal: str = ",") -> Any:
    """The value of a cell that is not empty.

    `raw` is text, or what Excel holds: number, boolean, date.  `decimal` is the file's mark.
    Raises CellError.

    >>> parse(Column("open_cases", "whole"), "1.234")
    1234
    """
    if isinstance(raw, str) and raw.startswith("="):
        raise CellError("Cellen indeholder en formel.", "Indsæt formlens værdi i stedet.")
    if isinstance(raw, str) and raw in SUPPRESSED:
        return None
    if column.kind == "choice":
        return _choice(raw, column.choices)
    if column.kind in ("whole", "number", "percent"):
        value = _number(raw, decimal)
        if column.kind == "whole":
            return _whole(value, raw)
        return value / PERCENT if column.kind == "percent" else value
    return _PARSERS[column.kind](raw)


def shown(raw: object) -> str:
    """A cell's content as it may stand in a message: short, and without CPR numbers.

    >>> shown("Hans 010180-1234")
    'Hans ######-####'
    """
    if isinstance(raw, float):
        return f"{raw:.12g}".replace(".", ",")
    text = raw.strftime("%d.%m.%Y") if isinstance(raw, datetime) else str(raw)
    text = _CPR.sub("######-####", text)
    return text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"


@cache
def municipalities() -> pd.DataFrame:
    """The 98 municipalities: code, name, region, population (Statistics Denmark, FOLK1A)."""
    frame = pd.read_csv(shipped("data", "municipalities.csv"), dtype={"municipality_code": str})
    return frame.set_index("municipality_code")


def municipality_name(code: str) -> str:
    """The name of the municipality with this code; KeyError when there is none.

    >>> municipality_name("0410")
    'Middelfart'
    """
    return str(municipalities().at[code, "name"])


def _number(raw: object, decimal: str) -> float:
    if isinstance(raw, bool | date):
        raise CellError(f"»{shown(raw)}« er ikke et tal.", "Skriv et tal.")
    if isinstance(raw, int | float):
        return float(raw)
    text = re.sub(r"\s|kr\.?$|%$", "", str(raw))
    if decimal == "." and re.fullmatch(r"[+-]?[1-9]\d{0,2},\d{3}", text):
        raise CellError(
            f"»{shown(raw)}« kan læses på to måder.", "Skriv tallet uden tegn mellem tusinder."
        )
    if decimal == "," and _DANISH_THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise CellError(f"»{shown(raw)}« er ikke et tal.", "Skriv et tal, fx 35,5.") from None
    if not -1e15 < value < 1e15:
        raise CellError(f"»{shown(raw)}« er ikke et tal, der kan regnes med.", "Skriv et tal.")
    return value


def _whole(value: float, raw: object) -> int:
    if value != int(value):
        raise CellError(f"»{shown(raw)}« er ikke et helt tal.", "Skriv et helt tal.")
    return int(value)


def _date(raw: object) -> pd.Timestamp:
    if isinstance(raw, datetime | date):
        return pd.Timestamp(raw).normalize()
    text = str(raw).strip()
    for form in _DATE_FORMATS:
        try:
            return pd.Timestamp(datetime.strptime(text, form))
        except ValueError:
            continue
    looks_right = re.fullmatch(r"\d{1,4}[.\-/]\d{1,2}[.\-/]\d{1,4}", text)
    problem = "er ikke en dag i kalenderen" if looks_right else "er ikke en dato"
    raise CellError(f"»{shown(raw)}« {problem}.", "Skriv dag, måned og år, fx 31.03.2018.")


def _yes_no(raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    words = {"ja": True, "yes": True, "true": True, "1": True, "x": True}
    words |= {"nej": False, "no": False, "false": False, "0": False}
    text = str(raw).strip().casefold()
    if text not in words:
        raise CellError(f"»{shown(raw)}« er hverken ja eller nej.", "Skriv ja eller nej.")
    return words[text]


def _choice(raw: object, choices: tuple[str, ...]) -> str:
    by_word = {choice.casefold(): choice for choice in choices}
    by_word |= {label(choice).casefold(): choice for choice in choices}
    text = str(raw).strip().casefold()
    if text not in by_word:
        match = nearest(text, by_word)
        words = ", ".join(label(choice) for choice in choices)
        hint = f"Mente du »{label(by_word[match])}«? " if match else ""
        raise CellError(
            f"»{shown(raw)}« er ikke en af valgmulighederne.", f"{hint}Vælg mellem: {words}."
        )
    return by_word[text]


@cache
def _municipality_codes() -> dict[str, str]:
    """Every spelling we accept of a municipality, plain and in the genitive: its code."""
    names = {_plain(name): str(code) for code, name in municipalities()["name"].items()}
    return {name + "s": code for name, code in names.items()} | names


def _plain(name: str) -> str:
    """A municipality's name without »Kommune«, case, and the old å: Århus Kommune -> aarhus."""
    plain = re.sub(r"\bkommune\b|\bkommunes?$", "", name.strip().casefold()).strip()
    return plain.replace("å", "aa")


def _municipality(raw: object) -> str:
    text = str(raw).strip()
    code = text.zfill(4) if text.isdigit() else _municipality_codes().get(_plain(text), "")
    if code in municipalities().index:
        return code
    match = nearest(_plain(text), _municipality_codes())
    hint = f"Mente du »{municipality_name(_municipality_codes()[match])}«? " if match else ""
    raise CellError(
        f"»{shown(raw)}« er ikke en dansk kommune.", f"{hint}Skriv navnet eller koden, fx 0410."
    )


def _contracts(raw: object) -> str:
    """Weekly hours of several persons, `37 + 32,5`, as text that `contract_hours` reads."""
    hours = [_number(part, ",") for part in re.split(r"[+;/]", str(raw).replace("timer", ""))]
    return " + ".join(f"{value:g}" for value in hours)


def contract_hours(text: str) -> list[float]:
    """The hours in a cell of contracts.

    >>> contract_hours("37 + 32.5")
    [37.0, 32.5]
    """
    return [float(part) for part in text.split(" + ")]


def _text(raw: object) -> str:
    return str(raw).strip()


_PARSERS: dict[Kind, Callable[[object], Any]] = {
    "text": _text,
    "date": _date,
    "yes_no": _yes_no,
    "municipality": _municipality,
    "contracts": _contracts,
}
