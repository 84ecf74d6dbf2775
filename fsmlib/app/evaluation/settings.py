"""What an evaluator has set and has open, and the address that carries it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from fsmlib.analyses.evaluation import codes
from fsmlib.danish import content
from fsmlib.programme.kinds import first_of
from fsmlib.programme.numbers import exactly
from fsmlib.programme.parameters import Values, load

VIEWS = ALL, ONE, PAIR, DIVISION, MEMOS = (
    "Ansøgninger",
    "Én ansøgning",
    "Sammenlign",
    "Fordeling",
    "Notater",
)
OPENED = "KOMMUNE"  # where the code stands in a link to one of many proposals


@dataclass(frozen=True)
class Settings:
    """The evaluator's settings; each empty or 0 is the programme's own.

    `changes` are values by name; `code` and `other` the municipalities that are open; `folder` the
    fingerprint of the folder that the link was made on.
    """

    programme: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    pool_dkk: int = 0
    view: str = ALL
    code: str = ""
    other: str = ""
    folder: str = ""

    @property
    def values(self) -> Values:
        """The values in force with the changes; FsmError when one makes no sense."""
        return load(self.programme or first_of("cap"), "", **self.changes)

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
    """The settings a link carries; FsmError in Danish when it carries nonsense.

    What is not one of the page's own names is a value of the programme.

    >>> settings_of("cap=32&kommune=0410", "hir").changes
    {'cap': '32'}
    """
    told = {name: text.strip() for name, text in parse_qsl(query)}
    view, amount = told.pop("vis", ALL), told.pop("kr", "").replace(".", "")
    code, other = (codes(told.pop(name, ""))[:1] for name in ("kommune", "anden"))
    folder = told.pop("mappe", "")
    values = load(programme or first_of("cap"), "", **told)
    return Settings(
        programme=programme,
        changes={name: setting_text(values[name].value) for name in told if values[name].changed},
        pool_dkk=int(amount) if amount.isdecimal() else 0,
        view=view if view in VIEWS else ALL,
        code="".join(code),
        other="".join(other),
        folder=folder,
    )


def setting_text(value: Any) -> str:
    """A value as a person types it, with all its digits."""
    return exactly(value) if isinstance(value, int | float) else content(value)
