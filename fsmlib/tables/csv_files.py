"""CSV files read strictly: no quote, sign or half row is taken as something else in silence."""

import csv
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any

from fsmlib.danish import count, whole
from fsmlib.programme.findings import Finding, InputError, at_rows, has_errors
from fsmlib.tables.encodings import ENCODINGS, decoded
from fsmlib.tables.grid import Grid, grid_of, plain, trimmed
from fsmlib.tables.headers import LOOKED_AT, known_headers
from fsmlib.tables.messages import unreadable
from fsmlib.tables.personal import masked
from fsmlib.tables.progress import tell
from fsmlib.tables.records import is_note

DELIMITERS, RARE_DELIMITERS = ";,\t|", "^~:"
ROWS_IN_A_PIECE = 50_000
LOOKED_AT_SIGNS, MOST_STRANGE = 2_000, 0.1
_SEPARATOR = re.compile(r"\Asep=(.)(?=\r?\n)", re.IGNORECASE)
_LINE_END, _OTHER_LINE_END = re.compile(r"[\r\n]"), re.compile("[\x0b\x0c\x1e\x85\u2028\u2029]")
AFTER_A_QUOTE = "efter et anførselstegn, der ikke passer"
_LIKE_A_FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠](?!\d+(?:[.,]\d+)?\Z)")
TextRow = Sequence[str]

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


def not_a_formula(cell: Any) -> Any:
    """A cell that Excel shows as it is: text that begins like a formula gets a `'` in front.

    >>> not_a_formula("=1+1"), not_a_formula("-5"), not_a_formula(-5)
    ("'=1+1", '-5', -5)
    """
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r", "\n")  # which alone would end the row
    return f"'{text}" if _LIKE_A_FORMULA.match(cell) else text


def csv_grid(path: Path) -> Grid | None:
    """The grid of a CSV file, with what is wrong with its form; None when it is empty.

    InputError when not even its first row can be read.
    """
    text, encoding = decoded(path.read_bytes())
    if _is_no_text(text):
        mend = "Åbn den i det program, den er lavet i, og gem den som CSV UTF-8 eller .xlsx."
        raise unreadable(path, "Filen er ikke tekst, eller tegnkodningen kendes ikke.", mend)
    if not _LINE_END.search(text):
        text = _OTHER_LINE_END.sub("\n", text)
    told = _SEPARATOR.match(text)
    text = text[told.end() :] if told else text
    delimiter = _delimiter(text, told[1] if told else "")
    rows, lost, findings = _strict_rows(text, delimiter, masked(path.name))
    if wrapped := _unwrapped(rows, delimiter):
        problem = f"{count(wrapped, 'række', 'rækker')} stod hele i anførselstegn og er læst."
        findings.append(Finding("note", problem, "I behøver ikke gøre noget."))
    grid = grid_of(path.name, path.stem, rows, "." if delimiter == "," else ",")
    if encoding in ENCODINGS:
        problem = f"Filen er læst som {ENCODINGS[encoding]}."
        findings.append(Finding("note", problem, "Se efter, om æ, ø og å står rigtigt."))
    if grid is None and has_errors(findings):
        raise InputError([finding.at(masked(path.name)) for finding in findings])
    if grid is None:
        return None
    findings += _form_findings(rows, text, delimiter)
    left_out = {AFTER_A_QUOTE: lost} if lost else {}
    return replace(grid, found=grid.found + lost, left_out=left_out, findings=tuple(findings))


def _is_no_text(text: str) -> bool:
    """Whether what a file begins with is no text that a person wrote."""
    begins = text[:LOOKED_AT_SIGNS].replace("\0", "")
    strange = sum(sign == "\ufffd" or sign > "\u3000" or sign < "\t" for sign in begins)
    return strange > len(begins) * MOST_STRANGE


def _delimiter(text: str, told: str) -> str:
    """What stands between the cells: it gives the most headings we know, else the file tells.

    A title above the headings has commas of its own; what the file itself tells may be wrong.
    """
    lines = [line for line in islice(StringIO(text), LOOKED_AT) if line.strip()]
    known = {
        delimiter: max((known_headers(_cells(line, delimiter)) for line in lines), default=0)
        for delimiter in dict.fromkeys((*filter(None, [told]), *DELIMITERS, *RARE_DELIMITERS))
    }
    best = max(known, key=lambda delimiter: known[delimiter])
    if known[best] > 1 or told:
        return best if known[best] > 1 else told
    first = next((line for line in lines if any(d in line for d in DELIMITERS)), "")
    return max(DELIMITERS, key=first.count)


def _cells(line: str, delimiter: str) -> list[object]:
    return [plain(cell.strip('"')) for cell in line.split(delimiter)]


