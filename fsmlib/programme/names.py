"""Help for a name that is nearly right."""

from collections.abc import Iterable
from difflib import get_close_matches


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


def unknown(name: str, known: Iterable[str]) -> str:
    """A Danish sentence that says `name` is unknown and names the nearest one."""
    match = nearest(name, known)
    return f"»{name}« kendes ikke." + (f" Mente du »{match}«?" if match else "")
