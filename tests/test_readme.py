"""Every command of the README runs, and what it promises is there."""

import os
import re
import subprocess
import sys
from pathlib import Path

from openpyxl import load_workbook

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
Staff = tuple[str, int] | tuple[str, int, int, str]


def blocks(path: Path, language: str) -> list[list[str]]:
    """The lines of each block of a language in a document."""
    found = re.findall(rf"```{language}\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
    return [block.strip().splitlines() for block in found]


def ran(command: str, folder: Path) -> str:
    """What a command of a document prints when it is run in a folder; it must succeed."""
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    told = subprocess.run(
        command, shell=True, cwd=folder, env=environment, capture_output=True, text=True
    )
    assert told.returncode == 0, f"{command}: {told.stdout}{told.stderr}"
    return told.stdout


def fill_in(path: Path, staff: list[Staff]) -> None:
    """Fill in the template of a staffing as the documents say: 132 cases, and who holds them."""
    book = load_workbook(path)
    book["Bemanding"]["A3"], book["Bemanding"]["B3"] = "Middelfart", 132
    for row, cells in enumerate(staff, start=3):
        for column, cell in enumerate(cells, start=1):
            book["Sagsbehandlere"].cell(row, column, cell)
    book.save(path)


def test_the_readme_fits_a_screen_for_each_user() -> None:
    assert README.stat().st_size <= 8 * 1024


def test_the_analyst_s_commands_run_in_the_readme_s_order(tmp_path: Path) -> None:
    commands = [line for block in blocks(README, "sh") for line in block if line.startswith("fsm ")]
    assert len(commands) == 3
    for command in commands:
        ran(command, tmp_path)
        if command.startswith("fsm template"):
            fill_in(tmp_path / "bemanding.xlsx", [("A", 37)])
    assert (tmp_path / "out" / "bemanding" / "01_staffing.html").exists()


def test_every_make_target_of_the_documents_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    paths = (README, ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md"))
    text = "\n".join(path.read_text("utf-8") for path in paths)
    targets = set(re.findall(r"(?:^|`)make (\w+)", text, re.MULTILINE))
    assert {"demo", "test", "docs", "spell", "screenshots"} <= targets
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_ci_runs_what_the_readme_says() -> None:
    assert ["make demo", "make test"] in blocks(README, "sh")
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith("make test-all")
