"""Everything to mend or look at in a file, of whatever programme it is."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

from fsmlib.analyses.check import (
    at_place,
    blocking_findings,
    fsm2_rule_findings,
    plan_findings,
    register_findings,
    staff_findings,
)
from fsmlib.analyses.compliance import Compliance, programmes_of
from fsmlib.analyses.known_months import known_counts
from fsmlib.analyses.register_findings import caseworker_findings, register_day
from fsmlib.programme.findings import Finding, has_errors
from fsmlib.programme.kinds import kind_of
from fsmlib.programme.parameters import Values
from fsmlib.rules.monitoring import period_months
from fsmlib.rules.register import register
from fsmlib.tables.reading import Tables, read_or_told


@dataclass(frozen=True)
class Check:
    """Everything to mend or look at in a file or folder, of whatever programme it is."""

    tables: Tables
    cap: Values
    thresholds: Values
    name: str = ""

    @classmethod
    def read(cls, path: Path, cap: Values, thresholds: Values) -> Self:
        """The tables of a file or folder, held against a programme of each kind."""
        return cls(read_or_told(path), cap, thresholds, path.name)

    @cached_property
    def blocking(self) -> list[Finding]:
        """What stops any calculation or judging."""
        tables = self.tables
        found = [*blocking_findings(tables, self.cap), *register_findings(tables, self.thresholds)]
        if not has_errors(finding for finding in tables.findings if not finding.rule):
            found += plan_findings(tables, self.thresholds)
            found += [stop for judge in self._asked for stop in judge.stops]
        return list(dict.fromkeys(found))

    @property
    def judges(self) -> list[Compliance]:
        """The judge of each programme that the workbook is a proposal to; none while it stops."""
        return [] if has_errors(self.blocking) else self._asked

    @cached_property
    def findings(self) -> list[Finding]:
        """What stops, and where nothing does, what the rules say: all that STAR will hear."""
        tables = self.tables
        found = self.blocking + caseworker_findings(tables, self.cap, register_day(tables))
        if has_errors(self.blocking):
            return found
        found += [finding for judge in self.judges for finding in judge.findings]
        if not any(judge.values.kind == "cap" for judge in self._asked):
            found += staff_findings(tables, self.cap)
        if not tables["citizens"].empty:
            counted = register(tables, period_months(None, None, self.thresholds), self.thresholds)
            found += fsm2_rule_findings(tables, counted)
            unknown = known_counts(counted.for_results(), None, self.thresholds)[1]
            found += at_place(tables, "hours", unknown)
        return found

    @cached_property
    def _asked(self) -> list[Compliance]:
        values = {kind_of(each): each for each in programmes_of(self.tables)}
        pair = [each for each in (self.cap, self.thresholds) if each.kind in values]
        return [Compliance(self.tables, each, self.name) for each in pair]
