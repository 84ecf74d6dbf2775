"""What a notebook cell shows: a text, a table or a figure, with sources and units.

A view carries what HTML needs and, for tables, the raw numbers, so that the workbook holds the
very numbers behind the page.
"""

import base64
import hashlib
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import pandas as pd

from fsmlib.danish import formatted
from fsmlib.pages.values_in_words import json_cell
from fsmlib.programme.terms import terms

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TABLE_MIME = "application/vnd.fsmlib.table+json"
BANNER_MIME = "application/vnd.fsmlib.banner+json"
PICTURE_MIME = "application/vnd.fsmlib.picture+json"
HEADLINE_MIME = "application/vnd.fsmlib.headline+json"
PROVENANCE_MIME = "application/vnd.fsmlib.provenance+json"
DPI = 150
NONE_AT_ALL = "Ingen"  # what an empty table says, where it has nothing better to say
FOR_PAPER = "FSMLIB_FOR_PAPER"  # set where a page is also to be a Word document
FEWEST_SORTED, MOST_UNFOLDED = 4, 24  # rows
TEXT_KINDS = frozenset({"text", "value", "ids"})

Bundle = dict[str, Any]


@dataclass(frozen=True)
class PageColumn:
    """A column of a shown table: the frame's column, its heading, unit and kind of number.

    `term` is the word of the glossary that is explained at the heading, if any.
    """

    name: str
    heading: str
    kind: str = "text"
    unit: str = ""
    term: str = ""

    @property
    def shown_unit(self) -> str:
        """The unit; empty where the heading names it."""
        return "" if self.unit.casefold() in self.heading.casefold() else self.unit


@dataclass(frozen=True)
class Text:
    """A piece of HTML of our own making; user text in it must be escaped already."""

    html: str
    plain: str

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        return {"text/html": self.html, "text/plain": self.plain}


def folded(summary: str, html: str) -> str:
    """What is there when it is asked for; always open on paper."""
    return f"<details><summary>{summary}</summary>{html}</details>"


def paragraph(told: str) -> Text:
    """A sentence of ours, where a table or a picture cannot be shown."""
    return Text(f"<p>{told}</p>", told)


@dataclass(frozen=True)
class Banner:
    """Whose page it is, and what a reader must know first; its lines head every sheet too."""

    html: str
    lines: tuple[str, ...]

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        plain = " ".join(self.lines)
        return {"text/html": self.html, "text/plain": plain, BANNER_MIME: list(self.lines)}


@dataclass(frozen=True)
class Headline:
    """The answer of a page in one sentence, with its key figures: (what, number, unit)."""

    html: str
    plain: str
    figures: tuple[tuple[str, str, str], ...]
    warnings: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        told = {name: getattr(self, name) for name in ("figures", "warnings", "sources")}
        told["sentence"] = self.plain
        return {"text/html": self.html, "text/plain": self.plain, HEADLINE_MIME: told}


