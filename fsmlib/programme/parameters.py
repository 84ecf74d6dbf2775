"""Dated values: what the programme says, our readings, our guesses, the municipality's choices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from fsmlib.programme.findings import FsmError
from fsmlib.programme.names import unknown
from fsmlib.programme.sources import FILES, answers, programme_file

MONTHS_PER_YEAR = 12
HUNDREDTHS = 100
PERCENT = 100

Kind = Literal["rule", "reading", "assumption", "choice"]
Quality = Literal["published", "derived", "guess"]
Scalar = StrictBool | StrictInt | StrictFloat | datetime | date | StrictStr
Content = Scalar | tuple[StrictStr, ...] | tuple[dict[str, int], ...]

KIND_IN_DANISH = {
    "rule": "regel",
    "reading": "fortolkning",
    "assumption": "forudsætning",
    "choice": "valg",
}
QUALITY_IN_DANISH = {"published": "offentliggjort", "derived": "afledt", "guess": "skøn"}


class Value(BaseModel):
    """One value in force on a day, with unit, kind and the answers it rests on.

    `low`, `high`, `origin` and `quality` belong to assumptions; `question`, `options` (value: what
    it means) and `says` to readings.  `at_least` and `at_most` are limits of sense.  `default` is
    what the file says; `value` differs from it when the user has changed it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    label: str
    unit: str
    kind: Kind
    sources: tuple[str, ...]
    since: date
    value: Content
    default: Content
    low: int | float | None = None
    high: int | float | None = None
    at_least: int | float | None = None
    at_most: int | float | None = None
    origin: str = ""
    quality: Quality | None = None
    question: str = ""
    says: str = ""
    options: dict[str, str] | None = None

    @property
    def changed(self) -> bool:
        """Whether the user has changed the value."""
        return self.value != self.default

    @model_validator(mode="after")
    def _makes_sense(self) -> "Value":
        if unknown_sources := set(self.sources) - set(answers()):
            raise ValueError(f"unknown source {sorted(unknown_sources)}")
        if self.kind == "assumption" and (self.low is None or not self.origin or not self.quality):
            raise ValueError("an assumption needs range, origin and quality")
        if self.kind == "reading" and not self.question:
            raise ValueError("a reading needs its question")
        return self


@dataclass(frozen=True)
class Values(Mapping[str, Value]):
    """The values of a programme in force on a day; `values.cap` is the number, `values["cap"]` all.

    Frozen: `with_changes` gives a new set.  An unknown name is an FsmError that names the nearest.
    """

    programme: str
    on: date
    entries: Mapping[str, Value] = field(repr=False)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name].value

    def __getitem__(self, name: str) -> Value:
        if name not in self.entries:
            raise FsmError(unknown(name, self.entries))
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
            entries[name] = _changed(self[name], raw)
        changed = Values(self.programme, self.on, MappingProxyType(entries))
        for value in changed.of_kind("reading"):
            _check_between(value, changed)
        return changed


def load(programme: str, on: date | str, **changes: Any) -> Values:
    """The values of `programme` in force on the day `on`, with the user's changes.

    `programme` is `hir` or `fsm2`; `on` a date or ISO text; a change is given by name, as a value
    or as text (`"32,5"`).  FsmError in Danish for an unknown programme or name, a day before the
    first value, or a change of the wrong type or outside its limits.

    >>> load("hir", on="2018-03-01").cap_high_cases
    35
    """
    if programme not in FILES:
        raise FsmError(unknown(programme, FILES))
    day = _day(on)
    entries = {name: _in_force(name, kind, entry, day) for name, kind, entry in _written(programme)}
    return Values(programme, day, MappingProxyType(entries)).with_changes(**changes)


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


@cache
def _written(programme: str) -> list[tuple[str, Kind, dict[str, Any]]]:
    """The entries of a programme as they stand in the files: name, kind, fields."""
    return [
        (name, entry.get("kind", kind), entry)
        for kind, part in parts_of(programme)
        for name, entry in part.items()
    ]


def parts_of(programme: str) -> list[tuple[Kind, dict[str, Any]]]:
    """The files of a programme with the kind of value each holds (a choice says so itself)."""
    return [
        ("rule", programme_file(FILES[programme])["values"]),
        ("reading", programme_file("readings.yaml")[programme]),
        ("assumption", programme_file("assumptions.yaml")[programme]),
    ]


def _in_force(name: str, kind: Kind, entry: Mapping[str, Any], day: date) -> Value:
    by_date = entry["from"]
    started = [since for since in by_date if since <= day]
    if not started:
        raise FsmError(
            f"»{name}« gælder først fra {min(by_date):%d.%m.%Y}; den {day:%d.%m.%Y} er for tidligt."
        )
    since = max(started)
    rest = {key: entry[key] for key in entry if key not in ("from", "kind", "between")}
    if "between" in entry:
        rest["options"] = dict.fromkeys(entry["between"], "")
    content = by_date[since]
    return Value(name=name, kind=kind, since=since, value=content, default=content, **rest)


def _changed(value: Value, raw: Any) -> Value:
    """The value with another content of the same type, within its limits."""
    content = _same_type(value, raw)
    if value.at_least is not None and content < value.at_least:
        raise FsmError(
            f"»{value.name}« skal være mindst {value.at_least}; den er sat til {content}."
        )
    if value.at_most is not None and content > value.at_most:
        raise FsmError(f"»{value.name}« må højst være {value.at_most}; den er sat til {content}.")
    if isinstance(value.default, str) and value.options and content not in value.options:
        raise FsmError(f"»{value.name}« kan være {', '.join(value.options)}; ikke »{content}«.")
    return value.model_copy(update={"value": content})


def _same_type(value: Value, raw: Any) -> Any:
    number = isinstance(value.default, int | float) and not isinstance(value.default, bool)
    text = raw.replace(",", ".") if number and isinstance(raw, str) else raw
    whole = value.kind in ("rule", "reading") and isinstance(value.default, int)
    wanted = (int if whole else float) if number else type(value.default)
    try:
        content = TypeAdapter(wanted).validate_python(text)
    except ValidationError:
        raise FsmError(f"»{value.name}« ({value.label}) kan ikke være »{raw}«.") from None
    return int(content) if isinstance(content, float) and content.is_integer() else content


def _check_between(value: Value, values: Values) -> None:
    """A numeric reading lies between the two values it names, both included."""
    if isinstance(value.value, str) or value.options is None:
        return
    low, high = (values[name].value for name in value.options)
    assert isinstance(low, int) and isinstance(high, int) and isinstance(value.value, int)
    if not low <= value.value <= high:
        raise FsmError(
            f"»{value.name}« skal ligge fra {low} til {high}; den er sat til {value.value}."
        )


def _day(on: date | str) -> date:
    try:
        return on if isinstance(on, date) else date.fromisoformat(on)
    except ValueError:
        raise FsmError(f"»{on}« er ikke en dato; skriv den som 2018-03-01.") from None
