"""The question turned round: every split of the staff tried one by one gives the same frontier."""

from itertools import product

import numpy as np
import pytest

from fsmlib.models.frontier import each_at_low, groups_at_low, most_at_low
from fsmlib.programme.parameters import Values, load
from fsmlib.rules.caseload import capacity

HIR = load("hir", "2018-03-01")
COUNTING = load("hir", "2018-03-01", absence_share=0.1, training_hours=2)
Question = tuple[int, tuple[float, ...], tuple[int, ...], tuple[int, int]]


def best_by_trying(question: Question, values: Values) -> int | None:
    """The best of all ways to give each caseworker one of the caps."""
    cases, hours, held, caps = question
    places = [np.maximum(capacity(hours, values, cap), held) for cap in caps]
    found = [
        min(cases, sum(n for n, at in zip(own, split, strict=True) if at == 0))
        for split in product((0, 1), repeat=len(hours))
        if sum(own := [places[at][person] for person, at in enumerate(split)]) >= cases
    ]
    return int(max(found)) if found else None


def random_question(seed: int, people: int) -> Question:
    rng = np.random.default_rng(seed)
    low, cases = int(rng.integers(15, 35)), int(rng.integers(0, 220))
    hours = tuple(float(each) for each in rng.choice([37, 37, 30, 18.5, 7], people))
    held = tuple(int(n) for n in rng.choice([0, 0, 5, 50], people))
    return cases, hours, held, (low, low + int(rng.integers(0, 20)))


@pytest.mark.parametrize("values", [HIR, COUNTING], ids=["HIR", "with absence and training"])
@pytest.mark.parametrize("people", [4, 6])
def test_the_frontier_is_the_best_of_all_splits(people: int, values: Values) -> None:
    found = [random_question(seed, people) for seed in range(60)]
    best = [best_by_trying(each, values) for each in found]
    assert [most_at_low(*each, values) for each in found] == best
    assert None in best and sum(each is not None for each in best) > 20


@pytest.mark.parametrize("seed", range(40))
def test_the_groups_at_their_low_caps_are_the_most_of_all_choices(seed: int) -> None:
    rng = np.random.default_rng(seed)
    cases, free = rng.integers(0, 6, 3), float(rng.uniform(0, 5))
    extra = rng.choice([0, 0.1, 0.25, 0.4, 1], 3)
    choices = [*product(*(range(n + 1) for n in cases))]
    fit = [each for each in choices if np.dot(each, extra) <= free + 1e-9]
    assert groups_at_low(free, cases, extra) == max(map(sum, fit))
    alone = [max(each[g] for each in fit if sum(each) == each[g]) for g in range(3)]
    assert each_at_low(free, cases, extra) == alone


def test_what_cannot_be_reached_has_no_answer() -> None:
    assert most_at_low(40, (), (), (30, 35), HIR) is None
    assert most_at_low(40, (37,), (0,), (30, 35), HIR) is None
    assert most_at_low(0, (), (), (30, 35), HIR) == 0


def test_more_staff_never_leaves_fewer_at_the_tight_cap() -> None:
    found = [most_at_low(150, (37,) * n, (0,) * n, (30, 35), HIR) for n in range(3, 8)]
    told = [each for each in found if each is not None]
    assert told == sorted(told) and told[-1] == 150
