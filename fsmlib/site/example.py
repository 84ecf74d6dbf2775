"""The caseworker register of the example municipality: invented, and written anew from its seed."""

import pandas as pd

from fsmlib.atomic import atomic
from fsmlib.pages.page import EXAMPLES
from fsmlib.programme.parameters import load
from fsmlib.programme.terms import label
from fsmlib.site.csvs import in_danish
from fsmlib.tables.municipalities import municipality_code
from fsmlib.tables.schemas import SCHEMAS
from fsmlib.tables.synthetic_hir import synthetic_hir

SEED, WIDTH = 4, 20


def write_example_register() -> None:
    """Writes the workbook behind the page on registration; its rows are the same every time."""
    with (
        atomic(EXAMPLES["04_registration"]) as draft,
        pd.ExcelWriter(draft, datetime_format="dd-mm-yyyy") as book,
    ):
        for name, table in example_register().items():
            schema, written = SCHEMAS[name], table.copy()
            for column in schema.columns:
                if column.kind == "choice" and column.name in written:
                    written[column.name] = table[column.name].map(label, na_action="ignore")
            in_danish(name, written).to_excel(book, sheet_name=schema.sheet, index=False)
            sheet = book.sheets[schema.sheet]
            for cells in sheet.columns:
                sheet.column_dimensions[cells[0].column_letter].width = WIDTH


def example_register() -> dict[str, pd.DataFrame]:
    """Register, offers, courses and target of the example municipality."""
    tables = synthetic_hir(municipality_code("Middelfart"), SEED, load("hir", "2018-03-01"))
    target = {"programme": ["hir"], "passive_share_now": [0.35], "passive_share_target": [0.15]}
    return {**tables, "proposal": pd.DataFrame(target)}
