"""An FSM2 proposal: does it keep the rules, and what does a citizen cost?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import starmap
from typing import Any

import pandas as pd

from fsmlib.models.assessment import (
    Assessment,
    Proposal,
    price_share,
    rules_kept_share,
)
from fsmlib.models.rates import Chances
from fsmlib.models.simulation import Simulation
from fsmlib.models.told import first_told, told_row
from fsmlib.models.visitation import (
    chance_in_some_month,
    chance_of_all_visited,
    most_crowded,
    waiting_at_end,
)
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.programme.verdicts import Verdict, compared
from fsmlib.rules import fsm2_proposal as rules
from fsmlib.rules.budget import line_amounts
from fsmlib.rules.job_brokers import (
    coverage_findings,
    crowding_findings,
    expected_coverage_findings,
    places,
)
from fsmlib.rules.proposal import (
    annexes_verdict,
    length_verdict,
    price_dkk,
    scale_per_citizen_dkk,
)
from fsmlib.tables.reading import Tables

REPLICATIONS, SEED = 1_000, 1


@dataclass(frozen=True)
class Outlook:
    """What may come of a plan, simulated with our assumptions.

    The chance that some month reaches each threshold (standard error at most about 1.6 percentage
    points); citizens with a job broker and places in the month with the fewest places to spare;
    the chance that everyone has been visited at some time, and citizens who wait at the end.
    """

    chances: Mapping[int, float]
    held: int
    places: int
    all_visited: float
    waiting: float


def outlook(tables: Tables, values: Values) -> Outlook | None:
    """The plan's outlook; None where the dates leave no months to measure."""
    try:
        run = Simulation(tables, Chances(values), REPLICATIONS, SEED).run
    except FsmError:
        return None
    thresholds = [step["reached_percent"] for step in values.payout_steps]
    return Outlook(
        {percent: chance_in_some_month(run, percent).value for percent in thresholds},
        *most_crowded(run),
        chance_of_all_visited(run),
        waiting_at_end(run),
    )


@dataclass(frozen=True)
class Fsm2Proposal(Proposal):
    """An FSM2 proposal: its plan, its money, and the answers it is held against.

    `granted` is the budget the grant was given on, empty before there is one.
    """

    granted: pd.DataFrame

    @cached_property
    def plan(self) -> Mapping[str, Any]:
        """The plan's one row."""
        return told_row(self.tables["plan"])

    @cached_property
    def payable_dkk(self) -> int | None:
        """Kroner of the budget lines the pool pays."""
        if self.budget.empty:
            return None
        return first_told(rules.eligible_dkk(self.budget, self.values))

    @cached_property
    def applied_dkk(self) -> int | None:
        """Kroner asked for: as the proposal says, else the plan, else the budget."""
        return first_told(self.told["applied_dkk"], self.plan["grant_dkk"], self.payable_dkk)

    @property
    def recomputed_dkk(self) -> int:
        """What is asked for, but no more than the budget lines the pool pays."""
        asked = self.applied_dkk or 0
        return asked if self.payable_dkk is None else min(asked, self.payable_dkk)

    @property
    def months(self) -> int:
        """Whole months of the project: those of its own dates, else the programme's."""
        start, end = self.plan["project_start"], self.plan["project_end"]
        if start is None or end is None:
            return int(self.values.project_months)
        return rules.length_months(start, end)

    @cached_property
    def planned(self) -> float | None:
        """Citizens visited in the project: the waves, else so many a month, else at once.

        Without either only the job brokers' places set the pace; those who have room for everybody
        visit everybody, and of others the plan does not say.
        """
        waves, brokers = self.tables["waves"], self.tables["job_brokers"]
        roles = zip(brokers["fte"], brokers["citizens_per_fte"], strict=True)
        left = self.plan["target_group"] - (self.plan["already_visited"] or 0)
        if len(waves):
            return float(waves["citizens_visited"].sum())
        if self.plan["capacity_per_month"] is not None:
            return float(self.plan["capacity_per_month"] * self.months)
        return float(left) if sum(starmap(places, roles)) >= left else None

    @property
    def visited(self) -> int | None:
        """Citizens of the target group visited when the project ends; None where it is not told."""
        if self.planned is None:
            return None
        visited = (self.plan["already_visited"] or 0) + self.planned
        return int(min(self.plan["target_group"], visited))

    def verdicts(self, seen: Outlook | None) -> tuple[Verdict, ...]:
        """Every answer that a proposal can be held against, in the order of the document."""
        told, plan = self.told, self.plan
        target, reached = int(plan["target_group"]), self.visited
        how = rules.how_findings(self.planned)
        short = [] if reached is None else coverage_findings(target - reached, target)
        if seen and not short:
            short = expected_coverage_findings(seen.all_visited, seen.waiting, self.values)
        crowded = crowding_findings(seen.held, seen.places) if seen else []
        held, room = (seen.held, seen.places) if seen else (None, None)
        subject = "Ventet hos jobformidlere"
        return (
            compared("FSM2-1.1", subject, held, room, "borgere", crowded),
            rules.coverage_verdict(told["covers_whole_target_group"]),
            compared("FSM2-2.2", "Visiteres i projektet", reached, target, "borgere", how + short),
            self._money(),
            rules.period_verdict(plan["project_start"], plan["project_end"], self.values),
            annexes_verdict(told["annexes"]),
            length_verdict(told["strategy_pages"]),
            *self._wages(),
        )

    def _money(self) -> Verdict:
        subject = "Budget mod det, puljen betaler"
        if self.budget.empty:
            return compared("FSM2-5.1", subject, None, None, "kr.", [])
        unpaid = rules.category_findings(self.budget, self.values)
        total = first_told(line_amounts(self.budget).sum())
        return compared("FSM2-5.1", subject, total, self.payable_dkk, "kr.", unpaid)

    def _wages(self) -> list[Verdict]:
        told = None if self.budget.empty else len(self.budget)
        wages = rules.hourly_wage_findings(self.budget)
        verdicts = [
            compared("FSM2-8.3", "Linjer, der er timer gange timeløn", told, told, "linjer", wages),
            rules.expected_verdict(self.budget),
        ]
        if len(self.granted):
            changed = rules.change_findings(self.budget, self.granted)
            subject = "Linjer mod tilsagnets budget"
            verdicts.append(
                compared("FSM2-8.5", subject, told, len(self.granted), "linjer", changed)
            )
        return verdicts


