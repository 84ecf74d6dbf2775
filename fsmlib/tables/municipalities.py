"""The 98 municipalities, and every name they are known by."""

import re
from functools import cache

import pandas as pd

from fsmlib.danish import listed
from fsmlib.programme.names import nearest
from fsmlib.shipped import shipped
from fsmlib.tables.messages import CellError, shown

TOGETHER = "+"
CALLED_OTHERWISE = {"København": "Københavns Kommune", "Bornholm": "Bornholms Regionskommune"}


@cache
def municipalities() -> pd.DataFrame:
    """The 98 municipalities: code, name, region, population (Statistics Denmark, FOLK1A)."""
    frame = pd.read_csv(shipped("data", "municipalities.csv"), dtype={"municipality_code": str})
    return frame.set_index("municipality_code")


def municipality_name(code: str) -> str:
    """The name of the municipality with this code; KeyError when there is none.

    >>> municipality_name("0410"), municipality_name("0561+0563")
    ('Middelfart', 'Esbjerg og Fanø')
    """
    return listed([str(municipalities().at[each, "name"]) for each in code.split(TOGETHER)])


def official_name(code: str) -> str:
    """What the municipality calls itself.

    >>> official_name("0410"), official_name("0101")
    ('Middelfart Kommune', 'Københavns Kommune')
    """
    names = [municipality_name(each) for each in code.split(TOGETHER)]
    return listed([CALLED_OTHERWISE.get(name, f"{name} Kommune") for name in names])


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


def municipality_codes(raw: object) -> str:
    """The code of a municipality, or of several that hold a grant together, joined by `+`.

    CellError when one of them is none.

    >>> municipality_codes("Esbjerg og Fanø"), municipality_codes("Middelfart")
    ('0561+0563', '0410')
    """
    parts = re.split(r"[+/&]|\bog\b", str(raw))
    return TOGETHER.join(sorted({municipality_code(part) for part in parts}))
