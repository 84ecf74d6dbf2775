"""The pages of a run on paper: each printed beside its HTML."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from fsmlib.programme.findings import FsmError
from fsmlib.site.batch import own
from fsmlib.site.batch.inputs import hash_of
from fsmlib.site.batch.manifest import Record
from fsmlib.site.pdf import Print, printer


def print_pages(records: Iterable[Record], site: Path, work: Path) -> Iterator[Record]:
    """The pages that lack a PDF, each with those printed to `work`; a cut one is a failure."""
    with printer() as printed:
        for record in records:
            if record.ok and not any(name.endswith(".pdf") for name in record.outputs):
                try:
                    yield _with_paper(record, site, work, printed)
                except FsmError as error:
                    yield replace(record, ok=False, error=str(error), told=str(error))


def _with_paper(record: Record, site: Path, work: Path, printed: Print) -> Record:
    made = {}
    for html in (site / name for name in record.outputs if name.endswith(".html")):
        target = html.with_suffix(".pdf")
        name = target.relative_to(site).as_posix()
        if error := own.in_the_way(site, [name], ()):
            raise FsmError(error)
        (work / target.name).write_bytes(printed(html))
        made[name] = hash_of(work / target.name)
    return replace(record, outputs=record.outputs | made)
