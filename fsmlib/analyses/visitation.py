"""The visitation question (FSM2): what a plan may lead to, and what it would take."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import pandas as pd

from fsmlib.analyses.check import checked_tables
from fsmlib.analyses.fit import Fit, fit
from fsmlib.analyses.question import Question
from fsmlib.analyses.visitation_frames import INTERVAL, compared, flow, months, what_it_takes
from fsmlib.analyses.visitation_tables import plan_tables, registers_and_plan
from fsmlib.danish import month_short
from fsmlib.figures import charts
from fsmlib.figures.canvas import narrow
from fsmlib.models import visitation as outcomes
from fsmlib.models.backtest import BackTest, backtest
from fsmlib.models.cohort import Cohort
from fsmlib.models.outlook import outlook_of
from fsmlib.models.rates import Chances
from fsmlib.models.simulation import Simulation
from fsmlib.models.visitation_sensitivity import ShareSwing, swings
from fsmlib.programme.findings import Finding, FsmError
from fsmlib.programme.parameters import load_kind
from fsmlib.programme.values import PERCENT
from fsmlib.rules.job_brokers import places
from fsmlib.shipped import shipped
from fsmlib.tables.municipalities import official_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PLAN, COMPARE = (shipped("data", "example", f"plan{name}.xlsx") for name in ("", "_loebende"))
FEWEST_TRIED = 6  # months fitted, and months tried


@dataclass(frozen=True, repr=False)
class Visitation(Question):
    """A municipality's plan simulated, a second plan where there is one, and the chance wanted.

    `fit` are the chances counted in the municipality's registers, None without registers.
    """

    simulation: Simulation
    other: Simulation | None = None
    fit: Fit | None = None
    wanted: float = 0.8

    example: ClassVar[Path] = PLAN

    @classmethod
    def read(
        cls,
        plan: str | Path = "",
        *,
        registers: str | Path = "",
        compare: str | Path = "",
        on: str = "",
        changes: str = "",
        programme: str = "",
        replications: int = 10_000,
        seed: int = 1,
        wanted_percent: int = 80,
        workers: int = 1,
        progress: Callable[[int], object] | None = None,
    ) -> Self:
        """The question on a plan; the example's two plans when nothing is given.

        `plan` and `compare` are workbooks with the sheet Plan, `registers` give the municipality's
        own chances (or hold the plan too).  `progress` is told of each finished block of paths.
        InputError with every finding when a table cannot be used; FsmError for a setting.
        """
        values = load_kind("thresholds", programme, on, changes)
        if values.denominator == "visited":
            raise FsmError(
                "Fortolkningen denominator=visited kan ikke simuleres: resultatet måles på hele "
                "gruppen. Se den i 03_thresholds."
            )
        if not 0 < wanted_percent < PERCENT:
            raise FsmError("Den ønskede chance (wanted_percent) skal være fra 1 til 99.")
        if not (str(plan) or str(registers) or str(compare)):
            compare = COMPARE
        told = checked_tables(registers, values) if str(registers) else None
        tables = plan_tables(plan or ("" if told else PLAN), told, values)
        counted = fit(told, values) if told and not told["citizens"].empty else None
        chances = Chances(values, counted.in_use if counted else {})
        run = Simulation(tables, chances, replications, seed, workers, progress)
        second = None
        if str(compare):
            second = replace(run, tables=checked_tables(compare, values, "plan"))
        name = Path(registers).name if str(registers) else ""
        both = registers_and_plan(told, tables)
        return cls(both, values, name, run, second, counted, wanted_percent / PERCENT)

    def with_changes(self, **changes: Any) -> Self:
        """The same plans under other values; what is changed counts before a register's chances."""
        return self.with_simulation(self.simulation.with_changes(**changes))

    def with_simulation(self, simulation: Simulation) -> Self:
        """The same question with the plan simulated otherwise."""
        chances = simulation.chances
        other = self.other and replace(self.other, chances=chances)
        return replace(self, values=chances.values, simulation=simulation, other=other)

    @property
    def municipality(self) -> str:
        """The municipality's own name."""
        return official_name(self.simulation.row["municipality_code"])

    @property
    def run(self) -> Cohort:
        """The plan's simulated paths."""
        return self.simulation.run

    def simulate(self) -> None:
        """Run the plans now rather than when they are first asked of."""
        for simulation in filter(None, (self.simulation, self.other)):
            _ = simulation.run

    @property
    def thresholds(self) -> list[int]:
        """The thresholds in per cent, the lowest first."""
        return self.values.thresholds

    @property
    def grant_dkk(self) -> int:
        """The grant; 100 where it is not told, so that kroner are per cent of it."""
        return self.simulation.grant_dkk or PERCENT

    @cached_property
    def months(self) -> pd.DataFrame:
        """By month: visits, caseload, group and share with their 90 % band, and the chances.

        Columns `visited`, `held`, `effort_group`, `result_share`, each also with `_low` and
        `_high`; `places`, and `chance_` and `first_` with each threshold.
        """
        return months(self.simulation, self.thresholds)

    @cached_property
    def other_months(self) -> pd.DataFrame:
        """The same of the other plan; empty without one."""
        return months(self.other, self.thresholds) if self.other else pd.DataFrame()

    @cached_property
    def flow(self) -> pd.DataFrame:
        """Citizens by month and where they are, on average, under Danish names."""
        return flow(self.simulation)

    @cached_property
    def chances(self) -> pd.DataFrame:
        """For each threshold the chance of some month and of the level, with standard errors."""
        kinds = {
            "some_month": outcomes.chance_in_some_month,
            "level": outcomes.chance_of_level,
        }
        return pd.DataFrame(
            [
                {
                    "threshold": threshold,
                    "of": kind,
                    "chance": found.value,
                    "standard_error": found.standard_error,
                }
                for threshold in self.thresholds
                for kind, chance in kinds.items()
                for found in [chance(self.run, threshold)]
            ],
            columns=["threshold", "of", "chance", "standard_error"],
        )

    @cached_property
    def level(self) -> outcomes.Interval:
        """The share over all months together, with its 90 % interval."""
        return outcomes.interval(outcomes.level(self.run), INTERVAL)

    @cached_property
    def paid_dkk(self) -> "np.ndarray":
        """What each path is paid."""
        return outcomes.payouts(self.run, self.grant_dkk, self.values)

    @cached_property
    def payout(self) -> outcomes.Interval:
        """What is paid on average, with its 90 % interval."""
        return outcomes.interval(self.paid_dkk, INTERVAL)

    @cached_property
    def all_visited(self) -> pd.DataFrame:
        """The month by which nobody waits in a share of the paths; missing when in none."""
        done, project = outcomes.all_visited_by(self.run), self.simulation.months
        ends = [int(np.quantile(done, share, method="higher")) for share in (0.5, INTERVAL)]
        when = [project[place] if place < len(project) else None for place in ends]
        return pd.DataFrame({"share": (0.5, INTERVAL), "month": when})

    @cached_property
    def job_brokers(self) -> pd.DataFrame:
        """The job brokers of the plan by role, with their places."""
        brokers = self.simulation.tables["job_brokers"].reset_index(drop=True)
        pairs = zip(brokers["fte"], brokers["citizens_per_fte"], strict=True)
        return brokers.assign(places=[places(float(fte), int(each)) for fte, each in pairs])

    @cached_property
    def needs(self) -> pd.DataFrame:
        """The least that would make each threshold, and the visit of everyone, as likely as wanted.

        A row for each way: `threshold` (0 for the visits), `way`, `amount` (missing when even
        `most` is too little), `now` in the plan, and the simulated `chance` with it.
        """
        return what_it_takes(self.simulation, self.thresholds, self.wanted)

    @cached_property
    def comparison(self) -> pd.DataFrame | None:
        """Both plans and the difference with its interval; None without another plan."""
        if self.other is None:
            return None
        return compared(self.simulation, self.other, self.thresholds, self.values)

    @cached_property
    def swings(self) -> list[ShareSwing]:
        """How each assumption moves the highest expected share, the widest first; no luck in it."""
        return swings(self.simulation)

    @cached_property
    def tried(self) -> BackTest | None:
        """The registers' last months against what their first would have told; None if too few.

        None, too, of a measure of the programme's own.
        """
        if self.values.own_measure or self.fit is None or len(self.fit.months) < 2 * FEWEST_TRIED:
            return None
        counted, half = self.fit.months, len(self.fit.months) // 2
        return backtest(self.tables, counted[:half], counted[half:], self.values)

    @property
    def findings(self) -> list[Finding]:
        """What the rules say of the plan as it is expected to go."""
        seen = outlook_of(self.run, self.thresholds)
        return [*seen.coverage_findings(self.values), *seen.crowding_findings]

    def plot_band(self, ax: "Axes | None" = None) -> "Axes":
        """The share by month as nested bands, against the thresholds, in per cent."""
        by_month = self.months.filter(like="result_share") * PERCENT
        bands = (("low", "high", "9 af 10 gange"), ("q25", "q75", "Hver anden gang"))
        return charts.fan(
            narrow([month_short(each) for each in self.months["month"]]),
            [
                (by_month[f"result_share_{low}"], by_month[f"result_share_{high}"], name)
                for low, high, name in bands
            ],
            by_month["result_share"],
            [(threshold, f"{threshold} %") for threshold in self.thresholds],
            "Pct.",
            ax,
        )
