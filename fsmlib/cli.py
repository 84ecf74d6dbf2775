"""The `fsm` command.  Heavy libraries are imported by the commands that need them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from fsmlib.programme.findings import Finding, FsmError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.status import Status

    from fsmlib.programme.sources import Answer
    from fsmlib.report.run import Rendered

IN_DANISH = {
    "Usage: ": "Brug: ",
    "[OPTIONS]": "[TILVALG]",
    "COMMAND [ARGS]": "KOMMANDO [ARGUMENTER]",
    "Options:": "Tilvalg:",
    "Commands:": "Kommandoer:",
    "Arguments:": "Argumenter:",
    "Show this message and exit.": "Vis denne hjælp.",
    "[required]": "[skal angives]",
    "[default: ": "[standard: ",
}


class DanishHelp:
    """Help whose fixed words are Danish; typer has no translation of its own."""

    def get_help(self, ctx: Any) -> str:
        """The help text of a command."""
        text = str(super().get_help(ctx))  # type: ignore[misc]
        for english, danish in IN_DANISH.items():
            text = text.replace(english, danish)
        return text


class Group(DanishHelp, TyperGroup):
    """`fsm` itself."""


class Command(DanishHelp, TyperCommand):
    """One of its commands."""


app = typer.Typer(
    cls=Group,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Regn på puljerne Håndholdt indsats i ressourceforløb (HIR) og Flere skal med 2 (FSM2).",
)

WIDTH_IN_A_FILE = 160
LEVELS = {"error": "Fejl", "warning": "Se efter", "note": "Bemærk"}
Out = Annotated[Path, typer.Option("--out", help="Mappen, siden og tallene skal ligge i.")]
Given = Annotated[
    list[str] | None,
    typer.Option("--parameter", "-p", metavar="NAVN=VÆRDI", help="En af notebookens parametre."),
]
Data = Annotated[
    Path | None, typer.Option("--data", help="Projektmappe eller mappe med kommunens tal.")
]


UsageError: Any = typer.BadParameter.__mro__[1]


def main() -> None:
    """Run `fsm`: exit code 1 when files must be mended, 2 when the command was misused."""
    try:
        raise SystemExit(app(standalone_mode=False))
    except InputError as error:
        _print_findings(error.findings)
        raise SystemExit(1) from None
    except FsmError as error:
        typer.echo(f"Fejl: {error}", err=True)
        raise SystemExit(1) from None
    except UsageError as error:
        typer.echo(f"Fejl: {_misuse(error)} Se: fsm --help", err=True)
        raise SystemExit(2) from None
    except (typer.Abort, KeyboardInterrupt):
        typer.echo("Afbrudt.", err=True)
        raise SystemExit(130) from None


def _misuse(error: Any) -> str:
    """What was wrong with the command line, in Danish."""
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return "Skriv en kommando."
        case "NoSuchOption":
            return f"Tilvalget »{error.option_name}« kendes ikke."
        case "MissingParameter":
            return f"Der mangler »{error.param.name}«."
        case "BadParameter":
            return f"Værdien af »{error.param.name}« kan ikke bruges."
        case _:
            return "Kommandoen findes ikke, eller den har fået for mange ord."


@app.command(cls=Command)
def demo(out: Out = Path("out")) -> None:
    """Lav siderne for eksempelkommunen."""
    from fsmlib.report.start import notebooks

    for name in notebooks():
        _tell(_render(name, out, {}))
    typer.echo(f"Begynd med {out / '00_start.html'}")


@app.command(cls=Command)
def render(
    notebook: Annotated[str, typer.Argument(metavar="NOTEBOOK", help="Fx 01_staffing.")],
    data: Data = None,
    given: Given = None,
    out: Out = Path("out"),
) -> None:
    """Lav én side og projektmappen med tallene bag den."""
    pairs = [pair.partition("=") for pair in given or []]
    for name, equals, _ in pairs:
        if not (name and equals):
            raise FsmError(f"»{name}« skal skrives som navn=værdi.")
    parameters = {name: value for name, _, value in pairs}
    if data is not None:
        parameters["data"] = str(data)
    _tell(_render(notebook, out, parameters))


@app.command(cls=Command)
def template(
    name: Annotated[str, typer.Argument(metavar="TABEL", help="staffing eller registrations.")],
    out: Annotated[Path | None, typer.Option("--out", help="Filen, der skal skrives.")] = None,
) -> None:
    """Skriv en projektmappe, der er klar til at udfylde."""
    from fsmlib.programme.names import unknown
    from fsmlib.tables.schemas import SCHEMAS
    from fsmlib.tables.template import TEMPLATES, write_template

    if name not in TEMPLATES:
        raise FsmError("Skabelonen " + unknown(name, TEMPLATES))
    target = out or Path(f"{SCHEMAS[name].sheet.lower()}.xlsx")
    if target.exists():
        raise FsmError(f"»{target}« findes allerede; vælg et andet navn med --out.")
    write_template(name, target)
    typer.echo(f"{target} er klar. Udfyld de gule felter, og kontrollér med: fsm check {target}")


@app.command(cls=Command)
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="STI...", help="Filer eller mapper.")],
    on: Annotated[str, typer.Option(help="Den dag, reglerne læses.")] = "2018-03-01",
) -> None:
    """Vis alt, der skal rettes eller ses efter; slutter med 1, når noget er en fejl."""
    from fsmlib.programme.findings import has_errors
    from fsmlib.programme.parameters import load
    from fsmlib.report.check import all_findings
    from fsmlib.tables.reading import read

    values = load("hir", on)
    with _busy("Læser"):
        findings = [finding for path in paths for finding in all_findings(read(path), values)]
    _print_findings(findings)
    raise typer.Exit(1 if has_errors(findings) else 0)


@app.command(cls=Command)
def rules(
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Svarets id, fx HIR-11.")
    ] = None,
) -> None:
    """Vis alle svar, eller ét svar med værdier, funktioner og prøver."""
    from fsmlib.programme.sources import answer, answers

    if id_ is None:
        _print_table(
            ("Id", "Svar", "Hvad programmet gør", "Status"),
            [(a.id, a.heading, a.does, _status(a)) for a in answers().values()],
        )
    else:
        _print_answer(answer(id_.upper()))


@app.command(cls=Command)
def version() -> None:
    """Vis versionen."""
    from importlib.metadata import version as installed

    typer.echo(f"fsmlib {installed('fsmlib')}")


def _render(name: str, out: Path, parameters: dict[str, str]) -> "Rendered":
    with _busy(f"Laver {name}"):
        from fsmlib.report.run import render as render_page

        return render_page(name, out, parameters)


def _busy(what: str) -> "Status":
    """A sign of life on a terminal while something takes more than a moment."""
    from rich.console import Console

    return Console(stderr=True).status(f"{what} …")


def _tell(rendered: "Rendered") -> None:
    typer.echo(f"Siden:  {rendered.page}")
    if rendered.workbook:
        typer.echo(f"Tallene: {rendered.workbook}")


def _print_answer(answer: "Answer") -> None:
    with _busy("Slår op"):
        from fsmlib.report.rulebook import cases_of, functions_of, values_of

    typer.echo(f"{answer.id} {answer.heading}\n\n{answer.text}\n")
    typer.echo(f"Hvad programmet gør: {answer.does}\nStatus: {_status(answer)}")
    for heading, lines in (
        ("Værdier", values_of(answer)),
        ("Funktioner", functions_of(answer)),
        ("Prøver", cases_of(answer)),
    ):
        typer.echo(f"\n{heading}:")
        for line in lines or ["ingen"]:
            typer.echo(f"  {line}")


def _status(answer: "Answer") -> str:
    return f"planlagt: {answer.planned}" if answer.planned else "klar"


def _print_findings(findings: "Iterable[Finding]") -> None:
    rows = [
        (LEVELS[f.level], f.place, f.problem, f.mend, f.rule)
        for f in sorted(findings, key=lambda f: list(LEVELS).index(f.level))
    ]
    if rows:
        _print_table(("", "Hvor", "Hvad", "Sådan rettes det", "Regel"), rows)
    else:
        typer.echo("Intet at rette.")


def _print_table(headings: tuple[str, ...], rows: "Sequence[tuple[str, ...]]") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console()
    if not console.is_terminal:
        console.width = WIDTH_IN_A_FILE
    console.print(table)
