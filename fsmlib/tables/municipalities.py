"""The 98 municipalities, and every name they are known by."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

import pandas as pd

from fsmlib.danish import listed
from fsmlib.programme.names import NEARLY_RIGHT, clean, look_alike, nearest
from fsmlib.shipped import shipped
from fsmlib.tables.messages import CellError, quoted

TOGETHER = "+"
CALLED_OTHERWISE = {"København": "Københavns Kommune", "Bornholm": "Bornholms Regionskommune"}
CODE_DIGITS = 4
ALSO_CALLED = {  # short, English and former names, without æ, ø, å and signs
    "kbh": "0101",
    "kbhvn": "0101",
    "copenhagen": "0101",
    "frb": "0147",
    "nordfyn": "0480",
    "broenderslevdronninglund": "0810",
    "vesthimmerland": "0820",
    "brk": "0400",
    "rksk": "0760",
    "fakse": "0320",
    "frederiksvaerkhundested": "0260",
}
CHRISTIANSOE = "Christiansø hører ikke til en kommune."
NO_MUNICIPALITIES = {
    "0411": CHRISTIANSOE,
    **{str(code): "Koden hører til en region." for code in range(1081, 1086)},
}
NO_TOWNS = frozenset(
    {"region", "landet", "danmark", "alt", "ialt", "total", "rar", "landsdel", "fyn", "sjaelland"}
    | {"hovedstaden", "syddanmark", "midtjylland", "nordjylland", "udlandet", "groenland"}
)
_CODE = re.compile(r"(?<!\d)0*(\d{3,4})(?:[.,]0+)?(?!\d)")
_BETWEEN = re.compile(r"[+/&,;]|\b(?:og|samt)\b")
_LETTERS = {"æ": "ae", "ä": "ae", "ø": "oe", "ö": "oe", "å": "aa", "é": "e", "ü": "u"}
_SAID_ANYWAY = frozenset(
    {
        "kommune",
        "kommunes",
        "kommunen",
        "kommuner",
        "kommunerne",
        "regionskommune",
        "regionskommunes",
        "kom",
        "komm",
        "dk",
    }
)


@cache
def municipalities() -> pd.DataFrame:
    """The 98 municipalities: code, name, region, population (Statistics Denmark, FOLK1A)."""
    frame = pd.read_csv(shipped("data", "municipalities.csv"), dtype={"municipality_code": str})
    return frame.set_index("municipality_code")


@cache
def municipality_name(code: str) -> str:
    """The name of the municipality with this code; KeyError when there is none.

    >>> municipality_name("0410"), municipality_name("0561+0563")
    ('Middelfart', 'Esbjerg og Fanø')
    """
    return listed([str(municipalities().at[each, "name"]) for each in code.split(TOGETHER)])


@cache
def region_of(code: str) -> str:
    """The region a municipality lies in; KeyError when there is no such municipality."""
    return str(municipalities().at[code, "region"])


def official_name(code: str) -> str:
    """What the municipality calls itself.

    >>> official_name("0410"), official_name("0101")
    ('Middelfart Kommune', 'Københavns Kommune')
    """
    names = [municipality_name(each) for each in code.split(TOGETHER)]
    return listed([CALLED_OTHERWISE.get(name, f"{name} Kommune") for name in names])


def municipality_code(raw: object) -> str:
    """The code of a municipality by code, by any of its names, or by both.

    CellError when there is none, or when the cell names several.

    >>> municipality_code("Århus Kommune"), municipality_code("København (101)")
    ('0751', '0101')
    """
    text = clean(str(raw))
    numbers = [f"{int(found):0{CODE_DIGITS}}" for found in dict.fromkeys(_CODE.findall(text))]
    if len(several := [found for found in numbers if found in municipalities().index]) > 1:
        raise _refused(raw, _names(several))
    number = _CODE.search(text)
    code = numbers[0] if number else ""
    words = _words(text.replace(number[0], " ") if number else text)
    named = _codes().get("".join(words), "")
    if words and number and named and named != code:
        if code not in municipalities().index:
            raise _refused(raw, f"Mente du »{municipality_name(named)}«?")
        raise _refused(raw, "Koden og navnet er ikke samme kommune.")
    if named or (code in municipalities().index and not words):
        return named or code
    raise _refused(raw, look_alike(text) or _cause(words, code))


def municipality_codes(raw: object) -> str:
    """The code of a municipality, or of several that hold a grant together, joined by `+`.

    CellError when one of them is none, or when a code and a name are not the same.

    >>> municipality_codes("Esbjerg, Fanø"), municipality_codes("Middelfart")
    ('0561+0563', '0410')
    """
    parts = [part for part in _BETWEEN.split(str(raw)) if part.strip()] or [raw]
    codes = {municipality_code(part) for part in parts}
    if len(codes) > 1 and len({bool(_words(str(part))) for part in parts}) > 1:
        raise _refused(raw, "Koden og navnet er ikke samme kommune.")
    return TOGETHER.join(sorted(codes))


def nearly_municipality(name: str) -> str:
    """Which municipality a name that is none was likely meant as, as a question; else empty.

    >>> nearly_municipality("Midelfart"), nearly_municipality("Hele landet")
    ('Mente du »Middelfart«?', '')
    """
    words = _words(name)
    text = "".join(words)
    if text in _codes() or NO_TOWNS & {*words}:
        return ""
    match = nearest(text, _codes(), NEARLY_RIGHT)
    return f"Mente du »{municipality_name(_codes()[match])}«?" if match else ""


def _refused(raw: object, cause: str) -> CellError:
    mend = f"{cause} Skriv navnet eller koden, fx 0410.".lstrip()
    return CellError(f"»{quoted(raw)}« er ikke en dansk kommune.", mend)


def _cause(words: Sequence[str], code: str) -> str:
    """What a cell that is no municipality was meant as, or is instead."""
    if code in NO_MUNICIPALITIES:
        return NO_MUNICIPALITIES[code]
    within = {
        found: None
        for first, last in combinations(range(len(words) + 1), 2)
        if (found := _codes().get("".join(words[first:last])))
    }
    if len(within) > 1:
        return _names(within)
    text = "".join(words)
    if "christiansoe" in text:
        return CHRISTIANSOE
    if not within and any(word in NO_TOWNS for word in words):
        return "Cellen nævner et større eller et andet område."
    begun = {
        code: None for name, code in _codes().items() if len(text) > 2 and name.startswith(text)
    }
    close = [_codes()[name] for name in [nearest(text, _codes(), NEARLY_RIGHT)] if name]
    for candidates in (list(within), list(begun), close):
        if len(candidates) == 1:
            return f"Mente du »{municipality_name(candidates[0])}«?"
    return ""


def _names(codes: Iterable[str]) -> str:
    names = " og ".join(municipality_name(code) for code in codes)
    return f"Cellen nævner {names}; skriv en række for hver."


@cache
def _codes() -> dict[str, str]:
    """Every spelling we accept of a municipality, plain and in the genitive: its code."""
    named = municipalities()["name"].items()
    names = {"".join(_words(str(name))): str(code) for code, name in named}
    return {f"{name}s": code for name, code in names.items()} | names | ALSO_CALLED


def _words(name: str) -> list[str]:
    """The words of a name without »Kommune« and case, old å and ASCII as aa: Århus -> aarhus."""
    plain = name.casefold()
    for letter, written in _LETTERS.items():
        plain = plain.replace(letter, written)
    return [word for word in re.findall(r"[^\W\d_]+", plain) if word not in _SAID_ANYWAY]
