"""FSM2 by counts against following every citizen, and against its own random draws."""

from copy import deepcopy

import numpy as np

from benchmarks.cohort_peers import numpy_runs, simpy_runs
from benchmarks.ratios import Ratio, at_most, cpu_seconds, paired
from fsmlib.models import cohort
from fsmlib.models.exact import mean_path
from fsmlib.models.plan import Plan, Stratum, opening_citizens
from fsmlib.models.state_counts import StateCounts
from fsmlib.models.states import STEPS, WAITING, Edge, Rates, State, work_edges
from fsmlib.models.transitions import draw_odds

MONTHS = 24
SHOCK_SD = 0.3
SIZES = (450, 5000)
MOST_STANDARD_ERRORS = 4.5
OUR_REPLICATIONS = 4096
SIMPY_REPLICATIONS = {450: 40, 5000: 4}
NUMPY_REPLICATIONS = {450: 1024, 5000: 96}
SIMPY_GOALS = {450: 200, 5000: 2000}
NUMPY_GOALS = {450: 6, 5000: 30}


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
    found = cohort.simulate_cohort(town, chances, OUR_REPLICATIONS, seed=1)
    for number, series in enumerate(("touched", "group")):
        error = getattr(found, series).std(axis=0) / np.sqrt(len(theirs))
        off = theirs[:, number].mean(axis=0) - getattr(path, series)[0]
        assert np.all(np.abs(off) < MOST_STANDARD_ERRORS * error), name
    best, ours = (theirs[:, 0] / theirs[:, 1]).max(axis=1), found.share.max(axis=1)
    error = ours.std() * np.sqrt(1 / len(best) + 1 / len(ours))
    assert abs(best.mean() - ours.mean()) < MOST_STANDARD_ERRORS * error, name


def ours(citizens: int, shock_sd: float = 0.0):
    return lambda: cohort.simulate_cohort(
        plan(citizens), rates(shock_sd), OUR_REPLICATIONS, seed=1, method="counts"
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
    cohort.run(StateCounts(town, chances, odds, OUR_REPLICATIONS, recorder), town)
    name = f"FSM2, {citizens} citizens: our time over that of the random draws alone"
    return limit(name, 1.5, ours(citizens, SHOCK_SD), recorder.again)


def limit(name: str, goal: float, work, other) -> Ratio:
    """How many times as long as the other the work takes."""
    return at_most(name, paired(name, goal, other, 1, work, 1).measured, goal)


def seconds(citizens: int = 5000, replications: int = 100_000) -> Ratio:
    """CPU seconds of a full simulation with shocks on one core; only told."""
    name = f"FSM2, {citizens} citizens: {replications:,} runs with common shocks"
    town, chances = plan(citizens), rates(SHOCK_SD)
    taken = cpu_seconds(lambda: cohort.simulate_cohort(town, chances, replications, seed=1))
    return at_most(name, taken, None, unit=" s")


def measure() -> list[Ratio]:
    return [
        *against("SimPy", simpy_runs, SIMPY_REPLICATIONS, SIMPY_GOALS),
        *against("numpy by citizen", numpy_runs, NUMPY_REPLICATIONS, NUMPY_GOALS),
        *(over_draws(citizens) for citizens in SIZES),
        limit("FSM2: time with 50,000 citizens over time with 450", 3, ours(50_000), ours(450)),
        seconds(),
    ]
