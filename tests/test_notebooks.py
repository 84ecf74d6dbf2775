"""The notebooks: built alike, and the pictures stored in them still true."""

import re
from pathlib import Path

import nbformat
import pytest

from fsmlib.pages.start import notebooks, start, stored
from fsmlib.pages.views import PICTURE_MIME, PROVENANCE_MIME
from fsmlib.shipped import shipped
from fsmlib.site.html import to_html
from fsmlib.site.parameters import parameters_of
from fsmlib.site.run import LIVE, read_notebook, run

MOST_BYTES = 150_000


def code_cells(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


@pytest.mark.parametrize("name", notebooks())
def test_a_notebook_asks_and_never_defines(name: str) -> None:
    for cell in code_cells(stored(name)):
        assert not re.search(r"^\s*(def|class|lambda)\b", cell.source, re.MULTILINE)
        if not {"parameters", "teach"} & set(cell.metadata.get("tags", [])):
            assert not re.search(r"\d+[.,]?\d*(?![\w_])(?<![_\w]\d)", cell.source), cell.source
            assert "/" not in cell.source
    assert all(parameter.help for parameter in parameters_of(stored(name)).values())


@pytest.mark.parametrize("name", notebooks())
def test_a_notebook_is_stored_with_its_outputs_and_ends_with_its_provenance(name: str) -> None:
    cells = code_cells(stored(name))
    shown = [c for c in cells if not {"parameters", LIVE} & set(c.metadata.get("tags", []))]
    assert all(cell.outputs or cell.source.endswith("else None") for cell in shown)
    assert PROVENANCE_MIME in cells[-1].outputs[0].data
    live = [cell for cell in cells if LIVE in cell.metadata.get("tags", [])]
    assert not any(cell.outputs for cell in live)


@pytest.mark.parametrize("name", notebooks())
def test_a_page_is_light_enough_to_attach(name: str) -> None:
    others = {*notebooks()} - {name}
    page = to_html(stored(name), "../index.html", others, "https://www.was.digst.dk/en-kommune-dk")
    assert len(page.encode()) <= MOST_BYTES


@pytest.mark.parametrize("name", notebooks())
def test_no_widget_reaches_a_rendered_page(name: str) -> None:
    assert "app(" not in "".join(cell.source for cell in read_notebook(name).cells)
    assert "sliders" not in "".join(cell.source for cell in read_notebook(name).cells)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "pictures"),
    [
        ("01_staffing", 7),
        ("02_visitation", 8),
        ("03_thresholds", 3),
        ("04_registration", 2),
        ("05_evaluation", 1),
    ],
)
def test_the_stored_pictures_are_what_the_notebook_draws(name: str, pictures: int) -> None:
    executed = run(read_notebook(name), {})
    before, now = (
        [
            o.data["text/html"]
            for c in n.cells
            for o in c.get("outputs", [])
            if PICTURE_MIME in o.data
        ]
        for n in (stored(name), executed)
    )
    assert len(before) == len(now) == pictures
    assert before == now and all("<svg" in html for html in now)


def test_the_first_page_links_to_every_other_notebook() -> None:
    html = start("2019-11-01").questions().html
    assert all(f"{name}.ipynb" in html for name in notebooks() if name != "00_start")


def test_notebooks_hold_no_place_on_somebody_s_machine() -> None:
    for name in notebooks():
        text = shipped("notebooks", f"{name}.ipynb").read_text("utf-8")
        assert str(Path.home()) not in text and str(Path.cwd()) not in text
