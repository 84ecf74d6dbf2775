"""What a page is made from: own tables, else Jobindsats' counts, else the example in its size."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import mkdtemp

import nbformat
import pandas as pd

from fsmlib.analyses.visitation import PLAN
from fsmlib.pages.page import EXAMPLES
from fsmlib.programme.findings import has_errors
from fsmlib.programme.parameters import load
from fsmlib.site.csvs import write_tables
from fsmlib.tables.municipalities import TOGETHER, municipalities
from fsmlib.tables.reading import read
from fsmlib.tables.scaling import scaled

EXAMPLE_CODE = "0410"
ORIGIN = (
    "Eksemplet fra Middelfart, skaleret efter folketal; alle tal er syntetiske og siger intet om "
    "kommunen."
)
OWN, FROM_BASELINE, FROM_EXAMPLE = "kommunens egne", "Jobindsats", "eksempel, skaleret"
BASELINE, MONTHLY = "jobindsats", "monthly"
SCALED = EXAMPLES | {"02_visitation": PLAN}
REGISTRATIONS = "registrations"
HIR_DAY = "2018-03-01"  # the titles of fictitious caseworkers are those of the whole project
HIR_TABLES = frozenset({"staffing", "caseworkers", "inflow", REGISTRATIONS, "budget", "proposal"})


def data_for(
    notebook: nbformat.NotebookNode, name: str, code: str, own: str, examples: Path
) -> tuple[Path, str]:
    """The file or folder to make a notebook's page from, and whose tables they are.

    Own data that hold nothing for the notebook leave it to the example; own data with errors are
    never replaced.  What Jobindsats tells of all municipalities stands in for those without own
    data, where a notebook can be made from monthly counts.
    """
    about = notebook.metadata["fsmlib"]
    if own and is_baseline(Path(own)):
        if about.get("baseline") == MONTHLY and (found := _baseline(own, code, examples)):
            return found, FROM_BASELINE
    elif own:
        tables = read(own)
        serve = _tables_for(about, list(tables))
        if has_errors(tables.findings) or serve:
            return Path(own), OWN
    example = name if name in SCALED else about["programme"]
    return _written(examples / example, lambda: _example(example, code)), FROM_EXAMPLE


def is_baseline(path: Path) -> bool:
    """Whether a file or folder of inputs belongs to every municipality without own data."""
    return path.stem.casefold() == BASELINE


def _baseline(own: str, code: str, examples: Path) -> Path | None:
    """A municipality's counts, or the whole file when it has errors; None when none are told."""
    tables = read(own)
    if has_errors(tables.findings):
        return Path(own)
    counts = tables[MONTHLY][tables[MONTHLY]["municipality_code"].isin(code.split(TOGETHER))]
    folder = examples / "-".join([BASELINE, *tables.files.values()])
    is_empty = counts.dropna(subset=["effort_group", "touched"]).empty
    return None if is_empty else _written(folder, lambda: {MONTHLY: counts})


def _tables_for(about: Mapping[str, str], tables: Iterable[str]) -> list[str]:
    """The tables that are about what a notebook tells it is about."""
    if "needs" in about:
        return [table for table in tables if table == about["needs"]]
    if about["programme"] == "hir":
        return [table for table in tables if table in HIR_TABLES - {REGISTRATIONS}]
    return [table for table in tables if table not in HIR_TABLES]


def _example(name: str, code: str) -> dict[str, pd.DataFrame]:
    """The example's tables in the municipality's size."""
    people = municipalities()["population_2019q1"]
    codes = code.split(TOGETHER)
    ratio = float(people[codes].sum() / people[EXAMPLE_CODE])
    return scaled(read(SCALED[name]), codes[0], ratio, ORIGIN, _fictitious())


def _written(folder: Path, tables: Callable[[], Mapping[str, pd.DataFrame]]) -> Path:
    """Tables as files in a folder; whichever page of the municipality comes first makes them."""
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(dir=folder.parent, prefix="."))
        write_tables(tables(), draft)
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
