"""The app as a user starts it."""

import os
import socket
import subprocess
import sys
from pathlib import Path


class Server:
    """The app, on a folder or none, as a user starts it."""

    def __init__(self, folder: Path | None = None):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        arguments = ["app", *([str(folder)] if folder else []), "--no-browser", "--port", str(port)]
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from fsmlib.cli import main; main()", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().removeprefix("Åbn ").strip()

    def end(self) -> None:
        self.process.kill()
        self.process.wait(30)
