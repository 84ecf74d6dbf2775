"""A wheel built from the checkout works outside it, in an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, cwd: Path) -> str:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
    told = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


def test_the_wheel_renders_the_example_from_another_folder(tmp_path: Path) -> None:
    build = ("-m", "build", "--no-isolation", "--outdir", tmp_path / "dist", ROOT)
    run(sys.executable, *build, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    bin_ = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    constraints = tmp_path / "constraints.txt"
    constraints.write_text(
        run(sys.executable, "-m", "pip", "freeze", "--exclude-editable", cwd=ROOT)
    )
    pip = (bin_ / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--constraint", constraints, wheel, cwd=tmp_path)
    told = run(bin_ / "fsm", "demo", cwd=tmp_path)
    assert (tmp_path / "out" / "01_staffing.html").exists() and "00_start.html" in told
    assert "Middelfart's 132 citizens" in run(bin_ / "fsm", "rules", "HIR-11", cwd=tmp_path)
    assert "The fsmlib developers (" in run(bin_ / "fsm", "cite", cwd=tmp_path)
    place = run(bin_ / "python", "-c", "import fsmlib; print(fsmlib.__file__)", cwd=tmp_path)
    assert str(tmp_path) in place
