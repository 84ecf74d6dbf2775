"""Every number on a page leads to the answers it rests on, and every link leads somewhere."""

import re
from functools import cache
from pathlib import Path

import pytest

from fsmlib.pages.links import RULEBOOK, linked
from fsmlib.pages.start import notebooks, stored
from fsmlib.pages.views import HEADLINE_MIME, PICTURE_MIME, TABLE_MIME
from fsmlib.programme.sources import answers
from fsmlib.site.html import to_html

# What rests on no answer: guesses with their origin, what a user chose, and files that failed.
RESTS_ON_NO_ANSWER = {
    "Forudsætninger",
    "Forudsætninger (HIR)",
    "Forudsætninger (FSM2)",
    "Vægte og betingelser",
    "Kan ikke vurderes",
}


@cache
def page(name: str, *beside: str) -> str:
    return to_html(stored(name), beside=beside)


def hrefs(html: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', html)


def ids(html: str) -> set[str]:
    return set(re.findall(r'\bid="([^"]+)"', html))


def without_sources(name: str) -> list[str]:
    """The tables, pictures and headlines of a stored notebook that name no answer."""
    lacking = []
    for cell in stored(name).cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if TABLE_MIME in data:
                table = data[TABLE_MIME]
                columns = [place for place, c in enumerate(table["columns"]) if c[2] == "ids"]
                told = [row[place] for row in table["rows"] for place in columns]
                named = set(table["sources"]) | set(", ".join(filter(None, told)).split(", "))
                what = table["title"]
            elif PICTURE_MIME in data:
                what, named = data[PICTURE_MIME]["title"], set(data[PICTURE_MIME]["sources"])
            elif HEADLINE_MIME in data:
                what, named = data["text/plain"], set(re.findall(r"#([\w.-]+)", data["text/html"]))
            else:
                continue
            if not named & set(answers()):
                lacking.append(what)
    return lacking


@pytest.mark.parametrize("name", notebooks())
def test_every_table_picture_and_headline_names_the_answers_it_rests_on(name: str) -> None:
    assert set(without_sources(name)) <= RESTS_ON_NO_ANSWER


def test_what_is_let_off_is_really_there() -> None:
    assert {what for name in notebooks() for what in without_sources(name)} == RESTS_ON_NO_ANSWER


@pytest.mark.parametrize("name", notebooks())
def test_every_link_of_a_page_leads_somewhere_without_a_network(name: str) -> None:
    html = page(name, *notebooks())
    assert len(hrefs(html)) > 3
    for href in hrefs(html):
        file, _, place = href.partition("#")
        if href == "data:,":
            continue
        target = html if not file else page(Path(file).stem, *notebooks())
        assert not file or Path(file).stem in notebooks(), href
        assert not place or place in ids(target), href


@pytest.mark.parametrize("name", notebooks())
def test_a_page_alone_has_no_link_that_leads_nowhere(name: str) -> None:
    html = page(name)
    assert all(href.startswith("#") and href[1:] in ids(html) for href in hrefs(html)[1:])


@pytest.mark.parametrize("name", [name for name in notebooks() if name != RULEBOOK])
def test_every_id_of_an_answer_is_a_link(name: str) -> None:
    html = page(name, *notebooks()).partition("<body>")[2]
    bare = re.sub(r"<(a|code|pre)\b.*?</\1>", "", html, flags=re.DOTALL)
    told = re.findall(r"\b(?:HIR|FSM2|GEN)-[A-Z]?\d+(?:\.\d+)?", re.sub(r"<[^>]*>", "", bare))
    assert not set(told) & set(answers())
    assert f'href="{RULEBOOK}.html#' in html


def test_an_id_leads_to_its_retelling_and_from_there_to_the_rulebook() -> None:
    text = '<p>Se HIR-3 og HIR-99.</p><code>HIR-3</code><dl><dt id="HIR-3">HIR-3 Hvad</dt></dl>'
    alone, beside = linked(text, ()), linked(text, {RULEBOOK})
    assert re.search(r'<p>Se <a href="#HIR-3" title="[^"]+">HIR-3</a> og HIR-99.</p>', alone)
    assert "<code>HIR-3</code>" in alone and '<dt id="HIR-3">HIR-3 Hvad</dt>' in alone
    assert re.search(r'<dt id="HIR-3"><a href="06_rulebook.html#HIR-3" [^>]*>HIR-3</a>', beside)


def test_an_answer_that_is_not_retold_here_is_text_or_leads_to_the_rulebook() -> None:
    """One sheet cites answers and retells none."""
    text = '<p>Kilde: <a href="#HIR-3">HIR-3</a></p>'
    assert linked(text, ()) == "<p>Kilde: HIR-3</p>"
    assert '<a href="06_rulebook.html#HIR-3" title=' in linked(text, {RULEBOOK})


def test_a_link_to_a_page_that_is_not_there_becomes_text_or_leads_to_the_index() -> None:
    text = '<a href="01_staffing.ipynb">Bemanding</a>'
    assert linked(text, ()) == "Bemanding"
    assert linked(text, {"01_staffing"}) == '<a href="01_staffing.html">Bemanding</a>'
    assert linked(text, (), "../index.html") == '<a href="../index.html">Bemanding</a>'
