"""FSM2 by counts against following every citizen: event by event in SimPy, and as numpy arrays."""

from copy import deepcopy

import numpy as np
import simpy

from benchmarks.ratios import Ratio, at_most, cpu_seconds, paired
from fsmlib.models import cohort
from fsmlib.models.exact import mean_path
from fsmlib.models.lumped import Lumped
from fsmlib.models.moves import Odds, draw_odds, moves_of, tilted
from fsmlib.models.plan import Plan, Stratum, opening_citizens
from fsmlib.models.states import (
    EFFORT_GROUP,
    STEPS,
    WAITING,
    WORKING,
    Edge,
    Rates,
    State,
    work_edges,
)

MONTHS = 24
SHOCK_SD = 0.3
SIZES = (450, 5000)
MOST_STANDARD_ERRORS = 4.5
OUR_REPLICATIONS = 4096
SIMPY_REPLICATIONS = {450: 40, 5000: 4}
NUMPY_REPLICATIONS = {450: 1024, 5000: 96}
SIMPY_GOALS = {450: 200, 5000: 2000}
NUMPY_GOALS = {450: 6, 5000: 30}
NO_ODDS = Odds(None, None)


def rates(shock_sd: float = 0.0) -> Rates:
    """Every state and both directions between the groups."""
    waiting, at_work = WAITING
    edges = [
        *work_edges([waiting], at_work, waiting, 0.01, 0.1),
        *work_edges(STEPS, State.PAID_HOURS, State.STEP_3, 0.02, 0.1),
        Edge(State.STEP_1, State.STEP_2, 0.15),
        Edge(State.STEP_2, State.STEP_3, 0.15),
        *(Edge(step, State.SU_EDUCATION, 0.002) for step in STEPS),
        *(Edge(step, State.LOENTILSKUD, 0.004) for step in STEPS),
        *(Edge(step, State.EXEMPT, 0.01) for step in STEPS),
        *(Edge(step, State.GROUP_2, 0.005) for step in STEPS),
        Edge(State.SU_EDUCATION, State.STEP_3, 0.04),
        Edge(State.LOENTILSKUD, State.STEP_3, 0.2),
        Edge(State.EXEMPT, State.STEP_1, 0.1),
        Edge(waiting, State.NOT_VISITED_EXEMPT, 0.01),
        Edge(State.NOT_VISITED_EXEMPT, waiting, 0.1),
        Edge(State.GROUP_2, State.STEP_1, 0.005),
        Edge(State.GROUP_2, State.FLEKSJOB, 0.01),
        *(Edge(state, State.OUT, 0.004) for state in State if state != State.OUT),
    ]
    return Rates(tuple(edges), to_group_2=0.35, shock_sd=shock_sd)


