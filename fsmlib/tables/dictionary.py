"""The data dictionary, written from the schemas and the terms, so that it cannot disagree."""

from fsmlib.programme.terms import label, terms
from fsmlib.tables.columns import Column, Schema
from fsmlib.tables.schemas import SCHEMAS

INTRODUCTION = """# The data

- `municipalities.csv`: the 98 municipalities with code, name, region, population on 1 January 2019
  (Statistics Denmark, FOLK1A, CC BY 4.0) and whether they took part in FSM2 (flereskalmed.star.dk).
- `example/middelfart.xlsx`: a filled-in workbook. Its 132 citizens in ressourceforløb are public
  (committee minutes of 8 June 2016, middelfart.dk); its caseworkers, budget and application are
  invented.
- `example/fsm2/`: invented registers of 450 citizens, made with `fsm synth --seed 10`.
- `example/plan.xlsx`, `example/plan_loebende.xlsx`: two invented plans of visitation for the same
  450 citizens, one in waves and one as a steady flow with more job brokers.
- `example/registreringer.xlsx`: an invented caseworker register of HIR with offers and courses, and
  with the faults people make, made anew by `make data`.
- `example/kommuner.csv`: invented counts of all municipalities for two months, as somebody would
  save them from Jobindsats, made anew by `make data`.
- `proposals/hir/` and `proposals/fsm2/`: 58 invented proposals each, sized after the municipalities
  (seed 7); some have a fault, one of each kind.

Below are the tables a file may hold: written from the code, so do not edit (`make data`).
A table is a sheet of a workbook, or a CSV or Parquet file of that name; one row per thing, dates
inclusive, an empty end is open. A header may be the Danish one or the identifier; columns in bold
must be filled. Suppressed numbers (`*`, `..`, `<3`) are missing, not zero.
"""
CELL_KINDS = {
    "text": "text",
    "whole": "whole number",
    "number": "number",
    "percent": "per cent, 0-100",
    "date": "date",
    "moment": "date and time",
    "month": "month, 2019-11",
    "marker": "marker as in the case system",
    "yes_no": "ja or nej",
    "choice": "one of",
    "municipality": "name or code",
    "municipalities": "name or code; several that share a grant with + between",
    "contracts": "numbers with + between",
}


def data_dictionary() -> str:
    """The text of `data/README.md`."""
    return "\n".join([INTRODUCTION, *(_section(schema) for schema in SCHEMAS.values())])


def _section(schema: Schema) -> str:
    one_row = "One row.\n" if schema.one_row else ""
    rows = "\n".join(_row(column) for column in schema.columns)
    head = "| column | Danish header | content | unit | meaning |\n| --- | --- | --- | --- | --- |"
    return f"## {schema.name} ({schema.sheet})\n\n{one_row}\n{head}\n{rows}\n"


def _row(column: Column) -> str:
    term, own = column.term, terms()[column.name]
    name = f"**{column.name}**" if column.needed else column.name
    content = CELL_KINDS[column.kind]
    if column.choices:
        content = f"{content}: {', '.join(label(choice) for choice in column.choices)}"
    headers = ", ".join((own.label, *own.headers))
    return f"| {name} | {headers} | {content} | {term.unit} | {term.definition} |"
