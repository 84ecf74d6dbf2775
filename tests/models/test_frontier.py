"""The question turned round: every split of the staff tried one by one gives the same frontier."""

from functools import cache, partial
from itertools import product

import numpy as np
import pytest

from fsmlib.models.frontier import MOST_CAP, CaseGroup, Staff, lowest_cap, most_at_low
from fsmlib.programme.parameters import load
from fsmlib.rules.caseload import capacity, room

HIR = load("hir", "2018-03-01")
COUNTING = load("hir", "2018-03-01", absence_share=0.1, training_hours=2)


def places(hours: float, held: int, cap: int, values: object = HIR) -> int:
    return max(int(capacity([hours], values, cap)[0]), held)  # type: ignore[arg-type]


def best_by_trying(groups: list[CaseGroup], staff: Staff, values: object = HIR) -> float | None:
    """The worth of the best of all ways to give each caseworker one group at one cap."""
    room_of = cache(partial(places, values=values))
    best, people = None, list(zip(staff.hours, staff.held, strict=True))
    for split in product([(g, low) for g in groups for low in (True, False)], repeat=len(people)):
        worth = 0.0
        for group in groups:
            own = [
                (room_of(*person, group.cap_low if low else group.cap_high), low)
                for person, (g, low) in zip(people, split, strict=True)
                if g is group
            ]
            if sum(n for n, _ in own) < group.cases:
                break
            worth += group.weight * min(group.cases, sum(n for n, low in own if low))
        else:
            best = worth if best is None else max(best, worth)
    return best


def random_question(seed: int, several: int, people: int) -> tuple[list[CaseGroup], Staff]:
    rng = np.random.default_rng(seed)
    groups = []
    for number in range(several):
        low = int(rng.integers(15, 35))
        cases, high = int(rng.integers(0, 75)), low + int(rng.integers(0, 20))
        groups.append(CaseGroup(f"g{number}", cases, low, high, float(rng.choice([1, 1, 2, 3]))))
    hours = tuple(float(each) for each in rng.choice([37, 37, 30, 18.5, 7], people))
    return groups, Staff(hours, tuple(int(n) for n in rng.choice([0, 0, 5, 50], people)))


@pytest.mark.parametrize("values", [HIR, COUNTING], ids=["HIR", "with absence and training"])
@pytest.mark.parametrize(("several", "people"), [(1, 6), (2, 5), (3, 4)])
def test_the_frontier_is_the_best_of_all_splits(several: int, people: int, values: object) -> None:
    reached = 0
    for seed in range(25):
        groups, staff = random_question(seed, several, people)
        found, best = most_at_low(groups, staff, values), best_by_trying(groups, staff, values)  # type: ignore[arg-type]
        assert (found is None) == (best is None)
        if found is not None:
            reached += 1
            assert sum(g.weight * n for g, n in zip(groups, found, strict=True)) == best
    assert reached > 2


def test_the_tightest_cap_of_one_group_is_that_of_the_room_for_it() -> None:
    """Source: HIR-11; one cap tighter, and the room counted person by person is too small."""
    for seed in range(30):
        (group,), staff = random_question(seed, 1, 5)
        cap = lowest_cap([group], 0, staff, HIR)
        assert cap is not None and room(staff.hours, staff.held, HIR, cap) >= group.cases
        assert cap == 1 or room(staff.hours, staff.held, HIR, cap - 1) < group.cases


def test_a_group_gets_what_the_others_leave() -> None:
    groups = [CaseGroup("unge", 60, 30, 50), CaseGroup("job", 55, 35, 55)]
    staff = Staff((37, 37, 37), (0, 0, 0))
    assert [lowest_cap(groups, n, staff, HIR) for n in (0, 1)] == [30, 55]
    assert [lowest_cap(groups, n, Staff((37,) * 4, (0,) * 4), HIR) for n in (0, 1)] == [20, 28]


def test_what_cannot_be_reached_has_no_answer() -> None:
    group = CaseGroup("alle", 40, 30, 35)
    assert most_at_low([group], Staff((), ()), HIR) is None
    assert most_at_low([group], Staff((37,), (0,)), HIR) is None
    assert lowest_cap([group], 0, Staff((0,), (0,)), HIR) is None
    assert lowest_cap([CaseGroup("alle", MOST_CAP + 1, 30, 35)], 0, Staff((37,), (0,)), HIR) is None
    assert most_at_low([CaseGroup("ingen", 0, 30, 35)], Staff((), ()), HIR) == (0,)


def test_more_staff_never_leaves_fewer_at_the_tight_cap() -> None:
    groups = [CaseGroup("alle", 150, 30, 35)]
    found = [most_at_low(groups, Staff((37,) * n, (0,) * n), HIR) for n in range(3, 8)]
    told = [each[0] for each in found if each is not None]
    assert told == sorted(told) and told[-1] == 150
