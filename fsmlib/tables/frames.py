"""One table from its grid: every row read or told, every finding at once, no cell repaired."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from fsmlib.danish import count
from fsmlib.programme.findings import (
    MOST_KEPT,
    Finding,
    Level,
    at_rows,
    capped,
    without_quotes,
)
from fsmlib.programme.terms import terms
from fsmlib.programme.values import PERCENT
from fsmlib.tables.account import Account, counted
from fsmlib.tables.carried import in_unread_columns
from fsmlib.tables.cells import CITIZEN, NUMBERS, SUPPRESSED, decimal_mark, parse
from fsmlib.tables.columns import DTYPES, PERSONAL, Column, Schema
from fsmlib.tables.dates import is_no_end, month_may_be_first
from fsmlib.tables.doubts import (
    DAYS,
    MONTH_FIRST,
    UNSEEN,
    Doubt,
    broken_letters,
    doubt,
    failed,
    is_no_value,
    is_nothing,
)
from fsmlib.tables.examples import copied_examples, examples
from fsmlib.tables.grid import Cells, Grid
from fsmlib.tables.headers import match_headers
from fsmlib.tables.messages import CellError, shown
from fsmlib.tables.personal import AMOUNT, cpr_of, emails
from fsmlib.tables.pseudonyms import PREFIX, pseudonym
from fsmlib.tables.records import recognised, sums_of_others
from fsmlib.tables.sums import AMOUNTS

EXAMPLES_SKIPPED = "Skabelonens eksempelrækker er sprunget over."
CITIZENS_HIDDEN = "Borgerne står med CPR-nummer eller navn; de er erstattet af pseudonymer."
EXAMPLE_ROWS = "skabelonens eksempel"
END = "end"
MOST_WRONG = 20_000  # different cells of a column
NOT_TRIED = CellError(
    "Kolonnen har for mange celler, der ikke kan læses; resten er ikke prøvet.",
    "Se efter, om kolonnen er den rigtige.",
)


def table_of(grid: Grid, schema: Schema) -> tuple[pd.DataFrame, list[Finding], Account]:
    """The rows of a table under the numbers they have in the file, with what is wrong with them."""
    header_row, header_cells = grid.header
    columns, findings = match_headers(header_row, header_cells, schema)
    is_example = examples(grid)
    if is_example.any():
        findings.append(Finding("note", EXAMPLES_SKIPPED, "Slet dem gerne."))
    findings += copied_examples(grid, columns)
    findings += in_unread_columns(grid, columns.values())
    there = {
        schema.column(name): grid.columns[place]
        for name, place in columns.items()
        if place < len(grid.columns)
    }
    no_records, found = recognised(grid, there, is_example) if there else ({}, [])
    findings += found
    left_out = {EXAMPLE_ROWS: is_example, **no_records}
    kept = ~np.any([*left_out.values(), np.zeros(len(grid.numbers), bool)], axis=0)
    findings += _stray_cells(grid, kept)
    index = pd.Index(grid.numbers[kept], name="row")
    empty = Cells([None], np.zeros(len(grid.numbers), np.int64))
    values = {}
    for column in schema.columns:
        is_there = column.name in columns
        place = columns.get(column.name, len(grid.columns))
        cells = grid.columns[place] if place < len(grid.columns) else empty
        values[column.name], found = _read_column(
            column, cells.taken(kept), index, grid.decimal, is_there
        )
        findings += found
    frame = pd.DataFrame(values, index=index)
    findings += _limit_findings(frame, schema)
    if CITIZEN in frame and frame[CITIZEN].fillna("").str.startswith(PREFIX).any():
        findings.append(Finding("note", CITIZENS_HIDDEN, "I behøver ikke gøre noget."))
    findings += sums_of_others(frame, schema)
    findings += capped(_row_findings(frame, schema, {(f.row, f.column) for f in findings}))
    reasons = counted(*grid.left_out.items(), *((k, int(m.sum())) for k, m in left_out.items()))
    return frame, findings, Account(grid.place, grid.found, len(frame), reasons)


def _stray_cells(grid: Grid, kept: Any) -> list[Finding]:
    """Rows with a cell under no heading: in CSV often a decimal comma taken as a separator."""
    level: Level = "error" if grid.file.lower().endswith(".csv") else "warning"
    mend = "Giv kolonnen en overskrift; i CSV: brug semikolon, når tal har komma."
    headers = grid.header[1]
    strayed = np.zeros(len(grid.numbers), bool)
    for place, cells in enumerate(grid.columns):
        if place >= len(headers) or headers[place] is None:
            strayed |= cells.filled
    rows = grid.numbers[strayed & kept].tolist()
    return at_rows(rows, Finding(level, "Rækken har en celle uden overskrift.", mend))


def _read_column(
    column: Column, cells: Cells, rows: pd.Index, decimal: str, is_there: bool
) -> tuple[ExtensionArray, list[Finding]]:
    """The values of a column; each different cell is parsed once, however often it stands."""
    if column.kind in NUMBERS:
        decimal = decimal_mark(cells.different, decimal)
    parsed = _parsed_cells(column, cells.different, decimal, is_there)
    wrong = {n: value for n, value in enumerate(parsed) if isinstance(value, CellError)}
    is_open = [column.name == END and is_no_end(cell) for cell in cells.different]
    findings = _at_their_rows("error", wrong, column, cells, rows)
    right = [None if n in wrong else value for n, value in enumerate(parsed)]
    findings += _doubts(column, cells, right, rows)
    for said, problem in (
        (is_open, "Slutdatoer som 31.12.9999 er læst som åbne"),
        (map(is_nothing, cells.different), "Celler med ordet NULL er læst som tomme"),
    ):
        if number := int(cells.where([*said]).sum()):
            problem = f"{problem} ({count(number, 'række', 'rækker')})."
            mend = "I behøver ikke gøre noget."
            findings.append(Finding("note", problem, mend, column=column.header))
    return pd.Series(right, dtype=DTYPES[column.kind]).array.take(cells.which), findings


def _doubts(column: Column, cells: Cells, values: list[Any], rows: pd.Index) -> list[Finding]:
    """What a person should look at in cells that were read; each different cell once."""
    found: dict[int, Doubt | None] = {
        place: doubt(column, raw, value)
        for place, (raw, value) in enumerate(zip(cells.different, values, strict=True))
        if value is not None
    }
    found |= dict.fromkeys(cells.strange, UNSEEN)
    if column.kind in DAYS and month_may_be_first(cells.different):
        found |= {n: MONTH_FIRST for n, cell in enumerate(cells.different) if cell is not None}
    told = {place: doubt for place, doubt in found.items() if doubt}
    return _at_their_rows("warning", told, column, cells, rows)


def _at_their_rows(
    level: Level,
    told: Mapping[int, CellError | Doubt],
    column: Column,
    cells: Cells,
    rows: pd.Index,
) -> list[Finding]:
    """What is told of some of the different cells, at the rows that have them; see `at_rows`."""
    kinds: dict[str, list[int]] = {}
    for place, each in told.items():
        kinds.setdefault(without_quotes(each.problem), []).append(place)
    findings = []
    for places in kinds.values():
        is_it = np.zeros(len(cells.different), bool)
        is_it[places] = True
        there = np.flatnonzero(is_it[cells.which])
        kept = there[:MOST_KEPT].tolist()
        for n in kept:
            each, more = told[int(cells.which[n])], (n == kept[-1]) * (len(there) - len(kept))
            findings.append(
                Finding(
                    level,
                    each.problem,
                    each.mend,
                    row=int(rows[n]),
                    column=column.header,
                    more=more,
                )
            )
    return findings


def _parsed_cells(
    column: Column, different: Sequence[object], decimal: str, is_there: bool
) -> list[Any]:
    """The value of each, or what is wrong with it; after very many that are, no more is tried."""
    found: list[Any] = []
    wrong = 0
    for cell in different:
        is_tried = wrong < MOST_WRONG
        found.append(_parsed(column, cell, decimal, is_there) if is_tried else NOT_TRIED)
        wrong += isinstance(found[-1], CellError)
    return found


def _parsed(column: Column, raw: object, decimal: str, is_there: bool) -> Any:
    """The value of a cell, or the CellError that says what is wrong with it."""
    raw = None if is_nothing(raw) else raw
    if stranger := _stranger(column, raw):
        return stranger
    if column.may_be_hidden and (raw is None or raw in SUPPRESSED):
        return None
    if is_no_value(raw):
        return failed(raw)
    if column.name == END and is_no_end(raw):
        return None
    try:
        value = None if raw is None else parse(column, raw, decimal)
    except CellError as error:
        broken = broken_letters(raw) if isinstance(raw, str) else None
        is_hidden = column.name in PERSONAL and "»" in error.problem
        problem = "Cellen kan ikke læses." if is_hidden else error.problem
        return CellError(problem, f"{broken.problem} {broken.mend}" if broken else error.mend)
    if value is None and column.needed and is_there:
        mend = f"Udfyld {column.header.lower()}: {terms()[column.name].definition}"
        return CellError("Cellen er tom.", mend)
    return value if value is None or column.name != CITIZEN else pseudonym(value)


def _stranger(column: Column, raw: object) -> CellError | None:
    """What is wrong with a cell that points at a person outside the columns for that."""
    if column.name == CITIZEN or raw is None or isinstance(raw, date):
        return None
    is_amount = column.kind in AMOUNTS and AMOUNT.fullmatch(str(raw))
    if not is_amount and cpr_of(raw):
        mend = "Slet det; CPR-numre må kun stå i kolonnen Borger."
        return CellError("Cellen ligner eller indeholder et CPR-nummer.", mend)
    if column.kind == "text" and column.name not in PERSONAL and emails(str(raw)):
        return CellError("Cellen indeholder en e-mail.", "Skriv i stedet et navn eller et id.")
    return None


def _limit_findings(frame: pd.DataFrame, schema: Schema) -> list[Finding]:
    """Values outside the limits of their column."""
    return [
        *capped(
            _beyond(column, row, value, what)
            for column in schema.columns
            for is_beyond, limit, what in column.limits
            for row, value in frame[column.name][
                is_beyond(frame[column.name], limit).fillna(False)
            ].items()
        )
    ]


def _beyond(column: Column, row: Any, value: Any, what: str) -> Finding:
    number = value * PERCENT if column.kind == "percent" else value
    problem = f"»{shown(number)}« er ikke muligt: {what}."
    return Finding("error", problem, "Ret tallet.", row=int(row), column=column.header)


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
