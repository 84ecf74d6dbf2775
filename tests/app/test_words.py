"""Nobody without a terminal is sent to one: what the app shows says what to do in the app."""

import re

import pytest

from fsmlib.app.municipality.ways import WAYS
from fsmlib.pages.start import stored
from fsmlib.site.html import to_html
from fsmlib.tables.template import ADVICE

COMMAND = re.compile(r"fsm (?!app)[a-z]+|-p \w+=|--[a-z]+")
FOLDED = re.compile(r"<details.*?</details>|<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
IN_BRACKETS = re.compile(r"\([^()]*\)")


def in_the_open(html: str) -> list[str]:
    """The commands a page tells one to write: what is folded or in brackets is for others."""
    text = re.sub(r"<[^>]+>", " ", FOLDED.sub(" ", html))
    return COMMAND.findall(IN_BRACKETS.sub(" ", text))


@pytest.mark.parametrize("name", sorted({way.notebook for way in WAYS.values()}))
def test_a_page_of_the_app_tells_nobody_to_write_a_command(name: str) -> None:
    assert in_the_open(to_html(stored(name))) == []


@pytest.mark.parametrize("name", ADVICE)
def test_a_template_leads_to_the_app_first(name: str) -> None:
    (told,) = (line for line in ADVICE[name] if "fsm" in line)
    assert told.startswith("Læg filen op i appen")
