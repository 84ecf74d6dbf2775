"""From an executed notebook to one HTML file that needs nothing else."""

import re
from functools import cache
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

TEMPLATES = Path(__file__).parent / "template"
_TO_A_NOTEBOOK = re.compile(r'(href="|\]\()([\w.-]+)\.ipynb\b')


def to_html(notebook: nbformat.NotebookNode, index: str = "") -> str:
    """The page: headings, sentences, figures and tables, without code.

    With `index`, a page of a site: it leads back there, and links to other notebooks lead there.
    """
    html, _ = _exporter().from_notebook_node(
        notebook, resources={"title": title(notebook), "index": index}
    )
    return _TO_A_NOTEBOOK.sub(rf"\1{index}" if index else r"\1\2.html", html)


@cache
def _exporter() -> HTMLExporter:
    """The exporter with its templates compiled, once in a process."""
    return HTMLExporter(
        template_name="page",
        extra_template_basedirs=[str(TEMPLATES)],
        exclude_anchor_links=True,
    )


def title(notebook: nbformat.NotebookNode) -> str:
    """The first heading of the notebook."""
    heading = re.search(r"^# (.+)$", notebook.cells[0].source, re.MULTILINE)
    return heading[1] if heading else ""
