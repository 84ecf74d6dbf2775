"""Which encoding a text was saved in, and letters that were broken by the wrong one."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE
from contextlib import suppress

ENCODINGS = {
    "cp850": "DOS (cp850)",
    "mac_roman": "Mac (Mac Roman)",
    "cp1257": "Baltisk Windows (cp1257)",
    "utf-7": "UTF-7",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
}
_BYTES = ("cp1252", "cp850", "mac_roman")  # the usual first
_UTF_7 = re.compile(rb"\+A(?:OY|Pg|OU|MY|Ng|MU)(?![A-Za-z0-9+/])")  # æ, ø, å, Æ, Ø or Å
_MOST_TIMES = 3  # that a text was broken again
_LETTER = r"[^\W\d_]"
_ODD_CASE = r"(?<=[a-zæøå])[^\x00-\x7f](?<=[A-ZÀ-Þ])|(?<=[A-ZÆØÅ])[À-Þ](?=[a-zæøå])"
_PIECE = re.compile(rf"[ÃÂ][^\w\s]|{_ODD_CASE}|[à-ÿ](?=[A-Z])")  # of a broken letter
_DANISH = re.compile(rf"(?<={_LETTER})[æøåÆØÅ]|[æøåÆØÅ](?={_LETTER})")
_MARK = re.compile(rf"[–—’“”…€•«»©®™]|(?<!{_LETTER})[°²³½´§·µ±]|[À-ÖØ-öø-őŔ-ž]")
_ESCAPED = re.compile(r"%C3%[89ab][0-9a-f]|\\u00[c-f][0-9a-f]|&(?:\w+|#\d+);", re.I)
_LOST = re.compile(r"\ufffd|(?<=[^\W\d_])\?(?=[^\W\d_])")


def decoded(raw: bytes) -> tuple[str, str]:
    """The text of a file, and the encoding it was read in.

    UTF-16, UTF-8 and the Danish letters of UTF-7 tell themselves; of the old ones it is that which
    gives most Danish letters.

    >>> decoded("Måned".encode("cp850")), decoded("Måned".encode("cp1252"))
    (('Måned', 'cp850'), ('Måned', 'cp1252'))
    """
    if raw.startswith((BOM_UTF32_LE, BOM_UTF32_BE)):
        return raw.decode("utf-32", errors="replace"), "utf-32"
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return raw.decode("utf-16", errors="replace"), "utf-16"
    if b"\0" in raw[:4] and not raw.startswith(b"\0\0"):
        ends = "be" if raw[:1] == b"\0" or raw[2:3] == b"\0" else "le"
        return raw.decode(f"utf-16-{ends}", errors="replace"), "utf-16"
    if _UTF_7.search(raw):
        with suppress(UnicodeDecodeError):
            return raw.decode("utf-7"), "utf-7"
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        # the Baltic one only has our letters elsewhere; a little of another may be pasted in
        names = (*_BYTES, "cp1257", "utf-8")
        told = {name: raw.decode(name, errors="replace") for name in names}
        best = max(names, key=lambda name: _danish(told[name]))
        return told[best], best


def intended(text: str) -> str | None:
    """What a text with broken letters was, when it was saved in one encoding and read in another.

    It may have happened more than once, and to one word of it alone.

    >>> intended("SÃ¸ren Ærø"), intended("K¯benhavn"), intended("Søren"), intended("37° nord")
    ('Søren Ærø', 'København', None, None)
    """
    whole = _intended(text)
    if whole is None and " " in text:
        words = [_intended(word) or word for word in text.split(" ")]
        whole = " ".join(words) if words != text.split(" ") else None
    return whole


def _intended(text: str) -> str | None:
    best = text
    for _ in range(_MOST_TIMES):
        if _danish(best) >= 0:
            break
        found = [best]
        for read_as in _BYTES:
            for saved_in in ("utf-8", *_BYTES):
                with suppress(UnicodeError):
                    found.append(best.encode(read_as).decode(saved_in))
        best = max(found, key=_danish)
    return best if best != text and _danish(best) > 0 else None


def has_lost_letters(text: str) -> bool:
    """Whether letters were replaced by a question mark when the file was saved.

    >>> has_lost_letters("K?benhavn"), has_lost_letters("Hvem? Alle")
    (True, False)
    """
    return bool(_LOST.search(text))


def has_escaped_letters(text: str) -> bool:
    """Whether letters stand as the codes of a web page or a program.

    >>> has_escaped_letters("S&oslash;ren"), has_escaped_letters("Hansen & Søn; Aps")
    (True, False)
    """
    return bool(_ESCAPED.search(text))


def _danish(text: str) -> int:
    """How many Danish letters, less every sign that has no place in a Danish text."""
    if text.isascii():
        return 0
    broken = len(_PIECE.findall(text))
    strange = sum(not sign.isascii() for sign in _MARK.sub("", text)) - text.count("\xa0")
    return len(_DANISH.findall(text)) - strange - 2 * broken
