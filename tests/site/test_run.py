"""One notebook, strictly: checked before a kernel starts, whole files or none."""

import os
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from openpyxl import load_workbook

from fsmlib.atomic import atomic
from fsmlib.pages.views import PROVENANCE_MIME, TABLE_MIME
from fsmlib.programme.findings import FsmError, InputError
from fsmlib.site import run as run_module
from fsmlib.site.export import PROVENANCE_SHEET, workbook_of
from fsmlib.site.html import to_html
from fsmlib.site.outputs import outputs
from fsmlib.site.run import RunError, read_notebook, render, run
from tests.conftest import Fill

FSM = (sys.executable, "-c", "from fsmlib.cli import main; main()")
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    render("01_staffing", out, {})
    return out


class Page(HTMLParser):
    """What a browser would fetch, and what a screen reader would be told."""

    def __init__(self, html: str):
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag in names]


def test_a_page_asks_nothing_from_outside_and_shows_no_code(rendered: Path) -> None:
    html = (rendered / "01_staffing.html").read_text("utf-8")
    page = Page(html)
    assert not page.all("iframe", "object")
    assert not any("src" in attributes for attributes in page.all("script"))
    for attributes in page.all("img", "link", "source"):
        assert str(attributes.get("src") or attributes.get("href")).startswith("data:")
    assert all(str(a["href"]).startswith("#") for a in page.all("a"))
    assert "import" not in html and "ask(data" not in html and "Traceback" not in html
    assert html.count("url(") == html.count("url(#")


def test_a_page_is_danish_with_headings_in_order_and_words_for_every_picture(
    rendered: Path,
) -> None:
    page = Page((rendered / "01_staffing.html").read_text("utf-8"))
    assert page.all("html") == [{"lang": "da"}]
    levels = [int(tag[1]) for tag, _ in page.tags if tag in ("h1", "h2", "h3")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    pictures = [svg for svg in page.all("svg") if svg.get("role") == "img"]
    assert len(pictures) == 7
    assert all(len(str(image["aria-label"])) > 60 for image in pictures)
    tables = [each for each in page.all("table") if each.get("class") != "provenance"]
    assert len(page.all("caption")) == len(tables)


def test_every_source_a_page_names_is_retold_on_it(rendered: Path) -> None:
    page = Page((rendered / "01_staffing.html").read_text("utf-8"))
    retold = {str(attributes["id"]) for _, attributes in page.tags if "id" in attributes}
    named = {str(a["href"])[1:] for a in page.all("a")}
    assert named and named <= retold


def test_invented_numbers_are_said_in_plain_sight(rendered: Path) -> None:
    html = (rendered / "01_staffing.html").read_text("utf-8")
    assert html.index("Syntetiske tal.") < html.index("Svaret</h2>")


def test_the_workbook_has_the_sections_of_the_application_and_numbers_as_numbers(
    rendered: Path,
) -> None:
    book = load_workbook(rendered / "01_staffing.xlsx")
    assert book.sheetnames == [
        "Behov for sagsbehandlere",
        "Strategi for tilrettelæggelse",
        "Budget",
        "Forudsætninger og kilder",
        "Regn selv",
        PROVENANCE_SHEET,
    ]
    cells = [cell for row in book["Behov for sagsbehandlere"].iter_rows() for cell in row]
    assert any(cell.value == pytest.approx(132 / 35) for cell in cells)
    assert any(cell.value == 4.4 and cell.number_format == "#,##0.00" for cell in cells)


def test_a_page_says_how_to_make_it_again(rendered: Path) -> None:
    html = (rendered / "01_staffing.html").read_text("utf-8")
    assert "fsm render 01_staffing -p on=2018-03-01 -p seed=1" in html
    assert "--data" not in html and str(Path.cwd()) not in html


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sed": "1"}, "Mente du »seed«"),
        ({"seed": "mange"}, "et helt tal"),
        ({"changes": "cap=99"}, "fra 30 til 35"),
        ({"changes": "kap=30"}, "Mente du »cap«"),
        ({"on": "2001-01-01"}, "for tidligt"),
        ({"data": "findes-ikke.xlsx"}, "findes ikke"),
    ],
)
def test_a_wrong_parameter_stops_before_a_kernel_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], said: str
) -> None:
    monkeypatch.setattr(run_module.papermill, "execute_notebook", None)
    with pytest.raises(FsmError, match=said):
        render("01_staffing", tmp_path / "out", given)
    assert not (tmp_path / "out").exists()


def test_a_wrong_workbook_stops_before_a_kernel_starts(
    fill: Fill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module.papermill, "execute_notebook", None)
    path = fill(staffing=[{"municipality_code": "Midelfart", "open_cases": 35.5}])
    with pytest.raises(InputError) as caught:
        render("01_staffing", tmp_path / "out", {"data": str(path)})
    assert len([f for f in caught.value.findings if f.level == "error"]) == 2
    assert not (tmp_path / "out").exists()


def test_an_unknown_notebook_names_the_nearest() -> None:
    with pytest.raises(FsmError, match="Mente du »01_staffing«"):
        read_notebook("01_stafing")


