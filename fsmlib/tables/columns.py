"""What a table is made of: columns, types, limits.  Words come from the terms."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from fsmlib.programme.terms import Term, label, terms

ColumnKind = Literal[
    "text",
    "whole",
    "number",
    "percent",
    "date",
    "moment",
    "month",
    "yes_no",
    "choice",
    "marker",
    "municipality",
    "municipalities",
    "contracts",
]
DTYPES: dict[ColumnKind, str] = {
    "text": "str",
    "whole": "Int64",
    "number": "Float64",
    "percent": "Float64",
    "date": "datetime64[ns]",
    "moment": "datetime64[ns]",  # a day with the time, midnight when none is told
    "month": "datetime64[ns]",  # the first day of the month
    "yes_no": "boolean",
    "choice": "str",
    "marker": "str",
    "municipality": "str",
    "municipalities": "str",  # several that hold a grant together, their codes joined by +
    "contracts": "str",
}
PERSONAL = frozenset({"citizen", "email"})


@dataclass(frozen=True)
class Column:
    """One column: its identifier (a term), kind, whether a cell must be filled, and its limits.

    A count that `may_be_hidden` is missing where it is empty or stands as hidden, and never 0.
    More than is `likely` can be read, and is asked about.  `told_as` is the term with the meaning
    and example it has in its table, where those of its own name do not fit.
    """

    name: str
    kind: ColumnKind
    needed: bool = False
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    may_be_hidden: bool = False
    likely: float | None = None
    told_as: str = ""

    @property
    def term(self) -> Term:
        """What it means where it stands, with an example."""
        return terms()[self.told_as or self.name]

    @property
    def header(self) -> str:
        """The Danish header."""
        return label(self.name)

    @property
    def limits(self) -> list[tuple[Callable[[Any, Any], Any], float, str]]:
        """What is beyond each limit, the limit, and what a value must be, in Danish."""
        limits: list[tuple[Callable[[Any, Any], Any], float, str]] = []
        if self.least is not None:
            limits.append((operator.lt, self.least, f"skal være mindst {self._say(self.least)}"))
        if self.most is not None:
            limits.append((operator.gt, self.most, f"må højst være {self._say(self.most)}"))
        return limits

    def _say(self, limit: float) -> str:
        return f"{limit:.0%}" if self.kind == "percent" else f"{limit:,.15g}".replace(",", ".")


@dataclass(frozen=True)
class RowCheck:
    """A check across columns: True where the row is right, and what to say where it is not.

    `columns` are those it looks at; the message names the first.  `rule` is the answer it rests
    on, if any.
    """

    is_right: Callable[[pd.DataFrame], "pd.Series[bool]"]
    columns: tuple[str, ...]
    problem: str
    mend: str
    rule: str = ""


@dataclass(frozen=True)
class Schema:
    """A table: identifier, Danish name of its sheet, columns, and checks across columns."""

    name: str
    sheet: str
    columns: tuple[Column, ...]
    row_checks: tuple[RowCheck, ...] = ()
    one_row: bool = False

    def column(self, name: str) -> Column:
        """The column with this identifier."""
        return next(column for column in self.columns if column.name == name)

    def typed(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Rows as a table with the right columns and types; columns not given are empty."""
        kinds = {column.name: DTYPES[column.kind] for column in self.columns}
        return rows.reindex(columns=list(kinds)).astype(kinds)

    def empty(self) -> pd.DataFrame:
        """The table without rows, with the right types."""
        return self._without_rows.copy()

    @cached_property
    def _without_rows(self) -> pd.DataFrame:
        return self.typed(pd.DataFrame(index=pd.RangeIndex(0)))


def once(columns: Sequence[str], problem: str, rule: str = "") -> RowCheck:
    """No two rows may be alike in `columns`."""
    return RowCheck(
        lambda frame: ~frame.duplicated(list(columns)),
        tuple(columns),
        problem,
        "Slet den ene række.",
        rule,
    )


def no_overlap(column: str, problem: str) -> RowCheck:
    """No two rows with the same name may cover the same day; an empty date is open."""

    def is_right(frame: pd.DataFrame) -> "pd.Series[bool]":
        rows = frame.assign(start=frame["start"].fillna(pd.Timestamp.min), at=range(len(frame)))
        rows = rows.assign(end=frame["end"].fillna(pd.Timestamp.max)).dropna(subset=[column])
        rows = rows.sort_values([column, "start", "at"])
        latest = rows.groupby(column)["end"].cummax().groupby(rows[column]).shift()
        return ~(rows["start"] <= latest).reindex(frame.index, fill_value=False)

    return RowCheck(
        is_right, (column, "start", "end"), problem, "Ret datoerne, eller slet en række."
    )


ENDS_AFTER_START = RowCheck(
    lambda frame: ~(frame["end"] < frame["start"]),
    ("end", "start"),
    "Slutdatoen ligger før startdatoen.",
    "Ret den ene af datoerne.",
)
