"""The steps of a computation: what went in, what came out, and each told in Danish."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, JsonValue

from fsmlib.danish import content, day, listed
from fsmlib.programme.parameters import Values, values_used
from fsmlib.programme.sources import RULES, Taken
from fsmlib.programme.terms import terms
from fsmlib.programme.values import KIND_IN_DANISH, Value
from fsmlib.tables.schemas import SCHEMAS

Given = Mapping[str, Any]
Told = Callable[[Given, Any], str]


class Noted(BaseModel):
    """A part of the document: frozen, and with no field that the schema does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(Noted):
    """One step: the function, the answers it rests on, what went in, what came out, in Danish.

    A table that went in is told by its row numbers.
    """

    rules: tuple[str, ...]
    function: str
    given: dict[str, JsonValue]
    result: JsonValue
    sentence: str


def step(
    function: Callable[..., Any],
    given: Mapping[str, Any],
    result: Any,
    sentence: str,
    rules: Sequence[str] = (),
) -> Step:
    """One step of a document; `rules` for a function that is not marked with its own."""
    marked = next((rule for rule in RULES if rule.function is function), None)
    module = function.__module__.rsplit(".", 1)[-1]
    return Step(
        rules=tuple(rules) or (marked.sources if marked else ()),
        function=marked.name if marked else f"{module}.{function.__qualname__}",
        given={n: json_value(v) for n, v in given.items() if not isinstance(v, Values)},
        result=json_value(result),
        sentence=sentence,
    )


def steps_told(taken: Sequence[Taken], sentences: Mapping[Callable[..., Any], Told]) -> list[Step]:
    """The steps a computation has noted, in the order of `sentences`, each told once.

    A sentence is made of what went in, by name, and what came out; an empty one leaves a step out.
    """
    found: dict[str, Step] = {}
    for function, tell in sentences.items():
        for each in taken:
            if each.function is function and (told := tell(each.given, each.result)):
                found.setdefault(told, step(function, each.given, each.result, told))
    return list(found.values())


def values_told(used: Mapping[str, Value]) -> list[Step]:
    """The values a computation has used, as the last steps before its conclusion: one a kind."""
    steps = []
    for kind, called in KIND_IN_DANISH.items():
        values = [value for value in used.values() if value.kind == kind]
        if values:
            given = {value.name: value.value for value in values}
            sources = tuple(dict.fromkeys(id_ for value in values for id_ in value.sources))
            told = "; ".join(map(_with_origin, values))
            steps.append(step(values_used, given, None, f"Brugt {called}: {told}.", sources))
    return steps


def _with_origin(value: Value) -> str:
    """A value with its unit, and where it comes from."""
    numeric = isinstance(value.value, int | float)
    chosen = (value.options or {}).get(str(value.value)) or _content(value.value)
    said = f"{chosen} {value.unit}" if numeric else chosen
    origin = value.origin or f"gælder fra {day(value.since)}"
    changed = ", ændret af brugeren" if value.changed else ""
    return f"{value.label}: {said} ({', '.join(value.sources)}; {origin}{changed})"


def _content(told: Any) -> str:
    """A value as a person reads it, identifiers in a list by their label."""
    parts = told if isinstance(told, tuple) else (told,)
    known = terms()
    labels = (known[p].label if isinstance(p, str) and p in known else content(p) for p in parts)
    return ", ".join(labels)


def rows(table: str, numbers: Iterable[object]) -> str:
    """Rows of a table as a sentence names them: `Løntimer, rækkerne 2 og 3`."""
    told = [str(number) for number in numbers]
    if not told:
        return f"{SCHEMAS[table].sheet}, ingen rækker"
    return f"{SCHEMAS[table].sheet}, {'række' if len(told) == 1 else 'rækkerne'} {listed(told)}"


def json_value(value: Any) -> JsonValue:
    """A value as JSON holds it: a table as its row numbers, days and months as text, nan as null.

    >>> json_value({"share": float("nan"), "hours": np.array([37.0, 18.5])})
    {'share': None, 'hours': [37.0, 18.5]}
    """
    if isinstance(value, pd.DataFrame):
        return {"rows": [int(number) for number in value.index]}
    if isinstance(value, Mapping):
        return {str(name): json_value(part) for name, part in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return json_value(value._asdict())
    if isinstance(value, np.ndarray | pd.Series | pd.Index | list | tuple):
        return [json_value(part) for part in value]
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, np.generic):
        return json_value(value.item())
    return value if isinstance(value, bool | int | float | str) else str(value)
