"""Nothing leaves the house with a CPR number, an e-mail or a citizen's name in it."""

import re
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from fsmlib.atomic import atomic
from fsmlib.danish import count
from fsmlib.programme.findings import FsmError
from fsmlib.programme.sources import programmes
from fsmlib.tables.personal import cpr_numbers, emails, masked, normalised
from fsmlib.tables.pseudonyms import names_hidden

_PICTURE = re.compile(r'(;base64,|"image/png":\s*\[?\s*")[A-Za-z0-9+/=\\\s]*')
_PLACE = re.compile(r"(?:\b[A-Za-z]:|\\)?[/\\][^\s/\\]+[/\\]")
_IN_CELL = re.compile(r"<v>-?\d+\.\d+(E-?\d+)?</v>")
_IN_JSON = re.compile(r"-?\d+\.\d+(?=,?$)", re.MULTILINE)  # a text would end in a quote
# How a number with decimals is told from a text, which a CPR number would be.
_FRACTIONS = {".xlsx": _IN_CELL, ".docx": _IN_CELL, ".json": _IN_JSON}
_WORD = re.compile(r"[^\W\d_]+")
_PACKED = frozenset({".xlsx", ".docx"})
RESERVED_DOMAIN = ".invalid"
ON_SCREEN = Path("-")


class LeakError(FsmError):
    """An output that would have carried what must stay in the municipality."""


@contextmanager
def safely(target: Path, digests: Collection[str] = ()) -> Iterator[Path]:
    """As `atomic`, but what was written is searched first; LeakError, and no file, on a leak.

    `digests` are the hashes that the file is to hold: they may look like numbers.
    """
    with atomic(target) as draft:
        yield draft
        content = draft.read_bytes()
        for digest in digests:
            content = content.replace(digest.encode(), b"")
        stop_leaks(content, target)


def write_safely(text: str, out: Path, encoding: str = "utf-8") -> None:
    """Writes a text to a file, or to standard output for `-`; LeakError, and nothing, on a leak."""
    if out == ON_SCREEN:
        stop_leaks(text.encode(), out)
        sys.stdout.write(text)
        return
    with safely(out) as draft:
        draft.write_text(text, encoding=encoding, newline="")


def stop_leaks(content: bytes, target: Path) -> None:
    """LeakError in Danish when the content or the name of a file must not leave the machine."""
    if found := leaks(content, target.suffix) or leaks(target.name.encode(), ".txt"):
        raise LeakError(
            f"»{masked(target.stem)}« er ikke skrevet, for der ville stå {', '.join(found)} i den. "
            "Se efter i jeres fil, om det står i en tekst, en overskrift eller et filnavn; fjern "
            "det, og prøv igen."
        )


def leaks(content: bytes, suffix: str) -> list[str]:
    """What an output carries that it must not: kinds with their number, never the thing itself.

    `suffix` says how to read the bytes: `.xlsx` and `.docx` are unpacked, anything else is text.
    Pictures are skipped.  E-mails that stand in the programme's own answers are public and may
    stay.

    >>> leaks(b"<p>Borger 010180-1234</p>", ".html")
    ['1 CPR-nummer']
    >>> leaks(b"<p>132 sager, 4.900.000 kr.</p>", ".html")
    []
    """
    texts = [_plain(part, suffix) for part in _parts(content, suffix)]
    counts = (
        (sum(len(cpr_numbers(text)) for text in texts), "CPR-nummer", "CPR-numre"),
        (sum(len(_private_emails(text)) for text in texts), "e-mail", "e-mails"),
        (sum(_names_in(text) for text in texts), "navn på en borger", "navne på borgere"),
    )
    return [count(*found) for found in counts if found[0]]


def sayable(text: str) -> str:
    """What an exception says, if it names nobody and no place on this machine; else nothing."""
    return "" if leaks(text.encode(), ".txt") or _PLACE.search(text) else text


def fault_of_ours(kind: str, text: str) -> str:
    """What to tell of an exception that nobody foresaw."""
    told = sayable(masked(text))
    return "Det er en fejl i fsmlib; send den gerne videre: " + (
        f"{kind}: {told}" if told else kind
    )


def public_emails() -> frozenset[str]:
    """The e-mails that stand in the programmes: help desks, and that of fictitious caseworkers."""
    return frozenset().union(*(_emails_of(name) for name in programmes()))


@cache
def _emails_of(programme: str) -> frozenset[str]:
    return frozenset(emails(str(programmes()[programme]).casefold()))


def _private_emails(text: str) -> set[str]:
    """E-mails that may be somebody's: `.invalid` is kept for examples, and nobody's."""
    return {
        one
        for one in emails(text.casefold()) - public_emails()
        if not one.endswith(RESERVED_DOMAIN)
    }


def _parts(content: bytes, suffix: str) -> Iterator[bytes]:
    if suffix.lower() not in _PACKED:
        yield content
        return
    with ZipFile(BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels", ".vml")):
                yield parts.read(name)


def _plain(part: bytes, suffix: str) -> str:
    """The text without pictures and numbers with decimals, as it reads."""
    text = _PICTURE.sub(r"\1", part.decode("utf-8", errors="replace"))
    if suffix in _FRACTIONS:
        text = _FRACTIONS[suffix].sub("", text)
    return normalised(text.replace("\\n", "\n"))


def _names_in(text: str) -> int:
    """How many of the names in the citizen columns stand in the text, whatever the spacing."""
    by_first: dict[str, list[list[str]]] = {}
    for name in names_hidden():
        words = _WORD.findall(name.casefold())
        by_first.setdefault(words[0], []).append(words)
    if not by_first:
        return 0
    words = _WORD.findall(text.casefold())
    return sum(
        words[place : place + len(name)] == name
        for place, word in enumerate(words)
        for name in by_first.get(word, ())
    )
