"""The register of answers, and the mark that ties a rule function to them."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict

from fsmlib.programme.findings import FsmError
from fsmlib.programme.names import unknown

FOLDER = Path(__file__).parent
FILES = {"hir": "hir.yaml", "fsm2": "fsm2.yaml"}
Software = Literal["computes", "checks", "shows"]
Function = TypeVar("Function", bound=Callable[..., object])


class Answer(BaseModel):
    """One answer of a source document, retold, and what the software does with it.

    `planned` names the subject of the work in which its code comes; empty means done.
    `later` marks public facts that came after the documents.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    programme: str
    heading: str
    text: str
    software: tuple[Software, ...]
    does: str
    planned: str = ""
    later: bool = False

    @property
    def status(self) -> str:
        """Whether its code is there, in Danish."""
        return f"planlagt: {self.planned}" if self.planned else "klar"


class Rule(NamedTuple):
    """A rule function and the ids of the answers it rests on."""

    function: Callable[..., object]
    sources: tuple[str, ...]

    @property
    def name(self) -> str:
        """Module and function, `staffing.needed_fte`."""
        return f"{self.function.__module__.rsplit('.', 1)[-1]}.{self.function.__name__}"


RULES: list[Rule] = []


def rule(*sources: str) -> Callable[[Function], Function]:
    """Mark a function as the code of the answers `sources`."""

    def mark(function: Function) -> Function:
        RULES.append(Rule(function, sources))
        return function

    return mark


@cache
def programme_file(name: str) -> dict[str, Any]:
    """The content of a YAML file of this folder, read once."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


@cache
def programmes() -> dict[str, dict[str, Any]]:
    """Every programme by the name of its file: the content of each file that holds values."""
    files = {path.stem: programme_file(path.name) for path in sorted(FOLDER.glob("*.yaml"))}
    return {name: content for name, content in files.items() if "values" in content}


@cache
def answers() -> dict[str, Answer]:
    """Every answer by id, in the order of its document."""
    register: dict[str, Answer] = {}
    for programme, file in FILES.items():
        for id_, entry in programme_file(file)["answers"].items():
            register[id_] = Answer(id=id_, programme=programme, **entry)
    return register


def answer(id_: str) -> Answer:
    """The answer with this id; FsmError names the nearest id when there is none.

    >>> answer("HIR-11").heading
    'Hvad tilskuddet følger'
    """
    if id_ not in answers():
        raise FsmError(unknown(id_, answers()))
    return answers()[id_]
