"""The register of answers, and the mark that ties a rule function to them."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar, cast

import yaml
from pydantic import BaseModel, ConfigDict

from fsmlib.programme.findings import FsmError
from fsmlib.programme.names import unknown

FOLDER = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # a tenth of the time, where it is there
FILES = {"hir": "hir.yaml", "fsm2": "fsm2.yaml"}
Software = Literal["computes", "checks", "shows"]
Function = TypeVar("Function", bound=Callable[..., object])


class Answer(BaseModel):
    """One answer of a source document, retold, and what the software does with it.

    `later` marks public facts that came after the documents.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    programme: str
    heading: str
    text: str
    software: tuple[Software, ...]
    does: str
    later: bool = False


class Rule(NamedTuple):
    """A rule function and the ids of the answers it rests on."""

    function: Callable[..., object]
    sources: tuple[str, ...]

    @property
    def name(self) -> str:
        """Module and function, `staffing.needed_fte`."""
        return f"{self.function.__module__.rsplit('.', 1)[-1]}.{self.function.__name__}"


RULES: list[Rule] = []


class Own(NamedTuple):
    """A programme of the user's: where its file is, and what it says."""

    path: Path
    content: dict[str, Any]


_own: dict[str, Own] = {}


class Taken(NamedTuple):
    """One step of a computation: the rule function called, what went in, and what came out."""

    function: Callable[..., object]
    given: Mapping[str, Any]
    result: Any


_taken: ContextVar[list[Taken] | None] = ContextVar("taken", default=None)


@contextmanager
def steps_taken() -> Iterator[list[Taken]]:
    """Note each call of a rule function within the block, in the order they return."""
    steps: list[Taken] = []
    token = _taken.set(steps)
    try:
        yield steps
    finally:
        _taken.reset(token)


def rule(*sources: str) -> Callable[[Function], Function]:
    """Mark a function as the code of the answers `sources`; `steps_taken` notes its calls."""

    def mark(function: Function) -> Function:
        signature = inspect.signature(function)

        @wraps(function)
        def noted(*given: Any, **named: Any) -> Any:
            result = function(*given, **named)
            steps = _taken.get()
            if steps is not None:
                bound = signature.bind(*given, **named)
                bound.apply_defaults()
                steps.append(Taken(noted, bound.arguments, result))
            return result

        RULES.append(Rule(noted, sources))
        return cast(Function, noted)

    return mark


@cache
def programme_file(name: str) -> dict[str, Any]:
    """The content of a YAML file of this folder, read once."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return dict(yaml.load(text, LOADER))


def programmes() -> dict[str, dict[str, Any]]:
    """Every programme by the name of its file: the content of each file that holds values.

    Those of this folder, and those a user has named by their path.
    """
    return _shipped() | {name: own.content for name, own in _own.items()}


@cache
def _shipped() -> dict[str, dict[str, Any]]:
    files = {path.stem: programme_file(path.name) for path in sorted(FOLDER.glob("*.yaml"))}
    return {name: content for name, content in files.items() if "values" in content}


def programme_named(name: str) -> str:
    """The name of a programme given by name or by the path to its file.

    A file that is given is known by its name from here on, so that its markers are known when
    tables are read.  FsmError when it is no file that is `like` a programme of ours.
    """
    if not name.endswith((".yaml", ".yml")):
        if name not in programmes():
            raise FsmError("Programmet " + unknown(name, programmes()))
        return name
    path = Path(name).resolve()
    if path.stem in _shipped():
        raise FsmError(f"Der er allerede et program, der hedder »{path.stem}«; giv filen et andet.")
    _own[path.stem] = Own(path, _content(path))
    return path.stem


def place_of(programme: str) -> str:
    """What names a programme from anywhere: its name, or the whole path to a file of the user's."""
    return str(_own[programme].path) if programme in _own else programme


def _content(path: Path) -> dict[str, Any]:
    """What a file of the user's says; FsmError unless every value in it has a date."""
    try:
        content = dict(yaml.load(path.read_text(encoding="utf-8"), LOADER))
    except FileNotFoundError:
        raise FsmError(f"Programfilen »{path.name}« findes ikke.") from None
    except (OSError, TypeError, ValueError, yaml.YAMLError):
        raise FsmError(f"»{path.name}« kan ikke læses som et program i YAML.") from None
    if content.get("like") not in [*FILES] or not {"name", "since", "values"} <= set(content):
        raise FsmError(
            f"»{path.name}« skal have name, like ({' eller '.join(FILES)}), since og values."
        )
    if type(content["since"]) is not date:
        raise FsmError(f"»{path.name}«: since skal være en dato som 2023-01-01.")
    entries = content["values"].items() if isinstance(content["values"], dict) else [("values", 0)]
    for name, entry in entries:
        dated = entry.get("from") if isinstance(entry, dict) else None
        if not (isinstance(dated, dict) and dated and all(type(day) is date for day in dated)):
            raise FsmError(
                f"»{path.name}«: »{name}« skal have en værdi under from med en dato som 2023-01-01."
            )
    return content


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
