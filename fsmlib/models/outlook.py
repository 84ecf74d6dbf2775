"""What may come of a plan (FSM2), and what the rules say of that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fsmlib.models.cohort import Cohort
from fsmlib.models.rates import Chances
from fsmlib.models.simulation import Simulation
from fsmlib.models.visitation import (
    chance_in_some_month,
    chance_of_all_visited,
    limit_of_visits,
    most_crowded,
    waiting_at_end,
)
from fsmlib.programme.findings import Finding, FsmError
from fsmlib.programme.parameters import Values
from fsmlib.programme.values import PERCENT
from fsmlib.programme.verdicts import Verdict, verdict_of_findings
from fsmlib.rules import job_brokers
from fsmlib.rules.job_brokers import Limit
from fsmlib.tables.reading import Tables

REPLICATIONS, SEED = 1_000, 1


@dataclass(frozen=True)
class Outlook:
    """What may come of a plan.

    The chance that some month reaches each threshold (standard error at most about 1.6 percentage
    points); citizens with a job broker and places in the month with the fewest places to spare;
    the chance that everyone has been visited at some time, citizens who wait at the end, and what
    keeps more from being visited then.
    """

    chances: Mapping[int, float]
    held: int
    places: int
    all_visited: float
    waiting: float
    limit: Limit

    def coverage_findings(self, values: Values) -> list[Finding]:
        """Whether everyone is visited."""
        return job_brokers.expected_coverage_findings(
            self.all_visited, self.waiting, self.limit, values
        )

    def coverage_verdict(self, values: Values) -> Verdict | None:
        """The chance that everyone is visited against the one wished for; None when it is met."""
        found = self.coverage_findings(values)
        if not found:
            return None
        least = values.all_visited_percent / PERCENT
        subject = "Chance for, at alle bliver visiteret"
        return verdict_of_findings("FSM2-2.2", subject, self.all_visited, least, "andel", found)

    @property
    def crowding_findings(self) -> list[Finding]:
        """Whether all who are visited have a job broker."""
        return job_brokers.crowding_findings(self.held, self.places)


def outlook(tables: Tables, values: Values) -> Outlook | None:
    """The plan's outlook with our assumptions; None where the dates leave no months to measure."""
    try:
        run = Simulation(tables, Chances(values), REPLICATIONS, SEED).run
    except FsmError:
        return None
    return outlook_of(run, values.thresholds)


def outlook_of(run: Cohort, thresholds: Sequence[int]) -> Outlook:
    """What the simulation of a plan says."""
    return Outlook(
        {percent: chance_in_some_month(run, percent).value for percent in thresholds},
        *most_crowded(run),
        chance_of_all_visited(run),
        waiting_at_end(run),
        limit_of_visits(run),
    )
