"""From a file to grids of cells, one grid per table, each row under its number in the file."""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from fsmlib.programme.findings import Finding, FsmError, InputError
from fsmlib.tables.csv_files import csv_grid
from fsmlib.tables.grid import Grid, grid_of
from fsmlib.tables.jobindsats import answer_grids
from fsmlib.tables.messages import unreadable
from fsmlib.tables.personal import masked
from fsmlib.tables.workbooks import Sheet, sheets

if TYPE_CHECKING:
    from fsmlib.tables.parquet import CitizenRange

HELP_SHEET, HELP_TITLE = "Vejledning", "Sådan udfylder du projektmappen"
TEXTS, WORKBOOKS = frozenset({".csv", ".txt", ".tsv"}), frozenset({".xlsx", ".xlsm"})
SUFFIXES = TEXTS | WORKBOOKS | {".parquet", ".json"}
# What lies in a folder and holds no tables: our own programmes, and what systems leave.
NO_TABLES = frozenset({".yaml", ".yml"})
LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", "icon\r", "__macosx"})
OUR_FOLDER = "out"
PAGES = frozenset({".html", ".htm"})
OUR_PAGE = re.compile(r"0\d_[a-z]+\.html|index\.html")
BEGINS = {  # what a file is, whatever it is called
    b"PK": "en Excel-fil eller en zip-fil",
    b"\xd0\xcf\x11\xe0": "en gammel Excel-fil",
    b"%PDF": "en PDF",
    b"PAR1": "en Parquet-fil",
    b"\x1f\x8b": "en pakket fil",
    b"{\\rtf": "et Word-dokument",
    b"<": "en webside eller XML",
}
IN_OTHER_PROGRAMS = {
    **dict.fromkeys(
        (".xls", ".xlsb", ".xlt", ".xltx", ".xltm", ".ods", ".numbers"),
        "Åbn den, og gem den som .xlsx.",
    ),
    **dict.fromkeys((".zip", ".7z", ".rar", ".gz"), "Pak den ud, og læg filerne her."),
}
BIG_TEXT = 200_000_000  # bytes


def files_of(path: Path, suffixes: Collection[str] = SUFFIXES) -> list[Path]:
    """The files of a path that we read: itself, or those in a folder in alphabetical order.

    InputError with every file that is not read when there is nothing to read; FsmError when the
    path is not there.
    """
    found = [file for file in _there(path) if not _not_read(file, suffixes)]
    if not found:
        is_any = suffixes is SUFFIXES
        kinds = "CSV-, XLSX- eller Parquet-filer" if is_any else "projektmapper (XLSX)"
        empty = Finding(
            "error", f"Mappen har ingen {kinds}.", "Læg dem her.", file=masked(str(path))
        )
        raise InputError(passed_over(path, suffixes) or [empty])
    return found


def passed_over(path: Path, suffixes: Collection[str] = SUFFIXES) -> list[Finding]:
    """Every file and folder of a path that is not read, with the mend.

    FsmError when the path is not there.
    """
    return [told for file in _there(path) for told in _not_read(file, suffixes)]


def _there(path: Path) -> list[Path]:
    """The path itself, or what stands in a folder and may be meant to be read."""
    if not path.is_dir():
        if not path.exists() and not path.is_symlink():
            raise FsmError(f"»{masked(str(path))}« findes ikke.")
        return [path]
    return sorted(
        file
        for file in path.iterdir()
        if not file.name.startswith(("~$", "._"))
        and not (file.name.startswith(".") and file.suffix.casefold() not in SUFFIXES)
        and file.name.casefold() not in LEFT_BY_SYSTEMS
        and file.suffix.casefold() not in NO_TABLES
        and not OUR_PAGE.fullmatch(file.name)
        and not (file.is_dir() and _is_of_no_matter(file))
    )


def _is_of_no_matter(folder: Path) -> bool:
    """Whether a folder is that of our pages, or holds nothing and is not called as a file."""
    is_called_a_file = folder.suffix.casefold() in SUFFIXES
    return folder.name == OUR_FOLDER or not (is_called_a_file or _there(folder))


