"""What to look at in an answer of Jobindsats: rows left out by a slip, counts of a few alone."""

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from fsmlib.programme.findings import Finding
from fsmlib.tables.grid import Grid
from fsmlib.tables.messages import quoted
from fsmlib.tables.municipalities import nearly_municipality

OF_PERSONS = re.compile(r"køn|alder|herkomst|oprindelse|varighed|uddannelse")
ALL_OF_THEM = re.compile(r"\b(?:i alt|alle|total|samlet|begge)\b")


def nearly_towns(grid: Grid, places: Mapping[str, int]) -> Iterator[Finding]:
    """Areas that are nearly the name of a municipality: their rows are not read."""
    place = places["municipality_code"]
    areas = grid.columns[place]
    for n, area in enumerate(areas.different):
        if isinstance(area, str) and (hint := nearly_municipality(area)):
            row = int(grid.numbers[areas.which == n][0])
            problem = f"Området »{quoted(area)}« er ikke læst."
            yield Finding("warning", problem, hint, row=row, column=str(grid.header[1][place]))


def one_group(grid: Grid) -> Iterator[Finding]:
    """Columns that say that all of the counts are of one group alone, as the men."""
    for header, cells in zip(grid.header[1], grid.columns, strict=False):
        groups = [str(cell) for cell in cells.different if cell is not None]
        if len(groups) != 1 or ALL_OF_THEM.search(groups[0].casefold()):
            continue
        if OF_PERSONS.fullmatch(str(header).casefold()):
            problem = f"Tallene er kun om »{quoted(groups[0])}«."
            mend = "Hent dem for alle, hvis de skal gælde alle."
            yield Finding("warning", problem, mend, column=str(header))


def told_otherwise(first: pd.DataFrame, second: pd.DataFrame) -> Iterator[Finding]:
    """Counts of the same municipality and month that two answers tell differently."""
    both = first.index.intersection(second.index)
    for name in first.columns.intersection(second.columns):
        one, other = first.loc[both, name], second.loc[both, name]
        if (one.notna() & other.notna() & (one != other).fillna(False)).any():
            problem = "Svaret har andre tal end et andet svar om de samme kommuner og måneder."
            yield Finding("error", problem, "Behold kun det svar, der skal bruges.")
            return
