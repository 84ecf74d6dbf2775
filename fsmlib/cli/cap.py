"""The commands of a programme with a cap: caseload, passive share, what has to be sent."""

from pathlib import Path
from typing import Annotated

import typer

from fsmlib.cli.danish_typer import Command
from fsmlib.cli.options import (
    Csv,
    Danish,
    First,
    Last,
    Programme,
    Readings,
    Seed,
    amount,
    as_number,
    asked,
    stop_unless_xlsx,
    values_of,
)

app = typer.Typer()
RegisterOption = Annotated[
    Path, typer.Argument(metavar="REGISTRERINGER", help="Registeret: fil eller mappe.")
]


@app.command(cls=Command)
def caseload(
    registrations: RegisterOption,
    first: First = "",
    last: Last = "",
    daily: Annotated[
        bool, typer.Option("--daily", help="Hver dag og ikke kun månedens sidste.")
    ] = False,
    readings: Readings = None,
    programme: Programme = "",
    out: Csv = Path("-"),
    danish: Danish = False,
) -> None:
    """Tæl hver sagsbehandlers sager, måned for måned eller dag for dag (loft)."""
    from fsmlib.analyses.registration import Registration
    from fsmlib.cli.printed import print_warnings
    from fsmlib.cli.terminal import busy
    from fsmlib.site.csvs import write_csv

    with busy("Tæller"):
        register = asked(
            Registration.read, "cap", registrations, programme, readings, first=first, last=last
        )
        found = register.caseload if daily else register.month_ends
    write_csv(found, out, danish)
    told = [finding for finding in register.findings if finding.level != "note"]
    print_warnings([*register.tables.warnings, *told])


@app.command(cls=Command)
def reach(
    data: Annotated[Path, typer.Argument(metavar="FIL", help="Projektmappe eller mappe.")],
    fte: Annotated[str, typer.Option("--fte", metavar="ÅRSVÆRK", help="Nye årsværk, fx 1,5.")] = "",
    dkk: Annotated[
        int, typer.Option("--dkk", metavar="KR", parser=amount, help="Kroner til løn.")
    ] = 0,
    readings: Readings = None,
    seed: Seed = 1,
    programme: Programme = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FIL", help="CSV-fil med grænsen.")
    ] = None,
    danish: Danish = False,
) -> None:
    """Vend spørgsmålet om: hvilket loft kan nås med så mange årsværk eller kroner?"""
    from fsmlib.analyses.staffing import Staffing
    from fsmlib.analyses.staffing_reach import frontier, given_fte
    from fsmlib.analyses.staffing_reach_words import reach_in_words
    from fsmlib.cli.printed import print_view, print_warnings
    from fsmlib.cli.terminal import busy
    from fsmlib.pages.staffing.case import page_of
    from fsmlib.pages.staffing.reach import frontier_table, group_reach_table, run_off_table
    from fsmlib.site.csvs import write_csv

    with busy("Regner"):
        staffing = asked(Staffing.read, "cap", data, programme, readings, seed=seed)
        given = given_fte(staffing, as_number("--fte", fte), dkk)
        found = frontier(staffing)
    print_warnings(staffing.tables.warnings)
    if out is not None:
        write_csv(found, out, danish)
        return
    case = page_of(staffing)
    typer.echo(reach_in_words(staffing, given))
    by_group = staffing.plan.facts.has_groups
    views = [group_reach_table(case, given, 0)] if by_group and given else []
    for view in (*views, frontier_table(case), run_off_table(case)):
        print_view(view)


@app.command(cls=Command)
def passive(
    data: Annotated[
        Path, typer.Argument(metavar="STI", help="Forløb og indsatser: fil eller mappe.")
    ],
    month: Annotated[str, typer.Option(metavar="MÅNED", help="Standard: programmets egen.")] = "",
    target: Annotated[str, typer.Option(metavar="PCT", help="Kommunens mål for andelen.")] = "",
    readings: Readings = None,
    programme: Programme = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FIL", help="CSV-fil med de passive borgere.")
    ] = None,
    danish: Danish = False,
) -> None:
    """Regn andelen af passive ud, og list dem, der mangler en indsats (loft)."""
    from fsmlib.analyses.check import checked_tables
    from fsmlib.analyses.passive import asked_measure, passive_list, passive_measure
    from fsmlib.analyses.register_findings import register_day
    from fsmlib.cli.printed import print_passive, print_warnings
    from fsmlib.cli.terminal import as_said
    from fsmlib.site.csvs import write_csv

    values = values_of("cap", programme, readings)
    tables = checked_tables(data, values, "courses", "offers")
    found = passive_measure(tables, *asked_measure(month, target, values), values)
    print_passive(found)
    typer.echo(as_said(found.provisional(register_day(tables))))
    print_warnings(tables.warnings)
    if out is not None:
        write_csv(passive_list(found, tables), out, danish)


@app.command(cls=Command)
def moved(
    registrations: RegisterOption,
    out: Annotated[Path, typer.Option("--out", metavar="FIL", help="Projektmappen (.xlsx).")],
    today: Annotated[str, typer.Option(metavar="DATO", help="Dagen, registeret er trukket.")] = "",
    programme: Programme = "",
) -> None:
    """Lav skemaet over fraflyttede borgere til sikker post, og foreslå rettede rækker (loft)."""
    from fsmlib.analyses.check import checked_tables
    from fsmlib.analyses.register_findings import register_day
    from fsmlib.cli.printed import print_warnings
    from fsmlib.site.moved import write_moved

    stop_unless_xlsx(out)
    values = values_of("cap", programme)
    tables = checked_tables(registrations, values, "registrations")
    rows, proposed = write_moved(tables, out, values, register_day(tables, today))
    print_warnings(tables.warnings)
    if not rows + proposed:
        typer.echo("Ingen fraflyttede borgere at sende og ingen rækker at rette.")
        return
    typer.echo(f"{rows} rækker med fraflyttede borgere og {proposed} forslag til rettede rækker:")
    typer.echo(f"{out} har jeres egne id'er for borgerne. Send den kun med sikker post.")
