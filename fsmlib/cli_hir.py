"""The commands of HIR: the caseload in the register, the passive share, what has to be sent."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fsmlib.cli_fsm2 import Readings
from fsmlib.danish_typer import Command

if TYPE_CHECKING:
    from fsmlib.programme.parameters import Values

app = typer.Typer()
DAY = "2018-03-01"
Register = Annotated[
    Path, typer.Argument(metavar="REGISTRERINGER", help="Registeret: fil eller mappe.")
]
Danish = Annotated[bool, typer.Option("--danish", help="Semikolon og decimalkomma, til Excel.")]
Csv = Annotated[Path, typer.Option("--out", metavar="FIL", help="CSV-fil; - er skærmen.")]


@app.command(cls=Command)
def caseload(
    registrations: Register,
    first: Annotated[str, typer.Option("--from", metavar="MÅNED", help="Første måned.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="MÅNED", help="Sidste måned.")] = "",
    daily: Annotated[
        bool, typer.Option("--daily", help="Hver dag og ikke kun månedens sidste.")
    ] = (False),
    readings: Readings = None,
    out: Csv = Path("-"),
    danish: Danish = False,
) -> None:
    """Tæl hver sagsbehandlers sager, måned for måned eller dag for dag (HIR)."""
    from fsmlib.report import caseworker_register as register
    from fsmlib.report.check import checked_tables
    from fsmlib.report.csvs import write_csv
    from fsmlib.report.terminal import busy

    values = _hir(readings)
    months = register.chosen_months(first, last, values)
    count = register.caseload_by_day if daily else register.caseload_by_month
    with busy("Tæller"):
        found = count(checked_tables(registrations, values, "registrations"), months, values)
    write_csv(found, out, danish)


@app.command(cls=Command)
def passive(
    data: Annotated[
        Path, typer.Argument(metavar="STI", help="Forløb og indsatser: fil eller mappe.")
    ],
    month: Annotated[str, typer.Option(metavar="MÅNED", help="Standard: marts 2019.")] = "",
    target: Annotated[str, typer.Option(metavar="PCT", help="Kommunens mål for andelen.")] = "",
    readings: Readings = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FIL", help="CSV-fil med de passive borgere.")
    ] = None,
    danish: Danish = False,
) -> None:
    """Regn andelen af passive ud, og list dem, der mangler en indsats (HIR)."""
    from fsmlib.report import caseworker_register as register
    from fsmlib.report.check import checked_tables
    from fsmlib.report.csvs import write_csv
    from fsmlib.report.terminal import print_passive

    values = _hir(readings)
    tables = checked_tables(data, values, "courses", "offers")
    found = register.passive_measure(tables, month, target, values)
    print_passive(found)
    typer.echo(found.provisional(register.register_day(tables)))
    if out is not None:
        write_csv(register.passive_list(found, tables), out, danish)


@app.command(cls=Command)
def moved(
    registrations: Register,
    out: Annotated[Path, typer.Option("--out", metavar="FIL", help="Projektmappen (.xlsx).")],
    today: Annotated[str, typer.Option(metavar="DATO", help="Dagen, registeret er trukket.")] = "",
) -> None:
    """Lav skemaet over fraflyttede borgere til sikker post, og foreslå rettede rækker (HIR)."""
    from fsmlib.report import caseworker_register as register
    from fsmlib.report.check import checked_tables
    from fsmlib.report.moved import write_moved

    values = _hir(None)
    tables = checked_tables(registrations, values, "registrations")
    rows, proposed = write_moved(tables, out, values, register.register_day(tables, today))
    if not rows + proposed:
        typer.echo("Ingen fraflyttede borgere at sende og ingen rækker at rette.")
        return
    typer.echo(f"{rows} rækker med fraflyttede borgere og {proposed} forslag til rettede rækker:")
    typer.echo(f"{out} har jeres egne id'er for borgerne. Send den kun med sikker post.")


def _hir(readings: list[str] | None) -> "Values":
    """The values of HIR with the readings given as `name=value`."""
    from fsmlib.programme.parameters import load, parse_changes

    return load("hir", DAY, **parse_changes("; ".join(readings or [])))
