"""The account of a run: a line for each page, written as the run goes, and read to go on."""

import csv
import json
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from importlib.metadata import version
from io import StringIO
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from fsmlib.pages.start import notebooks
from fsmlib.shipped import shipped
from fsmlib.site.batch import own
from fsmlib.site.batch.inputs import Hashed, digest, hash_of, inputs_hash
from fsmlib.site.batch.orders import Order, folder_of
from fsmlib.site.batch.worker import Result
from fsmlib.site.forms import ONE_SHEET, Forms
from fsmlib.tables.csv_files import not_a_formula
from fsmlib.tables.municipalities import TOGETHER, municipalities, municipality_name

VERSIONED_LIBRARIES = ("fsmlib", "numpy", "scipy", "pandas", "matplotlib", "nbconvert", "openpyxl")
PACKAGE = Path(__file__).parents[2]
CODE = frozenset({".py", ".yaml", ".j2", ".css", ".json", ".ipynb", ".csv", ".xlsx"})


MADE_ENDINGS = tuple(
    f"{form}{kind}"
    for form in ("", ONE_SHEET)
    for kind in (".html", ".xlsx", ".docx", ".pdf", ".ipynb")
)


@dataclass(frozen=True)
class Record:
    """What a line of the manifest tells of a page; of one from another version, what it tells.

    `rows` is what became of the rows of its data.  `scenario` is the hash of its parameters and
    forms, `inputs` of its data (the population, when those are the example's) and the files its
    parameters name, `code` of fsmlib, the notebooks and the versions of libraries; `outputs` are
    paths in the site with their hashes.
    """

    municipality_code: str
    municipality: str = ""
    notebook: str = ""
    ok: bool = False
    error: str = ""
    cell: int | None = None
    seconds: float = 0.0
    attempts: int = 0
    data: str = ""
    rows: str = ""
    inputs: str = ""
    scenario: str = ""
    code: str = ""
    versions: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    title: str = ""
    sentence: str = ""
    figures: list[list[str]] = field(default_factory=list)
    told: str = ""

    @property
    def key(self) -> str:
        """The order it answers."""
        return f"{self.municipality_code}/{self.notebook}"

    @property
    def is_current(self) -> bool:
        """Whether it was made with the code we run."""
        return self.code == code_hash()

    def files(self, site: Path) -> list[Path]:
        """Those of its files that are there."""
        inside = (site / name for name in self.outputs if own.is_inside(site, name))
        return [path for path in inside if path.is_file()]

    def is_there(self, site: Path) -> bool:
        """Whether none of its files is gone."""
        return len(self.files(site)) == len(self.outputs)


ONLY_IN_JSON = frozenset({"title", "sentence", "figures", "told"})


def record(order: Order, result: Result, seconds: float, attempts: int, forms: Forms) -> Record:
    """The line of a page that has been made, or has failed; `outputs` are paths in the site."""
    code = order.municipality_code
    return Record(
        municipality_code=code,
        municipality=municipality_name(code) if code else "",
        notebook=order.notebook,
        ok=not result.error,
        error=result.error,
        cell=result.cell,
        seconds=round(seconds, 2),
        attempts=attempts,
        data=result.source,
        rows=result.rows,
        inputs=result.inputs,
        scenario=scenario_hash(order, forms),
        code=code_hash(),
        versions=versions(),
        outputs={f"{order.folder}/{name}": told for name, told in result.outputs.items()},
        title=result.title,
        sentence=result.sentence,
        figures=result.figures,
        told=result.told,
    )


def is_valid(record: Record, order: Order, site: Path, hashed: Hashed, forms: Forms) -> bool:
    """Whether a page need not be made again: same code, inputs, parameters, and its files whole."""
    return (
        record.ok
        and not order.problem
        and record.is_current
        and record.scenario == scenario_hash(order, forms)
        and record.inputs
        == inputs_hash(order.municipality_code, order.data, order.baseline, order.given, hashed)
        and bool(record.outputs)
        and [hash_of(path) for path in record.files(site)] == [*record.outputs.values()]
    )


def scenario_hash(order: Order, forms: Forms) -> str:
    """The hash of a page's parameters, and of what else it is to be."""
    return digest([sorted(order.given.items()), asdict(forms)])


def write(records: Iterable[Record], site: Path, work: Path) -> None:
    """`manifest.json` with everything, `manifest.csv` for Excel; each is whole at any moment."""
    rows = [asdict(record) for record in sorted(records, key=lambda record: record.key)]
    digests = {
        d for r in rows for d in (r["inputs"], r["scenario"], r["code"], *r["outputs"].values())
    }
    text_of_rows = json.dumps(rows, ensure_ascii=False, indent=1)
    own.write_own_file(site, work, "manifest.json", text_of_rows, digests=digests)
    columns = [field.name for field in fields(Record) if field.name not in ONLY_IN_JSON]
    text = StringIO()
    writer = csv.DictWriter(
        text, columns, extrasaction="ignore", delimiter=";", lineterminator="\n"
    )
    writer.writeheader()
    for row in rows:
        told = "; ".join(f"{name} {digits}" for name, digits in row["outputs"].items())
        line = row | {"ok": "ja" if row["ok"] else "nej", "outputs": told}
        writer.writerow({name: not_a_formula(cell) for name, cell in line.items()})
    own.write_own_file(site, work, "manifest.csv", text.getvalue(), "utf-8-sig", digests)


def read(site: Path) -> tuple[dict[str, Record], int]:
    """The lines of earlier runs by key, and how many lines no run of ours can have written.

    A line counts only when its files are those that its page can have, and one is there still.
    """
    file = site / "manifest.json"
    if not file.is_file():
        return {}, 0
    try:
        rows = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}, 1
    read_ = [_record(row) for row in rows] if isinstance(rows, list) else [None]
    ours = [record for record in read_ if record]
    left = {r.key: r for r in ours if r.files(site) or not r.outputs}
    return left, len(read_) - len(ours)


def _record(row: object) -> Record | None:
    try:
        record = TypeAdapter(Record).validate_python(row)
    except ValidationError:
        return None
    code, name = record.municipality_code, record.notebook
    if name not in notebooks() or not (set(code.split(TOGETHER)) <= {"", *municipalities().index}):
        return None
    possible = {f"{folder_of(code)}/{name}{kind}" for kind in MADE_ENDINGS}
    return record if record.outputs.keys() <= possible else None


@cache
def code_hash() -> str:
    """The hash of all that makes a page what it is, but its inputs and parameters."""
    roots = (PACKAGE, shipped("notebooks"), shipped("data"))
    files = sorted({p for root in roots for p in root.rglob("*") if p.suffix in CODE})
    return digest([versions(), *(hash_of(file) for file in files)])


@cache
def versions() -> str:
    """The versions that a page's bytes rest on."""
    told = [f"Python {platform.python_version()}"]
    return ", ".join(told + [f"{name} {version(name)}" for name in VERSIONED_LIBRARIES])
