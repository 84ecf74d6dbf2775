"""The warm parent: imports the libraries once, then forks into a Python module on each request.

`python -m fsmlib.site.kernels.parent SOCKET` lives until its standard input ends.  A connection
is one child: a request comes in, the child's id and at last its exit code go out; when the other
end goes away, the child and all it has started are killed.
"""

import atexit
import builtins
import contextlib
import gc
import importlib
import io
import json
import os
import pkgutil
import random
import resource
import runpy
import selectors
import shutil
import signal
import socket
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

LARGEST_REQUEST = 1 << 20
LIBRARIES = (
    "matplotlib.pyplot",
    "scipy.optimize",
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "IPython.extensions.storemagic",
)

Request = dict[str, Any]


def main() -> None:
    """Get warm, say so, serve; in a child, become the module that was asked for."""
    address = Path(sys.argv[1])
    del sys.path[0]  # the folder `-m` has put there; a child gets its own
    started_with = set(os.environ)
    ending = Ending()
    atexit.register(ending.end)  # the first to ask is the last to have its turn
    _get_warm()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(str(address))
        listener.listen(128)
        with contextlib.suppress(BrokenPipeError):  # who asked has ended meanwhile
            os.write(1, b"\n")
        request = Parent(listener).serve()
    if request:
        for name in started_with - set(request["environment"]):
            del os.environ[name]
        ending.code = 1  # until it has ended well
        try:
            _become(**request)
        except SystemExit as left:
            ending.code = left.code if isinstance(left.code, int) else int(left.code is not None)
            raise
        ending.code = 0
    else:
        shutil.rmtree(address.parent, ignore_errors=True)


@dataclass
class Ending:
    """How a process ends: at once, when all who asked for something at exit have had it.

    To take down the modules one by one, all of them shared with the parent, would first copy them.
    """

    code: int = 0

    def end(self) -> None:
        """Leave with the exit code, what has been said told."""
        for stream in filter(None, (sys.__stdout__, sys.__stderr__)):
            with contextlib.suppress(OSError, ValueError):  # whoever listened is gone
                stream.flush()
        os._exit(self.code)


@dataclass
class Parent:
    """The sockets and children that are watched, each with what to do when something happens."""

    listener: socket.socket
    watched: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)
    children: dict[int, socket.socket] = field(default_factory=dict)
    is_wanted: bool = True

    def serve(self) -> Request | None:
        """Work until standard input ends; in a forked child, its request."""
        self._watch(self.listener, self._accept)
        self._watch(0, self._stop)
        while self.is_wanted:
            for key, _ in self.watched.select():
                is_current = self.watched.get_map().get(key.fd) is key
                if is_current and (request := key.data()):
                    self._close()
                    return request
        for pid in self.children:
            _kill(pid)
            os.waitpid(pid, 0)
        return None

    def _watch(self, what: Any, then: Any) -> None:
        self.watched.register(what, selectors.EVENT_READ, then)

    def _stop(self) -> None:
        self.is_wanted = False

    def _accept(self) -> None:
        connection, _ = self.listener.accept()
        self._watch(connection, partial(self._fork, connection))

    def _fork(self, connection: socket.socket) -> Request | None:
        message, streams, _, _ = socket.recv_fds(connection, LARGEST_REQUEST, 2)
        self.watched.unregister(connection)
        if not message:
            connection.close()
            return None
        pid = os.fork()
        if pid == 0:
            connection.close()
            return json.loads(message) | {"streams": streams}
        for stream in streams:
            os.close(stream)
        connection.send(str(pid).encode())
        self.children[pid] = connection
        self._watch(connection, partial(_kill, pid))
        watch = os.pidfd_open(pid)
        self._watch(watch, partial(self._bury, pid, watch))
        return None

    def _bury(self, pid: int, watch: int) -> None:
        """Tell the exit code of a child that has ended."""
        _, status = os.waitpid(pid, 0)
        connection = self.children.pop(pid)
        for what in (watch, connection):
            self.watched.unregister(what)
        os.close(watch)
        with connection, contextlib.suppress(OSError):
            connection.send(str(os.waitstatus_to_exitcode(status)).encode())

    def _close(self) -> None:
        """Let go of everything of the parent's; a child does so first."""
        for connection in self.children.values():
            connection.close()
        self.watched.close()


def _kill(pid: int) -> None:
    """Kill a child that is not buried yet, and the processes it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        os.killpg(pid, signal.SIGKILL)


def _get_warm() -> None:
    """Import what pages and kernels use, as a kernel imports it, and draw a first figure.

    The libraries' own threads (OpenBLAS, jemalloc) mend themselves in a fork; there are no others.
    """
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # a kernel ends when its parent does
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"  # the debugger is loaded, not used
    # pandas decides at import how wide a table is shown; in a kernel it finds this function.
    setattr(builtins, "get_ipython", lambda: SimpleNamespace(kernel=True))  # noqa: B010
    importlib.import_module("pandas")
    delattr(builtins, "get_ipython")
    ours = importlib.import_module("fsmlib")
    rooms = [module.name for module in pkgutil.walk_packages(ours.__path__, "fsmlib.")]
    for name in (*LIBRARIES, *rooms):
        if not name.endswith("__main__"):
            with contextlib.suppress(ImportError):  # sliders want widgets, which are optional
                importlib.import_module(name)
    sys.modules["matplotlib"].rcdefaults()
    del os.environ["PYDEVD_DISABLE_FILE_VALIDATION"]
    _rehearse()
    gc.collect()
    gc.freeze()


def _rehearse() -> None:
    """Do once what every page does, so that fonts, programme files and templates are read."""
    from fsmlib.figures.canvas import canvas
    from fsmlib.pages.start import START
    from fsmlib.site.batch.inputs import SCALED, shipped_example
    from fsmlib.site.html import to_html
    from fsmlib.site.run import read_notebook

    figure = canvas().get_figure(root=True)
    assert figure is not None
    figure.savefig(io.BytesIO())
    to_html(read_notebook(START))
    for name in SCALED:
        shipped_example(name)


def _become(
    module: str,
    arguments: list[str],
    environment: dict[str, str],
    folder: str,
    limits: dict[str, tuple[int, int]],
    streams: list[int],
) -> None:
    """Run a module as `python -m` does, with nothing of the parent's but its imports."""
    os.setsid()
    tempfile.tempdir = None
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, stream in enumerate((nothing, *streams)):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.update(environment)
    time.tzset()
    for name, limit in limits.items():
        resource.setrlimit(int(name), limit)
    random.seed()
    sys.modules["numpy"].random.seed()
    sys.path.insert(0, folder)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
