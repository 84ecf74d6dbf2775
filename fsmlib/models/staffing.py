"""The staffing question (HIR): how many caseworkers, at what risk, at what cost."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from fsmlib.models import inflow
from fsmlib.models.facts import Facts, facts_of
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.programme.values import Value
from fsmlib.rules.budget import own_funding_dkk, salary_dkk
from fsmlib.rules.caseload import capacity, room, spread_cases
from fsmlib.rules.project import project_months
from fsmlib.rules.staffing import added_fte, contracts_of, new_contracts, staffing_band
from fsmlib.tables.reading import Tables

FTE_STEP = 0.1
HIGH_QUANTILE = 0.95
FEWEST_PATHS, MOST_PATHS = 1000, 1_000_000
WITH_INFLOW = "Plads til tilgangen"


@dataclass(frozen=True)
class Option:
    """One way to staff: whole persons beside today's, and what follows from it."""

    label: str
    contracts: tuple[float, ...]
    fte: float
    room: float
    risk: float
    salary_dkk: float
    own_funding_dkk: float


@dataclass(frozen=True)
class Need:
    """Full-time equivalents missing, and their salary in the project."""

    fte: float
    salary_dkk: float


@dataclass(frozen=True)
class Swing:
    """The need with one assumption at the low and at the high end of its range."""

    value: Value
    low: Need
    high: Need


