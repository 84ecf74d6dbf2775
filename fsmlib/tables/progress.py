"""How far a long reading has come, told to whoever listens: a register has a million rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Tell = Callable[[str], object]
_listener: ContextVar[Tell | None] = ContextVar("listener", default=None)


@contextmanager
def heard_by(listener: Tell) -> Iterator[None]:
    """While this lasts, `listener` is told what is being read, in Danish."""
    before = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(before)


def tell(what: str) -> None:
    """What is being read now; nothing where nobody listens."""
    if listener := _listener.get():
        listener(what)