def _not_read(file: Path, suffixes: Collection[str]) -> list[Finding]:
    """Why a file is not read; nothing when it is.  Only a regular file is ever opened."""
    suffix = file.suffix.casefold()
    if file.is_dir():
        problem = "Det er en mappe, og filerne i den er ikke læst."
        mend = "Læg filerne direkte i mappen, eller flyt den ud."
    elif file.is_symlink() and not file.exists():
        problem, mend = "Det er en genvej til en fil, der ikke findes.", "Læg selve filen her."
    elif not file.is_file():
        problem, mend = "Det er ikke en almindelig fil og er ikke læst.", "Gem den som en fil."
    elif file.name.startswith("."):
        problem, mend = "Filen er skjult og er ikke læst.", "Giv den et navn uden punktum forrest."
    elif suffix in suffixes:
        return []
    elif suffix in PAGES:
        problem = "Filen er en webside og er ikke læst."
        mend = "Er den en tabel fra et andet system, så gem den som .xlsx."
        return [Finding("warning", problem, mend, file=masked(file.name))]
    else:
        kind = f"{suffix}-filer" if suffix else "filer uden endelse"
        problem = f"Filen er ikke læst; {kind} kan ikke læses her."
        mend = IN_OTHER_PROGRAMS.get(suffix, "Flyt den ud, eller gem dens tal som .xlsx.")
    return [Finding("error", problem, mend, file=masked(file.name))]


def fingerprint(path: Path) -> str:
    """The first 8 hex digits of the file's SHA-256: they tell it apart, and are no CPR number."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:8]


def grids(path: Path, part: "CitizenRange | None" = None) -> list[Grid]:
    """The grids of one file; of a Parquet file, the rows of one part of the citizens if told.

    InputError with a finding on the file when it cannot be opened.
    """
    suffix = path.suffix.casefold()
    try:
        if suffix == ".parquet":
            from fsmlib.tables.parquet import parquet_grid

            return [parquet_grid(path, part)]
        if suffix == ".json":
            return answer_grids(path)  # Jobindsats has told it
        return list(_text_grids(path) if suffix in TEXTS else _workbook_grids(path))
    except FsmError:
        raise
    except PermissionError:
        mend = "Luk den, hvis den er åben i et andet program, eller få adgang til den."
        raise unreadable(path, "Filen må ikke åbnes.", mend) from None
    except MemoryError:
        mend = "Del den op, eller gem den som Parquet."
        raise unreadable(path, "Filen fylder mere end hukommelsen.", mend) from None
    except Exception:  # whatever the libraries raise on a broken file
        if suffix == ".json":
            mend = "Hent svaret igen."
            raise unreadable(path, "Filen er ikke et svar fra Jobindsats.", mend) from None
        mend = f"Gem den igen som {suffix[1:].upper()}."
        raise unreadable(path, "Filen kan ikke åbnes.", mend) from None


def _text_grids(path: Path) -> Iterator[Grid]:
    with path.open("rb") as file:
        begins = file.read(8)
    for sign, what in BEGINS.items():
        if begins.startswith(sign):
            mend = "Pak den ud, eller åbn den i det program, den er lavet i, og gem den som .xlsx."
            raise unreadable(path, f"Filen er ikke tekst, men {what}.", mend)
    mend = "Gem den som Parquet; så bruger den en femtedel af hukommelsen."
    told = (Finding("note", "Filen er stor.", mend),) if path.stat().st_size > BIG_TEXT else ()
    if grid := csv_grid(path):
        yield replace(grid, findings=(*grid.findings, *told))


def _workbook_grids(path: Path) -> Iterator[Grid]:
    for sheet in sheets(path):
        if not _is_our_guide(sheet) and (grid := grid_of(path.name, sheet.name, sheet.rows)):
            yield replace(grid, findings=sheet.findings)


def _is_our_guide(sheet: Sheet) -> bool:
    """Whether a sheet is the guide of our template, and not one of the user's by the same name."""
    return sheet.name == HELP_SHEET and sheet.rows[:1] == [[HELP_TITLE]]
