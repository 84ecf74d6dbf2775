"""Findings of one kind told once: how many rows have it, which, and what to do in any of them."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from fsmlib.danish import listed, whole
from fsmlib.programme.findings import Finding
from fsmlib.programme.verdicts import OUTCOME_IN_DANISH

LEVELS = {
    "error": "Fejl",
    "not_told": "Ikke oplyst",
    "warning": "Se efter",
    "note": "Bemærk",
}
ROWS_TOLD = 5


def word_of(finding: Finding) -> str:
    """What a user reads of how bad it is: an error that rests on an answer is a broken one."""
    is_broken = finding.level == "error" and finding.rule
    return OUTCOME_IN_DANISH["broken"] if is_broken else LEVELS[finding.level]


class Kind(NamedTuple):
    """A finding in words that hold for any row, where it was first, and every row that has it."""

    finding: Finding
    rows: list[int]

    @property
    def place(self) -> str:
        """The file, the column, and the first rows: `bemanding.csv, Åbne sager, række 2 og 3`."""
        told = [str(row) for row in self.rows]
        if len(told) > ROWS_TOLD:
            told[ROWS_TOLD:] = [f"{whole(len(told) - ROWS_TOLD)} til"]
        rows = f"række {listed(told)}" if told else ""
        return ", ".join(filter(None, (self.finding.file, self.finding.column, rows)))


def kinds(findings: Iterable[Finding]) -> list[Kind]:
    """The kinds, errors first, then by file or sheet and first row."""
    alike: dict[tuple[str, ...], list[Finding]] = {}
    for finding in in_order(findings):
        key = (*kind_of(finding), for_any_row(finding.mend), finding.file, finding.column)
        alike.setdefault(key, []).append(finding)
    return [_kind(found) for found in alike.values()]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Errors first, then by file or sheet and row."""
    levels = list(LEVELS)
    return sorted(findings, key=lambda f: (levels.index(f.level), f.file, f.row or 0))


def kind_of(finding: Finding) -> tuple[str, str, str]:
    """What findings of one kind share: level, rule, and the problem without its row numbers."""
    return finding.level, finding.rule, finding.problem.partition(" (")[0].rstrip(".")


def for_any_row(mend: str) -> str:
    """A mend as it reads for every row of its kind."""
    general = re.sub(r"\d\d\.\d\d\.\d{4}", "dagen før", mend)
    return re.sub(r"i række \d+", "i den forrige række", general)


def _kind(found: list[Finding]) -> Kind:
    first = found[0]
    rows = list(dict.fromkeys(finding.row for finding in found if finding.row is not None))
    if len({(finding.problem, finding.mend) for finding in found}) > 1:
        problem = f"{kind_of(first)[2]}."
        first = replace(first, problem=problem, mend=for_any_row(first.mend))
    return Kind(first, rows)