@dataclass(frozen=True)
class Table:
    """A table with caption, units and sources; `section` is its sheet in the workbook.

    `none` is what it says when it has no rows.  One that does not sort has rows that no order of
    their numbers is true of.
    """

    title: str
    frame: pd.DataFrame
    columns: tuple[PageColumn, ...]
    section: str
    sources: tuple[str, ...] = ()
    note: str = ""
    none: str = NONE_AT_ALL
    sorts: bool = True

    def rows(self) -> list[list[Any]]:
        """The raw values, row by row, as JSON can hold them."""
        return [
            [json_cell(value) for value in row]
            for row in self.frame[[c.name for c in self.columns]].itertuples(index=False, name=None)
        ]

    def html(self) -> str:
        """The table as HTML that scrolls by itself where it is too wide."""
        head = "".join(
            f'<th scope="col"{_side(c)}>{_heading(c, self.title)}</th>' for c in self.columns
        )
        empty = f'<tr><th scope="row" colspan="{len(self.columns)}">{escape(self.none)}</th></tr>'
        body = "".join(self._html_row(row) for row in self.rows()) or empty
        title, rows = escape(self.title), len(self.frame)
        sorts = ' class="sorts"' if self.sorts and rows >= FEWEST_SORTED else ""
        table = (
            f'<div class="table" tabindex="0" role="region" aria-label="{title}"><table{sorts}>'
            f"<caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            f"</div>"
        )
        if rows > MOST_UNFOLDED:
            table = folded(f"{title} ({rows} rækker)", table)
        return table + _footnote(self.note, self.sources)

    def _html_row(self, row: Sequence[Any]) -> str:
        cells = []
        for place, (column, value) in enumerate(zip(self.columns, row, strict=True)):
            tag, scope = ("th", ' scope="row"') if place == 0 else ("td", "")
            text = escape(formatted(value, column.kind))
            cells.append(f"<{tag}{scope}{_side(column)}>{text}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>"

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        numbers = {
            "title": self.title,
            "section": self.section,
            "columns": [[c.heading, c.shown_unit, c.kind] for c in self.columns],
            "rows": self.rows(),
            "sources": list(self.sources),
            "note": self.note,
            "none": self.none,
        }
        return {"text/html": self.html(), "text/plain": self.title, TABLE_MIME: numbers}


@dataclass(frozen=True)
class Picture:
    """A chart with a caption, and an alternative text that says what it shows.

    `axes` can be changed, and the picture shown again; `section` is where it stands in a document.
    """

    title: str
    axes: "Axes"
    alt: str
    section: str
    sources: tuple[str, ...] = ()

    def png(self) -> bytes:
        """The picture on paper or in a document, the same bytes every time."""
        buffer = io.BytesIO()
        figure = self.axes.get_figure(root=True)
        assert figure is not None  # ours always stands in one
        figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None})
        return buffer.getvalue()

    def html(self) -> str:
        """The picture with its caption; the page's script unfolds its numbers as a table."""
        from fsmlib.figures.svg import svg

        caption = f"{escape(self.title)} {source_links(self.sources)}"
        return (
            f'<figure><div class="drawn">{svg(self.axes, self.alt)}</div>'
            f"<figcaption>{caption}</figcaption></figure>"
        )

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        told = {name: getattr(self, name) for name in ("title", "alt", "section", "sources")}
        bundle = {"text/html": self.html(), "text/plain": self.alt, PICTURE_MIME: told}
        if os.environ.get(FOR_PAPER):
            bundle["image/png"] = base64.b64encode(self.png()).decode()
        return bundle


@dataclass(frozen=True)
class Provenance:
    """The last thing on a page; a page without it did not run to its end."""

    rows: dict[str, str]

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        items = "".join(
            f'<tr><th scope="row">{k}</th><td>{escape(v)}</td></tr>' for k, v in self.rows.items()
        )
        plain = "; ".join(f"{k}: {v}" for k, v in self.rows.items())
        table = f'<table class="provenance"><tbody>{items}</tbody></table>'
        html = folded("Version, inddata, valg og kommandoen, der laver siden igen", table)
        return {"text/html": html, "text/plain": plain, PROVENANCE_MIME: self.rows}


def source_links(sources: Iterable[str]) -> str:
    """The ids of answers as links to where the page retells them."""
    links = ", ".join(f'<a href="#{id_}">{id_}</a>' for id_ in sources)
    return f'<span class="sources">Kilde: {links}</span>' if links else ""


def _footnote(note: str, sources: Iterable[str]) -> str:
    text = " ".join(part for part in (escape(note), source_links(sources)) if part)
    return f'<p class="note">{text}</p>' if text else ""


def _heading(column: PageColumn, title: str) -> str:
    unit = f' <span class="unit">{escape(column.shown_unit)}</span>' if column.shown_unit else ""
    return escape(column.heading).replace(" %", "\xa0%") + _explained(column, title) + unit


def _explained(column: PageColumn, title: str) -> str:
    """What the word of a heading means, one press away."""
    if not column.term:
        return ""
    digest = hashlib.sha256(f"{title} {column.name}".encode()).hexdigest()[:8]
    return (
        f'\xa0<button type="button" class="word" popovertarget="ord-{digest}" '
        f'aria-label="Hvad betyder {escape(column.heading)}?">?</button>'
        f'<span popover id="ord-{digest}">{escape(terms()[column.term].definition)}</span>'
    )


def _side(column: PageColumn) -> str:
    if column.kind == "ids":
        return ' class="ids"'
    return "" if column.kind in TEXT_KINDS else ' class="number"'
