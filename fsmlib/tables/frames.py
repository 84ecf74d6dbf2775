"""One table from its grid: every row read or told, every finding at once, no cell repaired."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from fsmlib.programme.findings import Finding, Level, at_rows, capped
from fsmlib.programme.values import PERCENT
from fsmlib.tables.account import Account, rows_by_reason
from fsmlib.tables.carried import in_unread_columns
from fsmlib.tables.cells import CITIZEN
from fsmlib.tables.columns import Column, Schema
from fsmlib.tables.examples import copied_examples, examples
from fsmlib.tables.files import TEXTS
from fsmlib.tables.grid import Cells, Grid
from fsmlib.tables.headers import match_headers
from fsmlib.tables.messages import quoted
from fsmlib.tables.progress import tell
from fsmlib.tables.pseudonyms import PSEUDONYM_PREFIX
from fsmlib.tables.read_columns import read_column
from fsmlib.tables.records import recognised, sums_of_others

EXAMPLES_SKIPPED = "Skabelonens eksempelrækker er sprunget over."
CITIZENS_HIDDEN = "Borgerne står med CPR-nummer eller navn; de er erstattet af pseudonymer."
TOLD_TWICE = Finding(
    "warning",
    "Rækken er den samme som en anden række og er talt med.",
    "Slet den, hvis den er kommet med to gange.",
)
EXAMPLE_ROWS = "skabelonens eksempel"


def table_of(grid: Grid, schema: Schema) -> tuple[pd.DataFrame, list[Finding], Account]:
    """The rows of a table under the numbers they have in the file, with what is wrong with them."""
    header_row, header_cells = grid.header
    columns, findings = match_headers(header_row, header_cells, schema)
    is_example = examples(grid)
    if is_example.any():
        findings.append(Finding("note", EXAMPLES_SKIPPED, "Slet dem gerne."))
    findings += copied_examples(grid, {schema.column(name): at for name, at in columns.items()})
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
        tell(f"{grid.place}: {column.header}")
        values[column.name], found = read_column(
            column, cells.taken(kept), index, grid.decimal, is_there
        )
        findings += found
    frame = pd.DataFrame(values, index=index)
    findings += _limit_findings(frame, schema)
    if CITIZEN in frame and frame[CITIZEN].fillna("").str.startswith(PSEUDONYM_PREFIX).any():
        findings.append(Finding("note", CITIZENS_HIDDEN, "I behøver ikke gøre noget."))
    findings += sums_of_others(frame, schema)
    findings += capped(_row_findings(frame, schema, {(f.row, f.column) for f in findings}))
    findings += _told_twice(frame, schema, {f.row for f in findings if f.level == "error"})
    reasons = rows_by_reason(
        *grid.left_out.items(), *((k, int(m.sum())) for k, m in left_out.items())
    )
    return frame, findings, Account(grid.place, grid.found, len(frame), reasons)


def _told_twice(frame: pd.DataFrame, schema: Schema, already: set[int | None]) -> list[Finding]:
    """Rows that are like another in every cell, but for those `already` found wrong."""
    rows = [] if schema.one_row else frame.index[frame.duplicated()].tolist()
    return at_rows([row for row in rows if row not in already], TOLD_TWICE)


def _stray_cells(grid: Grid, kept: Any) -> list[Finding]:
    """Rows with a cell under no heading: in CSV often a decimal comma taken as a separator."""
    level: Level = "error" if Path(grid.file).suffix.casefold() in TEXTS else "warning"
    mend = "Giv kolonnen en overskrift; i CSV: brug semikolon, når tal har komma."
    headers = grid.header[1]
    strayed = np.zeros(len(grid.numbers), bool)
    for place, cells in enumerate(grid.columns):
        if place >= len(headers) or headers[place] is None:
            strayed |= cells.filled
    rows = grid.numbers[strayed & kept].tolist()
    return at_rows(rows, Finding(level, "Rækken har en celle uden overskrift.", mend))


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
    problem = f"»{quoted(number)}« er ikke muligt: {what}."
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
