"""A page on one sheet: the answer, the numbers that matter, one chart, and what is unsure."""

import nbformat

from fsmlib.pages.views import BANNER_MIME, HEADLINE_MIME, PROVENANCE_MIME

SUMMARY = "summary"  # the tag of a cell whose output belongs on the sheet
ALWAYS = (BANNER_MIME, HEADLINE_MIME, PROVENANCE_MIME)


def one_sheet(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """An executed notebook cut down to its heading, its answer and the cells tagged `summary`."""
    sheet = nbformat.from_dict(dict(notebook))
    heading = notebook.cells[0].source.split("\n")[0]
    sheet.metadata["one_sheet"] = True
    sheet.cells = [nbformat.v4.new_markdown_cell(heading)]
    sheet.cells += [cell for cell in notebook.cells if _belongs(cell)]
    return sheet


def _belongs(cell: nbformat.NotebookNode) -> bool:
    shown = {mime for output in cell.get("outputs", []) for mime in output.get("data", {})}
    return SUMMARY in cell.metadata.get("tags", []) or bool(shown & set(ALWAYS))
