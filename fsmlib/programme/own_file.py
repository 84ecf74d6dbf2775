"""A programme in a user's file: what it may say, and every fault told at once in Danish."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from fsmlib.programme.findings import FsmError
from fsmlib.programme.measures import Group, LeftOpen, Measure
from fsmlib.programme.names import unknown
from fsmlib.programme.voice import ANSWER_ID

FIELDS_IN_DANISH = {
    "missing": "mangler",
    "extra_forbidden": "kendes ikke her",
    "date_type": "skal være en dato som 2023-01-01",
    "date_from_datetime_inexact": "skal være en dato som 2023-01-01",
    "string_type": "skal være en tekst; sæt den i anførselstegn",
    "string_pattern_mismatch": "skal skrives som ABC-1 eller ABC-1.2",
    "tuple_type": "skal være en liste i kantede parenteser",
    "dict_type": "skal være navne med hver sin værdi",
    "model_type": "skal være navne med hver sin værdi",
    "too_short": "skal have mindst én værdi",
    "int_type": "skal være et helt tal",
    "int_parsing": "skal være et helt tal",
    "float_type": "skal være et tal",
    "float_parsing": "skal være et tal",
    "greater_than": "skal være over {gt}",
    "greater_than_equal": "skal være mindst {ge}",
    "less_than_equal": "må højst være {le}",
    "literal_error": "kan ikke være det; vælg mellem {expected}",
}


def _plain(text: str) -> str:
    if set(text) & set("<>&"):
        raise ValueError("må ikke have tegnene <, > og &")
    return text


def _web(text: str) -> str:
    if not text.startswith("https://"):
        raise ValueError("skal begynde med https://")
    return text


PlainText = Annotated[str, AfterValidator(_plain)]
Link = Annotated[str, AfterValidator(_web)]
Id = Annotated[str, Field(pattern=f"^(?:{ANSWER_ID})$")]
Dated = Annotated[dict[date, Any], Field(min_length=1)]


class Written(BaseModel):
    """A part of the file: no word is passed over."""

    model_config = ConfigDict(extra="forbid", strict=True)


class OwnAnswer(Written):
    """What the programme's own source says, a paragraph of an act or an agreement, retold.

    `instead_of` are the answers of the programme it is like, whose place it takes.
    """

    heading: PlainText
    text: PlainText
    instead_of: list[str] = []
    link: Link = ""
    software: list[str] = []
    does: str = ""
    later: bool = False


class OwnValue(BaseModel):
    """A value that differs: its content from a day on, and what else is said of it."""

    model_config = ConfigDict(extra="allow", strict=True)
    __pydantic_extra__: dict[str, Any]

    from_: Dated = Field(alias="from")


class OwnReading(Written):
    """What the source leaves open of a measure: the question, and what is taken, from a day on.

    It is of every measure, or of those under `of`: a number between two limits, or one of some
    `options`, each with what it means.
    """

    label: PlainText
    unit: PlainText = "valg"
    question: PlainText
    says: PlainText
    of: list[str] = []
    at_least: Annotated[int, Field(ge=0)] | None = None
    at_most: Annotated[int, Field(le=100)] | None = None
    options: dict[str, PlainText] | None = None
    sources: list[str]
    from_: Dated = Field(alias="from")


def _of_measures(readings: dict[LeftOpen, OwnReading]) -> dict[LeftOpen, OwnReading]:
    """The readings, if every answer to each can be measured."""
    for name, reading in readings.items():
        for content in [*reading.from_.values(), *(reading.options or ())]:
            try:
                Measure.model_validate({"label": "", "touched": ["talks"], name: content})
            except ValidationError:
                raise ValueError(f"kan ikke have »{name}« som »{content}«") from None
    return readings


class OwnPage(Written):
    """The programme's own words on a page: its title, what follows it, and sections by heading."""

    title: PlainText = ""
    lead: PlainText = ""
    sections: dict[str, PlainText] = {}


class OwnFile(Written):
    """A programme that is `like` another from the day `since` on, and what it says otherwise.

    With `answers` of its own it rests on those, and not on the other's.  `words` are said in the
    place of the other's.  Of several `measures` the first counts unless another is chosen; the
    `readings` are of a number of theirs; `groups` have one staff between them.  An `example` is in
    force for nobody; it tells where it is from.
    """

    name: PlainText
    short: PlainText = ""
    like: str
    since: date
    document: PlainText = ""
    example: PlainText = ""
    values: dict[str | int, OwnValue]
    answers: dict[Id, OwnAnswer] = {}
    measures: dict[str, Measure] = {}
    readings: Annotated[dict[LeftOpen, OwnReading], AfterValidator(_of_measures)] = {}
    groups: dict[str, Group] = {}
    words: dict[str, PlainText] = {}
    pages: dict[str, OwnPage] = {}


def own_content(path: Path, loader: Any, known: Collection[str]) -> dict[str, Any]:
    """What a file of the user's says; FsmError in Danish with every fault, each with its line.

    `known` are the programmes it may be like.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content = dict(yaml.load(text, loader))
    except FileNotFoundError:
        raise FsmError(f"Programfilen »{path.name}« findes ikke.") from None
    except (OSError, TypeError, ValueError, yaml.YAMLError):
        raise FsmError(f"»{path.name}« kan ikke læses som et program i YAML.") from None
    faults = faults_of(content, text)
    if isinstance(like := content.get("like"), str) and like not in known:
        faults.append(f"{_line(text, ('like',))}like: {unknown(like, known)}")
    if faults:
        raise FsmError("\n".join(f"»{path.name}«{fault}" for fault in faults))
    return content


def faults_of(content: Mapping[str, Any], text: str) -> list[str]:
    """Every fault of a file's content, with the line of `text` and the field, in Danish."""
    try:
        OwnFile.model_validate(content)
    except ValidationError as error:
        told = [_told(each, text) for each in error.errors()]
        return sorted(dict.fromkeys(told), key=_line_told)
    return []


def _told(error: Any, text: str) -> str:
    place = tuple(part for part in error["loc"] if part != "[key]")
    if error["type"] == "value_error":
        fault = str(error["ctx"]["error"])
    else:
        told = FIELDS_IN_DANISH.get(error["type"], "kan ikke læses")
        fault = told.format(**error.get("ctx", {})).replace(" or ", " eller ")
    if place[0] == "values" and len(place) > 1:
        fault = "skal have en værdi under from med en dato som 2023-01-01"
        return f"{_line(text, place)}»{place[1]}« {fault}."
    return f"{_line(text, place)}{'.'.join(str(part) for part in place)} {fault}."


def _line_told(fault: str) -> int:
    found = re.search(r"linje (\d+)", fault)
    return int(found[1]) if found else 0


def _line(text: str, place: tuple[Any, ...]) -> str:
    """Where in the text a field stands, or the last part of its place that is there."""
    node, line = yaml.compose(text, yaml.SafeLoader), None
    for part in place:
        if not isinstance(node, yaml.MappingNode):
            break
        found = [(key, value) for key, value in node.value if key.value == str(part)]
        if not found:
            break
        key, node = found[0]
        line = key.start_mark.line + 1
    return f", linje {line}: " if line else ": "
