"""The commands of the evaluator: judge a folder of proposals, and open the app."""

from pathlib import Path
from typing import Annotated

import typer

from fsmlib.cli.danish_typer import Command
from fsmlib.cli.options import Programme, amount

app = typer.Typer()
OUT = "Skriv indstillingen for puljen: som side, når filen ender på .html, som tal på .xlsx."
Granted = Annotated[
    Path | None,
    typer.Option("--granted", metavar="MAPPE", help="Projektmapperne fra tilsagnet (FSM2)."),
]


@app.command(cls=Command)
def evaluate(
    folder: Annotated[
        str, typer.Argument(metavar="MAPPE", help="Mappe med én projektmappe pr. kommune.")
    ],
    programme: Programme = "",
    pool: Annotated[
        int,
        typer.Option(
            "--pool",
            metavar="KR",
            parser=amount,
            help="Puljen i hele kroner, fx 3.000.000.",
            show_default="puljens egen ramme",
        ),
    ] = 0,
    changes: Annotated[
        str, typer.Option("--changes", metavar="TEKST", help="Fx »weight_need=60; cap=32«.")
    ] = "",
    withdrawn: Annotated[
        str, typer.Option("--withdrawn", metavar="KOMMUNER", help="Kommuner, der har sagt nej.")
    ] = "",
    included: Annotated[
        str, typer.Option("--included", metavar="KOMMUNER", help="Tag med trods vurderingen.")
    ] = "",
    granted: Granted = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FIL", help=OUT)] = None,
) -> None:
    """Hold ansøgninger op mod reglerne, og fordel puljen."""
    from fsmlib.app.evaluation.memo import pool_memo, write_memo
    from fsmlib.cli.printed import print_case, print_warnings
    from fsmlib.cli.terminal import busy, speak_for
    from fsmlib.pages.evaluation.case import answer, open_case

    with busy("Læser ansøgningerne") as status:

        def tell(number: int, of: int) -> None:
            status.update(f"Vurderer ansøgning {number} af {of} …")

        before = str(granted or "")
        case = open_case(folder, programme, "", changes, pool, withdrawn, included, before, tell)
        status.update("Fordeler puljen …")
        answer(case)  # computed while the terminal says so
    speak_for(case.page.values)
    print_case(case)
    print_warnings(case.question.tables.warnings)
    if out is not None:
        with busy("Skriver indstillingen"):
            write_memo(pool_memo(case), out)
        typer.echo(f"Indstillingen: {out}")
    if case.question.judged.unread or case.question.why_undivided:
        raise typer.Exit(1)


@app.command(name="app", cls=Command)
def open_app(
    folder: Annotated[
        Path | None, typer.Argument(metavar="MAPPE", help="Mappe med ansøgninger.")
    ] = None,
    programme: Programme = "",
    granted: Granted = None,
    port: Annotated[
        int, typer.Option(metavar="PORT", min=1, max=65535, help="Porten på denne maskine.")
    ] = 8866,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Åbn browseren.")] = True,
) -> None:
    """Åbn appen i en browser på denne maskine; med en mappe åbner den på vurderingen."""
    from fsmlib.app.serve import serve
    from fsmlib.programme.sources import place_of, programme_named

    programme = place_of(programme_named(programme)) if programme else ""
    proposals, before = (str(path.absolute()) if path else "" for path in (folder, granted))
    serve(proposals, programme, port, browser, before)
