"""What the visitation question shows as tables: months, where everyone is, needs, two plans."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from fsmlib.models import needs
from fsmlib.models import visitation as outcomes
from fsmlib.models.cohort import Cohort
from fsmlib.models.exact import entries_by_month
from fsmlib.models.simulation import Simulation
from fsmlib.models.states import STEPS, State
from fsmlib.programme.parameters import Values
from fsmlib.programme.values import PERCENT
from fsmlib.rules.payout import is_reached

INTERVAL = 0.9
TAILS = ((1 - INTERVAL) / 2, (1 + INTERVAL) / 2)
CERTAIN = 1.645  # standard errors on each side of a mean: 90 %
MOST_TIMES = 3  # how many times the plan's job brokers are tried
LAYERS = {
    "Timer og uddannelse": (State.PAID_HOURS, State.NOT_VISITED_PAID_HOURS, State.SU_EDUCATION),
    "Trin 3": (State.STEP_3,),
    "Trin 2": (State.STEP_2,),
    "Trin 1": (State.STEP_1,),
    "Løntilskud": (State.LOENTILSKUD,),
    "Ikke visiteret": (State.NOT_VISITED,),
    "Fritaget": (State.EXEMPT, State.NOT_VISITED_EXEMPT),
    "Gruppe 2": (State.GROUP_2, State.FLEKSJOB),
}
OF_A_MEASURE = {
    "Berørt": (State.PAID_HOURS, State.NOT_VISITED_PAID_HOURS),
    "Visiteret": STEPS,
    **{name: LAYERS[name] for name in ("Ikke visiteret", "Fritaget", "Gruppe 2")},
}


def months(simulation: Simulation, thresholds: Sequence[int]) -> pd.DataFrame:
    """The columns of `Visitation.months`."""
    run = simulation.run
    columns: dict[str, Any] = {"month": list(simulation.months)}
    for name, paths in (
        ("visited", run.visited),
        ("held", run.held),
        ("effort_group", run.group),
        ("result_share", run.share),
    ):
        columns[name] = np.nanmean(paths, axis=0)
        columns[f"{name}_low"], columns[f"{name}_high"] = np.nanquantile(paths, TAILS, axis=0)
    inner = np.nanquantile(run.share, (0.25, 0.75), axis=0)
    columns["result_share_q25"], columns["result_share_q75"] = inner
    columns["places"] = simulation.plan.places
    for threshold in thresholds:
        columns[f"chance_{threshold}"] = outcomes.chance_by_month(run, threshold)
        columns[f"first_{threshold}"] = outcomes.first_month(run, threshold)[:-1]
    return pd.DataFrame(columns)


def flow(simulation: Simulation) -> pd.DataFrame:
    """Citizens on average in each layer, by month; who is out is in none.

    A measure of the programme's own has no steps, and no layer without anybody.
    """
    states, own = simulation.run.states[1:], simulation.chances.values.own_measure
    named = OF_A_MEASURE if own else LAYERS
    layers = {name: states[:, list(parts)].sum(axis=1) for name, parts in named.items()}
    found = pd.DataFrame(layers, index=simulation.months)
    return found.loc[:, found.any()] if own else found


def what_it_takes(simulation: Simulation, thresholds: Sequence[int], wanted: float) -> pd.DataFrame:
    """The rows of `Visitation.needs`, each told by the simulation itself."""
    half = max(simulation.plan.months // 2, 1) - 1
    rows: list[tuple[object, ...]] = []
    for threshold in (*thresholds, 0):
        happens = needs.reaching(threshold) if threshold else needs.chance_all_visited(half)
        now = happens(simulation.run)
        if now >= wanted:
            rows.append((threshold, "plan", None, None, None, now))
            continue
        goal = needs.Goal(
            happens,
            wanted,
            simulation.rates,
            simulation.replications,
            simulation.seed,
            months=None if threshold else half + 1,
        )
        rows += [(threshold, *row) for row in _ways(goal, simulation, bool(threshold))]
    frame = pd.DataFrame(rows, columns=["threshold", "way", "amount", "most", "now", "chance"])
    return frame.astype({"amount": float, "most": float, "now": float})


def _ways(goal: needs.Goal, simulation: Simulation, entries: bool) -> list[tuple[object, ...]]:
    """More entries and an earlier start where they matter, and more job brokers.

    Visits change no chance of a measure of the programme's own, so there only entries do.
    """
    plan, visits_matter = simulation.plan, simulation.chances.values.own_measure is None
    ways: list[tuple[object, ...]] = []
    fte = float(plan.fte.max())
    if entries:
        now = float(entries_by_month(plan, simulation.rates).mean())
        found = needs.entries_needed(goal, plan, plan.target_group // 10 or 1)
        ways.append(("entries", found.amount, found.most, now, found.chance))
        if not visits_matter:
            return ways
    found = needs.job_brokers_needed(goal, plan, MOST_TIMES * fte)
    ways.append(("job_brokers", found.amount, found.most, fte, found.chance))
    if entries and needs.first_month_of_visits(plan):
        found = needs.earlier_start_needed(goal, plan)
        ways.append(("earlier_start", found.amount, found.most, None, found.chance))
    return ways


def compared(
    first: Simulation, second: Simulation, thresholds: Sequence[int], values: Values
) -> pd.DataFrame:
    """Two plans and their difference: `measure` (a threshold, `level` or `paid`), means, interval.

    A grant that only one plan tells is both; where none does, what is paid is in per cent.
    """
    grants = [first.grant_dkk, second.grant_dkk]
    told = [grant for grant in grants if grant]
    pair = [
        _measures(each.run, grant or (told[0] if told else PERCENT), thresholds, values)
        for each, grant in zip((first, second), grants, strict=True)
    ]
    rows = []
    for measure, one in pair[0].items():
        other = pair[1][measure]
        gap = outcomes.difference(one, other, INTERVAL)
        low, high = gap.low, gap.high
        if measure not in ("level", "paid"):  # a single run either reaches it or does not
            off = CERTAIN * float((other - one).std(ddof=1)) / len(one) ** 0.5
            low, high = gap.mean - off, gap.mean + off
        rows.append((measure, one.mean(), other.mean(), gap.mean, low, high))
    return pd.DataFrame(rows, columns=["measure", "first", "second", "gap", "low", "high"])


def _measures(
    run: Cohort, grant: int, thresholds: Sequence[int], values: Values
) -> dict[str, np.ndarray]:
    """What two plans are compared on, one number for each path."""
    paid = {"paid": outcomes.payouts(run, grant, values)} if values.pays else {}
    reached = {
        str(each): np.any(is_reached(run.touched, run.group, each), axis=1) for each in thresholds
    }
    found = {**reached, "level": outcomes.level(run), **paid}
    return {measure: np.asarray(numbers, dtype=float) for measure, numbers in found.items()}
