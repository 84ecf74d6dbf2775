"""Makes a site of pages, one folder for each municipality, and goes on where a run was stopped."""

import errno
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from fsmlib.programme.findings import FsmError
from fsmlib.site.batch import manifest
from fsmlib.site.batch.index import write_index
from fsmlib.site.batch.manifest import Record
from fsmlib.site.batch.orders import Order
from fsmlib.site.batch.pdf import print_pages
from fsmlib.site.batch.pool import make, make_on_cluster
from fsmlib.site.batch.progress import Progress
from fsmlib.site.batch.worker import DISK_FULL, Task

EXAMPLES, WORK, LOCK, STAMP = "eksempel", ".work", ".lock", ".code"


@dataclass(frozen=True)
class Limits:
    """How many pages at a time; how long a page may take, in seconds; and how much memory, in MB.

    `memory` is beyond what the libraries take; 0 is no limit.  `scheduler` is a Dask cluster that
    makes the pages instead; it settles itself how many at a time.
    """

    workers: int
    timeout: float
    memory: int
    scheduler: str = ""


def make_site(
    site: Path, orders: Sequence[Order], limits: Limits, resume: bool, pdf: bool
) -> list[Record]:
    """The pages that are asked for, with index and manifest; gives the line of each page.

    With `resume`, pages that are there and still valid are left alone.  FsmError in Danish when
    somebody else writes to the folder, when it holds something else, or when the disk is full.
    """
    with _only_writer(site), _full_disk_told():
        earlier = manifest.read(site)
        _clear(site)
        keys = {order.key for order in orders}
        records = {
            order.key: earlier[order.key]
            for order in orders
            if resume
            and order.key in earlier
            and manifest.is_valid(earlier[order.key], order, site)
        }
        for key in set(earlier) - keys:
            _remove(earlier[key], site)
        todo = [order for order in orders if order.key not in records]
        with Progress(len(todo)) as progress:
            for done in _made(site, todo, limits):
                if done.key in earlier:
                    _remove(earlier[done.key], site, done.outputs)
                records[done.key] = done
                manifest.write(records.values(), site)
                progress.advance(done.ok)
        if pdf:
            records = {record.key: record for record in print_pages(records.values(), site)}
        in_order = [records[order.key] for order in orders]
        manifest.write(in_order, site)
        _sweep(site, in_order)
        write_index(in_order, site)
        shutil.rmtree(site / WORK, ignore_errors=True)
    return in_order


def _made(site: Path, orders: Sequence[Order], limits: Limits) -> Iterator[Record]:
    """Each page as it is ready, its outputs in place."""
    site = site.absolute()
    by_folder = {str(site / WORK / order.folder / order.notebook): order for order in orders}
    tasks = [
        Task(
            order.notebook,
            order.municipality_code,
            dict(order.given),
            order.data,
            folder,
            str(site / EXAMPLES / order.folder),
            limits.timeout,
            limits.memory,
        )
        for folder, order in by_folder.items()
    ]
    if limits.scheduler:
        done = make_on_cluster(tasks, limits.scheduler)
    else:
        done = make(tasks, limits.workers)
    for task, result, seconds, attempts in done:
        if result.error == DISK_FULL:
            raise OSError(errno.ENOSPC, DISK_FULL)
        order = by_folder[task.folder]
        target = site / order.folder
        for name in result.outputs:
            target.mkdir(exist_ok=True)
            Path(task.folder, name).replace(target / name)
        shutil.rmtree(task.folder)
        yield manifest.record(order, result, seconds, attempts)


@contextmanager
def _only_writer(site: Path) -> Iterator[None]:
    """Holds the folder; the operating system lets go of it when we end, however that is."""
    if site.exists() and any(site.iterdir()) and not (site / LOCK).exists():
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
def _full_disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        told = "Disken er fuld. De færdige sider er i orden; gør plads, og fortsæt med --resume."
        raise FsmError(told) from None


def _clear(site: Path) -> None:
    """Away with what a killed run was making, and with examples that other code has made."""
    for draft in (site / WORK, *(site / EXAMPLES).glob("*/.*")):
        shutil.rmtree(draft, ignore_errors=True)
    stamp = site / EXAMPLES / STAMP
    if not stamp.exists() or stamp.read_text("utf-8") != manifest.code_hash():
        shutil.rmtree(site / EXAMPLES, ignore_errors=True)
        stamp.parent.mkdir()
        stamp.write_text(manifest.code_hash(), encoding="utf-8")


def _remove(record: Record, site: Path, but: Iterable[str] = ()) -> None:
    for name in set(record.outputs) - set(but):
        (site / name).unlink(missing_ok=True)
        with suppress(OSError):  # other pages are still there
            (site / name).parent.rmdir()


def _sweep(site: Path, records: Sequence[Record]) -> None:
    """Away with files in the pages' folders that no line of the manifest tells of."""
    told = {site / name for record in records for name in record.outputs}
    for folder in {path.parent for path in told}:
        for path in set(folder.iterdir()) - told:
            path.unlink()
