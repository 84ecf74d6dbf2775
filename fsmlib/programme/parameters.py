"""Dated values: what the programme says, our readings, our guesses, the municipality's choices."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from fsmlib.programme.changes import called, changed
from fsmlib.programme.findings import FsmError
from fsmlib.programme.kinds import (
    PROGRAMME_KIND_IN_DANISH,
    ProgrammeKind,
    first_of,
    kind_of,
)
from fsmlib.programme.names import unknown
from fsmlib.programme.numbers import exactly
from fsmlib.programme.of_programme import OfProgramme
from fsmlib.programme.sources import place_of, programme_named, programmes
from fsmlib.programme.values import Content, Kind, Value
from fsmlib.programme.written import written

_used: ContextVar[dict[str, Value] | None] = ContextVar("used", default=None)


@contextmanager
def values_used() -> Iterator[dict[str, Value]]:
    """Note each value whose content is asked for within the block, in that order, by name."""
    used: dict[str, Value] = {}
    token = _used.set(used)
    try:
        yield used
    finally:
        _used.reset(token)


@dataclass(frozen=True)
class Values(OfProgramme, Mapping[str, Value]):
    """The values of a programme in force on a day; `values.cap` is the number, `values["cap"]` all.

    `programme` is the name of the programme, `kind` what it asks for: a `cap` or `thresholds`;
    `file` is what it was called: the name, or the path to a file.  Frozen: `with_changes` gives a
    new set.  An unknown name is an FsmError that names the nearest.  `given` are the names the user
    has set, also to the value they had.
    """

    programme: str
    on: date
    entries: Mapping[str, Value] = field(repr=False)
    given: frozenset[str] = frozenset()
    file: str = ""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value, used = self[name], _used.get()
        if used is not None:
            used[name] = value
        return value.value

    def __getitem__(self, name: str) -> Value:
        if name not in self.entries:
            raise FsmError(
                f"{unknown(name, self.entries)} Skriv navnet på en af programmets værdier."
            )
        return self.entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def of_kind(self, kind: Kind) -> list[Value]:
        """The values of one kind, in the order of the file."""
        return [value for value in self.values() if value.kind == kind]

    @property
    def changes(self) -> dict[str, Content]:
        """What the user has changed, by name."""
        return {value.name: value.value for value in self.values() if value.changed}

    @property
    def departs_from_rules(self) -> bool:
        """Whether a value that an answer settles has been changed."""
        return any(value.changed for value in self.of_kind("rule"))

    def with_changes(self, **changes: Any) -> "Values":
        """The same values with some changed; FsmError in Danish when a change makes no sense."""
        entries = dict(self.entries)
        for name, raw in changes.items():
            entries[name] = changed(self[name], raw)
        for name, value in self.items():
            if value.between and name not in changes and not value.changed:
                highest = entries[value.between[1]].value
                entries[name] = value.model_copy(update={"value": highest, "default": highest})
        given = self.given | set(changes)
        values = Values(self.programme, self.on, MappingProxyType(entries), given, self.file)
        for value in values.of_kind("reading"):
            _check_between(value, values)
        return values

    @property
    def changes_as_text(self) -> str:
        """What the user has set, as `parse_changes` reads it back, without losing a digit."""
        given = (value for name, value in self.items() if name in self.given)
        return "; ".join(f"{value.name}={_as_text(value.value)}" for value in given)


def load(programme: str, on: date | str, **changes: Any) -> Values:
    """The values of `programme` in force on the day `on`, with the user's changes.

    `programme` is the name of one of ours, or the path of a file that is `like` one; `on` a date
    or ISO text, empty for the programme's own first day; a change is given by name, as a value
    or as text (`"32,5"`).  FsmError in Danish for an unknown programme or name, a day before the
    first value, or a change of the wrong type or outside its limits.

    >>> load("hir", on="2018-03-01").cap_high_cases
    35
    """
    name = programme_named(programme)
    content = programmes()[name]
    day = as_day(on or content.get("since") or content["day"])
    entries = {entry[0]: _in_force(*entry, day) for entry in written(name)}
    if "like" in content:
        base = load(content["like"], "")
        for own in content["values"]:
            checked = changed(base.entries.get(own, entries[own]), entries[own].value).value
            entries[own] = entries[own].model_copy(update={"value": checked, "default": checked})
    values = Values(name, day, MappingProxyType(entries), file=place_of(name))
    return values.with_changes(**changes)


def load_kind(kind: ProgrammeKind, programme: str, on: date | str, changes: str) -> Values:
    """The values of a programme of a kind, with changes written as text.

    As `load`; empty is the programme meant where none is named.  FsmError also for a programme of
    another kind.
    """
    values = load(programme or first_of(kind), on, **parse_changes(changes))
    if values.kind != kind:
        its, asked = (PROGRAMME_KIND_IN_DANISH[each] for each in (values.kind, kind))
        raise FsmError(
            f"»{values.title}« er et program med {its}; her regnes på et program med {asked}, "
            f"fx {first_of(kind)} eller en fil, der ligner den."
        )
    return values


def load_both(programme: str, on: date | str, changes: Mapping[str, str]) -> tuple[Values, Values]:
    """The values of a programme with a cap and one with thresholds, `programme` being one of them.

    Empty is those meant where none is named; `on` is the day of the one asked for, of that with a
    cap where none is.  Each has those of the changes that are its own; FsmError for a name that
    neither has.
    """
    asked = kind_of(programme_named(programme)) if programme else "cap"
    pair = [
        load(programme or first_of(kind), on) if kind == asked else load(first_of(kind), "")
        for kind in PROGRAMME_KIND_IN_DANISH
    ]
    for name in changes:
        if not any(name in each.entries for each in pair):
            raise FsmError(unknown(name, [*pair[0], *pair[1]]))
    cap, thresholds = (
        each.with_changes(**{n: v for n, v in changes.items() if n in each.entries})
        for each in pair
    )
    return cap, thresholds


def parse_changes(text: str) -> dict[str, str]:
    """Changes written as text, `cap=32; accepted_risk=0,1`, by name.

    >>> parse_changes("cap=32; accepted_risk=0,1")
    {'cap': '32', 'accepted_risk': '0,1'}
    """
    changes: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not (name and equals and value):
            raise FsmError(f"Ændringen »{part}« skal skrives som navn=værdi.")
        if name in changes:
            raise FsmError(f"»{name}« er ændret to gange.")
        changes[name] = value
    return changes


def _in_force(name: str, kind: Kind, entry: Mapping[str, Any], day: date) -> Value:
    by_date = entry["from"]
    started = [since for since in by_date if since <= day]
    if not started:
        raise FsmError(
            f"»{name}« gælder først fra {min(by_date):%d.%m.%Y}; den {day:%d.%m.%Y} er for tidligt."
        )
    since = max(started)
    rest = {key: entry[key] for key in entry if key not in ("from", "kind")}
    content = by_date[since]
    try:
        return Value(name=name, kind=kind, since=since, value=content, default=content, **rest)
    except ValidationError as error:
        fields = dict.fromkeys(str(each["loc"][0]) for each in error.errors() if each["loc"])
        where = f"; se {', '.join(fields)}" if fields else ""
        raise FsmError(f"»{name}« i programfilen kan ikke læses{where}.") from None


def _check_between(value: Value, values: Values) -> None:
    """A numeric reading lies between the two values it names, both included."""
    if value.between is None:
        return
    low, high = (values[name].value for name in value.between)
    assert isinstance(low, int) and isinstance(high, int) and isinstance(value.value, int)
    if not low <= value.value <= high:
        raise FsmError(
            f"{called(value)} skal ligge fra {low} til {high}; den er sat til {value.value}. "
            f"Skriv et helt tal fra {low} til {high}."
        )


def _as_text(content: Content) -> str:
    if isinstance(content, int | float) and not isinstance(content, bool):
        return exactly(content)
    return str(content)


def as_day(on: date | str) -> date:
    """A day, also from ISO text; FsmError in Danish for anything else."""
    try:
        return on if isinstance(on, date) else date.fromisoformat(on)
    except ValueError:
        raise FsmError(f"»{on}« er ikke en dato; skriv den som 2018-03-01.") from None
