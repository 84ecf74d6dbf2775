"""What the command line says of itself: help in Danish, what is misused, no idle imports."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from fsmlib.analyses.question import EXAMPLES
from fsmlib.analyses.visitation import PLAN
from fsmlib.cli import app
from tests.cli.running import fsm


def commands(group: Any, *words: str) -> Iterator[tuple[str, ...]]:
    """Every command and group of commands, as it is written after `fsm`."""
    yield words
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, *words, name)


@pytest.mark.parametrize("words", list(commands(get_command(app))), ids=" ".join)
def test_help_is_danish(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    app([*words, "--help"], standalone_mode=False)
    told = capsys.readouterr().out
    assert told.startswith("Brug: ") and "Vis denne hjælp." in told
    for english in ("Usage", "Options", "Show this", "Commands", "[required", "[default", " <"):
        assert english not in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Skriv en kommando."),
        (("rendr",), "Kommandoen findes ikke"),
        (("render",), "Der mangler »NOTEBOOK«."),
        (("synth",), "Der mangler »--out«."),
        (("synth", "--citizens"), "Tilvalget »--citizens« mangler sin værdi"),
        (("app", "--port", "99999"), "Værdien af »--port« kan ikke bruges."),
        (("payout", "m.csv", "--grant", "mange"), "Værdien af »--grant« kan ikke bruges."),
        (("render", "01_staffing", "--dta", "x"), "Tilvalget »--dta« kendes ikke."),
        (("version", "nu"), "for mange ord"),
    ],
)
def test_a_misused_command_says_so_and_ends_with_2(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    told = fsm(*arguments, cwd=tmp_path)
    assert told.returncode == 2 and said in told.stderr and "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        (("rendr",), "fsm"),
        (("check",), "fsm check"),
        (("explain", "citizen"), "fsm explain citizen"),
    ],
)
def test_who_misused_a_command_is_sent_to_its_own_help(
    tmp_path: Path, arguments: tuple[str, ...], where: str
) -> None:
    assert fsm(*arguments, cwd=tmp_path).stderr.endswith(f" Se: {where} --help\n")


@pytest.mark.parametrize(
    ("arguments", "unused"),
    [
        (("version",), ("pandas", "rich", "yaml")),
        (("rules",), ("pandas", "numpy", "matplotlib", "rich.progress")),
        (
            ("check", str(EXAMPLES["cap"])),
            (
                "matplotlib",
                "scipy.optimize",
                "scipy.stats",
                "pyarrow.parquet",
                "nbformat",
                "papermill",
            ),
        ),
        (
            ("simulate", str(PLAN), "--replications", "1000"),
            ("matplotlib", "nbformat", "papermill", "scipy.stats", "nbconvert"),
        ),
    ],
)
def test_a_command_imports_only_what_it_uses(
    tmp_path: Path, arguments: tuple[str, ...], unused: tuple[str, ...]
) -> None:
    program = (
        "import atexit, sys\n"
        f"found = lambda: sys.stderr.write(' '.join({{*sys.modules}} & {set(unused)!r}))\n"
        "atexit.register(found)\n"
        "from fsmlib.cli import main\n"
        "main()\n"
    )
    command = [sys.executable, "-c", program, *arguments]
    told = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, encoding="utf-8")
    assert told.stdout and not {*told.stderr.split()} & {*unused}


def test_wrong_words_for_template_and_parameters(tmp_path: Path) -> None:
    told = fsm("template", "stafing", cwd=tmp_path)
    assert told.returncode == 1 and "Mente du »staffing«" in told.stderr
    told = fsm("template", "staffing", "--out", "b.csv", cwd=tmp_path)
    assert told.returncode == 1 and "skal ende på .xlsx" in told.stderr
    assert not list(tmp_path.iterdir())
    told = fsm("render", "01_staffing", "-p", "seed", cwd=tmp_path)
    assert told.returncode == 1 and "navn=værdi" in told.stderr


def test_version(tmp_path: Path) -> None:
    assert fsm("version", cwd=tmp_path).stdout.startswith("fsmlib ")
