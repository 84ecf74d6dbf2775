"""The files a visitor sends: names that are only names, and no more than there is room for."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from fsmlib.atomic import atomic
from fsmlib.danish import whole
from fsmlib.programme.findings import FsmError
from fsmlib.tables.packages import MEGABYTE
from fsmlib.tables.pseudonyms import ONLY_MINE

MOST_BYTES = 200 * MEGABYTE
MOST_FILES = 30
LONGEST_NAME = 100
OF_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
NO_SIGN_OF_A_NAME = re.compile(r'[<>:"|?*]')
TOO_MUCH = (
    f"Der er plads til højst {MOST_FILES} filer, og i alt {MOST_BYTES // MEGABYTE} MB. Fjern nogle "
    "filer, og prøv igen."
)


def safe_name(told: str) -> str:
    r"""The name of a file as any system can have it, whatever path or sign was sent with it.

    >>> safe_name("../../hemmelig.xlsx"), safe_name("C:\\tal\\bemanding.xlsx"), safe_name("..")
    ('hemmelig.xlsx', 'bemanding.xlsx', 'fil')
    >>> safe_name("NUL.csv"), safe_name("a\0b<c>.csv")
    ('_NUL.csv', 'ab_c_.csv')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", told))[-1]
    seen = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    name = NO_SIGN_OF_A_NAME.sub("_", seen).strip(". ")
    stem, dot, suffix = name.rpartition(".")
    name = f"{stem[: LONGEST_NAME - len(suffix)]}{dot}{suffix}"[:LONGEST_NAME] or "fil"
    return f"_{name}" if OF_WINDOWS.fullmatch(name) else name


def put(files: Iterable[tuple[str, bytes]], folder: Path) -> None:
    """Puts files in a folder, in place of those of the same name; FsmError when there are too many.

    Two files sent together keep apart: the second of a name gets a number.
    """
    named: dict[str, bytes] = {}
    for told, content in files:
        name, number = safe_name(told), 1
        while name.casefold() in map(str.casefold, named):
            number += 1
            path = Path(safe_name(told))
            name = f"{path.stem} ({whole(number)}){path.suffix}"
        named[name] = content
    given = {name.casefold() for name in named}
    kept = [path for path in sent(folder) if path.name.casefold() not in given]
    size = sum(map(len, named.values())) + sum(path.stat().st_size for path in kept)
    if len(named) + len(kept) > MOST_FILES or size > MOST_BYTES:
        raise FsmError(TOO_MUCH)
    for path in sent(folder):
        if path.name.casefold() in given:
            path.unlink()
    for name, content in named.items():
        with atomic(folder / name, ONLY_MINE) as draft:
            draft.write_bytes(content)


def sent(folder: Path) -> list[Path]:
    """The files a visitor has sent, by name."""
    return sorted(folder.iterdir()) if folder.is_dir() else []
