"""The kernels of pages: ours whatever the user has set up, silent, and warm where they can be.

`JUPYTER_DEFAULT_PROVISIONER_NAME=fsm-warm` makes any kernel of our interpreter warm: papermill,
nbclient and nbval use it unchanged.  Every notebook has a process of its own, as always;
only the imports are shared.
"""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, cast

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import DottedObjectName

from fsmlib.site.kernels.warm import ADDRESS, fork

NAME = "fsm-warm"
CHOSEN = "JUPYTER_DEFAULT_PROVISIONER_NAME"
LAUNCHER = "ipykernel_launcher"


SILENT = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class PageKernelClient(AsyncKernelClient):
    """A client without the thread that listens for a heartbeat: the manager sees the process."""

    def start_channels(self, *args: Any, **kwargs: Any) -> None:
        """Open the channels."""
        super().start_channels(*args, **kwargs | {"hb": False})


class PageKernelManager(AsyncKernelManager):
    """A kernel of our own interpreter that reads none of the user's set-up and writes nowhere.

    It closes its clients before the context their sockets live in, so that nobody is left to ask
    a socket that is gone.
    """

    client_class = DottedObjectName(f"{__name__}.{PageKernelClient.__name__}")
    kernel_spec = KernelSpec(
        argv=[sys.executable, "-m", LAUNCHER, "-f", "{connection_file}"], language="python"
    )

    def __init__(self, **kwargs: Any):
        super().__init__(**kwargs)
        self._clients: list[AsyncKernelClient] = []

    async def start_kernel(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Start it; what its libraries write, no user has use for."""
        await super().start_kernel(**kwargs | SILENT)

    def client(self, **kwargs: Any) -> AsyncKernelClient:  # type: ignore[override]
        """A client that is closed with the kernel."""
        made = super().client(**kwargs)
        self._clients.append(made)
        return made

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        while self._clients and not restart:
            self._clients.pop().stop_channels()
        await super()._async_cleanup_resources(restart=restart)

    cleanup_resources = _async_cleanup_resources


def warm_kernels() -> dict[str, str]:
    """The environment in which kernels share their imports.

    Empty where jupyter_client does not find ours: in an installation from before it was there.
    """
    found = entry_points(group="jupyter_client.kernel_provisioners", name=NAME)
    return {CHOSEN: NAME} if found else {}


class WarmProvisioner(LocalProvisioner):
    """A local kernel that is forked from the warm parent, or started plainly where it cannot be."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; only the launcher of our own interpreter can be forked."""
        asked = {name for name, value in kwargs.items() if value is not None}
        is_ours = cmd[:1] == [sys.executable] and LAUNCHER in cmd
        is_silent = SILENT.items() <= kwargs.items()
        if is_ours and (is_silent or not asked & {*SILENT}) and not asked & {"stdin", "preexec_fn"}:
            arguments = cmd[cmd.index(LAUNCHER) + 1 :]
            self.cwd = kwargs.get("cwd") or Path.cwd()
            environment = {**(kwargs.get("env") or os.environ)}
            environment.pop(ADDRESS, None)
            forked = fork(LAUNCHER, arguments, environment, self.cwd, is_silent)
            if forked:
                self.process = cast(subprocess.Popen[bytes], forked)
                self.pid = self.pgid = forked.pid
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)
