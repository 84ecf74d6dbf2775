"""Where a citizen of FSM2 can be at a month's end, and how one moves in a month."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, auto, unique

from fsmlib.programme.measures import Measure


@unique
class State(IntEnum):
    """Where a citizen is on the last day of a month.

    Who has not been visited can have found work or be exempt too.  The steps are those of the
    effort, without work.  Everyone starts somewhere and `OUT` (moved, died, state pension) is for
    good.  Where a programme measures something else than work, who is touched by that is in the
    states of paid hours.
    """

    NOT_VISITED = 0
    NOT_VISITED_PAID_HOURS = auto()
    NOT_VISITED_EXEMPT = auto()
    STEP_1 = auto()
    STEP_2 = auto()
    STEP_3 = auto()
    PAID_HOURS = auto()
    SU_EDUCATION = auto()
    LOENTILSKUD = auto()
    EXEMPT = auto()
    GROUP_2 = auto()
    FLEKSJOB = auto()
    OUT = auto()


STEPS = (State.STEP_1, State.STEP_2, State.STEP_3)
WAITING = (State.NOT_VISITED, State.NOT_VISITED_PAID_HOURS)
WORKING = frozenset({State.NOT_VISITED_PAID_HOURS, State.PAID_HOURS, State.SU_EDUCATION})
OUTSIDE_GROUP = frozenset(
    {State.NOT_VISITED_EXEMPT, State.EXEMPT, State.GROUP_2, State.FLEKSJOB, State.OUT}
)
EFFORT_GROUP = tuple(state for state in State if state not in OUTSIDE_GROUP)
ALL_EXEMPT = (State.EXEMPT, State.NOT_VISITED_EXEMPT)
WITH_JOB_BROKER = (*STEPS, State.LOENTILSKUD, State.PAID_HOURS)


@dataclass(frozen=True)
class Edge:
    """The chance that a citizen in `origin` at a month's start is in `to` at its end.

    An edge from a state without work to itself is a short job that began and ended in the month.
    `spread` says how unsure the chance itself is: the standard deviation of its log odds against
    staying, drawn once for a whole replication; edges with the same `cause` (the name of the
    assumption they rest on) share that draw, edges without one are unsure for themselves.
    """

    origin: State
    to: State
    chance: float
    spread: float = 0.0
    cause: str = ""

    @property
    def touches(self) -> bool:
        """Whether who takes the edge was in work or education at some time of the month."""
        return self.origin in WORKING or self.to in WORKING or self.origin == self.to

    @property
    def draw(self) -> str:
        """The name of the draw that says how far off the chance is in a replication."""
        return self.cause or f"{self.origin.name} to {self.to.name}"

    @property
    def is_entry(self) -> bool:
        """Whether the edge leads from no work into work or education, for however short a time."""
        return self.origin not in WORKING and self.touches


@dataclass(frozen=True)
class Passing:
    """Those who pass a month of their course, each of whom is measured once, in that month.

    Of the target group the share `per_month` passes it in a month, at random; the share `exempt`
    of them is marked as exempt, and the share `touched` of the others has been touched.  The
    `spreads` say how unsure the three are: of the log of the first, the log odds of the others.
    """

    per_month: float
    exempt: float
    touched: float
    spreads: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Rates:
    """What happens to citizens in a month: what has no edge stays where it is.

    The chances of the edges out of one state add up to at most 1; what is left is the chance to
    stay.  Of those visited the share `to_group_2` goes to group 2.  `shock_sd` is the standard
    deviation of the log odds of every entry to work or education in a month, common to all
    citizens: a good month for one is a good month for all.  Shock and spread keep the mean of the
    odds.  `measure` is that of the programme's own and has the ceiling on who is exempt; where it
    is of those who pass a month, they are `passing`.  ValueError for chances that are none.
    """

    edges: tuple[Edge, ...]
    to_group_2: float = 0.0
    to_group_2_spread: float = 0.0
    shock_sd: float = 0.0
    measure: Measure | None = None
    passing: Passing | None = None

    def __post_init__(self) -> None:
        for origin in State:
            chances = [edge.chance for edge in self.edges if edge.origin == origin]
            if any(chance < 0 for chance in chances) or sum(chances) > 1 + 1e-9:
                raise ValueError(f"chances out of {origin.name}: {chances}")
            if origin in WORKING and any(edge.to == origin for edge in self.out_of(origin)):
                raise ValueError(f"{origin.name} is in work: it cannot have a short job")
        if not 0 <= self.to_group_2 <= 1:
            raise ValueError(f"share to group 2: {self.to_group_2}")
        spreads = [edge.spread for edge in self.edges]
        if min([self.shock_sd, self.to_group_2_spread, *spreads]) < 0:
            raise ValueError("a spread below 0")

    def out_of(self, origin: State) -> tuple[Edge, ...]:
        """The edges out of a state."""
        return tuple(edge for edge in self.edges if edge.origin == origin)


def chance_to_end(entry: float, end: float) -> float:
    """The chance that a job ends in a month, so that touched months follow `entry` and `end`.

    A job that ends has still touched its month, and who loses it may find another in the next one;
    so jobs end a little more often than touched months do.

    >>> chance_to_end(entry=0.2, end=0.4)
    0.5
    """
    return end / (1 - entry) if entry < 1 else 0.0


def work_edges(
    origins: Iterable[State], work: State, back_to: State, entry: float, end: float
) -> tuple[Edge, ...]:
    """Entries, short jobs and endings such that touched months follow two chances.

    A register shows months touched, not days: of the untouched, `entry` become touched in the next
    month, and of the touched, `end` are untouched in the next.  Exactly that chain comes out of
    these edges: a job that ends in a month has still touched it, so endings are a little more
    frequent than `end`, and the same share of the entries are over within their first month.

    Exact where all `origins` and `back_to` have the same chances and nothing else happens.
    ValueError when the two chances add up to more than 1 (touched months would have to repel one
    another).

    >>> entry, short, end = work_edges([State.STEP_3], State.PAID_HOURS, State.STEP_3, 0.2, 0.4)
    >>> round(entry.chance, 3), round(short.chance, 3), round(end.chance, 3)
    (0.1, 0.1, 0.5)
    """
    if entry + end > 1:
        raise ValueError(f"entry {entry} and end {end} add up to more than 1")
    ends = chance_to_end(entry, end)
    edges = []
    for origin in origins:
        edges += [
            Edge(origin, work, entry * (1 - ends)),
            Edge(origin, origin, entry * ends),
        ]
    return (*edges, Edge(work, back_to, ends))
