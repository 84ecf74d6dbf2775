"""Writes an invented municipality's registers as files anybody can open."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from fsmlib.atomic import atomic
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.rules.monitoring import period_months
from fsmlib.site.csvs import write_tables
from fsmlib.tables.messages import CellError
from fsmlib.tables.municipalities import municipality_code
from fsmlib.tables.schemas import SCHEMAS
from fsmlib.tables.synthetic import synthetic_blocks

MOST_CITIZENS = 10_000_000
Tablesful = Mapping[str, pd.DataFrame]


def write_registers(
    out: Path, citizens: int, municipality: str, seed: int, parquet: bool, values: Values
) -> list[Path]:
    """The FSM2 tables, one file each, under their Danish names and headers.

    Parquet is written in blocks of citizens and may be larger than memory.  FsmError for an
    unknown municipality, a number of citizens outside 1 to 10 million, or a negative seed.
    """
    if not 1 <= citizens <= MOST_CITIZENS or seed < 0:
        raise FsmError("Antal borgere skal være fra 1 til 10 mio., og startværdien mindst 0.")
    try:
        code = municipality_code(municipality)
    except CellError as error:
        raise FsmError(f"{error.problem} {error.mend}") from None
    months = period_months(None, None, values)
    blocks = synthetic_blocks(citizens, code, months, seed, values)
    return _write_parquet(out, blocks) if parquet else _write_csvs(out, blocks)


def _write_csvs(out: Path, blocks: Iterator[Tablesful]) -> list[Path]:
    by_block = list(blocks)
    tables = {name: pd.concat([block[name] for block in by_block]) for name in by_block[0]}
    return write_tables(tables, out)


def _write_parquet(out: Path, blocks: Iterator[Tablesful]) -> list[Path]:
    """A row group for each block; a file is there when the last is written."""
    files: dict[str, Path] = {}
    writers: dict[str, pq.ParquetWriter] = {}
    with ExitStack() as stack:
        for block in blocks:
            for name, table in block.items():
                headers = {column.name: column.header for column in SCHEMAS[name].columns}
                rows = pa.Table.from_pandas(table.rename(columns=headers), preserve_index=False)
                if name not in writers:
                    files[name] = out / f"{SCHEMAS[name].sheet}.parquet"
                    draft = stack.enter_context(atomic(files[name]))
                    writers[name] = stack.enter_context(pq.ParquetWriter(draft, rows.schema))
                writers[name].write_table(rows)
    return list(files.values())
