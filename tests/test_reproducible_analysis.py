"""What of reproducible analytical pipelines (NHS RAP, baseline to gold) a machine can check."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from fsmlib.pages.start import notebooks, stored
from fsmlib.pages.views import PROVENANCE_MIME
from fsmlib.site.outputs import outputs

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def tracked() -> list[str]:
    told = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if told.returncode:
        pytest.skip("not a checkout")
    return told.stdout.splitlines()


def test_the_licence_is_open_and_the_one_the_package_names() -> None:
    assert PROJECT["license"] == "MIT"
    assert (ROOT / "LICENSE").read_text("utf-8").startswith("MIT License")


def test_every_package_is_pinned_with_a_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = re.findall(r"^[a-z0-9._-]+(?:\[[\w,-]+\])?(==)?", lock, re.MULTILINE)
    assert len(pinned) > 50 and all(pinned)
    assert lock.count("--hash=sha256:") >= len(pinned)


def test_no_output_of_a_run_is_committed_but_the_stored_notebooks() -> None:
    assert not [f for f in tracked() if f.startswith("out/") or f.endswith((".html", ".pdf"))]


@pytest.mark.parametrize("name", notebooks())
def test_every_page_tells_its_version_and_the_command_that_makes_it_again(name: str) -> None:
    (told,) = outputs(stored(name), PROVENANCE_MIME)
    assert told["Version"].startswith("fsmlib ")
    assert told["Lav siden igen med"].startswith(f"fsm render {name}")
