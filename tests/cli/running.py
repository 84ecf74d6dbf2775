"""The command as a user runs it."""

import subprocess
import sys
from pathlib import Path


def fsm(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from fsmlib.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, encoding="utf-8")
