"""Makes one page in a process of its own: `python -m fsmlib.site.batch TASK.json`.

The outputs land in the task's folder and are searched there; whoever asked puts them in place.
The last file written is the result, so a process that dies leaves none.
"""

import errno
import json
import os
import sys
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import nbformat

from fsmlib.atomic import atomic
from fsmlib.pages.views import HEADLINE_MIME, PROVENANCE_MIME
from fsmlib.programme.findings import FsmError, InputError
from fsmlib.site.batch.inputs import (
    FROM_BASELINE,
    FROM_EXAMPLE,
    OWN,
    content_hash,
    data_for,
    hash_of,
    inputs_hash,
)
from fsmlib.site.forms import Forms, write_forms
from fsmlib.site.html import title
from fsmlib.site.outputs import outputs
from fsmlib.site.privacy import leaks, sayable
from fsmlib.site.run import PROGRAMME, KernelDiedError, RunError, read_notebook, run
from fsmlib.site.spoken import spoken
from fsmlib.tables.packages import MEGABYTE

INDEX = "../index.html"
RESULT_FILE = "result.json"
LOG = "log.txt"
DISK_FULL = "Disken er fuld."
TOO_MANY_FILES = (
    "Systemet tillader ikke flere åbne filer ad gangen; hæv grænsen (ulimit -n), eller lav færre "
    "sider ad gangen (--workers)."
)
UNREADABLE = "En fil, siden hviler på, kan ikke læses; se efter, om I har ret til den."
FILES_CHANGED = "De filer, siden hviler på, blev ændret, mens den blev lavet; fortsæt med --resume."
CAUSES = {errno.ENOSPC: DISK_FULL, errno.EMFILE: TOO_MANY_FILES, errno.ENFILE: TOO_MANY_FILES}


@dataclass(frozen=True)
class Task:
    """An order with where to put the outputs, where examples are, and what it may use.

    `timeout` is in seconds, `memory` in MB beyond what the libraries take; 0 is no limit.
    """

    notebook: str
    municipality_code: str
    given: dict[str, str]
    data: str
    baseline: str
    folder: str
    examples: str
    timeout: float
    memory: int
    forms: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """What became of a page: its outputs with hashes and what the index tells of it, or its error.

    `error` is one Danish sentence, `told` all there is to tell; `source` is whose tables they are,
    `inputs` their hash, `rows` what became of their rows; `outputs` are names in the folder.  One
    more try may help a page that `is_worth_a_try`.
    """

    error: str = ""
    told: str = ""
    cell: int | None = None
    is_worth_a_try: bool = False
    source: str = ""
    inputs: str = ""
    title: str = ""
    sentence: str = ""
    figures: list[list[str]] = field(default_factory=list)
    rows: str = ""
    outputs: dict[str, str] = field(default_factory=dict)


def main() -> None:
    """Make the page of a task file; what the process says goes to a log beside its outputs."""
    task = Task(**json.loads(Path(sys.argv[1]).read_text("utf-8")))
    folder = Path(task.folder)
    log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(log, stream)
    if task.memory:
        _limit_memory(task.memory * MEGABYTE)
    result = _result(task)
    with atomic(folder / RESULT_FILE) as draft:
        draft.write_text(json.dumps(asdict(result)), encoding="utf-8")


def _limit_memory(more: int) -> None:
    """Allow so many bytes beyond what is in use now; the kernel inherits it.  Linux only."""
    if sys.platform == "linux":
        import resource

        status = Path("/proc/self/status").read_text("utf-8")
        used = next(line.split()[1] for line in status.splitlines() if line.startswith("VmData"))
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (int(used) * 1024 + more, hard))


def _result(task: Task) -> Result:
    asked = (task.municipality_code, task.data, task.baseline, task.given, content_hash)
    inputs = inputs_hash(*asked)
    result = _tried(task)
    if inputs_hash(*asked) != inputs:
        return replace(_failed(FILES_CHANGED, is_worth_a_try=True), source=result.source)
    return replace(result, inputs=inputs)


def _tried(task: Task) -> Result:
    source = OWN if task.data else ""
    try:
        data, source = _data_of(task)
        return replace(_make(task, data, source), source=source)
    except (FsmError, MemoryError, OSError) as error:
        failed = _failure(error, task)
        told = [_without_place(text, task) for text in (failed.error, failed.told)]
        return replace(failed, error=told[0], told=told[1], source=source)


