"""The commands of FSM2: count registers, pay out, invent registers to try with."""

from pathlib import Path
from typing import Annotated

import typer

from fsmlib.cli.danish_typer import Command
from fsmlib.cli.options import (
    Csv,
    Danish,
    Documented,
    First,
    Grant,
    Last,
    Programme,
    Readings,
    Registers,
    Seed,
    fsm2_values,
    values_of,
)

app = typer.Typer()


@app.command(cls=Command)
def monitor(
    data: Registers,
    first: First = "",
    last: Last = "",
    readings: Readings = None,
    programme: Programme = "fsm2",
    out: Csv = Path("-"),
    danish: Danish = False,
    scheduler: Annotated[
        str,
        typer.Option(metavar="ADRESSE", help="Del arbejdet ud med Dask: local eller en adresse."),
    ] = "",
) -> None:
    """Regn andelen af berørte ud måned for måned (FSM2)."""
    from fsmlib.analyses.monitor import measured_months, monthly_results
    from fsmlib.cli.terminal import busy
    from fsmlib.site.csvs import write_csv

    values = fsm2_values(readings, programme)
    with busy("Tæller"):
        found = monthly_results(data, measured_months(first, last, values), values, scheduler)
    write_csv(found, out, danish)


@app.command(cls=Command)
def payout(
    monthly: Annotated[Path, typer.Argument(metavar="FIL", help="Månedstal fra fsm monitor.")],
    grant: Grant,
    documented: Documented = None,
    first: First = "",
    last: Last = "",
    readings: Readings = None,
    programme: Programme = "fsm2",
) -> None:
    """Vis projektets bedste måned og raterne i kroner (FSM2)."""
    from fsmlib.analyses.monitor import best_payout, measured_months
    from fsmlib.cli.printed import print_payout

    values = fsm2_values(readings, programme)
    month, paid = best_payout(monthly, grant, documented, values, first, last)
    print_payout(month, paid, measured_months(first, last, values))


@app.command(cls=Command)
def synth(
    out: Annotated[Path, typer.Option("--out", metavar="MAPPE", help="Mappen til de fem filer.")],
    citizens: Annotated[int, typer.Option(metavar="ANTAL", help="Antal borgere.")] = 450,
    municipality: Annotated[str, typer.Option(metavar="KOMMUNE", help="Navn eller kode.")] = "0410",
    seed: Seed = 1,
    parquet: Annotated[bool, typer.Option("--parquet", help="Parquet i stedet for CSV.")] = False,
) -> None:
    """Lav opdigtede registre til FSM2; de er mærket som syntetiske."""
    from fsmlib.site.synth import write_registers

    files = write_registers(out, citizens, municipality, seed, parquet, values_of("fsm2", None))
    typer.echo(f"{len(files)} filer med syntetiske tal ligger i {out}")
