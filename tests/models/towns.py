"""A small invented town for the tests of FSM2: every state is used, every edge is taken."""

from dataclasses import replace
from typing import Any

from fsmlib.models.plan import JobBroker, Plan, Stratum, opening_citizens
from fsmlib.models.states import STEPS, Edge, Rates, State, work_edges

IN_WORK = State.PAID_HOURS


def rates(shock_sd: float = 0.0, spread: float = 0.0) -> Rates:
    """Chances that leave nobody where they are for long."""
    both_ways = [
        (State.STEP_1, State.STEP_2, 0.2),
        (State.STEP_2, State.STEP_3, 0.2),
        (State.SU_EDUCATION, State.STEP_3, 0.05),
        (State.LOENTILSKUD, State.PAID_HOURS, 0.1),
        (State.LOENTILSKUD, State.STEP_3, 0.1),
        (State.EXEMPT, State.STEP_1, 0.15),
        (State.NOT_VISITED, State.NOT_VISITED_EXEMPT, 0.02),
        (State.NOT_VISITED_EXEMPT, State.NOT_VISITED, 0.15),
        (State.GROUP_2, State.STEP_1, 0.02),
        (State.GROUP_2, State.FLEKSJOB, 0.05),
        (State.FLEKSJOB, State.GROUP_2, 0.05),
        *((state, State.OUT, 0.005) for state in State if state != State.OUT),
        *((step, State.SU_EDUCATION, 0.01) for step in STEPS),
        *((step, State.LOENTILSKUD, 0.02) for step in STEPS),
        *((step, State.EXEMPT, 0.02) for step in STEPS),
        *((step, State.GROUP_2, 0.01) for step in STEPS),
    ]
    edges = [Edge(*edge) for edge in both_ways]
    waiting, working = State.NOT_VISITED, State.NOT_VISITED_PAID_HOURS
    work = work_edges([waiting], working, waiting, 0.01, 0.2)
    work += work_edges(STEPS, IN_WORK, State.STEP_3, 0.04, 0.15)
    edges += [replace(e, spread=spread, cause="entry") if e.is_entry else e for e in work]
    return Rates(tuple(edges), to_group_2=0.3, to_group_2_spread=spread, shock_sd=shock_sd)


def plan(citizens: int = 60, **changes: Any) -> Plan:
    """Citizens of one kind, and fewer places than citizens."""
    opening = opening_citizens(citizens, citizens // 5, (0.5, 0.3, 0.2), 0.1, 0.1)
    one = Plan(
        strata=(Stratum(opening),),
        months=12,
        job_brokers=(JobBroker("Jobformidler", citizens / 100, 40),),
        start_shares=(0.5, 0.3, 0.2),
    )
    return replace(one, **changes)


def two_kinds(citizens: int = 60) -> tuple[Stratum, ...]:
    """Two strata that differ in all a stratum has."""
    far, near = (opening_citizens(citizens // 2, n, (0.5, 0.3, 0.2), 0.1, 0.1) for n in (0, 6))
    return (
        Stratum(far, "over 50", entry_odds=0.5, inflow_per_month=1.5),
        Stratum(near, "under 50", entry_odds=2.0),
    )
