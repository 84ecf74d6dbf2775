"""The first step: a template to fill in, and the files on their way in and out again."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tornado.httputil import HTTPFile, HTTPInputError, HTTPServerRequest, parse_body_arguments
from tornado.web import HTTPError, stream_request_body

from fsmlib.app.municipality.files import MOST_BYTES, MOST_FILES, put, sent
from fsmlib.app.municipality.rooms import Room
from fsmlib.app.municipality.ways import Way
from fsmlib.programme.findings import FsmError
from fsmlib.tables.files import SUFFIXES
from fsmlib.tables.packages import MEGABYTE
from fsmlib.tables.personal import masked
from fsmlib.tables.template import write_template

GONE = "Her er ingen filer. Har der været nogle, er de slettet igen; læg dem op på ny."
MOST_DRAINED = 1 << 31  # bytes of a too large upload that are read, so that its sender hears why


class Files(Room):
    """The first step: a template, and the files."""

    def get(self, slug: str) -> None:
        """What is sent already, and where to send more."""
        is_sent_back = self.get_query_argument("borte", None) is not None
        self.show_files(self.visits.ways[slug], GONE if is_sent_back else "")

    def show_files(self, way: Way, told: str = "") -> None:
        """The step, with what is wrong with what was sent."""
        self.finish(
            self.page_of(
                way,
                "files.html.j2",
                step=1,
                told=told,
                files=[(path.name, masked(path.name)) for path in sent(self.visit.on(way).files)],
                accepted=",".join(sorted(SUFFIXES)),
                most_files=MOST_FILES,
                most_megabytes=MOST_BYTES // MEGABYTE,
            )
        )


@stream_request_body
class UploadRoom(Files):
    """Files on their way in: never more of them in memory than there may be."""

    def prepare(self) -> Any:
        """Make ready to read."""
        admitted = super().prepare()
        if not self._finished:
            self.request.connection.set_max_body_size(MOST_DRAINED)  # type: ignore[union-attr]
        self.size, self.parts = 0, list[bytes]()
        return admitted

    def data_received(self, chunk: bytes) -> None:
        """Keep a part, or read past it when there is too much already."""
        self.size += len(chunk)
        if self.size > MOST_BYTES:
            self.parts.clear()
        else:
            self.parts.append(chunk)

    def post(self, slug: str) -> None:
        """Put the files in the visitor's folder, and look them through."""
        if self.size > MOST_BYTES:
            raise HTTPError(413)
        work = self.work(slug)
        try:
            put(_files_of(self.request, b"".join(self.parts)), work.files)
        except FsmError as error:
            self.set_status(413)
            self.show_files(work.way, str(error))
            return
        self.visits.check(work)
        self.see_other(f"/kommune/{slug}/kontrol" if sent(work.files) else f"/kommune/{slug}")


class Remove(Room):
    """A file that is not to be used."""

    def post(self, slug: str) -> None:
        """The file is gone."""
        work, name = self.work(slug), self.get_body_argument("fil", "")
        for path in sent(work.files):
            if path.name == name:
                path.unlink()
        self.visits.check(work)
        self.see_other(f"/kommune/{slug}")


class Template(Room):
    """A workbook to fill in."""

    def get(self, slug: str, name: str) -> None:
        """The template, as `fsm template` writes it."""
        called = self.visits.ways[slug].templates.get(name)
        if called is None:
            raise HTTPError(404)
        file = re.split(r"[(,]", called)[0].strip().lower().replace(" ", "_")
        with TemporaryDirectory() as folder:
            path = Path(folder, "skabelon.xlsx")
            write_template(name, path, self.visits.ways[slug].values)
            self.send(path.read_bytes(), f"{file}.xlsx")


def _files_of(request: HTTPServerRequest, body: bytes) -> list[tuple[str, bytes]]:
    """The files of a form, with the names that were sent; 400 for what no browser sends."""
    files: dict[str, list[HTTPFile]] = {}
    try:
        parse_body_arguments(request.headers.get("Content-Type", ""), body, {}, files)
    except HTTPInputError:
        raise HTTPError(400) from None
    return [(f["filename"], f["body"]) for f in files.get("filer", []) if f["filename"]]
