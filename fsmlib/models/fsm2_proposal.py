"""An FSM2 proposal: does it keep the rules, and what does a citizen cost?"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from fsmlib.models.assessment import (
    Assessment,
    price_share,
    rules_kept_share,
)
from fsmlib.models.facts import budgeted_fte
from fsmlib.models.one_row import only_row
from fsmlib.models.outlook import Outlook
from fsmlib.models.proposal import Proposal, agreed_number
from fsmlib.programme.parameters import Values
from fsmlib.programme.verdicts import Verdict, verdict_of_findings
from fsmlib.rules import fsm2_proposal as rules
from fsmlib.rules.job_brokers import Limit, waiting_findings
from fsmlib.rules.proposal import (
    annexes_verdict,
    length_verdict,
    price_dkk,
    scale_per_citizen_dkk,
)
from fsmlib.tables.reading import Tables
from fsmlib.tables.schemas import SCHEMAS

JOB_BROKER_SALARY = "job_broker_salary"


@dataclass(frozen=True)
class Fsm2Proposal(Proposal):
    """An FSM2 proposal: its plan, its money, and the answers it is held against.

    `granted` is the budget the grant was given on, empty before there is one.
    """

    granted: pd.DataFrame

    @cached_property
    def plan(self) -> Mapping[str, Any]:
        """The plan's one row."""
        return only_row(self.tables["plan"])

    @property
    def recomputed_dkk(self) -> int:
        """What is asked for, but no more than the budget lines the pool pays."""
        told = (dkk for dkk in (self.applied_dkk, self.payable_dkk) if dkk is not None)
        return max(0, min(told, default=0))

    @property
    def price_dkk(self) -> float | None:
        """Kroner asked for by citizen; None unless told, and told alike."""
        asked = agreed_number(self.asked)
        return None if asked is None else price_dkk(asked, self.plan["target_group"])

    @cached_property
    def fte(self) -> dict[str, float | None]:
        """Full-time equivalents of job brokers by sheet."""
        brokers = self.tables["job_brokers"]
        own = float(brokers["fte"].sum()) if len(brokers) else None
        return {
            SCHEMAS["job_brokers"].sheet: own,
            SCHEMAS["budget"].sheet: budgeted_fte(self.budget, JOB_BROKER_SALARY),
        }

    @property
    def is_planned(self) -> bool:
        """Whether the plan tells what its result rests on: who, when, how long, and alike."""
        dates = (self.plan["project_start"], self.plan["project_end"])
        return (
            self.visited is not None
            and None not in (*dates, *self.fte.values())
            and agreed_number(self.fte) is not None
        )

    @property
    def months(self) -> int:
        """Whole months of the project: those of its own dates, else the programme's."""
        start, end = self.plan["project_start"], self.plan["project_end"]
        if start is None or end is None:
            return int(self.values.project_months)
        return rules.length_months(start, end)

    @cached_property
    def planned(self) -> float | None:
        """Citizens visited in the project: the waves, else so many a month; None if not told."""
        if len(self.tables["waves"]):
            return float(self.tables["waves"]["citizens_visited"].sum())
        if self.plan["capacity_per_month"] is not None:
            return float(self.plan["capacity_per_month"] * self.months)
        return None

    @property
    def visited(self) -> int | None:
        """Citizens of the target group visited when the project ends; None where it is not told."""
        if self.planned is None or self.plan["already_visited"] is None:
            return None
        visited = self.plan["already_visited"] + self.planned
        return int(min(self.plan["target_group"], visited))

    def verdicts(self, seen: Outlook | None) -> tuple[Verdict, ...]:
        """Every answer that a proposal can be held against, in the order of the document."""
        told, plan, values = self.told, self.plan, self.values
        main = "Løn til jobformidlere"
        start, end = plan["project_start"], plan["project_end"]
        covers = rules.coverage_verdict(told["covers_whole_target_group"])
        return self.explained(
            (
                *self._job_brokers(seen),
                covers.at("proposal", "covers_whole_target_group"),
                self._visited(seen),
                self.others_verdict("FSM2-5.1"),
                *self.money_verdicts("FSM2-5.1", JOB_BROKER_SALARY, main),
                rules.period_verdict(start, end, values).at(
                    "plan", "project_end" if start is not None else "project_start"
                ),
                rules.start_verdict(start, values).at("plan", "project_start"),
                annexes_verdict(told["annexes"]).at("proposal", "annexes"),
                length_verdict(told["strategy_pages"]).at("proposal", "strategy_pages"),
                rules.expected_verdict(self.budget).at("budget", "expected"),
                *self._changes(),
            )
        )

    def _job_brokers(self, seen: Outlook | None) -> list[Verdict]:
        crowded = seen.crowding_findings if seen else []
        held, room = (seen.held, seen.places) if seen else (None, None)
        subject, what = "Ventet hos jobformidlere", "Jobformidlernes årsværk"
        return [
            verdict_of_findings("FSM2-1.1", subject, held, room, "borgere", crowded).at(
                "job_brokers", "fte"
            ),
            self.told_alike(what, self.fte, "årsværk", "FSM2-1.1").at("budget", "fte"),
        ]

    def _visited(self, seen: Outlook | None) -> Verdict:
        """Whether everybody is visited within the project, by the plan, else by its simulation."""
        target, reached = int(self.plan["target_group"]), self.visited
        found = rules.how_findings(self.planned)
        limit: Limit = "waves" if len(self.tables["waves"]) else "a_month"
        found += [] if reached is None else waiting_findings(target - reached, target, limit)
        place = ("plan", "already_visited" if self.planned is not None else "capacity_per_month")
        unlikely = seen.coverage_verdict(self.values) if seen else None
        if unlikely and reached is not None and not found:
            return unlikely.at(*place)
        subject = "Visiteres i projektet"
        verdict = verdict_of_findings("FSM2-2.2", subject, reached, target, "borgere", found)
        return verdict.at(*place)

    def _changes(self) -> list[Verdict]:
        """The budget beside the one the grant was given on, where there is one."""
        if self.granted.empty:
            return []
        changed = rules.budget_change_findings(self.budget, self.granted)
        lines, subject = len(self.budget), "Linjer mod tilsagnets budget"
        verdict = verdict_of_findings(
            "FSM2-8.5", subject, lines, len(self.granted), "linjer", changed
        )
        return [verdict.at("budget", "line")]


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
    price = proposal.price_dkk
    scale = scale_per_citizen_dkk(values)
    return Assessment(
        file=file,
        programme=values.programme,
        code=str(proposal.plan["municipality_code"]),
        citizens=target,
        applied_dkk=proposal.applied_dkk,
        is_asked_alike=proposal.is_asked_alike,
        recomputed_dkk=proposal.recomputed_dkk,
        applied_units=fte if len(brokers) else None,
        needed_units=float(target),
        verdicts=verdicts,
        criteria={
            "weight_rules": rules_kept_share(verdicts),
            "weight_price": price_share(scale, price),
            "weight_result": chances[min(chances)] if chances and proposal.is_planned else None,
        },
        facts={
            "Målgruppe": (target, "whole"),
            "Visiteres i projektet": (proposal.visited, "whole"),
            "Måneder i projektet": (proposal.months, "whole"),
            "Årsværk jobformidlere": (fte if len(brokers) else None, "fte"),
            "Borgere pr. årsværk": (target / fte if fte else None, "decimal"),
            "Kr. pr. borger som ansøgt": (price, "kroner"),
            "Kr. pr. borger i puljen som helhed": (scale, "kroner"),
            **{f"Chance for {t} % i en måned": (share, "percent") for t, share in chances.items()},
        },
        chances=chances,
        is_synthetic=bool(proposal.plan["synthetic"] or proposal.told["synthetic"]),
        notes=proposal.told["notes"] or "",
    )
