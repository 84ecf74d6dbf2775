"""The files of an executed page: always HTML and a workbook, and what else is asked for."""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat

from fsmlib.pages.page import ROWS
from fsmlib.pages.views import (
    BANNER_MIME,
    FOR_PAPER,
    HEADLINE_MIME,
    PROVENANCE_MIME,
    Provenance,
)
from fsmlib.site.export import save, workbook_of
from fsmlib.site.html import to_html
from fsmlib.site.privacy import stop_leaks

ONE_SHEET = "_et_ark"
SUMMARY = "summary"  # the tag of a cell whose output belongs on the one sheet
ALWAYS_SHOWN = {BANNER_MIME, HEADLINE_MIME, PROVENANCE_MIME}


@dataclass(frozen=True)
class Forms:
    """What a page is also to be: a Word document, one sheet of A4, and whose statement it links.

    `was` is the address of a public body's statement on accessibility, empty for none.
    """

    docx: bool = False
    summary: bool = False
    was: str = ""

    @contextmanager
    def drawn(self) -> Iterator[None]:
        """Pictures are drawn for paper too within the block, where a document needs them."""
        before = os.environ.get(FOR_PAPER)
        if self.docx:
            os.environ[FOR_PAPER] = "1"
        try:
            yield
        finally:
            if before is None:
                os.environ.pop(FOR_PAPER, None)


PAGE_AND_WORKBOOK = Forms()


def write_forms(
    executed: nbformat.NotebookNode,
    name: str,
    folder: Path,
    forms: Forms,
    index: str = "",
    beside: Collection[str] = (),
) -> list[Path]:
    """Writes every file of the page to a folder of our own, the page first.

    LeakError when one of them carries what must stay in the municipality.
    """
    made = []
    others = {*beside} - {name}
    shown = {name: executed}
    if forms.summary and has_sheet(executed):
        shown[f"{name}{ONE_SHEET}"] = one_sheet(executed)
    for stem, notebook in shown.items():
        page = folder / f"{stem}.html"
        page.write_text(to_html(notebook, index, others, forms.was), encoding="utf-8")
        made.append(page)
        if forms.docx:
            from fsmlib.site.word import write_word

            made.append(page.with_suffix(".docx"))
            write_word(notebook, made[-1])
    if workbook := workbook_of(executed):
        made.append(folder / f"{name}.xlsx")
        save(workbook, made[-1])
    for path in made:
        stop_leaks(path.read_bytes(), path)
    return made


def has_sheet(notebook: nbformat.NotebookNode) -> bool:
    """Whether a page has an answer that goes on one sheet."""
    return any(SUMMARY in cell.metadata.get("tags", []) for cell in notebook.cells)


def one_sheet(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """An executed notebook cut down to its heading, its answer and the cells tagged `summary`.

    What became of the rows of its files is told on the page itself.
    """
    sheet = nbformat.from_dict(dict(notebook))
    heading = notebook.cells[0].source.split("\n")[0]
    sheet.metadata["one_sheet"] = True
    sheet.cells = [nbformat.v4.new_markdown_cell(heading)]
    sheet.cells += [nbformat.from_dict(cell) for cell in notebook.cells if _belongs(cell)]
    for cell in sheet.cells:
        for output in cell.get("outputs", []):
            if rows := output.get("data", {}).get(PROVENANCE_MIME):
                kept = {what: told for what, told in rows.items() if what != ROWS}
                output.data.update(Provenance(kept)._repr_mimebundle_())
    return sheet


def _belongs(cell: nbformat.NotebookNode) -> bool:
    shown = {mime for output in cell.get("outputs", []) for mime in output.get("data", {})}
    return SUMMARY in cell.metadata.get("tags", []) or bool(shown & ALWAYS_SHOWN)
