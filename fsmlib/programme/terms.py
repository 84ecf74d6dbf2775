"""The words users meet: label, unit and one sentence for every identifier."""

from datetime import date
from functools import cache

from pydantic import BaseModel, ConfigDict

from fsmlib.programme.sources import programme_file


class Term(BaseModel):
    """A concept with its Danish label, unit and definition.

    A term that is a column may have further `headers` and an `example` for the template.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    label: str
    unit: str
    definition: str
    headers: tuple[str, ...] = ()
    example: str | int | float | date | None = None


@cache
def terms() -> dict[str, Term]:
    """Every term by identifier."""
    entries = programme_file("terms.yaml")
    return {name: Term(name=name, **entry) for name, entry in entries.items()}


def label(name: str) -> str:
    """The Danish label of an identifier.

    >>> label("open_cases")
    'Åbne sager'
    """
    return terms()[name].label
