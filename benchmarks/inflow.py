"""The stock under inflow against following every case in SimPy and in Ciw."""

import ciw
import numpy as np
import simpy
from scipy.special import gamma, gammainccinv

from benchmarks.ratios import Ratio, paired
from fsmlib.models.inflow import simulate_stock
from fsmlib.models.stock import Stock, expected_cases

MONTHS = 24
STOCK = Stock(132, (5.5,) * MONTHS, mean_duration=24, duration_shape=1.5)
SCALE = STOCK.mean_duration / gamma(1 + 1 / STOCK.duration_shape)
OUR_PATHS = 40_960
PEER_PATHS = {"SimPy": 200, "Ciw": 60}
MOST_STANDARD_ERRORS = 4


def residual(rng: np.random.Generator, size: int) -> np.ndarray:
    """How long the cases of a stock in balance still last."""
    shape = STOCK.duration_shape
    return SCALE * gammainccinv(1 / shape, rng.random(size)) ** (1 / shape)


def simpy_path(rng: np.random.Generator) -> list[int]:
    environment = simpy.Environment()
    open_cases = 0
    at_month_ends = []

    def case(duration: float):
        nonlocal open_cases
        open_cases += 1
        yield environment.timeout(duration)
        open_cases -= 1

    def arrivals():
        while True:
            yield environment.timeout(rng.exponential(1 / STOCK.inflow[0]))
            environment.process(case(SCALE * rng.weibull(STOCK.duration_shape)))

    def month_ends():
        for _ in range(MONTHS):
            yield environment.timeout(1)
            at_month_ends.append(open_cases)

    for duration in residual(rng, STOCK.opening):
        environment.process(case(duration))
    environment.process(arrivals())
    environment.process(month_ends())
    environment.run(MONTHS + 0.5)
    return at_month_ends


class Residual(ciw.dists.Distribution):
    """The remaining duration of an opening case, drawn in advance."""

    def __init__(self, durations: np.ndarray):
        self.durations = iter(durations)

    def sample(self, t: float | None = None, ind: object = None) -> float:
        return float(next(self.durations))


def ciw_path(rng: np.random.Generator) -> list[int]:
    network = ciw.create_network(
        arrival_distributions={
            "new": [ciw.dists.Exponential(STOCK.inflow[0])],
            "opening": [ciw.dists.Sequential([1e-9, float("inf")])],
        },
        batching_distributions={
            "new": [ciw.dists.Deterministic(1)],
            "opening": [ciw.dists.Deterministic(STOCK.opening)],
        },
        service_distributions={
            "new": [ciw.dists.Weibull(SCALE, STOCK.duration_shape)],
            "opening": [Residual(residual(rng, STOCK.opening))],
        },
        number_of_servers=[float("inf")],
    )
    ciw.seed(int(rng.integers(2**31)))
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(MONTHS + 0.5)
    records = simulation.get_all_records(include_incomplete=True)
    came = np.array([record.arrival_date for record in records])
    gone = np.array([record.exit_date for record in records], dtype=float)
    gone = np.where(np.isnan(gone), np.inf, gone)
    return [int(np.sum((came <= t) & (gone > t))) for t in range(1, MONTHS + 1)]


def agree(name: str, paths: np.ndarray, ours: np.ndarray) -> None:
    """The peer's mean path is the exact one, and its path maximum has our distribution."""
    error = paths.std(axis=0) / np.sqrt(len(paths))
    assert np.all(np.abs(paths.mean(axis=0) - expected_cases(STOCK)) < 5 * error), name
    theirs, mine = paths.max(axis=1), ours.max(axis=1)
    error = np.sqrt(theirs.var() / len(theirs) + mine.var() / len(mine))
    assert abs(theirs.mean() - mine.mean()) < MOST_STANDARD_ERRORS * error, name


def measure() -> list[Ratio]:
    rng = np.random.default_rng(1)
    goals = {"SimPy": (simpy_path, 250), "Ciw": (ciw_path, 1200)}
    ours = simulate_stock((STOCK,), OUR_PATHS, seed=1)
    ratios = []
    for name, (path, goal) in goals.items():
        number = PEER_PATHS[name]
        agree(name, np.array([path(rng) for _ in range(number)]), ours)
        ratios.append(
            paired(
                f"HIR stock under inflow, {MONTHS} months: paths per CPU second against {name}",
                goal,
                lambda: simulate_stock((STOCK,), OUR_PATHS, seed=1),
                OUR_PATHS,
                lambda path=path, number=number: [path(rng) for _ in range(number)],
                number,
            )
        )
    return ratios
