"""`fsm explain`: why a number is what it is, in Danish sentences or as JSON for an auditor."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fsmlib.cli.danish_typer import Command, DanishGroup
from fsmlib.cli.options import (
    Documented,
    Drawn,
    First,
    Grant,
    Last,
    Programme,
    Readings,
    Seed,
    asked,
    values_of,
)

if TYPE_CHECKING:
    from fsmlib.analyses.explanation import Explanation
    from fsmlib.tables.reading import Tables

CITIZEN_SUBJECT = "citizen"


class Explain(DanishGroup):
    """The group of what can be explained; without a name it is a citizen in a month."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The command line's words, with the name put first where it was left out."""
        if args and args[0] not in (*self.commands, "--help"):
            args = [CITIZEN_SUBJECT, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=Explain, no_args_is_help=True)
ExplainedData = Annotated[Path, typer.Option("--data", metavar="STI", help="Fil eller mappe.")]
Json = Annotated[
    Path | None,
    typer.Option("--json", metavar="FIL", help="Skriv et JSON-dokument; - er skærmen."),
]


@app.callback()
def explain() -> None:
    """Forklar et tal trin for trin: en borger, en bemanding, en udbetaling eller en ansøgning."""


@app.command(CITIZEN_SUBJECT, cls=Command)
def citizen(
    citizen: Annotated[str, typer.Argument(metavar="BORGER", help="Borgerens id i registrene.")],
    when: Annotated[str, typer.Argument(metavar="MÅNED", help="Fx 2019-11.")],
    data: ExplainedData,
    readings: Readings = None,
    programme: Programme = "",
    json: Json = None,
) -> None:
    """Hvorfor en borger tæller eller ikke tæller i en måned (tærskler)."""
    from fsmlib.analyses.citizen_explained import explanation_of
    from fsmlib.analyses.monthly_results import measured_months
    from fsmlib.tables.reading import require

    values = values_of("thresholds", programme, readings)
    (month,) = measured_months(when, when, values)
    tables = require(data, "citizens")
    _tell(explanation_of(tables, citizen, month, values), json, tables)


@app.command(cls=Command)
def payout(
    data: Annotated[Path, typer.Option("--data", metavar="FIL", help="Månedstal.")],
    grant: Grant,
    documented: Documented = None,
    first: First = "",
    last: Last = "",
    drawn: Drawn = "",
    readings: Readings = None,
    programme: Programme = "",
    json: Json = None,
) -> None:
    """Hvorfor et tilskud udbetales, som det gør: bedste måned, krav og rater (tærskler)."""
    from fsmlib.analyses.monitoring import Monitoring

    question = asked(
        Monitoring.read,
        "thresholds",
        data,
        programme,
        readings,
        first=first,
        last=last,
        grant_dkk=grant,
        documented_dkk=documented,
        drawn_on=drawn,
    )
    _tell(question.explain_payout(), json, question.tables)


@app.command(cls=Command)
def staffing(
    data: ExplainedData,
    readings: Readings = None,
    programme: Programme = "",
    seed: Seed = 1,
    json: Json = None,
) -> None:
    """Hvorfor en kommune mangler så mange årsværk (loft)."""
    from fsmlib.analyses.staffing import Staffing

    question = asked(Staffing.read, "cap", data, programme, readings, seed=seed)
    _tell(question.explain(), json, question.tables)


@app.command(cls=Command)
def passive(
    citizen: Annotated[
        str, typer.Argument(metavar="BORGER", help="Borgerens id, eller pseudonym.")
    ],
    data: ExplainedData,
    when: Annotated[str, typer.Argument(metavar="MÅNED", help="Standard: programmets egen.")] = "",
    readings: Readings = None,
    programme: Programme = "",
    json: Json = None,
) -> None:
    """Hvorfor en borger er eller ikke er passiv (loft)."""
    from fsmlib.analyses.check import checked_tables
    from fsmlib.analyses.passive import asked_measure
    from fsmlib.analyses.passive_explained import explanation_of

    values = values_of("cap", programme, readings)
    tables = checked_tables(data, values, "courses", "offers")
    month, _ = asked_measure(when, "", values)
    _tell(explanation_of(tables, citizen, month, values), json, tables)


@app.command(cls=Command)
def proposal(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Svarets id, fx HIR-18.")],
    data: Annotated[Path, typer.Option("--data", metavar="FIL", help="Ansøgningen (.xlsx).")],
    readings: Readings = None,
    programme: Programme = "",
    json: Json = None,
) -> None:
    """Hvorfor en ansøgning holder eller bryder et svar (loft og tærskler)."""
    from fsmlib.analyses.compliance import Compliance
    from fsmlib.programme.kinds import kind_of
    from fsmlib.programme.sources import answer, programme_named
    from fsmlib.tables.reading import read

    if programme:
        programme = programme_named(programme)
    rule = answer(id_.upper())
    chosen = programme or rule.programme
    values = values_of(kind_of(chosen), chosen, readings)
    tables = read(data)
    _tell(Compliance(tables, values, data.name).explain(rule.id), json, tables)


def _tell(explanation: "Explanation", json: Path | None, tables: "Tables") -> None:
    """What there is to look at in the files, and the sentences or the document."""
    if tables.warnings:
        from fsmlib.cli.printed import print_warnings

        print_warnings(tables.warnings)
    if json is None:
        for sentence in explanation.sentences:
            typer.echo(sentence)
        return
    from fsmlib.site.privacy import write_safely

    write_safely(explanation.as_json(), json)
