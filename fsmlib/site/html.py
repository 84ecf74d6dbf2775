"""From an executed notebook to one HTML file that needs nothing else."""

import re
from collections.abc import Collection
from functools import cache
from itertools import count
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from fsmlib.danish import unbroken
from fsmlib.pages.links import linked

TEMPLATE_FOLDER = Path(__file__).parent / "template"


def to_html(
    notebook: nbformat.NotebookNode, index: str = "", beside: Collection[str] = (), was: str = ""
) -> str:
    """The page: headings, sentences, figures and tables, without code.

    With `index`, a page of a site: it leads back there, and links to other notebooks lead there.
    `beside` are the names of the pages in the same folder, which links can lead to; `was` is the
    address of a public body's statement on accessibility.
    """
    resources = {
        "title": title(notebook),
        "index": index,
        "sections": sections(notebook),
        "was": was,
    }
    html, _ = _exporter().from_notebook_node(notebook, resources=resources)
    html = html.replace("<th></th>", "<td></td>")  # an empty corner of a table is no heading
    html = unbroken(html)
    number = count(1)
    html = re.sub("<h2>", lambda _: f'<h2 id="afsnit-{next(number)}">', html)
    return linked(html, beside, index)


@cache
def _exporter() -> HTMLExporter:
    """The exporter with its templates compiled, once in a process."""
    return HTMLExporter(
        template_name="page",
        extra_template_basedirs=[str(TEMPLATE_FOLDER)],
        exclude_anchor_links=True,
    )


def sections(notebook: nbformat.NotebookNode) -> list[str]:
    """The headings below the first, in their order."""
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return re.findall(r"^## (.+)$", prose, re.MULTILINE)


def title(notebook: nbformat.NotebookNode) -> str:
    """The first heading of the notebook."""
    heading = re.search(r"^# (.+)$", notebook.cells[0].source, re.MULTILINE)
    return heading[1] if heading else ""
