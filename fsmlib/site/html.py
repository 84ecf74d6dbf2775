"""From an executed notebook to one HTML file that needs nothing else."""

import re
from collections.abc import Callable, Collection, Iterable
from functools import cache
from itertools import count
from pathlib import Path

import nbformat
from nbconvert import TemplateExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

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


class PageExporter(TemplateExporter):
    """Fills our template, which leaves nothing to mend in the page afterwards.

    nbconvert's own reads the whole page once more, for pictures without a text and for the focus.
    """

    output_mimetype = "text/html"

    def default_filters(self) -> Iterable[tuple[str, Callable[..., str]]]:
        """Those of nbconvert, with headings without links to themselves."""
        yield from super().default_filters()
        yield "markdown2html", _from_markdown


def _from_markdown(source: str) -> str:
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    return str(MarkdownWithMath(renderer=renderer).render(source))


@cache
def _exporter() -> PageExporter:
    """The exporter with its templates compiled, once in a process."""
    return PageExporter(
        template_name="page",
        extra_template_basedirs=[str(TEMPLATE_FOLDER)],
        file_extension=".html",
    )


def sections(notebook: nbformat.NotebookNode) -> list[str]:
    """The headings below the first, in their order."""
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    return re.findall(r"^## (.+)$", prose, re.MULTILINE)


def title(notebook: nbformat.NotebookNode) -> str:
    """The first heading of the notebook."""
    heading = re.search(r"^# (.+)$", notebook.cells[0].source, re.MULTILINE)
    return heading[1] if heading else ""
