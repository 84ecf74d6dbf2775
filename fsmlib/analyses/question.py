"""What every question of the mission has in common: its tables, its values, and who it is for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Self

from fsmlib.programme.parameters import Values
from fsmlib.shipped import shipped
from fsmlib.tables.files import fingerprint
from fsmlib.tables.reading import Tables, require

# The shipped example of each kind of programme, and of the questions that have one of their own.
EXAMPLES = {
    "cap": shipped("data", "example", "middelfart.xlsx"),
    "thresholds": shipped("data", "example", "fsm2"),
    "registration": shipped("data", "example", "registreringer.xlsx"),
    "comparison": shipped("data", "example", "kommuner.csv"),
}


@dataclass(frozen=True)
class Question:
    """One question, asked of one municipality's tables under the values in force on a day.

    A question is asked once: what it answers is worked out when it is first looked at, and every
    page, command and app looks at the same.  `data` is the name of the file or the folder, empty
    for the shipped example.
    """

    tables: Tables
    values: Values
    data: str

    example: ClassVar[Path]

    @classmethod
    def source(cls, data: str | Path) -> tuple[Tables, str]:
        """The tables in a file or a folder, the example's when `data` is empty, and its name.

        InputError with every finding when the tables cannot be read.
        """
        place = Path(data) if str(data) else cls.example
        return require(place), place.name if str(data) else ""

    def with_changes(self, **changes: Any) -> Self:
        """The same question under other values, by name; FsmError for an unknown one."""
        return replace(self, values=self.values.with_changes(**changes))

    @property
    def inputs(self) -> Mapping[str, str]:
        """The files it rests on, each with a fingerprint."""
        return inputs_of(self.tables, self.values)

    @property
    def municipality(self) -> str:
        """The municipality's own name."""
        raise NotImplementedError

    def __repr__(self) -> str:
        changed = f", {self.values.changes_as_text}" if self.values.changes else ""
        name = type(self).__name__
        return f"{name}({self.municipality}, {self.values.on.isoformat()}{changed})"


def is_invented(tables: Tables) -> bool:
    """Whether any row of them says that it is synthetic."""
    marks = (table["synthetic"] for table in tables.values() if "synthetic" in table)
    return any(bool(mark.fillna(False).any()) for mark in marks)


def inputs_of(tables: Tables, values: Values) -> dict[str, str]:
    """The files a result comes from, with fingerprints; a programme of the user's own is one."""
    own = [Path(values.file)] if values.is_of_a_file else []
    return {**tables.files, **{file.name: fingerprint(file) for file in own}}
