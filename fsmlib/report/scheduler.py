"""The same work on many parts: one after another here, or on the workers of a Dask cluster."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from fsmlib.programme.findings import FsmError

LOCAL = "local"
WAIT = "10s"
Part = TypeVar("Part")
Result = TypeVar("Result")


def each(
    work: Callable[[Part], Result], parts: Iterable[Part], scheduler: str = ""
) -> list[Result]:
    """The results of the parts in their order.

    `scheduler` is empty for this process, `local` for a process for each core of this machine, or
    the address of a running Dask scheduler (`tcp://host:8786`) whose workers have fsmlib and see
    the same files.  FsmError when Dask is not installed or nobody answers at the address.
    """
    if not scheduler:
        return [work(part) for part in parts]
    try:
        from distributed import Client, LocalCluster
    except ImportError:
        raise FsmError(
            '--scheduler kræver Dask. Installér det med: pip install "fsmlib[scale]".'
        ) from None
    if scheduler == LOCAL:
        with LocalCluster(threads_per_worker=1, dashboard_address=None) as cluster:
            return each(work, parts, cluster.scheduler_address)
    try:
        client = Client(scheduler, timeout=WAIT)
    except (OSError, ValueError):
        raise FsmError(
            f"Ingen Dask-planlægger svarer på »{scheduler}«. Skriv local eller fx tcp://navn:8786."
        ) from None
    with client:
        return list(client.gather(client.map(work, list(parts), pure=False)))
