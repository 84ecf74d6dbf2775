"""Where visitors' files lie while the app runs, and nowhere after that."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import psutil

FOLDER_PREFIX = "fsm-app-"


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder of this run alone, gone when the block ends.

    What earlier runs left is removed first: a window that is closed gives a program no time.
    """
    _clear()
    with TemporaryDirectory(
        prefix=f"{FOLDER_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def _clear() -> None:
    for left in Path(gettempdir()).glob(f"{FOLDER_PREFIX}*-*"):
        process = left.name.removeprefix(FOLDER_PREFIX).partition("-")[0]
        if process.isdecimal() and not psutil.pid_exists(int(process)):
            shutil.rmtree(left, ignore_errors=True)
