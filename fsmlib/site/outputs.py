"""What the cells of an executed notebook show."""

from typing import Any

import nbformat


def outputs(notebook: nbformat.NotebookNode, mime: str) -> list[Any]:
    """The data of one MIME type, in the order of the cells."""
    return [
        output.data[mime]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if mime in output.get("data", {})
    ]
