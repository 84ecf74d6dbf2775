"""How far a run is, on a terminal: count, rate, time left and failures; elsewhere nothing."""

from types import TracebackType
from typing import Self

from rich import progress
from rich.console import Console
from rich.text import Text


class _Rate(progress.ProgressColumn):
    """Pages a minute."""

    def render(self, task: progress.Task) -> Text:
        """The rate as text; empty before the first page."""
        return Text(f"{task.speed * 60:.0f} sider/min." if task.speed else "")


class Progress:
    """A line that grows with each page."""

    def __init__(self, pages: int):
        console = Console(stderr=True)
        self._failures = 0
        self._bar = progress.Progress(
            progress.TextColumn("Laver sider"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            _Rate(),
            progress.TextColumn("tilbage"),
            progress.TimeRemainingColumn(),
            progress.TextColumn("fejl: {task.fields[failures]}"),
            console=console,
            disable=not (console.is_terminal and pages),
        )
        self._task = self._bar.add_task("", total=pages, failures=0)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def advance(self, ok: bool) -> None:
        """One page more, made or failed."""
        self._failures += not ok
        self._bar.update(self._task, advance=1, failures=self._failures)
