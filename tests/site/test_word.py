"""A page as a Word document and as one sheet: same numbers, under the application's headings."""

import os
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from docx import Document

from fsmlib.danish import unbroken
from fsmlib.pages.views import FOR_PAPER, HEADLINE_MIME, TABLE_MIME
from fsmlib.programme.findings import FsmError
from fsmlib.site.forms import SUMMARY, Forms, one_sheet
from fsmlib.site.html import to_html
from fsmlib.site.outputs import outputs
from fsmlib.site.run import read_notebook, render, run
from fsmlib.site.word import word_document, write_word


@pytest.fixture(scope="module")
def executed() -> nbformat.NotebookNode:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOR_PAPER, "1")
        return run(read_notebook("04_registration"), {})


def test_the_document_has_the_sections_the_answer_and_every_number(
    executed: nbformat.NotebookNode,
) -> None:
    paper = word_document(executed)
    headings = [p.text for p in paper.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings[:3] == ["Registrering", "Sagsmængde", "Passive og status"]
    told = outputs(executed, TABLE_MIME)
    assert len(paper.tables) == len([table for table in told if table["rows"]])
    for shown, table in zip(paper.tables, (t for t in told if t["rows"]), strict=True):
        assert len(shown.rows) == len(table["rows"]) + 1
    (headline,) = outputs(executed, HEADLINE_MIME)
    assert headline["sentence"] in [p.text for p in paper.paragraphs]


def test_the_document_warns_as_the_page_does_and_shows_each_picture_under_its_section(
    executed: nbformat.NotebookNode,
) -> None:
    paper = word_document(executed)
    told = [p.text for p in paper.paragraphs]
    (headline,) = outputs(executed, HEADLINE_MIME)
    assert headline["warnings"] and {*headline["warnings"]} <= {*told}
    (caption,) = (place for place, text in enumerate(told) if "ved månedens udgang" in text)
    headings = [p.text for p in paper.paragraphs[:caption] if p.style.name == "Heading 1"]
    assert headings[-1] == "Sagsmængde"


def test_every_picture_has_its_alternative_text(executed: nbformat.NotebookNode) -> None:
    shapes = word_document(executed).inline_shapes
    assert len(shapes) == 2
    assert all(len(shape._inline.docPr.get("descr")) > 40 for shape in shapes)


def test_the_same_page_is_the_same_bytes(executed: nbformat.NotebookNode) -> None:
    one, two = BytesIO(), BytesIO()
    write_word(executed, one)
    write_word(executed, two)
    assert one.getvalue() == two.getvalue() and Document(one).core_properties.title


def test_one_sheet_holds_the_answer_and_what_is_tagged(executed: nbformat.NotebookNode) -> None:
    html = to_html(one_sheet(executed))
    tagged = [cell.source for cell in executed.cells if SUMMARY in cell.metadata.get("tags", [])]
    assert tagged == ["pictures.heat_map(case)", "tables.passive(case)"]
    assert html.count("<svg") == 1 and html.count("<h1") == 1 and 'class="sheet"' in html
    first, rest = outputs(executed, HEADLINE_MIME)[0]["sentence"].split(". ", 1)
    assert f"{first}." in html and unbroken(rest) in html
    assert "Lav siden igen med" in html and "Måned for måned" not in html


def test_a_page_without_an_answer_has_no_sheet(tmp_path: Path) -> None:
    with pytest.raises(FsmError, match="06_rulebook har intet svar til ét ark"):
        render("06_rulebook", tmp_path / "out", {}, forms=Forms(summary=True))
    assert not (tmp_path / "out").exists()


def test_a_page_is_had_in_every_form_and_links_the_statement(tmp_path: Path) -> None:
    forms = Forms(docx=True, summary=True, was="https://eksempel.dk/was")
    made = render("04_registration", tmp_path / "out", {}, forms=forms)
    assert [path.name for path in made] == [
        "04_registration.html",
        "04_registration.docx",
        "04_registration_et_ark.html",
        "04_registration_et_ark.docx",
        "04_registration.xlsx",
    ]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        path.name for path in made
    )
    assert 'href="https://eksempel.dk/was"' in made[0].read_text("utf-8")
    assert len(Document(str(made[1])).inline_shapes) == 2
    assert FOR_PAPER not in os.environ
