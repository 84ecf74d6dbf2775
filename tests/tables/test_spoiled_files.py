"""Shipped files spoiled at random: each is read rightly or told, and no row is lost in silence."""

import csv
import re
from collections.abc import Callable, Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from random import Random
from shutil import rmtree
from tempfile import mkdtemp
from typing import NamedTuple

import pandas as pd
import pytest
from openpyxl import load_workbook

from fsmlib.programme.findings import FsmError
from fsmlib.tables.encodings import decoded
from fsmlib.tables.reading import Tables, read
from tests.tables import spoiled_workbooks
from tests.tables.spoiled_rows import (
    SAME,
    TOLD,
    Rows,
    Spoiler,
    a_quote,
    a_quote_at_a_cell,
    as_csv,
)

EXAMPLE = Path(__file__).parents[2] / "data" / "example"
ROWS_KEPT = 40
VARIANTS_OF_A_KIND = 40
WORKBOOKS_OF_A_KIND = 8


class Case(NamedTuple):
    """A table as rows of text, the first of them the headings."""

    name: str
    rows: Rows


def _registers() -> Iterator[Case]:
    for path in sorted((EXAMPLE / "fsm2").glob("*.csv")):
        text = path.read_text("utf-8-sig")
        delimiter = max(";,", key=text.splitlines()[0].count)
        yield Case(path.stem, list(csv.reader(StringIO(text), delimiter=delimiter))[:ROWS_KEPT])


def _sheets() -> Iterator[Case]:
    for path in sorted(EXAMPLE.glob("*.xlsx")):
        for sheet in load_workbook(path, data_only=True).worksheets:
            rows = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            filled = [row for row in rows if any(row)][:ROWS_KEPT]
            if sheet.title != "Vejledning" and len(filled) > 1:
                yield Case(sheet.title, filled)


def _text(cell: object) -> str:
    if hasattr(cell, "strftime"):
        return f"{cell:%d.%m.%Y}"
    return (
        ""
        if cell is None
        else str(cell).replace(".", ",")
        if isinstance(cell, float)
        else str(cell)
    )


CASES = [*_registers(), *_sheets()]


def frame_of(tables: Tables) -> pd.DataFrame:
    (name,) = tables
    return tables[name].reset_index(drop=True)


def is_danish(text: str) -> bool:
    return bool(text) and not re.search(r"\b(the|error|line|unexpected|expected|object)\b", text)


def check_account(tables: Tables, lines: int) -> None:
    """Every line of the file is in the account, and every row read is in the table."""
    (account,) = tables.accounts
    (name,) = tables
    assert account.read == len(tables[name])
    assert account.found == account.read + sum(account.left_out.values())
    assert account.found == lines - 1


def lines_of(raw: bytes) -> int:
    """The lines with anything in them, told without a reader of CSV."""
    lines = re.split(r"\r\n|\r|\n", decoded(raw)[0])
    return sum(bool(line.strip("; \t\u00a0")) for line in lines)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spoiled")


def read_spoiled(folder: Path, name: str, raw: bytes) -> Tables | None:
    """The tables, or None when the whole file is refused in Danish; anything else is a fault."""
    path = folder / f"{name}.csv"
    path.write_bytes(raw)
    try:
        return read(path)
    except FsmError as error:
        assert is_danish(str(error))
        return None


@cache
def read_right(folder: Path, place: int) -> Tables | None:
    """The tables of a shipped file before it is spoiled."""
    case = CASES[place]
    return read_spoiled(folder, case.name, as_csv(case.rows).encode())


def is_told(tables: Tables, right: Tables) -> bool:
    """Whether the tables are the right ones, or something is told that was not before."""
    told = {(f.level, f.problem) for f in tables.findings}
    is_same = list(tables) == list(right) and frame_of(tables).equals(frame_of(right))
    return is_same or bool(told - {(f.level, f.problem) for f in right.findings})


# Each of these tries one variant, and says what it was when it fails.


def try_same(spoil: Spoiler, random: Random, folder: Path) -> None:
    """What people's programs do changes nothing."""
    case = random.choice(CASES)
    right = read_right(folder, CASES.index(case))
    raw = spoil([list(row) for row in case.rows], random)
    tables = read_spoiled(folder, case.name, raw)
    assert right is not None and tables is not None, (case.name, raw)
    check_account(tables, lines_of(raw))
    pd.testing.assert_frame_equal(frame_of(tables), frame_of(right))
    before = {(f.level, f.problem, f.column) for f in right.findings}
    new = [f for f in tables.findings if (f.level, f.problem, f.column) not in before]
    assert all(f.level == "note" for f in new), (case.name, new)


def try_told(spoil: Spoiler, random: Random, folder: Path) -> None:
    """What is spoiled is told."""
    case = random.choice(CASES)
    right = read_right(folder, CASES.index(case))
    raw = spoil([list(row) for row in case.rows], random)
    tables = read_spoiled(folder, case.name, raw)
    assert right is not None
    if tables is None:
        return
    if spoil is not a_quote and spoil is not a_quote_at_a_cell and len(tables) == 1:
        check_account(tables, lines_of(raw))
    assert all(is_danish(f.problem) and is_danish(f.mend) for f in tables.findings)
    assert is_told(tables, right), (case.name, raw)


def try_workbook(spoil: spoiled_workbooks.Spoiler, random: Random, folder: Path) -> None:
    """A spoiled workbook or folder is told."""
    case = random.choice(CASES)
    right = read_right(folder, CASES.index(case))
    place = Path(mkdtemp(dir=folder))
    path = spoil(place, case.name, [list(row) for row in case.rows], random)
    assert right is not None
    try:
        tables = read(path)
    except FsmError as error:
        assert is_danish(str(error))
        return
    finally:
        rmtree(place)
    assert all(is_danish(f.problem) and is_danish(f.mend) for f in tables.findings)
    assert all(account.found >= account.read for account in tables.accounts)
    assert is_told(tables, right), (case.name, tables.findings)


KINDS = (
    *((try_same, spoil) for spoil in SAME),
    *((try_told, spoil) for spoil in TOLD),
    *((try_workbook, spoil) for spoil in spoiled_workbooks.SPOILERS),
)


@pytest.mark.parametrize(("attempt", "spoil"), KINDS, ids=lambda told: told.__name__)
def test_a_spoiled_file_is_read_rightly_or_told(
    attempt: Callable[..., None], spoil: Callable[..., object], folder: Path
) -> None:
    random = Random(spoil.__name__)
    for _ in range(WORKBOOKS_OF_A_KIND if attempt is try_workbook else VARIANTS_OF_A_KIND):
        attempt(spoil, random, folder)
