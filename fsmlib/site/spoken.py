"""A page said as its programme says it: own titles, sentences, ids of answers and words."""

import re
from typing import Any

import nbformat

from fsmlib.programme.kinds import speaker_of
from fsmlib.programme.parameters import Values, load
from fsmlib.programme.sources import documents
from fsmlib.programme.voice import ANSWER_ID, Voice

SOURCES_HEADING = "Kilder"
OURS = ("text/", "application/vnd.fsmlib.")  # what our own views show
_HEADING = re.compile(r"(#+) (.+)\n*([\s\S]*)")


def spoken(executed: nbformat.NotebookNode, name: str, programme: str) -> nbformat.NotebookNode:
    """The executed notebook `name` in the words of a programme; as it is where none is named."""
    values = load(programme, "") if programme else None
    if values is None or values.is_first:
        return executed
    own = values.page(name)
    for place, cell in enumerate(executed.cells):
        if cell.cell_type == "markdown":
            cell.source = _prose(cell.source, own, values, is_first=place == 0)
        for output in cell.get("outputs", []):
            for mime in filter(lambda each: each.startswith(OURS), output.get("data", {})):
                output.data[mime] = in_voice(output.data[mime], values.voice)
    return executed


def _prose(text: str, own: dict[str, Any], values: Values, is_first: bool) -> str:
    """A heading and what follows it: the programme's own, or ours in its words.

    What follows our own title holds numbers of ours and is left out.
    """
    found = _HEADING.fullmatch(text.strip())
    if found is None:
        return values.voice.text(text)
    level, heading, rest = found.groups()
    if is_first:
        heading, rest = own.get("title", heading), own.get("lead", "")
    elif heading in own.get("sections", {}):
        rest = own["sections"][heading]
    elif heading == SOURCES_HEADING:
        is_own = speaker_of(values.programme) not in documents()
        return f"{level} {heading}\n\n{_sources(values) if is_own else rest}"
    return values.voice.text(f"{level} {heading}\n\n{rest}".strip())


def _sources(values: Values) -> str:
    return f"Svarene er genfortalt. De står i {values.document}."


def in_voice(content: Any, voice: Voice) -> Any:
    """Everything in what a view shows; a list of ids as the programme's own."""
    if isinstance(content, str):
        return voice.text(content)
    if isinstance(content, dict):
        return {key: in_voice(each, voice) for key, each in content.items()}
    if isinstance(content, list):
        if content and all(isinstance(e, str) and re.fullmatch(ANSWER_ID, e) for e in content):
            return [*voice.sources(content)]
        return [in_voice(each, voice) for each in content]
    return content
