"""What a municipality plans in FSM2: whom it begins with, who is visited when, by how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from fsmlib.models.states import STEPS, WAITING, WITH_JOB_BROKER, State
from fsmlib.rules.job_brokers import places


@dataclass(frozen=True)
class Stratum:
    """Citizens who are alike: how many are in each state the day before the first month.

    `entry_odds` says how many times the odds of every entry to work they have.  New citizens come
    to the target group at random, `inflow_per_month` on average, not yet visited.
    """

    citizens: Mapping[State, int]
    name: str = ""
    entry_odds: float = 1.0
    inflow_per_month: float = 0.0

    @property
    def target_group(self) -> int:
        """Citizens in the target group at the start, wherever they are in it."""
        return sum(number for state, number in self.citizens.items() if state != State.OUT)


@dataclass(frozen=True)
class JobBroker:
    """Job brokers of one role: full-time equivalents, and citizens on a full-time week."""

    role: str
    fte: float
    caseload: int
    from_month: int = 0


@dataclass(frozen=True)
class Plan:
    """How the whole target group gets the effort within the project.

    Either `waves`, the number of citizens to be visited in each month (0 after the last one given),
    or, when it is None, as many as the job brokers have places for, and at most `capacity` a month
    where that is told.  Who is visited is chosen at random among all who wait.  A place is held by
    those in `with_job_broker`; a citizen who moves on gives it free.  `start_shares` are the shares
    of those visited who begin at step 1, 2 and 3: who already has come far need not begin anew.
    `months` is the length of the project; a later end is a larger number.
    """

    strata: tuple[Stratum, ...]
    months: int
    job_brokers: tuple[JobBroker, ...] = ()
    waves: tuple[int, ...] | None = None
    start_shares: tuple[float, ...] = (1.0, 0.0, 0.0)
    with_job_broker: tuple[State, ...] = WITH_JOB_BROKER
    capacity: int | None = None

    def __post_init__(self) -> None:
        if self.months < 1 or not self.strata:
            raise ValueError("a plan needs a month and a stratum")
        if len(self.start_shares) != len(STEPS) or abs(sum(self.start_shares) - 1) > 1e-9:
            raise ValueError(f"shares of the steps: {self.start_shares}")
        if min([*self.start_shares, *(self.waves or ()), self.capacity or 0]) < 0:
            raise ValueError("a number below 0")
        for stratum in self.strata:
            if min([stratum.entry_odds, stratum.inflow_per_month, *stratum.citizens.values()]) < 0:
                raise ValueError(f"a number below 0 in stratum {stratum.name}")
        if any(min(b.fte, b.caseload, b.from_month) < 0 for b in self.job_brokers):
            raise ValueError("a number below 0 for a job broker")

    @property
    def target_group(self) -> int:
        """Citizens in the target group at the start."""
        return sum(stratum.target_group for stratum in self.strata)

    @cached_property
    def already_visited(self) -> int:
        """Citizens visited before the first month, also those in group 2."""
        not_visited = [State.NOT_VISITED_EXEMPT, *WAITING]
        return self.target_group - int(self.opening[:, not_visited].sum())

    @cached_property
    def opening(self) -> NDArray[np.int64]:
        """Citizens at the start by stratum and state, shape (strata, states)."""
        return np.array([[s.citizens.get(state, 0) for state in State] for s in self.strata])

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Citizens all job brokers can hold in each month, shape (months,)."""
        each = [places(broker.fte, broker.caseload) for broker in self.job_brokers]
        return np.asarray(np.array(each, dtype=np.int64) @ self._employed)

    @cached_property
    def fte(self) -> NDArray[np.float64]:
        """Full-time equivalents of job brokers in each month, shape (months,)."""
        each = [broker.fte for broker in self.job_brokers]
        return np.asarray(np.array(each, dtype=float) @ self._employed)

    @cached_property
    def wave(self) -> NDArray[np.int64] | None:
        """Citizens to be visited in each month, shape (months,); None: as there are places."""
        if self.waves is None:
            return None
        return np.array([*self.waves, *([0] * self.months)][: self.months], dtype=np.int64)

    @property
    def _employed(self) -> NDArray[np.int64]:
        """1 where the job brokers of a role are there, shape (roles, months)."""
        starts = np.array([broker.from_month for broker in self.job_brokers], dtype=np.int64)
        return (np.arange(self.months) >= starts[:, np.newaxis]).astype(np.int64)


def opening_citizens(
    target_group: int,
    already_visited: int = 0,
    start_shares: Sequence[float] = (1.0, 0.0, 0.0),
    in_work_share: float = 0.0,
    exempt_share: float = 0.0,
) -> dict[State, int]:
    """Whole citizens by state, from the shares a municipality knows; they add up exactly.

    The shares in work and exempt hold for those visited and those not visited alike; the rest of
    those visited are at step 1, 2 and 3 by `start_shares`.  Rest citizens go to the largest
    fractions.

    >>> opening_citizens(100, 10, (0.5, 0.3, 0.2), in_work_share=0.1)[State.NOT_VISITED]
    81
    """
    shares = [in_work_share, exempt_share, 1 - in_work_share - exempt_share]
    waiting = (State.NOT_VISITED_PAID_HOURS, State.NOT_VISITED_EXEMPT, State.NOT_VISITED)
    visited = (State.PAID_HOURS, State.EXEMPT, *STEPS)
    of_visited = [*shares[:-1], *(shares[-1] * share for share in start_shares)]
    return {
        **dict(zip(waiting, whole_numbers(target_group - already_visited, shares), strict=True)),
        **dict(zip(visited, whole_numbers(already_visited, of_visited), strict=True)),
    }


def whole_numbers(number: int, shares: Sequence[float]) -> list[int]:
    """A number parted by shares into whole numbers that add up to it (largest remainders).

    >>> whole_numbers(10, [0.25, 0.25, 0.5])
    [3, 2, 5]
    """
    exact = number * np.asarray(shares, dtype=float)
    parts = np.floor(exact + 1e-9).astype(int)
    first = np.argsort(parts - exact, kind="stable")[: number - parts.sum()]
    parts[first] += 1
    return [int(part) for part in parts]
