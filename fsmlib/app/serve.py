"""Starts the app: one kernel a visit, on this machine only, behind a token, without code."""

import os
import secrets
import threading
import webbrowser
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat

from fsmlib.pages.evaluation.case import NOTEBOOK
from fsmlib.pages.start import stored
from fsmlib.programme.findings import FsmError
from fsmlib.site.html import TEMPLATES
from fsmlib.site.run import LIVE

SECONDS_BEFORE_THE_BROWSER = 2.0
IDLE_SECONDS = 1800
QUIET = "get_ipython().kernel.log.setLevel('CRITICAL')  # what a kernel says when it is closed"


def app_notebook(proposals: str, programme: str, granted: str = "") -> nbformat.NotebookNode:
    """The notebook's parameters and its live cell, and nothing else."""
    notebook = stored(NOTEBOOK)
    live = [cell for cell in notebook.cells if LIVE in cell.metadata.get("tags", [])]
    source = f"{QUIET}\nproposals, programme = {proposals!r}, {programme!r}"
    source += f"\ngranted = {granted!r}"
    for cell in live:
        cell.metadata["tags"] = []
    notebook.cells = [nbformat.v4.new_code_cell(source), *live]
    return notebook


def serve(proposals: str, programme: str, port: int, browser: bool, granted: str = "") -> None:
    """Runs until interrupted; FsmError when Voilà is not installed."""
    try:
        from voila.app import Voila
    except ImportError:
        raise FsmError('App\'en kræver Voilà: pip install "fsmlib[app]".') from None
    token = secrets.token_urlsafe(24)
    url = f"http://127.0.0.1:{port}/?token={token}"
    os.environ["JUPYTER_PATH"] = str(TEMPLATES)
    with TemporaryDirectory() as folder:
        file = Path(folder, f"{NOTEBOOK}.ipynb")
        nbformat.write(app_notebook(proposals, programme, granted), file)
        print(f"Åbn {url}\nLuk med Ctrl-C.", flush=True)
        if browser:
            threading.Timer(SECONDS_BEFORE_THE_BROWSER, webbrowser.open, [url]).start()
        Voila.launch_instance(
            [
                str(file),
                "--template=fsm",
                "--no-browser",
                "--Voila.ip=127.0.0.1",
                f"--port={port}",
                f"--token={token}",
                "--Voila.port_retries=0",
                "--preheat_kernel=True",
                "--pool_size=1",
                "--VoilaConfiguration.strip_sources=True",
                "--VoilaConfiguration.show_tracebacks=False",
                f"--MappingKernelManager.cull_idle_timeout={IDLE_SECONDS}",
                "--MappingKernelManager.cull_interval=60",
                "--Application.log_level=ERROR",
                *([] if os.name == "nt" else ["--KernelManager.transport=ipc"]),
            ]
        )
