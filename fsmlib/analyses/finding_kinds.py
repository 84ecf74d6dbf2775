"""Findings of one kind told once: how many rows have it, which, and what to do in any of them."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from fsmlib.danish import listed, whole
from fsmlib.programme.findings import Finding, rows_of, without_quotes
from fsmlib.programme.verdicts import OUTCOME_IN_DANISH
from fsmlib.tables.meeting import ROWS_TOLD

LEVELS = {
    "error": "Fejl",
    "not_told": "Ikke oplyst",
    "warning": "Se efter",
    "note": "Bemærk",
}
COUNTED = {
    "error": "fejl",
    "not_told": "ikke oplyst",
    "warning": "at se efter",
    "note": "at bemærke",
}
KINDS_IN_SHORT = 5
KINDS_TOLD = 20  # that differ only in what the user wrote


def word_of(finding: Finding) -> str:
    """What a user reads of how bad it is: an error that rests on an answer is a broken one."""
    is_broken = finding.level == "error" and finding.rule
    return OUTCOME_IN_DANISH["broken"] if is_broken else LEVELS[finding.level]


class FindingKind(NamedTuple):
    """A finding in words that hold for any row, where it was first, and the rows that have it.

    `more` is how many rows have it beside those.
    """

    finding: Finding
    rows: list[int]
    more: int = 0

    @property
    def place(self) -> str:
        """The file, the column, and the first rows: `bemanding.csv, Åbne sager, række 2 og 3`."""
        told = [str(row) for row in self.rows]
        if len(told) + self.more > ROWS_TOLD:
            told[ROWS_TOLD:] = [f"{whole(len(told) + self.more - ROWS_TOLD)} til"]
        rows = f"række {listed(told)}" if told else ""
        return ", ".join(filter(None, (self.finding.file, self.finding.column, rows)))


def kinds(findings: Iterable[Finding]) -> list[FindingKind]:
    """The kinds, errors first, then by file or sheet and first row.

    Of kinds that differ only in what the user wrote, the first few are told each, the rest as one.
    """
    alike: dict[tuple[str, ...], list[Finding]] = {}
    shapes: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for finding in in_order(findings):
        place = (finding.file, finding.column)
        key = (*kind_of_finding(finding), for_any_row(finding.mend), *place)
        shape = (*map(without_quotes, kind_of_finding(finding)), *place)
        like = shapes.setdefault(shape, set())
        if len(like) < KINDS_TOLD:
            like.add(key)
        alike.setdefault(key if key in like else shape, []).append(finding)
    return [_kind(found) for found in alike.values()]


def in_short(findings: Iterable[Finding]) -> str:
    """The first kinds in a few sentences, each with its place, and whether there are more."""
    found = kinds(findings)
    told = [f"{kind.place}: {kind.finding.problem}" for kind in found[:KINDS_IN_SHORT]]
    if len(found) > KINDS_IN_SHORT:
        told.append("Se dem alle i kontrollen af filerne (fsm check).")
    return " ".join(told)


def total(findings: Iterable[Finding]) -> str:
    """How many there are of each level, errors first: `I alt 9 fejl og 1 at bemærke.`"""
    found = list(findings)
    counts = {level: rows_of(f for f in found if f.level == level) for level in COUNTED}
    told = [f"{whole(n)} {COUNTED[level]}" for level, n in counts.items() if n]
    return f"I alt {listed(told)}." if told else ""


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then by file or sheet and row."""
    levels = list(LEVELS)
    return sorted(findings, key=lambda f: (levels.index(f.level), f.file, f.row or 0))


def kind_of_finding(finding: Finding) -> tuple[str, str, str]:
    """What findings of one kind share: level, rule, and the problem without its row numbers."""
    return finding.level, finding.rule, finding.problem.partition(" (")[0].rstrip(".")


def for_any_row(mend: str) -> str:
    """A mend as it reads for every row of its kind."""
    general = re.sub(r"\d\d\.\d\d\.\d{4}", "dagen før", mend)
    return re.sub(r"i række \d+", "i den forrige række", general)


def _kind(found: list[Finding]) -> FindingKind:
    first = found[0]
    rows = list(dict.fromkeys(finding.row for finding in found if finding.row is not None))
    more = sum(finding.more for finding in found)
    if len({(finding.problem, finding.mend) for finding in found}) > 1:
        is_one = len({kind_of_finding(finding) for finding in found}) == 1
        problem = kind_of_finding(first)[2] if is_one else without_quotes(kind_of_finding(first)[2])
        first = replace(first, problem=f"{problem}.", mend=for_any_row(first.mend))
    return FindingKind(first, rows, more)
