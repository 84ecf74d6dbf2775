"""A page: what it was made from, what it shows, and what it rests on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from importlib.metadata import version
from typing import TYPE_CHECKING

import pandas as pd

from fsmlib.analyses.finding_kinds import in_short
from fsmlib.analyses.question import EXAMPLES, Question, inputs_of, is_invented
from fsmlib.danish import day, with_unit
from fsmlib.pages.values_in_words import meaning, range_in_words
from fsmlib.pages.views import (
    NONE_AT_ALL,
    Banner,
    Headline,
    PageColumn,
    Picture,
    Provenance,
    Table,
    Text,
    folded,
    source_links,
)
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import Answer, answer, answers
from fsmlib.programme.values import KIND_IN_DANISH, QUALITY_IN_DANISH
from fsmlib.tables.reading import Tables, require

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SEE_CHANGES = "Se dem under Sådan er siden lavet."
RESTS_ON = "Forudsætninger og kilder"
ROWS = "Rækker"
_FIRST_SENTENCE = re.compile(r"(?<=\.) (?=[A-ZÆØÅ])")


@dataclass(frozen=True)
class Page:
    """One page of one municipality: its tables and values, and the answers it has cited so far.

    `data` is the name of the file or folder, empty for the example; `settings` are the notebook's
    other parameters.
    """

    notebook: str
    tables: Tables
    values: Values
    data: str
    settings: Mapping[str, object]
    cited: dict[str, None] = field(default_factory=dict)

    def table(
        self,
        title: str,
        frame: pd.DataFrame,
        columns: Sequence[PageColumn],
        section: str,
        sources: Sequence[str] = (),
        note: str = "",
        none: str = NONE_AT_ALL,
        sorts: bool = True,
    ) -> Table:
        """A table of this page; its sources are retold at the end, `none` where it is empty."""
        self.cite(sources)
        return Table(title, frame, tuple(columns), section, tuple(sources), note, none, sorts)

    def picture(
        self, title: str, axes: "Axes", alt: str, section: str, sources: Sequence[str] = ()
    ) -> Picture:
        """A chart of this page; its sources are retold at the end of the page."""
        self.cite(sources)
        return Picture(title, axes, alt.replace("kr..", "kr."), section, tuple(sources))

    def headline(
        self,
        sentence: str,
        figures: Sequence[tuple[str, str, str]],
        sources: Sequence[str],
        warnings: Iterable[str] = (),
    ) -> Headline:
        """The answer in one sentence, each warning in a box, and key figures: (what, number, unit).

        An empty warning is none.
        """
        self.cite(sources)
        cards = "".join(
            f'<li><span class="what">{escape(what)}:</span> <strong>{escape(number)}</strong> '
            f'<span class="unit">{escape(unit)}</span></li>'
            for what, number, unit in figures
        )
        warnings = tuple(filter(None, warnings))
        warned = "".join(
            f'<p class="warning" role="note">{escape(warning)}</p>' for warning in warnings
        )
        first, _, rest = _FIRST_SENTENCE.sub("\n", sentence, count=1).partition("\n")
        more = f'<p class="more">{escape(rest)}</p>' if rest else ""
        html = (
            f'<p class="answer">{escape(first)}</p>{more}{warned}<ul class="figures">{cards}</ul>'
            f'<p class="note">{source_links(sources)}</p>'
        )
        return Headline(html, sentence, tuple(figures), warnings, tuple(sources))

    def cite(self, sources: Iterable[str]) -> None:
        """Note that the page rests on these answers; FsmError for an unknown id."""
        self.cited.update({answer(id_).id: None for id_ in sources})

    def banner(
        self,
        municipality: str,
        lines: Sequence[str],
        of_invented: bool = False,
        see: str = SEE_CHANGES,
    ) -> Banner:
        """Whose page it is, and in plain sight what a reader must know before the first number.

        That is first of all whether its tables, or what it is made `of_invented`, are synthetic;
        `see` says where changed values stand.
        """
        warnings = []
        if of_invented or is_invented(self.tables):
            warnings.append("<strong>Syntetiske tal.</strong> Siden er et eksempel.")
        if self.values.departs_from_rules:
            warnings.append("<strong>Afviger fra reglen.</strong> En eller flere regler er ændret.")
        elif self.values.changes:
            warnings.append(f"<strong>Ændrede værdier.</strong> {see}")
        if self.values.example:
            warnings.append(f"<strong>Et eksempel på et program.</strong> {self.values.example}")
        if to_look_at := in_short(self.tables.warnings):
            warnings.append(f"<strong>Se efter i filerne.</strong> {escape(to_look_at)}")
        warning = f'<p class="warning" role="note">{" ".join(warnings)}</p>' if warnings else ""
        own = [] if self.values.is_first else [f"Reglerne er dem i programmet {self.values.title}."]
        lines = [*lines, *own]
        told = " ".join(map(escape, lines))
        html = f'<p class="lead">{escape(municipality)}</p>{warning}<p>{told}</p>'
        return Banner(html, (municipality, *map(_without_tags, warnings), *lines))

    def assumptions(self, names: Iterable[str]) -> Table:
        """The assumptions in use: value, range, quality and origin."""
        rows = [
            {
                "label": value.label,
                **dict(zip(("value", "unit"), with_unit(value.value, value.unit), strict=True)),
                "range": range_in_words(value),
                "quality": QUALITY_IN_DANISH[value.quality or "guess"],
                "origin": value.origin + (" (ændret af brugeren)" if value.changed else ""),
            }
            for value in (self.values[name] for name in names)
        ]
        columns = [
            PageColumn("label", "Forudsætning"),
            PageColumn("value", "Værdi", "value"),
            PageColumn("unit", "Enhed"),
            PageColumn("range", "Spænd", term="range"),
            PageColumn("quality", "Kvalitet", term="quality"),
            PageColumn("origin", "Hvor den kommer fra"),
        ]
        note = "Bruges, hvor kommunen ikke selv har oplyst et tal."
        return self.table("Forudsætninger", pd.DataFrame(rows), columns, RESTS_ON, (), note)

    def readings(self, names: Iterable[str]) -> Table:
        """The readings in use, with the value chosen: where the answers leave room."""
        readings = [self.values[name] for name in names]
        rows = [
            {
                "question": value.question,
                "value": meaning(value),
                "changed": "ændret" if value.changed else "standard",
                "sources": ", ".join(value.sources),
            }
            for value in readings
        ]
        columns = [
            PageColumn("question", "Hvor svarene kan læses på flere måder", term="reading"),
            PageColumn("value", "Vi regner med"),
            PageColumn("changed", "Valg"),
            PageColumn("sources", "Bygger på", "ids"),
        ]
        self.cite(id_ for value in readings for id_ in value.sources)
        return self.table("Fortolkninger", pd.DataFrame(rows), columns, RESTS_ON)

    def good_to_know(self, title: str, sources: Sequence[str], section: str) -> Table:
        """Answers that only need to be known."""
        own = self.values.voice.sources(sources)
        rows = [{"heading": answer(id_).heading, "text": answer(id_).text} for id_ in own]
        frame = pd.DataFrame(rows, columns=["heading", "text"])
        columns = [PageColumn("heading", "Emne"), PageColumn("text", "Svar")]
        return self.table(title, frame, columns, section, sources)

    def sources(self) -> Text:
        """The answers the page has cited, retold, each where a link to its id leads."""
        own = self.values.voice.sources(self.cited)
        items = "".join(
            f'<li><strong id="{id_}">{id_} {escape(answer(id_).heading)}</strong> '
            f"{escape(answer(id_).text)}{_link(answer(id_))}</li>"
            for id_ in sorted(own, key=list(answers()).index)
        )
        html = folded("De svar, siden hviler på", f'<ul class="answers">{items}</ul>')
        return Text(html, "Kilder: " + ", ".join(own))

    def provenance(self) -> Provenance:
        """What the page was made from, and the command that makes it again."""
        changes = self.values.changes_as_text
        inputs = inputs_of(self.tables, self.values)
        files = ", ".join(f"{name} ({digits})" for name, digits in inputs.items())
        kinds = ", ".join(
            f"{value.label} ({KIND_IN_DANISH[value.kind]})"
            for name, value in self.values.items()
            if name in self.values.given
        )
        rows = {
            "Version": f"fsmlib {version('fsmlib')}",
            "Inddata og fingeraftryk": files,
            ROWS: " ".join(account.sentence for account in self.tables.accounts),
            "Regler pr.": day(self.values.on),
            "Ændrede værdier": f"{changes}: {kinds}" if changes else "",
            "Øvrige valg": ", ".join(self._chosen),
            "Lav siden igen med": self.command + (f' -p "changes={changes}"' if changes else ""),
        }
        return Provenance({k: told or "ingen" for k, told in rows.items() if told or k != ROWS})

    @property
    def command(self) -> str:
        """The command that makes the page without any value changed."""
        command = [f"fsm render {self.notebook}"]
        command += [f"--data {_quoted(self.data)}"] if self.data else []
        command += [f"-p on={self.values.on.isoformat()}"]
        return " ".join([*command, *(f"-p {_quoted(setting)}" for setting in self._chosen)])

    @property
    def _chosen(self) -> list[str]:
        return [f"{name}={value}" for name, value in self.settings.items() if value != ""]


def example_page(notebook: str, values: Values, settings: Mapping[str, object]) -> Page:
    """A page on the shipped example of a kind of programme."""
    tables = require(EXAMPLES[values.kind])
    return Page(notebook, tables, values, "", {**settings, **values.setting})


def page_for(notebook: str, question: Question, settings: Mapping[str, object]) -> Page:
    """The page that shows what a question answers."""
    values = question.values
    return Page(notebook, question.tables, values, question.data, {**settings, **values.setting})


def _link(told: Answer) -> str:
    return f' <a href="{escape(told.link)}">Læs kilden</a>.' if told.link else ""


def _without_tags(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def _quoted(word: str) -> str:
    return f'"{word}"' if set(word) & set(" <>") else word
