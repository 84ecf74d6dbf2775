"""From a file to grids of cells, one grid per table, each row under its number in the file."""

import csv
import hashlib
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from fsmlib.programme.findings import FsmError
from fsmlib.tables.csv_files import csv_grid
from fsmlib.tables.grid import Grid, grid_of
from fsmlib.tables.jobindsats import answer_grid
from fsmlib.tables.parquet import Part, parquet_grid

SUFFIXES = frozenset({".csv", ".xlsx", ".parquet", ".json"})
HELP_SHEET = "Vejledning"
UNREADABLE = (  # what the libraries raise on a broken file
    *(BadZipFile, InvalidFileException, ParseError, csv.Error, zlib.error),
    *(EOFError, LookupError, OSError, OverflowError, RuntimeError, TypeError, ValueError),
)


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
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]


def grids(path: Path, part: Part | None = None) -> list[Grid]:
    """The grids of one file; of a Parquet file, the rows of one part of the citizens if told.

    FsmError in Danish when it cannot be opened.
    """
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            return [parquet_grid(path, part)]
        if suffix == ".json":
            return [answer_grid(path)]  # Jobindsats has told it
        if suffix == ".csv":
            return [grid for grid in [csv_grid(path)] if grid]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is nothing we read
            return list(_xlsx_grids(path))
    except PermissionError:
        raise FsmError(
            f"»{path.name}« er åben i et andet program; luk den, og prøv igen."
        ) from None
    except UNREADABLE:
        if suffix == ".json":
            raise FsmError(f"»{path.name}« er ikke et svar fra Jobindsats.") from None
        raise FsmError(
            f"»{path.name}« kan ikke åbnes; gem den igen som {path.suffix[1:].upper()}."
        ) from None


def _xlsx_grids(path: Path) -> Iterator[Grid]:
    workbook = openpyxl.load_workbook(path, read_only=False, data_only=False)
    for sheet in workbook.worksheets:
        if sheet.title != HELP_SHEET:
            rows = ([_excel_value(cell) for cell in row] for row in sheet.iter_rows())
            if grid := grid_of(path.name, sheet.title, rows):
                yield grid


def _excel_value(cell: openpyxl.cell.cell.Cell | openpyxl.cell.cell.MergedCell) -> object:
    """What the cell holds; a percentage as the user sees it, a formula as its text."""
    value = cell.value
    if cell.data_type == "f":
        return "=" + str(getattr(value, "text", value)).lstrip("=")
    if isinstance(value, int | float) and "%" in str(cell.number_format):
        return round(value * 100, 10)
    return value
