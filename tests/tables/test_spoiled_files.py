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

EXAMPLE = Path(__file__).parents[2] / "data" / "example"
ROWS_KEPT = 40
VARIANTS_OF_A_KIND = 40
WORKBOOKS_OF_A_KIND = 8
INVISIBLE = "\u200b\u200c\u200d\ufeff\u00ad\u2060\u200e\u034f"
SPACES = "\u00a0\u2009\u202f\u3000"
CONTROLS = "\u2028\x0b\x0c\x00\x1f\x85\x07"
ERRORS = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#I/T", "#REFERENCE!", "#VÆRDI!", "#NAVN?", "####")
TOTALS = ("I alt", "Hovedtotal", "Total:", "Sum", "Gennemsnit", "Subtotal", "I alt (40)", "ialt")
NOTES = ("Kilde: KMD", "* foreløbige tal", "Udskrevet 01.03.2020", "Note: uden sygedagpenge")

Rows = list[list[str]]
Spoiler = Callable[[Rows, Random], bytes]


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


def as_csv(rows: Rows) -> str:
    stream = StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def _cell(rows: Rows, random: Random, change: Callable[[str], str], first: int = 0) -> None:
    """Changes one filled cell."""
    filled = [
        (n, m) for n, row in enumerate(rows) if n >= first for m, cell in enumerate(row) if cell
    ]
    n, m = random.choice(filled)
    rows[n][m] = change(rows[n][m])


def _insert(cell: str, sign: str, random: Random) -> str:
    place = random.randint(0, len(cell))
    return cell[:place] + sign + cell[place:]


# Each spoiler takes the text of a file and gives its bytes.  SAME are those after which the table
# must be read as before; the others may end in a finding as well.


def an_encoding(rows: Rows, random: Random) -> bytes:
    name = random.choice(["utf-8", "utf-8-sig", "cp1252", "cp850", "mac_roman", "utf-16"])
    return as_csv(rows).encode(name)


def line_ends(rows: Rows, random: Random) -> bytes:
    return as_csv(rows).replace("\r\n", random.choice(["\n", "\r", "\r\n"])).encode()


def blank_lines(rows: Rows, random: Random) -> bytes:
    for _ in range(3):
        rows.insert(
            random.randint(0, len(rows)), [random.choice(["", " ", "\u00a0"])] * len(rows[0])
        )
    return as_csv(rows).encode()


def unseen_signs(rows: Rows, random: Random) -> bytes:
    for _ in range(5):
        _cell(rows, random, lambda cell: _insert(cell, random.choice(INVISIBLE), random))
    return as_csv(rows).encode()


def odd_spaces(rows: Rows, random: Random) -> bytes:
    for _ in range(5):
        _cell(rows, random, lambda cell: cell.replace(" ", random.choice(SPACES)))
        _cell(rows, random, lambda cell: random.choice(SPACES) + cell + " ")
    return as_csv(rows).encode()


def decomposed(rows: Rows, random: Random) -> bytes:
    return as_csv(rows).replace("å", "a\u030a").replace("Å", "A\u030a").encode()


def kept_as_text(rows: Rows, random: Random) -> bytes:
    _cell(rows, random, lambda cell: f'="{cell}"' if '"' not in cell else cell, first=1)
    _cell(rows, random, lambda cell: f"'{cell}" if cell[0] not in "'=" else cell, first=1)
    return as_csv(rows).encode()


def midnights(rows: Rows, random: Random) -> bytes:
    added = random.choice([" 00:00:00", "T00:00:00", " 00:00:00.000", " 00:00"])
    dates = re.compile(r"\d{4}-\d\d-\d\d|\d\d\.\d\d\.\d{4}")
    changed = [[cell + added * bool(dates.fullmatch(cell)) for cell in row] for row in rows]
    return as_csv(changed).encode()


def titles_above(rows: Rows, random: Random) -> bytes:
    titles = [["Udtræk fra fagsystemet, 1. marts 2020"], []][: random.randint(1, 2)]
    return as_csv([*titles, *rows]).encode()


def headings_again(rows: Rows, random: Random) -> bytes:
    rows.insert(random.randint(2, len(rows)), rows[0])
    return as_csv(rows).encode()


def a_footnote(rows: Rows, random: Random) -> bytes:
    note = [random.choice(NOTES)]
    return as_csv([*rows, *[[]] * random.randint(0, 1), note]).encode()


SAME = (
    an_encoding,
    line_ends,
    blank_lines,
    unseen_signs,
    odd_spaces,
    decomposed,
    kept_as_text,
    midnights,
    titles_above,
    headings_again,
    a_footnote,
)


def a_quote(rows: Rows, random: Random) -> bytes:
    text = as_csv(rows)
    for _ in range(random.randint(1, 2)):
        text = _insert(text, '"', random)
    return text.encode()


def a_quote_at_a_cell(rows: Rows, random: Random) -> bytes:
    text = as_csv(rows)
    for _ in range(random.randint(1, 2)):
        starts = [match.end() for match in re.finditer(r"[;\n]", text)][:-1]
        place = random.choice(starts)
        text = text[:place] + '"' + text[place:]
    return text.encode()


def a_control_sign(rows: Rows, random: Random) -> bytes:
    _cell(rows, random, lambda cell: _insert(cell, random.choice(CONTROLS), random), first=1)
    return as_csv(rows).encode()


def an_error_value(rows: Rows, random: Random) -> bytes:
    _cell(rows, random, lambda _: random.choice(ERRORS), first=1)
    return as_csv(rows).encode()


def a_total(rows: Rows, random: Random) -> bytes:
    label = random.choice(TOTALS)
    rows.append([label, *("100" if random.random() < 0.5 else "" for _ in rows[0][1:])])
    return as_csv(rows).encode()


def cut_off(rows: Rows, random: Random) -> bytes:
    raw = as_csv(rows).encode()
    return raw[: random.randint(len(raw) // 2, len(raw) - 3)].rstrip(b"\r\n")


def broken_letters(rows: Rows, random: Random) -> bytes:
    return as_csv(rows).encode().decode("cp1252", errors="replace").encode()


def lost_letters(rows: Rows, random: Random) -> bytes:
    return as_csv(rows).encode("ascii", errors="replace")


def shortened_ids(rows: Rows, random: Random) -> bytes:
    rows[random.randint(1, len(rows) - 1)][0] = f"2,0{random.randint(100, 999)}E+11"
    return as_csv(rows).encode()


def a_row_of_another_length(rows: Rows, random: Random) -> bytes:
    row = rows[random.randint(1, len(rows) - 1)]
    if random.random() < 0.5:
        row.append("12")
    else:
        del row[random.randint(1, len(row) - 1) :]
    return as_csv(rows).encode()


def an_unknown_column(rows: Rows, random: Random) -> bytes:
    place = random.randint(0, len(rows[0]))
    for number, row in enumerate(rows):
        row.insert(place, "Farve" if number == 0 else "x")
    return as_csv(rows).encode()


TOLD = (
    a_quote,
    a_quote_at_a_cell,
    a_control_sign,
    an_error_value,
    a_total,
    cut_off,
    broken_letters,
    lost_letters,
    shortened_ids,
    a_row_of_another_length,
    an_unknown_column,
)


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
