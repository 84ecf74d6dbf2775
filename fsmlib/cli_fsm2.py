"""The commands of FSM2: count registers, pay out, invent registers to try with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fsmlib.danish_typer import Command

if TYPE_CHECKING:
    from fsmlib.programme.parameters import Values

app = typer.Typer()
DAY = "2019-11-01"
Programme = Annotated[
    str,
    typer.Option("--programme", metavar="PULJE", help="fsm2, eller en YAML-fil, der ligner den."),
]
Readings = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="NAVN=VÆRDI", help="Fx status_day=first_day."),
]
Grant = Annotated[int, typer.Option("--grant", metavar="KR", help="Tilskuddet i hele kroner.")]
First = Annotated[str, typer.Option("--from", metavar="MÅNED", help="Første måned.")]
Last = Annotated[str, typer.Option("--to", metavar="MÅNED", help="Sidste måned.")]
Documented = Annotated[
    int | None, typer.Option("--documented", metavar="KR", help="Dokumenterede udgifter.")
]


@app.command(cls=Command)
def monitor(
    data: Annotated[
        Path, typer.Argument(metavar="STI", help="Registre: mappe eller projektmappe.")
    ],
    first: First = "",
    last: Last = "",
    readings: Readings = None,
    programme: Programme = "fsm2",
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
    from fsmlib.report.monitor import best_payout, measured_months
    from fsmlib.report.terminal import print_payout

    values = fsm2_values(readings, programme)
    month, paid = best_payout(monthly, grant, documented, values, first, last)
    print_payout(month, paid, measured_months(first, last, values))


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

    files = write_registers(out, citizens, municipality, seed, parquet, fsm2_values(None))
    typer.echo(f"{len(files)} filer med syntetiske tal ligger i {out}")


def fsm2_values(readings: list[str] | None, programme: str = "fsm2") -> "Values":
    """The values of FSM2, or of a programme like it, with the readings given as `name=value`."""
    from fsmlib.programme.parameters import load_like

    return load_like("fsm2", programme, "", "; ".join(readings or []))
