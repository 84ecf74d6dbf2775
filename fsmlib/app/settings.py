"""What an evaluator has set in the app, and the link that carries it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

from fsmlib.analyses.evaluation import codes
from fsmlib.programme.kinds import first_of
from fsmlib.programme.parameters import Values, load, parse_changes

VIEWS = ("Ansøgninger", "Én ansøgning", "Sammenlign", "Fordeling", "Notater")


@dataclass(frozen=True)
class Settings:
    """The evaluator's settings; each empty or 0 is the programme's own.

    `changes` are values by name; `code` and `other` the municipalities that are open.
    """

    programme: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    pool_dkk: int = 0
    withdrawn: tuple[str, ...] = ()
    included: tuple[str, ...] = ()
    view: str = VIEWS[0]
    code: str = ""
    other: str = ""

    @property
    def values(self) -> Values:
        """The values in force with the changes; FsmError when one makes no sense."""
        return load(self.programme or first_of("cap"), "", **self.changes)

    @property
    def query(self) -> str:
        """All that departs from the rules, as the query of a link."""
        parts = {
            "aendringer": "; ".join(f"{name}={value}" for name, value in self.changes.items()),
            "kr": str(self.pool_dkk or ""),
            "trukket": ",".join(self.withdrawn),
            "medtaget": ",".join(self.included),
            "vis": self.view if self.view != VIEWS[0] else "",
            "kommune": self.code,
            "anden": self.other,
        }
        told = {name: text for name, text in parts.items() if text}
        return f"?{urlencode(told)}" if told else "?"


def settings_of(query: str, programme: str) -> Settings:
    """The settings a link carries; FsmError in Danish when it carries nonsense.

    >>> settings_of("aendringer=cap=32&kommune=0410", "hir").changes
    {'cap': '32'}
    """
    told = {name: values[-1] for name, values in parse_qs(query.lstrip("?")).items()}
    view = told.get("vis", VIEWS[0])
    amount = told.get("kr", "")
    settings = Settings(
        programme=programme,
        changes=parse_changes(told.get("aendringer", "")),
        pool_dkk=int(amount) if amount.isdecimal() else 0,
        withdrawn=tuple(codes(told.get("trukket", ""))),
        included=tuple(codes(told.get("medtaget", ""))),
        view=view if view in VIEWS else VIEWS[0],
        code="".join(codes(told.get("kommune", ""))[:1]),
        other="".join(codes(told.get("anden", ""))[:1]),
    )
    _ = settings.values  # raises when a change makes no sense
    return settings


def query_of_visit() -> str:
    """The query of the link the page was opened with; a preheated kernel waits for it."""
    if os.environ.get("VOILA_PREHEAT", "False") == "True":
        from voila.utils import wait_for_request

        wait_for_request()
    return os.environ.get("QUERY_STRING", "")
