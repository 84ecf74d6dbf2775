"""Spoilers of workbooks and folders; each gives the path to read, and may be the right table."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from openpyxl import Workbook
from openpyxl.styles import Font

ERRORS = ("#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?")
NO_TABLES = (".xls", ".ods", ".pdf", ".xlsb", ".zip", ".docx", ".bak", "")
Rows = list[list[str]]
Spoiler = Callable[[Path, str, Rows, Random], Path]


def book_of(name: str, rows: Rows) -> Workbook:
    """A workbook with one sheet of text."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = name
    for row in rows:
        sheet.append([cell or None for cell in row])
    return book


def saved(book: Workbook, folder: Path) -> Path:
    path = folder / "bog.xlsx"
    book.save(path)
    return path


def an_extra_sheet(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    book = book_of(name, rows)
    book.create_sheet(random.choice(["Ark1", "Noter", "Pivot"]), random.randint(0, 1)).append(
        [random.choice(["husk", "Farve"]), random.randint(1, 9)]
    )
    return saved(book, folder)


def a_chart_sheet(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    book = book_of(name, rows)
    book.create_chartsheet("Diagram", random.randint(0, 1))
    return saved(book, folder)


def a_hidden_sheet(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    book = book_of(name, rows)
    book.create_sheet("Ark1")
    book[name].sheet_state = random.choice(["hidden", "veryHidden"])
    return saved(book, folder)


def a_hidden_row_or_column(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    book = book_of(name, rows)
    if random.random() < 0.5:
        book[name].row_dimensions[random.randint(2, len(rows))].hidden = True
    else:
        book[name].column_dimensions["A"].hidden = True
    return saved(book, folder)


def a_struck_cell(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    book = book_of(name, rows)
    filled = [cell for row in book[name].iter_rows(min_row=2) for cell in row if cell.value]
    random.choice(filled).font = Font(strike=True)
    return saved(book, folder)


def merged_cells(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    book = book_of(name, rows)
    row = random.randint(2, len(rows) - 1) if len(rows) > 2 else 2
    book[name].merge_cells(start_row=row, end_row=row + 1, start_column=1, end_column=1)
    return saved(book, folder)


def an_error_value(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    book = book_of(name, rows)
    row, column = random.randint(2, len(rows)), random.randint(1, len(rows[0]))
    book[name].cell(row, column).value = random.choice(ERRORS)
    return saved(book, folder)


def another_suffix(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    path = saved(book_of(name, rows), folder)
    return path.rename(path.with_suffix(random.choice([".csv", ".txt", ".parquet", ".json"])))


def text_called_a_workbook(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    path = folder / "bog.xlsx"
    path.write_text("\n".join(";".join(row) for row in rows), random.choice(["utf-8", "utf-16"]))
    return path


def a_truncated_workbook(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    path = saved(book_of(name, rows), folder)
    raw = path.read_bytes()
    path.write_bytes(raw[: random.randint(0, len(raw) - 1)])
    return path


def a_part_is_gone(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    path = saved(book_of(name, rows), folder)
    with zipfile.ZipFile(path) as parts:
        content = {part: parts.read(part) for part in parts.namelist()}
    del content[random.choice(sorted(content))]
    with zipfile.ZipFile(path, "w") as parts:
        for part, raw in content.items():
            parts.writestr(part, raw)
    return path


def a_changed_byte(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    path = saved(book_of(name, rows), folder)
    raw = bytearray(path.read_bytes())  # the checks of the zip file catch most
    raw[random.randrange(len(raw))] = random.randrange(256)
    path.write_bytes(raw)
    return path


def another_file_beside(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    saved(book_of(name, rows), folder)
    (folder / f"Markeringer{random.choice(NO_TABLES)}").write_bytes(b"\x01" * random.randint(0, 99))
    return folder


def a_folder_called_a_workbook(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    saved(book_of(name, rows), folder)
    (folder / f"x{random.choice(['.xlsx', '.csv', '.parquet'])}").mkdir()
    return folder


def the_table_twice(folder: Path, name: str, rows: Rows, random: Random) -> Path:
    saved(book_of(name, rows), folder)
    book_of(name, rows).save(folder / random.choice(["kopi.xlsx", "bog (1).XLSX", "a.xlsm"]))
    return folder


SPOILERS: tuple[Spoiler, ...] = (
    an_extra_sheet,
    a_chart_sheet,
    a_hidden_sheet,
    a_hidden_row_or_column,
    a_struck_cell,
    merged_cells,
    an_error_value,
    another_suffix,
    text_called_a_workbook,
    a_truncated_workbook,
    a_part_is_gone,
    a_changed_byte,
    another_file_beside,
    a_folder_called_a_workbook,
    the_table_twice,
)
