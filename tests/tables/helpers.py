"""Files written and read in the tests of tables."""

from pathlib import Path

from openpyxl import Workbook

from fsmlib.programme.findings import Finding
from fsmlib.tables.reading import Tables, read, read_or_told

STAFFING = [["Kommune", "Åbne sager", "Årsværk nu"], ["Middelfart", 132, 3]]
CASEWORKERS = "Sagsbehandler;Timer pr. uge\n"
HOURS = "Borger;Måned;Timer;Arbejdsgiver\n"
MONTHLY = "Kommune;Måned;Indsatsgruppe;Berørt\n"


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def errors(path: Path) -> list[Finding]:
    return [finding for finding in read(path).findings if finding.level == "error"]


def told(path: Path) -> list[Finding]:
    """What is to be said of a file, but for notes."""
    return [finding for finding in read_or_told(path).findings if finding.level != "note"]


def only(findings: list[Finding]) -> Finding:
    assert len(findings) == 1, findings
    return findings[0]


def warnings(tables: Tables) -> list[Finding]:
    return [finding for finding in tables.findings if finding.level == "warning"]
