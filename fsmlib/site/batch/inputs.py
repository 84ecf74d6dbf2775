"""What a page is made from: own tables, else Jobindsats' counts, else the example in its size."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import nbformat
import pandas as pd

from fsmlib.analyses.question import EXAMPLES
from fsmlib.analyses.visitation import PLAN
from fsmlib.danish import listed
from fsmlib.programme.findings import FsmError, has_errors
from fsmlib.programme.kinds import first_of
from fsmlib.programme.parameters import load
from fsmlib.site.csvs import write_tables
from fsmlib.tables.municipalities import TOGETHER, municipalities, municipality_name
from fsmlib.tables.plan import PLAN_TABLES
from fsmlib.tables.reading import Tables, read
from fsmlib.tables.scaling import scaled

EXAMPLE_CODE = "0410"
ORIGIN = (
    "Eksemplet fra Middelfart, skaleret efter folketal; alle tal er syntetiske og siger intet om "
    "kommunen."
)
OWN, FROM_BASELINE, FROM_EXAMPLE = "kommunens egne", "Jobindsats", "eksempel, skaleret"
BASELINE, MONTHLY = "jobindsats", "monthly"
SCALED = {**EXAMPLES, "02_visitation": PLAN, "04_registration": EXAMPLES["registration"]}
REGISTRATION_TABLE = "registrations"
FILE_PARAMETERS = ("plan", "compare", "programme", "proposals")  # parameters that may name files
MADE = ".lavet"  # in an example's folder: the names of its files
MOST_NAMED = 3  # municipalities in a message
EXAMPLE_DAY = "2018-03-01"  # the titles of fictitious caseworkers are those of the whole project
Hashed = Callable[[Path], str]
Frames = Mapping[str, pd.DataFrame]
CAP_TABLES = frozenset(
    {"staffing", "caseworkers", "inflow", "groups", REGISTRATION_TABLE, "budget", "proposal"}
)

PLANNED = frozenset(schema.name for schema in PLAN_TABLES)  # of no use to a page of results


def data_for(
    notebook: nbformat.NotebookNode,
    name: str,
    code: str,
    own: str,
    baseline: str,
    examples: Path,
    work: Path,
) -> tuple[Path, str]:
    """The file or folder to make a notebook's page from, and whose tables they are.

    Examples are written to `work` and then moved to `examples`, where they are shared.

    Own data that hold nothing for the notebook leave it to the example; own data with errors are
    never replaced; FsmError for those that are about other municipalities.  What Jobindsats tells
    of all municipalities, the `baseline`, stands in where own data hold nothing for the notebook.
    """
    about = notebook.metadata["fsmlib"]
    if own:
        tables = read(own)
        serve = _tables_for(about, list(tables))
        if has_errors(tables.findings) or serve:
            _check_whose(tables, code, Path(own).name)
            return Path(own), OWN
    if baseline and (found := _baseline(baseline, code, examples, work)):
        return found, FROM_BASELINE
    example = name if name in SCALED else about["kind"]
    return _written(examples / example, work, lambda: _example(example, code)), FROM_EXAMPLE


def inputs_hash(
    code: str, data: str, baseline: str, given: Mapping[str, str], hashed: Hashed
) -> str:
    """The hash of what a page is made from: its tables, and the files its parameters name.

    The example's tables are given by the municipality, and by the code.
    """
    files = [
        given[name] for name in FILE_PARAMETERS if name in given and Path(given[name]).exists()
    ]
    tables = [hashed(Path(path)) for path in (data, baseline) if path] or [f"eksempel {code}"]
    return digest([*tables, *(hashed(Path(file)) for file in files)])


def content_hash(path: Path) -> str:
    """The hash of a file, or of all in a folder; what cannot be read counts by its name alone."""
    files = sorted(file for file in path.rglob("*") if not file.name.startswith((".", "~$")))
    return digest([(str(f.relative_to(path)), _hash_if_any(f)) for f in (path, *files)])


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash_if_any(path: Path) -> str:
    try:
        return hash_of(path) if path.is_file() else ""
    except OSError:
        return ""


def digest(content: Any) -> str:
    """A short hash of what JSON can hold."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_baseline(path: Path) -> bool:
    """Whether a file or folder of inputs belongs to every municipality without own data."""
    return path.stem.casefold() == BASELINE


def _check_whose(tables: Tables, code: str, name: str) -> None:
    """FsmError for a table that is about others alone; one that tells of nobody is right."""
    for table, frame in tables.items():
        if "municipality_code" not in frame:
            continue
        cells = frame["municipality_code"].dropna().unique()
        told = sorted({each for cell in cells for each in cell.split(TOGETHER)})
        if told and not {*told} & {*code.split(TOGETHER)}:
            whose = [municipality_name(each) for each in told[:MOST_NAMED]]
            whose += ["andre"] if len(told) > MOST_NAMED else []
            raise FsmError(
                f"»{name}« hedder {municipality_name(code)}, men tallene i {tables.places[table]} "
                f"er for {listed(whose)}; ret navnet eller filen."
            )


def _baseline(baseline: str, code: str, examples: Path, work: Path) -> Path | None:
    """A municipality's counts, or the whole file when it has errors; None when none are told."""
    tables = read(baseline)
    if has_errors(tables.findings):
        return Path(baseline)
    counts = tables[MONTHLY][tables[MONTHLY]["municipality_code"].isin(code.split(TOGETHER))]
    folder = examples / "-".join([BASELINE, *tables.files.values()])
    is_empty = counts.dropna(subset=["effort_group", "touched"]).empty
    return None if is_empty else _written(folder, work, lambda: {MONTHLY: counts})


def _tables_for(about: Mapping[str, str], tables: Iterable[str]) -> list[str]:
    """The tables that are about what a notebook tells it is about."""
    if "needs" in about:
        return [table for table in tables if table == about["needs"]]
    if about["kind"] == "cap":
        return [table for table in tables if table in CAP_TABLES - {REGISTRATION_TABLE}]
    others = CAP_TABLES | (PLANNED if about.get("baseline") == MONTHLY else frozenset())
    return [table for table in tables if table not in others]


def _example(name: str, code: str) -> dict[str, pd.DataFrame]:
    """The example's tables in the municipality's size."""
    people = municipalities()["population_2019q1"]
    codes = code.split(TOGETHER)
    ratio = float(people[codes].sum() / people[EXAMPLE_CODE])
    return scaled(shipped_example(name), codes[0], ratio, ORIGIN, _fictitious())


@cache
def shipped_example(name: str) -> Tables:
    """The tables of the example `name` of `SCALED`, read once for all municipalities."""
    return read(SCALED[name])


def _written(folder: Path, work: Path, tables: Callable[[], Frames]) -> Path:
    """Tables as files in a folder; whichever page of the municipality comes first makes them."""
    if folder.exists() and not (folder / MADE).is_file():
        folder = work / folder.name  # somebody else's is in its place
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(dir=work))
        names = [path.name for path in write_tables(tables(), draft)]
        (draft / MADE).write_text("\n".join(names), encoding="utf-8")
        draft.chmod(0o755)
        try:
            draft.rename(folder)
        except OSError:  # another page of the municipality was first
            shutil.rmtree(draft)
    return folder


def _fictitious() -> frozenset[str]:
    """The caseworkers who are the same in every municipality: by title and by e-mail."""
    values = load(first_of("cap"), EXAMPLE_DAY)
    return frozenset({*values.fictitious_titles, values.fictitious_email})
