"""Runs one notebook strictly and puts the page and its workbook in place, both or none."""

import logging
import os
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from fsmlib.analyses.check import require_usable
from fsmlib.danish import short
from fsmlib.pages.start import notebooks, stored
from fsmlib.pages.views import PROVENANCE_MIME
from fsmlib.programme.findings import FsmError, InputError
from fsmlib.programme.kinds import PROGRAMME_KIND_IN_DANISH, ProgrammeKind, kind_of
from fsmlib.programme.names import unknown
from fsmlib.programme.parameters import Values, load_kind
from fsmlib.programme.sources import place_of, programme_named
from fsmlib.site.forms import PAGE_AND_WORKBOOK, Forms, has_sheet, write_forms
from fsmlib.site.kernels.provisioner import PageKernelManager
from fsmlib.site.outputs import outputs
from fsmlib.site.parameters import checked, parameters_of
from fsmlib.site.pdf import printer
from fsmlib.site.privacy import fault_of_ours
from fsmlib.site.spoken import spoken
from fsmlib.tables.personal import masked
from fsmlib.tables.reading import require

LONGEST_SECONDS = 600
BRIEFLY_SECONDS = 0.1  # nbclient takes 0 for no limit at all
STOPPED = {"ename": "TimeoutError", "evalue": "", "traceback": []}  # when a cell will not stop
logging.getLogger("papermill").setLevel(logging.ERROR)
BROKEN = "Regningen gik i stå; der er måske ikke hukommelse nok. Intet er skrevet. Prøv igen."
LIVE = "live"
PATHS = ("data", "plan", "compare")
PROGRAMME = "programme"
# A kernel as if nobody had set up anything: no line in the user's history, none of their start-up
# files, and matplotlib as it comes.
QUIET = [
    "--IPKernelApp.log_level=CRITICAL",
    "--HistoryManager.enabled=False",
    "--IPKernelApp.exec_PYTHONSTARTUP=False",
    "--IPKernelApp.exec_lines=import fsmlib.site, matplotlib; matplotlib.rcdefaults(); "
    "del fsmlib, matplotlib",
]


class RunError(FsmError):
    """A notebook that did not run to its end.

    `cell` is the number of the cell that failed, `notebook` what had been run by then; None when
    the kernel could not tell.
    """

    def __init__(
        self,
        told: str,
        cell: int | None = None,
        notebook: nbformat.NotebookNode | None = None,
    ):
        super().__init__(told)
        self.cell, self.notebook = cell, notebook


class KernelDiedError(RunError):
    """A kernel that died, perhaps from no fault of the notebook's."""


def render(
    name: str,
    out: Path,
    given: Mapping[str, str],
    beside: Collection[str] = (),
    forms: Forms = PAGE_AND_WORKBOOK,
    pdf: bool = False,
) -> list[Path]:
    """Runs the notebook `name` and puts its page and workbook in the folder `out`, all or none.

    `given` are parameters as text; `beside` the pages that will lie there too, besides those that
    do already; `forms` what else the page is to be, with `pdf` printed too.  Returns the files, the
    page first.  FsmError in Danish for an unknown notebook or parameter, a wrong type, or a run
    that fails; nothing is written then.
    """
    there = {path.stem for path in out.glob("*.html")} | {name, *beside}
    notebook = read_notebook(name)
    if forms.summary and not has_sheet(notebook):
        raise FsmError(f"{name} har intet svar til ét ark. Lav siden uden --summary.")
    with forms.drawn():
        executed = spoken(run(notebook, given), name, given.get(PROGRAMME, ""))
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=out, prefix=".") as folder:
        made = write_forms(executed, name, Path(folder), forms, beside=there & set(notebooks()))
        if pdf:
            made += _on_paper(made)
        return [path.replace(out / path.name) for path in made]


def _on_paper(made: Sequence[Path]) -> list[Path]:
    printed = []
    with printer() as to_pdf:
        for html in (path for path in made if path.suffix == ".html"):
            printed.append(html.with_suffix(".pdf"))
            printed[-1].write_bytes(to_pdf(html))
    return printed


def read_notebook(name: str) -> nbformat.NotebookNode:
    """A notebook that travels with the package, without its live cells and stored outputs."""
    if name not in notebooks():
        raise FsmError("Notebooken " + unknown(name, notebooks()))
    notebook = stored(name)
    notebook.cells = [c for c in notebook.cells if LIVE not in c.metadata.get("tags", [])]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def pages_of(programme: str) -> list[str]:
    """The notebooks that can show a programme given by name or path."""
    kind = kind_of(programme_named(programme))
    return [
        name
        for name in notebooks()
        if PROGRAMME in parameters_of(notebook := read_notebook(name))
        and _kind(notebook) in (None, kind)
    ]


