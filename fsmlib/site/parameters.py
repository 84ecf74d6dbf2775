"""The parameters of a notebook, checked before a kernel starts.

A parameters cell holds lines `name: type = value  # help` and nothing else.
"""

import ast
import re
from collections.abc import Mapping
from typing import Any

import nbformat
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from fsmlib.programme.findings import FsmError
from fsmlib.programme.names import unknown
from fsmlib.programme.numbers import danish_number

TYPES: dict[str, type] = {"str": str, "int": int, "float": float, "bool": bool}
YES_OR_NO = {"ja": True, "nej": False}
TYPES_IN_DANISH = {"str": "tekst", "int": "et helt tal", "float": "et tal", "bool": "ja eller nej"}


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Parameter:
    """One line of a parameters cell."""

    name: str
    type: str
    default: Any
    help: str


def parameters_of(notebook: nbformat.NotebookNode) -> dict[str, Parameter]:
    """The parameters a notebook takes, by name; ValueError when its cell holds anything else."""
    cells = [c for c in notebook.cells if "parameters" in c.metadata.get("tags", [])]
    if len(cells) != 1:
        raise ValueError("a notebook has exactly one cell tagged parameters")
    source = cells[0].source
    lines = source.splitlines()
    found = {}
    for statement in ast.parse(source).body:
        match statement:
            case ast.AnnAssign(ast.Name(name), ast.Name(kind), ast.Constant(value)) if (
                kind in TYPES
            ):
                help_ = re.sub(r".*?#\s*", "", lines[statement.lineno - 1], count=1)
                found[name] = Parameter(name, kind, value, help_)
            case _:
                raise ValueError(f"not a parameter: {ast.unparse(statement)}")
    return found


def checked(notebook: nbformat.NotebookNode, given: Mapping[str, str]) -> dict[str, Any]:
    """The given parameters with their types; FsmError in Danish with every fault at once."""
    known = parameters_of(notebook)
    values: dict[str, Any] = {}
    faults = []
    for name, text in given.items():
        if name not in known:
            faults.append("Parameteren " + unknown(name, known))
            continue
        parameter = known[name]
        try:
            raw = danish_number(text) if parameter.type in ("int", "float") else text
            raw = YES_OR_NO.get(text.casefold(), raw) if parameter.type == "bool" else raw
            values[name] = TypeAdapter(TYPES[parameter.type]).validate_python(raw)
        except (ValidationError, ValueError):
            wanted = TYPES_IN_DANISH[parameter.type]
            faults.append(f"Parameteren »{name}« skal være {wanted}; »{text}« er det ikke.")
    if faults:
        raise FsmError("\n".join(faults))
    return values
