"""Saved answers from Jobindsats as monthly counts of municipalities: a baseline without registers.

Both versions of its API are read, JSON and CSV: version 2 has `Variables` and `Data`, version 3
`columns` and `rows`.  Counts are of everybody on a benefit, for Jobindsats knows no effort group.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from fsmlib.programme.findings import Finding, at_rows
from fsmlib.tables.account import Account, rows_by_reason
from fsmlib.tables.cells import SUPPRESSED, parse
from fsmlib.tables.columns import DTYPES
from fsmlib.tables.dates import read_month
from fsmlib.tables.grid import Grid, cells, plain
from fsmlib.tables.jobindsats_doubts import nearly_towns, one_group, told_otherwise
from fsmlib.tables.messages import CellError, quoted, unreadable
from fsmlib.tables.municipalities import municipality_code
from fsmlib.tables.schemas import MONTHLY

AREAS = re.compile(r"area|område|.*kommune.*")
PERIODS = re.compile(r"periode?")
PERIOD = re.compile(r"\d{4}[A-Z]+\d+")
NAMED_MONTH = re.compile(r"[^\W\d_]{3,9}\.?[ -](19|20)?\d{2}")
MONTH = re.compile(r"(19|20)\d{2}[M-](0[1-9]|1[0-2])")
COUNT_HEADINGS = {"touched": re.compile(r"antal.*timer.*"), "effort_group": re.compile(r"antal .*")}
NO_COUNT = re.compile(  # of persons
    r"fuldtid|pct|andel|antal (?:(?!med\b)\w+ )?(?:forløb|uger|dage|(?:løn)?timer)\b"
    r"|\bpr\.? (?:person|borger|modtager)"
)
IS_A_MESSAGE = frozenset({"error", "errors", "message", "Message"})
API_HEADINGS = frozenset({"columns", "Variables"})
MISSING = SUPPRESSED | {"-", "."}
SERVICE = "Jobindsats"
OTHER_AREAS, OTHER_PERIODS = "andre områder end kommuner", "andre perioder end måneder"
SEVERAL = "flere rækker i samme måned"
EMPTY = Finding("error", "Svaret er tomt.", "Hent svaret igen med flere måneder.")
_TWICE_A_MONTH = Finding(
    "error",
    "Kommunen har flere rækker i samme måned.",
    "Hent én gruppe ad gangen, eller slet rækkerne om de andre grupper.",
    column="Periode",
)


def answer_grids(path: Path) -> list[Grid]:
    """The grids of a JSON answer, which may hold several; ValueError when it has another shape.

    InputError where Jobindsats answered with a message of its own and no numbers.
    """
    told: Any = json.loads(path.read_text("utf-8-sig"), parse_constant=lambda _: None)
    answers = told if isinstance(told, list) else [told]
    if not all(isinstance(answer, dict) for answer in answers):
        raise ValueError
    if not any(answers):
        raise unreadable(path, EMPTY.problem, EMPTY.mend)
    if any(answer.keys() & IS_A_MESSAGE and not answer.keys() & API_HEADINGS for answer in answers):
        mend = "Se efter adgangsnøgle og mål i forespørgslen, og hent svaret igen."
        raise unreadable(path, "Jobindsats svarede med en fejl og ingen tal.", mend)
    return [_answer_grid(path, answer) for answer in answers]


def _answer_grid(path: Path, told: Mapping[str, Any]) -> Grid:
    headers = told.get("columns") or [each["Label"] for each in told.get("Variables") or ()]
    rows = told.get("rows") or told.get("Data") or []
    if not (headers or rows) and told.keys() & API_HEADINGS:
        raise unreadable(path, EMPTY.problem, EMPTY.mend)
    by_column = [*zip(*rows, strict=True)] if rows else [() for _ in headers]
    if len(by_column) != len(headers):
        raise ValueError
    numbers = np.arange(1, len(rows) + 1)
    header = (0, tuple(plain(label) for label in headers))
    grid = Grid(
        path.name, path.stem, header, numbers, tuple(map(cells, by_column)), found=len(rows)
    )
    if not is_answer(grid):
        raise ValueError
    return grid


def is_answer(grid: Grid) -> bool:
    """Whether a grid is an answer: areas, counts, and periods as Jobindsats has them: `2019M11`."""
    places = _places(grid)
    if not {"municipality_code", "month"} <= {*places} or not {*COUNT_HEADINGS} & {*places}:
        return False
    if not len(grid.numbers):
        return bool(AREAS.fullmatch(str(grid.header[1][places["municipality_code"]]).casefold()))
    periods = grid.columns[places["month"]].different
    return any(PERIOD.fullmatch(str(cell)) or month_of(cell) is not None for cell in periods)


def month_of(period: object) -> pd.Timestamp | None:
    """The month of a period as Jobindsats writes it; None for quarters, years and sums.

    >>> month_of("2019M11") == month_of("Nov 2019"), month_of("2019Q4")
    (True, None)
    """
    if isinstance(period, datetime) and period.day == 1:  # Excel makes a day of `nov-19`
        return pd.Timestamp(period)
    text = str(period)
    if not (MONTH.fullmatch(text) or NAMED_MONTH.fullmatch(text)):
        return None
    try:
        return read_month(text)
    except CellError:
        return None


def monthly_counts(
    answers: Sequence[Grid],
) -> tuple[pd.DataFrame, list[Finding], list[Account]]:
    """The table of monthly counts that one answer or more tell, with what is wrong with them.

    A count of everybody and one of those with paid hours may stand in two answers.  A hidden count
    is missing, never 0.
    """
    parts, findings, accounts = [], [], []
    for grid in answers:
        part, found, account = _counts(grid)
        parts.append(part.set_index(["municipality_code", "month"]))
        findings += [finding.at(grid.place) for finding in found]
        accounts.append(account)
    frame = parts[0]
    for part, grid in zip(parts[1:], answers[1:], strict=True):
        findings += [finding.at(grid.place) for finding in told_otherwise(frame, part)]
        frame = frame.combine_first(part)
    frame = frame.reset_index()
    for name in COUNT_HEADINGS:
        if name not in frame:
            findings.append(_no_column(name).at(answers[0].file))
    files = ", ".join(grid.file for grid in answers)
    typed = MONTHLY.typed(frame.assign(data_origin=f"{SERVICE} ({files})"))
    findings += [
        Finding("error", check.problem, check.mend, file=files)
        for check in MONTHLY.row_checks
        if not check.is_right(typed).all()
    ]
    return typed.set_axis(pd.RangeIndex(1, len(typed) + 1, name="row")), findings, accounts


def _counts(grid: Grid) -> tuple[pd.DataFrame, list[Finding], Account]:
    """Municipality, month and the counts of one answer, and what became of its rows."""
    places = _places(grid)
    rows = pd.DataFrame(
        {
            name: [grid.columns[place][n] for n in range(len(grid.numbers))]
            for name, place in places.items()
        },
        index=grid.numbers,
        dtype="object",
    )
    rows["municipality_code"] = rows["municipality_code"].map(_code)
    rows["month"] = rows["month"].map(month_of)
    other_area, other_period = rows["municipality_code"].isna(), rows["month"].isna()
    kept = rows[~other_area & ~other_period].copy()
    twice = kept.duplicated(["municipality_code", "month"])
    left_out = {
        OTHER_AREAS: int(other_area.sum()),
        OTHER_PERIODS: int((other_period & ~other_area).sum()),
        SEVERAL: int(twice.sum()),
    }
    findings = [*_left_out(left_out), *nearly_towns(grid, places), *one_group(grid)]
    findings += at_rows(kept.index[twice], _TWICE_A_MONTH)
    if rows.empty:
        findings.append(EMPTY)
    elif kept.empty:
        problem = "Svaret har ingen rækker om kommuner og måneder."
        findings.append(Finding("error", problem, "Hent svaret igen for kommuner og måneder."))
    for name in COUNT_HEADINGS:
        if name in kept:
            header = str(grid.header[1][places[name]])
            findings += _read_counts(kept, name, header, grid.decimal)
    read = kept[~twice]
    reasons = rows_by_reason(*grid.left_out.items(), *left_out.items())
    return read, findings, Account(grid.place, grid.found, len(read), reasons)


def _read_counts(rows: pd.DataFrame, name: str, header: str, decimal: str) -> list[Finding]:
    """Reads a column of counts in place; hidden ones are missing."""
    column, findings, read = MONTHLY.column(name), [], []
    for row, cell in zip(rows.index.tolist(), rows[name], strict=True):
        value = None
        if cell is None or cell in MISSING:
            problem = "Tallet er skjult (under 3) og mangler; det er ikke nul."
            mend = "Måneden tælles ikke med; I behøver ikke gøre noget."
            findings.append(Finding("warning", problem, mend, "GEN-L2", row=row, column=header))
        else:
            try:
                value = _not_negative(parse(column, cell, decimal), cell)
            except CellError as error:
                told = Finding("error", error.problem, error.mend, row=row, column=header)
                findings.append(told)
        read.append(value)
    rows[name] = pd.Series(read, index=rows.index, dtype=DTYPES[column.kind])
    return findings


def _not_negative(value: int, cell: object) -> int:
    if value < 0:
        raise CellError(f"»{quoted(cell)}« er ikke muligt: et antal er mindst 0.", "Ret tallet.")
    return value


def _left_out(rows: Mapping[str, int]) -> list[Finding]:
    """What is told of rows that are about no municipality or no month."""
    return [
        Finding("note", f"{_rows(rows[what])} om {what} er ikke læst.", "De kan blive stående.")
        for what in (OTHER_AREAS, OTHER_PERIODS)
        if rows[what]
    ]


def _rows(number: int) -> str:
    return "1 række" if number == 1 else f"{number} rækker"


def _no_column(name: str) -> Finding:
    what = "med løntimer" if name == "touched" else "i alt"
    mend = "Hent også det mål i Jobindsats, i samme svar eller i en fil ved siden af."
    return Finding("error", f"Der mangler en kolonne med antal personer {what}.", mend)


def _places(grid: Grid) -> dict[str, int]:
    """Where the columns we read stand."""
    found = {
        "municipality_code": _place(grid, AREAS),
        "month": _place(grid, PERIODS),
        "touched": _place(grid, COUNT_HEADINGS["touched"]),
    }
    taken = [place for place in found.values() if place is not None]
    found["effort_group"] = _place(grid, COUNT_HEADINGS["effort_group"], taken)
    return {name: place for name, place in found.items() if place is not None}


def _place(grid: Grid, wanted: re.Pattern[str], taken: Iterable[int] = ()) -> int | None:
    """The first column whose header is as wanted, and counts nothing but persons."""
    for place, header in enumerate(grid.header[1][: len(grid.columns)]):
        plain = str(header).rpartition(":")[2].strip().casefold()
        if place not in taken and wanted.fullmatch(plain) and not NO_COUNT.search(plain):
            return place
    return None


def _code(area: object) -> str | None:
    """The code of a municipality; None for the country, regions and unknown areas."""
    try:
        return municipality_code(area)
    except CellError:
        return None
