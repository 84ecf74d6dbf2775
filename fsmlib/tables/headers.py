"""Which table a grid holds, and which column stands where: headers as people write them."""

import re
from collections.abc import Sequence

from fsmlib.programme.findings import Finding
from fsmlib.programme.names import NEARLY_RIGHT, nearest
from fsmlib.programme.terms import terms
from fsmlib.tables.columns import Column, Schema
from fsmlib.tables.grid import Grid
from fsmlib.tables.messages import shown
from fsmlib.tables.schemas import SCHEMAS


def _folded(header: object) -> str:
    """A header without case, stars and double spaces."""
    return re.sub(r"\s+", " ", str(header).replace("*", "")).strip().casefold()


def _headers(schema: Schema) -> dict[str, Column]:
    """Every header the table accepts, folded."""
    return {header: column for column in schema.columns for header in _accepted(column.name)}


def _accepted(name: str) -> list[str]:
    """Every header of a column, folded: the Danish one, its variants, and the identifier."""
    term = terms()[name]
    return [_folded(header) for header in (name, term.label, *term.headers)]


def places_of(name: str, cells: Sequence[object]) -> list[int]:
    """Where the headers name a column, in whichever table."""
    accepted = _accepted(name)
    return [place for place, cell in enumerate(cells) if _folded(cell) in accepted]


def schema_of(grid: Grid) -> tuple[Schema | None, list[Finding]]:
    """The table a grid holds: by the name of sheet or file, else by most headers in common."""
    for schema in SCHEMAS.values():
        if _folded(grid.name) in (schema.name, _folded(schema.sheet)):
            return schema, []
    headers = [_folded(cell) for cell in grid.header[1] if cell is not None]
    likeness = {schema.name: _likeness(headers, schema) for schema in SCHEMAS.values()}
    best = [name for name, score in likeness.items() if score == max(likeness.values())]
    if len(best) == 1:
        return SCHEMAS[best[0]], []
    sheets = ", ".join(schema.sheet for schema in SCHEMAS.values())
    problem = "Arket eller filen er ikke en af vores tabeller og er ikke læst."
    return None, [Finding("warning", problem, f"Kald det en af: {sheets}.", file=grid.place)]


def _likeness(headers: Sequence[str], schema: Schema) -> float:
    """How many headers a table knows; one that is nearly right counts for half."""
    known = _headers(schema)
    return sum(
        1.0 if header in known else 0.5 if nearest(header, known, NEARLY_RIGHT) else 0.0
        for header in headers
    )


def match_headers(
    row: int, cells: Sequence[object], schema: Schema
) -> tuple[dict[str, int], list[Finding]]:
    """Which place each column has, and what is wrong with the headers."""
    accepted = _headers(schema)
    places: dict[str, int] = {}
    findings = []
    for place, cell in enumerate(cells):
        if cell is None:
            continue
        column = accepted.get(_folded(cell))
        if column is None:
            findings.append(_strange_header(row, cell, schema))
        elif column.name in places:
            problem = f"Kolonnen »{shown(cell)}« er der to gange."
            findings.append(Finding("error", problem, "Slet den ene.", row=row))
        else:
            places[column.name] = place
    meant = {finding.column for finding in findings}
    for column in schema.columns:
        if column.needed and column.name not in places and column.header not in meant:
            problem = f"Kolonnen »{column.header}« mangler."
            mend = "Tilføj kolonnen, eller ret overskriften."
            findings.append(Finding("error", problem, mend, row=row, column=column.header))
    return places, findings


def _strange_header(row: int, cell: object, schema: Schema) -> Finding:
    match = nearest(_folded(cell), _headers(schema), NEARLY_RIGHT)
    if match:
        header = _headers(schema)[match].header
        mend = f"Mente du »{header}«? Ret overskriften."
        problem = f"Kolonnen »{shown(cell)}« kendes ikke."
        return Finding("error", problem, mend, row=row, column=header)
    mend = "Den kan blive stående."
    return Finding("note", f"Kolonnen »{shown(cell)}« bruges ikke.", mend, row=row)
