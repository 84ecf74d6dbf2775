"""Folders of proposals, evaluated as STAR does."""

import shutil
from pathlib import Path

from openpyxl import load_workbook

from fsmlib.pages.evaluation.case import Case, open_case
from fsmlib.shipped import shipped
from fsmlib.tables.municipalities import municipality_code


def case(folder: Path | str = "", programme: str = "hir", changes: str = "") -> Case:
    return open_case(str(folder), programme, "", changes, 0, "", "")


def copies(folder: Path, programme: str, *names: str) -> Path:
    """Some of the stored proposals, to spoil."""
    for name in names:
        code = municipality_code(name)
        (path,) = shipped("data", "proposals", programme).glob(f"{code}_*.xlsx")
        shutil.copy(path, folder / f"{name.casefold()}.xlsx")
    return folder


def change(path: Path, sheet: str, header: str, value: object) -> None:
    book = load_workbook(path)
    headers = [cell.value for cell in book[sheet][1]]
    column = (headers.index(header) if header in headers else len(headers)) + 1
    book[sheet].cell(1, column, header)
    book[sheet].cell(2, column).value = value
    book.save(path)
