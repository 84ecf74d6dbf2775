"""An explanation: steps with what went in and what came out, and the document an auditor gets."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import version
from typing import Any, Literal

from pydantic import JsonValue

from fsmlib.analyses.question import inputs_of, is_invented
from fsmlib.analyses.steps import Noted, Step, json_value
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import answer
from fsmlib.programme.values import Kind
from fsmlib.rules import functions_of
from fsmlib.tables.reading import Tables

Subject = Literal["citizen", "staffing", "payout", "passive", "proposal"]


class InForce(Noted):
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


class Retold(Noted):
    """An answer the steps rest on, retold in Danish, and every rule function that rests on it."""

    id: str
    heading: str
    text: str
    functions: tuple[str, ...]


class Explanation(Noted):
    """Everything an auditor needs to follow one result; `format` is raised when a field changes.

    `asked` is the question, `inputs` the files with the first digits of their SHA-256, `programme`
    whose rules are used and `programme_name` its full name; `values` and `readings` are all
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


def explanation(
    subject: Subject,
    asked: Mapping[str, Any],
    tables: Tables,
    values: Values,
    steps: Sequence[Step],
    result: Mapping[str, Any],
) -> Explanation:
    """The document of some steps, with the values in force and the answers it rests on."""
    voice = values.voice
    said = tuple(
        each.model_copy(
            update={"sentence": voice.text(each.sentence), "rules": voice.sources(each.rules)}
        )
        for each in steps
    )
    readings, others = [], []
    for value in values.values():
        told = {key: getattr(value, key) for key in InForce.model_fields if key != "value"}
        told |= {"value": json_value(value.value), "sources": voice.sources(value.sources)}
        if value.kind == "reading":
            meaning = (value.options or {}).get(str(value.value), "")
            readings.append(ReadingInForce(**told, question=value.question, meaning=meaning))
        else:
            others.append(InForce(**told))
    cited = dict.fromkeys(id_ for each in said for id_ in each.rules)
    return Explanation(
        fsmlib=version("fsmlib"),
        subject=subject,
        asked={name: json_value(told) for name, told in asked.items()},
        inputs=inputs_of(tables, values),
        synthetic=is_invented(tables),
        programme=values.programme,
        programme_name=values.title,
        on=values.on,
        values=tuple(others),
        readings=tuple(readings),
        answers=tuple(map(_retold, cited)),
        steps=said,
        result={name: json_value(told) for name, told in result.items()},
    )


def _retold(id_: str) -> Retold:
    told = answer(id_)
    functions = tuple(rule.name for rule in functions_of(told))
    return Retold(id=id_, heading=told.heading, text=told.text, functions=functions)
