"""What stands in the programme files: the entries of each kind of value, as written."""

from datetime import date
from typing import Any

from fsmlib.programme.findings import FsmError
from fsmlib.programme.measures import Measure
from fsmlib.programme.names import unknown
from fsmlib.programme.sources import programme_file, programmes
from fsmlib.programme.values import Kind

Entries = dict[str, dict[str, Any]]


def written(programme: str) -> list[tuple[str, Kind, dict[str, Any]]]:
    """The entries of a programme: name, kind (a choice says so itself), fields."""
    return [
        (name, entry.get("kind", kind), entry)
        for kind, part in kinds_and_entries(programme)
        for name, entry in part.items()
    ]


def kinds_and_entries(programme: str) -> list[tuple[Kind, Entries]]:
    """The entries of a programme by kind.

    A file that is `like` another says under `values` only what differs, of whatever kind; the rest
    is as there, from the file's own `since` on.  FsmError for a name that the other lacks.
    """
    content = programmes()[programme]
    if "like" in content:
        parts = kinds_and_entries(content["like"])
        if content.get("measures"):
            parts.append(("assumption", _guesses(content)))
        known = [name for _, part in parts for name in part]
        for name in content["values"]:
            if name not in known:
                raise FsmError(f"{programme}.yaml: {unknown(str(name), known)}")
        parts = [(kind, _inherited(part, content)) for kind, part in parts]
        if content.get("measures"):
            parts += [("choice", _measure(content)), ("reading", _readings(content))]
        return parts
    return [
        ("rule", content["values"]),
        ("reading", programme_file("readings.yaml")[programme]),
        ("assumption", programme_file("assumptions.yaml")[programme]),
    ]


def _guesses(content: dict[str, Any]) -> Entries:
    """What must be guessed of the measures of a file before they are counted."""
    of_measures: Entries = programme_file("measures.yaml")["assumptions"]
    sources = _sources(content)
    return {name: {"sources": sources, **entry} for name, entry in of_measures.items()}


def _measure(content: dict[str, Any]) -> Entries:
    """The choice between the measures of a file; the first unless another is chosen."""
    measures = {name: Measure.model_validate(each) for name, each in content["measures"].items()}
    return {
        "measure": {
            "label": "Det mål, der måles",
            "unit": "valg",
            "sources": _sources(content),
            "options": {name: each.label for name, each in measures.items()},
            "from": {content["since"]: next(iter(measures))},
        }
    }


def _sources(content: dict[str, Any]) -> list[str]:
    """The answers that the measures of a file rest on, each once."""
    told = [id_ for each in content["measures"].values() for id_ in each.get("sources", ())]
    return list(dict.fromkeys(told))


def _readings(content: dict[str, Any]) -> Entries:
    """What the source of the measures leaves open."""
    return {
        name: {"unit": "valg"} | {field: told for field, told in entry.items() if field != "of"}
        for name, entry in content.get("readings", {}).items()
    }


def _inherited(part: Entries, content: dict[str, Any]) -> Entries:
    return {
        name: entry
        | {"from": _since(content["since"], entry["from"])}
        | content["values"].get(name, {})
        for name, entry in part.items()
    }


def _since(day: date, by_date: dict[date, Any]) -> dict[date, Any]:
    """Dated contents from a day on: the one in force then, or the first, and those that follow."""
    in_force = max((began for began in by_date if began <= day), default=min(by_date))
    later = {began: content for began, content in by_date.items() if began > day}
    return {day: by_date[in_force], **later}
