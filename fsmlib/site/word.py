"""A page as a Word document under the headings of the application, ready to paste from."""

import base64
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import nbformat
from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.table import _Row

from fsmlib.danish import formatted, unbroken
from fsmlib.pages.views import (
    BANNER_MIME,
    HEADLINE_MIME,
    PICTURE_MIME,
    PROVENANCE_MIME,
    TABLE_MIME,
    TEXT_KINDS,
)
from fsmlib.site.export import PROVENANCE_SHEET, timeless
from fsmlib.site.html import title
from fsmlib.site.outputs import outputs

WIDTH, MARGIN = Cm(17), Cm(2)
# How high a picture is at most: on a page, and on one sheet of A4 beside few rows or many.
HIGHEST, ON_A_SHEET, BESIDE_MANY_ROWS, FEW_ROWS = Cm(22), Cm(7), Cm(4.4), 5
TEXT, SHEET_TEXT = Pt(10.5), Pt(8.5)
SMALL, SMALLEST, MOST_LETTERS = Pt(8.5), Pt(7), 60
LETTER, CELL_EDGES = 0.56, Cm(0.42)  # how wide a letter is in its size, and a cell around its text
Displayed = dict[str, Any]


def write_word(notebook: nbformat.NotebookNode, target: Path | BytesIO) -> None:
    """Writes an executed notebook as DOCX; the same notebook gives the same bytes.

    A picture is there where its cell has drawn it for paper too (`run` with `pictures`).
    """
    saved = BytesIO()
    word_document(notebook).save(saved)
    timeless(saved, target)


def word_document(notebook: nbformat.NotebookNode) -> Paper:
    """The answer first, then tables and pictures under the sections of the application."""
    paper = Document()
    is_sheet = bool(notebook.metadata.get("one_sheet"))
    _set_up(paper, title(notebook), SHEET_TEXT if is_sheet else TEXT)
    for lines in outputs(notebook, BANNER_MIME):
        for line in lines:
            paper.add_paragraph(line)
    for headline in outputs(notebook, HEADLINE_MIME):
        paper.add_paragraph().add_run(headline["sentence"]).bold = True
        for warning in headline["warnings"]:
            paper.add_paragraph(warning)
        for what, number, unit in headline["figures"]:
            paper.add_paragraph(f"{what}: {number} {unit}".strip(), style="List Bullet")
        paper.add_paragraph().add_run(_sources(headline["sources"])).font.size = SMALL
    rows = [len(told["rows"]) for told in outputs(notebook, TABLE_MIME)]
    room = ON_A_SHEET if sum(rows) <= FEW_ROWS else BESIDE_MANY_ROWS
    for section, shown in _by_section(notebook):
        paper.add_heading(section, level=1)
        for data in shown:
            if TABLE_MIME in data:
                _add_table(paper, data[TABLE_MIME])
            else:
                _add_picture(paper, data, room if is_sheet else HIGHEST)
    for rows in outputs(notebook, PROVENANCE_MIME):
        paper.add_heading(PROVENANCE_SHEET, level=1)
        told = [f"{what}: {content}" for what, content in rows.items()]
        for line in [" · ".join(told)] if is_sheet else told:
            paper.add_paragraph().add_run(line).font.size = SMALLEST if is_sheet else SMALL
    return paper


def _set_up(paper: Paper, heading: str, size: Length) -> None:
    """A4, Danish, text of one size, with the page's own heading as title."""
    paper.core_properties.title = heading
    paper.core_properties.language = "da-DK"
    paper.core_properties.author = "fsmlib"
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = MARGIN
        if size == SHEET_TEXT:
            section.top_margin = section.bottom_margin = Cm(1)
    paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = "Calibri", size
    if size == SHEET_TEXT:
        paper.styles["Normal"].paragraph_format.space_after = Pt(2)
        paper.styles["Title"].font.size = Pt(16)
        for level in (1, 2):
            paper.styles[f"Heading {level}"].font.size = Pt(10)
            paper.styles[f"Heading {level}"].paragraph_format.space_before = Pt(4)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "da-DK")
    paper.styles["Normal"].element.get_or_add_rPr().append(language)
    paper.add_heading(heading, level=0)


def _by_section(notebook: nbformat.NotebookNode) -> Iterator[tuple[str, list[Displayed]]]:
    """The tables and pictures under each section, in their order."""
    sections: dict[str, list[Displayed]] = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if told := data.get(TABLE_MIME) or data.get(PICTURE_MIME):
                sections.setdefault(told["section"], []).append(data)
    yield from sections.items()


def _add_picture(paper: Paper, data: Displayed, highest: Length) -> None:
    told = data[PICTURE_MIME]
    if "image/png" in data:
        picture = paper.add_picture(BytesIO(base64.b64decode(data["image/png"])), width=WIDTH)
        part = min(1, highest / picture.height)
        picture.width, picture.height = (int(side * part) for side in (WIDTH, picture.height))
        picture._inline.docPr.set("descr", told["alt"])
    else:
        paper.add_paragraph(told["alt"])
    paper.add_paragraph(f"{told['title']} {_sources(told['sources'])}".strip(), style="Caption")


def _add_table(paper: Paper, told: Displayed) -> None:
    """A table under its own heading; the row of headings is repeated on each page."""
    paper.add_heading(told["title"], level=2)
    if not told["rows"]:
        paper.add_paragraph(told["none"])
        return
    columns = told["columns"]
    kinds = [kind for _, _, kind in columns]
    heads = [f"{heading} ({unit})" if unit else heading for heading, unit, _ in columns]
    lines = [
        [unbroken(formatted(v, k)) for v, k in zip(row, kinds, strict=True)] for row in told["rows"]
    ]
    table = paper.add_table(rows=0, cols=len(columns), style="Light List Accent 1")
    table.autofit = False
    size = next(
        (s for s in (SMALL, SMALLEST) if sum(_least([heads, *lines], s)) <= WIDTH), SMALLEST
    )
    widths = _widths([heads, *lines], size)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for texts in (heads, *lines):
        _fill(table.add_row(), texts, kinds, widths, size)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    note = f"{told['note']} {_sources(told['sources'])}".strip()
    if note:
        paper.add_paragraph(note).runs[0].font.size = SMALL


def _least(lines: Sequence[Sequence[str]], size: Length) -> list[float]:
    """The width each column needs for its longest word."""
    longest = (
        max(len(word) for text in column for word in text.split(" "))
        for column in zip(*lines, strict=True)
    )
    return [CELL_EDGES + letters * LETTER * size for letters in longest]


def _widths(lines: Sequence[Sequence[str]], size: Length) -> list[Length]:
    """The width of each column: its longest word, and the rest by how much it has to say."""
    least = _least(lines, size)
    told = [min(max(map(len, column)), MOST_LETTERS) ** 2 for column in zip(*lines, strict=True)]
    spare = max(0.0, WIDTH - sum(least))
    wide = [need + spare * letters / sum(told) for need, letters in zip(least, told, strict=True)]
    return [Length(int(WIDTH * each / sum(wide))) for each in wide]


def _fill(
    row: _Row,
    texts: Sequence[str],
    kinds: Sequence[str],
    widths: Sequence[Length],
    size: Length,
) -> None:
    for cell, text, kind, width in zip(row.cells, texts, kinds, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(text).font.size = size
        if kind not in TEXT_KINDS and kind != "ids":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _sources(sources: Sequence[str]) -> str:
    return f"Kilde: {', '.join(sources)}" if sources else ""