def _strict_rows(
    text: str, delimiter: str, place: str
) -> tuple[list[list[str]], int, list[Finding]]:
    """The rows up to a quote that does not fit, how many filled lines come after, and the error."""
    rows: list[list[str]] = []
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    size = max(text.count("\n"), text.count("\r")) + 1
    try:
        for read in range(0, size, ROWS_IN_A_PIECE):
            tell(f"{place}: {whole(read)} rækker")
            rows.extend(islice(reader, ROWS_IN_A_PIECE))
    except csv.Error as error:
        lines = len(rows) + sum(_breaks(cell) for row in rows for cell in row)
        lost = sum(1 for line in islice(StringIO(text, newline=""), lines, None) if line.strip())
        is_open = "unexpected end" in str(error) or "limit" in str(error)
        problem = (
            "Et anførselstegn er åbnet og ikke lukket; rækken og dem efter er ikke læst."
            if is_open
            else "Der står tekst efter et lukket anførselstegn; rækken og dem efter er ikke læst."
        )
        mend = 'Slet anførselstegnet, eller skriv det dobbelt ("") i en celle med " om sig.'
        return rows, lost, [Finding("error", problem, mend, row=len(rows) + 1)]
    return rows, 0, []


def _unwrapped(rows: list[list[str]], delimiter: str) -> int:
    """Opens rows that stand whole inside quotes, as Excel saves a file it has not split; how many.

    Only where what is inside is as wide as the headings.
    """
    inside = {
        n: next(csv.reader(StringIO(row[0], newline=""), delimiter=delimiter))
        for n, row in enumerate(rows)
        if len(row) == 1 and delimiter in row[0] and not _breaks(row[0])
    }
    width = _header([inside.get(n, row) for n, row in enumerate(rows[:LOOKED_AT])])[1]
    opened = {n: row for n, row in inside.items() if len(row) == width}
    for n, row in opened.items():
        rows[n] = row
    return len(opened)


def _breaks(cell: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", cell))


def _form_findings(rows: Sequence[TextRow], text: str, delimiter: str) -> list[Finding]:
    """Rows inside a cell, rows that are too short, and a file that was cut."""
    header, width = _header(rows)
    below = [n for n, row in enumerate(rows, start=1) if len(row) < width and n > header]
    short = [n for n in below if any(map(plain, rows[n - 1])) and not is_note(rows[n - 1])]
    findings = at_rows(short, _SHORT)
    if delimiter == ",":
        most = max(len(rows[header - 1]), width)
        below = [n for n, row in enumerate(rows, start=1) if len(row) > most and n > header]
        findings += at_rows([n for n in below if not any(map(plain, rows[n - 1][most:]))], _LONG)
    if '"' in text:
        swallowed = [*_swallowing(rows, delimiter, width)]
        findings += at_rows([row for row, is_whole in swallowed if is_whole], _SWALLOWED)
        findings += at_rows([row for row, is_whole in swallowed if not is_whole], _LINES)
    last = next((n for n in range(len(rows), header - 1, -1) if any(rows[n - 1])), 0)
    if last and not text.endswith("\n" if "\n" in text else "\r"):
        whole = _NO_END_OF_NUMBER if rows[last - 1][-1][-1:].isdigit() else _NO_END
        findings.append(replace(_CUT if last in short else whole, row=last))
    return findings


def _header(rows: Sequence[TextRow]) -> tuple[int, int]:
    """Which row is the headings, and how many cells it has."""
    first = [(n, trimmed([plain(c) for c in row])) for n, row in enumerate(rows[:LOOKED_AT], 1)]
    filled = [(n, row) for n, row in first if row]
    number, row = max(filled, key=lambda told: known_headers(told[1]), default=(1, ()))
    return number, len(row)


def _swallowing(rows: Sequence[TextRow], delimiter: str, width: int) -> Iterator[tuple[int, bool]]:
    """Rows with a cell that holds cells of the rows below it, and whether it holds whole rows.

    Two stray quotes do that; a text of several lines has no reason to.
    """
    for number, row in enumerate(rows, start=1):
        for cell in row:
            _, *below = re.split(r"\r\n|\r|\n", cell)
            if width > 1 and any(delimiter in line for line in below):
                yield number, cell.count(delimiter) >= (width - 1) * len(below)


_SHORT = Finding(
    "warning",
    "Rækken har færre celler end overskriften; resten er læst som tomme.",
    "Se efter, om rækken er hel, og skriv de tomme celler med.",
)
_LONG = Finding(
    "error",
    "Rækken har flere celler end overskriften: et komma kan stå i et tal.",
    "Brug semikolon, når tal har komma; ellers slet kommaet sidst i rækken.",
)
_SWALLOWED = Finding(
    "error",
    "En celle holder flere rækker: to anførselstegn står om dem.",
    "Slet anførselstegnene, eller fjern linjeskiftene i cellen.",
)
_LINES = Finding(
    "warning",
    "En celle har flere linjer med skilletegn i.",
    "Se efter, om to løse anførselstegn har gjort flere rækker til én.",
)
_CUT = Finding(
    "error",
    "Filen er klippet over: den sidste række er ikke hel.",
    "Hent filen igen.",
)
_NO_END = Finding(
    "note",
    "Filen slutter uden linjeskift.",
    "Se efter, om den sidste række er hel.",
)
_NO_END_OF_NUMBER = replace(
    _NO_END,
    level="warning",
    problem="Filen slutter midt i en række: det sidste tal kan være kortet.",
)
