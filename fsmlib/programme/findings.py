"""What is wrong or worth a look, said in Danish with the place and the mend."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

Level = Literal["error", "not_told", "warning", "note"]
MOST_KEPT = 2_000  # rows of one kind, each as a finding of its own


@dataclass(frozen=True)
class Finding:
    """One thing to mend or to look at.

    `level`: an error stops, what is asked for may be not told, a warning wants a person's eye, a
    note only tells.
    `row` is the row of the file as Excel numbers it; `column` the header a user sees.
    `rule` is the id of the answer it rests on, empty for plain errors of form.  `more` is how many
    further rows have the same and are not findings of their own.
    """

    level: Level
    problem: str
    mend: str
    rule: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    more: int = 0

    def at(self, file: str) -> "Finding":
        """The same finding with the name of the file or sheet it was found in."""
        return replace(self, file=file)

    @property
    def place(self) -> str:
        """File, row and column as a person says them: `bemanding.csv, række 2, Åbne sager`."""
        row = f"række {self.row}" if self.row is not None else ""
        return ", ".join(part for part in (self.file, row, self.column) if part)


def at_rows(rows: Iterable[int], finding: Finding) -> list[Finding]:
    """The same finding at each of the first rows, the last with how many `more` there are."""
    every = [*rows]
    found = [replace(finding, row=row) for row in every[:MOST_KEPT]]
    found[-1:] = [replace(each, more=len(every) - len(found)) for each in found[-1:]]
    return found


def rows_of(findings: Iterable[Finding]) -> int:
    """How many rows findings stand for, those of each that are only counted too."""
    return sum(1 + finding.more for finding in findings)


def capped(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The first findings of each kind, the last of them with how many `more` there are.

    What a file's cells say does not part two kinds: a million wrong rows are one.
    """
    last: dict[tuple[str, ...], Finding] = {}
    kept, more = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for finding in findings:
        key: tuple[str, ...] = (
            finding.level,
            without_quotes(finding.problem),
            finding.file,
            finding.column,
        )
        if kept[key] < MOST_KEPT - 1:
            kept[key] += 1
            yield finding
        elif key not in last:
            last[key] = finding
        else:
            more[key] += 1 + finding.more
    for key, finding in last.items():
        yield replace(finding, more=finding.more + more[key])


def without_quotes(problem: str) -> str:
    """A problem without what the user wrote.

    >>> without_quotes("»x« er ikke et tal.")
    '»…« er ikke et tal.'
    """
    return re.sub("»[^«]*«", "»…«", problem)


class FsmError(Exception):
    """Something the user must mend; the text is Danish and complete."""


class InputError(FsmError):
    """The input has errors; carries every finding, so that all can be mended at once."""

    def __init__(self, findings: Iterable[Finding]):
        self.findings = tuple(findings)
        super().__init__("\n".join(f"{f.place}: {f.problem} {f.mend}" for f in self.findings))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding stops the work."""
    return any(finding.level == "error" for finding in findings)
