"""The pages a person opens first: a table of municipalities, and a line for each of them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from fsmlib.danish import MINUS, count
from fsmlib.site.batch import own
from fsmlib.site.batch.manifest import Record, versions
from fsmlib.site.batch.orders import slug
from fsmlib.site.forms import ONE_SHEET
from fsmlib.site.html import TEMPLATE_FOLDER, title
from fsmlib.site.run import read_notebook
from fsmlib.tables.municipalities import TOGETHER, municipalities, municipality_name, official_name

HEADING = "Kommunerne side om side"
SYNTHETIC = (
    "Hvor der står »eksempel«, er tallene eksemplets, skaleret efter folketal; de siger intet om "
    "kommunen."
)
FIGURES_SHOWN = 2
FORM_NAMES = {".html": "side", ".xlsx": "tal", ".docx": "Word", ".pdf": "PDF"}
_NUMBER = re.compile(rf"{MINUS}?\d+(?:\.\d{{3}})*(?:,\d+)?")


@dataclass(frozen=True)
class Municipality:
    """The columns of a notebook: its title and the key figures that are shown, with units."""

    notebook: str
    title: str
    figures: tuple[tuple[str, str], ...]


def write_index(
    records: Sequence[Record], site: Path, work: Path, not_used: Sequence[str] = ()
) -> None:
    """`index.html` and `summary.md` of the pages in a site, and of inputs that are `not_used`."""
    own.write_own_file(site, work, "summary.md", _summary(records, not_used))
    own.write_own_file(site, work, "index.html", _index(records, not_used))


def _index(records: Sequence[Record], not_used: Sequence[str]) -> str:
    by_town: dict[str, dict[str, Record]] = {}
    for record in records:
        if record.municipality_code:
            by_town.setdefault(record.municipality_code, {})[record.notebook] = record
    names = sorted({record.notebook for record in records if record.municipality_code})
    groups = [_group(name, [r for r in records if r.notebook == name]) for name in names]
    failures = [record for record in records if not record.ok]
    folders = [TEMPLATE_FOLDER / "site", TEMPLATE_FOLDER / "page"]
    template = Environment(
        loader=FileSystemLoader(folders), autoescape=True, keep_trailing_newline=True
    )
    return template.get_template("index.html.j2").render(
        heading=HEADING,
        lead=_lead(len(by_town), len(records) - len(failures), len(failures)),
        synthetic=_synthetic(records),
        failures=_alike(failures),
        not_used=not_used,
        common=[
            {"title": record.title, "page": _first(record)}
            for record in records
            if record.ok and not record.municipality_code
        ],
        groups=groups,
        towns=[_town(code, pages, groups) for code, pages in by_town.items()],
        versions=versions(),
        older=_older(sum(not record.is_current for record in records)),
    )


def _lead(towns: int, made: int, failed: int) -> str:
    told = f"{count(towns, 'kommune', 'kommuner')}, {count(made, 'side', 'sider')}"
    return f"{told}, {count(failed, 'fejl', 'fejl')}." if failed else f"{told}, ingen fejl."


def _older(pages: int) -> str:
    """What to tell of pages that earlier runs have made with other code."""
    told = count(pages, "side er", "sider er")
    return f"{told} fra en anden version; lav dem igen med fsm batch." if pages else ""


def _group(name: str, records: Sequence[Record]) -> Municipality:
    """A notebook says in its metadata which key figures the index shows; else the first ones."""
    notebook = read_notebook(name)
    there = next((record.figures for record in records if record.figures), [])
    units = {what: _short(unit) for what, _, unit in there}
    wanted = notebook.metadata.get("fsmlib", {}).get("index", list(units)[:FIGURES_SHOWN])
    return Municipality(
        name, title(notebook), tuple((what, units.get(what, "")) for what in wanted)
    )


def _short(unit: str) -> str:
    """A unit as a heading has room for it: one word; what needs more is told on the page."""
    first = unit.partition(",")[0]
    return "" if " " in first else first


def _alike(failures: Iterable[Record]) -> list[dict[str, object]]:
    """Each failure once for all the pages of a municipality that have it."""
    alike: dict[tuple[str, str, int | None], list[Record]] = {}
    for record in failures:
        alike.setdefault((record.municipality, record.told, record.cell), []).append(record)
    return [
        {
            "municipality": records[0].municipality or "Alle",
            "pages": [record.notebook for record in records],
            "error": records[0].error,
            "told": records[0].told,
            "cell": records[0].cell,
            "notebooks": [n for r in records for n in r.outputs if n.endswith(".ipynb")],
        }
        for records in alike.values()
    ]


def _town(code: str, pages: dict[str, Record], groups: Sequence[Municipality]) -> dict[str, object]:
    from_ = sorted({record.data.partition(",")[0] for record in pages.values() if record.ok})
    return {
        "name": municipality_name(code),
        "names": f"{code}{slug(municipality_name(code), '')} {slug(official_name(code), '')}",
        "region": municipalities().at[code.split(TOGETHER)[0], "region"],
        "data": " og ".join(from_),
        "cells": [_cell(pages.get(group.notebook), group) for group in groups],
    }


def _cell(record: Record | None, group: Municipality) -> dict[str, object]:
    """What a municipality's row tells of one notebook; empty where there is no page."""
    if record is None or not record.ok:
        return {"figures": [("", "")] * len(group.figures), "links": []}
    numbers = {what: number for what, number, _ in record.figures}
    shown = [numbers.get(what, "") for what, _ in group.figures]
    links = [
        {
            "href": name,
            "text": _kind(name),
            "label": f"{_kind(name)}: {record.title} {record.municipality}",
        }
        for name in sorted(record.outputs)
    ]
    return {"figures": [(text, _sort_key(text)) for text in shown], "links": links}


def _kind(name: str) -> str:
    """What a file is, in a word or two."""
    of_a_sheet = " på ét ark" if Path(name).stem.endswith(ONE_SHEET) else ""
    return FORM_NAMES[Path(name).suffix] + of_a_sheet


def _sort_key(text: str) -> str:
    """A Danish number as a program sorts it; text as it is."""
    found = _NUMBER.search(text)
    return found[0].replace(".", "").replace(",", ".").replace(MINUS, "-") if found else text


def _first(record: Record) -> str:
    return next(name for name in record.outputs if name.endswith(".html"))


def _synthetic(records: Sequence[Record]) -> str:
    return SYNTHETIC if any(record.data.startswith("eksempel") for record in records) else ""


def _summary(records: Sequence[Record], not_used: Sequence[str]) -> str:
    """A line for each page: the municipality, the answer in one sentence or the error, the page."""
    invented = _synthetic(records)
    lines = [f"# {HEADING}", "", *([f"**Syntetiske tal.** {invented}", ""] if invented else [])]
    lines += [f"- **Inddata**: {told}" for told in not_used]
    for record in records:
        name = official_name(record.municipality_code) if record.municipality_code else "Fælles"
        if record.ok:
            told = record.sentence or record.title
            lines.append(f"- **{name}**: {told} [{record.notebook}]({_first(record)})")
        else:
            lines.append(f"- **{name}**: FEJL i {record.notebook}: {record.error}")
    return "\n".join(lines) + "\n"
