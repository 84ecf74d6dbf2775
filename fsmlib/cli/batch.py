"""The command that makes pages for many municipalities."""

from pathlib import Path
from typing import Annotated

import typer

from fsmlib.cli.danish_typer import Command
from fsmlib.cli.options import Docx, Parameters, Pdf, Programme, Summary, Was, pairs

app = typer.Typer()
Notebooks = Annotated[list[str] | None, typer.Argument(metavar="NOTEBOOK", help="Standard: alle.")]
Municipalities = Annotated[
    Path | None,
    typer.Option(metavar="FIL", help="CSV eller XLSX med kolonnen Kommune; standard: alle 98."),
]
Inputs = Annotated[
    Path | None,
    typer.Option(metavar="MAPPE", help="En projektmappe eller mappe pr. kommune, efter navn."),
]
Site = Annotated[Path, typer.Option("--out", metavar="MAPPE", help="Mappen, siderne skal ligge i.")]
Resume = Annotated[
    bool, typer.Option("--resume", help="Lav kun det, der mangler eller ikke gælder mere.")
]
Workers = Annotated[
    int, typer.Option(metavar="ANTAL", min=0, help="Sider ad gangen; 0 er kerner + 1.")
]
Timeout = Annotated[float, typer.Option(metavar="SEKUNDER", min=1, help="Højeste tid for en side.")]
Memory = Annotated[
    int, typer.Option(metavar="MB", min=0, help="Højeste hukommelse for en side (Linux).")
]
Scheduler = Annotated[
    str, typer.Option(metavar="ADRESSE", help="Dask-klynge, der laver siderne, fx tcp://navn:8786.")
]
Upload = Annotated[
    str, typer.Option(metavar="URL", help="Kopiér de færdige sider, fx s3://spand/mappe.")
]


@app.command(cls=Command)
def batch(
    notebooks: Notebooks = None,
    municipalities: Municipalities = None,
    inputs: Inputs = None,
    out: Site = Path("site"),
    given: Parameters = None,
    programme: Programme = "",
    resume: Resume = False,
    workers: Workers = 0,
    timeout: Timeout = 600,
    memory: Memory = 0,
    pdf: Pdf = False,
    docx: Docx = False,
    summary: Summary = False,
    was: Was = "",
    scheduler: Scheduler = "",
    upload: Upload = "",
) -> None:
    """Lav sider for mange kommuner; slutter med 1, når en side eller fil ikke kunne bruges."""
    import os

    from fsmlib.cli.terminal import print_failures
    from fsmlib.pages.start import notebooks as all_notebooks
    from fsmlib.programme.sources import place_of, programme_named
    from fsmlib.site.batch.batch import Limits, make_site
    from fsmlib.site.batch.orders import orders_of, unused_inputs
    from fsmlib.site.batch.upload import copy_site
    from fsmlib.site.forms import Forms
    from fsmlib.site.pdf import browser
    from fsmlib.site.run import pages_of

    if pdf:
        browser()
    parameters = pairs(given)
    if programme:
        parameters |= {"programme": place_of(programme_named(programme))}
    asked = notebooks or (pages_of(programme) if programme else all_notebooks())
    orders = orders_of(asked, municipalities, inputs, parameters)
    forms = Forms(docx, summary, was)
    limits = Limits(workers or (os.cpu_count() or 1) + 1, timeout, memory, scheduler, forms)
    unused = unused_inputs(municipalities, inputs)
    made = make_site(out, orders, limits, resume, pdf, unused.told)
    for remark in made.remarks:
        typer.echo(f"Se efter: {remark}", err=True)
    records = made.records
    if upload:
        copy_site(out, upload)
    failed = [record for record in records if not record.ok]
    if failed:
        print_failures((r.municipality or "Alle", r.notebook, r.error, r.cell) for r in failed)
    typer.echo(f"{len(records) - len(failed)} sider er klar. Begynd med {out / 'index.html'}")
    raise typer.Exit(1 if failed or unused.some_are_wrong else 0)
