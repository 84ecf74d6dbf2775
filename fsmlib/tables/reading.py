"""Reads a municipality's tables whole: every finding at once, no row dropped, no cell repaired."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.errors

from fsmlib.programme.findings import Finding, InputError, Level, has_errors
from fsmlib.programme.terms import terms
from fsmlib.tables.cells import EXAMPLE, parse
from fsmlib.tables.columns import DTYPES, PERSONAL, Column, Schema
from fsmlib.tables.files import Grid, files_of, fingerprint, grids
from fsmlib.tables.headers import match_headers, schema_of
from fsmlib.tables.messages import CellError, shown
from fsmlib.tables.personal import cpr_of, emails
from fsmlib.tables.pseudonyms import PREFIX, pseudonym
from fsmlib.tables.schemas import SCHEMAS

EXAMPLE_ROW, COPIED_CELLS = 2, 3
CITIZEN = "citizen"
EXAMPLES_SKIPPED = "Skabelonens eksempelrækker er sprunget over."
CITIZENS_HIDDEN = "Borgerne står med CPR-nummer eller navn; de er erstattet af pseudonymer."


@dataclass(frozen=True)
class Tables(Mapping[str, pd.DataFrame]):
    """The tables of a file or a folder, by identifier; one that is not there is empty.

    A frame has the columns of its schema and the file's row numbers as index.  `places` is what a
    message calls the file or sheet of each table; `files` are names with fingerprints.
    """

    frames: Mapping[str, pd.DataFrame]
    places: Mapping[str, str]
    files: Mapping[str, str]
    findings: tuple[Finding, ...]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames.get(name, SCHEMAS[name].empty())

    def __contains__(self, name: object) -> bool:
        return name in self.frames  # a table that is not there can still be asked for: it is empty

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)


def read(path: Path | str) -> Tables:
    """Reads all tables of a file or folder, with findings; FsmError when nothing can be opened."""
    frames: dict[str, pd.DataFrame] = {}
    places: dict[str, str] = {}
    findings: list[Finding] = []
    files = files_of(Path(path))
    for grid in (grid for file in files for grid in grids(file) if grid.rows):
        schema, found = schema_of(grid)
        findings += found
        if schema is None:
            continue
        if schema.name in frames:
            mend = f"Den står allerede i {places[schema.name]}; behold kun den ene."
            problem = f"Tabellen {schema.sheet} er der to gange."
            findings.append(Finding("error", problem, mend, file=grid.place))
            continue
        frames[schema.name], found = _read_grid(grid, schema)
        places[schema.name] = grid.place
        told = any(finding.problem == EXAMPLES_SKIPPED for finding in findings)
        findings += [
            finding.at(grid.place)
            for finding in found
            if not (told and finding.problem == EXAMPLES_SKIPPED)
        ]
    if not frames:
        problem, mend = "Der er ingen af vores tabeller.", "Begynd med skabelonen: fsm template."
        findings.append(Finding("error", problem, mend, file=Path(path).name))
    prints = {file.name: fingerprint(file) for file in files}
    return Tables(frames, places, prints, tuple(findings))


def require(path: Path | str, *names: str) -> Tables:
    """Reads tables that must be right; InputError with every finding when they are not.

    `names` are the tables that must be there with at least one row.
    """
    tables = read(path)
    missing = [
        Finding("error", f"Tabellen {SCHEMAS[name].sheet} mangler eller er tom.", _fill_in(name))
        for name in names
        if tables[name].empty
    ]
    if has_errors([*tables.findings, *missing]):
        raise InputError([*tables.findings, *missing])
    return tables


def _fill_in(name: str) -> str:
    return f"Udfyld arket »{SCHEMAS[name].sheet}« i skabelonen (fsm template {name})."


def _read_grid(grid: Grid, schema: Schema) -> tuple[pd.DataFrame, list[Finding]]:
    header_row, header_cells = grid.rows[0]
    columns, findings = match_headers(header_row, header_cells, schema)
    example = [n for n, row in grid.rows[1:] if _is_example(row)]
    if example:
        mend = "Slet dem gerne."
        findings.append(Finding("note", EXAMPLES_SKIPPED, mend))
    findings += _stray_cells(grid, len(header_cells)) + _copied_examples(grid, columns)
    skipped = set(example)
    rows = [row for n, row in grid.rows[1:] if n not in skipped]
    numbers = [n for n, _ in grid.rows[1:] if n not in skipped]
    index = pd.Index(numbers, name="row", dtype="int64")
    by_place = list(zip_longest(*rows))
    empty = (None,) * len(rows)
    frame = schema.empty().reindex(index)
    for column in schema.columns:
        is_there = column.name in columns
        place = columns.get(column.name, len(by_place))
        cells = by_place[place] if place < len(by_place) else empty
        values, found = _read_column(column, cells, numbers, grid.decimal, is_there)
        frame[column.name] = pd.Series(values, index=index, dtype=DTYPES[column.kind])
        findings += found
    findings += _limit_findings(frame, schema)
    if CITIZEN in frame and frame[CITIZEN].fillna("").str.startswith(PREFIX).any():
        findings.append(Finding("note", CITIZENS_HIDDEN, "I behøver ikke gøre noget."))
    findings += _row_findings(frame, schema, {(f.row, f.column) for f in findings})
    return frame, findings


def _is_example(row: Sequence[object]) -> bool:
    return isinstance(row[0], str) and row[0].upper() == EXAMPLE


def _stray_cells(grid: Grid, width: int) -> list[Finding]:
    """Rows with more cells than headers: in CSV often a decimal comma taken as a separator."""
    level: Level = "error" if grid.file.lower().endswith(".csv") else "warning"
    mend = "Giv kolonnen en overskrift; i CSV: brug semikolon, når tal har komma."
    return [
        Finding(level, "Rækken har en celle uden overskrift.", mend, row=n)
        for n, row in grid.rows[1:]
        if len(row) > width and any(cell is not None for cell in row[width:])
    ]


def _copied_examples(grid: Grid, columns: Mapping[str, int]) -> list[Finding]:
    """A row 2 that still holds the template's invented example beside the user's own cells."""
    examples = {
        place: terms()[name].example
        for name, place in columns.items()
        if terms()[name].example not in (None, "nej")
    }
    mend = "Ret cellerne til jeres egne tal, eller tøm dem."
    return [
        Finding("warning", "Rækken har flere tal fra skabelonens eksempel.", mend, row=n)
        for n, row in grid.rows[1:2]
        if n == EXAMPLE_ROW
        and not _is_example(row)
        and sum(place < len(row) and row[place] == told for place, told in examples.items())
        >= COPIED_CELLS
    ]


def _read_column(
    column: Column, cells: Sequence[object], rows: Sequence[int], decimal: str, is_there: bool
) -> tuple[list[Any], list[Finding]]:
    """The values of a column; each different cell is parsed once, however often it stands."""
    keys = list(zip(map(type, cells), cells, strict=True))
    parsed = {key: _parsed(column, key[1], decimal, is_there) for key in set(keys)}
    values = [parsed[key] for key in keys]
    findings = [
        Finding("error", value.problem, value.mend, row=row, column=column.header)
        for row, value in zip(rows, values, strict=True)
        if isinstance(value, CellError)
    ]
    return [None if isinstance(value, CellError) else value for value in values], findings


def _parsed(column: Column, raw: object, decimal: str, is_there: bool) -> Any:
    """The value of a cell, or the CellError that says what is wrong with it."""
    if stranger := _stranger(column, raw):
        return stranger
    try:
        value = None if raw is None else parse(column, raw, decimal)
    except CellError as error:
        hidden = column.name in PERSONAL
        return CellError("Cellen kan ikke læses.", error.mend) if hidden else error
    if value is None and column.needed and is_there:
        mend = f"Udfyld {column.header.lower()}: {terms()[column.name].definition}"
        return CellError("Cellen er tom.", mend)
    return value if value is None or column.name != CITIZEN else pseudonym(value)


def _stranger(column: Column, raw: object) -> CellError | None:
    """What is wrong with a cell that points at a person outside the columns for that."""
    if column.name == CITIZEN or not isinstance(raw, str | int | float):
        return None
    if cpr_of(str(raw)):
        mend = "Slet det; CPR-numre må kun stå i kolonnen Borger."
        return CellError("Cellen ligner eller indeholder et CPR-nummer.", mend)
    if column.kind == "text" and column.name not in PERSONAL and emails(str(raw)):
        return CellError("Cellen indeholder en e-mail.", "Skriv i stedet et navn eller et id.")
    return None


def _limit_findings(frame: pd.DataFrame, schema: Schema) -> list[Finding]:
    """Values outside the limits of their column."""
    try:
        schema.pandera.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        return [
            Finding(
                "error",
                f"»{shown(case.failure_case)}« er ikke muligt: {case.check}.",
                "Ret tallet.",
                row=int(case.index),
                column=schema.column(case.column).header,
            )
            for case in errors.failure_cases.itertuples()
        ]
    return []


def _row_findings(
    frame: pd.DataFrame, schema: Schema, already: set[tuple[int | None, str]]
) -> Iterator[Finding]:
    """Rows that do not fit together, but for cells that are `already` found wrong."""
    for check in schema.row_checks:
        headers = [schema.column(name).header for name in check.columns]
        for row in frame.index[~check.is_right(frame).astype(bool)]:
            if not any((row, header) in already for header in headers):
                yield Finding("error", check.problem, check.mend, row=row, column=headers[0])
    if schema.one_row:
        mend = f"Behold kun den rigtige række i {schema.sheet}."
        for row in frame.index[1:]:
            yield Finding("error", "Der må kun være én række.", mend, row=row)
