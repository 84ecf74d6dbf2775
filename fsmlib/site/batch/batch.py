"""Makes a site of pages, one folder for each municipality, and goes on where a run was stopped."""

import errno
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

from filelock import FileLock, Timeout

from fsmlib.programme.findings import FsmError
from fsmlib.site.batch import manifest, own
from fsmlib.site.batch.index import write_index
from fsmlib.site.batch.inputs import MADE, OWN, content_hash
from fsmlib.site.batch.manifest import Record
from fsmlib.site.batch.orders import Order
from fsmlib.site.batch.pdf import print_pages
from fsmlib.site.batch.pool import make_on_cluster, run_tasks
from fsmlib.site.batch.progress import Progress
from fsmlib.site.batch.worker import CAUSES, DISK_FULL, Result, Task
from fsmlib.site.forms import PAGE_AND_WORKBOOK, Forms

EXAMPLES, LOCK, STAMP = "eksempel", ".lock", "eksempel/.code"
ODD_LINES = (
    "manifest.json har linjer, som fsm batch ikke har skrevet; de er sprunget over, og deres filer "
    "er ikke rørt."
)


@dataclass(frozen=True)
class Limits:
    """How many pages at a time; how long a page may take, in seconds; and how much memory, in MB.

    `memory` is beyond what the libraries take; 0 is no limit.  `scheduler` is a Dask cluster that
    makes the pages instead; it settles itself how many at a time.  `forms` are what else each page
    is to be.
    """

    workers: int
    timeout: float
    memory: int
    scheduler: str = ""
    forms: Forms = PAGE_AND_WORKBOOK


@dataclass(frozen=True)
class BatchAccount:
    """The line of each page that was asked for, and what there is to look at."""

    records: list[Record]
    remarks: list[str]


def make_site(
    site: Path,
    orders: Sequence[Order],
    limits: Limits,
    resume: bool,
    pdf: bool,
    not_used: Sequence[str] = (),
) -> BatchAccount:
    """The pages that are asked for, beside those of earlier runs, with index and manifest.

    With `resume`, pages that are there and still valid are left alone.  `not_used` is what the
    index tells of inputs that no page is made from.  FsmError in Danish when
    somebody else writes to the folder, when it holds something else, or when the disk is full.
    """
    with _only_writer(site), _cause_told(), own.work_folder(site) as work:
        records, odd_lines = manifest.read(site)
        remarks = [*not_used, *([ODD_LINES] if odd_lines else [])]
        remarks += filter(
            None, (own.in_the_way(site, [name], own.OWN_FILES) for name in own.OWN_FILES)
        )
        pages, examples = _Pages(site, work, records), _room_for_examples(site, work)
        asked = {order.key: order for order in orders}
        todo = pages.missing(asked, limits.forms) if resume else orders
        with Progress(len(todo)) as progress:
            for done, made_in in _made(todo, limits, work, examples):
                progress.advance(pages.keep(done, made_in).ok)
        if pdf:
            for done in print_pages([records[key] for key in asked], site, work):
                pages.keep(done, work)
        manifest.write(records.values(), site, work)
        there = (record for record in records.values() if record.is_there(site))
        write_index(sorted(there, key=lambda record: record.key), site, work, not_used)
    return BatchAccount([records[key] for key in asked], remarks)


@dataclass(frozen=True)
class _Pages:
    """The pages of a site, each with its record, also those of earlier runs."""

    site: Path
    work: Path
    records: dict[str, Record]

    def missing(self, asked: Mapping[str, Order], forms: Forms) -> list[Order]:
        """Those that are not there, or no longer valid."""
        hashed = cache(content_hash)
        return [
            order
            for key, order in asked.items()
            if key not in self.records
            or not manifest.is_valid(self.records[key], order, self.site, hashed, forms)
        ]

    def keep(self, done: Record, made_in: Path) -> Record:
        """Put a page in place, told of beforehand, so that its files are known to be ours."""
        before = self.records[done.key].outputs if done.key in self.records else {}
        if told := own.in_the_way(self.site, done.outputs, before):
            done = replace(done, ok=False, error=told, told=told, outputs={})
        own.remove(self.site, before.keys() - done.outputs.keys())
        self.records[done.key] = done
        manifest.write(self.records.values(), self.site, self.work)
        for target in (self.site / name for name in done.outputs):
            if (made := made_in / target.name).exists():
                target.parent.mkdir(exist_ok=True)
                made.replace(target)
        return done


def _made(
    orders: Sequence[Order], limits: Limits, work: Path, examples: Path
) -> Iterator[tuple[Record, Path]]:
    """Each page as it is ready, with the folder where its outputs still are."""
    work, examples = work.absolute(), examples.absolute()
    by_folder = {
        str(work / order.folder / order.notebook): order for order in orders if not order.problem
    }
    tasks = [
        Task(
            order.notebook,
            order.municipality_code,
            dict(order.given),
            order.data,
            order.baseline,
            folder,
            str((examples if own.is_inside(examples, order.folder) else work) / order.folder),
            limits.timeout,
            limits.memory,
            asdict(limits.forms),
        )
        for folder, order in by_folder.items()
    ]
    for order in (order for order in orders if order.problem):
        result = Result(error=order.problem, told=order.problem, source=OWN)
        yield manifest.record(order, result, 0.0, 0, limits.forms), work
    if limits.scheduler:
        made = make_on_cluster(tasks, limits.scheduler)
    else:
        made = run_tasks(tasks, limits.workers)
    for task, result, seconds, attempts in made:
        if result.error == DISK_FULL:
            raise OSError(errno.ENOSPC, DISK_FULL)
        order = by_folder[task.folder]
        record = manifest.record(order, result, seconds, attempts, limits.forms)
        yield record, Path(task.folder)


@contextmanager
def _only_writer(site: Path) -> Iterator[None]:
    """Holds the folder; the operating system lets go of it when we end, however that is."""
    if site.exists() and any(site.iterdir()) and not (site / LOCK).is_file():
        raise FsmError(f"»{site}« har andet indhold; vælg en ny eller tom mappe med --out.")
    site.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(site / LOCK, timeout=0):
            yield
    except Timeout:
        raise FsmError(
            f"En anden kørsel skriver til »{site}«; vent, eller vælg en anden."
        ) from None


@contextmanager
def _cause_told() -> Iterator[None]:
    """FsmError for a disk that is full, or for a system that has no more files to open."""
    try:
        yield
    except OSError as error:
        if error.errno not in CAUSES:
            raise
        told = "De færdige sider er i orden. Når årsagen er væk, så fortsæt med --resume."
        raise FsmError(f"{CAUSES[error.errno]} {told}") from None


def _room_for_examples(site: Path, work: Path) -> Path:
    """Where examples are kept, without those that other code has made.

    They are gone with the run when something is in the way.
    """
    if own.in_the_way(site, [STAMP], [STAMP]):
        return work / EXAMPLES
    stamp = site / STAMP
    if not stamp.is_file() or stamp.read_text("utf-8", "replace") != manifest.code_hash():
        for made in site.glob(f"{EXAMPLES}/*/*/{MADE}"):
            folder = made.parent.relative_to(site).as_posix()
            names = [*made.read_text("utf-8", "replace").splitlines(), MADE]
            own.remove(site, [f"{folder}/{name}" for name in names if "/" not in name])
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(manifest.code_hash(), encoding="utf-8")
    return stamp.parent
