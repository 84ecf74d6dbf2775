"""What takes time, done in a process of its own: checking, marking, and making the page.

What comes back are words and files; an error is told, never raised across processes.
"""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp

import yaml

from fsmlib.analyses.check import require_usable
from fsmlib.analyses.own_numbers import own_numbers
from fsmlib.analyses.whole_check import Check
from fsmlib.app.municipality.files import sent
from fsmlib.app.municipality.ways import Way
from fsmlib.pages.verdicts import RULE_BY_RULE, in_danish
from fsmlib.pages.views import Table
from fsmlib.programme.findings import Finding, FsmError, InputError
from fsmlib.programme.parameters import load_both
from fsmlib.site.forms import Forms
from fsmlib.site.pdf import printer
from fsmlib.site.privacy import fault_of_ours
from fsmlib.site.run import render
from fsmlib.tables.files import TEXTS, WORKBOOKS, grids
from fsmlib.tables.marked import write_marked
from fsmlib.tables.personal import masked
from fsmlib.tables.pseudonyms import forget_names
from fsmlib.tables.reading import Tables, not_there

ALL_FORMS = Forms(docx=True, summary=True)
MARKED = "mærket_"
SCENARIOS_SIDE_BY_SIDE = re.compile(
    "<div [^>]*><table[^>]*><caption>Scenarierne side om side<.*?</div>", re.DOTALL
)
BANNER = re.compile(r'<p class="lead">.*?</p>(?:<p class="warning" role="note">.*?</p>)?')
ANSWER = re.compile(r'<p class="answer">.*?<ul class="figures">.*?</ul>', re.DOTALL)


@dataclass(frozen=True)
class Checked:
    """What is found in the files of a visitor, and the marked copies.

    `stops` is whether the page cannot be made; `tables` are the names of the tables that were read,
    `rows` what became of their rows, `verdicts` a proposal rule by rule, as HTML; `own` are the
    numbers that hold in place of assumptions (see `own_numbers`).
    """

    findings: tuple[Finding, ...] = ()
    stops: bool = True
    tables: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    marked: tuple[Path, ...] = ()
    own: Mapping[str, float | None] = field(default_factory=dict)
    told: str = ""


@dataclass(frozen=True)
class Made:
    """The files of a page, the page first, and its answer as HTML; or why there are none.

    `compared` is the table of the visitor's scenarios, as HTML.
    """

    files: tuple[Path, ...] = ()
    answer: str = ""
    compared: str = ""
    told: str = ""


@dataclass(frozen=True)
class PageOrder:
    """The page that is asked for: of which files, with which settings, changes and scenarios."""

    notebook: str
    given: Mapping[str, str] = field(default_factory=dict)
    scenarios: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def hush() -> None:
    """A worker says nothing on the terminal, also when it is stopped."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


def check_files(way: Way, folder: Path, marked: Path) -> Checked:
    """Everything to mend or look at in the files of a folder, as `fsm check` tells it.

    The marked copies are put in the folder `marked`.
    """
    forget_names()
    try:
        return _checked(way, data_in(folder), marked)
    except FsmError as error:
        return Checked(told=str(error))
    except Exception as error:  # a page that says so, and no traceback
        return Checked(told=fault_of_ours(type(error).__name__, str(error)))


def _checked(way: Way, data: Path, marked: Path) -> Checked:
    found = Check.read(data, *load_both(way.programme, way.parameters["on"].default, {}))
    stops = [not_there(way.needs)] if way.needs and found.tables[way.needs].empty else []
    try:
        require_usable(found.tables, way.values, way.needs)
    except InputError as error:
        stops += error.findings
    findings = list(dict.fromkeys([*stops, *found.findings]))
    verdicts = [
        Table(
            f"{judge.municipality}: {judge.outcome}",
            in_danish(judge.verdicts),
            RULE_BY_RULE,
            "",
        ).html()
        for judge in found.judges
    ]
    rows = tuple(account.sentence for account in found.tables.accounts)
    copies = tuple(_marked(data, findings, marked))
    own = {} if stops or not way.first else _own_numbers(found.tables, way)
    tables = tuple(found.tables)
    return Checked(tuple(findings), bool(stops), tables, rows, tuple(verdicts), copies, own)


def _own_numbers(tables: Tables, way: Way) -> Mapping[str, float | None]:
    try:
        return own_numbers(tables, way.values)
    except FsmError:  # the page says why nothing can be counted
        return {}


def _marked(data: Path, findings: list[Finding], folder: Path) -> list[Path]:
    """A marked copy of each file that something is found in and that can be marked."""
    made = []
    files = [data] if data.is_file() else sent(data)
    for file in files:
        if file.suffix.casefold() not in TEXTS | WORKBOOKS:
            continue
        try:
            places = {masked(file.name), *(grid.place for grid in grids(file))}
            own = [f for f in findings if f.file in places or (len(files) == 1 and not f.file)]
            if own:
                out = folder / f"{MARKED}{file.stem}.xlsx"
                write_marked(file, own, out)
                made.append(out)
        except FsmError:  # a file that cannot be opened has its finding already
            continue
    return made


def make_page(order: PageOrder, out: Path) -> Made:
    """The page, its summary on one sheet, their Word documents, and the workbook."""
    forget_names()
    try:
        given = dict(order.given)
        if order.scenarios:
            file = Path(mkdtemp(dir=out), "scenarier.yaml")
            text = yaml.safe_dump(
                {name: dict(changes) for name, changes in order.scenarios.items()},
                allow_unicode=True,
                sort_keys=False,
            )
            file.write_text(text, encoding="utf-8")
            given["scenarios"] = str(file)
        files = tuple(render(order.notebook, out, given, forms=ALL_FORMS))
        page = files[0].read_text("utf-8")
        return Made(files, _found(page, BANNER, ANSWER), _found(page, SCENARIOS_SIDE_BY_SIDE))
    except FsmError as error:
        return Made(told=str(error))
    except Exception as error:  # a page that says so, and no traceback
        return Made(told=fault_of_ours(type(error).__name__, str(error)))


def on_paper(page: Path) -> tuple[bytes, str]:
    """A page as PDF; else no bytes, and why there are none."""
    try:
        with printer() as printed:
            return printed(page), ""
    except FsmError as error:
        return b"", str(error)
    except Exception as error:  # a page that says so, and no traceback
        return b"", fault_of_ours(type(error).__name__, str(error))


def _found(html: str, *parts: re.Pattern[str]) -> str:
    """Parts of a page as the page itself has them, where it has them."""
    return "".join(found[0] for part in parts if (found := part.search(html)))


def data_in(folder: Path) -> Path:
    """What the visitor has sent as one path: the file itself when there is one, else the folder."""
    files = sent(folder)
    return files[0] if len(files) == 1 else folder
