"""The answers of a document one by one: retold, and all that rests on each of them."""

import inspect
from collections.abc import Iterable
from html import escape

from fsmlib.pages.links import RULEBOOK
from fsmlib.pages.rulebook.found import (
    GoldenCase,
    cases_of,
    pages_with,
    teaching,
    values_of,
)
from fsmlib.pages.start import START
from fsmlib.pages.views import Text
from fsmlib.programme.kinds import speaker_of
from fsmlib.programme.sources import Answer, Rule, answers, programmes
from fsmlib.rules import functions_of


def document(programme: str) -> Text:
    """Every answer of a programme in the order of its document, as sections to unfold."""
    speaker = speaker_of(programme)
    own = [entry for entry in answers().values() if entry.programme in (programme, speaker)]
    name = programmes()[speaker]["document"]
    html = f"<p>{escape(name)}. Svarene er genfortalt.</p>" + "".join(map(_section, own))
    return Text(html, f"{name}: {len(own)} svar")


def _section(entry: Answer) -> str:
    pages = [page for page in pages_with(entry) if page not in (START, RULEBOOK)]
    shown = ", ".join(f'<a href="{page}.ipynb">{page}</a>' for page in pages) or "ingen side"
    functions, cases = functions_of(entry), cases_of(entry)
    return (
        f'<section class="answer-in-full" id="{entry.id}">'
        f"<h3>{entry.id} {escape(entry.heading)}</h3><p>{escape(entry.text)}</p>"
        f'<p class="note">Programmet: {escape(entry.does)} Vises på: {shown}.</p>'
        + _list("Værdier og datoer", values_of(entry))
        + _folded(f"Funktioner ({len(functions)})", map(_function, functions))
        + _folded(f"Prøver ({len(cases)})", map(_case, cases))
        + "</section>"
    )


def _function(entry: Rule) -> str:
    told = f"{entry.name}{inspect.signature(entry.function)}\n\n{teaching(entry)}"
    return f'<pre lang="en">{escape(told)}</pre>'


def _case(case: GoldenCase) -> str:
    return (
        f'<p lang="en"><strong>{escape(case.name)}</strong> ({escape(case.how)})</p>'
        f'<pre lang="en">{escape(case.rule)}\n  given:  {escape(case.given)}\n'
        f"  expect: {escape(case.expect)}</pre>"
    )


def _list(heading: str, lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<p class="note">{heading}:</p><ul>{items}</ul>' if items else ""


def _folded(heading: str, parts: Iterable[str]) -> str:
    content = "".join(parts)
    return f"<details><summary>{heading}</summary>{content}</details>" if content else ""
