"""Writes an invented municipality's registers as files anybody can open."""

from pathlib import Path

import pandas as pd

from fsmlib.atomic import atomic
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.report.csvs import write_csv
from fsmlib.rules.monitoring import project_months
from fsmlib.tables.messages import CellError
from fsmlib.tables.municipalities import municipality_code
from fsmlib.tables.schemas import SCHEMAS
from fsmlib.tables.synthetic import synthetic_registers

MOST_CITIZENS = 10_000_000


def write_registers(
    out: Path, citizens: int, municipality: str, seed: int, parquet: bool, values: Values
) -> list[Path]:
    """The five FSM2 tables, one file each, under their Danish names and headers.

    FsmError for an unknown municipality, a number of citizens outside 1 to 10 million, or a
    negative seed.
    """
    if not 1 <= citizens <= MOST_CITIZENS or seed < 0:
        raise FsmError("Antal borgere skal være fra 1 til 10 mio., og startværdien mindst 0.")
    try:
        code = municipality_code(municipality)
    except CellError as error:
        raise FsmError(f"{error.problem} {error.mend}") from None
    months = project_months(None, None, values)
    files = []
    for name, table in synthetic_registers(citizens, code, months, seed, values).items():
        file = out / f"{SCHEMAS[name].sheet}{'.parquet' if parquet else '.csv'}"
        headed = table.rename(columns={c.name: c.header for c in SCHEMAS[name].columns})
        if parquet:
            with atomic(file) as draft:
                headed.to_parquet(draft, index=False)
        else:
            write_csv(_in_danish(headed), file, danish=True)
        files.append(file)
    return files


def _in_danish(table: pd.DataFrame) -> pd.DataFrame:
    """Truths as ja and nej; identifiers of choices stay, the reader knows them."""
    written = table.copy()
    for name, column in table.items():
        if isinstance(column.dtype, pd.BooleanDtype):
            written[name] = column.map({True: "ja", False: "nej"})
    return written
