"""A file is there whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOR_ALL_TO_READ = 0o644


@contextmanager
def atomic(target: Path, mode: int = FOR_ALL_TO_READ) -> Iterator[Path]:
    """Gives a path to write to; moves it to `target` when the block ends well, else removes it.

    The folder of `target` is made when it is missing.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=target.suffix)
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
        draft.chmod(mode)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