def assess_fsm2(
    file: str,
    tables: Tables,
    values: Values,
    granted: pd.DataFrame,
    seen: Outlook | None,
) -> Assessment:
    """The assessment of one FSM2 proposal; `seen` is its plan's outlook, None when unknown."""
    proposal = Fsm2Proposal(tables, values, granted)
    verdicts = proposal.verdicts(seen)
    chances = seen.chances if seen else {}
    target = int(proposal.plan["target_group"])
    brokers = tables["job_brokers"]
    fte = float(brokers["fte"].sum())
    applied = proposal.applied_dkk
    price = None if applied is None else price_dkk(proposal.recomputed_dkk, target)
    asked = None if applied is None else price_dkk(applied, target)
    scale = scale_per_citizen_dkk(values)
    return Assessment(
        file=file,
        programme="fsm2",
        code=str(proposal.plan["municipality_code"]),
        citizens=target,
        applied_dkk=applied,
        recomputed_dkk=proposal.recomputed_dkk,
        applied_units=fte if len(brokers) else None,
        needed_units=float(target),
        verdicts=verdicts,
        criteria={
            "weight_rules": rules_kept_share(verdicts),
            "weight_price": price_share(scale, price),
            "weight_result": chances[min(chances)] if chances else None,
        },
        facts={
            "Målgruppe": (target, "whole"),
            "Visiteres i projektet": (proposal.visited, "whole"),
            "Måneder i projektet": (proposal.months, "whole"),
            "Årsværk jobformidlere": (fte if len(brokers) else None, "fte"),
            "Borgere pr. årsværk": (target / fte if fte else None, "decimal"),
            "Kr. pr. borger som ansøgt": (asked, "kroner"),
            "Kr. pr. borger i puljen som helhed": (scale, "kroner"),
            **{f"Chance for {t} % i en måned": (share, "percent") for t, share in chances.items()},
        },
        chances=chances,
        is_synthetic=bool(proposal.plan["synthetic"] or proposal.told["synthetic"]),
        notes=proposal.told["notes"] or "",
    )
