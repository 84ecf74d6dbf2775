"""Which table a grid holds, and which column stands where: headers as people write them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from fsmlib.programme.findings import Finding, at_rows
from fsmlib.programme.names import NEARLY_RIGHT, clean, look_alike, nearest
from fsmlib.programme.terms import terms
from fsmlib.tables.columns import Column, Schema
from fsmlib.tables.doubts import broken_letters, is_no_value
from fsmlib.tables.grid import Grid, trimmed
from fsmlib.tables.messages import quoted
from fsmlib.tables.schemas import SCHEMAS

LOOKED_AT = 40  # rows among which the headings stand
HALF_RIGHT = 0.6
ABOVE = "over overskrifterne"
_ABOVE = Finding("note", "Rækken står over overskrifterne og er ikke læst.", "Den kan blive.")
_OF_ANOTHER_TABLE = Finding(
    "error",
    "Rækken står over en anden tabels overskrifter i samme ark og er ikke læst.",
    "Læg hver tabel på sit eget ark eller i sin egen fil.",
)
_OF_AN_ANSWER = re.compile(r"omraade|area|.*antal.*")
_IN_THOUSANDS = re.compile(r"\b(?:t\.? ?kr|mio|mill|1[. ]?000|tusind)", re.I)
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def _folded(header: object) -> str:
    """A header without case, signs and whatever no one sees, however its letters are written.

    >>> _folded("Løn_timer*:"), _folded("Loentimer")
    ('loentimer', 'loentimer')
    """
    text = clean(str(header)).casefold().translate(_LETTERS)
    return re.sub(r"[\W_]+", "", text)


def known_headers(row: Sequence[object]) -> int:
    """How many cells of a row are headings that some table, or an answer of Jobindsats, has."""
    folded = {_folded(cell) for cell in row if isinstance(cell, str)}
    return sum(cell in _all_headers() or bool(_OF_AN_ANSWER.fullmatch(cell)) for cell in folded)


@cache
def _all_headers() -> frozenset[str]:
    return frozenset(header for schema in SCHEMAS.values() for header in _headers(schema))


def headed(grid: Grid) -> Grid:
    """The grid under its headings, where a title or other rows stand above them."""
    rows = [grid.header[1], *(grid.row(n) for n in range(min(LOOKED_AT, len(grid.numbers))))]
    known = [known_headers(row) for row in rows]
    place = known.index(max(known))
    if place == 0:
        return grid
    numbers = [grid.header[0], *grid.numbers[:place].tolist()]
    told = _OF_ANOTHER_TABLE if _is_below_another(rows, known, place) else _ABOVE
    return replace(
        grid,
        header=(numbers[place], trimmed(rows[place])),
        numbers=grid.numbers[place:],
        columns=tuple(cells.taken(slice(place, None)) for cells in grid.columns),
        left_out={**grid.left_out, ABOVE: place},
        findings=(*grid.findings, *at_rows(numbers[:place], told)),
    )


def _is_below_another(rows: Sequence[Sequence[object]], known: Sequence[int], place: int) -> bool:
    """Whether other headings, with rows of their own, stand above the headings at a place."""
    filled = [sum(cell is not None for cell in row) for row in rows[: place - 1]]
    return any(1 < found > cells / 2 for found, cells in zip(known, filled, strict=False))


@cache
def _headers(schema: Schema) -> dict[str, Column]:
    """Every header the table accepts, folded."""
    return {header: column for column in schema.columns for header in _accepted(column.name)}


def _accepted(name: str) -> list[str]:
    """Every header of a column, folded: the Danish one, its variants, and the identifier."""
    term = terms()[name]
    return [_folded(header) for header in (name, term.label, *term.headers)]


def places_of_name(name: str, cells: Sequence[object]) -> list[int]:
    """Where the headers name a column, in whichever table."""
    accepted = _accepted(name)
    return [place for place, cell in enumerate(cells) if _folded(cell) in accepted]


def schema_of(grid: Grid) -> tuple[Schema | None, list[Finding]]:
    """The table a grid holds: by the name of sheet or file, else by most headers in common.

    A name may have more than the table's: `Løntimer 2019`.
    """
    for schema in SCHEMAS.values():
        if _folded(grid.name) in (schema.name, _folded(schema.sheet)):
            return schema, []
    words = {*map(_folded, re.split(r"[\W_]+", clean(grid.name)))}
    named = [schema for schema in SCHEMAS.values() if _folded(schema.sheet) in words]
    if len(named) == 1:
        return named[0], []
    headers = [_folded(cell) for cell in grid.header[1] if cell is not None]
    likeness = {schema.name: _likeness(headers, schema) for schema in SCHEMAS.values()}
    best = [name for name, score in likeness.items() if score == max(likeness.values())]
    if len(best) > 1:
        best = [name for name in best if _has_all(headers, SCHEMAS[name])]
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


def _has_all(headers: Sequence[str], schema: Schema) -> bool:
    """Whether every column that must be filled has a heading."""
    there = {column.name for header, column in _headers(schema).items() if header in headers}
    return all(column.name in there for column in schema.columns if column.needed)


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
        if is_no_value(cell):
            problem = f"Overskriften er fejlværdien »{quoted(cell)}«."
            findings.append(Finding("error", problem, "Skriv overskriften.", row=row))
            continue
        column = accepted.get(_folded(cell))
        if column is None:
            findings.append(_strange_header(row, cell, schema))
        elif column.name in places:
            problem = f"Kolonnen »{quoted(cell)}« er der to gange."
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
    name, *in_thousands = _IN_THOUSANDS.split(str(cell), maxsplit=1)
    match = nearest(_folded(name), _headers(schema), NEARLY_RIGHT)
    if in_thousands and match:
        header = _headers(schema)[match].header
        problem = f"Kolonnen »{quoted(cell)}« er i tusinder eller millioner."
        mend = f"Skriv hele tal under »{header}«, fx 769000."
        return Finding("error", problem, mend, row=row, column=header)
    broken = broken_letters(str(cell))
    meant = broken.meant if broken and broken.meant else cell
    strange_letter = look_alike(str(cell))
    cutoff = HALF_RIGHT if strange_letter else NEARLY_RIGHT
    match = nearest(_folded(meant), _headers(schema), cutoff)
    problem = f"Kolonnen »{quoted(cell)}« kendes ikke."
    if match:
        header = _headers(schema)[match].header
        cause = strange_letter or (broken.mend if broken else "")
        mend = cause or f"Mente du »{header}«? Ret overskriften."
        return Finding("error", problem, mend, row=row, column=header)
    mend = "Den kan blive stående."
    return Finding("note", f"Kolonnen »{quoted(cell)}« bruges ikke.", mend, row=row)
