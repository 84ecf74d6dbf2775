"""The municipality's door, for a tornado server: `routes(folder)` is all that one needs."""

from pathlib import Path
from typing import Any

from fsmlib.app.guard import Guarded, page
from fsmlib.app.municipality.answering import AnswerRoom, Findings, Marked, Printed, ShownRoom
from fsmlib.app.municipality.rooms import READ_ONLY, Reading, Room, StartRoom
from fsmlib.app.municipality.sending import Files, Remove, Template, UploadRoom
from fsmlib.app.municipality.visits import Visits
from fsmlib.app.municipality.ways import WAYS, Way, ways_of
from fsmlib.pages.start import question
from fsmlib.tables.pseudonyms import who_is_who

EVALUATION = "05_evaluation"


def municipality_routes(
    folder: Path, programme: str = ""
) -> list[tuple[str, type[Guarded], dict[str, Any]]]:
    """The start page, the municipality's way and the rulebook, for a tornado server.

    Visits have their files in `folder` until they end; whoever serves removes it at last.  The
    questions of its kind are asked of the `programme`, where one is named.
    """
    room = {"visits": Visits(folder, ways_of(programme))}
    slug = f"({'|'.join(WAYS)})"
    return [
        (r"/", StartRoom, {}),
        (rf"/({'|'.join(READ_ONLY)})", Reading, {}),
        (r"/kommune/?", Questions, room),
        (r"/kommune/slut", End, room),
        (rf"/kommune/{slug}", Files, room),
        (rf"/kommune/{slug}/filer", UploadRoom, room),
        (rf"/kommune/{slug}/fjern", Remove, room),
        (rf"/kommune/{slug}/skabelon/(\w+)", Template, room),
        (rf"/kommune/{slug}/kontrol", Findings, room),
        (rf"/kommune/{slug}/maerket/(\d+)", Marked, room),
        (rf"/kommune/{slug}/svar", AnswerRoom, room),
        (rf"/kommune/{slug}/svar/(\w+)\.pdf", Printed, room),
        (rf"/kommune/{slug}/svar/(\w+\.\w+)", ShownRoom, room),
    ]


class Questions(Room):
    """Which question to ask."""

    def get(self) -> None:
        """The questions of a municipality."""
        others = [(slug, *question(name)) for slug, name in READ_ONLY.items()]
        programmes: dict[str, list[Way]] = {}
        for way in self.visits.ways.values():
            programmes.setdefault(way.values.title, []).append(way)
        told = {"programmes": programmes, "evaluation": question(EVALUATION), "others": others}
        self.finish(page("questions.html.j2", title="Hvad vil I regne på?", **told))


class End(Room):
    """The visitor is done."""

    def post(self) -> None:
        """The files are gone."""
        self.visits.end(self._id)
        told = {"title": "Filerne er slettet", "who_is_who": who_is_who()}
        self.finish(page("ended.html.j2", **told))
