"""The options that several commands share, and the values they lead to."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from fsmlib.programme.numbers import danish_number, whole_kroner

if TYPE_CHECKING:
    from fsmlib.programme.kinds import ProgrammeKind
    from fsmlib.programme.parameters import Values

Validated = TypeVar("Validated")


def amount(told: str | int) -> int:
    """Kroner as a Dane writes them; ValueError for what is no amount.

    >>> amount("3.000.000"), amount(0)
    (3000000, 0)
    """
    return whole_kroner(danish_number(str(told)))


Readings = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="NAVN=VÆRDI", help="Fx status_day=first_day."),
]
Parameters = Annotated[
    list[str] | None,
    typer.Option("--parameter", "-p", metavar="NAVN=VÆRDI", help="En af notebookens parametre."),
]
Changes = Annotated[
    str, typer.Option("--changes", metavar="TEKST", help="Fx »step_3_lift=2; rate_spread=0,2«.")
]
Programme = Annotated[
    str,
    typer.Option(
        "--programme",
        metavar="PROGRAM",
        help="Et program ved navn eller YAML-fil; standard: hir (loft), fsm2 (tærskler).",
    ),
]
Grant = Annotated[
    int, typer.Option("--grant", metavar="KR", parser=amount, help="Tilskuddet i hele kroner.")
]
Documented = Annotated[
    int | None,
    typer.Option("--documented", metavar="KR", parser=amount, help="Dokumenterede udgifter."),
]
First = Annotated[str, typer.Option("--from", metavar="MÅNED", help="Første måned.")]
Last = Annotated[str, typer.Option("--to", metavar="MÅNED", help="Sidste måned.")]
Drawn = Annotated[str, typer.Option("--drawn-on", metavar="DATO", help="Dagen, data er trukket.")]
Seed = Annotated[int, typer.Option("--seed", metavar="TAL", help="Startværdi.")]
Csv = Annotated[Path, typer.Option("--out", metavar="FIL", help="CSV-fil; - er skærmen.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="Også PDF; kræver Edge, Chrome eller Chromium.")]
Docx = Annotated[bool, typer.Option("--docx", help="Også Word, under ansøgningens overskrifter.")]
Summary = Annotated[bool, typer.Option("--summary", help="Også hele svaret på ét ark (A4).")]
Was = Annotated[
    str, typer.Option("--was", metavar="URL", help="Jeres tilgængelighedserklæring, i sidens fod.")
]
Danish = Annotated[bool, typer.Option("--danish", help="Semikolon og decimalkomma, til Excel.")]
Registers = Annotated[
    Path, typer.Argument(metavar="STI", help="Registre: mappe eller projektmappe.")
]


def pairs(given: list[str] | None) -> dict[str, str]:
    """Parameters written as `name=value`; FsmError for one that is not."""
    from fsmlib.programme.findings import FsmError

    found = {}
    for pair in given or []:
        name, equals, value = pair.partition("=")
        if not (name and equals):
            raise FsmError(f"»{name}« skal skrives som navn=værdi.")
        found[name] = value
    return found


def as_changes(readings: list[str] | None) -> str:
    """Readings given one by one, as the text that `parse_changes` reads."""
    return "; ".join(readings or [])


def asked(
    read: Callable[..., Validated],
    kind: "ProgrammeKind",
    data: Path,
    programme: str,
    readings: list[str] | None,
    **settings: object,
) -> Validated:
    """A question as a command asks it, said in the words of its programme.

    `read` and its `settings` are those of an analysis.  FsmError for a programme of another kind.
    """
    values_of(kind, programme)
    return read(data, changes=as_changes(readings), programme=programme, **settings)


def values_of(
    kind: "ProgrammeKind", programme: str, readings: list[str] | None = None, changes: str = ""
) -> "Values":
    """The values of a programme of a kind on its own day, with the readings given.

    Empty is the programme meant where none is named.  What is printed from here on is said in its
    words.  FsmError for a programme of another kind.
    """
    from fsmlib.cli.terminal import speak_for
    from fsmlib.programme.parameters import load_kind

    values = load_kind(kind, programme, "", changes or as_changes(readings))
    speak_for(values)
    return values


def as_number(option: str, text: str) -> float:
    """A number as Danes write it, 0 for none; FsmError for what is none."""
    from fsmlib.programme.findings import FsmError
    from fsmlib.programme.numbers import danish_number

    try:
        return float(danish_number(text)) if text else 0.0
    except ValueError:
        raise FsmError(f"{option} skal være et tal som 1,5; »{text}« er det ikke.") from None


def stop_unless_xlsx(out: Path | None) -> None:
    """FsmError for a file that is to be a workbook and is not called one."""
    from fsmlib.programme.findings import FsmError

    if out is not None and out.suffix.lower() != ".xlsx":
        raise FsmError(f"»{out}« skal ende på .xlsx.")
