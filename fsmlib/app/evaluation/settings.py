"""What an evaluator has set and has open, and the address that carries it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode

from fsmlib.analyses.evaluation import codes
from fsmlib.danish import content, whole
from fsmlib.programme.findings import FsmError
from fsmlib.programme.kinds import first_of
from fsmlib.programme.names import unknown
from fsmlib.programme.numbers import danish_number, exactly
from fsmlib.programme.parameters import Values, load

VIEWS = ALL, ONE, PAIR, DIVISION, MEMOS = (
    "Ansøgninger",
    "Én ansøgning",
    "Sammenlign",
    "Fordeling",
    "Notater",
)
OPENED = "KOMMUNE"  # where the code stands in a link to one of many proposals
POOL_FAULT = (
    "Puljen kan ikke være »{}«; skriv hele kroner, fx 3.000.000, eller lad feltet være tomt."
)
REFUSED = "Notaterne kan ikke hentes, før alle felter kan læses: {}"
Read = TypeVar("Read")


@dataclass(frozen=True)
class Fault:
    """What stands in a field that cannot be read, and what is told of it."""

    text: str
    told: str


@dataclass(frozen=True)
class Settings:
    """The evaluator's settings; each empty or 0 is the programme's own.

    `changes` are values by name; `code` and `other` the municipalities that are open; `folder` the
    fingerprint of the folder that the link was made on.  `faults` are the fields that cannot be
    read, by name: what was last read of them is in force, and no link carries them on.
    """

    programme: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    pool_dkk: int = 0
    view: str = ALL
    code: str = ""
    other: str = ""
    folder: str = ""
    faults: Mapping[str, Fault] = field(default_factory=dict)

    @property
    def refusal(self) -> str:
        """Why no memo is to be had; empty when all has been read."""
        told = " ".join(each.told for each in self.faults.values())
        return REFUSED.format(told) if told else ""

    @property
    def values(self) -> Values:
        """The values in force with the changes; FsmError when one makes no sense."""
        return load(self.programme or first_of("cap"), "", **self.changes)

    @property
    def pool_text(self) -> str:
        """The pool as Danes write it; empty when it is the programme's own."""
        return whole(self.pool_dkk) if self.pool_dkk else ""

    @property
    def query(self) -> str:
        """All that departs from the rules, as the query of a link."""
        parts = {
            "vis": self.view if self.view != ALL else "",
            "kommune": self.code,
            "anden": self.other,
            "kr": str(self.pool_dkk or ""),
            **self.changes,
            "mappe": self.folder,
        }
        return urlencode({name: text for name, text in parts.items() if text})

    def link(self, **changed: Any) -> str:
        """The address of the page with something else set."""
        return f"?{replace(self, **changed).query}"


def settings_of(query: str, programme: str) -> Settings:
    """The settings a link carries; what cannot be read is among the faults, the rest in force.

    What is not one of the page's own names is a value of the programme.  A name may come again:
    the last that can be read is in force.

    >>> settings_of("cap=32&kommune=0410", "hir").changes
    {'cap': '32'}
    >>> settings_of("cap=32&cap=abc", "hir").changes
    {'cap': '32'}
    """
    told: dict[str, list[str]] = {}
    for name, text in parse_qsl(query):
        told.setdefault(name, []).append(text.strip())
    faults: dict[str, Fault] = {}
    view, folder = (told.pop(name, [""])[-1] for name in ("vis", "mappe"))
    pool_dkk = _last_read("kr", told.pop("kr", []), _kroner, faults)
    code, other = (
        _last_read(name, told.pop(name, []), _code, faults) for name in ("kommune", "anden")
    )
    values = load(programme or first_of("cap"), "")
    ranged = {value.name for value in values.values() if value.between}  # read after its ends
    for name in sorted(told, key=ranged.__contains__):
        turned = partial(_turned, values, name)
        values = _last_read(name, told[name], turned, faults) or values
    changed = [name for name in told if name in values.changes]
    return Settings(
        programme=programme,
        changes={name: setting_text(values[name].value) for name in changed},
        pool_dkk=pool_dkk or 0,
        view=view if view in VIEWS else ALL,
        code=code or "",
        other=other or "",
        folder=folder,
        faults=faults,
    )


def setting_text(value: Any) -> str:
    """A value as a person types it, with all its digits."""
    return exactly(value) if isinstance(value, int | float) else content(value)


def _last_read(
    name: str, texts: list[str], read: Callable[[str], Read], faults: dict[str, Fault]
) -> Read | None:
    """What was last read of a field; a fault when its last text cannot be."""
    content = None
    for text in texts:
        faults.pop(name, None)
        try:
            content = read(text)
        except FsmError as error:
            faults[name] = Fault(text, str(error))
    return content


def _kroner(text: str) -> int:
    try:
        amount = danish_number(text)
    except ValueError:
        amount = 0
    if amount < 1 or not float(amount).is_integer():
        raise FsmError(POOL_FAULT.format(text))
    return int(amount)


def _code(text: str) -> str:
    return "".join(codes(text)[:1])


def _turned(values: Values, name: str, text: str) -> Values:
    if name not in values.entries:
        raise FsmError(f"{unknown(name, values)} Ret det, eller fjern det, i adressen.")
    return values.with_changes(**{name: text})
