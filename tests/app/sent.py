"""Files to send through the municipality's door."""

import io

from openpyxl import load_workbook

from fsmlib.analyses.question import EXAMPLES


def staffing(**changed: object) -> bytes:
    """The example's workbook with cells of its first data row changed."""
    book = load_workbook(EXAMPLES["cap"])
    sheet = book["Bemanding"]
    for header, value in changed.items():
        (column,) = (c.column for c in sheet[1] if str(c.value).startswith(header))
        sheet.cell(2, column, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
