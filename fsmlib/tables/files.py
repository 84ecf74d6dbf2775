"""From a file to grids of cells, one grid per table, each row under its number in the file."""

import csv
import hashlib
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
import pandas as pd
from openpyxl.utils.exceptions import InvalidFileException

from fsmlib.programme.findings import FsmError

SUFFIXES = frozenset({".csv", ".xlsx", ".parquet"})
HELP_SHEET = "Vejledning"


@dataclass(frozen=True)
class Grid:
    """The filled rows of a sheet or file: (row number, cells); `name` is the sheet or the stem."""

    file: str
    name: str
    rows: tuple[tuple[int, tuple[object, ...]], ...]
    decimal: str = ","

    @property
    def place(self) -> str:
        """What a message calls it: the file, and the sheet when there are several."""
        return self.file if Path(self.file).stem == self.name else f"{self.file} [{self.name}]"


def files_of(path: Path) -> list[Path]:
    """The files of a path: itself, or the tables in a folder in alphabetical order.

    FsmError when there is nothing to read.
    """
    if not path.exists():
        raise FsmError(f"»{path}« findes ikke.")
    if path.is_file():
        if path.suffix.lower() not in SUFFIXES:
            raise FsmError(f"»{path.name}« kan ikke læses; brug CSV, XLSX eller Parquet.")
        return [path]
    found = sorted(
        file
        for file in path.iterdir()
        if file.suffix.lower() in SUFFIXES and not file.name.startswith(("~$", "."))
    )
    if not found:
        raise FsmError(f"Mappen »{path}« har ingen CSV-, XLSX- eller Parquet-filer.")
    return found


def fingerprint(path: Path) -> str:
    """The first 12 hex digits of the file's SHA-256, enough to recognise it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def grids(path: Path) -> list[Grid]:
    """The grids of one file; FsmError in Danish when it cannot be opened."""
    readers = {".csv": _csv_grids, ".xlsx": _xlsx_grids, ".parquet": _parquet_grids}
    try:
        return list(readers[path.suffix.lower()](path))
    except PermissionError:
        raise FsmError(
            f"»{path.name}« er åben i et andet program; luk den, og prøv igen."
        ) from None
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError, csv.Error):
        raise FsmError(
            f"»{path.name}« kan ikke åbnes; gem den igen som {path.suffix[1:].upper()}."
        ) from None


def _grid(path: Path, name: str, rows: Iterator[Sequence[object]], decimal: str = ",") -> Grid:
    stripped = (tuple(_blank_to_none(cell) for cell in row) for row in rows)
    filled = (
        (n, row) for n, row in enumerate(stripped, start=1) if any(c is not None for c in row)
    )
    return Grid(path.name, name, tuple(filled), decimal)


def _blank_to_none(cell: object) -> object:
    if isinstance(cell, str):
        return cell.strip() or None
    return cell


def _csv_grids(path: Path) -> Iterator[Grid]:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-16" if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    text = re.sub(r"\Asep=.(?=\r?\n)", "", text)
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=first_line.count)
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    yield _grid(path, path.stem, rows, "." if delimiter == "," else ",")


def _xlsx_grids(path: Path) -> Iterator[Grid]:
    workbook = openpyxl.load_workbook(path, read_only=False, data_only=False)
    for sheet in workbook.worksheets:
        if sheet.title != HELP_SHEET:
            rows = ([_excel_value(cell) for cell in row] for row in sheet.iter_rows())
            yield _grid(path, sheet.title, rows)


def _excel_value(cell: openpyxl.cell.cell.Cell | openpyxl.cell.cell.MergedCell) -> object:
    """What the cell holds; a percentage as the user sees it, a formula as its text."""
    value = cell.value
    if cell.data_type == "f":
        return "=" + str(getattr(value, "text", value)).lstrip("=")
    if isinstance(value, int | float) and "%" in str(cell.number_format):
        return round(value * 100, 10)
    return value


def _parquet_grids(path: Path) -> Iterator[Grid]:
    frame = pd.read_parquet(path)
    columns = [frame[name].astype(object).where(frame[name].notna(), None) for name in frame]
    rows = iter([list(frame.columns), *zip(*columns, strict=True)])
    yield _grid(path, path.stem, rows, decimal=".")
