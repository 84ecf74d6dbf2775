"""The rulebook as a page of the documentation: every answer with all that rests on it."""

from collections.abc import Iterable

from fsmlib.pages.rulebook.found import cases_of, teaching, values_behind
from fsmlib.programme.sources import Answer, answers, documents
from fsmlib.rules import functions_of

INTRODUCTION = """# Regelbog

Hvert svar fra STAR, genfortalt, med de værdier, funktioner og prøver, der bygger på det. Siden er
lavet af programmet selv. Id'er med L er senere offentlige oplysninger. Funktioner og prøver er på
engelsk som i koden.
"""


def rulebook() -> str:
    """All answers in Markdown, programme by programme, in the order of their document."""
    parts = [INTRODUCTION]
    for programme, content in documents().items():
        parts += [f"## {content['name']}\n", f"{content['document']}.\n"]
        parts += [_section(entry) for entry in answers().values() if entry.programme == programme]
    return "\n".join(parts)


def _section(entry: Answer) -> str:
    functions = [f"`{each.name}`: {_first_line(teaching(each))}" for each in functions_of(entry)]
    cases = [f"`{case.rule}`: {case.name}" for case in cases_of(entry)]
    return (
        f"### {entry.id} {entry.heading}\n\n{entry.text}\n\n*Programmet:* {entry.does}\n\n"
        + _list("Værdier", (f"`{line.replace(' = ', '` = ', 1)}" for line in values_behind(entry)))
        + _list("Funktioner", functions)
        + _list("Prøver", cases)
    )


def _first_line(text: str) -> str:
    return text.split("\n", 1)[0]


def _list(heading: str, lines: Iterable[str]) -> str:
    items = "".join(f"- {line}\n" for line in lines)
    return f"*{heading}:*\n\n{items}\n" if items else ""
