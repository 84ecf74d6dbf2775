"""What a cell says of itself: that it is no value, or that a person should look at it."""

import re
from datetime import date, time, timedelta
from typing import Any, NamedTuple

import pandas as pd

from fsmlib.programme.names import clean, look_alike
from fsmlib.tables.columns import Column
from fsmlib.tables.encodings import has_escaped_letters, has_lost_letters, intended
from fsmlib.tables.messages import CellError, quoted

# What Excel and its kin write where a formula failed, in the languages of our users and others,
# and the signs of a column that was too narrow when it was copied.
NOT_A_VALUE = re.compile(
    r"#[\w/]+[!?]|#(?:N/?A(?: N/A)?|I/?T|NV|ÆT|SAKNAS|REF|IKKE TILG\.?|(?:GETTING|HENTER)_DATA)"
    r"|#{2,}|(?:Err|Fejl):\d{3}",
    re.I,
)
WORDS_FOR_NOTHING = frozenset(
    {"null", "(null)", "<null>", "[null]", r"\n", "none", "nan", "nat", "<na>"}
)
_NO_ID = frozenset({"n/a", "-", "?", "ukendt"})
_SHORTENED = re.compile(
    r"[+-]?(?:\d{1,3}[.,]\d* ?[ED] ?[+-]? ?\d{1,3}|\d ?E ?[+-] ?\d{1,3}|\d{2,3} ?E ?\+ ?\d{1,3}"
    r"|\d+(?:[.,]\d+)? ?[×x*·] ?10\^?\+?\d{1,3})",
    re.I,
)
_MAYBE_SHORTENED = re.compile(r"[1-9]E\d{1,2}", re.I)
_ROUNDED = re.compile(r"[1-9]\d{2,5}0{6,}|[1-9]\d{14}0{2,}")  # shortened, and saved again
_STRAY_QUOTE = re.compile(r'\w"\w')
_QUOTES = re.compile('["“”„]')
_WHOLE = re.compile(r"(\d+)[.,]0+")
EXACT_TO = 10**15  # Excel keeps 15 digits
EARLIEST, LATEST = pd.Timestamp(2000, 1, 1), pd.Timestamp(2040, 1, 1)
DAYS = frozenset({"date", "moment", "month"})
IDS = frozenset({"citizen", "employer"})
MAY_BE_EARLY = frozenset({"birth_date"})


class Doubt(NamedTuple):
    """Something to look at in a cell that can be read."""

    problem: str
    mend: str
    meant: str = ""


def is_no_value(raw: object) -> bool:
    """Whether a cell holds the error value of a spreadsheet, in whichever language.

    >>> is_no_value("#I/T"), is_no_value("#VÆRDI!"), is_no_value("#1 Service")
    (True, True, False)
    """
    return isinstance(raw, str) and bool(NOT_A_VALUE.fullmatch(raw))


def is_nothing(raw: object) -> bool:
    """Whether a cell holds the word by which databases say that there is nothing.

    >>> is_nothing("NULL"), is_nothing("Nullerman")
    (True, False)
    """
    return isinstance(raw, str) and raw.casefold() in WORDS_FOR_NOTHING


def failed(raw: object) -> CellError:
    """What to say of a cell that holds an error value."""
    mend = "Ret formlen i kilden, og indsæt værdien."
    if set(str(raw)) == {"#"}:
        mend = "Kolonnen var for smal; gør den bredere i Excel, og hent filen igen."
    return CellError(f"Cellen er fejlværdien »{quoted(raw)}«.", mend)


def key_text(raw: object) -> str:
    """A text or an id in the one form it has whatever the type of its column; CellError if lost.

    >>> key_text(101), key_text(101.0), key_text("B-1")
    ('101', '101', 'B-1')
    """
    if isinstance(raw, date | time | timedelta):
        mend = "Gør kolonnen til tekst i Excel, og skriv cellen igen."
        raise CellError("Excel har gjort teksten til en dato eller et klokkeslæt.", mend)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        text = clean(str(raw))
        if _SHORTENED.fullmatch(text):
            raise _shortened(text)
        return text
    if isinstance(raw, float) and abs(raw) >= EXACT_TO:
        raise _shortened(raw)
    return str(int(raw)) if raw == int(raw) else f"{raw:.15g}".replace(".", ",")


def citizen_text(raw: object) -> str:
    """The id of a citizen in its one form: `101`, `101.0` and `"101"` are one citizen."""
    text = key_text(raw)
    if text.casefold() in _NO_ID:
        raise CellError("Cellen er et ord for ingenting.", "Skriv borgerens id, eller slet rækken.")
    if len(_QUOTES.findall(text)) % 2:
        raise CellError("Id'et har et løst anførselstegn.", "Slet det.")
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def _shortened(raw: object) -> CellError:
    return CellError(
        "Excel har forkortet tallet, så de sidste cifre er væk.",
        "Hent filen igen, og gør kolonnen til tekst, før den åbnes i Excel.",
    )


def broken_letters(text: str) -> Doubt | None:
    """Letters that were broken on the way, and what the text was meant as."""
    if has_lost_letters(text):
        mend = "Gem filen igen som CSV UTF-8 fra kilden."
        return Doubt("Bogstaver er gået tabt og står som »?«.", mend)
    if has_escaped_letters(text):
        return Doubt("Bogstaver står som koder.", "Gem filen igen som CSV UTF-8 fra kilden.")
    if meant := intended(text):
        problem = "Bogstaver er gået i stykker: filen er gemt i én tegnkodning og læst i en anden."
        return Doubt(problem, "Gem filen igen som CSV UTF-8 fra kilden.", meant)
    return None


def doubt(column: Column, raw: object, value: Any) -> Doubt | None:
    """What a person should look at in a cell that was read."""
    if column.kind in DAYS and column.name not in MAY_BE_EARLY and value < EARLIEST:
        problem = f"»{quoted(raw)}« er årtier før programmet."
        return Doubt(problem, "Se efter, om årstallet er rigtigt.")
    if column.kind in DAYS and value >= LATEST:
        return Doubt(
            f"»{quoted(raw)}« er langt ude i fremtiden.", "Se efter, om årstallet er rigtigt."
        )
    if column.likely is not None and value > column.likely:
        mend = "Se efter, om komma og punktum står rigtigt."
        return Doubt(f"»{quoted(raw)}« er usædvanlig mange.", mend)
    if column.kind != "text" or not isinstance(raw, str):
        return None
    if column.name in IDS and _MAYBE_SHORTENED.fullmatch(raw):
        return Doubt("Id'et kan være et tal, som Excel har forkortet.", "Se efter i kilden.")
    if _ROUNDED.fullmatch(raw):
        mend = "Se efter, om Excel har forkortet det; hent i så fald filen igen."
        return Doubt("Id'et ender på en lang række nuller.", mend)
    if _STRAY_QUOTE.search(raw) or len(_QUOTES.findall(raw)) % 2:
        return Doubt("Cellen har et løst anførselstegn.", "Slet det, hvis det er en fejl.")
    if hint := look_alike(raw):
        return Doubt("Et tegn er ikke, hvad det ligner.", hint)
    return broken_letters(raw)


UNSEEN = Doubt(
    "Cellen har tegn, som ikke kan ses; de er fjernet.",
    "Skriv cellen forfra, hvis den ikke er læst rigtigt.",
)
MONTH_FIRST = Doubt(
    "Alle dagene ligger i januar; måske står måneden først, som i USA.",
    "Se efter, og skriv dagen først, fx 31.03.2018.",
)
