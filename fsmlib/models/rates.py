"""The chances of a month (FSM2): a municipality's own where it has them, else our assumptions."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from fsmlib.models.estimates import Counted
from fsmlib.models.states import STEPS, Edge, Passing, Rates, State, chance_to_end, work_edges
from fsmlib.programme.parameters import Values

LIFTS = ("step_1_lift", "step_2_lift", "step_3_lift")
OF_WORK = (
    "job_entry_per_month",
    "job_end_per_month",
    *LIFTS,
    "step_up_per_month",
    "education_entry_per_month",
    "education_end_per_month",
    "loentilskud_entry_per_month",
    "loentilskud_end_per_month",
    "loentilskud_to_job_share",
)
OF_GROUPS = (
    "exempt_entry_per_month",
    "exempt_return_per_month",
    "to_group_2_share",
    "to_group_2_per_month",
    "back_to_group_1_per_month",
    "fleksjob_entry_per_month",
    "fleksjob_end_per_month",
    "exit_per_month",
)
CHANCES = (*OF_WORK, *OF_GROUPS)
OF_A_STOCK = ("touched_entry_per_month", "touched_end_per_month")
OF_THOSE_WHO_PASS = ("touched_share", "passing_per_month_share")
CHANCES_OF_A_MEASURE = (*OF_A_STOCK, *OF_THOSE_WHO_PASS)
AT_START = ("touched_at_start_share", "exempt_share", "inflow_per_month_share")
UNSURE_CHANCES = ("entry_shock", "rate_spread")


def names_of(values: Values) -> tuple[str, ...]:
    """The assumptions that a simulation of the programme's measure rests on, luck left out.

    A measure of its own has its own chances, and nothing is assumed of what the effort does to it.
    """
    measure = values.own_measure
    if measure is None:
        return (*CHANCES, *AT_START)
    own = OF_THOSE_WHO_PASS if measure.passes_month else OF_A_STOCK
    return (*own, *OF_GROUPS, *(name for name in AT_START if name != "touched_at_start_share"))


def touching(values: Values) -> str:
    """The assumption that says how often somebody becomes touched."""
    return names_of(values)[0]


@dataclass(frozen=True)
class Chances:
    """Every assumption of the simulation by name, each with how unsure it is.

    `own` are estimates from the municipality's registers; they come before an assumption, but not
    before a value the user has set.
    """

    values: Values
    own: Mapping[str, Counted] = field(default_factory=dict)

    def is_own(self, name: str) -> bool:
        """Whether the chance comes from the municipality's own registers."""
        return name in self.own and name not in self.values.given

    def __getitem__(self, name: str) -> float:
        return self.own[name].mean if self.is_own(name) else float(getattr(self.values, name))

    def spread(self, name: str) -> float:
        """Standard deviation of the log odds: the register's own luck, or that of a guess."""
        return self.own[name].spread if self.is_own(name) else float(self.values.rate_spread)

    def edge(self, origin: State, to: State, name: str, share: float = 1.0) -> Edge:
        """The edge that an assumption gives, or a share of it."""
        return Edge(origin, to, self[name] * share, self.spread(name), name)


def rates_of(chances: Chances) -> Rates:
    """The edges of the simulation.

    Where the effort has an effect, its lift multiplies the chance of work without it, and is unsure
    beside that chance.  Who leaves education, løntilskud or a job goes on from step 3; who comes
    back from an exemption or group 2 begins at step 1.
    """
    measure = chances.values.own_measure
    if measure is None:
        inside = [*_job_edges(chances), *_effort_edges(chances)]
    else:
        inside = [] if measure.passes_month else [*_touched_edges(chances)]
    return Rates(
        (*inside, *_edges_outside_group_1(chances)),
        to_group_2=chances["to_group_2_share"],
        to_group_2_spread=chances.spread("to_group_2_share"),
        shock_sd=float(chances.values.entry_shock),
        measure=chances.values.measured,
        passing=_passing(chances) if measure and measure.passes_month else None,
    )


def in_work_share(chances: Chances) -> float:
    """Share of the target group in work on the day before the first month.

    A register tells who was touched in the month before; those whose job ended in it are no longer
    in work.  Of a measure of its own as many are touched as the chances lead to in the long run,
    and nobody where each is measured once.
    """
    measure = chances.values.own_measure
    if measure and measure.passes_month:
        return 0.0
    if measure:
        entry, end = _touched_chances(chances)
        touched = (1 - chances["exempt_share"]) * entry / (entry + end or 1)
    else:
        entry, end = chances["job_entry_per_month"], chances["job_end_per_month"]
        entry, touched = min(entry, 1 - end), chances["touched_at_start_share"]
    return touched * (1 - chance_to_end(entry, end))


