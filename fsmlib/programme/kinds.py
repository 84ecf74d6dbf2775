"""The two kinds of programmes, which is meant where none is named, and how each speaks."""

from typing import Literal, cast

from fsmlib.programme.sources import chain_of, documents, programme_file, programmes
from fsmlib.programme.voice import PLAIN_VOICE, Voice

ProgrammeKind = Literal["cap", "thresholds"]
PROGRAMME_KIND_IN_DANISH: dict[ProgrammeKind, str] = {"cap": "loft", "thresholds": "tærskler"}
OF_NO_PROGRAMME = "GEN-"  # answers that are public facts, the same for every programme


def document_of(programme: str) -> str:
    """The programme whose rules count for this one, and whose answers the code is written to."""
    return chain_of(programme)[-1]


def kind_of(programme: str) -> ProgrammeKind:
    """What a programme asks for: that a `cap` is kept, or that `thresholds` are reached."""
    return cast(ProgrammeKind, programmes()[document_of(programme)]["kind"])


def first_of(kind: ProgrammeKind) -> str:
    """The programme of a kind that is meant where none is named."""
    return next(name for name in documents() if kind_of(name) == kind)


def speaker_of(programme: str) -> str:
    """The programme whose answers this one rests on: its own, or those of the one it is like."""
    return next(name for name in chain_of(programme) if programmes()[name].get("answers"))


def voice_of(programme: str) -> Voice:
    """How a programme says what is written of the programme whose rules it uses."""
    *own, document = chain_of(programme)
    if not own:
        return PLAIN_VOICE
    theirs, contents = programmes()[document], [programmes()[name] for name in own]
    words = {theirs[key]: contents[0][key] for key in ("name", "short") if key in contents[0]}
    if any(content.get("measures") for content in contents):
        words |= programme_file("measures.yaml")["words"]
    for content in reversed(contents):
        words |= content.get("words", {})
    speaker = speaker_of(programme)
    if speaker == document:
        return Voice({}, words)
    ids: dict[str, tuple[str, ...]] = {}
    for id_, entry in programmes()[speaker]["answers"].items():
        for known in entry.get("instead_of", ()):
            ids[known] = (*ids.get(known, ()), id_)
    own_ids = {id_ for id_ in theirs["answers"] if not id_.startswith(OF_NO_PROGRAMME)}
    return Voice(ids, words, frozenset(own_ids))
