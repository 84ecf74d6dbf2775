"""The `fsm` command.  Heavy libraries are imported by the commands that need them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fsmlib.cli.batch import app as batch_app
from fsmlib.cli.cap import app as cap_app
from fsmlib.cli.cite import app as cite_app
from fsmlib.cli.danish_typer import Command, DanishGroup
from fsmlib.cli.ending import to_the_end
from fsmlib.cli.evaluation import app as evaluation_app
from fsmlib.cli.explain import app as explain_app
from fsmlib.cli.options import (
    Docx,
    Parameters,
    Pdf,
    Programme,
    Readings,
    Summary,
    Was,
    as_changes,
    pairs,
    stop_unless_xlsx,
)
from fsmlib.cli.thresholds import app as thresholds_app
from fsmlib.cli.visitation import app as visitation_app
from fsmlib.programme.findings import FsmError
from fsmlib.tables.personal import masked

if TYPE_CHECKING:
    from fsmlib.programme.findings import Finding

app = typer.Typer(
    cls=DanishGroup,
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Regn på puljerne Håndholdt indsats i ressourceforløb (HIR) og Flere skal med 2 (FSM2).",
)
app.add_typer(cap_app)
app.add_typer(thresholds_app)
app.add_typer(explain_app, name="explain")
app.add_typer(visitation_app)
app.add_typer(batch_app)
app.add_typer(evaluation_app)
app.add_typer(cite_app)

Out = Annotated[
    Path, typer.Option("--out", metavar="MAPPE", help="Mappen, siden og tallene skal ligge i.")
]
Data = Annotated[
    Path | None,
    typer.Option("--data", metavar="STI", help="Projektmappe eller mappe med kommunens tal."),
]


def main() -> None:
    """Run `fsm`: exit code 1 when files must be mended, 2 when the command was misused."""
    to_the_end(app)


@app.command(cls=Command)
def demo(out: Out = Path("out")) -> None:
    """Lav siderne for eksempelkommunen."""
    from fsmlib.pages.start import notebooks
    from fsmlib.site.kernels.provisioner import warm_kernels

    os.environ.update(warm_kernels())
    names = notebooks()
    for name in names:
        _render(name, out, {}, beside=names)
    typer.echo(f"Begynd med {out / '00_start.html'}")


@app.command(cls=Command)
def render(
    notebook: Annotated[str, typer.Argument(metavar="NOTEBOOK", help="Fx 01_staffing.")],
    data: Data = None,
    given: Parameters = None,
    readings: Readings = None,
    programme: Programme = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="MAPPE", help="Standard: out, med datafilens navn under."),
    ] = None,
    summary: Summary = False,
    pdf: Pdf = False,
    docx: Docx = False,
    was: Was = "",
) -> None:
    """Lav én side og projektmappen med tallene bag den."""
    parameters = pairs(given)
    if data is not None:
        parameters["data"] = str(data)
    if programme:
        parameters["programme"] = programme
    if readings:
        parameters["changes"] = as_changes([*filter(None, [parameters.get("changes")]), *readings])
    folder = Path("out")
    if "data" in parameters:
        folder /= masked(Path(parameters["data"]).stem)
    if pdf:
        from fsmlib.site.pdf import browser

        browser()
    from fsmlib.site.forms import Forms

    _render(notebook, out or folder, parameters, forms=Forms(docx, summary, was), pdf=pdf)
    if "data" in parameters:
        _tell_findings(parameters)


@app.command(cls=Command)
def template(
    name: Annotated[
        str,
        typer.Argument(
            metavar="TABEL",
            help="staffing, registrations, plan, registers, monthly eller proposal.",
        ),
    ],
    programme: Programme = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FIL", help="Filen, der skal skrives.")
    ] = None,
) -> None:
    """Skriv en projektmappe, der er klar til at udfylde."""
    from fsmlib.cli.options import values_of
    from fsmlib.programme.kinds import kind_of
    from fsmlib.programme.names import unknown
    from fsmlib.programme.sources import programme_named
    from fsmlib.tables.schemas import SCHEMAS
    from fsmlib.tables.template import KIND_OF, TEMPLATES, write_template

    sheet = SCHEMAS[name].sheet if name in SCHEMAS else {"registers": "registre"}.get(name, name)
    kind = KIND_OF.get(name) or (kind_of(programme_named(programme)) if programme else "cap")
    if name == "proposal":
        name = f"proposal_{kind}"
    if name not in TEMPLATES:
        raise FsmError("Skabelonen " + unknown(name, TEMPLATES))
    stop_unless_xlsx(out)
    target = out or Path(f"{sheet.lower()}.xlsx")
    if target.exists():
        raise FsmError(f"»{target}« findes allerede; vælg et andet navn med --out.")
    values = values_of(kind, programme)
    write_template(name, target, values)
    own = "" if values.is_first else f" --programme {programme}"
    told = "Udfyld de gule felter, og kontrollér med"
    typer.echo(f"{target} er klar. {told}: fsm check {target}{own}")


@app.command(cls=Command)
def check(
    paths: Annotated[list[Path], typer.Argument(metavar="STI", help="Filer eller mapper.")],
    on: Annotated[
        str,
        typer.Option(
            metavar="DATO", help="Dagen, hvis regler bruges; standard er programmets egen."
        ),
    ] = "",
    readings: Readings = None,
    programme: Programme = "",
    rows: Annotated[bool, typer.Option("--rows", help="Vis hver række for sig.")] = False,
    mark: Annotated[
        Path | None,
        typer.Option("--mark", metavar="FIL", help="Jeres fil med hver celle mærket (.xlsx)."),
    ] = None,
) -> None:
    """Vis alt, der skal rettes eller ses efter; slutter med 1, når noget er en fejl."""
    from fsmlib.analyses.whole_check import Check
    from fsmlib.cli.printed import print_accounts, print_findings, print_verdicts
    from fsmlib.cli.terminal import busy, speak_for
    from fsmlib.programme.findings import has_errors
    from fsmlib.programme.parameters import load_both, parse_changes

    values = load_both(programme, on, parse_changes(as_changes(readings)))
    for each in values:
        if not each.is_first:
            speak_for(each)
    with busy("Læser"):
        checks = [Check.read(path, *values) for path in paths]
        findings = [finding for each in checks for finding in each.findings]
    print_accounts([account for each in checks for account in each.tables.accounts])
    print_findings(findings, each_row=rows)
    if any(has_errors(each.blocking) for each in checks):
        typer.echo("Reglerne holdes op, når fejlene er rettet; kontrollér derfor igen bagefter.")
    if mark is not None:
        _mark(paths, findings, mark)
    for judge in (judge for each in checks for judge in each.judges):
        print_verdicts(judge)
    raise typer.Exit(1 if has_errors(findings) else 0)


def _mark(paths: "list[Path]", findings: "list[Finding]", out: Path) -> None:
    from fsmlib.tables.marked import write_marked

    stop_unless_xlsx(out)
    if len(paths) > 1 or not paths[0].is_file():
        raise FsmError("--mark mærker én fil ad gangen; giv én Excel- eller CSV-fil.")
    cells = write_marked(paths[0], findings, out)
    macros = " Makroer er ikke med." if paths[0].suffix.casefold() == ".xlsm" else ""
    typer.echo(f"{out} er jeres fil med {cells} mærkede steder.{macros}")


@app.command(cls=Command)
def rules(
    id_: Annotated[str | None, typer.Argument(metavar="ID", help="Svarets id, fx HIR-11.")] = None,
    programme: Programme = "",
) -> None:
    """Vis alle svar eller ét svar med værdier, funktioner og prøver."""
    from fsmlib.cli.terminal import print_answer, print_answers
    from fsmlib.programme.sources import answer, programme_named

    name = programme_named(programme) if programme else ""
    if id_ is None:
        print_answers(name)
    else:
        print_answer(answer(id_.upper()))


@app.command(cls=Command)
def version() -> None:
    """Vis versionen."""
    from importlib.metadata import version as installed

    typer.echo(f"fsmlib {installed('fsmlib')}")


def _render(name: str, out: Path, parameters: dict[str, str], **asked: Any) -> None:
    """Make a page, and tell where its files are; `asked` as `site.run.render` takes it."""
    from fsmlib.cli.terminal import busy

    with busy(f"Laver {name}"):
        from fsmlib.site.run import render as render_page

        made = render_page(name, out, parameters, **asked)
    names = {".html": "Siden", ".xlsx": "Tallene", ".docx": "Word", ".pdf": "PDF"}
    for path in made:
        typer.echo(f"{names[path.suffix] + ':':8} {path}")


def _tell_findings(parameters: dict[str, str]) -> None:
    """What there is to look at in the tables a page was made from; the page says it too."""
    from fsmlib.analyses.whole_check import Check
    from fsmlib.cli.printed import print_findings
    from fsmlib.programme.parameters import load_both, parse_changes

    changes = parse_changes(parameters.get("changes", ""))
    programme, on = parameters.get("programme", ""), parameters.get("on", "")
    found = Check.read(Path(parameters["data"]), *load_both(programme, on, changes))
    told = [f for f in found.findings if f.level == "warning" or (f.rule and f.level == "error")]
    if told:
        print_findings(told)
