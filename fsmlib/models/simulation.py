"""The visitation question (FSM2): a municipality's plan, its chances, and what may come of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd

from fsmlib.models import cohort
from fsmlib.models.one_row import months_of, only_row
from fsmlib.models.plan import JobBroker, Plan, Stratum, opening_citizens
from fsmlib.models.rates import Chances, in_work_share, rates_of
from fsmlib.models.states import Rates
from fsmlib.programme.findings import FsmError
from fsmlib.rules.plan import start_shares
from fsmlib.tables.reading import Tables

FTE_DIGITS = 6
FEWEST_REPLICATIONS, MOST_REPLICATIONS = 1000, 1_000_000


@dataclass(frozen=True)
class Simulation:
    """One plan simulated; everything a page shows of it is a property.

    `tables` hold the plan; `progress` is told of each finished block of replications.
    """

    tables: Tables
    chances: Chances
    replications: int
    seed: int
    workers: int = 1
    progress: Callable[[int], object] | None = None

    def __post_init__(self) -> None:
        if not FEWEST_REPLICATIONS <= self.replications <= MOST_REPLICATIONS:
            raise FsmError("Gennemregningerne (replications) skal være fra 1.000 til 1.000.000.")
        if self.seed < 0 or self.workers < 1:
            raise FsmError("Startværdien (seed) skal være mindst 0 og kernerne (workers) mindst 1.")

    @property
    def row(self) -> Mapping[str, Any]:
        """The row of the table `plan`."""
        return only_row(self.tables["plan"])

    @cached_property
    def months(self) -> pd.PeriodIndex:
        """The months of the project that are measured."""
        return months_of(self.tables, self.chances.values)

    @property
    def grant_dkk(self) -> int | None:
        """The grant, if it is told."""
        grant: int | None = self.row["grant_dkk"]
        return grant

    @cached_property
    def plan(self) -> Plan:
        """The plan as the engines take it."""
        target = self.row["target_group"]
        shares = tuple(start_shares(self.tables["plan"]))
        opening = opening_citizens(
            target,
            self.row["already_visited"] or 0,
            shares,
            in_work_share(self.chances),
            self.chances["exempt_share"],
        )
        inflow = self.chances["inflow_per_month_share"] * target
        return Plan(
            strata=(Stratum(opening, inflow_per_month=inflow),),
            months=len(self.months),
            job_brokers=tuple(self._job_brokers()),
            waves=self._waves(),
            capacity=self.row["capacity_per_month"],
            start_shares=shares,
        )

    @property
    def rates(self) -> Rates:
        """What happens to citizens in a month."""
        return rates_of(self.chances)

    @cached_property
    def run(self) -> cohort.Cohort:
        """The project, run many times."""
        return cohort.simulate_cohort(
            self.plan,
            self.rates,
            self.replications,
            self.seed,
            self.workers,
            progress=self.progress,
        )

    def with_changes(self, **changes: float) -> "Simulation":
        """The same plan with other values; what is changed counts before the register's chances."""
        values = self.chances.values.with_changes(**changes)
        return replace(self, chances=replace(self.chances, values=values))

    def _waves(self) -> tuple[int, ...] | None:
        """Citizens to visit in each month; None where the plan names no waves."""
        waves = self.tables["waves"]
        if waves.empty:
            return None
        sizes = waves["citizens_visited"].set_axis(waves["month"].dt.to_period("M"))
        return tuple(int(size) for size in sizes.reindex(self.months, fill_value=0))

    def _job_brokers(self) -> list[JobBroker]:
        """The roles, each from the first whole month it is there."""
        first = self.months[0].start_time
        brokers = []
        for _, row in self.tables["job_brokers"].iterrows():
            start = first if pd.isna(row["start"]) else max(row["start"], first)
            month = start.to_period("M") + int(start.day > 1)
            from_month = (month - self.months[0]).n
            size = (
                round(float(self.chances.values.job_broker_factor) * float(row["fte"]), FTE_DIGITS),
                int(row["citizens_per_fte"]),
            )
            brokers.append(JobBroker(row["role"], *size, from_month))
        return brokers
