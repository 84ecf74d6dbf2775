"""Monthly chances from a municipality's own registers (FSM2), each with its interval."""

import math
from dataclasses import dataclass

import numpy as np
import scipy

from fsmlib.models.states import State
from fsmlib.rules.month_bits import MOST_MONTHS, MonthBits
from fsmlib.rules.register import Register

FEWEST_EVENTS, FEWEST_CITIZEN_MONTHS = 5, 1000
POSTERIOR_TAILS = (0.05, 0.95)
PRIOR = 0.5
SHOCKED = frozenset(
    {
        "job_entry_per_month",
        "education_entry_per_month",
        "touched_entry_per_month",
        "touched_share",
    }
)


@dataclass(frozen=True)
class Counted:
    """A monthly chance counted in a register: `events` among `exposure` citizen-months.

    Jeffreys' prior stands for what is known before the count, so none of 40 is rare and not never.
    `shock` is the standard deviation of log odds that luck common to all citizens leaves in the
    mean of the months counted.

    >>> round(Counted(15, 1000).mean, 4)
    0.0155
    """

    events: int
    exposure: int
    shock: float = 0.0

    @property
    def shape(self) -> tuple[float, float]:
        """The two numbers of the beta distribution of the chance."""
        return self.events + PRIOR, self.exposure - self.events + PRIOR

    @property
    def mean(self) -> float:
        """The estimate itself."""
        return self.shape[0] / sum(self.shape)

    @property
    def interval(self) -> tuple[float, float]:
        """The 90 % interval of the citizens' luck alone."""
        low, high = scipy.special.betaincinv(*self.shape, POSTERIOR_TAILS)
        return float(low), float(high)

    @property
    def spread(self) -> float:
        """Standard deviation of the log odds, common luck included."""
        return math.hypot(math.sqrt(sum(scipy.special.polygamma(1, self.shape))), self.shock)

    @property
    def is_enough(self) -> bool:
        """Whether there is enough to go by; below it, our guess is the better one."""
        return self.events >= FEWEST_EVENTS or self.exposure >= FEWEST_CITIZEN_MONTHS


def estimate(
    register: Register, visited: MonthBits | None = None, shock_sd: float = 0.0
) -> dict[str, Counted]:
    """The chances that a register can tell, by the name of the assumption they replace.

    Each is a count of citizen-months: who was in one state in a month, and in another the month
    after.  Where it is known who was `visited` when, work without the effort is counted before the
    visit and moves to group 2 after it.  What no register holds (a citizen's step) stays a guess,
    and so does an inflow of more than everyone a month: such a register is only filling up.  Where
    a measure of the programme's own is of those who pass a month, each is counted in that month.
    """
    if register.measure and register.measure.passes_month:
        return _of_those_who_pass(register, shock_sd)
    pairs = _moves(register, ~np.uint64(0) if visited is None else visited)
    if visited is not None and "job_entry_per_month" in pairs:
        before, after = pairs["job_entry_per_month"]
        pairs["job_entry_per_month"] = (before & ~visited, after)
    shocks = shock_sd / math.sqrt(max(len(register.months) - 1, 1))
    found = {
        name: _count(before, after, len(register.months), shocks if name in SHOCKED else 0.0)
        for name, (before, after) in pairs.items()
    }
    found |= _at_the_end(register) | {"inflow_per_month_share": _inflow(register)}
    return _possible(found)


def _possible(found: dict[str, Counted]) -> dict[str, Counted]:
    return {name: each for name, each in found.items() if 0 < each.exposure >= each.events}


def _of_those_who_pass(register: Register, shock_sd: float) -> dict[str, Counted]:
    """How many pass the month of the measure, and who of them is exempt and touched."""

    def number(bits: MonthBits) -> int:
        return int(np.bitwise_count(bits & known).sum())

    months = len(register.months)
    known = ~np.uint64(0) >> np.uint64(MOST_MONTHS - months)
    exempt, group = register.series()["exempt"], register.effort_group
    passing = number(exempt) + number(group)
    shock = shock_sd / math.sqrt(months)
    found = {
        "passing_per_month_share": Counted(passing, number(register.resident)),
        "exempt_share": Counted(number(exempt), passing),
        "touched_share": Counted(number(register.touched), number(group), shock),
        "inflow_per_month_share": _inflow(register),
        "exit_per_month": _count(register.resident, ~register.resident, months, 0.0),
    }
    return _possible(found)


