"""How jupyter_client gets a warm kernel: papermill, nbclient, nbval and Voilà use it unchanged.

Chosen with `JUPYTER_DEFAULT_PROVISIONER_NAME=fsm-warm`.  Every notebook has a process of its own,
as always; only the imports are shared.
"""

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from fsmlib.site.kernels.warm import ADDRESS, fork

NAME = "fsm-warm"
LAUNCHER = "ipykernel_launcher"


def is_installed() -> bool:
    """Whether jupyter_client finds it: not in an installation from before it was there."""
    return bool(entry_points(group="jupyter_client.kernel_provisioners", name=NAME))


class WarmProvisioner(LocalProvisioner):
    """A local kernel that is forked from the warm parent, or started plainly where it cannot be."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; only the launcher of our own interpreter can be forked."""
        asked = {name for name, value in kwargs.items() if value is not None}
        is_ours = cmd[:1] == [sys.executable] and LAUNCHER in cmd
        if is_ours and not asked & {"stdin", "stdout", "stderr", "preexec_fn"}:
            arguments = cmd[cmd.index(LAUNCHER) + 1 :]
            self.cwd = kwargs.get("cwd") or Path.cwd()
            environment = {**(kwargs.get("env") or os.environ)}
            environment.pop(ADDRESS, None)
            forked = fork(LAUNCHER, arguments, environment, self.cwd)
            if forked:
                self.process = cast(subprocess.Popen[bytes], forked)
                self.pid = self.pgid = forked.pid
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)
