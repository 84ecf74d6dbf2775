"""Who is here: a folder for each visit, seen by nobody else and gone when the visit ends."""

import multiprocessing
import secrets
import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic
from typing import Any

from tornado.ioloop import PeriodicCallback

from fsmlib.app.municipality.fields import NOTHING_CHOSEN, Chosen, Own
from fsmlib.app.municipality.files import sent
from fsmlib.app.municipality.ways import WAYS, Way
from fsmlib.app.municipality.work import (
    Checked,
    Made,
    PageOrder,
    check_files,
    data_in,
    hush,
    make_page,
)
from fsmlib.site.run import BROKEN

IDLE_SECONDS = 2 * 60 * 60
LOOK_EVERY_SECONDS = 60
WORKERS = 2
MOST_VISITS = 50


@dataclass
class Work:
    """What a visitor has on one question: files, what is found in them, choices, and the page."""

    way: Way
    folder: Path
    checking: "Future[Checked] | None" = None
    making: "Future[Made] | None" = None
    began: float = 0.0
    chosen: Chosen = NOTHING_CHOSEN
    scenarios: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def files(self) -> Path:
        """The folder of what the visitor has sent."""
        return self.folder / "filer"

    def checked(self) -> Checked:
        """What is found, when it is known; before that, nothing."""
        return _result(self.checking, Checked)

    @property
    def own(self) -> Own:
        """The numbers in the files that hold in place of assumptions."""
        return self.checked().own

    def made(self) -> Made:
        """The page, when it is there; before that, nothing."""
        return _result(self.making, Made)

    def order(self) -> PageOrder:
        """The page of the files sent, or of the example where there are none."""
        given, data = self.chosen.given, data_in(self.files)
        if self.way.asked:
            given["programme"] = self.way.asked
        if sent(self.files):
            tables = self.checked().tables
            is_plan_alone = "plan" in tables and "citizens" not in tables
            given["plan" if is_plan_alone else "data"] = str(data)
        return PageOrder(self.way.notebook, given, self.scenarios)


@dataclass
class Visit:
    """One browser's visit: its folder, and its work on each question."""

    folder: Path
    seen: float
    works: dict[str, Work] = field(default_factory=dict)

    def on(self, way: Way) -> Work:
        """The work on a question; none of it done when the visitor first comes."""
        if way.slug not in self.works:
            folder = self.folder / way.slug
            (folder / "filer").mkdir(parents=True)
            self.works[way.slug] = Work(way, folder)
        return self.works[way.slug]


class Visits:
    """Every visit under a folder; what takes time is done by a few processes of our own.

    `ways` are the questions there are.
    """

    def __init__(self, folder: Path, ways: Mapping[str, Way] = WAYS):
        self._folder, self.ways = folder, ways
        self._visits: dict[str, Visit] = {}
        self._pool: ProcessPoolExecutor | None = None
        self._watch: PeriodicCallback | None = None

    def of(self, id_: str) -> Visit | None:
        """The visit of that id, seen now; None when there is none, or it has ended."""
        visit = self._visits.get(id_)
        if visit:
            visit.seen = monotonic()
        return visit

    def begin(self) -> str:
        """The id of a new visit; the one that has been idle longest makes room for it."""
        if len(self._visits) >= MOST_VISITS:
            self.end(min(self._visits, key=lambda id_: self._visits[id_].seen))
        id_ = secrets.token_urlsafe(24)
        self._visits[id_] = Visit(Path(mkdtemp(prefix="besoeg-", dir=self._folder)), monotonic())
        if self._watch is None:
            self._watch = PeriodicCallback(self.end_idle, LOOK_EVERY_SECONDS * 1000)
            self._watch.start()
            self.submit(int)  # a worker imports what it needs while the visitor reads
        return id_

    def end(self, id_: str) -> None:
        """The visit is over: its files are gone."""
        visit = self._visits.pop(id_, None)
        if visit is None:
            return
        for work in visit.works.values():
            for future in (work.checking, work.making):
                if future:
                    future.cancel()
        shutil.rmtree(visit.folder, ignore_errors=True)

    def end_idle(self) -> None:
        """End what nobody has come back to."""
        for id_, visit in list(self._visits.items()):
            if monotonic() - visit.seen > IDLE_SECONDS:
                self.end(id_)

    def check(self, work: Work) -> None:
        """Begin to look the files through; what was made of the earlier ones is forgotten."""
        for future in (work.checking, work.making):
            if future:
                future.cancel()
        work.checking, work.making = None, None
        if sent(work.files):
            marked = Path(mkdtemp(prefix="maerket-", dir=work.folder))
            work.checking = self.submit(check_files, work.way, work.files, marked)

    def make(self, work: Work) -> None:
        """Begin to make the page."""
        if work.making:
            work.making.cancel()
        work.began = monotonic()
        out = Path(mkdtemp(prefix="side-", dir=work.folder))
        work.making = self.submit(make_page, work.order(), out)

    def submit(self, function: Callable[..., Any], *given: Any) -> "Future[Any]":
        """Have a process of ours do it; a pool whose process has died is replaced."""
        try:
            return self._workers().submit(function, *given)
        except BrokenExecutor:
            self._pool = None
            return self._workers().submit(function, *given)

    def _workers(self) -> ProcessPoolExecutor:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(WORKERS, context, initializer=hush)
        return self._pool


def _result(future: "Future[Any] | None", kind: Callable[..., Any]) -> Any:
    if future is None or not future.done():
        return kind()
    if future.cancelled() or future.exception():
        return kind(told=BROKEN)
    return future.result()