@dataclass(frozen=True)
class Plan:
    """The answer to the staffing question; everything a page shows is a property of it."""

    tables: Tables
    values: Values
    paths: int
    seed: int
    workers: int = 1

    def __post_init__(self) -> None:
        if not FEWEST_PATHS <= self.paths <= MOST_PATHS:
            raise FsmError("Antallet af forløb (paths) skal være fra 1.000 til 1.000.000.")
        if self.seed < 0:
            raise FsmError("Startværdien (seed) må ikke være negativ.")

    @cached_property
    def facts(self) -> Facts:
        """The municipality's own numbers, with assumptions where it has not said."""
        return facts_of(self.tables, self.values)

    @cached_property
    def months(self) -> pd.PeriodIndex:
        """The months of the project."""
        return project_months(self.values)

    @property
    def stock(self) -> inflow.Stock:
        """The caseload as the simulation sees it; expected extra cases come evenly."""
        months = len(self.months)
        monthly = self.facts.inflow_per_month + self.facts.expected_extra_cases / months
        return inflow.Stock(
            opening=self.facts.open_cases,
            inflow=(monthly,) * months,
            mean_duration=self.facts.mean_duration_months,
            duration_shape=self.values.duration_shape,
            inflow_spread=self.values.inflow_spread,
        )

    @cached_property
    def cases(self) -> inflow.Counts:
        """All cases that count at each month end, shape (paths, months)."""
        return sum(self.facts.held) + inflow.simulate(
            self.stock, self.paths, self.seed, self.workers
        )

    @cached_property
    def band(self) -> pd.DataFrame:
        """The need today at every cap from 30 to 35."""
        facts = self.facts
        return staffing_band(facts.planned_cases, facts.hours, self.values, facts.held)

    @cached_property
    def cases_from_start(self) -> inflow.Counts:
        """The same paths with the first day before them: a cap broken on day one is broken."""
        first_day = np.full((len(self.cases), 1), self.facts.cases)
        return np.concatenate([first_day, self.cases], axis=1)

    @property
    def current_fte(self) -> float:
        """Full-time equivalents today, after reductions."""
        return sum(self.facts.hours) / float(self.values.full_time_weekly_hours)

    @cached_property
    def needed_room(self) -> int:
        """Places needed so that the cap breaks in some month with at most the accepted risk."""
        return inflow.needed_room(self.cases_from_start, self.values.accepted_risk)

    @cached_property
    def options(self) -> list[Option]:
        """Today, both ends of the span, what the accepted risk asks for, what is applied for."""
        low, high = self.values.cap_low_cases, self.values.cap_high_cases
        options = [
            self.option("Som i dag", ()),
            self.option(f"Plads til sagerne ved {high}", self.hire(self.facts.planned_cases, high)),
            self.option(f"Plads til sagerne ved {low}", self.hire(self.facts.planned_cases, low)),
            self.option(WITH_INFLOW, self.hire(self.needed_room, self.values.cap)),
        ]
        if self.facts.applied_fte is not None:
            applied = tuple(contracts_of(self.facts.applied_fte, self.values))
            options.append(self.option("Som ansøgt", applied))
        return options

    @property
    def chosen(self) -> Option:
        """The option that keeps the accepted risk: the one the page recommends."""
        return next(option for option in self.options if option.label == WITH_INFLOW)

    def option(self, label: str, contracts: tuple[float, ...]) -> Option:
        """What follows from hiring persons on these weekly hours."""
        fte = sum(contracts) / float(self.values.full_time_weekly_hours)
        return Option(
            label=label,
            contracts=contracts,
            fte=fte,
            room=self.room(contracts),
            risk=inflow.risk_in_any_month(self.cases_from_start, self.room(contracts)),
            salary_dkk=self._salary(fte),
            own_funding_dkk=float(self.own_funding(contracts).sum()),
        )

    def hire(self, cases: int, cap: int) -> tuple[float, ...]:
        """Weekly hours of the persons to hire, so that `cases` have room at `cap`."""
        return tuple(new_contracts(cases - self.room((), cap), cap, self.values))

    def room(self, contracts: tuple[float, ...], cap: int | None = None) -> float:
        """Cases that today's staff and these contracts may hold, person by person."""
        hours = [*self.facts.hours, *contracts]
        held = [*self.facts.held, *([0] * len(contracts))]
        return room(hours, held, self.values, cap)

    def own_funding(self, contracts: tuple[float, ...]) -> "pd.Series[float]":
        """The municipality's own cost above the hard cap by month, the mean of the paths."""
        funding = own_funding_dkk(
            self.cases,
            self.room(contracts, self.values.cap_high_cases),
            self.values,
            self.facts.hourly_wage_dkk,
            self.facts.hours_per_fte,
        )
        return pd.Series(funding.mean(axis=0), index=self.months, name="own_funding_dkk")

    def risk_curve(self) -> pd.DataFrame:
        """Chance that the cap breaks in some month, by full-time equivalents added."""
        most = max(option.fte for option in self.options) + 1
        added = np.arange(0, most + FTE_STEP, FTE_STEP)
        rooms = [self.room(tuple(contracts_of(fte, self.values))) for fte in added]
        risks = [inflow.risk_in_any_month(self.cases_from_start, room) for room in rooms]
        return pd.DataFrame({"added_fte": added, "room": rooms, "risk": risks})

    def caseloads(self, contracts: tuple[float, ...]) -> pd.DataFrame:
        """Each caseworker's hours, places and cases when today's cases are shared out evenly."""
        hours = [*self.facts.hours, *contracts]
        held = [*self.facts.held, *([0] * len(contracts))]
        return pd.DataFrame(
            {
                "caseworker": [
                    *self.facts.names,
                    *(f"Ny sagsbehandler {n}" for n in range(1, len(contracts) + 1)),
                ],
                "weekly_hours": [*self.facts.weekly_hours, *contracts],
                "usable_hours": hours,
                "cap_low": capacity(hours, self.values, self.values.cap_low_cases),
                "cap_high": capacity(hours, self.values, self.values.cap_high_cases),
                "cases": spread_cases(self.facts.open_cases, hours, held) if any(hours) else held,
            }
        )

    @cached_property
    def swings(self) -> list[Swing]:
        """How the need moves with each assumption in use that has a range, the widest first.

        The same seed serves every run, so that the difference is the assumption's and not luck's.
        """
        swings = []
        for name in self.facts.assumed:
            value = self.values[name]
            if value.low is not None and value.high is not None and value.low < value.high:
                low, high = (self._with(name, end).need for end in (value.low, value.high))
                swings.append(Swing(value, low, high))
        return sorted(swings, key=lambda swing: -abs(swing.high.salary_dkk - swing.low.salary_dkk))

    @property
    def need(self) -> Need:
        """What is missing at the accepted risk, in parts of full-time equivalents."""
        fte = added_fte(self.needed_room, self.room(()), self.values.cap)
        return Need(fte, self._salary(fte))

    def _salary(self, fte: float) -> float:
        facts = self.facts
        return salary_dkk(fte, len(self.months), facts.hourly_wage_dkk, facts.hours_per_fte)

    def _with(self, name: str, value: float) -> "Plan":
        """The same plan with one value changed."""
        return replace(self, values=self.values.with_changes(**{name: value}))
