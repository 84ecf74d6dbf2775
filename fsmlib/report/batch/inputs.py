"""What a page is made from: the municipality's own tables, else the example scaled to its size."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

from fsmlib.programme.findings import has_errors
from fsmlib.report.csvs import write_tables
from fsmlib.report.page import EXAMPLES
from fsmlib.tables.municipalities import municipalities
from fsmlib.tables.reading import read
from fsmlib.tables.scaling import scaled

EXAMPLE_CODE = "0410"
ORIGIN = (
    "Eksemplet fra Middelfart, skaleret efter folketal; alle tal er syntetiske og siger intet om "
    "kommunen."
)
HIR_TABLES = frozenset({"staffing", "caseworkers", "registrations", "budget", "proposal"})


def data_for(programme: str, code: str, own: str, examples: Path) -> tuple[Path, bool]:
    """The file or folder to make a page from, and whether it is the municipality's own.

    Own data that hold nothing of the programme leave it to the example; own data with errors are
    never replaced.
    """
    if own:
        tables = read(own)
        if has_errors(tables.findings) or any(_belongs(name, programme) for name in tables):
            return Path(own), True
    return _example(programme, code, examples), False


def _belongs(table: str, programme: str) -> bool:
    return (table in HIR_TABLES) == (programme == "hir")


def _example(programme: str, code: str, examples: Path) -> Path:
    """The example's tables in the municipality's size, as files; whoever comes first makes them."""
    folder = examples / programme
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(mkdtemp(dir=folder.parent, prefix="."))
        people = municipalities()["population_2019q1"]
        ratio = float(people[code] / people[EXAMPLE_CODE])
        write_tables(scaled(read(EXAMPLES[programme]), code, ratio, ORIGIN), draft)
        draft.chmod(0o755)
        try:
            draft.rename(folder)
        except OSError:  # another page of the municipality was first
            shutil.rmtree(draft)
    return folder
