"""What a page is made from: the municipality's own tables, else the example scaled to its size."""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import mkdtemp

import nbformat

from fsmlib.programme.findings import has_errors
from fsmlib.programme.parameters import load
from fsmlib.report.csvs import write_tables
from fsmlib.report.page import EXAMPLES
from fsmlib.report.visitation.case import PLAN
from fsmlib.tables.municipalities import municipalities
from fsmlib.tables.reading import read
from fsmlib.tables.scaling import scaled

EXAMPLE_CODE = "0410"
ORIGIN = (
    "Eksemplet fra Middelfart, skaleret efter folketal; alle tal er syntetiske og siger intet om "
    "kommunen."
)
SCALED = EXAMPLES | {"02_visitation": PLAN}
REGISTRATIONS = "registrations"
HIR_DAY = "2018-03-01"  # the titles of fictitious caseworkers are those of the whole project
HIR_TABLES = frozenset({"staffing", "caseworkers", REGISTRATIONS, "budget", "proposal"})


def data_for(
    notebook: nbformat.NotebookNode, name: str, code: str, own: str, examples: Path
) -> tuple[Path, bool]:
    """The file or folder to make a notebook's page from, and whether it is the municipality's own.

    Own data that hold nothing for the notebook leave it to the example; own data with errors are
    never replaced.
    """
    about = notebook.metadata["fsmlib"]
    if own:
        tables = read(own)
        serve = _tables_for(about, list(tables))
        if has_errors(tables.findings) or serve:
            return Path(own), True
    example = name if name in SCALED else about["programme"]
    return _example(example, code, examples), False


def _tables_for(about: Mapping[str, str], tables: Iterable[str]) -> list[str]:
    """The tables that are about what a notebook tells it is about."""
    if "needs" in about:
        return [table for table in tables if table == about["needs"]]
    if about["programme"] == "hir":
        return [table for table in tables if table in HIR_TABLES - {REGISTRATIONS}]
    return [table for table in tables if table not in HIR_TABLES]


def _example(name: str, code: str, examples: Path) -> Path:
    """The example's tables in the municipality's size, as files; whoever comes first makes them."""
    folder = examples / name
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(dir=folder.parent, prefix="."))
        people = municipalities()["population_2019q1"]
        ratio = float(people[code] / people[EXAMPLE_CODE])
        write_tables(scaled(read(SCALED[name]), code, ratio, ORIGIN, _fictitious()), draft)
        draft.chmod(0o755)
        try:
            draft.rename(folder)
        except OSError:  # another page of the municipality was first
            shutil.rmtree(draft)
    return folder


def _fictitious() -> frozenset[str]:
    """The caseworkers who are the same in every municipality: by title and by e-mail."""
    values = load("hir", HIR_DAY)
    return frozenset({*values.fictitious_titles, values.fictitious_email})
