"""A page that takes too long, too much, or dies is told, and stops nobody else."""

import os
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from fsmlib.site.batch import pool, worker
from fsmlib.site.batch.worker import Result, Task

pytestmark = pytest.mark.slow


def task(folder: Path, given: dict[str, str], timeout: float = 60, memory: int = 0) -> Task:
    where = (str(folder / "work"), str(folder / "ex"))
    return Task("02_visitation", "0410", given, "", "", *where, timeout, memory)


def test_a_page_that_takes_too_long_is_told_and_its_notebook_is_kept(tmp_path: Path) -> None:
    given = {"replications": "1000000"}
    ((_, result, seconds, attempts),) = pool.run_tasks([task(tmp_path, given, timeout=4)], 1)
    assert result.error == "Siden tog længere end 4 sekunder." and attempts == 1
    assert seconds < 4 + pool.GRACE_SECONDS
    assert list(result.outputs) == ["02_visitation.ipynb"]
    kept = nbformat.read(tmp_path / "work" / "02_visitation.ipynb", as_version=4)
    assert any("outputs" in cell and cell.outputs for cell in kept.cells)


def test_a_page_that_does_not_stop_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "GRACE_SECONDS", 0)
    ((_, result, seconds, attempts),) = pool.run_tasks([task(tmp_path, {}, timeout=0.5)], 1)
    assert "0,5 sekunder" in result.error and seconds < 30 and attempts == 1


def test_a_page_that_takes_too_much_memory_is_told(tmp_path: Path) -> None:
    given = {"replications": "1000000"}
    ((_, result, _, _),) = pool.run_tasks([task(tmp_path, given, memory=100)], 1)
    # A kernel without memory may hang instead of failing; then the time-out stops and tells it.
    assert "hukommelse" in result.error or "60 sekunder" in result.error


def test_a_page_whose_files_change_meanwhile_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("1")
    asked = task(tmp_path, {"plan": str(plan)})
    monkeypatch.setattr(worker, "_tried", lambda _: Result(title="page"))
    steady = worker._result(asked)
    assert steady.title == "page" and steady.inputs
    monkeypatch.setattr(worker, "_tried", lambda _: (plan.write_text("22"), Result())[1])
    changed = worker._result(asked)
    assert changed.error == worker.FILES_CHANGED and changed.is_worth_a_try and not changed.inputs


@pytest.mark.parametrize("kind", ["folder", "broken link", "no right", "text", "fifo"])
def test_an_input_that_cannot_be_read_is_one_failed_page_with_its_cause(
    tmp_path: Path, kind: str
) -> None:
    data = tmp_path / "0410.xlsx"
    if kind == "folder":
        data.mkdir()
    elif kind == "broken link":
        data.symlink_to(tmp_path / "nowhere.xlsx")
    elif kind == "fifo":
        os.mkfifo(data)
    else:
        data.write_text("tekst")
        data.chmod(0 if kind == "no right" else 0o644)
    asked = replace(task(tmp_path, {}), data=str(data))
    (tmp_path / "work").mkdir()
    result = worker._result(asked)
    assert result.error and not result.is_worth_a_try and "gik i stå" not in result.error


def test_a_process_that_dies_is_tried_once_more_and_then_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "WORKER", "fsmlib.site.kernels.no_such_module")
    ((_, result, _, attempts),) = pool.run_tasks([task(tmp_path, {})], 1)
    assert result.error == pool.DIED and attempts == 2
