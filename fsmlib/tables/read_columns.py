"""One column of a table: each different cell read once, and told at all of its rows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from fsmlib.danish import count
from fsmlib.programme.findings import MOST_KEPT, Finding, Level, without_quotes
from fsmlib.tables.cells import CITIZEN, NUMBER_KINDS, SUPPRESSED, decimal_mark, parse
from fsmlib.tables.columns import DTYPES, PERSONAL, Column
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
from fsmlib.tables.grid import Cells
from fsmlib.tables.messages import CellError
from fsmlib.tables.personal import AMOUNT, cpr_of, emails
from fsmlib.tables.pseudonyms import pseudonym
from fsmlib.tables.sums import SUMMED_KINDS

END = "end"
MOST_WRONG = 20_000  # different cells of a column
NOT_TRIED = CellError(
    "Kolonnen har for mange celler, der ikke kan læses; resten er ikke prøvet.",
    "Se efter, om kolonnen er den rigtige.",
)


def read_column(
    column: Column, cells: Cells, rows: pd.Index, decimal: str, is_there: bool
) -> tuple[ExtensionArray, list[Finding]]:
    """The values of a column; each different cell is parsed once, however often it stands."""
    if column.kind in NUMBER_KINDS:
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
        mend = f"Udfyld {column.header.lower()}: {column.term.definition}"
        return CellError("Cellen er tom.", mend)
    return value if value is None or column.name != CITIZEN else pseudonym(value)


def _stranger(column: Column, raw: object) -> CellError | None:
    """What is wrong with a cell that points at a person outside the columns for that."""
    if column.name == CITIZEN or raw is None or isinstance(raw, date):
        return None
    is_amount = column.kind in SUMMED_KINDS and AMOUNT.fullmatch(str(raw))
    if not is_amount and cpr_of(raw):
        mend = "Slet det; CPR-numre må kun stå i kolonnen Borger."
        return CellError("Cellen ligner eller indeholder et CPR-nummer.", mend)
    if column.kind == "text" and column.name not in PERSONAL and emails(str(raw)):
        return CellError("Cellen indeholder en e-mail.", "Skriv i stedet et navn eller et id.")
    return None
