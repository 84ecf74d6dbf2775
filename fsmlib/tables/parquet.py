"""Parquet files: column by column, and in parts by citizen where a register outgrows memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from fsmlib.tables.dates import DENMARK
from fsmlib.tables.grid import Cells, Grid, cells_of, plain
from fsmlib.tables.headers import places_of_name
from fsmlib.tables.messages import unreadable
from fsmlib.tables.personal import CPR_DIGITS

FIRST_ROW = 2  # below the headers, as in any other file
ROWS_IN_A_PART = 1_000_000
MOST_CELLS = 500_000_000  # of a file that is read at once
ONE_IN = 1_000
WHOLE = (None,)  # a register in one part: no limits, whatever the files


@dataclass(frozen=True)
class CitizenRange:
    """The citizens with keys from `low` up to, not including, `high`; None is open.

    `groups` are the row groups of each file that have any of them.
    """

    low: str | None
    high: str | None
    groups: Mapping[str, tuple[int, ...]]


@dataclass(frozen=True)
class RowGroup:
    """What is known of a row group: file and place, rows, lowest and highest key, a few keys."""

    file: str
    place: int
    rows: int
    low: str
    high: str
    some: Sequence[str]

    def is_in(self, low: str | None, high: str | None) -> bool:
        """Whether citizens from `low` up to `high` may be here."""
        return (low is None or self.high >= low) and (high is None or self.low < high)


def parts_of(files: Sequence[Path]) -> Sequence[CitizenRange | None]:
    """Parts of about a million rows, no citizen in two of them; WHOLE when one read will do.

    Results add over the parts, so that no more than one of them needs to be in memory.  Quick
    where the files lie in the order of the ids; where they do not, each part reads them again.
    Only Parquet files that all have a citizen as text can be parted.
    """
    if not all(map(_can_be_parted, files)):
        return WHOLE
    if sum(pq.read_metadata(file).num_rows for file in files) <= ROWS_IN_A_PART:
        return WHOLE
    groups = [group for file in files for group in _groups(file)]
    few = sorted(key for group in groups for key in group.some)
    number = -(-sum(group.rows for group in groups) // ROWS_IN_A_PART)
    cuts = sorted({few[len(few) * n // number] for n in range(1, number)})
    return [
        CitizenRange(
            low,
            high,
            {
                file.name: tuple(
                    group.place
                    for group in groups
                    if group.file == file.name and group.is_in(low, high)
                )
                for file in files
            },
        )
        for low, high in pairwise([None, *cuts, None])
    ]


def parquet_grid(path: Path, part: CitizenRange | None = None) -> Grid:
    """The grid of a file, or of the rows in it about the citizens of a part.

    InputError when it has more cells than any register of ours; a small file can have billions.
    """
    with pq.ParquetFile(path) as file:
        groups = part.groups[path.name] if part else range(file.num_row_groups)
        rows = sum(file.metadata.row_group(group).num_rows for group in groups)
        if rows * file.metadata.num_columns > MOST_CELLS:
            mend = "Del den op i flere filer, eller slet de kolonner, der ikke bruges."
            raise unreadable(path, f"Filen har {rows} rækker og læses ikke.", mend)
        table, numbers = _rows(file, part.groups[path.name], part) if part else _all(file)
    columns = [_cells(column) for column in table.columns]
    filled = np.zeros(len(numbers), bool)
    for cells in columns:
        filled |= cells.filled
    header = tuple(plain(name) for name in table.column_names)
    kept = tuple(cells.taken(filled) for cells in columns)
    return Grid(path.name, path.stem, (1, header), numbers[filled], kept, ".", int(filled.sum()))


def citizen_keys(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """What the rows are parted by: a citizen has one key, however the id is written in a row.

    Spaces around an id say nothing, and of an id with many digits only they count, so that a CPR
    number has one key with and without dash, in a text, and where Excel took its first zero.

    >>> citizen_keys(pa.chunked_array([["B-1 ", "010180-1234", "101801234.0", None]])).to_pylist()
    ['B-1', '0101801234', '0101801234', '']
    """
    text = pc.utf8_trim_whitespace(pc.coalesce(column.cast(pa.large_string()), ""))
    unusual = pc.invert(pc.match_substring_regex(text, r"^[0-9A-Za-z._-]*$"))
    if pc.any(unusual).as_py():
        seen = [str(plain(key) or "") for key in text.filter(unusual).to_pylist()]
        told = pa.array(seen, pa.large_string())
        whole = pc.replace_with_mask(text.combine_chunks(), unusual.combine_chunks(), told)
        text = pa.chunked_array([whole])
    bare = pc.replace_substring_regex(text, r"^(\d+)[.,]0+$", r"\1")
    digits = pc.replace_substring_regex(bare, r"\D", "")
    is_long = pc.greater_equal(pc.utf8_length(digits), CPR_DIGITS - 1)
    return pc.if_else(is_long, pc.utf8_lpad(digits, CPR_DIGITS, "0"), bare)


def _can_be_parted(path: Path) -> bool:
    """Whether it is Parquet with a citizen; a broken file is told of when it is read."""
    try:
        return _citizen_place(pq.read_schema(path)) is not None
    except (OSError, ValueError):
        return False


def _citizen_place(schema: pa.Schema) -> int | None:
    """Where the one column of citizens is, if it is text."""
    places = places_of_name("citizen", schema.names)
    if len(places) != 1:
        return None
    kind = schema.types[places[0]]
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    is_text = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    return places[0] if is_text else None


def _groups(path: Path) -> Iterator[RowGroup]:
    """The row groups of a file that hold anything."""
    with pq.ParquetFile(path) as file:
        names = [file.schema_arrow.names[_citizen_place(file.schema_arrow) or 0]]
        for place in range(file.num_row_groups):
            keys = citizen_keys(file.read_row_group(place, columns=names).column(0))
            if len(keys):
                ends = pc.min_max(keys).as_py()
                some = keys.take(np.arange(0, len(keys), ONE_IN)).to_pylist()
                yield RowGroup(path.name, place, len(keys), ends["min"], ends["max"], some)


def _all(file: pq.ParquetFile) -> tuple[pa.Table, NDArray[np.int64]]:
    table = file.read()
    return table, np.arange(table.num_rows) + FIRST_ROW


def _rows(
    file: pq.ParquetFile, groups: Sequence[int], part: CitizenRange
) -> tuple[pa.Table, NDArray[np.int64]]:
    """The rows of a part and their numbers, one row group after another."""
    place = _citizen_place(file.schema_arrow) or 0
    sizes = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    first = np.cumsum([FIRST_ROW, *sizes])
    tables, numbers = [file.schema_arrow.empty_table()], [np.zeros(0, np.int64)]
    for group in groups:
        table = file.read_row_group(group)
        keys = citizen_keys(table.column(place))
        is_in = np.ones(len(keys), bool)
        if part.low is not None:
            is_in &= pc.greater_equal(keys, part.low).to_numpy()
        if part.high is not None:
            is_in &= pc.less(keys, part.high).to_numpy()
        tables.append(table.filter(pa.array(is_in)))
        numbers.append(first[group] + np.flatnonzero(is_in))
    return pa.concat_tables(tables), np.concatenate(numbers)


def _cells(column: pa.ChunkedArray) -> Cells:
    """A column of any type as its different cells; empty text and NaN are None."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.cast(kind.value_type)
    elif pa.types.is_float16(kind):  # before pyarrow 26 such numbers cannot be told apart
        column = column.cast(pa.float32())
    elif pa.types.is_nested(kind):
        told = [None if cell is None else str(cell) for cell in column.to_pylist()]
        column = pa.chunked_array([pa.array(told, pa.string())])
    coded = column.combine_chunks().dictionary_encode()
    different = [_cell(cell) for cell in coded.dictionary.to_pylist()]
    which = coded.indices.fill_null(len(different)).to_numpy().astype(np.int64)
    return cells_of([*different, None], which)


def _cell(cell: object) -> object:
    """A cell as another file would hold it: an exact number, or a moment as the Danish clock."""
    if cell != cell:  # NaN alone differs from itself
        return None
    if isinstance(cell, Decimal):
        return int(cell) if cell == int(cell) else float(cell)
    if isinstance(cell, datetime) and cell.tzinfo:
        return cell.astimezone(DENMARK).replace(tzinfo=None)
    return cell
