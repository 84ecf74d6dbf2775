"""A workbook to fill in: headers, help, lists to choose from, and one example row."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from fsmlib.atomic import atomic
from fsmlib.programme.kinds import ProgrammeKind, first_of
from fsmlib.programme.parameters import Values, load
from fsmlib.programme.terms import label
from fsmlib.tables.cells import EXAMPLE, known_markers
from fsmlib.tables.columns import Column, Schema
from fsmlib.tables.files import HELP_SHEET, HELP_TITLE
from fsmlib.tables.inflow import INFLOW
from fsmlib.tables.plan import PLAN_TABLES
from fsmlib.tables.printing import print_on_paper
from fsmlib.tables.proposal import BUDGET, ONLY_ASKED_BY, PROPOSAL, TOLD_AS
from fsmlib.tables.schemas import (
    CASEWORKERS,
    CITIZENS,
    COURSES,
    EDUCATION,
    GROUPS,
    HOURS,
    MARKERS,
    MONTHLY,
    OFFERS,
    REGISTRATIONS,
    STAFFING,
    SUPPORTED,
)


def _asked_by(kind: ProgrammeKind) -> Schema:
    """The table of a proposal without what only the other kind of programme asks."""
    others = {name for each, names in ONLY_ASKED_BY.items() if each != kind for name in names}
    asked = tuple(c for c in PROPOSAL.columns if c.name not in others)
    return _in_words_of(kind, replace(PROPOSAL, columns=asked))


def _in_words_of(kind: ProgrammeKind, schema: Schema) -> Schema:
    """The table with the examples of a kind of programme."""
    words = TOLD_AS[kind]
    columns = (replace(c, told_as=words.get(c.name, c.told_as)) for c in schema.columns)
    return replace(schema, columns=tuple(columns))


TEMPLATES = {
    "staffing": (STAFFING, CASEWORKERS, INFLOW, BUDGET, PROPOSAL),
    "registrations": (REGISTRATIONS, CASEWORKERS, OFFERS, COURSES),
    "plan": PLAN_TABLES,
    "registers": (CITIZENS, MARKERS, HOURS, SUPPORTED, EDUCATION),
    "monthly": (MONTHLY,),
    "proposal_cap": (_asked_by("cap"), STAFFING, CASEWORKERS, INFLOW, BUDGET),
    "proposal_thresholds": (
        _asked_by("thresholds"),
        *PLAN_TABLES,
        _in_words_of("thresholds", BUDGET),
    ),
}
KIND_OF: dict[str, ProgrammeKind] = {
    "staffing": "cap",
    "registrations": "cap",
    "plan": "thresholds",
    "registers": "thresholds",
    "monthly": "thresholds",
}  # the templates that belong to one kind of programme
WHO = "Fortæl, hvem der har sagerne i dag: arket Sagsbehandlere, Ansættelser eller Årsværk nu."
HOW = "Fortæl, hvordan borgerne visiteres: arket Hold eller kolonnen Visiteres pr. måned."
COPY = "Arket Registreringer kan kopieres direkte fra HIR-modulet."
SEND = "Læg filen op i appen (fsm app), eller skriv: fsm check FILNAVN"
MAKE_PAGE = f"{SEND}, og så fsm render {{}} --data FILNAVN."
COUNT = f"{SEND}, og så fsm monitor FILNAVN."
PAY = f"{SEND}, og så fsm payout FILNAVN --grant KR."
ONE_ID = "Brug samme id for en borger i alle ark; et CPR-nummer erstattes af et pseudonym."
JUDGE = f"{SEND}. En mappe med filer vurderes i appen under STAR, eller med: fsm evaluate MAPPE."
ADVICE = {
    "staffing": (WHO, MAKE_PAGE.format("01_staffing")),
    "registrations": (COPY, MAKE_PAGE.format("04_registration")),
    "plan": (HOW, MAKE_PAGE.format("02_visitation")),
    "registers": (ONE_ID, COUNT),
    "monthly": (PAY,),
    "proposal_cap": (WHO, JUDGE),
    "proposal_thresholds": (HOW, JUDGE),
}
EXAMPLE_MUNICIPALITY = "Middelfart"
AT_THE_END = ("end", "end_reason", "status_at_end")  # what an example still open has not
ROWS_TO_FILL = 200
HEADER_FILL = PatternFill("solid", fgColor="1F3A5F")
NEEDED_FILL = PatternFill("solid", fgColor="FFF4CC")
EXAMPLE_FONT = Font(italic=True, color="595959")


def write_template(name: str, target: Path, values: Values | None = None) -> None:
    """Writes the template `name` (a key of TEMPLATES) to an XLSX file.

    With the values of a programme of the user's it is in that programme's words.
    """
    values = values or load(first_of("cap"), "")
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    own = "" if values.is_first else f" --programme {values.called}"
    schemas = TEMPLATES[name]
    if STAFFING in schemas and values.groups:
        schemas = (*schemas, GROUPS)
    advice = tuple(line.replace(" FILNAVN", f" FILNAVN{own}") for line in ADVICE[name])
    _write_help(workbook.create_sheet(HELP_SHEET), schemas, advice, values)
    for schema in schemas:
        _write_table(workbook.create_sheet(schema.sheet), schema, values)
    with atomic(target) as draft:
        workbook.save(draft)


def _write_table(sheet: Worksheet, schema: Schema, values: Values) -> None:
    for place, column in enumerate(schema.columns, start=1):
        header = sheet.cell(1, place, column.header + (" *" if column.needed else ""))
        header.font = Font(bold=True, color="FFFFFF")
        header.fill = HEADER_FILL
        header.alignment = Alignment(wrap_text=True, vertical="top")
        header.comment = Comment(
            values.voice.text(_help(column, values)), "fsmlib", width=320, height=140
        )
        example = sheet.cell(2, place, EXAMPLE if place == 1 else _example(column, values))
        example.font = EXAMPLE_FONT
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = max(14, len(column.header) + 4)
        last = 3 if schema.one_row else ROWS_TO_FILL
        for row in range(2, last + 1):
            _format(sheet, row, place, column)
        if choices := _choices(column, values):
            validation = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            validation.error = "Vælg en værdi fra listen."
            sheet.add_data_validation(validation)
            validation.add(f"{letter}2:{letter}{last}")
    sheet.freeze_panes = "B2"
    print_on_paper(sheet, heading=1)


def _format(sheet: Worksheet, row: int, place: int, column: Column) -> None:
    cell = sheet.cell(row, place)
    if column.kind == "date":
        cell.number_format = "dd-mm-yyyy"
    elif column.kind in ("text", "municipality", "municipalities", "contracts"):
        cell.number_format = "@"
    if column.needed and row > 2:
        cell.fill = NEEDED_FILL


def _write_help(
    sheet: Worksheet, schemas: tuple[Schema, ...], advice: tuple[str, ...], values: Values
) -> None:
    lines = [
        HELP_TITLE,
        "Skriv fra række 3 i hvert ark. Række 2 er et eksempel og læses ikke; slet den gerne.",
        "Kolonner med * skal udfyldes. Resten kan stå tomme; så bruges vores forudsætninger.",
        "Skal filen vurderes som ansøgning, så tæller det, der ikke står, som ikke oplyst: skriv 0 "
        "eller nej, hvor der intet er.",
        "Skriv tal med komma (37,5) og datoer som 31-03-2018. Brug værdier, ikke formler.",
        *advice,
    ]
    for row, line in enumerate(lines, start=1):
        sheet.cell(row, 1, values.voice.text(line))
    sheet["A1"].font = Font(bold=True, size=14)
    headings = ("Ark", "Kolonne", "Skal udfyldes", "Enhed", "Hvad der skal stå")
    row = first = len(lines) + 2
    for place, heading in enumerate(headings, start=1):
        sheet.cell(row, place, heading).font = Font(bold=True)
    for schema in schemas:
        for column in schema.columns:
            row += 1
            term = column.term
            needed = "ja" if column.needed else "nej"
            content = (schema.sheet, term.label, needed, term.unit, term.definition)
            for place, text in enumerate(content, start=1):
                cell = sheet.cell(row, place, values.voice.text(text))
                cell.alignment = Alignment(wrap_text=place == len(content), vertical="top")
    print_on_paper(sheet, heading=first)
    for letter, width in zip("ABCDE", (16, 26, 14, 18, 80), strict=True):
        sheet.column_dimensions[letter].width = width


def _help(column: Column, values: Values) -> str:
    term = column.term
    needed = "Skal udfyldes." if column.needed else "Kan stå tom."
    choices = known_markers() if column.kind == "marker" else _choices(column, values)
    allowed = f" Vælg mellem: {', '.join(choices)}." if choices else ""
    return f"{term.definition} Enhed: {term.unit.rstrip('.')}. {needed}{allowed}"


def _choices(column: Column, values: Values) -> list[str]:
    if column.name == "programme" and not values.is_first:
        return [values.short]
    if column.name == "citizen_group":
        return [group.label for group in values.groups.values()]
    return ["ja", "nej"] if column.kind == "yes_no" else [label(name) for name in column.choices]


def _example(column: Column, values: Values) -> str | int | float | date | None:
    if column.name in AT_THE_END:
        return None
    example = column.term.example
    if example is not None:
        return example
    if column.kind == "date":
        return date(2018, 1, 31)
    if column.kind in ("municipality", "municipalities"):
        return EXAMPLE_MUNICIPALITY
    if column.kind == "marker":
        return known_markers()[0]
    return next(iter(_choices(column, values)), None)
