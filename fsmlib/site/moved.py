"""The form on moved citizens and the proposal of corrected rows: the one file with identifiers.

It holds what the user supplied, goes where the user says, and is readable by the user alone.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from fsmlib.atomic import atomic
from fsmlib.programme.parameters import Values
from fsmlib.programme.terms import label
from fsmlib.rules.corrections import corrected
from fsmlib.rules.registration import moved_still_open, secure_mail
from fsmlib.tables.printing import print_on_paper
from fsmlib.tables.pseudonyms import ONLY_MINE, identifier_of
from fsmlib.tables.reading import Tables

MOVED_SHEET, CORRECTED_SHEET = "Fraflyttede borgere", "Forslag til rettede rækker"
MOVED_COLUMNS = ("citizen", "caseworker", "email", "weekly_hours", "start", "end", "end_reason")
CHANGED_FILL = PatternFill("solid", fgColor="FFF4CC")
WIDTHS = (10, 18, 28, 24, 14, 14, 14, 24)


def write_moved(tables: Tables, out: Path, values: Values, today: date) -> tuple[int, int]:
    """Writes the workbook; the numbers of moved citizens' rows and of rows to retype in it.

    Without any of either nothing is written.
    """
    rows = tables["registrations"]
    moved = rows[moved_still_open(rows, tables["courses"])]
    proposal = corrected(rows, values, today)
    if len(moved) + len(proposal):
        book = Workbook()
        book.remove(book.worksheets[0])
        lines = [
            "Registrering af fraflyttede borgere i HIR",
            secure_mail(values),
            "Kun borgere, der ikke kan afsluttes i modulet, er med. Udfyld slutdatoen: den sidste "
            "dag i jeres kommune.",
        ]
        _write(book.create_sheet(MOVED_SHEET), lines, moved.assign(end_reason="moved"))
        lines = [
            "Forslag til rettede rækker",
            "Det gule er ændret. Se efter, at det passer, før I retter i modulet; "
            "hvor to rækker ikke passer sammen, er den nyeste regnet for rigtig.",
        ]
        _write(book.create_sheet(CORRECTED_SHEET), lines, proposal)
        with atomic(out, ONLY_MINE) as draft:
            book.save(draft)
    return len(moved), len(proposal)


def _write(sheet: Worksheet, lines: Sequence[str], rows: pd.DataFrame) -> None:
    """Lines of text, the module's headings, and the rows with what has changed in yellow."""
    for place, line in enumerate(lines, start=1):
        sheet.cell(place, 1, line).font = Font(bold=place == 1, size=14 if place == 1 else 11)
    head = len(lines) + 2
    print_on_paper(sheet, heading=head)
    for place, heading in enumerate(("Række", *map(label, MOVED_COLUMNS)), start=1):
        cell = sheet.cell(head, place, heading)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
        sheet.column_dimensions[cell.column_letter].width = WIDTHS[place - 1]
    for number, row in enumerate(rows.reset_index().to_dict("records"), start=head + 1):
        sheet.cell(number, 1, row["row"])
        for place, name in enumerate(MOVED_COLUMNS, start=2):
            cell = sheet.cell(number, place, _as_written(name, row[name]))
            cell.number_format = "dd-mm-yyyy" if name in ("start", "end") else "General"
            if cell.data_type == "f":
                cell.data_type = "s"
            if name in row.get("changed", ()):
                cell.fill = CHANGED_FILL


def _as_written(name: str, value: Any) -> Any:
    """A cell as the module shows it; a citizen under the identifier the user supplied."""
    if pd.isna(value):
        return None
    if name == "citizen":
        return identifier_of(str(value))
    return label(str(value)) if name == "end_reason" else value
