"""Citizens under pseudonyms: a CPR number or a name never comes past the door.

The pseudonym is a keyed hash.  The key and the list of who is who stand only in the user's own
configuration folder, readable by the user alone.
"""

import csv
import hashlib
import hmac
import os
import re
import secrets
import tempfile
from functools import cache
from pathlib import Path

from platformdirs import user_config_path

from fsmlib.programme.findings import FsmError
from fsmlib.tables.personal import cpr_of_id

KEY_BYTES = 32
LETTERS = 16  # 64 bits: two of five million citizens the same less than once in a million
AS_LETTERS = str.maketrans("0123456789", "ghijklmnop")  # no pseudonym is taken for a number
DATE_DIGITS = 6
PSEUDONYM_PREFIX = "P-"
ONLY_MINE, ONLY_MY_FOLDER, FOR_OTHERS = 0o600, 0o700, 0o077
_NAME = re.compile(r"[^\W\d_]+(?:[ ,.'-]+[^\W\d_]+)*[ ,.]+[^\W\d_]{2,}")
_ALIAS = re.compile(r"P-[0-9a-p]{16}")  # with digits: as we wrote them before
_hidden_names: set[str] = set()


def pseudonym(identifier: str) -> str:
    """The id a citizen goes under: a keyed hash of a CPR number or a name, any other id as it is.

    A CPR number gives the same pseudonym with and without dash, and when Excel has taken its first
    zero.  A name is two words or more of letters; another spelling is another pseudonym.
    FsmError when the configuration folder cannot be read or written.
    """
    number = cpr_of_id(identifier)
    if number is None and not _NAME.fullmatch(identifier):
        return identifier
    if number is None:
        _hidden_names.add(identifier)
    try:
        secret = hmac.new(key(folder()), (number or identifier).encode(), hashlib.sha256)
        alias = PSEUDONYM_PREFIX + secret.hexdigest()[:LETTERS].translate(AS_LETTERS)
        _remember(alias, f"{number[:DATE_DIGITS]}-{number[DATE_DIGITS:]}" if number else identifier)
    except OSError:
        raise FsmError(
            "Borgerne står med CPR-nummer eller navn, og nøglen til at skjule dem kan ikke læses "
            f"eller skrives i {folder()}. Få adgang til mappen, eller brug et andet id."
        ) from None
    return alias


def identifier_of(alias: str) -> str:
    """The CPR number or name behind a pseudonym: the way back, for files only the user gets."""
    return _known(folder()).get(alias, alias)


def who_is_who() -> Path | None:
    """The list of who is who; None when nobody has been given a pseudonym on this machine."""
    file = _list_file(folder())
    return file if file.is_file() else None


def names_hidden() -> frozenset[str]:
    """The names this process has replaced; none of them may stand in an output."""
    return frozenset(_hidden_names)


def forget_names() -> None:
    """What was replaced in earlier files is no concern of the files to come."""
    _hidden_names.clear()


def folder() -> Path:
    """The user's own configuration folder."""
    return user_config_path("fsmlib", appauthor=False)


@cache
def key(place: Path) -> bytes:
    """The key of this user, made the first time; two programs that make it at once agree on one.

    FsmError when it is not one we made, or is gone while the list of who is who still stands:
    another key would give every citizen another pseudonym.
    """
    file = place / "key"
    if not file.exists() and not file.is_symlink():
        if number := len(_known(place)):
            raise FsmError(
                f"Nøglen mangler i {place}, men listen der kender {number} borgere. Læg nøglen "
                "tilbage, eller slet også citizens.csv for at begynde forfra med nye pseudonymer."
            )
        place.mkdir(parents=True, exist_ok=True, mode=ONLY_MY_FOLDER)
        _make_key(file)
    _guard(file)
    content = file.read_bytes()
    if len(content) != KEY_BYTES:
        raise FsmError(
            f"Nøglen i {place} er ikke en, vi har lavet. Læg den rigtige tilbage, eller slet både "
            "den og citizens.csv for at begynde forfra med nye pseudonymer."
        )
    return content


def _guard(file: Path) -> None:
    """FsmError for a link; closes the file and its folder to others, where that can be told."""
    if file.is_symlink():
        raise FsmError(f"»{file}« er en genvej; læg selve filen der, hvor kun du kan læse den.")
    if os.name == "posix":
        for path, mode in ((file.parent, ONLY_MY_FOLDER), (file, ONLY_MINE)):
            if path.stat().st_mode & FOR_OTHERS:
                path.chmod(mode)


def _make_key(file: Path) -> None:
    handle, draft = tempfile.mkstemp(dir=file.parent)  # readable by the user alone
    with os.fdopen(handle, "wb") as stream:
        stream.write(secrets.token_bytes(KEY_BYTES))
    try:
        file.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()


def _remember(alias: str, identifier: str) -> None:
    """Adds a citizen to the list of who is who, once."""
    known = _known(folder())
    if alias in known:
        return
    handle = os.open(_list_file(folder()), os.O_WRONLY | os.O_APPEND | os.O_CREAT, ONLY_MINE)
    known[alias] = identifier
    with os.fdopen(handle, "a", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerow([alias, identifier])


@cache
def _known(place: Path) -> dict[str, str]:
    """Who is who, as far as it has been written; FsmError for a list that is not as we wrote it."""
    file = _list_file(place)
    if not file.exists() and not file.is_symlink():
        return {}
    _guard(file)
    try:
        known = dict(csv.reader(file.read_text("utf-8").splitlines()))
        is_ours = all(map(_ALIAS.fullmatch, known))
    except (ValueError, csv.Error):
        is_ours = False
    if not is_ours:
        raise FsmError(
            f"Listen over borgere, »{file}«, er ødelagt. Læg en ældre udgave tilbage, eller flyt "
            "den væk; pseudonymerne er de samme, så længe nøglen er det."
        )
    return known


def _list_file(place: Path) -> Path:
    return place / "citizens.csv"
