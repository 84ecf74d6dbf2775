"""The folder that STAR's door is open on: read by the server, once, when somebody first asks."""

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from fsmlib.app.evaluation.served import Served
from fsmlib.programme.findings import FsmError
from fsmlib.programme.sources import programmes


@dataclass
class Opening:
    """Which folder and programme, and the proposals when they have been read.

    Judging takes long at times, and two may do so at once; drawing is quick, and one at a time.
    `judged` is which proposal of how many it has come to; empty before the first.
    """

    proposals: str = ""
    programme: str = ""
    granted: str = ""
    judging: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(2))
    drawing: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    judged: tuple[int, ...] = ()
    _reading: "Future[Served] | None" = None

    @property
    def is_chosen(self) -> bool:
        """Whether a folder is open, or somebody has asked for the invented proposals."""
        return bool(self.proposals) or self._reading is not None

    def begin(self) -> "Future[Served]":
        """The proposals, now or later; what could not be read is read again."""
        if self._reading is None:
            self.judged = ()
            self._reading = self.judging.submit(
                Served, self.proposals, self.programme, self.granted, self._tell
            )
        reading = self._reading
        if reading.done() and reading.exception():
            self._reading = None
        return reading

    async def served(self) -> Served:
        """The proposals when they have been read; FsmError when they cannot be."""
        return await asyncio.wrap_future(self.begin())

    def turn_to(self, folder: str, programme: str) -> None:
        """Another folder, the invented proposals for none; FsmError in Danish when it is not there.

        What was open stays open then.
        """
        if programme not in programmes():
            raise FsmError("Vælg en af puljerne.")
        told = folder.strip().strip('"')
        path = Path(told).expanduser()
        if told and not path.is_dir():
            raise FsmError("Mappen findes ikke. Skriv hele stien, fx C:\\Ansøgninger\\2026.")
        self.proposals, self.programme = str(path.absolute()) if told else "", programme
        self.granted, self._reading = "", None
        self.begin()

    def _tell(self, number: int, of: int) -> None:
        self.judged = number, of
