"""The 98 municipalities, and every name they are known by."""

import re
from functools import cache

import pandas as pd

from fsmlib.programme.names import nearest
from fsmlib.shipped import shipped
from fsmlib.tables.messages import CellError, shown

CALLED_OTHERWISE = {"København": "Københavns Kommune", "Bornholm": "Bornholms Regionskommune"}


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


def official_name(code: str) -> str:
    """What the municipality calls itself.

    >>> official_name("0410"), official_name("0101")
    ('Middelfart Kommune', 'Københavns Kommune')
    """
    name = municipality_name(code)
    return CALLED_OTHERWISE.get(name, f"{name} Kommune")


@cache
def _municipality_codes() -> dict[str, str]:
    """Every spelling we accept of a municipality, plain and in the genitive: its code."""
    names = {_plain(name): str(code) for code, name in municipalities()["name"].items()}
    return {name + "s": code for name, code in names.items()} | names


def _plain(name: str) -> str:
    """A municipality's name without »Kommune«, case, and the old å: Århus Kommune -> aarhus."""
    plain = re.sub(r"\bkommune\b|\bkommunes?$", "", name.strip().casefold()).strip()
    return plain.replace("å", "aa")


def municipality_code(raw: object) -> str:
    """The code of a municipality by code or any of its names; CellError when there is none.

    >>> municipality_code("Århus Kommune")
    '0751'
    """
    text = str(raw).strip()
    code = text.zfill(4) if text.isdigit() else _municipality_codes().get(_plain(text), "")
    if code in municipalities().index:
        return code
    match = nearest(_plain(text), _municipality_codes())
    hint = f"Mente du »{municipality_name(_municipality_codes()[match])}«? " if match else ""
    raise CellError(
        f"»{shown(raw)}« er ikke en dansk kommune.", f"{hint}Skriv navnet eller koden, fx 0410."
    )
