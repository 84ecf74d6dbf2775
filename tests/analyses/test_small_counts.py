"""Small counts stay hidden, also from a reader who can add and subtract."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from fsmlib.analyses.small_counts import hidden, is_small

tables = st.integers(2, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


def test_ones_and_twos_are_hidden_and_nothing_else() -> None:
    found = hidden(pd.DataFrame({"a": [0, 1, 2, 3]}))["a"]
    assert found.isna().tolist() == [False, True, True, False]


def test_a_total_that_would_tell_hides_the_smallest_other() -> None:
    counts = pd.DataFrame([[1, 5, 4, 0], [3, 3, 3, 0]])
    assert hidden(counts, across=True).isna().to_numpy().tolist() == [
        [True, False, True, False],
        [False] * 4,
    ]


@settings(max_examples=150)
@given(rows=tables, down=st.booleans())
def test_no_hidden_small_count_can_be_computed_from_totals(
    rows: list[list[int]], down: bool
) -> None:
    counts = pd.DataFrame(rows)
    gone = hidden(counts, across=True, down=down).isna().to_numpy()
    cells = counts.to_numpy(dtype=float)
    assert np.all(gone[is_small(cells)])
    places = np.argwhere(gone)
    lines = [places[:, 0] == n for n in range(cells.shape[0])]
    lines += [places[:, 1] == n for n in range(cells.shape[1])] if down else []
    if not len(places):
        return
    sums = [sum(cells[tuple(place)] for place in places[line]) for line in lines]
    for number, place in enumerate(places):
        line_is_all_small = any(
            line[number] and gone_everywhere(gone, n, down) and total < 3
            for n, (line, total) in enumerate(zip(lines, sums, strict=True))
        )
        if is_small(cells[tuple(place)]) and not line_is_all_small:
            goal = np.zeros(len(places))
            goal[number] = 1
            ends = [
                linprog(sign * goal, A_eq=np.array(lines, float), b_eq=sums).fun * sign
                for sign in (1, -1)
            ]
            assert ends[1] - ends[0] > 0.5


def gone_everywhere(gone: np.ndarray, line: int, down: bool) -> bool:
    """Whether nothing is left to hide in a line: its total has told all there is."""
    return bool(gone[line].all() if line < len(gone) else gone[:, line - len(gone)].all())