@pytest.mark.slow
def test_what_surrounds_a_run_does_not_change_its_page(rendered: Path, tmp_path: Path) -> None:
    matplotlibrc = "text.usetex: True\ntext.color: red\naxes.facecolor: black\n"
    jupyter, ipython = ".local/share/jupyter", ".ipython/profile_default"
    for name, text in {
        "matplotlibrc": matplotlibrc,
        f"{ipython}/startup/00.py": "import pandas; pandas.DataFrame.sum = None",
        f"{ipython}/ipython_config.py": "c.InlineBackend.figure_formats = {'svg'}",
        f"{jupyter}/nbconvert/templates/page/index.html.j2": "somebody else's",
        f"{jupyter}/kernels/python3/kernel.json": '{"argv": ["false"], "display_name": "x"}',
        ".jupyter/jupyter_config.py": "c.NotebookClient.timeout = 1",
        "startup.py": "raise SystemExit",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    surroundings = {
        "HOME": str(tmp_path),
        "LC_ALL": "C",
        "TZ": "Asia/Tokyo",
        "MATPLOTLIBRC": "matplotlibrc",
        "MPLBACKEND": "nonsense",
        "MPLCONFIGDIR": str(tmp_path),
        "PYTHONSTARTUP": str(tmp_path / "startup.py"),
        "PYTHONWARNINGS": "error",
    }
    told = subprocess.run(
        [*FSM, "render", "01_staffing", "--out", "out"],
        cwd=tmp_path,
        env=os.environ | surroundings,
        capture_output=True,
        text=True,
    )
    assert (told.returncode, told.stderr) == (0, "")
    page = "01_staffing.html"
    assert (tmp_path / "out" / page).read_bytes() == (rendered / page).read_bytes()


@pytest.mark.parametrize(
    "noise",
    [
        "import logging; logging.getLogger('asyncio').error('noise')",
        "import logging; logging.getLogger('tornado.application').error('noise')",
        "import warnings; warnings.warn('noise')",
        "import os; os.write(1, b'noise'); os.write(2, b'noise')",
        "import threading; t = threading.Thread(target=lambda: 1 / 0); t.start(); t.join()",
        "import atexit; atexit.register(lambda: 1 / 0)",
    ],
)
def test_what_libraries_write_in_a_kernel_never_reaches_the_terminal(
    capfd: pytest.CaptureFixture[str], noise: str
) -> None:
    done = "from fsmlib.pages.views import Provenance\nProvenance({})"
    run(code_notebook(noise, done), {})
    assert capfd.readouterr() == ("", "")


def code_notebook(*sources: str) -> nbformat.NotebookNode:
    cells = [nbformat.v4.new_markdown_cell("# Prøve")]
    parameter = nbformat.v4.new_code_cell("x: int = 1  # Tal", metadata={"tags": ["parameters"]})
    cells += [parameter, *map(nbformat.v4.new_code_cell, sources)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("1 / 0", "ZeroDivisionError"),
        (
            "from fsmlib.programme.findings import FsmError\nraise FsmError('På dansk.')",
            "^På dansk.$",
        ),
        ("import sys; sys.exit(0)", "før den var færdig"),
        ("import os; os._exit(1)", "gik i stå"),
    ],
)
def test_a_notebook_that_does_not_reach_its_end_is_no_page(source: str, said: str) -> None:
    with pytest.raises(RunError, match=said):
        run(code_notebook(source), {})


def page_with(text: str) -> nbformat.NotebookNode:
    return run(
        code_notebook(
            "import pandas as pd\n"
            "from fsmlib.pages.views import PageColumn, Provenance, Table\n"
            f"frame = pd.DataFrame({{'a': [{text!r}], 'b': [1.5]}})\n"
            "columns = PageColumn('a', 'A'), PageColumn('b', 'B', 'fte', 'årsværk')\n"
            "Table('T', frame, columns, 'S')",
            f"Provenance({{'Data': {text!r}}})",
        ),
        {"x": "2"},
    )


def test_text_from_a_file_is_text_on_the_page_and_in_the_workbook() -> None:
    executed = page_with(SCRIPT)
    assert SCRIPT not in to_html(executed) and "&lt;script&gt;" in to_html(executed)
    book = workbook_of(page_with("=1+1"))
    assert book is not None
    cell = next(c for row in book["S"].iter_rows() for c in row if c.value == "=1+1")
    assert cell.data_type == "s"
    assert outputs(executed, TABLE_MIME)[0]["rows"] == [[SCRIPT, 1.5]]
    assert outputs(executed, PROVENANCE_MIME)


def test_a_page_without_tables_has_no_workbook() -> None:
    executed = run(code_notebook("from fsmlib.pages.views import Provenance\nProvenance({})"), {})
    assert workbook_of(executed) is None


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    target = tmp_path / "sub" / "a.txt"
    with pytest.raises(RuntimeError), atomic(target) as draft:
        draft.write_text("half")
        raise RuntimeError
    assert list(target.parent.iterdir()) == []
    with atomic(target) as draft:
        draft.write_text("whole")
    assert target.read_text() == "whole" and [p.name for p in target.parent.iterdir()] == ["a.txt"]
