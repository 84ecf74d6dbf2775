"""The commands of FSM2: count registers, pay out, invent registers to try with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fsmlib.danish_typer import Command

if TYPE_CHECKING:
    from fsmlib.programme.parameters import Values

app = typer.Typer()
DAY = "2019-11-01"
Readings = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="NAVN=VÆRDI", help="Fx status_day=first_day."),
]


@app.command(cls=Command)
def monitor(
    data: Annotated[
        Path, typer.Argument(metavar="STI", help="Registre: mappe eller projektmappe.")
    ],
    first: Annotated[str, typer.Option("--from", metavar="MÅNED", help="Første måned.")] = "",
    last: Annotated[str, typer.Option("--to", metavar="MÅNED", help="Sidste måned.")] = "",
    readings: Readings = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="FIL", help="CSV-fil; - er skærmen.")
    ] = Path("-"),
    danish: Annotated[
        bool, typer.Option("--danish", help="Semikolon og decimalkomma, til Excel.")
    ] = False,
    scheduler: Annotated[
        str,
        typer.Option(metavar="ADRESSE", help="Del arbejdet ud med Dask: local eller en adresse."),
    ] = "",
) -> None:
    """Regn andelen af berørte ud måned for måned (FSM2)."""
    from fsmlib.report.csvs import write_csv
    from fsmlib.report.monitor import measured_months, monthly_results
    from fsmlib.report.terminal import busy

    values = _fsm2(readings)
    with busy("Tæller"):
        found = monthly_results(data, measured_months(first, last, values), values, scheduler)
    write_csv(found, out, danish)


@app.command(cls=Command)
def payout(
    monthly: Annotated[Path, typer.Argument(metavar="FIL", help="Månedstal fra fsm monitor.")],
    grant: Annotated[int, typer.Option("--grant", metavar="KR", help="Tilskuddet i hele kroner.")],
    documented: Annotated[
        int | None, typer.Option("--documented", metavar="KR", help="Dokumenterede udgifter.")
    ] = None,
    readings: Readings = None,
) -> None:
    """Vis den bedste måned og raterne i kroner (FSM2)."""
    from fsmlib.report.monitor import best_payout
    from fsmlib.report.terminal import print_payout

    month, paid = best_payout(monthly, grant, documented, _fsm2(readings))
    print_payout(month, paid)


@app.command(cls=Command)
def explain(
    citizen: Annotated[str, typer.Argument(metavar="BORGER", help="Borgerens id i registrene.")],
    when: Annotated[str, typer.Argument(metavar="MÅNED", help="Fx 2019-11.")],
    data: Annotated[Path, typer.Option("--data", metavar="STI", help="Registre.")],
    readings: Readings = None,
) -> None:
    """Forklar, hvorfor en borger tæller eller ikke tæller i en måned (FSM2)."""
    from fsmlib.report.explain import explain as explained
    from fsmlib.report.monitor import measured_months

    values = _fsm2(readings)
    (month,) = measured_months(when, when, values)
    for sentence in explained(data, citizen, month, values):
        typer.echo(sentence)


@app.command(cls=Command)
def synth(
    out: Annotated[Path, typer.Option("--out", metavar="MAPPE", help="Mappen til de fem filer.")],
    citizens: Annotated[int, typer.Option(metavar="ANTAL", help="Antal borgere.")] = 450,
    municipality: Annotated[str, typer.Option(metavar="KOMMUNE", help="Navn eller kode.")] = "0410",
    seed: Annotated[int, typer.Option(metavar="TAL", help="Startværdi.")] = 1,
    parquet: Annotated[bool, typer.Option("--parquet", help="Parquet i stedet for CSV.")] = False,
) -> None:
    """Lav opdigtede registre til FSM2; de er mærket som syntetiske."""
    from fsmlib.report.synth import write_registers

    files = write_registers(out, citizens, municipality, seed, parquet, _fsm2(None))
    typer.echo(f"{len(files)} filer med syntetiske tal ligger i {out}")


def _fsm2(readings: list[str] | None) -> "Values":
    """The values of FSM2 with the readings given as `name=value`."""
    from fsmlib.programme.parameters import load, parse_changes

    return load("fsm2", DAY, **parse_changes("; ".join(readings or [])))
