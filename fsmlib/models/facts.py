"""What a municipality has (HIR), with our assumptions where it has not said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from fsmlib.danish import decimal, percent_short, short
from fsmlib.models.counted_inflow import CountedInflow, counted_inflow
from fsmlib.models.group_facts import (
    GroupFacts,
    are_told,
    groups_of,
    groups_tell,
    in_places,
    mean_weight,
    needs_of,
)
from fsmlib.models.one_row import only_row
from fsmlib.programme.parameters import Values
from fsmlib.rules.caseload import counted_cases, staff_hours
from fsmlib.rules.project import in_place, project_months
from fsmlib.rules.staffing import contracts_of
from fsmlib.tables.cells import contract_hours
from fsmlib.tables.messages import quoted
from fsmlib.tables.municipalities import municipality_name
from fsmlib.tables.reading import Tables
from fsmlib.tables.schemas import CASEWORKERS
from fsmlib.tables.sums import ROUNDED

SALARY = "caseworker_salary"


@dataclass(frozen=True)
class Facts:
    """What a municipality has, with assumptions where it has not said.

    `hours` are usable weekly hours, one per caseworker, `held` the other cases each of them has;
    `assumed` names the assumptions in use: those the municipality has no number for, and those
    the user has changed, which is a question of what if.  `counted` is what the months of inflow in
    the sheet Tilgang tell, where it has any; it goes before one number for the inflow.
    Where there are `groups`, cases and inflow are the places they fill.
    """

    municipality_code: str
    open_cases: int
    groups: tuple[GroupFacts, ...]
    names: tuple[str, ...]
    weekly_hours: tuple[float, ...]
    hours: tuple[float, ...]
    held: tuple[int, ...]
    expected_extra_cases: int
    inflow_per_month: float
    inflow_told: float | None
    inflow_of_groups: bool
    inflow_spread: float
    counted: CountedInflow | None
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
    def has_groups(self) -> bool:
        """Whether the cases are told group by group."""
        return are_told(self.groups)

    @property
    def cases(self) -> int:
        """All cases that count against the cap today."""
        return counted_cases(self.open_cases, self.held)

    @property
    def planned_cases(self) -> int:
        """Today's cases and those expected during the project."""
        return self.cases + self.expected_extra_cases

    @property
    def numbers(self) -> dict[str, float]:
        """What the need and its price are worked out from, by the name of the assumption."""
        return {
            "inflow_spread": self.inflow_spread,
            "mean_duration_months": self.mean_duration_months,
            "hourly_wage_dkk": self.hourly_wage_dkk,
            "hours_per_fte": self.hours_per_fte,
        }

    @property
    def own(self) -> dict[str, float]:
        """The municipality's own numbers in place of an assumption, by its name and in its unit."""
        numbers, held = self.numbers, self.open_cases / self.mean_duration_months
        if held:
            numbers["inflow_balance"] = self.inflow_per_month / held
        return {name: number for name, number in numbers.items() if name not in self.assumed}

    def origin(self, name: str) -> str:
        """Where one of the `numbers` comes from, in Danish."""
        if name in self.assumed:
            return "forudsætning"
        if name != "inflow_spread" or self.counted is None:
            return "oplyst"
        low, high = percent_short(self.counted.spread_low), percent_short(self.counted.spread_high)
        interval = f"; med 90 % sikkerhed {low} til {high}" if low != high else ""
        return f"regnet af arket Tilgang i stedet for forudsætningen{interval}"

    @property
    def is_inflow_told(self) -> bool:
        """Whether the municipality tells its inflow, in one number or month by month."""
        return self.counted is not None or self.inflow_told is not None

    @property
    def inflow_origin(self) -> str:
        """Where the inflow a month comes from, in Danish, and what other number there is."""
        if "inflow_balance" in self.assumed:
            return "regnet ud af forudsætningen om tilgang og varighed"
        if self.inflow_of_groups:
            return "lagt sammen af arket Grupper, i vejede sager"
        if self.counted is None:
            return "oplyst"
        counted, told = self.counted, self.inflow_told
        low, high = decimal(counted.low), decimal(counted.high)
        origin = f"gennemsnit af {counted.months} måneder i arket Tilgang"
        origin += f"; med 90 % sikkerhed {low}-{high}"
        if told is None or abs(told - counted.per_month) < ROUNDED:
            return origin
        return f"{origin}; arket Bemanding siger {short(told)}, som ikke er brugt"


