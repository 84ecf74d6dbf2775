"""Runs tasks in processes that start warm, a few at a time, each with its time and two tries."""

import errno
import json
import os
import shutil
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from subprocess import Popen

from fsmlib.analyses.scheduler import as_completed, connected
from fsmlib.site.batch.inputs import OWN
from fsmlib.site.batch.worker import (
    DISK_FULL,
    RESULT_FILE,
    TOO_MANY_FILES,
    Result,
    Task,
)
from fsmlib.site.kernels.provisioner import warm_kernels
from fsmlib.site.kernels.warm import ADDRESS, Forked, get_ready, start_parent
from fsmlib.site.run import too_long
from fsmlib.tables.packages import MEGABYTE

WORKER = "fsmlib.site.batch"
TRIES = 2
PAUSE_SECONDS = 0.02
GRACE_SECONDS = 15  # for a page whose time is out to stop its kernel and keep its notebook
FILES_OF_A_PROCESS, FILES_OF_A_PAGE = 90, 8  # open at a time: a kernel's; the warm parent's
DIED = "Processen, der lavede siden, gik i stå to gange."


@dataclass(frozen=True)
class Running:
    """A task that is being done."""

    task: Task
    attempt: int
    process: "Forked | Popen[bytes]"
    began: float

    @property
    def seconds(self) -> float:
        """How long it has taken."""
        return time.monotonic() - self.began


Done = tuple[Task, Result, float, int]


def run_tasks(tasks: Iterable[Task], workers: int) -> Iterator[Done]:
    """Does the tasks; gives each with its result, its seconds and its number of tries, as it ends.

    One that goes on after its time is out is killed; one whose process or kernel dies is tried
    once more.
    """
    waiting = deque((task, 1) for task in tasks)
    _stop_without_room_for_files(workers)
    if waiting:
        get_ready()
    running: list[Running] = []
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                running.append(_start(*waiting.popleft()))
            for one in list(running):
                result = _result(one)
                if result is None:
                    continue
                running.remove(one)
                if result.is_worth_a_try and one.attempt < TRIES:
                    waiting.appendleft((one.task, one.attempt + 1))
                else:
                    yield one.task, result, one.seconds, one.attempt
            time.sleep(PAUSE_SECONDS)
    finally:
        for one in running:
            one.process.kill()
            one.process.wait()


def _stop_without_room_for_files(pages: int) -> None:
    """OSError EMFILE where so many pages at a time could not open their files."""
    if sys.platform == "linux":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        needed = FILES_OF_A_PROCESS + pages * FILES_OF_A_PAGE
        if soft < needed <= hard:
            resource.setrlimit(resource.RLIMIT_NOFILE, (needed, hard))
        elif soft < needed:
            raise OSError(errno.EMFILE, TOO_MANY_FILES)


def make_on_cluster(tasks: Iterable[Task], scheduler: str) -> Iterator[Done]:
    """The same on the workers of a Dask cluster, which see the same files.

    What a lost worker was doing is done by another; one that takes its workers down is told.
    """
    with connected(scheduler) as client:
        tasks_of = {client.submit(_make_one, task, pure=False): task for task in tasks}
        for future in as_completed(client, tasks_of):
            failed = future.exception()
            yield (tasks_of[future], Result(error=DIED), 0.0, TRIES) if failed else future.result()


def _make_one(task: Task) -> Done:
    """One task, where a worker of the cluster runs."""
    (done,) = run_tasks([task], 1)
    return done


def _start(task: Task, attempt: int) -> Running:
    folder = Path(task.folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    file = folder / "task.json"
    file.write_text(json.dumps(asdict(task)), encoding="utf-8")
    began = time.monotonic()
    process = start_parent(WORKER, [str(file)], _environment(), Path.cwd())
    return Running(task, attempt, process, began)


def _environment() -> dict[str, str]:
    """The worker's: its kernel starts warm as well, where the provisioner is installed.

    What it leaves behind when it is killed goes with the warm parent.
    """
    chosen = warm_kernels()
    if ADDRESS in os.environ:
        chosen["TMPDIR"] = str(Path(os.environ[ADDRESS]).parent)
    return dict(os.environ) | chosen


def _result(one: Running) -> Result | None:
    """What became of it; None while it still runs."""
    task, file = one.task, Path(one.task.folder, RESULT_FILE)
    source = OWN if task.data else ""
    if one.process.poll() is None:
        if one.seconds <= task.timeout + GRACE_SECONDS:
            return None
        one.process.kill()
        one.process.wait()
        return Result(error=too_long(task.timeout), source=source)
    if not file.exists() and shutil.disk_usage(file.parent).free < MEGABYTE:
        return Result(error=DISK_FULL)
    if not file.exists():
        return Result(error=DIED, source=source, is_worth_a_try=True)
    return Result(**json.loads(file.read_text("utf-8")))
