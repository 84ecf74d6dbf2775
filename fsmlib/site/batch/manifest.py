"""The account of a run: a line for each page, written as the run goes, and read to go on."""

import csv
import hashlib
import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from functools import cache
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import Any

from fsmlib.shipped import shipped
from fsmlib.site.batch.orders import Order
from fsmlib.site.batch.worker import Result, hash_of
from fsmlib.site.csvs import not_a_formula
from fsmlib.site.privacy import safely
from fsmlib.tables.files import files_of
from fsmlib.tables.municipalities import municipality_name

LIBRARIES = ("fsmlib", "numpy", "scipy", "pandas", "matplotlib", "nbconvert", "openpyxl")
PACKAGE = Path(__file__).parents[2]
CODE = frozenset({".py", ".yaml", ".j2", ".css", ".json", ".ipynb", ".csv", ".xlsx"})


@dataclass(frozen=True)
class Record:
    """What a line of the manifest tells of a page.

    `rows` is what became of the rows of its data.  `scenario` is the hash of its parameters,
    `inputs` of its data (the population, when those are the example's), `code` of fsmlib, the
    notebooks and the versions of libraries.
    """

    municipality_code: str
    municipality: str
    notebook: str
    ok: bool
    error: str
    cell: int | None
    seconds: float
    attempts: int
    data: str
    rows: str
    inputs: str
    scenario: str
    code: str
    versions: str
    outputs: dict[str, str]
    title: str
    sentence: str
    figures: list[list[str]]
    told: str

    @property
    def key(self) -> str:
        """The order it answers."""
        return f"{self.municipality_code}/{self.notebook}"


ONLY_IN_JSON = frozenset({"title", "sentence", "figures", "told"})


def record(order: Order, result: Result, seconds: float, attempts: int) -> Record:
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
        inputs=inputs_hash(order),
        scenario=scenario_hash(order.given),
        code=code_hash(),
        versions=versions(),
        outputs={f"{order.folder}/{name}": told for name, told in result.outputs.items()},
        title=result.title,
        sentence=result.sentence,
        figures=result.figures,
        told=result.told,
    )


def is_valid(record: Record, order: Order, site: Path) -> bool:
    """Whether a page need not be made again: same code, inputs, parameters, and its files whole."""
    return (
        record.ok
        and record.code == code_hash()
        and record.inputs == inputs_hash(order)
        and record.scenario == scenario_hash(order.given)
        and all(
            (site / name).is_file() and hash_of(site / name) == told
            for name, told in record.outputs.items()
        )
    )


def write(records: Iterable[Record], site: Path) -> None:
    """`manifest.json` with everything, `manifest.csv` for Excel; each is whole at any moment."""
    rows = [asdict(record) for record in sorted(records, key=lambda record: record.key)]
    digests = {
        d for r in rows for d in (r["inputs"], r["scenario"], r["code"], *r["outputs"].values())
    }
    with safely(site / "manifest.json", digests) as draft:
        draft.write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
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
    with safely(site / "manifest.csv", digests) as draft:
        draft.write_text(text.getvalue(), encoding="utf-8-sig", newline="")


def read(site: Path) -> dict[str, Record]:
    """The lines of an earlier run by key; none when there is no manifest or another version's."""
    file = site / "manifest.json"
    try:
        rows = [Record(**row) for row in json.loads(file.read_text("utf-8"))]
    except (FileNotFoundError, ValueError, TypeError):
        return {}
    return {row.key: row for row in rows}


def inputs_hash(order: Order) -> str:
    """The hash of what a page is made from; the example's is given by code and municipality."""
    return _data_hash(order.data) if order.data else _digest(["eksempel", order.municipality_code])


def scenario_hash(given: Mapping[str, str]) -> str:
    """The hash of a page's parameters."""
    return _digest(sorted(given.items()))


@cache
def _data_hash(data: str) -> str:
    return _digest([(file.name, hash_of(file)) for file in files_of(Path(data))])


@cache
def code_hash() -> str:
    """The hash of all that makes a page what it is, but its inputs and parameters."""
    roots = (PACKAGE, shipped("notebooks"), shipped("data"))
    files = sorted({p for root in roots for p in root.rglob("*") if p.suffix in CODE})
    return _digest([versions(), *(hash_of(file) for file in files)])


@cache
def versions() -> str:
    """The versions that a page's bytes rest on."""
    told = [f"Python {platform.python_version()}"]
    return ", ".join(told + [f"{name} {version(name)}" for name in LIBRARIES])


def _digest(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
