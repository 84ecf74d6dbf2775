"""What the commands print on a terminal or into a file; what takes pandas is in `printed`."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from fsmlib.programme.kinds import speaker_of
from fsmlib.programme.sources import Answer, answers
from fsmlib.programme.voice import PLAIN_VOICE, Voice
from fsmlib.tables.personal import masked

if TYPE_CHECKING:
    from rich.status import Status

    from fsmlib.programme.parameters import Values

WIDTH_IN_A_FILE = 160
_voice: ContextVar[Voice] = ContextVar("voice", default=PLAIN_VOICE)


def speak_for(values: "Values") -> None:
    """From here on, what is printed is said as the programme says it."""
    _voice.set(values.voice)


def as_said(text: str) -> str:
    """A text as the programme says it that the command was asked for."""
    return _voice.get().text(text)


@contextmanager
def busy(what: str) -> "Iterator[Status]":
    """A sign of life on a terminal while something takes more than a moment, and what is read."""
    from fsmlib.tables.progress import heard_by

    status = Console(stderr=True).status(f"{what} …")
    with status, heard_by(lambda told: status.update(escape(f"{what} … {told}"))):
        yield status


class TerminalProgress:
    """How far a long count has come, on a terminal; `advance` is told of each finished part."""

    def __init__(self, what: str, total: int):
        from rich import progress

        self._bar = progress.Progress(
            progress.TextColumn(what),
            progress.BarColumn(),
            progress.TaskProgressColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task(what, total=total)

    def __enter__(self) -> "TerminalProgress":
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def advance(self, done: int) -> None:
        """So many more are done."""
        self._bar.advance(self._task, done)


def print_answers(programme: str = "") -> None:
    """Every answer in a line: what the programme does with it.

    Those that one programme rests on where it is named; where it says no more, what they say.
    """
    speaker = speaker_of(programme) if programme else ""
    told = [each for each in answers().values() if each.programme == speaker or not speaker]
    rows = [(each.id, each.heading, each.does or each.text) for each in told]
    what = "Hvad programmet gør" if any(each.does for each in told) else "Hvad det siger"
    print_table(("Id", "Svar", what), rows)


def print_answer(answer: Answer) -> None:
    """One answer with the values, functions and golden cases that rest on it."""
    from fsmlib.pages.rulebook.found import cases_of, teaching, values_behind
    from fsmlib.rules import functions_of

    print(f"{answer.id} {answer.heading}\n\n{answer.text}\n")
    if answer.does:
        print(f"Hvad programmet gør: {answer.does}")
    functions = [f"{r.name}: {teaching(r).splitlines()[0]}" for r in functions_of(answer)]
    cases = [f"{case.rule}: {case.name}" for case in cases_of(answer)]
    for heading, lines in (
        ("Værdier", values_behind(answer)),
        ("Funktioner (som i koden, på engelsk)", functions),
        ("Prøver (som i koden, på engelsk)", cases),
    ):
        print(f"\n{heading}:")
        for line in lines or ["ingen"]:
            print(f"  {line}")


def print_failures(failures: Iterable[tuple[str, str, str, int | None]]) -> None:
    """Which pages could not be made, and why: municipality, notebook, error, cell."""
    rows = [(town, notebook, error, str(cell or "")) for town, notebook, error, cell in failures]
    print_table(("Kommune", "Side", "Hvad der er galt", "Celle"), rows)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table as wide as the terminal, or as a file can hold."""
    table = Table(box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(as_said(heading), overflow="fold")
    for row in rows:
        table.add_row(*(Text(masked(as_said(cell))) for cell in row))
    console = Console()
    if not console.is_terminal:
        console.width = WIDTH_IN_A_FILE
    console.print(table)
