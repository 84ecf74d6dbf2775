"""Everything that rests on an answer, found from the answer: values, functions, golden cases."""

import importlib
import inspect
import pkgutil
from functools import cache

import yaml

import fsmlib.rules
from fsmlib.programme.parameters import parts_of
from fsmlib.programme.sources import RULES, Answer, Rule
from fsmlib.programme.values import KIND_IN_DANISH
from fsmlib.report.danish import content, day
from fsmlib.shipped import shipped


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule function, in the order a case meets them."""
    for module in pkgutil.iter_modules(fsmlib.rules.__path__):
        importlib.import_module(f"fsmlib.rules.{module.name}")
    return tuple(RULES)


def values_of(answer: Answer) -> list[str]:
    """The dated values that rest on an answer, one line each."""
    entries = [
        (name, entry.get("kind", kind), entry)
        for kind, part in parts_of(answer.programme)
        for name, entry in part.items()
        if answer.id in entry["sources"]
    ]
    return [
        f"{name} = {content(_frozen(value))} {entry['unit']}, {KIND_IN_DANISH[kind]} "
        f"fra {day(since)}: {entry['label']}"
        for name, kind, entry in entries
        for since, value in entry["from"].items()
    ]


def functions_of(answer: Answer) -> list[str]:
    """The rule functions that rest on an answer: name and what the value is."""
    return [
        f"{entry.name}: {(inspect.getdoc(entry.function) or '').splitlines()[0]}"
        for entry in all_rules()
        if answer.id in entry.sources
    ]


def cases_of(answer: Answer) -> list[str]:
    """The golden cases that rest on an answer, each a sentence."""
    return [
        f"{path.stem}.{rule}: {case['name']}"
        for path in sorted(shipped("cases").glob("*.yaml"))
        for rule, cases in yaml.safe_load(path.read_text(encoding="utf-8")).items()
        for case in cases
        if case["source"] == answer.id
    ]


def _frozen(value: object) -> object:
    return tuple(str(part) for part in value) if isinstance(value, list) else value
