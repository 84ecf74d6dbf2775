"""Runs of many pages, and what they leave."""

import hashlib
import subprocess
import sys
from pathlib import Path

from fsmlib.site.batch.inputs import content_hash, hash_of, inputs_hash
from fsmlib.site.batch.worker import Result, Task


def fsm_batch(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from fsmlib.cli import main; main()", "batch", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, encoding="utf-8")


def hashes(site: Path) -> dict[str, str]:
    """Everything a reader of the site can open, but the seconds that each page took."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.stem != "manifest" and path.name != ".lock"
    }


def pretend(tasks: list[Task], made: list[str]):  # type: ignore[no-untyped-def]
    """Pages as a run makes them, without making them; `made` hears whose they are."""
    for task in tasks:
        made.append(task.municipality_code)
        folder = Path(task.folder)
        folder.mkdir(parents=True)
        file = folder / f"{task.notebook}.html"
        file.write_text("page")
        inputs = inputs_hash(
            task.municipality_code, task.data, task.baseline, task.given, content_hash
        )
        yield task, Result(outputs={file.name: hash_of(file)}, inputs=inputs), 0.1, 1
