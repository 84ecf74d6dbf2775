"""A HIR proposal in numbers, with the least that is asked for where its sheets disagree."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from fsmlib.models.facts import SALARY, budgeted_fte
from fsmlib.models.one_row import only_row
from fsmlib.models.proposal import Proposal, agreed_number
from fsmlib.models.staffing import StaffingPlan
from fsmlib.rules.asked import payable_dkk
from fsmlib.rules.budget import has_pool
from fsmlib.rules.project import during_project
from fsmlib.rules.proposal import (
    price_dkk,
    scaled_grant_dkk,
)
from fsmlib.rules.staffing import pool_pays_dkk
from fsmlib.tables.cells import given
from fsmlib.tables.schemas import SCHEMAS

AS_ASKED = "Som ansøgt"


class HirNumbers(Proposal):
    """A HIR proposal in numbers: its staffing question, what it asks for, and what that costs."""

    @cached_property
    def plan(self) -> StaffingPlan:
        """The staffing question for the municipality's own numbers."""
        return StaffingPlan(self.tables, self.values)

    @cached_property
    def staffing(self) -> Mapping[str, Any]:
        """The staffing sheet's one row."""
        return only_row(self.tables["staffing"])

    @cached_property
    def staff(self) -> pd.DataFrame:
        """The caseworkers employed on some day of the project."""
        return during_project(self.tables["caseworkers"], self.values)

    @cached_property
    def fte(self) -> dict[str, float | None]:
        """Full-time equivalents asked for by sheet."""
        return {
            SCHEMAS["staffing"].sheet: self.staffing["applied_fte"],
            SCHEMAS["budget"].sheet: budgeted_fte(self.budget, SALARY),
        }

    @cached_property
    def applied_fte(self) -> float | None:
        """Full-time equivalents asked for, the least where sheets disagree."""
        return min((fte for fte in self.fte.values() if fte is not None), default=None)

    @property
    def contracts(self) -> tuple[float, ...] | None:
        """Weekly hours of the persons asked for; None when it is not told."""
        return self.plan.applied_contracts

    @cached_property
    def risk(self) -> float | None:
        """The risk of breaking the cap with the staff asked for; None when it is not told."""
        return (
            None
            if self.contracts is None
            else self.plan.option("applied", AS_ASKED, self.contracts).risk
        )

    @cached_property
    def needed_fte(self) -> float:
        """Full-time equivalents to hire at the accepted risk, people coming whole."""
        return self.plan.chosen.fte

    @property
    def recomputed_dkk(self) -> int:
        """The grant the need bears out, at most the largest of a programme's pool."""
        if not has_pool(self.values):
            return self.borne_dkk
        return int(pool_pays_dkk(self.borne_dkk, self.values.grant_high_dkk))

    @cached_property
    def borne_dkk(self) -> int:
        """The grant the need bears out: eligible lines, less staff beyond the need.

        Without a budget that adds up, all that is asked for counts as salaries.
        """
        payable = self.payable_dkk
        asked = self.applied_dkk if self.applied_dkk is not None else payable or 0
        eligible = salary = asked
        if payable is not None:
            salaries = self.budget[self.budget["category"] == SALARY]
            eligible, salary = payable, int(payable_dkk(salaries, self.values))
        return scaled_grant_dkk(asked, eligible, salary, self.applied_fte, self.needed_fte)

    @property
    def price_dkk(self) -> float | None:
        """Kroner asked for by full-time equivalent; None unless both are told, and told alike."""
        asked = agreed_number(self.asked)
        fte = agreed_number(self.fte)
        if asked is None or fte is None:
            return None
        price: float | None = given(price_dkk(asked, fte))
        return price

    @property
    def is_inflow_told(self) -> bool:
        """Whether the need rests on the municipality's own inflow and durations."""
        return self.silent_flow is None

    @property
    def silent_flow(self) -> str | None:
        """The first column missed in Bemanding before the need is the municipality's own."""
        if not self.plan.facts.is_inflow_told:
            return "inflow_per_month"
        return "mean_duration_months" if self.staffing["mean_duration_months"] is None else None
