"""The tables of Jobindsats' web page, with the months side by side, as the tall answers of its API.

```
                 Antal personer i alt          (a title, or the measure above its months)
Område           Nov 2019      Dec 2019
Middelfart            132           131
```
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from fsmlib.programme.findings import Finding
from fsmlib.tables.grid import Grid, cells
from fsmlib.tables.headers import ABOVE, LOOKED_AT, known_headers
from fsmlib.tables.jobindsats import AREAS, COUNT_HEADINGS, PERIODS, month_of

RawRow = Sequence[object]
FEWEST_MONTH_COLUMNS = 2
WIDE = Finding(
    "note",
    "Månederne står ved siden af hinanden; hver er læst som en række.",
    "I behøver ikke gøre noget.",
)


def tall(grid: Grid) -> Grid:
    """A wide table of months as one row for each area and month; any other grid as it is."""
    first = range(min(LOOKED_AT, len(grid.numbers)))
    rows = [grid.header[1], *(grid.row(n) for n in first)]
    place = next((n for n, row in enumerate(rows) if _is_wide(row)), None)
    if place is None or (place and _is_heading(rows[0])):
        return grid
    months = {n: cell for n, cell in enumerate(rows[place]) if n and month_of(cell) is not None}
    measures = _measures(rows[:place], months)
    if not measures:
        return grid
    named = list(dict.fromkeys(measures.values()))
    at = {(months[column], measures[column]): column for column in months}
    body = [
        (grid.numbers[n], grid.columns[0][n], month, [at.get((month, name)) for name in named], n)
        for n in range(place, len(grid.numbers))
        for month in dict.fromkeys(months.values())
    ]
    told = [
        (area, month, *(None if c is None else grid.columns[c][n] for c in columns))
        for _, area, month, columns, n in body
    ]
    return replace(
        grid,
        header=(grid.header[0] + place, ("Område", "Periode", *named)),
        numbers=np.array([number for number, *_ in body], np.int64),
        columns=tuple(cells(column) for column in zip(*told, strict=True)),
        found=len(told) + place,
        left_out={**grid.left_out, ABOVE: place} if place else grid.left_out,
        findings=(*grid.findings, WIDE),
    )


def _is_heading(row: RawRow) -> bool:
    """Whether a row is the headings of a table that is not wide: more than the measures alone."""
    others = [cell for cell in row if not _is_count(cell)]
    has_periods = any(PERIODS.fullmatch(str(cell).casefold()) for cell in others)
    return has_periods or known_headers(others) >= FEWEST_MONTH_COLUMNS


def _is_wide(row: RawRow) -> bool:
    """Whether a row is headings of an area and of months."""
    first, *others = row or (None,)
    filled = [cell for cell in others if cell is not None]
    months = sum(month_of(cell) is not None for cell in filled)
    if first is not None and not AREAS.fullmatch(str(first).casefold()):
        return False
    return months > 0 and (first is not None or FEWEST_MONTH_COLUMNS <= months == len(filled))


def _measures(above: Sequence[RawRow], months: Mapping[int, object]) -> dict[int, str]:
    """What each column of months counts: told above it or to the left of that, or in a title."""
    found = {}
    for column in months:
        for row in reversed(above):
            told = [cell for cell in row[: column + 1] if _is_count(cell)]
            if told:
                found[column] = str(told[-1])
                break
    return found if len(found) == len(months) else {}


def _is_count(cell: object) -> bool:
    return isinstance(cell, str) and bool(COUNT_HEADINGS["effort_group"].fullmatch(cell.casefold()))
