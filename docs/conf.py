"""How Sphinx builds the site: `make docs`.  It works from a file, without a request outside."""

import re
import tomllib
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

from fsmlib.pages.start import notebooks, stored
from fsmlib.site.html import to_html
from tools.api import write_api
from tools.rulebook import rulebook

if TYPE_CHECKING:
    from sphinx.application import Sphinx

HERE = Path(__file__).parent
PROJECT = tomllib.loads((HERE.parent / "pyproject.toml").read_text("utf-8"))["project"]
PAGES_OF_FILES = {
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "data/README.md": "data.md",
}
DANISH = ("index", "vejledning/", "rulebook")

project = "fsmlib"
author = PROJECT["authors"][0]["name"]
copyright = f"{author}. CC BY 4.0"  # noqa: A001
version = release = PROJECT["version"]
language = "da"

extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_heading_anchors = 3
default_role = "code"
autodoc_default_options = {"members": True, "exclude-members": "set"}  # set: matplotlib's own
suppress_warnings = ["ref.python"]  # two classes of one name in two rooms
html_theme = "furo"
html_title = f"fsmlib {release}"
html_show_sourcelink = False
html_copy_source = False


def setup(app: "Sphinx") -> None:
    """Adds what is made from the code: rulebook and API before, the example's pages after."""
    app.connect("builder-inited", _write_pages)
    app.connect("source-read", _stay_on_the_site)
    app.connect("autodoc-process-docstring", _fences_as_literal_blocks)
    app.connect("html-page-context", _tell_language)
    app.connect("build-finished", _add_pages)


def _write_pages(app: "Sphinx") -> None:
    write_api(HERE / "api")
    (HERE / "rulebook.md").write_text(rulebook(), "utf-8")


def _stay_on_the_site(app: "Sphinx", name: str, source: list[str]) -> None:
    for file, page in PAGES_OF_FILES.items():
        source[0] = source[0].replace(f"](../{file})", f"]({page})")


def _fences_as_literal_blocks(*given: Any) -> None:
    """A block of a docstring between fences, as Sphinx wants it."""
    lines: list[str] = given[-1]
    text = "\n".join(lines)
    blocks = re.compile(r"^```\n(.*?)^```$", re.DOTALL | re.MULTILINE)
    lines[:] = blocks.sub(lambda found: "::\n\n" + indent(found[1], "    "), text).split("\n")


def _tell_language(
    app: "Sphinx", name: str, template: str, context: dict[str, Any], _: Any
) -> None:
    context["language"] = "da" if name.startswith(DANISH) else "en"


def _add_pages(app: "Sphinx", failed: Exception | None) -> None:
    folder = Path(app.outdir, "eksempel")
    folder.mkdir(exist_ok=True)
    for name in notebooks() if not failed else ():
        (folder / f"{name}.html").write_text(to_html(stored(name), beside=notebooks()), "utf-8")
