"""The first page: which notebook answers which question, and what the programmes say in numbers."""

from dataclasses import dataclass
from html import escape
from importlib.metadata import version

import nbformat
import pandas as pd

from fsmlib.danish import day
from fsmlib.pages.values_in_words import unit_in_words, value_in_words
from fsmlib.pages.views import PageColumn, Provenance, Table, Text
from fsmlib.programme.parameters import Values, load
from fsmlib.programme.sources import documents
from fsmlib.shipped import shipped

START = "00_start"
LAST = ("06_rulebook", "07_explore")  # what the answers rest on, and how to go on from them


def notebooks() -> list[str]:
    """The names of the notebooks that travel with the package, in their order."""
    return sorted(path.stem for path in shipped("notebooks").glob("[0-9]*.ipynb"))


def stored(name: str) -> nbformat.NotebookNode:
    """A notebook that travels with the package, as it is stored."""
    return nbformat.read(shipped("notebooks", f"{name}.ipynb"), as_version=4)


@dataclass(frozen=True)
class Start:
    """The first page, with the values of every programme on one day."""

    programmes: dict[str, Values]

    def questions(self) -> Text:
        """Every other notebook with its question, as links for JupyterLab and for the pages."""
        items, plain = [], []
        for name in (*(each for each in notebooks() if each not in (START, *LAST)), *LAST):
            title, text = question(name)
            heading = escape(title)
            items.append(f'<dt><a href="{name}.ipynb">{heading}</a></dt><dd>{escape(text)}</dd>')
            plain.append(heading)
        return Text(f'<dl class="questions">{"".join(items)}</dl>', "; ".join(plain))

    def values_in_force(self, programme: str) -> Table:
        """What the answers of a programme settle in numbers, dates and lists."""
        frame = pd.DataFrame(
            {
                "label": value.label,
                "value": value_in_words(value.value, value.unit),
                "unit": unit_in_words(value.unit),
                "sources": ", ".join(value.sources),
            }
            for value in self.programmes[programme].of_kind("rule")
        )
        columns = [
            PageColumn("label", "Regel"),
            PageColumn("value", "Værdi"),
            PageColumn("unit", "Enhed"),
            PageColumn("sources", "Kilde", "ids"),
        ]
        file = documents()[programme]
        return Table(f"{file['name']} ({file['short']})", frame, tuple(columns), "Regler")

    def provenance(self) -> Provenance:
        """What the page was made from."""
        on = next(iter(self.programmes.values())).on
        rows = {
            "Version": f"fsmlib {version('fsmlib')}",
            "Regler pr.": day(on),
            "Lav siden igen med": f"fsm render {START} -p on={on.isoformat()}",
        }
        return Provenance(rows)


def start(on: str) -> Start:
    """The first page for a day; FsmError when a programme has no values that early."""
    return Start({programme: load(programme, on) for programme in documents()})


def question(name: str) -> tuple[str, str]:
    """What a notebook is about: its title, and what it tells."""
    title, _, text = str(stored(name).cells[0].source).partition("\n\n")
    return title.lstrip("# "), text
