"""Everything that rests on an answer, found from the answer: values, functions, golden cases."""

import inspect
import re
from functools import cache
from typing import Any, NamedTuple

import yaml

from fsmlib.danish import day
from fsmlib.pages.start import notebooks
from fsmlib.pages.values_in_words import unit_in_words, value_in_words
from fsmlib.programme.sources import Answer, Rule
from fsmlib.programme.values import KIND_IN_DANISH
from fsmlib.programme.written import written
from fsmlib.shipped import shipped


def values_behind(answer: Answer) -> list[str]:
    """The dated values that rest on an answer, one line each."""
    return [
        f"{name} = {_told(value, entry)}, {KIND_IN_DANISH[kind]} fra {day(since)}: {entry['label']}"
        for name, kind, entry in written(answer.programme)
        if {answer.id, *answer.instead_of} & set(entry["sources"])
        for since, value in entry["from"].items()
    ]


def _told(value: object, entry: dict[str, Any]) -> str:
    """A value with its unit, or with what it means where it is a reading."""
    told, unit = value_in_words(value, entry["unit"]), unit_in_words(entry["unit"])
    meaning = (entry.get("options") or {}).get(value) if isinstance(value, str) else ""
    if meaning:
        return f"{told} ({meaning})"
    return f"{told} {unit}".rstrip() if isinstance(value, int | float) else told


def teaching(entry: Rule) -> str:
    """The docstring of a rule function: its first line says what the value is."""
    return inspect.getdoc(entry.function) or ""


class GoldenCase(NamedTuple):
    """A case somebody has computed by other means: its rule, what it says, and by which means."""

    rule: str
    name: str
    how: str


def cases_of(answer: Answer) -> list[GoldenCase]:
    """The golden cases that rest on an answer."""
    return [case for source, case in _golden_cases() if source in (answer.id, *answer.instead_of)]


@cache
def _golden_cases() -> tuple[tuple[str, GoldenCase], ...]:
    """Every golden case with the id of its answer, read once."""
    return tuple(
        (case["source"], GoldenCase(f"{path.stem}.{rule}", case["name"], case["how"]))
        for path in sorted(shipped("cases").glob("*.yaml"))
        for rule, cases in yaml.safe_load(path.read_text(encoding="utf-8")).items()
        for case in cases
    )


def pages_with(answer: Answer) -> list[str]:
    """The notebooks whose text or stored outputs name the answer."""
    name = re.compile(rf"\b{re.escape(answer.id)}(?![.\d])")
    return [
        notebook
        for notebook in notebooks()
        if name.search(shipped("notebooks", f"{notebook}.ipynb").read_text(encoding="utf-8"))
    ]