def plan(citizens: int) -> Plan:
    """Everybody visited in five waves, a fifth in each month."""
    opening = opening_citizens(citizens, in_work_share=0.09, exempt_share=0.1)
    return Plan((Stratum(opening),), MONTHS, waves=(citizens // 5,) * 5)


class SimpyRun:
    """One run: a process for each citizen sleeps until the citizen moves or is visited."""

    def __init__(self, town: Plan, chances: Rates, rng: np.random.Generator):
        self.town, self.chances, self.rng = town, chances, rng
        self.moves = {
            m.origin: (m.to, m.counts, tilted(m, 1.0, NO_ODDS, 0)) for m in moves_of(chances)
        }
        self.environment = simpy.Environment()
        self.touched, self.group = np.zeros(MONTHS, int), np.zeros(MONTHS, int)
        self.waiting: dict[object, State] = {}
        self.environment.process(self.visits())
        for state, number in town.strata[0].citizens.items():
            for _ in range(number):
                self.start(state)
        self.environment.run(MONTHS + 1)

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
        while month < MONTHS:
            if state not in self.moves:
                self.stay(state, month, MONTHS)
                return
            to, counts, shares = self.moves[state]
            leaves = 1 - shares[-1]
            stays = (
                min(self.rng.geometric(leaves) - 1, MONTHS - month) if leaves else MONTHS - month
            )
            try:
                yield self.environment.timeout(month + stays + 0.5 - self.environment.now)
            except simpy.Interrupt as visit:
                now = int(self.environment.now)
                self.stay(state, month, now)
                state, month = visit.cause, now
                continue
            self.stay(state, month, month + stays)
            month += stays
            if month < MONTHS:
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
    moves = {m.origin: m for m in moves_of(chances)}
    edges, ends, counts = [], [], []
    for state in State:
        move = moves.get(state)
        to = move.to if move else np.array([state])
        edges.append(state + np.append(np.cumsum(move.chances)[:-1] if move else [], 1.0))
        ends.append(to)
        counts.append(np.isin(to, EFFORT_GROUP) + 2 * (move.counts if move else np.array([False])))
    table, to, kind = np.concatenate(edges), np.concatenate(ends), np.concatenate(counts)
    opening = np.repeat(np.arange(len(State)), town.opening[0])
    state = np.tile(opening, (replications, 1))
    found = np.zeros((replications, 2, MONTHS), int)
    for month, wave in enumerate(town.wave):
        if wave:
            luck = np.where(np.isin(state, WAITING), rng.random(state.shape), 2)
            last = np.partition(luck, wave - 1, axis=1)[:, wave - 1 : wave]
            chosen = (luck <= last) & (luck < 2)
            goes = np.where(state == WAITING[0], State.STEP_1, State.PAID_HOURS)
            goes = np.where(rng.random(state.shape) < chances.to_group_2, State.GROUP_2, goes)
            state = np.where(chosen, goes, state)
        move = np.searchsorted(table, state + rng.random(state.shape), side="right")
        state, what = to[move], kind[move]
        found[:, 0, month] = (what == 3).sum(axis=1)
        found[:, 1, month] = (what > 0).sum(axis=1)
    return found


class Recorder:
    """A generator that keeps what it was asked for, so that the same draws can be made again."""

    def __init__(self, seed: int):
        self.rng, self.asked = np.random.default_rng(seed), []

    def __getattr__(self, name: str):
        def draw(*arguments):
            self.asked.append((name, deepcopy(arguments)))
            return getattr(self.rng, name)(*arguments)

        return draw

    def again(self) -> None:
        for name, arguments in self.asked:
            getattr(self.rng, name)(*arguments)


def agree(name: str, theirs: np.ndarray, town: Plan, chances: Rates) -> None:
    """The peer's mean path is the expected one, and its best month has our distribution."""
    path = mean_path(town, chances)
    found = cohort.simulate(town, chances, OUR_REPLICATIONS, seed=1)
    for number, series in enumerate(("touched", "group")):
        error = getattr(found, series).std(axis=0) / np.sqrt(len(theirs))
        off = theirs[:, number].mean(axis=0) - getattr(path, series)[0]
        assert np.all(np.abs(off) < MOST_STANDARD_ERRORS * error), name
    best, ours = (theirs[:, 0] / theirs[:, 1]).max(axis=1), found.share.max(axis=1)
    error = ours.std() * np.sqrt(1 / len(best) + 1 / len(ours))
    assert abs(best.mean() - ours.mean()) < MOST_STANDARD_ERRORS * error, name


def ours(citizens: int, shock_sd: float = 0.0):
    return lambda: cohort.simulate(
        plan(citizens), rates(shock_sd), OUR_REPLICATIONS, seed=1, method="lumped"
    )


def against(name: str, run, numbers: dict[int, int], goals: dict[int, float]) -> list[Ratio]:
    ratios = []
    for citizens in SIZES:
        town, chances, number = plan(citizens), rates(), numbers[citizens]
        agree(name, run(town, chances, number, 1), town, chances)
        ratios.append(
            paired(
                f"FSM2, {citizens} citizens, {MONTHS} months: runs per CPU second against {name}",
                goals[citizens],
                ours(citizens),
                OUR_REPLICATIONS,
                lambda town=town, chances=chances, number=number: run(town, chances, number, 1),
                number,
            )
        )
    return ratios


def over_draws(citizens: int) -> Ratio:
    """Our time over that of the random draws alone; 1 is nothing else at all."""
    town, chances = plan(citizens), rates(SHOCK_SD)
    recorder = Recorder(1)
    odds = draw_odds(chances, OUR_REPLICATIONS, MONTHS, recorder)
    cohort.run(Lumped(town, chances, odds, OUR_REPLICATIONS, recorder), town)
    name = f"FSM2, {citizens} citizens: our time over that of the random draws alone"
    return limit(name, 1.5, ours(citizens, SHOCK_SD), recorder.again)


def limit(name: str, goal: float, work, other) -> Ratio:
    """How many times as long as the other the work takes."""
    return at_most(name, paired(name, goal, other, 1, work, 1).measured, goal)


def seconds(citizens: int = 5000, replications: int = 100_000) -> Ratio:
    """CPU seconds of a full simulation with shocks on one core; only told."""
    name = f"FSM2, {citizens} citizens: {replications:,} runs with common shocks"
    town, chances = plan(citizens), rates(SHOCK_SD)
    taken = cpu_seconds(lambda: cohort.simulate(town, chances, replications, seed=1))
    return at_most(name, taken, None, unit=" s")


def measure() -> list[Ratio]:
    return [
        *against("SimPy", simpy_runs, SIMPY_REPLICATIONS, SIMPY_GOALS),
        *against("numpy by citizen", numpy_runs, NUMPY_REPLICATIONS, NUMPY_GOALS),
        *(over_draws(citizens) for citizens in SIZES),
        limit("FSM2: time with 50,000 citizens over time with 450", 3, ours(50_000), ours(450)),
        seconds(),
    ]
