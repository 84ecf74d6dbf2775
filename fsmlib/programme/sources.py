"""The register of answers, and the mark that ties a rule function to them."""

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar, cast

import yaml
from pydantic import BaseModel, ConfigDict

from fsmlib.programme.findings import FsmError
from fsmlib.programme.names import unknown

FOLDER = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # a tenth of the time, where it is there
Software = Literal["computes", "checks", "shows"]
Function = TypeVar("Function", bound=Callable[..., object])


class Answer(BaseModel):
    """One answer of a source document, retold, and what the software does with it.

    `later` marks public facts that came after the documents.  An answer of a user's programme is
    `instead_of` those of the programme that its own is like, and `link` leads to the text itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    programme: str
    heading: str
    text: str
    software: tuple[Software, ...] = ()
    does: str = ""
    later: bool = False
    instead_of: tuple[str, ...] = ()
    link: str = ""


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
_named: set[str] = set()


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


def documents() -> dict[str, dict[str, Any]]:
    """The programmes that are like no other, whose answers the rules are written to, by name."""
    alone = {name: content for name, content in _shipped().items() if "like" not in content}
    return dict(sorted(alone.items(), key=lambda each: each[1]["day"]))


def programme_named(name: str) -> str:
    """The name of a programme given by name or by the path to its file.

    A programme that is named is known from here on: its answers, and the markers of a file when
    tables are read.  FsmError when it is no file that is `like` another programme.
    """
    if not name.endswith((".yaml", ".yml")):
        if name not in programmes():
            raise FsmError("Programmet " + unknown(name, programmes()))
        _named.add(name)
        return name
    from fsmlib.programme.own_file import own_content  # its schema takes a while to build

    path = Path(name).resolve()
    if path.stem in _shipped():
        raise FsmError(f"Der er allerede et program, der hedder »{path.stem}«; giv filen et andet.")
    others = {other: content for other, content in programmes().items() if other != path.stem}
    content = own_content(path, LOADER, others)
    _check_answers(path, content, chain_of(content["like"]))
    _own[path.stem] = Own(path, content)
    _named.add(path.stem)
    return path.stem


def named_programmes() -> dict[str, str]:
    """The programmes that somebody has named beside the documents, by each word for them."""
    own = [(name, programmes()[name]) for name in sorted(_named - {*documents()} & {*programmes()})]
    return {
        word: name for name, said in own for word in (name, said["name"], said.get("short", name))
    }


def place_of(programme: str) -> str:
    """What names a programme from anywhere: its name, or the whole path to a file of the user's."""
    return str(_own[programme].path) if programme in _own else programme


def chain_of(programme: str) -> list[str]:
    """The programme, the one it is like, the one that is like, and so on to a document."""
    like = programmes()[programme].get("like")
    return [programme, *(chain_of(like) if like else ())]


def _check_answers(path: Path, content: Mapping[str, Any], chain: Sequence[str]) -> None:
    """FsmError for an answer that takes the place of none, or the id of another's."""
    theirs, faults = programmes()[chain[-1]]["answers"], []
    taken = {id_ for name in documents() for id_ in programmes()[name]["answers"]}
    for id_, entry in content.get("answers", {}).items():
        if id_ in taken:
            faults.append(f"»{id_}« er et svar i et andet program; giv svaret et andet id.")
        faults += [
            f"»{id_}« er i stedet for {unknown(each, theirs)}"
            for each in entry.get("instead_of", ())
            if each not in theirs
        ]
    if faults:
        raise FsmError("\n".join(f"»{path.name}«: {fault}" for fault in faults))


def answers() -> dict[str, Answer]:
    """Every answer by id, in the order of its document, then those of programmes named."""
    own = [name for name in _named if name in programmes() and name not in documents()]
    if not own:
        return _answers_of_documents()
    extra = {
        id_: Answer(id=id_, programme=name, **entry)
        for name in sorted(own)
        for each in chain_of(name)[:-1]
        for id_, entry in programmes()[each].get("answers", {}).items()
    }
    return _answers_of_documents() | extra


@cache
def _answers_of_documents() -> dict[str, Answer]:
    return {
        id_: Answer(id=id_, programme=programme, **entry)
        for programme, content in documents().items()
        for id_, entry in content["answers"].items()
    }


def answer(id_: str) -> Answer:
    """The answer with this id; FsmError names the nearest id when there is none.

    >>> answer("HIR-11").heading
    'Hvad tilskuddet følger'
    """
    if id_ not in answers():
        raise FsmError(unknown(id_, answers()))
    return answers()[id_]
