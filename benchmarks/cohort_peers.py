"""FSM2 by following every citizen: event by event in SimPy, and as numpy arrays."""

import numpy as np
import simpy

from fsmlib.models.exact import NO_ODDS
from fsmlib.models.plan import Plan
from fsmlib.models.states import EFFORT_GROUP, WAITING, WORKING, Rates, State
from fsmlib.models.transitions import tilted, transitions_of


class SimpyRun:
    """One run: a process for each citizen sleeps until the citizen transitions or is visited."""

    def __init__(self, town: Plan, chances: Rates, rng: np.random.Generator):
        self.town, self.chances, self.rng = town, chances, rng
        self.transitions = {
            m.origin: (m.to, m.counts, tilted(m, 1.0, NO_ODDS, 0)) for m in transitions_of(chances)
        }
        self.environment = simpy.Environment()
        self.touched, self.group = np.zeros(town.months, int), np.zeros(town.months, int)
        self.waiting: dict[object, State] = {}
        self.environment.process(self.visits())
        for state, number in town.strata[0].citizens.items():
            for _ in range(number):
                self.start(state)
        self.environment.run(town.months + 1)

    def start(self, state: State) -> None:
        process = self.environment.process(self.citizen(state))
        if state in WAITING:
            self.waiting[process] = state

    def visits(self):
        """At the beginning of a month a wave of those who wait is told its new state."""
        for wave in self.town.wave:
            chosen = self.rng.choice(len(self.waiting), min(wave, len(self.waiting)), replace=False)
            who = list(self.waiting)
            for process in [who[i] for i in chosen]:
                to = State.STEP_1 if self.waiting.pop(process) == WAITING[0] else State.PAID_HOURS
                if self.rng.random() < self.chances.to_group_2:
                    to = State.GROUP_2
                process.interrupt(to)
            yield self.environment.timeout(1)

    def citizen(self, state: State):
        me, month = self.environment.active_process, 0
        while month < self.town.months:
            if state not in self.transitions:
                self.stay(state, month, self.town.months)
                return
            to, counts, shares = self.transitions[state]
            leaves = 1 - shares[-1]
            left = self.town.months - month
            stays = min(self.rng.geometric(leaves) - 1, left) if leaves else left
            try:
                yield self.environment.timeout(month + stays + 0.5 - self.environment.now)
            except simpy.Interrupt as visit:
                now = int(self.environment.now)
                self.stay(state, month, now)
                state, month = visit.cause, now
                continue
            self.stay(state, month, month + stays)
            month += stays
            if month < self.town.months:
                move = np.searchsorted(np.cumsum(shares[:-1] / leaves), self.rng.random())
                before, state = state, State(to[move])
                self.group[month] += state in EFFORT_GROUP
                self.touched[month] += counts[move]
                self.remember(me, before, state)
                month += 1

    def remember(self, me: object, before: State, state: State) -> None:
        if before in WAITING:
            self.waiting.pop(me, None)
        if state in WAITING:
            self.waiting[me] = state

    def stay(self, state: State, first: int, end: int) -> None:
        if state in EFFORT_GROUP:
            self.group[first:end] += 1
            self.touched[first:end] += state in WORKING


def simpy_runs(town: Plan, chances: Rates, replications: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    runs = [SimpyRun(town, chances, rng) for _ in range(replications)]
    return np.array([[run.touched, run.group] for run in runs])


def numpy_runs(town: Plan, chances: Rates, replications: int, seed: int) -> np.ndarray:
    """All citizens of all replications in one array: a month is one search in one sorted table.

    The number before the point is the state, what follows it the cumulated chance of its moves.
    """
    rng = np.random.default_rng(seed)
    transitions = {m.origin: m for m in transitions_of(chances)}
    edges, ends, counts = [], [], []
    for before in State:
        move = transitions.get(before)
        to = move.to if move else np.array([before])
        edges.append(before + np.append(np.cumsum(move.chances)[:-1] if move else [], 1.0))
        ends.append(to)
        counts.append(np.isin(to, EFFORT_GROUP) + 2 * (move.counts if move else np.array([False])))
    table, to, kind = np.concatenate(edges), np.concatenate(ends), np.concatenate(counts)
    opening = np.repeat(np.arange(len(State)), town.opening[0])
    state = np.tile(opening, (replications, 1))
    found = np.zeros((replications, 2, town.months), int)
    for month, wave in enumerate(town.wave):
        if wave:
            luck = np.where(np.isin(state, WAITING), rng.random(state.shape), 2)
            last = np.partition(luck, wave - 1, axis=1)[:, wave - 1 : wave]
            chosen = (luck <= last) & (luck < 2)
            goes = np.where(state == WAITING[0], State.STEP_1, State.PAID_HOURS)
            goes = np.where(rng.random(state.shape) < chances.to_group_2, State.GROUP_2, goes)
            state = np.where(chosen, goes, state)
        place = np.searchsorted(table, state + rng.random(state.shape), side="right")
        state, what = to[place], kind[place]
        found[:, 0, month] = (what == 3).sum(axis=1)
        found[:, 1, month] = (what > 0).sum(axis=1)
    return found