def facts_of(tables: Tables, values: Values) -> Facts:
    """The facts of a municipality's tables; `staff_is_known` must hold."""
    row = only_row(tables["staffing"])
    needs = needs_of(tables, values)
    if needs is not None:
        row = {**row, **in_places(row, needs, tables, values)}
    staff = _staff(tables, row, values)
    full_time = float(values.full_time_weekly_hours)
    assumed = []

    def own_or_assumed(own: float | None, name: str) -> float:
        if own is not None and name not in values.given:
            return float(own)
        assumed.append(name)
        return float(getattr(values, name))

    mean_duration = own_or_assumed(row["mean_duration_months"], "mean_duration_months")
    counted, of_groups = _counted(tables, values), groups_tell("inflow_per_month", tables, values)
    level = row["inflow_per_month"]
    if counted and not of_groups:
        level = counted.per_month * (1.0 if needs is None else mean_weight(needs))
    balance = own_or_assumed(level, "inflow_balance")
    in_balance = row["open_cases"] / mean_duration
    wage = own_or_assumed(row["hourly_wage_dkk"], "hourly_wage_dkk")
    hours_per_fte = own_or_assumed(row["effective_hours_per_fte"], "hours_per_fte")
    assumed.append("duration_shape")
    spread = own_or_assumed(counted.spread if counted else None, "inflow_spread")
    return Facts(
        municipality_code=row["municipality_code"],
        open_cases=row["open_cases"],
        groups=groups_of(needs, row, mean_duration, values),
        names=tuple(quoted(name) for name in staff["caseworker"]),
        weekly_hours=tuple(
            min(float(hours), full_time) if values.hours_over_37 == "cap" else float(hours)
            for hours in staff["weekly_hours"]
        ),
        hours=tuple(float(hours) for hours in staff_hours(staff, values)),
        held=tuple(int(cases) for cases in staff["other_cases"].fillna(0)),
        expected_extra_cases=row["expected_extra_cases"] or 0,
        inflow_per_month=balance * in_balance if "inflow_balance" in assumed else balance,
        inflow_told=only_row(tables["staffing"])["inflow_per_month"],
        inflow_of_groups=of_groups,
        inflow_spread=spread,
        counted=counted,
        mean_duration_months=mean_duration,
        hourly_wage_dkk=wage,
        hours_per_fte=hours_per_fte,
        applied_fte=_least(row["applied_fte"], budgeted_fte(tables["budget"], SALARY)),
        applied_dkk=_least(_proposal(tables, values)["applied_dkk"], row["applied_dkk"]),
        assumed=tuple(assumed),
    )


def _counted(tables: Tables, values: Values) -> CountedInflow | None:
    cases = tables["inflow"]["inflow"]
    return None if cases.empty else counted_inflow(cases, len(project_months(values)))


def _proposal(tables: Tables, values: Values) -> Mapping[str, Any]:
    """What the sheet Ansøgning says, when it is an application to this pool."""
    table = tables["proposal"]
    return only_row(table[table["programme"].isin(values.chain)])


def budgeted_fte(budget: pd.DataFrame, category: str) -> float | None:
    """Full-time equivalents of a category's budget lines; None unless every line tells them."""
    fte = budget.loc[budget["category"] == category, "fte"]
    return None if fte.empty or fte.isna().any() else float(fte.sum())


def _least(*told: Any) -> Any:
    """What is asked for, the least where sheets disagree; None when no sheet tells it."""
    return min((number for number in told if number is not None), default=None)


def _staff(tables: Tables, row: Mapping[str, Any], values: Values) -> pd.DataFrame:
    """Today's caseworkers: their own table, else the contracts, else the full-time equivalents."""
    staff = tables["caseworkers"]
    if not staff.empty:
        return staff[in_place(staff, values)]
    if row["contracts"] is not None:
        return contract_staff(tables)
    return _anonymous(
        contracts_of(row["current_fte"], values.full_time_weekly_hours), tables["staffing"].index[0]
    )


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