def _kind(notebook: nbformat.NotebookNode) -> ProgrammeKind | None:
    """The kind of programme a notebook is about; None when it is about both."""
    kind: ProgrammeKind | None = notebook.metadata.get("fsmlib", {}).get("kind")
    return kind


def run(
    notebook: nbformat.NotebookNode,
    given: Mapping[str, str],
    is_checked: bool = False,
    seconds: float = LONGEST_SECONDS,
) -> nbformat.NotebookNode:
    """The notebook executed with parameters in a kernel of its own; RunError when it fails.

    With `is_checked` the tables are known to be right and are not read before the kernel starts.
    After so many `seconds` the cell that runs is stopped, and the notebook has failed.
    """
    end = monotonic() + seconds
    values = checked(notebook, given)
    if not is_checked:
        _check_inputs(notebook, values)
    if values.get(PROGRAMME):
        name = programme_named(values[PROGRAMME])
        values[PROGRAMME] = place_of(name)
        _leave_to(kind_of(name), notebook)
    with TemporaryDirectory() as folder:
        source, target = Path(folder, "in.ipynb"), Path(folder, "out.ipynb")
        nbformat.write(notebook, source)
        try:
            executed = papermill.execute_notebook(
                source,
                target,
                parameters=values,
                progress_bar=False,
                request_save_on_cell_execute=False,
                timeout_func=lambda _: max(end - monotonic(), BRIEFLY_SECONDS),
                interrupt_on_timeout=True,
                error_on_timeout=STOPPED,
                config=_kernel(Path(folder)),
                extra_arguments=[*QUIET, f"--ipython-dir={folder}"],
            )
        except PapermillExecutionError as error:
            failed = nbformat.read(target, as_version=4)
            told = too_long(seconds) if monotonic() >= end else _told(error)
            raise RunError(told, error.exec_count, failed) from None
        except CellTimeoutError:  # a cell that could not be stopped
            raise RunError(too_long(seconds)) from None
        except (DeadKernelError, RuntimeError):
            raise KernelDiedError(BROKEN) from None
    _check_complete(executed)
    return executed


def too_long(seconds: float) -> str:
    """What to tell of a page that was stopped."""
    return f"Siden tog længere end {short(seconds)} sekunder."


def _kernel(folder: Path) -> Config:
    """Which kernel, and how to reach it: off Windows by files of this run, by no network port."""
    manager = {"kernel_manager_class": f"{PageKernelManager.__module__}.PageKernelManager"}
    by_file = {"transport": "ipc", "ip": str(folder / "kernel")} if os.name != "nt" else {}
    return Config({"NotebookClient": manager, "KernelManager": by_file})


def _check_inputs(notebook: nbformat.NotebookNode, values: dict[str, Any]) -> None:
    """Stops before a kernel starts when values or tables are wrong; makes paths absolute."""
    kind = _kind(notebook)
    if kind is None:
        return
    defaults = {name: parameter.default for name, parameter in parameters_of(notebook).items()}
    chosen = defaults | values
    in_force = load_kind(kind, chosen[PROGRAMME], chosen["on"], chosen["changes"])
    needed = notebook.metadata["fsmlib"].get("needs", "staffing")
    for name in PATHS:
        if chosen.get(name):
            _check_usable(chosen[name], in_force, needed)
            values[name] = str(Path(chosen[name]).absolute())
    if chosen.get("scenarios"):
        values["scenarios"] = str(Path(chosen["scenarios"]).absolute())


def _check_usable(path: str, in_force: Values, needed: str) -> None:
    """InputError as from reading; a finding about the whole file or folder has its name."""
    try:
        require_usable(require(path), in_force, needed)
    except InputError as error:
        name = masked(Path(path).name)
        told = [each if each.place else each.at(name) for each in error.findings]
        raise InputError(told) from None


def _leave_to(kind: ProgrammeKind, notebook: nbformat.NotebookNode) -> None:
    """Leaves out the cells that are about another kind of programme alone."""
    others = {*PROGRAMME_KIND_IN_DANISH} - {kind}
    notebook.cells = [c for c in notebook.cells if not others & {*c.metadata.get("tags", [])}]


def _check_complete(notebook: nbformat.NotebookNode) -> None:
    """A page is complete when its last cell has told what it was made from."""
    if not outputs(notebook, PROVENANCE_MIME):
        raise RunError("Notebooken stoppede, før den var færdig; intet er skrevet.")


def _told(error: PapermillExecutionError) -> str:
    """What to tell the user: our own Danish sentence when the cell raised one."""
    if error.ename in ("FsmError", "InputError"):
        return str(error.evalue)
    if error.ename == "MemoryError" or not error.evalue:  # a starved kernel may be past telling
        return f"Celle {error.exec_count} fejlede; der er nok ikke hukommelse nok til siden."
    fault = fault_of_ours(error.ename, error.evalue)
    return f"Siden kunne ikke laves: celle {error.exec_count} fejlede. {fault}"
