"""The same work on many parts: one after another here, or on the workers of a Dask cluster."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from fsmlib.programme.findings import FsmError

LOCAL = "local"
WAIT_SECONDS = 5  # for the scheduler, and again for its workers
Piece = TypeVar("Piece")
PieceResult = TypeVar("PieceResult")


def each(
    work: Callable[[Piece], PieceResult], parts: Iterable[Piece], scheduler: str = ""
) -> list[PieceResult]:
    """The results of the parts in their order; in this process unless a `scheduler` is given."""
    if not scheduler:
        return [work(part) for part in parts]
    with connected(scheduler) as client:
        futures = client.map(work, list(parts), pure=False)
        for _ in as_completed(client, futures):
            pass
        return list(client.gather(futures))


def as_completed(client: Any, futures: Iterable[Any]) -> Iterator[Any]:
    """Futures as they are done; FsmError when the cluster has lost all of its workers."""
    from distributed import wait

    left = set(futures)
    while left:
        try:
            done = wait(left, timeout=WAIT_SECONDS, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            _stop_without_workers(client)
            continue
        left -= done
        yield from done


def _stop_without_workers(client: Any) -> None:
    try:
        client.wait_for_workers(1, timeout=WAIT_SECONDS)
    except TimeoutError:
        raise FsmError(
            "Dask-planlæggeren har ingen arbejdere. Start nogle med: dask worker ADRESSE."
        ) from None


async def _greet(scheduler: str) -> None:
    """Whether a Dask process answers; the client itself would wait for the answer without limit."""
    from distributed.comm.core import connect

    comm = await connect(scheduler, timeout=WAIT_SECONDS)
    await comm.close()


@contextmanager
def connected(scheduler: str) -> Iterator[Any]:
    """A client of a Dask cluster, as long as the block lasts.

    `scheduler` is `local` for a process for each core of this machine, or the address of a running
    Dask scheduler (`tcp://host:8786`) whose workers have fsmlib and see the same files.  FsmError
    when Dask is not installed, nobody answers at the address, or there are no workers.
    """
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise FsmError(
            '--scheduler kræver Dask. Installér det med: pip install "fsmlib[scale]".'
        ) from None
    if scheduler == LOCAL:
        with (
            LocalCluster(threads_per_worker=1, dashboard_address=None) as cluster,
            connected(cluster.scheduler_address) as client,
        ):
            yield client
        return
    try:
        asyncio.run(asyncio.wait_for(_greet(scheduler), WAIT_SECONDS))
        client = Client(scheduler, timeout=WAIT_SECONDS)
    except Exception:  # whoever answers there may say anything, or nothing
        raise FsmError(
            f"Ingen Dask-planlægger svarer på »{scheduler}«. Skriv local eller fx tcp://navn:8786."
        ) from None
    with client:
        _stop_without_workers(client)
        yield client
