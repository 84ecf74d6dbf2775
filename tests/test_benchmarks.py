"""What the benchmarks remember."""

from datetime import date
from pathlib import Path

import pytest

from benchmarks.history import Fall, falls, keep
from benchmarks.ratios import Ratio, at_most

FAST, SMALL = "times faster than the peer", "at most so many times the peer"
DAY = date(2026, 11, 28)


@pytest.fixture
def history(tmp_path: Path) -> Path:
    path = tmp_path / "history.csv"
    for fast, small in ((10, 2), (12, 2.2), (11, 1.8)):
        keep([Ratio(FAST, fast, None), at_most(SMALL, small, 3)], DAY, path)
    return path


def test_the_first_run_has_nothing_to_fall_from(tmp_path: Path) -> None:
    assert falls([Ratio(FAST, 1, None)], tmp_path / "history.csv") == []


def test_a_ratio_that_got_worse_is_told_with_the_median_before(history: Path) -> None:
    assert falls([Ratio(FAST, 8, None)], history) == [Fall(FAST, 8, 11)]
    assert falls([at_most(SMALL, 2.6, 3)], history) == [Fall(SMALL, 2.6, 2)]


def test_better_and_nearly_the_same_are_no_fall(history: Path) -> None:
    assert falls([Ratio(FAST, 9, None), at_most(SMALL, 1.2, 3)], history) == []


def test_runs_on_another_machine_are_not_compared(
    history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.history.machine", lambda: "another")
    assert falls([Ratio(FAST, 1, None)], history) == []
