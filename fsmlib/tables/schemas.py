"""What the tables look like: columns, types, limits.  Words come from the terms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd
import pandera.pandas as pa

from fsmlib.programme.terms import label

Kind = Literal[
    "text", "whole", "number", "percent", "date", "yes_no", "choice", "municipality", "contracts"
]
DTYPES: dict[Kind, str] = {
    "text": "str",
    "whole": "Int64",
    "number": "Float64",
    "percent": "Float64",
    "date": "datetime64[ns]",
    "yes_no": "boolean",
    "choice": "str",
    "municipality": "str",
    "contracts": "str",
}
PERSONAL = frozenset({"citizen", "email"})


@dataclass(frozen=True)
class Column:
    """One column: its identifier (a term), kind, whether a cell must be filled, and its limits."""

    name: str
    kind: Kind
    needed: bool = False
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def header(self) -> str:
        """The Danish header."""
        return label(self.name)

    @property
    def checks(self) -> list[pa.Check]:
        """The limits as pandera checks whose errors are Danish."""
        checks = []
        if self.least is not None:
            checks.append(
                pa.Check.ge(self.least, error=f"skal være mindst {self._say(self.least)}")
            )
        if self.most is not None:
            checks.append(pa.Check.le(self.most, error=f"må højst være {self._say(self.most)}"))
        return checks

    def _say(self, limit: float) -> str:
        return f"{limit:.0%}" if self.kind == "percent" else f"{limit:g}"


@dataclass(frozen=True)
class RowCheck:
    """A check across columns: True where the row is right, and what to say where it is not.

    `columns` are those it looks at; the message names the first.
    """

    is_right: Callable[[pd.DataFrame], "pd.Series[bool]"]
    columns: tuple[str, ...]
    problem: str
    mend: str


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

    @cached_property
    def pandera(self) -> pa.DataFrameSchema:
        """The schema that pandera validates a typed frame against."""
        return pa.DataFrameSchema(
            {
                column.name: pa.Column(DTYPES[column.kind], column.checks, nullable=True)
                for column in self.columns
            }
        )

    def empty(self) -> pd.DataFrame:
        """The table without rows, with the right types."""
        return pd.DataFrame(
            {column.name: pd.Series(dtype=DTYPES[column.kind]) for column in self.columns}
        )


def once(columns: Sequence[str], problem: str) -> RowCheck:
    """No two rows may be alike in `columns`."""
    return RowCheck(
        lambda frame: ~frame.duplicated(list(columns)),
        tuple(columns),
        problem,
        "Slet den ene række.",
    )


ENDS_AFTER_START = RowCheck(
    lambda frame: ~(frame["end"] < frame["start"]),
    ("end", "start"),
    "Slutdatoen ligger før startdatoen.",
    "Ret den ene af datoerne.",
)

STAFFING = Schema(
    "staffing",
    "Bemanding",
    (
        Column("municipality_code", "municipality", needed=True),
        Column("open_cases", "whole", needed=True, least=0),
        Column("counted_on", "date"),
        Column("inflow_per_month", "number", least=0),
        Column("mean_duration_months", "number", least=1),
        Column("contracts", "contracts"),
        Column("current_fte", "number", least=0),
        Column("expected_extra_cases", "whole", least=0),
        Column("argument", "text"),
        Column("hourly_wage_dkk", "number", least=1),
        Column("effective_hours_per_fte", "number", least=1),
        Column("applied_fte", "number", least=0),
        Column("applied_dkk", "whole", least=0),
        Column("synthetic", "yes_no"),
        Column("data_origin", "text"),
    ),
    one_row=True,
)

CASEWORKERS = Schema(
    "caseworkers",
    "Sagsbehandlere",
    (
        Column("caseworker", "text", needed=True),
        Column("weekly_hours", "number", needed=True, least=0),
        Column("reduced_hours", "number", least=0),
        Column("reduction_reason", "choice", choices=("meeting_chair", "super_user", "other")),
        Column("start", "date"),
        Column("end", "date"),
        Column("other_cases", "whole", least=0),
        Column("in_project", "yes_no"),
    ),
    (
        once(("caseworker", "start"), "Sagsbehandleren står der to gange med samme startdato."),
        ENDS_AFTER_START,
        RowCheck(
            lambda frame: ~(frame["reduced_hours"] > frame["weekly_hours"]).fillna(False),
            ("reduced_hours", "weekly_hours"),
            "Den nedsatte tid er større end timerne pr. uge.",
            "Skriv de timer, der går fra, og ikke dem, der er tilbage.",
        ),
    ),
)

REGISTRATIONS = Schema(
    "registrations",
    "Registreringer",
    (
        Column("citizen", "text", needed=True),
        Column("caseworker", "text", needed=True),
        Column("email", "text"),
        Column("weekly_hours", "number", least=0),
        Column("start", "date", needed=True),
        Column("end", "date"),
        Column("end_reason", "choice", choices=("benefit_changed", "moved", "caseworker_changed")),
    ),
    (
        once(("citizen", "caseworker", "start"), "Registreringen står der to gange."),
        ENDS_AFTER_START,
    ),
)

BUDGET = Schema(
    "budget",
    "Budget",
    (
        Column("line", "text", needed=True),
        Column(
            "category",
            "choice",
            needed=True,
            choices=("caseworker_salary", "workshop", "audit", "company_consultant", "other"),
        ),
        Column("fte", "number", least=0),
        Column("hours", "number", least=0),
        Column("hourly_wage_dkk", "number", least=0),
        Column("amount_dkk", "whole", least=0),
        Column("expected", "yes_no"),
        Column("from_other_grants_dkk", "whole", least=0),
    ),
    (once(("line",), "Budgetlinjen står der to gange."),),
)

PROPOSAL = Schema(
    "proposal",
    "Ansøgning",
    (
        Column("programme", "choice", needed=True, choices=("hir", "fsm2")),
        Column("submitted_at", "date"),
        Column("passive_share_now", "percent", least=0, most=1),
        Column("passive_share_target", "percent", least=0, most=1),
        Column("all_staff_included", "yes_no"),
        Column("all_citizens_included", "yes_no"),
        Column("age_limit", "whole", least=0),
        Column("notes", "text"),
    ),
    one_row=True,
)

SCHEMAS = {
    schema.name: schema for schema in (STAFFING, CASEWORKERS, REGISTRATIONS, BUDGET, PROPOSAL)
}
