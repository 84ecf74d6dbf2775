"""The moves out of each state as arrays, and how luck common to all citizens tilts their odds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.plan import Plan
from fsmlib.models.states import STEPS, WORKING, Rates, State

Chances = NDArray[np.float64]
TO_GROUP_2 = "to group 2"


@dataclass(frozen=True)
class Moves:
    """The moves out of one state; the last one is to stay.  All arrays have shape (moves,)."""

    origin: State
    to: NDArray[np.int64]
    chances: Chances
    touches: NDArray[np.bool_]
    is_entry: NDArray[np.bool_]
    causes: NDArray[np.int64]


@dataclass(frozen=True)
class Odds:
    """By how much odds are multiplied: entries by month, every cause once; the mean is 1.

    `entry` of shape (replications, months), `by_cause` of shape (replications, causes); None where
    nothing is tilted.
    """

    entry: Chances | None
    by_cause: Chances | None


def causes_of(rates: Rates) -> dict[str, float]:
    """The causes that are unsure and how much, in a fixed order; the first one is never unsure."""
    spreads = {"": 0.0, TO_GROUP_2: rates.to_group_2_spread}
    for number, edge in enumerate(rates.edges):
        if edge.spread:
            cause = edge.cause or f"edge {number}"
            spreads[cause] = max(edge.spread, spreads.get(cause, 0.0))
    return spreads


def moves_of(rates: Rates) -> list[Moves]:
    """The moves out of every state that has any, or that counts as touched while one stays."""
    order = list(causes_of(rates))
    numbers = {id(edge): number for number, edge in enumerate(rates.edges)}
    moves = []
    for origin in State:
        edges = rates.out_of(origin)
        names = [
            (edge.cause or f"edge {numbers[id(edge)]}") if edge.spread else "" for edge in edges
        ]
        chances = [edge.chance for edge in edges]
        moves.append(
            Moves(
                origin,
                np.array([*(edge.to for edge in edges), origin], dtype=np.int64),
                np.array([*chances, max(0.0, 1 - sum(chances))]),
                np.array([*(edge.touches for edge in edges), origin in WORKING]),
                np.array([*(edge.is_entry for edge in edges), False]),
                np.array([*(order.index(name) for name in names), 0], dtype=np.int64),
            )
        )
    return [out for out in moves if len(out.to) > 1 or out.touches.any()]


def draw_odds(rates: Rates, replications: int, months: int, rng: np.random.Generator) -> Odds:
    """What is common to all citizens of a replication; more months leave the first ones as is."""
    spreads = np.array(list(causes_of(rates).values()))
    draws = rng.standard_normal((replications, len(spreads)))
    shocks = rng.standard_normal((months, replications)).T
    return Odds(
        np.exp(rates.shock_sd * shocks - rates.shock_sd**2 / 2) if rates.shock_sd else None,
        np.exp(spreads * draws - spreads**2 / 2) if spreads.any() else None,
    )


def tilted(moves: Moves, entry_odds: float, odds: Odds, month: int) -> Chances:
    """The chances of the moves in a month, shape (moves,) or (replications, moves)."""
    weights = moves.chances * np.where(moves.is_entry, entry_odds, 1.0)
    if odds.by_cause is not None and moves.causes.any():
        weights = weights * odds.by_cause[:, moves.causes]
    if odds.entry is not None and moves.is_entry.any():
        weights = weights * np.where(moves.is_entry, odds.entry[:, month, np.newaxis], 1.0)
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def after_a_visit(
    plan: Plan, rates: Rates, odds: Odds
) -> dict[State, tuple[tuple[State, ...], Chances]]:
    """Where visited citizens go and with which chances, shape (moves,) or (replications, moves).

    The same share goes to group 2 of those who have found work and of those who have not; the
    others begin at a step, or stay at work.
    """
    share = np.asarray(rates.to_group_2)
    if odds.by_cause is not None:
        weight = share * odds.by_cause[:, list(causes_of(rates)).index(TO_GROUP_2)]
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
