"""The commands of a programme with thresholds: count, pay out, invent registers to try with."""

from pathlib import Path
from typing import Annotated

import typer

from fsmlib.cli.danish_typer import Command
from fsmlib.cli.options import (
    Csv,
    Danish,
    Documented,
    Drawn,
    First,
    Grant,
    Last,
    Programme,
    Readings,
    Registers,
    Seed,
    asked,
    values_of,
)

app = typer.Typer()


@app.command(cls=Command)
def monitor(
    data: Registers,
    first: First = "",
    last: Last = "",
    readings: Readings = None,
    programme: Programme = "",
    drawn: Drawn = "",
    out: Csv = Path("-"),
    danish: Danish = False,
    scheduler: Annotated[
        str,
        typer.Option(metavar="ADRESSE", help="Del arbejdet ud med Dask: local eller en adresse."),
    ] = "",
) -> None:
    """Regn andelen af berørte ud måned for måned (tærskler)."""
    from fsmlib.analyses.asked_months import drawn_day
    from fsmlib.analyses.monthly_results import measured_months, monthly_results
    from fsmlib.analyses.small_counts import with_marks
    from fsmlib.cli.printed import print_left_open, print_warnings
    from fsmlib.cli.terminal import busy
    from fsmlib.site.csvs import write_csv

    values = values_of("thresholds", programme, readings)
    with busy("Tæller"):
        months = measured_months(first, last, values)
        found = monthly_results(data, months, values, scheduler, drawn_day(drawn))
    write_csv(with_marks(found.months), out, danish)
    print_left_open(values)
    print_warnings(found.findings)


@app.command(cls=Command)
def payout(
    monthly: Annotated[Path, typer.Argument(metavar="FIL", help="Månedstal, eller registre.")],
    grant: Grant,
    documented: Documented = None,
    first: First = "",
    last: Last = "",
    drawn: Drawn = "",
    readings: Readings = None,
    programme: Programme = "",
) -> None:
    """Vis projektets bedste måned og raterne i kroner (tærskler)."""
    from fsmlib.analyses.monitoring import Monitoring
    from fsmlib.cli.printed import print_payout, print_warnings

    question = asked(
        Monitoring.read,
        "thresholds",
        monthly,
        programme,
        readings,
        first=first,
        last=last,
        grant_dkk=grant,
        documented_dkk=documented,
        drawn_on=drawn,
    )
    print_payout(question)
    print_warnings([*question.tables.warnings, *question.findings])


@app.command(cls=Command)
def synth(
    out: Annotated[Path, typer.Option("--out", metavar="MAPPE", help="Mappen til filerne.")],
    citizens: Annotated[int, typer.Option(metavar="ANTAL", help="Antal borgere.")] = 450,
    municipality: Annotated[str, typer.Option(metavar="KOMMUNE", help="Navn eller kode.")] = "0410",
    seed: Seed = 1,
    parquet: Annotated[bool, typer.Option("--parquet", help="Parquet i stedet for CSV.")] = False,
    programme: Programme = "",
) -> None:
    """Lav opdigtede registre til et program med tærskler; de er mærket som syntetiske."""
    from fsmlib.site.synth import write_registers

    values = values_of("thresholds", programme)
    files = write_registers(out, citizens, municipality, seed, parquet, values)
    typer.echo(f"{len(files)} filer med syntetiske tal ligger i {out}")
