"""The commands on visitation (thresholds): a municipality's own chances, and its plan simulated."""

from pathlib import Path
from typing import Annotated

import typer

from fsmlib.cli.danish_typer import Command
from fsmlib.cli.options import (
    Changes,
    Danish,
    Programme,
    Registers,
    Seed,
    stop_unless_xlsx,
    values_of,
)

app = typer.Typer()


@app.command(cls=Command)
def fit(
    data: Registers,
    changes: Changes = "",
    programme: Programme = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FIL", help="CSV-fil; - er skærmen.")
    ] = None,
    danish: Danish = False,
) -> None:
    """Tæl kommunens egne chancer i registrene, ved siden af vores skøn (tærskler)."""
    from fsmlib.analyses.check import checked_tables
    from fsmlib.analyses.fit import counted_table, fit
    from fsmlib.cli.printed import print_fit, print_left_open, print_warnings
    from fsmlib.cli.terminal import busy
    from fsmlib.site.csvs import write_csv

    values = values_of("thresholds", programme, changes=changes)
    with busy("Tæller"):
        tables = checked_tables(data, values, "citizens", counted_table(values))
        found = fit(tables, values)
    print_warnings(tables.warnings)
    print_left_open(values)
    if out is None:
        print_fit(found)
    else:
        write_csv(found.table(), out, danish)


@app.command(cls=Command)
def simulate(
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help="Planen: fsm template plan.")],
    register: Annotated[
        Path | None,
        typer.Option("--register", metavar="STI", help="Registre, der giver egne chancer."),
    ] = None,
    compare: Annotated[
        Path | None, typer.Option("--compare", metavar="PLAN", help="En plan at sammenligne med.")
    ] = None,
    replications: Annotated[int, typer.Option(metavar="ANTAL", help="Antal forløb.")] = 10_000,
    seed: Seed = 1,
    workers: Annotated[
        int, typer.Option(metavar="ANTAL", help="Kerner; resultatet er det samme.")
    ] = 1,
    wanted: Annotated[int, typer.Option(metavar="PCT", help="Den chance, der ønskes.")] = 80,
    changes: Changes = "",
    programme: Programme = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FIL", help="Projektmappe med tallene.")
    ] = None,
) -> None:
    """Simulér en plan for visitation: andel, chance for kravene og udbetaling (tærskler)."""
    from fsmlib.analyses.visitation import Visitation
    from fsmlib.cli.printed import print_simulation
    from fsmlib.cli.terminal import TerminalProgress
    from fsmlib.pages.visitation.case import page_of

    stop_unless_xlsx(out)
    values_of("thresholds", programme)
    with TerminalProgress("Simulerer", replications * (2 if compare else 1)) as progress:
        question = Visitation.read(
            plan,
            registers=register or "",
            compare=compare or "",
            changes=changes,
            programme=programme,
            replications=replications,
            seed=seed,
            wanted_percent=wanted,
            workers=workers,
            progress=progress.advance,
        )
        question.simulate()
    other = compare.name if compare else ""
    settings = {"plan": plan.name, "compare": other, "replications": replications, "seed": seed}
    case = page_of(question, settings | {"wanted_percent": wanted})
    print_simulation(case)
    if out is not None:
        from fsmlib.site.visitation_workbook import write_numbers

        write_numbers(case, out)
        typer.echo(f"Tallene: {out}")
