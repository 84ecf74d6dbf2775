"""The style and the scripts of STAR's door, and whether its server is here."""

from pathlib import Path

from fsmlib.app.guard import Guarded
from fsmlib.site.html import TEMPLATE_FOLDER

TEMPLATE = Path(__file__).parents[1] / "template"
ASSETS = {
    "star.css": (TEMPLATE / "star.css", "text/css; charset=utf-8"),
    "star.js": (TEMPLATE / "star.js", "text/javascript; charset=utf-8"),
    "page.js": (TEMPLATE_FOLDER / "page" / "page.js", "text/javascript; charset=utf-8"),
}


class Asset(Guarded):
    """The style and the scripts of the page."""

    def get(self, name: str) -> None:
        """The file."""
        path, kind = ASSETS[name]
        self.set_header("Content-Type", kind)
        self.finish(path.read_bytes())


class Here(Guarded):
    """Whether the server is here."""

    def get(self) -> None:
        """Nothing, which is enough."""
        self.set_status(204)
