"""Names and keys as a person sees them, and help for one that is nearly right."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import takewhile
from unicodedata import category

SHORTEST_SLIPPED = 5
NEARLY_RIGHT = 0.75
_NOTHING_TO_SEE = dict.fromkeys(map(ord, "\u034f\u115f\u1160\u3164\u2800\ufe0e\ufe0f"))
_CONTROL = frozenset({"Cc", "Zl", "Zp", "Co", "Cs", "Cn"})
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_OURS = ("LATIN", "FEMININE", "MASCULINE", "MICRO")
_SEEN_AS = _NOTHING_TO_SEE | dict.fromkeys(map(ord, "\u2010\u2011\u2212"), "-")


def clean(text: str) -> str:
    r"""A name, id or any other key as a person sees it, so that what looks alike is alike.

    Letters are composed (NFC), invisible signs and control characters are gone, every kind of
    space is one plain space between words, and hyphen and minus are one sign.

    >>> clean("Ma\u030aned\u200b "), clean("1\u202f234"), clean("B\u20111")
    ('Måned', '1 234', 'B-1')
    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text).translate(_SEEN_AS)
        text = "".join(sign for sign in text if sign.isspace() or category(sign) not in _UNSEEN)
    return " ".join(text.split())


def hides_control(text: str) -> bool:
    r"""Whether a text has control characters or line separators, which no one types.

    >>> hides_control("B1\x00"), hides_control("to\nlinjer"), hides_control("10\xa0000")
    (True, False, False)
    """
    if text.isprintable():
        return False
    return any(category(sign) in _CONTROL for sign in text if sign not in "\t\r\n")


def look_alike(name: str) -> str:
    r"""A sentence on a letter that only looks like one of ours; empty when there is none.

    >>> look_alike("Måned"), look_alike("M\u0430ned")
    ('', 'Tegnet »а« ligner et dansk bogstav, men er et andet; skriv ordet forfra.')
    """
    for sign in name:
        if sign.isalpha() and not unicodedata.name(sign, "").startswith(_OURS):
            return f"Tegnet »{sign}« ligner et dansk bogstav, men er et andet; skriv ordet forfra."
    return ""


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known name most like `name`, without regard to case, or None.

    >>> nearest("cap_hihg", ["cap_low", "cap_high"])
    'cap_high'
    >>> nearest("xyz", ["cap_low", "cap_high"]) is None
    True
    """
    by_folded = {candidate.casefold(): candidate for candidate in known}
    found = get_close_matches(name.casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[found[0]] if found else None


def is_alike(one: str, other: str) -> bool:
    """Whether two names of persons are likely one name, spelled in two ways.

    Case, spaces, punctuation and æøå written as ae, oe and aa make no difference; nor does one
    slip in one word of five letters or more: a letter changed, added, left out, or two swapped.
    Initials and numbers must be the same.

    >>> is_alike("Jens Sørensen", "jens soerensen"), is_alike("Mette Jensen", "Mette Jesnen")
    (True, True)
    >>> is_alike("Anne A.", "Anne B."), is_alike("Sagsbehandler 1", "Sagsbehandler 2")
    (False, False)
    """
    words, others = name_words(one), name_words(other)
    if "".join(words) == "".join(others):
        return True
    if len(words) != len(others):
        return False
    unlike = [pair for pair in zip(words, others, strict=True) if pair[0] != pair[1]]
    return len(unlike) == 1 and _one_slip(*unlike[0])


def name_words(name: str) -> list[str]:
    """The words of a name, folded: no case, no punctuation, æøå as two letters."""
    folded = name.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return re.findall(r"[^\W_]+", folded)


def _one_slip(one: str, other: str) -> bool:
    if min(len(one), len(other)) < SHORTEST_SLIPPED or not (one + other).isalpha():
        return False
    same = len([*takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))])
    rest, other_rest = one[same:], other[same:]
    swapped = rest[1::-1] + rest[2:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or swapped == other_rest
    )


def meant(name: str, known: Iterable[str]) -> str | None:
    """The known title a name is likely meant as: nearly the same letters, or a long word of it.

    >>> meant("Pensionsnævn", ["Barsel/fængsel", "Sag overdraget til pensionsnævnet"])
    'Sag overdraget til pensionsnævnet'
    """
    titles = list(known)
    words = [word for word in name_words(name) if len(word) >= SHORTEST_SLIPPED]
    for title in titles:
        if any(part.startswith(word) for part in name_words(title) for word in words):
            return title
    return nearest(name, titles, NEARLY_RIGHT)


def unknown(name: str, known: Iterable[str]) -> str:
    """A Danish sentence that says `name` is unknown and names the nearest one, or the cause."""
    match = nearest(clean(name), known)
    if match and clean(name) == clean(match):
        return f"»{name}« har et usynligt tegn; skriv det forfra."
    hint = look_alike(name) or (f"Mente du »{match}«?" if match else "")
    return f"»{name}« kendes ikke. {hint}".rstrip()
