"""The staffing question (HIR): how many caseworkers, at what risk, at what cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import numpy as np
import pandas as pd

from fsmlib.models import inflow
from fsmlib.models.facts import Facts, facts_of
from fsmlib.models.group_facts import names_of_caps, places_filled
from fsmlib.models.option import Option, StaffNeed
from fsmlib.models.stock import Counts, Stock, Stocks
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.programme.values import ROUNDING
from fsmlib.rules.budget import own_funding_dkk, salary_dkk
from fsmlib.rules.caseload import room
from fsmlib.rules.project import project_months
from fsmlib.rules.staffing import (
    added_fte,
    buffer,
    contracts_of,
    is_at_norm,
    new_contracts,
    one_step_fewer,
    places_of_one,
    staffing_band,
)
from fsmlib.tables.reading import Tables


@dataclass(frozen=True)
class StaffingPlan:
    """The answer to the staffing question, from a municipality's tables and the values in force."""

    tables: Tables
    values: Values
    seed: int = 1
    workers: int = 1

    def __post_init__(self) -> None:
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
    def inflow_per_month(self) -> float:
        """New cases a month; those expected besides come evenly."""
        return self.facts.inflow_per_month + self.facts.expected_extra_cases / len(self.months)

    @property
    def stocks(self) -> Stocks:
        """The caseload of each group as the simulation sees it."""
        comes = np.arange(len(self.months)) < self.values.inflow_months
        monthly = self.inflow_per_month * comes
        return tuple(
            Stock(
                opening=group.open_cases,
                inflow=tuple((monthly * group.inflow_share / group.weight).tolist()),
                mean_duration=group.mean_duration_months,
                duration_shape=self.values.duration_shape,
                inflow_spread=self.facts.inflow_spread,
                weight=group.weight,
            )
            for group in self.facts.groups
        )

    @cached_property
    def cases(self) -> Counts:
        """All cases that count at each month end, shape (paths, months).

        There are paths enough to tell whether the persons to hire, and one step fewer, keep the
        accepted risk; where the most paths there may be cannot tell, it is `undecided`.
        """
        return self._held + self._paths.cases

    @cached_property
    def _paths(self) -> inflow.Paths:
        return inflow.simulate_until(
            lambda most: not self._undecided(most), self.stocks, self.seed, self.workers
        )

    @property
    def _held(self) -> int:
        return sum(self.facts.held)

    def _with_held(self, most: Counts) -> Counts:
        """The most cases of each path with those held; a cap broken on the first day is broken."""
        return np.maximum(self._held + most, self.facts.cases)

    @cached_property
    def band(self) -> pd.DataFrame:
        """The need today at every cap from 30 to 35."""
        facts, values = self.facts, self.values
        caps = range(values.cap_low_cases, values.cap_high_cases + 1)
        cases = [self._planned(cap) for cap in caps]
        return staffing_band(cases, facts.hours, values, facts.held)

    def planned_at(self, cap: int) -> int:
        """Today's cases and those expected, as whole places that they fill at a cap."""
        return ceil(self._planned(cap) - ROUNDING)

    def _planned(self, cap: int) -> float:
        own = places_filled(self.facts.groups, self.values, cap)
        return self._held + own + self.facts.expected_extra_cases

    @cached_property
    def most_cases(self) -> Counts:
        """The most cases of each path, the first day's included."""
        return self._with_held(self._paths.most)

    @cached_property
    def undecided(self) -> tuple[Option, ...]:
        """The ways to staff that decide the answer and whose risk is too near the accepted one."""
        return tuple(
            self.option("undecided", f"{self.fte_of(contracts):g}", contracts)
            for contracts in self._undecided(self._paths.most)
        )

    def _undecided(self, most: Counts) -> list[tuple[float, ...]]:
        """Of the persons to hire and one step fewer, those whose risk the paths cannot place."""
        most = self._with_held(most)
        accepted, cap = self.values.accepted_risk, self.values.cap
        chosen = self.hire(inflow.needed_room(most, accepted), cap)
        ways = [tuple(one_step_fewer(chosen, cap, self.values)), chosen] if chosen else [chosen]
        return [
            contracts
            for contracts in ways
            if not inflow.is_sure(most, self.room(contracts), accepted)
        ]

    @property
    def is_at_norm(self) -> bool:
        """Whether today's staff can hold today's cases within the hard cap."""
        facts, values = self.facts, self.values
        cases = self.planned_at(values.cap_high_cases) - facts.expected_extra_cases
        return is_at_norm(cases, facts.hours, values, facts.held)

    def spare(self, contracts: Sequence[float]) -> float:
        """Places free at the hard cap once these persons are hired."""
        hours, held = self._staff(contracts)
        return buffer(self.planned_at(self.values.cap_high_cases), hours, self.values, held)

    def _staff(self, contracts: Sequence[float]) -> tuple[list[float], list[int]]:
        """Usable hours and other cases of today's staff and of new persons."""
        new = [0] * len(contracts)
        return [*self.facts.hours, *contracts], [*self.facts.held, *new]

    @property
    def current_fte(self) -> float:
        """Full-time equivalents today, after reductions."""
        return sum(self.facts.hours) / float(self.values.full_time_weekly_hours)

    @cached_property
    def needed_room(self) -> int:
        """Places needed so that the cap breaks in some month with at most the accepted risk."""
        return inflow.needed_room(self.most_cases, self.values.accepted_risk)

    @cached_property
    def options(self) -> list[Option]:
        """Today, both ends of the span, what the accepted risk asks for, what is applied for."""
        low, high = self.values.cap_low_cases, self.values.cap_high_cases
        at_high, at_low = (self.hire(self.planned_at(cap), cap) for cap in (high, low))
        low_cap, high_cap = names_of_caps(self.facts.groups, self.values)
        options = [
            self.option("today", "Som i dag", ()),
            self.option("at_high", f"Plads til sagerne ved {high_cap}", at_high),
            self.option("at_low", f"Plads til sagerne ved {low_cap}", at_low),
            self.chosen,
        ]
        if (applied := self.applied_contracts) is not None:
            options.append(self.option("applied", "Som ansøgt", applied))
        return options

    @cached_property
    def chosen(self) -> Option:
        """The option that keeps the accepted risk: the one the page recommends."""
        contracts = self.hire(self.needed_room, self.values.cap)
        return self.option("with_inflow", "Plads til tilgangen", contracts)

    @property
    def applied_contracts(self) -> tuple[float, ...] | None:
        """Weekly hours of the persons asked for; None when it is not told."""
        fte = self.facts.applied_fte
        return None if fte is None else tuple(contracts_of(fte, self.values.full_time_weekly_hours))

    @property
    def fte_today(self) -> float:
        """Full-time equivalents to hire for today's cases: arithmetic, without inflow."""
        return self.fte_of(self.hire(self.facts.cases, self.values.cap))

    def fte_of(self, contracts: Sequence[float]) -> float:
        """Full-time equivalents of persons on these weekly hours."""
        return sum(contracts) / float(self.values.full_time_weekly_hours)

    def option(self, name: str, label: str, contracts: tuple[float, ...]) -> Option:
        """What follows from hiring persons on these weekly hours."""
        fte = self.fte_of(contracts)
        return Option(
            name=name,
            label=label,
            contracts=contracts,
            fte=fte,
            room=self.room(contracts),
            risk=inflow.risk_in_any_month(self.most_cases, self.room(contracts)),
            salary_dkk=self._salary(fte),
            own_funding_dkk=float(self.own_funding(contracts).sum()),
        )

    def hire(self, cases: int, cap: int) -> tuple[float, ...]:
        """Weekly hours of the persons to hire, so that `cases` have room at `cap`."""
        return tuple(new_contracts(cases - self.room((), cap), cap, self.values))

    def room(self, contracts: tuple[float, ...], cap: int | None = None) -> float:
        """Cases that today's staff and these contracts may hold, person by person."""
        hours, held = self._staff(contracts)
        return room(hours, held, self.values, cap)

    def own_funding(self, contracts: tuple[float, ...]) -> "pd.Series[float]":
        """The municipality's own cost above the hard cap by month, the mean of the paths."""
        high, paths_with = self.values.cap_high_cases, self._paths.shares
        share = self.planned_at(high) / self.facts.planned_cases if self.facts.planned_cases else 1
        of_cases = own_funding_dkk(
            share * (self._held + np.arange(paths_with.shape[1])),
            self.room(contracts, self.values.cap_high_cases),
            self.values,
            self.facts.hourly_wage_dkk,
            self.facts.hours_per_fte,
        )
        return pd.Series(paths_with @ of_cases, self.months, name="own_funding_dkk")

    @property
    def need(self) -> StaffNeed:
        """What is missing at the accepted risk."""
        each = places_of_one(self.values, self.values.cap)
        fte = added_fte(self.needed_room, self.room(()), each)
        return StaffNeed(fte, self._salary(fte), self.chosen.fte)

    def _salary(self, fte: float) -> float:
        facts = self.facts
        return salary_dkk(fte, len(self.months), facts.hourly_wage_dkk, facts.hours_per_fte)
