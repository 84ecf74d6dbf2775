"""The answers of a document one by one: retold, and all that rests on each of them."""

from collections.abc import Iterable, Sequence
from html import escape

from fsmlib.pages.links import RULEBOOK
from fsmlib.pages.rulebook.found import (
    GoldenCase,
    cases_of,
    pages_with,
    teaching,
    values_behind,
)
from fsmlib.pages.start import START
from fsmlib.pages.views import Text
from fsmlib.programme.kinds import speaker_of
from fsmlib.programme.sources import Answer, Rule, answers, programmes
from fsmlib.rules import functions_of

HOW_TO_READ = (
    "Svarene er genfortalt. Funktioner og prøver står på engelsk som i koden; en prøve er regnet i "
    "hånden, hvor der ikke står andet."
)
BY_HAND = "hand-computed"


def document(programme: str) -> Text:
    """Every answer of a programme in the order of its document, as sections to unfold."""
    speaker = speaker_of(programme)
    own = [entry for entry in answers().values() if entry.programme in (programme, speaker)]
    name = programmes()[speaker]["document"]
    html = f"<p>{escape(name)}. {HOW_TO_READ}</p>" + "".join(map(_section, own))
    return Text(html, f"{name}: {len(own)} svar")


def _section(entry: Answer) -> str:
    pages = [page for page in pages_with(entry) if page not in (START, RULEBOOK)]
    shown = ", ".join(f'<a href="{each}.ipynb">{each.split("_")[0]}</a>' for each in pages)
    return (
        '<section class="answer-in-full">'
        f'<h3 id="{entry.id}">{entry.id} {escape(entry.heading)}</h3><p>{escape(entry.text)}</p>'
        f'<p class="note">Programmet: {escape(entry.does)} Vises på side {shown or "–"}.</p>'
        + _values(values_behind(entry))
        + _tried(functions_of(entry), cases_of(entry))
        + "</section>"
    )


def _values(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<p class="note">Værdier og datoer:</p><ul>{items}</ul>' if items else ""


def _tried(functions: Sequence[Rule], cases: Sequence[GoldenCase]) -> str:
    """Each function that rests on the answer, what it gives, and how it is tried, to unfold."""
    if not (functions or cases):
        return ""
    told = {rule.name: teaching(rule).partition("\n")[0] for rule in functions}
    items = "".join(
        f"<dt>{name}</dt><dd>{escape(told.get(name, ''))}{_cases(name, cases)}</dd>"
        for name in dict.fromkeys([*told, *(case.rule for case in cases)])
    )
    summary = f"Funktioner ({len(functions)}) og prøver ({len(cases)})"
    return f'<details><summary>{summary}</summary><dl lang="en">{items}</dl></details>'


def _cases(rule: str, cases: Iterable[GoldenCase]) -> str:
    own = [case for case in cases if case.rule == rule]
    ways = ["" if case.how == BY_HAND else f" ({escape(case.how)})" for case in own]
    items = "".join(f"<li>{escape(c.name)}{way}</li>" for c, way in zip(own, ways, strict=True))
    return f"<ul>{items}</ul>" if items else ""
