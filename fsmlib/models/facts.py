"""What a municipality has (HIR), with our assumptions where it has not said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from fsmlib.models.told import told_row
from fsmlib.programme.parameters import Values
from fsmlib.rules.caseload import counted_cases, staff_hours
from fsmlib.rules.project import in_place
from fsmlib.rules.staffing import contracts_of
from fsmlib.tables.cells import contract_hours
from fsmlib.tables.messages import shown
from fsmlib.tables.municipalities import municipality_name
from fsmlib.tables.reading import Tables
from fsmlib.tables.schemas import CASEWORKERS


@dataclass(frozen=True)
class Facts:
    """What a municipality has, with assumptions where it has not said.

    `hours` are usable weekly hours, one per caseworker, `held` the other cases each of them has;
    `assumed` names the assumptions in use: those the municipality has no number for, and those
    the user has changed, which is a question of what if.
    """

    municipality_code: str
    open_cases: int
    names: tuple[str, ...]
    weekly_hours: tuple[float, ...]
    hours: tuple[float, ...]
    held: tuple[int, ...]
    expected_extra_cases: int
    inflow_per_month: float
    mean_duration_months: float
    hourly_wage_dkk: float
    hours_per_fte: float
    applied_fte: float | None
    applied_dkk: int | None
    assumed: tuple[str, ...]

    @property
    def name(self) -> str:
        """The municipality's name."""
        return municipality_name(self.municipality_code)

    @property
    def cases(self) -> int:
        """All cases that count against the cap today."""
        return counted_cases(self.open_cases, self.held)

    @property
    def planned_cases(self) -> int:
        """Today's cases and those expected during the project."""
        return self.cases + self.expected_extra_cases


def facts_of(tables: Tables, values: Values) -> Facts:
    """The facts of a municipality's tables; `staff_is_known` must hold."""
    row = told_row(tables["staffing"])
    staff = _staff(tables, row, values)
    full_time = float(values.full_time_weekly_hours)
    assumed = []

    def own_or_assumed(column: str, name: str) -> float:
        if row[column] is not None and name not in values.given:
            return float(row[column])
        assumed.append(name)
        return float(getattr(values, name))

    mean_duration = own_or_assumed("mean_duration_months", "mean_duration_months")
    balance = own_or_assumed("inflow_per_month", "inflow_balance")
    in_balance = row["open_cases"] / mean_duration
    return Facts(
        municipality_code=row["municipality_code"],
        open_cases=row["open_cases"],
        names=tuple(shown(name) for name in staff["caseworker"]),
        weekly_hours=tuple(
            min(float(hours), full_time) if values.hours_over_37 == "cap" else float(hours)
            for hours in staff["weekly_hours"]
        ),
        hours=tuple(float(hours) for hours in staff_hours(staff, values)),
        held=tuple(int(cases) for cases in staff["other_cases"].fillna(0)),
        expected_extra_cases=row["expected_extra_cases"] or 0,
        inflow_per_month=balance * in_balance if "inflow_balance" in assumed else balance,
        mean_duration_months=mean_duration,
        hourly_wage_dkk=own_or_assumed("hourly_wage_dkk", "hourly_wage_dkk"),
        hours_per_fte=own_or_assumed("effective_hours_per_fte", "hours_per_fte"),
        applied_fte=row["applied_fte"],
        applied_dkk=row["applied_dkk"],
        assumed=(*assumed, "duration_shape", "inflow_spread"),
    )


def _staff(tables: Tables, row: Mapping[str, Any], values: Values) -> pd.DataFrame:
    """Today's caseworkers: their own table, else the contracts, else the full-time equivalents."""
    staff = tables["caseworkers"]
    if not staff.empty:
        return staff[in_place(staff, values)]
    if row["contracts"] is not None:
        return contract_staff(tables)
    return _anonymous(contracts_of(row["current_fte"], values), tables["staffing"].index[0])


def contract_staff(tables: Tables) -> pd.DataFrame:
    """The persons in the contracts cell, as rows of `caseworkers` under the cell's row number."""
    cells = tables["staffing"]["contracts"].dropna()
    return _anonymous([h for cell in cells for h in contract_hours(cell)], *cells.index)


def _anonymous(hours: list[float], row: Any = 0) -> pd.DataFrame:
    named = [f"Sagsbehandler {n}" for n in range(1, len(hours) + 1)]
    staff = CASEWORKERS.empty().reindex(range(len(hours)))
    return staff.assign(caseworker=named, weekly_hours=hours).set_axis([row] * len(hours))


def staff_is_known(tables: Tables) -> bool:
    """Whether the tables say who works with the cases today."""
    told = tables["staffing"][["contracts", "current_fte"]].notna().any(axis=None)
    return bool(told) or not tables["caseworkers"].empty
