"""Many pages against the stock commands, one page after the other, as a shell loop runs them.

The peers are `papermill IN OUT -p ...` and `jupyter nbconvert --to html`, in this environment.
Their cost is the same for every page, so a few pages of theirs are enough; ours are made for all
98 municipalities, start-up included.  Wall time, for the loop leaves the second core idle.
"""

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from benchmarks.ratios import Ratio
from fsmlib.site.batch.inputs import data_for
from fsmlib.site.batch.orders import slug_of
from fsmlib.site.run import read_notebook
from fsmlib.tables.municipalities import municipalities

NOTEBOOKS = ("01_staffing", "03_thresholds")
PEER_TOWNS = ("0410", "0101")
ROUNDS = 3
BIN = Path(sys.executable).parent


def measure() -> list[Ratio]:
    folder = Path(tempfile.mkdtemp())
    try:
        return _measure(folder)
    finally:
        shutil.rmtree(folder)


def _measure(folder: Path) -> list[Ratio]:
    towns = len(municipalities())
    site = folder / "site"
    peers = [seconds_of_loop(folder / "peers", site)]
    ours = seconds(fsm("batch", *NOTEBOOKS, "--out", str(site)))
    peers += [seconds_of_loop(folder / "peers", site) for _ in range(ROUNDS - 1)]
    again = seconds(fsm("batch", *NOTEBOOKS, "--out", str(site), "--resume"))
    agree(folder / "peers", site)
    loop = statistics.median(peers) * towns / len(PEER_TOWNS)
    pages = towns * len(NOTEBOOKS)
    return [
        Ratio(f"{pages} pages, execute and HTML: against papermill and nbconvert", loop / ours, 5),
        Ratio(f"{pages} pages, nothing changed: against making them", ours / again, 50),
    ]


def fsm(*arguments: str) -> list[str]:
    return [str(BIN / "fsm"), *arguments]


def seconds(*commands: list[str]) -> float:
    begin = time.perf_counter()
    for command in commands:
        subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begin


def seconds_of_loop(folder: Path, site: Path) -> float:
    """The two commands for each of a few pages, from the same tables."""
    folder.mkdir(exist_ok=True)
    commands = []
    for name in NOTEBOOKS:
        notebook = read_notebook(name)
        nbformat.write(notebook, folder / f"{name}.ipynb")
        for code in PEER_TOWNS:
            data, _ = data_for(notebook, name, code, "", "", folder / "tables" / code, folder)
            out = folder / f"{code}-{name}.ipynb"
            given = ["-p", "data", str(data.absolute())]
            commands += [
                [str(BIN / "papermill"), str(folder / f"{name}.ipynb"), str(out), *given],
                [str(BIN / "jupyter"), "nbconvert", "--to", "html", "--no-input", str(out)],
            ]
    return seconds(*commands)


def agree(folder: Path, site: Path) -> None:
    """Our pages hold every picture, byte for byte, and every text of the peers' notebooks."""
    for code in PEER_TOWNS:
        for name in NOTEBOOKS:
            executed = json.loads((folder / f"{code}-{name}.ipynb").read_text("utf-8"))
            page = (site / slug_of(code) / f"{name}.html").read_text("utf-8")
            told = text_of(page)
            for cell in executed["cells"]:
                for output in cell.get("outputs", []):
                    shown = output.get("data", {})
                    assert "".join(shown.get("image/png", "")).strip() in page, cell["id"]
                    assert text_of("".join(shown.get("text/html", ""))) in told, cell["id"]


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)
