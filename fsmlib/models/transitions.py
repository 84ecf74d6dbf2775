"""The transitions out of each state as arrays, and how common luck tilts their odds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.plan import Plan
from fsmlib.models.states import EFFORT_GROUP, STEPS, WORKING, Rates, State

ChanceArray = NDArray[np.float64]
SURE, TO_GROUP_2, FIRST_EDGE = 0, 1, 2  # columns of `Odds.by_edge`


@dataclass(frozen=True)
class Transitions:
    """The transitions out of one state; the last one is to stay.  Arrays have shape (n,).

    A move `counts` when the citizen was in work at some time of the month and is in the effort
    group at its end.  `columns` are the places of the transitions in `Odds.by_edge`.
    """

    origin: int
    to: NDArray[np.int64]
    chances: ChanceArray
    counts: NDArray[np.bool_]
    is_entry: NDArray[np.bool_]
    columns: NDArray[np.int64]


@dataclass(frozen=True)
class Odds:
    """By how much odds against staying are multiplied; the mean is 1.

    `entry` of shape (replications, months) for every entry to work; `by_edge` of shape
    (replications, 2 + edges) for what is sure (always 1), the share to group 2, and each edge.
    None where nothing is tilted.
    """

    entry: ChanceArray | None
    by_edge: ChanceArray | None


def transitions_of(rates: Rates) -> list[Transitions]:
    """The transitions out of every state that has any, or in which staying counts."""
    transitions = []
    for origin in State:
        numbered = [(n, e) for n, e in enumerate(rates.edges, FIRST_EDGE) if e.origin == origin]
        edges = [edge for _, edge in numbered]
        chances = [edge.chance for edge in edges]
        to = np.array([*(edge.to for edge in edges), origin], dtype=np.int64)
        touches = np.array([*(edge.touches for edge in edges), origin in WORKING])
        transitions.append(
            Transitions(
                int(origin),
                to,
                np.array([*chances, max(0.0, 1 - sum(chances))]),
                touches & np.isin(to, EFFORT_GROUP),
                np.array([*(edge.is_entry for edge in edges), False]),
                np.array(
                    [*(n if edge.spread else SURE for n, edge in numbered), SURE], dtype=np.int64
                ),
            )
        )
    return [out for out in transitions if len(out.to) > 1 or out.counts.any()]


def draw_odds(rates: Rates, replications: int, months: int, rng: np.random.Generator) -> Odds:
    """What is common to all citizens of a replication; more months leave the first ones as is."""
    spreads = np.array([0.0, rates.to_group_2_spread, *(edge.spread for edge in rates.edges)])
    drawn = ["", "to group 2", *(edge.draw if edge.spread else "" for edge in rates.edges)]
    names = list(dict.fromkeys(drawn))
    draws = rng.standard_normal((replications, len(names)))
    shocks = rng.standard_normal((months, replications)).T
    by_edge = draws[:, [names.index(name) for name in drawn]]
    return Odds(
        np.exp(rates.shock_sd * shocks - rates.shock_sd**2 / 2) if rates.shock_sd else None,
        np.exp(spreads * by_edge - spreads**2 / 2) if spreads.any() else None,
    )


def tilted(transitions: Transitions, entry_odds: float, odds: Odds, month: int) -> ChanceArray:
    """The chances of the transitions in a month, shape (n,) or (replications, n)."""
    weights = transitions.chances * np.where(transitions.is_entry, entry_odds, 1.0)
    if odds.by_edge is not None and transitions.columns.any():
        weights = weights * odds.by_edge[:, transitions.columns]
    if odds.entry is not None and transitions.is_entry.any():
        weights = weights * np.where(transitions.is_entry, odds.entry[:, month, np.newaxis], 1.0)
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def after_a_visit(
    plan: Plan, rates: Rates, odds: Odds
) -> dict[State, tuple[tuple[State, ...], ChanceArray]]:
    """Where visited citizens go and with which chances, shape (n,) or (replications, n).

    The same share goes to group 2 of those who have found work and of those who have not; the
    others begin at a step, or stay at work.
    """
    share = np.asarray(rates.to_group_2)
    if odds.by_edge is not None:
        weight = share * odds.by_edge[:, TO_GROUP_2]
        share = weight / (weight + 1 - share)
    group_2 = share[..., np.newaxis]
    steps = (1 - group_2) * np.array(plan.start_shares)
    return {
        State.NOT_VISITED: ((State.GROUP_2, *STEPS), np.concatenate([group_2, steps], axis=-1)),
        State.NOT_VISITED_PAID_HOURS: (
            (State.GROUP_2, State.PAID_HOURS),
            np.concatenate([group_2, 1 - group_2], axis=-1),
        ),
    }
