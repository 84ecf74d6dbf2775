"""A notebook's parameters are checked before anything runs."""

import nbformat
import pytest

from fsmlib.programme.findings import FsmError
from fsmlib.site.parameters import checked, parameters_of


def notebook(source: str) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["parameters"]})
    return nbformat.v4.new_notebook(cells=[cell])


GOOD = notebook(
    'data: str = ""  # Fil\nseed: int = 1  # Start\nrisk: float = 0.05  # Risiko\n'
    "live: bool = False  # Levende"
)


def test_a_line_is_name_type_value_and_help() -> None:
    seed = parameters_of(GOOD)["seed"]
    assert (seed.type, seed.default, seed.help) == ("int", 1, "Start")


def test_text_becomes_the_declared_type() -> None:
    values = checked(GOOD, {"data": "0101", "seed": "7", "risk": "0,1", "live": "true"})
    assert values == {"data": "0101", "seed": 7, "risk": 0.1, "live": True}


def test_every_fault_is_told_at_once_in_danish() -> None:
    with pytest.raises(FsmError) as caught:
        checked(GOOD, {"sed": "1", "seed": "1.5", "risk": "lav"})
    told = str(caught.value).splitlines()
    assert told[0] == "Parameteren »sed« kendes ikke. Mente du »seed«?"
    assert "skal være et helt tal" in told[1] and "skal være et tal" in told[2]


@pytest.mark.parametrize("source", ["x = 1", "x: date = 1", "import os", "x: int = f()"])
def test_a_parameters_cell_holds_nothing_else(source: str) -> None:
    with pytest.raises(ValueError):
        parameters_of(notebook(source))


def test_a_notebook_has_one_parameters_cell() -> None:
    with pytest.raises(ValueError):
        parameters_of(nbformat.v4.new_notebook())