def _inflow(register: Register) -> Counted:
    """Citizens new in the target group a month, for each who was in it in the first month."""
    months = len(register.months)
    there = register.resident & np.uint64(1)
    came = ~register.resident & _next(register.resident) & _followed(months)
    at_start = int(np.bitwise_count(there).sum())
    return Counted(int(np.bitwise_count(came).sum()), at_start * (months - 1))


def _at_the_end(register: Register) -> dict[str, Counted]:
    """Shares of those outside group 2 who are in work or exempt in the last month."""
    at, last = spells(register), np.uint64(1) << np.uint64(len(register.months) - 1)
    outside = register.resident & ~register.group_2
    working = at[State.PAID_HOURS] | at[State.SU_EDUCATION]
    return {
        name: Counted(*(int(np.bitwise_count(bits & last).sum()) for bits in (part, outside)))
        for name, part in (
            ("touched_at_start_share", working),
            ("exempt_share", at[State.EXEMPT]),
        )
    }


def spells(register: Register) -> dict[State, MonthBits]:
    """The months each citizen spends in each state that a register can tell, one state a month.

    Which step a citizen is at is not in the registers: step 1 stands for them all.  Who is touched
    by a measure of the programme's own is told as paid hours are.
    """
    group, group_2 = register.effort_group, register.resident & register.group_2
    paid = register.touched if _has_own(register) else group & register.paid_hours
    others = np.zeros_like(group) if _has_own(register) else group & ~paid
    education = others & register.education
    loentilskud = others & register.loentilskud & ~education
    return {
        State.STEP_1: group & ~(paid | education | loentilskud),
        State.PAID_HOURS: paid,
        State.SU_EDUCATION: education,
        State.LOENTILSKUD: loentilskud,
        State.EXEMPT: register.resident & ~register.group_2 & register.exempt,
        State.GROUP_2: group_2 & ~register.fleksjob,
        State.FLEKSJOB: group_2 & register.fleksjob,
        State.OUT: ~register.resident,
    }


def _moves(
    register: Register, visited: MonthBits | np.uint64
) -> dict[str, tuple[MonthBits, MonthBits]]:
    """By assumption: the months somebody could make the move, and the months after it."""
    group, at = register.effort_group, spells(register)
    idle, paid, education = at[State.STEP_1], at[State.PAID_HOURS], at[State.SU_EDUCATION]
    loentilskud, exempt = at[State.LOENTILSKUD], at[State.EXEMPT]
    group_2, fleksjob = at[State.GROUP_2], at[State.FLEKSJOB]
    groups = {
        "exempt_entry_per_month": (idle, exempt),
        "exempt_return_per_month": (exempt, group),
        "to_group_2_per_month": (idle & visited, group_2 | fleksjob),
        "back_to_group_1_per_month": (group_2, group),
        "fleksjob_entry_per_month": (group_2, fleksjob),
        "fleksjob_end_per_month": (fleksjob, group_2),
        "exit_per_month": (register.resident, ~register.resident),
    }
    if _has_own(register):
        return {
            "touched_entry_per_month": (idle, paid),
            "touched_end_per_month": (paid, group & ~paid),
            **groups,
            "exempt_entry_per_month": (group, exempt),
        }
    return {
        "job_entry_per_month": (idle, paid),
        "job_end_per_month": (paid, group & ~paid),
        "education_entry_per_month": (idle, education),
        "education_end_per_month": (education, group & ~education),
        "loentilskud_entry_per_month": (idle, loentilskud),
        "loentilskud_end_per_month": (loentilskud, group & ~loentilskud),
        "loentilskud_to_job_share": (loentilskud & _next(group & ~loentilskud), paid),
        **groups,
    }


def _has_own(register: Register) -> bool:
    """Whether it is measured by something else than the hours and education of a month."""
    return register.measure is not None and not register.measure.is_of_months


def _count(before: MonthBits, after: MonthBits, months: int, shock: float) -> Counted:
    """How many of the months in `before` are followed by one in `after`."""
    could = before & _followed(months)
    moved = could & _next(after)
    return Counted(int(np.bitwise_count(moved).sum()), int(np.bitwise_count(could).sum()), shock)


def _followed(months: int) -> np.uint64:
    """The bits of all months but the last, which has no month after it."""
    return ~np.uint64(0) >> np.uint64(MOST_MONTHS - months + 1)


def _next(bits: MonthBits) -> MonthBits:
    """Each month's bit as the month before it sees it."""
    return np.asarray(bits >> np.uint64(1))
