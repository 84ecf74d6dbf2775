"""An explanation: steps with what went in and what came out, and the document an auditor gets."""

import inspect
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from typing import Any, Literal, TypeVar

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, JsonValue

from fsmlib.danish import listed
from fsmlib.pages.page import inputs_of
from fsmlib.pages.rulebook.found import functions_of
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import RULES, answer
from fsmlib.programme.values import Kind
from fsmlib.tables.reading import Tables
from fsmlib.tables.schemas import SCHEMAS

Subject = Literal["citizen", "staffing", "payout", "passive", "proposal"]
Result = TypeVar("Result")


class Part(BaseModel):
    """A part of the document: frozen, and with no field that the schema does not name."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Step(Part):
    """One step: the function, the answers it rests on, what went in, what came out, in Danish.

    A table that went in is told by its row numbers.
    """

    rules: tuple[str, ...]
    function: str
    given: dict[str, JsonValue]
    result: JsonValue
    sentence: str


class InForce(Part):
    """A value in force on the day: a rule, an assumption or a choice."""

    name: str
    label: str
    kind: Kind
    value: JsonValue
    unit: str
    since: date
    sources: tuple[str, ...]
    origin: str
    changed: bool


class ReadingInForce(InForce):
    """A reading in force: the question the answers leave open, and what was chosen."""

    question: str
    meaning: str


class Retold(Part):
    """An answer the steps rest on, retold in Danish, and every rule function that rests on it."""

    id: str
    heading: str
    text: str
    functions: tuple[str, ...]


class Explanation(Part):
    """Everything an auditor needs to follow one result; `format` is raised when a field changes.

    `asked` is the question, `inputs` the files with the first digits of their SHA-256, `programme`
    whose rules are used and `programme_name` what it is called; `values` and `readings` are all
    those in force on the day `on`, `answers` those that the steps rest on.
    """

    format: Literal[1] = 1
    fsmlib: str
    subject: Subject
    asked: dict[str, JsonValue]
    inputs: dict[str, str]
    synthetic: bool
    programme: str
    programme_name: str
    on: date
    values: tuple[InForce, ...]
    readings: tuple[ReadingInForce, ...]
    answers: tuple[Retold, ...]
    steps: tuple[Step, ...]
    result: dict[str, JsonValue]

    @property
    def sentences(self) -> list[str]:
        """The steps in Danish, the conclusion last; first of all that the rows are invented."""
        warning = ["Syntetiske tal: rækkerne er opdigtede."] if self.synthetic else []
        return warning + [step.sentence for step in self.steps]

    def as_json(self) -> str:
        """The document as text."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


@dataclass
class Trail:
    """The steps towards a result, in the order they were taken."""

    steps: list[Step] = field(default_factory=list)

    def take(
        self, function: Callable[..., Result], *given: Any, told: Callable[[Result], str]
    ) -> Result:
        """Calls a rule function, and notes what went in and what came out."""
        result = function(*given)
        self.note(
            function, inspect.signature(function).bind(*given).arguments, result, told(result)
        )
        return result

    def note(
        self,
        function: Callable[..., Any],
        given: Mapping[str, Any],
        result: Any,
        sentence: str,
        rules: Sequence[str] = (),
    ) -> None:
        """A step taken elsewhere; `rules` for a function that is not marked with its own."""
        marked = next((rule for rule in RULES if rule.function is function), None)
        module = function.__module__.rsplit(".", 1)[-1]
        step = Step(
            rules=tuple(rules) or (marked.sources if marked else ()),
            function=marked.name if marked else f"{module}.{function.__qualname__}",
            given={n: plain(v) for n, v in given.items() if not isinstance(v, Values)},
            result=plain(result),
            sentence=sentence,
        )
        self.steps.append(step)


def explanation(
    subject: Subject,
    asked: Mapping[str, Any],
    tables: Tables,
    values: Values,
    trail: Trail,
    result: Mapping[str, Any],
) -> Explanation:
    """The document of a trail, with the values in force and the answers it rests on."""
    readings, others = [], []
    for value in values.values():
        told = {key: getattr(value, key) for key in InForce.model_fields if key != "value"}
        told["value"] = plain(value.value)
        if value.kind == "reading":
            meaning = (value.options or {}).get(str(value.value), "")
            readings.append(ReadingInForce(**told, question=value.question, meaning=meaning))
        else:
            others.append(InForce(**told))
    cited = dict.fromkeys(id_ for step in trail.steps for id_ in step.rules)
    return Explanation(
        fsmlib=version("fsmlib"),
        subject=subject,
        asked={name: plain(told) for name, told in asked.items()},
        inputs=inputs_of(tables, values),
        synthetic=any(map(_is_invented, tables.values())),
        programme=values.programme,
        programme_name=values.title,
        on=values.on,
        values=tuple(others),
        readings=tuple(readings),
        answers=tuple(map(_retold, cited)),
        steps=tuple(trail.steps),
        result={name: plain(told) for name, told in result.items()},
    )


def _is_invented(table: pd.DataFrame) -> bool:
    return "synthetic" in table and bool(table["synthetic"].fillna(False).any())


def _retold(id_: str) -> Retold:
    told = answer(id_)
    functions = tuple(rule.name for rule in functions_of(told))
    return Retold(id=id_, heading=told.heading, text=told.text, functions=functions)


def rows(table: str, numbers: Iterable[object]) -> str:
    """Rows of a table as a sentence names them: `Løntimer, rækkerne 2 og 3`."""
    told = [str(number) for number in numbers]
    if not told:
        return f"{SCHEMAS[table].sheet}, ingen rækker"
    return f"{SCHEMAS[table].sheet}, {'række' if len(told) == 1 else 'rækkerne'} {listed(told)}"


def plain(value: Any) -> JsonValue:
    """A value as JSON holds it: a table as its row numbers, days and months as text, nan as null.

    >>> plain({"share": float("nan"), "hours": np.array([37.0, 18.5])})
    {'share': None, 'hours': [37.0, 18.5]}
    """
    if isinstance(value, pd.DataFrame):
        return {"rows": [int(number) for number in value.index]}
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return plain(value._asdict())
    if isinstance(value, np.ndarray | pd.Series | list | tuple):
        return [plain(part) for part in value]
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, np.generic):
        return plain(value.item())
    return value if isinstance(value, bool | int | float | str) else str(value)
