"""The house keeps its rooms: what a reader may rely on without reading everything."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from fsmlib import rules

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "fsmlib").rglob("*.py"))
RULES = sorted(Path(rules.__file__).parent.glob("*.py"))
LINES_IN_A_MODULE = 260
LINES_IN_A_FUNCTION = 50


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_no_number_but_0_and_1_stands_in_a_rule(path: Path) -> None:
    numbers = {
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }
    assert numbers <= {0, 1}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_person_can_read_a_module_and_a_function(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LINES_IN_A_MODULE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            docstring = len((ast.get_docstring(node) or "").splitlines())
            assert node.end_lineno is not None
            length = node.end_lineno - node.lineno - docstring
            assert length <= LINES_IN_A_FUNCTION, node.name


def test_the_command_line_starts_without_heavy_libraries() -> None:
    heavy = ("pandas", "numpy", "matplotlib", "nbformat", "pydantic", "yaml", "rich", "scipy")
    program = f"import sys, fsmlib.cli; print([m for m in {heavy!r} if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert told.stdout.strip() == "[]", told.stdout + told.stderr


def test_nobody_waits_for_a_library_that_a_function_of_scipy_special_can_stand_in_for() -> None:
    assert not [path for path in SOURCES if "scipy.stats" in path.read_text("utf-8")]


def test_the_project_reads_nothing_outside_itself() -> None:
    outside = ".." + "/shared"
    for pattern in ("**/*.py", "**/*.md", "**/*.ipynb", "**/*.yaml"):
        for path in ROOT.glob(pattern):
            if not any(part.startswith(".") for part in path.relative_to(ROOT).parts):
                assert outside not in path.read_text("utf-8"), path
