"""What luck alone does to the best month (FSM2): a municipality whose level never changes."""

from fsmlib.models.cohort import simulate
from fsmlib.models.plan import Plan, Stratum, whole
from fsmlib.models.states import Rates, State, work_edges
from fsmlib.models.visitation import Estimate, chance_in_some_month

REPLICATIONS = 20_000
SEED = 1


def chance_of_luck(citizens: int, level: float, end: float, months: int, percent: int) -> Estimate:
    """The chance that the best of some months reaches a threshold when nothing but luck varies.

    Every citizen is touched with the chance `level` in every month, and of those touched `end` are
    not in the next: a long job makes the months alike, a short one gives luck more tries.  So a
    municipality below a threshold may reach it, the more so the smaller and the longer it is.
    ValueError for a level that such endings cannot hold.

    >>> chance_of_luck(300, 0.13, 0.5, 24, percent=13).value > 0.99
    True
    """
    entry = end * level / (1 - level)
    edges = work_edges([State.STEP_1], State.PAID_HOURS, State.STEP_1, entry, end)
    working_at_the_end = (level - entry) / (1 - entry)
    opening = whole(citizens, [working_at_the_end, 1 - working_at_the_end])
    stratum = Stratum(dict(zip((State.PAID_HOURS, State.STEP_1), opening, strict=True)))
    cohort = simulate(Plan((stratum,), months), Rates(edges), REPLICATIONS, SEED)
    return chance_in_some_month(cohort, percent)
