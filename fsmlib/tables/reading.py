"""Reads a municipality's tables whole: every finding at once, no row dropped, no cell repaired."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pandera.errors
from pandas.api.extensions import ExtensionArray

from fsmlib.programme.findings import Finding, InputError, Level, at_rows, has_errors
from fsmlib.programme.terms import terms
from fsmlib.programme.values import PERCENT
from fsmlib.tables.cells import parse
from fsmlib.tables.columns import DTYPES, PERSONAL, Column, Schema
from fsmlib.tables.examples import copied_examples, examples
from fsmlib.tables.files import files_of, fingerprint, grids, passed_over
from fsmlib.tables.grid import Cells, Grid
from fsmlib.tables.headers import match_headers, schema_of
from fsmlib.tables.jobindsats import is_answer, monthly_counts
from fsmlib.tables.messages import CellError, shown
from fsmlib.tables.parquet import Part
from fsmlib.tables.personal import cpr_of, emails, masked
from fsmlib.tables.pseudonyms import PREFIX, pseudonym
from fsmlib.tables.schemas import MONTHLY, SCHEMAS

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
        return self.frames[name] if name in self.frames else SCHEMAS[name].empty()

    def __contains__(self, name: object) -> bool:
        return name in self.frames  # a table that is not there can still be asked for: it is empty

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)


def read(path: Path | str, part: Part | None = None) -> Tables:
    """Reads all tables of a file or folder, with findings.

    InputError with them when nothing can be opened, FsmError when nothing is there.  With `part`
    only the rows of those citizens, from Parquet files that `parts_of` has parted.
    """
    frames: dict[str, pd.DataFrame] = {}
    places: dict[str, str] = {}
    findings = passed_over(Path(path))
    prints: dict[str, str] = {}
    answers: list[Grid] = []
    for grid in _each_grid(Path(path), part, prints, findings):
        findings += [finding.at(grid.place) for finding in grid.findings]
        if is_answer(grid):
            answers.append(grid)
            continue
        schema, found = schema_of(grid)
        findings += found
        if schema is None:
            continue
        if schema.name in frames:
            findings.append(_twice(schema, places[schema.name], grid.place))
            continue
        frames[schema.name], found = _read_grid(grid, schema)
        places[schema.name] = grid.place
        told = any(finding.problem == EXAMPLES_SKIPPED for finding in findings)
        findings += [
            finding.at(grid.place)
            for finding in found
            if not (told and finding.problem == EXAMPLES_SKIPPED)
        ]
    if answers and MONTHLY.name in frames:
        findings.append(_twice(MONTHLY, places[MONTHLY.name], answers[0].place))
    elif answers:
        frames[MONTHLY.name], found = monthly_counts(answers)
        places[MONTHLY.name] = answers[0].place
        findings += found
    if not frames and not has_errors(findings):
        problem, mend = "Der er ingen af vores tabeller.", "Begynd med skabelonen: fsm template."
        findings.append(Finding("error", problem, mend, file=masked(Path(path).name)))
    return Tables(frames, places, prints, tuple(findings))


def read_or_told(path: Path) -> Tables:
    """As `read`; what cannot be opened is findings, so that others can go on."""
    try:
        return read(path)
    except InputError as error:
        return Tables({}, {}, {}, error.findings)


def _each_grid(
    path: Path, part: Part | None, prints: dict[str, str], findings: list[Finding]
) -> Iterator[Grid]:
    """The grids of one file after another, none kept; notes fingerprints, and what is not read."""
    for file in files_of(path):
        try:
            found = grids(file, part)
            prints[masked(file.name)] = fingerprint(file)
        except InputError as error:
            findings += error.findings
        else:
            yield from found
    if not prints:
        raise InputError(findings)


def _twice(schema: Schema, first: str, place: str) -> Finding:
    mend = f"Den står allerede i {first}; behold kun den ene."
    return Finding("error", f"Tabellen {schema.sheet} er der to gange.", mend, file=place)


def require(path: Path | str, *names: str) -> Tables:
    """Reads tables that must be right; InputError with every finding when they are not.

    `names` are the tables that must be there with at least one row.
    """
    tables = read(path)
    findings = [*tables.findings, *(not_there(name) for name in names if tables[name].empty)]
    if has_errors(findings):
        raise InputError(findings)
    return tables


def not_there(name: str) -> Finding:
    """What to say where a table has no row."""
    sheet = SCHEMAS[name].sheet
    mend = f"Udfyld arket »{sheet}«, eller læg en fil af det navn ved."
    return Finding("error", f"Tabellen {sheet} mangler eller er tom.", mend)


def _read_grid(grid: Grid, schema: Schema) -> tuple[pd.DataFrame, list[Finding]]:
    header_row, header_cells = grid.header
    columns, findings = match_headers(header_row, header_cells, schema)
    is_example = examples(grid)
    if is_example.any():
        findings.append(Finding("note", EXAMPLES_SKIPPED, "Slet dem gerne."))
    findings += _stray_cells(grid, len(header_cells)) + copied_examples(grid, columns)
    index = pd.Index(grid.numbers[~is_example], name="row")
    empty = Cells([None], np.zeros(len(grid.numbers), np.int64))
    values = {}
    for column in schema.columns:
        is_there = column.name in columns
        place = columns.get(column.name, len(grid.columns))
        cells = grid.columns[place] if place < len(grid.columns) else empty
        values[column.name], found = _read_column(
            column, cells.taken(~is_example), index, grid.decimal, is_there
        )
        findings += found
    frame = pd.DataFrame(values, index=index)
    findings += _limit_findings(frame, schema)
    if CITIZEN in frame and frame[CITIZEN].fillna("").str.startswith(PREFIX).any():
        findings.append(Finding("note", CITIZENS_HIDDEN, "I behøver ikke gøre noget."))
    findings += _row_findings(frame, schema, {(f.row, f.column) for f in findings})
    return frame, findings


def _stray_cells(grid: Grid, width: int) -> list[Finding]:
    """Rows with more cells than headers: in CSV often a decimal comma taken as a separator."""
    level: Level = "error" if grid.file.lower().endswith(".csv") else "warning"
    mend = "Giv kolonnen en overskrift; i CSV: brug semikolon, når tal har komma."
    strayed = np.zeros(len(grid.numbers), bool)
    for cells in grid.columns[width:]:
        strayed |= cells.filled
    rows = grid.numbers[strayed].tolist()
    return at_rows(rows, Finding(level, "Rækken har en celle uden overskrift.", mend))


def _read_column(
    column: Column, cells: Cells, rows: pd.Index, decimal: str, is_there: bool
) -> tuple[ExtensionArray, list[Finding]]:
    """The values of a column; each different cell is parsed once, however often it stands."""
    parsed = [_parsed(column, cell, decimal, is_there) for cell in cells.different]
    is_wrong = [isinstance(value, CellError) for value in parsed]
    wrong = cells.where(is_wrong)
    findings = [
        Finding("error", parsed[place].problem, parsed[place].mend, row=row, column=column.header)
        for row, place in zip(rows[wrong].tolist(), cells.which[wrong], strict=True)
    ]
    right = [None if bad else value for value, bad in zip(parsed, is_wrong, strict=True)]
    return pd.Series(right, dtype=DTYPES[column.kind]).array.take(cells.which), findings


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
            _beyond(schema.column(case.column), case) for case in errors.failure_cases.itertuples()
        ]
    return []


def _beyond(column: Column, case: Any) -> Finding:
    number = case.failure_case * PERCENT if column.kind == "percent" else case.failure_case
    problem = f"»{shown(number)}« er ikke muligt: {case.check}."
    return Finding("error", problem, "Ret tallet.", row=int(case.index), column=column.header)


def _row_findings(
    frame: pd.DataFrame, schema: Schema, already: set[tuple[int | None, str]]
) -> Iterator[Finding]:
    """Rows that do not fit together, but for cells that are `already` found wrong."""
    for check in schema.row_checks:
        headers = [schema.column(name).header for name in check.columns]
        for row in frame.index[~check.is_right(frame).astype(bool)]:
            if not any((row, header) in already for header in headers):
                yield Finding(
                    "error", check.problem, check.mend, check.rule, row=row, column=headers[0]
                )
    if schema.one_row:
        mend = f"Behold kun den rigtige række i {schema.sheet}."
        yield from at_rows(frame.index[1:], Finding("error", "Der må kun være én række.", mend))