def _without_place(text: str, task: Task) -> str:
    """A message with the names of the inputs alone, not where they are on this machine."""
    for path in (Path(path) for path in (task.data, task.baseline) if path):
        text = text.replace(f"{path.parent}{os.sep}", "")
    return text


def _failure(error: Exception, task: Task) -> Result:
    """What to tell of a page that could not be made."""
    if isinstance(error, InputError):
        first, *rest = [finding for finding in error.findings if finding.level == "error"]
        more = f" Der er {len(rest)} fejl mere." if rest else ""
        sentence = f"{first.place}: {first.problem} {first.mend}{more}"
        return _failed(sentence, str(error))
    if isinstance(error, RunError):
        kept = _keep(error.notebook, Path(task.folder), task.notebook) if error.notebook else {}
        return _failed(str(error), str(error), error.cell, isinstance(error, KernelDiedError), kept)
    if isinstance(error, FsmError):
        return _failed(str(error).splitlines()[0], str(error))
    if isinstance(error, MemoryError):
        return _failed("Siden brugte mere hukommelse, end den måtte.")
    number = error.errno if isinstance(error, OSError) else None
    return _failed(CAUSES.get(number or 0, UNREADABLE))


def _failed(
    error: str,
    told: str = "",
    cell: int | None = None,
    is_worth_a_try: bool = False,
    outputs: dict[str, str] | None = None,
) -> Result:
    """A failure in words that may be shown to anybody."""
    if leaks((error + told).encode(), ".txt"):
        error = told = "Fejlen nævner en person og vises ikke; se den med fsm check på jeres fil."
    return Result(
        error=error, told=told, cell=cell, is_worth_a_try=is_worth_a_try, outputs=outputs or {}
    )


def _data_of(task: Task) -> tuple[Path | None, str]:
    """What to make the page from, if anything, and whose tables they are."""
    if not task.municipality_code:
        return (Path(task.baseline), FROM_BASELINE) if task.baseline else (None, "")
    notebook, code = read_notebook(task.notebook), task.municipality_code
    places = Path(task.examples), Path(task.folder)
    return data_for(notebook, task.notebook, code, task.data, task.baseline, *places)


def _make(task: Task, data: Path | None, source: str) -> Result:
    notebook, folder = read_notebook(task.notebook), Path(task.folder)
    given = task.given | ({"data": str(data)} if data else {})
    forms = Forms(**task.forms)
    with forms.drawn():
        executed = run(notebook, given, source == FROM_EXAMPLE, task.timeout)
    executed = spoken(executed, task.notebook, given.get(PROGRAMME, ""))
    made = write_forms(executed, task.notebook, folder, forms, INDEX)
    made_from: dict[str, str] = next(iter(outputs(executed, PROVENANCE_MIME)), {})
    headline: dict[str, Any] = next(iter(outputs(executed, HEADLINE_MIME)), {})
    return Result(
        title=title(executed),
        sentence=headline.get("sentence", ""),
        figures=headline.get("figures", []),
        rows=made_from.get("Rækker", ""),
        outputs={path.name: hash_of(path) for path in made},
    )


def _keep(notebook: nbformat.NotebookNode, folder: Path, name: str) -> dict[str, str]:
    """Keeps a failed notebook for a look, unless somebody's data stand in it."""
    notebook.metadata.pop("papermill", None)  # it tells where things are on this machine
    for cell in notebook.cells:
        cell["outputs"] = [each for each in map(_harmless, cell.get("outputs", [])) if each]
    path = folder / f"{name}.ipynb"
    nbformat.write(notebook, path)
    if leaks(path.read_bytes(), path.suffix):
        path.unlink()
        return {}
    return {path.name: hash_of(path)}


def _harmless(output: nbformat.NotebookNode) -> nbformat.NotebookNode | None:
    """An output without what an exception says of people and places; None when all of it does."""
    if output.output_type == "error":
        return nbformat.v4.new_output("error", ename=output.ename, evalue=sayable(output.evalue))
    is_stream = output.output_type == "stream"
    return None if is_stream and not sayable(output.text) else output
