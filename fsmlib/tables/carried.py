"""CPR numbers in what we do not read of a file: it is the file that people mail to each other.

Error values too: where one stands, what we do read may come from the same broken source.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from zipfile import ZipFile

from fsmlib.programme.findings import Finding
from fsmlib.tables.doubts import is_no_value
from fsmlib.tables.grid import Grid
from fsmlib.tables.messages import quoted, unreadable
from fsmlib.tables.personal import cpr_numbers, cpr_of, masked

TITLES = 20  # rows at most above the headings
DELETE = "Slet dem, før filen sendes til nogen."
PARTS = {  # of a workbook, beside its cells
    "xl/workbook.xml": "navnet på et ark eller et område",
    "xl/comments": "en kommentar",
    "xl/threadedComments/": "en kommentar",
    "docProps/": "filens egenskaber",
    "xl/drawings/": "en tekstboks",
    "xl/pivotCache/": "en pivottabel",
    "xl/charts/": "et diagram",
    "xl/worksheets/_rels/": "et link",
    "customXml/": "filens egenskaber",
    "xl/connections.xml": "en forbindelse til en anden kilde",
    "xl/externalLinks/": "en henvisning til en anden fil",
}
_TAG = re.compile(r"<[^>]*>")
_SAID = re.compile(r' (?:name|v|descr|title|Target|connection|command)="([^"]*)"')


def in_name_or_parts(path: Path) -> Iterator[Finding]:
    """What a file carries in its name, and a workbook in comments, properties and the like.

    InputError for a workbook with a part that cannot be read.
    """
    places = ["filens navn"] if cpr_of(path.stem) else []
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        try:
            places += dict.fromkeys(_parts_with_numbers(path))
        except Exception:  # whatever the library raises on a broken part
            raise unreadable(path, "Filen er beskadiget.", "Hent den igen.") from None
    for place in places:
        problem = f"Der står CPR-numre i {place}."
        yield Finding("warning", problem, DELETE, file=masked(path.name))


def in_unread_columns(grid: Grid, read: Collection[int]) -> Iterator[Finding]:
    """What the headings, and the columns of a table that are not `read`, carry."""
    row, header = grid.header
    if any(map(cpr_of, header)):
        yield Finding("warning", "Der står CPR-numre i en overskrift.", DELETE, row=row)
    for place, cells in enumerate(grid.columns):
        if place in read:
            continue
        name = quoted(header[place]) if place < len(header) else ""
        for holds, what, mend in (
            (_is_number, "CPR-numre", DELETE),
            (is_no_value, "fejlværdier", "Se efter, om kilden er rigtig."),
        ):
            there = cells.where([holds(cell) for cell in cells.different])
            if there.any():
                problem = f"Kolonnen »{name}« læses ikke, men har {what} ({there.sum()} celler)."
                yield Finding("warning", problem, mend, row=int(grid.numbers[there][0]))


def above_headings(whole: Grid, below: Grid) -> Iterator[Finding]:
    """What the rows of a grid carry that are not `below`: they stand above the headings."""
    rows = [
        whole.header,
        *((int(row), whole.row(n)) for n, row in enumerate(whole.numbers[:TITLES])),
    ]
    for row, cells in rows:
        if row < below.header[0] and any(map(_is_number, cells)):
            problem = "Der står CPR-numre over overskrifterne."
            yield Finding("warning", problem, DELETE, row=row)


def _is_number(cell: object) -> bool:
    return cell is not None and cpr_of(cell) is not None


def _parts_with_numbers(path: Path) -> Iterator[str]:
    with ZipFile(path) as parts:
        for name in parts.namelist():
            place = next((told for start, told in PARTS.items() if name.startswith(start)), "")
            if place and name.endswith((".xml", ".vml", ".rels")):
                text = parts.read(name).decode("utf-8", errors="replace")
                told = "\n\n".join(_SAID.findall(text))
                # A text may be cut by tags, and two numbers parted by nothing else.
                if any(map(cpr_numbers, (told, _TAG.sub("", text), _TAG.sub(" ", text)))):
                    yield place
