"""Every command of the README runs, and what it promises is there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from openpyxl import load_workbook

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[list[str]]:
    found = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return [block.strip().splitlines() for block in found]


def test_the_analyst_s_commands_run_in_the_readme_s_order(tmp_path: Path) -> None:
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    commands = [line for block in blocks("sh") for line in block if line.startswith("fsm ")]
    assert len(commands) == 4
    for command in commands:
        told = subprocess.run(
            command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert told.returncode == 0, f"{command}: {told.stdout}{told.stderr}"
        if command.startswith("fsm template"):
            fill_in(tmp_path / "bemanding.xlsx")
    assert (tmp_path / "out" / "bemanding" / "01_staffing.html").exists()


def fill_in(path: Path) -> None:
    book = load_workbook(path)
    book["Bemanding"]["A3"], book["Bemanding"]["B3"] = "Middelfart", 132
    book["Sagsbehandlere"]["A3"], book["Sagsbehandlere"]["B3"] = "A", 37
    book.save(path)


def test_every_make_target_of_the_readme_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"(?:^|`)make (\w+)", README, re.MULTILINE))
    assert {"demo", "test"} <= targets
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)


def test_ci_runs_what_the_readme_says() -> None:
    assert ["make demo", "make test"] in blocks("sh")
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith("make test")


def test_every_command_of_fsm_is_in_the_readme() -> None:
    fsm = shutil.which("fsm", path=str(Path(sys.executable).parent))
    assert fsm
    told = subprocess.run([fsm, "--help"], capture_output=True, text=True, encoding="utf-8")
    commands = re.findall(r"^  (\w+)  ", told.stdout.split("Kommandoer:")[1], re.MULTILINE)
    assert commands and all(f"`fsm {command}" in README for command in commands)
