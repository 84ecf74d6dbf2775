"""Which rows below the headings are records, and which are sums, footnotes or headings again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from fsmlib.programme.findings import Finding, at_rows
from fsmlib.tables.columns import Column, Schema
from fsmlib.tables.grid import Cells, Grid, trimmed
from fsmlib.tables.sums import (
    SUMMED_KINDS,
    RowMask,
    added_up,
    is_sum_of,
    sums_of_parts,
    without_key,
)

SUM, FOOTNOTE, HEADINGS_AGAIN = "sumrækker", "fodnoter", "overskrifter igen"
FEWEST_SUMMED = 3
MAY_HAVE_PARTS = frozenset({"budget", "groups"})
_WORD = (
    r"i ?alt|total(?:t|er|en)?|(?:hoved|sub|del|mellem|slut|grand |general )[ -]?(?:total|sum)|"
    r"sum(?:ma|mer)?|totalsum|tot|samlet|antal i ?alt|sammenlagt|(?:hoved|slut)?resultat|snit|"
    r"general|sammentælling|optælling|opsummering|tilsammen|overall|all|"
    r"samlet antal|gennemsnit(?:lig)?|gns|middel(?:værdi|tal)?|median|average|mean|gesamtergebnis"
)
_SUM = re.compile(
    rf"(?:(?:{_WORD})[ .:*=-]*)+(?:\(.*\)|\d+)?|σ|∑|i a l t|t o t a l|"
    r"(?:i alt|sum (?:af|for)|total(?: for|:)|gns\.|gennemsnit\w*|(?:sub|del)-?total) .+"
)
_MEAN = re.compile(r".*\b(?:gennemsnit|snit|gns|middel|average|mean)\b.*|.*gennemsnit.*")
_SUM_OF = re.compile(
    r"(?P<of>.+?)[ :-]+(?:i ?alt|(?:sub)?total|(?:del)?sum|resultat|gennemsnit)[ .:]*"
    r"|(?:alle|samtlige|hele|antal|maks|max|min|minimum|maksimum|difference|afvigelse|afrunding|"
    r"total|sum|samlet|årsværk|fuldtid\w*|andel|procent|heraf)\b.*|mellemregning|\((?:tom|blank)\)|"
    r"rækkenavne|\d+ (?:sagsbehandlere|medarbejdere|ansatte|personer|borgere|kommuner)"
)
_FOOTNOTE = re.compile(
    r"(?:kilde|note|noter|anm|anmærkning|bemærk|source|udtræk|udtrukket|udskrevet|opgjort|"
    r"opdateret|sidst|dannet|rapport|kørsel\w*|data (?:fra|er)|tallene|filter|"
    r"(?:anvendte |valgte )?filtre|side \d|antal rækker|obs|nb|se også|kontakt|inkl|ekskl|excl)"
    r"\b.*|[*†‡¹²³©].*|"
    r"[\da-c]\) .*|\[\d\].*|\(?\d+ (?:rækker|rows|records).*"
)


def recognised(
    grid: Grid, columns: Mapping[Column, Cells], is_example: RowMask
) -> tuple[dict[str, RowMask], list[Finding]]:
    """The rows that are no records by reason, and what to say of them; `columns` are those we read.

    A row is known by its first filled cell or its name, or by having amounts alone.  A sum that the
    records come to is left out and told; one that they do not come to is an error, for rows are
    lost.  What may be a sum and may be a name is one when they come to it, else a warning, and
    stays.
    """
    label = _labels(grid)
    again = _headings_again(grid, label)
    footnotes = _footnotes(grid, label)
    is_known_note = label.where([_matches(_FOOTNOTE, cell) for cell in label.different])
    names = [cells for column, cells in columns.items() if column.needed and column.kind == "text"]
    told = [cells.where([_matches(_SUM, c) for c in cells.different]) for cells in (label, *names)]
    sums: RowMask = np.any(told, axis=0) & ~again & ~footnotes
    maybe = label.where([_matches(_SUM_OF, cell) for cell in label.different]) & ~sums & ~footnotes
    certain = maybe & label.where(_of_others(label))
    sums |= certain
    means = label.where([_matches(_MEAN, cell) for cell in label.different])
    bare = without_key(columns) & ~sums & ~footnotes & ~is_example
    records = ~(sums | bare | maybe | footnotes | again | is_example)
    every = sums | bare | maybe
    certain |= maybe & added_up(columns, every, means, records, grid.decimal, FEWEST_SUMMED - 1)
    sums |= certain
    records |= maybe & ~certain
    reached = added_up(columns, sums | bare, means, records, grid.decimal)
    findings = [
        *at_rows(grid.numbers[sums & ~reached].tolist(), _IS_SUM),
        *at_rows(grid.numbers[(sums | bare) & reached].tolist(), _IS_REACHED),
        *at_rows(grid.numbers[maybe & ~certain].tolist(), _MAY_BE_SUM),
        *at_rows(grid.numbers[footnotes & is_known_note].tolist(), _IS_FOOTNOTE),
        *at_rows(grid.numbers[footnotes & ~is_known_note].tolist(), _MAY_BE_FOOTNOTE),
        *at_rows(grid.numbers[again].tolist(), _IS_HEADINGS),
    ]
    return {SUM: sums | (bare & reached), FOOTNOTE: footnotes, HEADINGS_AGAIN: again}, findings


def sums_of_others(frame: pd.DataFrame, schema: Schema) -> Iterator[Finding]:
    """A first or last row whose every amount is the sum of those in the other rows.

    One amount may be so by accident; two or more are not.  Where a table may have sums of its
    parts, a row that is the sum of those above it since the sum before may be one.
    """
    if schema.one_row or len(frame) <= FEWEST_SUMMED:
        return
    amounts = [c.name for c in schema.columns if c.kind in SUMMED_KINDS]
    numbers = frame[amounts].fillna(0).to_numpy(float)
    parts = sums_of_parts(numbers) if schema.name in MAY_HAVE_PARTS else np.zeros(len(frame), bool)
    for place in (0, len(frame) - 1):
        others = ~parts
        others[place] = False
        if is_sum_of(numbers[others], numbers[place]):
            parts[place] = False
            is_certain = np.count_nonzero(numbers[place]) > 1
            finding = _IS_SUM_BY_NUMBERS if is_certain else _MAY_BE_SUM
            yield replace(finding, row=int(frame.index[place]))
    yield from at_rows(frame.index[parts].tolist(), _MAY_BE_SUM)


def is_note(row: Sequence[object]) -> bool:
    """Whether the filled cells of a row may be a note: one text of several words, or a star."""
    text = row[0] if len(row) == 1 else None
    return isinstance(text, str) and (" " in text.strip() or _matches(_FOOTNOTE, text))


def _labels(grid: Grid) -> Cells:
    """The first filled cell of each row."""
    different: list[object] = []
    which = np.zeros(len(grid.numbers), np.int64)
    empty = np.ones(len(grid.numbers), bool)
    for column in grid.columns:
        taken = empty & column.filled
        which[taken] = column.which[taken] + len(different)
        different += column.different
        empty &= ~taken
        if not empty.any():
            break
    return Cells(different, which)


def _matches(pattern: re.Pattern[str], cell: object) -> bool:
    return isinstance(cell, str) and bool(pattern.fullmatch(cell.casefold()))


def _of_others(label: Cells) -> list[bool]:
    """Whether a label is the sum of another: `Anne Total` below `Anne`."""
    others = {cell.casefold() for cell in label.different if isinstance(cell, str)}
    found = [
        _SUM_OF.fullmatch(cell.casefold()) if isinstance(cell, str) else None
        for cell in label.different
    ]
    return [match is not None and match["of"] in others for match in found]


def _headings_again(grid: Grid, label: Cells) -> RowMask:
    """Rows that are the headings once more, as where two files were put together."""
    header = grid.header[1]
    first = next((cell for cell in header if cell is not None), None)
    found = label.where([cell is not None and cell == first for cell in label.different])
    for place in np.flatnonzero(found).tolist():
        found[place] = trimmed(grid.row(place)) == header
    return found


def _footnotes(grid: Grid, label: Cells) -> RowMask:
    """Rows at the end with one cell of text that is a note: a source, a star, a date of print."""
    found = np.zeros(len(grid.numbers), bool)
    for place in range(len(grid.numbers) - 1, -1, -1):
        is_apart = place > 0 and grid.numbers[place] > grid.numbers[place - 1] + 1
        row = [cell for cell in grid.row(place) if cell is not None]
        is_known = _matches(_FOOTNOTE, label[place])
        if len(grid.columns) < 2 or not is_note(row) or not (is_known or is_apart):
            break
        found[place] = True
    return found


_IS_SUM = Finding(
    "error",
    "Rækken er en sum eller et gennemsnit, der ikke passer med de andre rækker.",
    "Se efter, om der mangler rækker, og slet summen.",
)
_IS_REACHED = Finding(
    "note", "Rækken er en sum af de andre og er ikke talt med.", "Den kan blive stående."
)
_IS_SUM_BY_NUMBERS = Finding(
    "error",
    "Rækken er summen af de andre og ville tælle med to gange.",
    "Slet rækken, eller kald den »I alt«.",
)
_MAY_BE_SUM = Finding(
    "warning", "Rækken ligner en sum af andre rækker.", "Slet rækken, hvis den er en sum."
)
_IS_FOOTNOTE = Finding("note", "Rækken er en fodnote og er ikke læst.", "Den kan blive stående.")
_MAY_BE_FOOTNOTE = Finding(
    "warning",
    "Rækken ligner en fodnote og er ikke læst.",
    "Er den mere end det, så slet den tomme række over den, og udfyld dens celler.",
)
_IS_HEADINGS = Finding(
    "note", "Rækken er overskrifterne igen og er ikke læst.", "Den kan blive stående."
)