def _job_edges(chances: Chances) -> Iterator[Edge]:
    """Work before the visit, and at each step; a job that ends leads back to step 3."""
    end, base = chances["job_end_per_month"], chances["job_entry_per_month"]
    before, at_work = State.NOT_VISITED, State.NOT_VISITED_PAID_HOURS
    for edge in work_edges([before], at_work, before, min(base, 1 - end), end):
        yield _unsure(edge, chances, "job_entry_per_month")
    for step, lift in zip(STEPS, LIFTS, strict=True):
        entry = min(base * chances[lift], 1 - end)
        for edge in work_edges([step], State.PAID_HOURS, step, entry, end):
            if edge.origin == step or step == STEPS[-1]:
                yield _unsure(edge, chances, "job_entry_per_month", lift=lift)


def _touched_chances(chances: Chances) -> tuple[float, float]:
    """Entry and end of what a measure of its own counts, with room for who goes out besides."""
    entry, end = (chances[name] for name in OF_A_STOCK)
    others = ("exempt_entry_per_month", "to_group_2_per_month", "exit_per_month")
    most = max(0.0, 1 - sum(chances[name] for name in others))
    entry = min(entry, most)
    return entry, min(end, most * (1 - entry))


def _touched_edges(chances: Chances) -> Iterator[Edge]:
    """Into and out of what the measure counts, visited or not; who is touched can be exempt too."""
    entry, end = _touched_chances(chances)
    for origins, touched, exempt in (
        ((State.NOT_VISITED,), State.NOT_VISITED_PAID_HOURS, State.NOT_VISITED_EXEMPT),
        (STEPS, State.PAID_HOURS, State.EXEMPT),
    ):
        for edge in work_edges(origins, touched, origins[0], entry, end):
            yield _unsure(edge, chances, *OF_A_STOCK)
        yield chances.edge(touched, exempt, "exempt_entry_per_month")


def _passing(chances: Chances) -> Passing:
    """Those who pass the measure's month."""
    names = ("passing_per_month_share", "exempt_share", "touched_share")
    per_month, exempt, touched = (chances[name] for name in names)
    many, odds, other = (chances.spread(name) for name in names)
    return Passing(per_month, exempt, touched, (many, odds, other))


def _unsure(
    edge: Edge, chances: Chances, entry: str, end: str = "job_end_per_month", lift: str = ""
) -> Edge:
    """The edge with the spread of what it rests on; all entries are unsure together."""
    if not edge.is_entry:
        return replace(edge, spread=chances.spread(end), cause=end)
    spread = math.hypot(chances.spread(entry), chances.spread(lift) if lift else 0)
    return replace(edge, spread=spread, cause=entry)


def _effort_edges(chances: Chances) -> Iterator[Edge]:
    """Steps up, education and løntilskud."""
    education, loentilskud = State.SU_EDUCATION, State.LOENTILSKUD
    for step, above in pairwise(STEPS):
        yield chances.edge(step, above, "step_up_per_month")
    for step in STEPS:
        yield chances.edge(step, education, "education_entry_per_month")
        yield chances.edge(step, loentilskud, "loentilskud_entry_per_month")
    to_job = chances["loentilskud_to_job_share"]
    yield chances.edge(education, STEPS[-1], "education_end_per_month")
    yield chances.edge(loentilskud, State.PAID_HOURS, "loentilskud_end_per_month", to_job)
    yield chances.edge(loentilskud, STEPS[-1], "loentilskud_end_per_month", 1 - to_job)


def _edges_outside_group_1(chances: Chances) -> Iterator[Edge]:
    """Exemptions, group 2 and fleksjob, both ways, and out for good."""
    for origin, exempt in (
        (State.NOT_VISITED, State.NOT_VISITED_EXEMPT),
        *((step, State.EXEMPT) for step in STEPS),
    ):
        yield chances.edge(origin, exempt, "exempt_entry_per_month")
    yield chances.edge(State.NOT_VISITED_EXEMPT, State.NOT_VISITED, "exempt_return_per_month")
    yield chances.edge(State.EXEMPT, STEPS[0], "exempt_return_per_month")
    for step in STEPS:
        yield chances.edge(step, State.GROUP_2, "to_group_2_per_month")
    yield chances.edge(State.GROUP_2, STEPS[0], "back_to_group_1_per_month")
    yield chances.edge(State.GROUP_2, State.FLEKSJOB, "fleksjob_entry_per_month")
    yield chances.edge(State.FLEKSJOB, State.GROUP_2, "fleksjob_end_per_month")
    for state in State:
        if state != State.OUT:
            yield chances.edge(state, State.OUT, "exit_per_month")
