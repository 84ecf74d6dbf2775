"""Starts Python modules warm: by a fork of the warm parent, or plainly where that cannot be."""

import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

ADDRESS = "FSM_WARM_PARENT"
# What an interpreter or a library reads when it starts: a request that differs starts plainly.
READ_AT_START = ("PYTHON", "LD_", "LC_", "LANG", "MPL", "OMP_", "OPENBLAS_", "MKL_", "XDG_", "HOME")
LONGEST_WAIT_SECONDS = 60
_starting = threading.Lock()


class Forked:
    """A process that the warm parent has forked for us: what `subprocess.Popen` would give."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int):
        self._connection = connection
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        if self.returncode is None and select.select([self._connection], [], [], 0)[0]:
            with self._connection, contextlib.suppress(ConnectionError):
                told = self._connection.recv(16)
            self.returncode = int(told or -signal.SIGKILL)  # a lost parent takes its children along
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, when it has ended; TimeoutExpired when it has not in time."""
        if self.returncode is None:
            select.select([self._connection], [], [], timeout)
        code = self.poll()
        if code is None:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


def start_parent(
    module: str, arguments: Sequence[str], environment: Mapping[str, str], folder: Path | str
) -> "Forked | subprocess.Popen[bytes]":
    """Runs `python -m module arguments`, warm where it can be."""
    forked = fork(module, arguments, environment, folder)
    command = [sys.executable, "-m", module, *arguments]
    return forked or subprocess.Popen(command, env=dict(environment), cwd=folder)


def fork(
    module: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: Path | str,
    is_silent: bool = False,
) -> Forked | None:
    """A fork of the warm parent that becomes a module; None where it must be started plainly.

    It has our standard output and error unless it `is_silent`, our limits, and its own session.
    """
    if sys.platform != "linux" or _at_start(environment) != _at_start(os.environ):
        return None
    import resource

    limits = {kind: resource.getrlimit(kind) for kind in (resource.RLIMIT_DATA, resource.RLIMIT_AS)}
    request = {
        "module": module,
        "arguments": list(arguments),
        "environment": dict(environment),
        "folder": str(Path(folder).absolute()),
        "limits": limits,
    }
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    try:
        connection.settimeout(LONGEST_WAIT_SECONDS)
        connection.connect(_parent())
        with Path(os.devnull).open("wb") as nothing:
            streams = [nothing.fileno()] * 2 if is_silent else [1, 2]
            socket.send_fds(connection, [json.dumps(request).encode()], streams)
        return Forked(connection, int(connection.recv(16)))
    except (OSError, ValueError):
        connection.close()
        return None


def get_ready() -> None:
    """Start the warm parent, so that processes started from now on share it."""
    if sys.platform == "linux":
        _parent()


def _at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {k: v for k, v in environment.items() if k.startswith(READ_AT_START)}


def _parent() -> str:
    """The address of the warm parent; the first who asks starts it."""
    with _starting:
        if ADDRESS not in os.environ:
            address = str(Path(tempfile.mkdtemp(prefix="fsm-"), "parent"))
            _start_parent(address)
            os.environ[ADDRESS] = address
        return os.environ[ADDRESS]


def _start_parent(address: str) -> None:
    """Start it, wait until it is warm, and have it end with us."""
    command = [sys.executable, "-m", "fsmlib.site.kernels.parent", address]
    parent = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    assert parent.stdout
    atexit.register(_end, parent, Path(address).parent)
    is_warm = False
    try:
        is_warm = bool(select.select([parent.stdout], [], [], LONGEST_WAIT_SECONDS)[0])
    finally:
        if not is_warm:
            parent.kill()


def _end(parent: "subprocess.Popen[bytes]", folder: Path) -> None:
    """End the warm parent, its children, and what they have left behind."""
    try:
        parent.communicate(timeout=LONGEST_WAIT_SECONDS)
    except subprocess.TimeoutExpired:
        parent.kill()
    shutil.rmtree(folder, ignore_errors=True)
