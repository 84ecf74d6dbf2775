"""The one judge: a proposal held against its own programme, answer by answer."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self

import pandas as pd

from fsmlib.analyses.check import blocking_findings, plan_findings
from fsmlib.analyses.compliance_explained import explanation_of
from fsmlib.analyses.explanation import Explanation
from fsmlib.analyses.question import EXAMPLES, Question
from fsmlib.danish import listed
from fsmlib.models.assessment import MAY_BE_SILENT, Assessment
from fsmlib.models.fsm2_proposal import assess_fsm2
from fsmlib.models.hir_proposal import assess_hir
from fsmlib.models.outlook import Outlook, outlook
from fsmlib.programme.findings import Finding, InputError, has_errors
from fsmlib.programme.kinds import first_of
from fsmlib.programme.parameters import load, parse_changes
from fsmlib.programme.sources import answer
from fsmlib.programme.terms import label
from fsmlib.programme.verdicts import OUTCOME_IN_DANISH, Verdict
from fsmlib.tables.municipalities import municipality_name, official_name
from fsmlib.tables.reading import Tables, read
from fsmlib.tables.schemas import SCHEMAS

MAIN_TABLE = {"cap": "staffing", "thresholds": "plan"}
VERDICT_COLUMNS = (
    "rule",
    "heading",
    "outcome",
    "word",
    "subject",
    "told",
    "asked",
    "difference",
    "unit",
    "why",
    "file",
    "sheet",
    "row",
    "column",
)


@dataclass(frozen=True, repr=False)
class Compliance(Question):
    """Whether a proposal keeps what its programme says; every page and command looks at this one.

    `granted` are the tables the grant was given on, when there is one.  `outlooks` keeps what was
    simulated of the plan, so that a turned weight does not simulate anew.
    """

    granted: Tables | None = None
    outlooks: dict[tuple[str, ...], Outlook | None] = field(default_factory=dict, compare=False)

    example: ClassVar[Path] = EXAMPLES["cap"]

    @classmethod
    def read(
        cls, data: str | Path = "", *, programme: str = "", on: str = "", changes: str = ""
    ) -> Self:
        """The proposal in a workbook, held against the programme it names where none is asked for.

        InputError with every finding when it cannot be judged.
        """
        place = Path(data) if str(data) else cls.example
        tables = read(place)
        chosen = programme or next(iter(programmes_of(tables)), first_of("cap"))
        values = load(chosen, on, **parse_changes(changes))
        asked = cls(tables, values, place.name if str(data) else "")
        _ = asked.assessment
        return asked

    @cached_property
    def stops(self) -> list[Finding]:
        """What keeps the workbook from being judged: cells, sheets, another programme or town."""
        tables, values = self.tables, self.values
        if has_errors(tables.findings):
            return list(tables.findings)
        told = set(tables["proposal"]["programme"].dropna())
        if told and not told & set(values.chain):
            return [Finding("error", "Ansøgningen er til en anden pulje.", "Vælg den anden pulje.")]
        main = MAIN_TABLE[values.kind]
        if tables[main].empty:
            command = f"fsm template proposal --programme {values.called}"
            mend = f"Udfyld arket i skabelonen ({command}; i appen under Filer)."
            return [Finding("error", f"Arket {SCHEMAS[main].sheet} mangler eller er tomt.", mend)]
        blocking = blocking_findings if main == "staffing" else plan_findings
        return [*blocking(tables, values), *two_municipalities(tables, main)]

    @cached_property
    def assessment(self) -> Assessment:
        """The proposal judged, recomputed and scored; InputError when it cannot be."""
        if has_errors(self.stops):
            raise InputError(self.stops)
        if self.values.kind == "cap":
            return assess_hir(self.data, self.tables, self.values)
        granted = SCHEMAS["budget"].empty() if self.granted is None else self.granted["budget"]
        return assess_fsm2(self.data, self.tables, self.values, granted, self._outlook())

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """One row per answer held against the proposal, in the columns COLUMNS.

        `outcome` is kept, person, not_told or broken, and `word` what a user reads; `told` and
        `asked` are in `unit`; file, sheet, row and column are where the proposal tells it.
        """
        rows = [self._row(verdict) for verdict in self.assessment.verdicts]
        return pd.DataFrame(rows, columns=VERDICT_COLUMNS)

    @cached_property
    def findings(self) -> list[Finding]:
        """The verdicts as findings: each with the place to mend, none for what is kept."""
        return [f for each in self.assessment.verdicts for f in self._findings(each)]

    @property
    def outcome(self) -> str:
        """The whole proposal's verdict in a word."""
        return OUTCOME_IN_DANISH[self.assessment.outcome]

    @property
    def municipality(self) -> str:
        """The municipality's own name."""
        codes = self.tables[MAIN_TABLE[self.values.kind]]["municipality_code"].dropna()
        return official_name(codes.iloc[0]) if len(codes) else ""

    def explain(self, id_: str) -> Explanation:
        """Why the proposal keeps or breaks one answer (`HIR-18`).

        FsmError for an answer that proposals are not held against.
        """
        return explanation_of(self, id_)

    def _outlook(self) -> Outlook | None:
        rests_on = tuple(str((v.name, v.value)) for v in self.values.values() if v.kind != "choice")
        least = str(self.values.all_visited_percent)
        key = (*rests_on, least)
        if key not in self.outlooks:
            self.outlooks[key] = outlook(self.tables, self.values)
        return self.outlooks[key]

    def _row(self, verdict: Verdict) -> dict[str, Any]:
        found = self._findings(verdict)
        places = found or [self._placed(Finding("note", "", "", column=""), verdict)]
        file, _, sheet = places[0].file.rstrip("]").partition(" [")
        rows = dict.fromkeys(str(each.row) for each in places if each.row is not None)
        rule = self.values.voice.sources([verdict.rule])[0]
        return {
            "rule": rule,
            "heading": answer(rule).heading,
            "outcome": verdict.outcome,
            "word": OUTCOME_IN_DANISH[verdict.outcome],
            "subject": verdict.subject,
            "told": verdict.told,
            "asked": verdict.asked,
            "difference": verdict.difference,
            "unit": verdict.unit,
            "why": verdict.why,
            "file": file,
            "sheet": sheet or SCHEMAS[verdict.table].sheet,
            "row": listed(list(rows)) if rows else "",
            "column": places[0].column,
        }

    def _findings(self, verdict: Verdict) -> list[Finding]:
        if verdict.outcome == "not_told" and not verdict.findings:
            if verdict.rule in MAY_BE_SILENT:
                return []
            problem = f"{verdict.subject}: ikke oplyst."
            return [self._placed(Finding("not_told", problem, verdict.why, verdict.rule), verdict)]
        return [self._placed(finding, verdict) for finding in verdict.findings]

    def _placed(self, finding: Finding, verdict: Verdict) -> Finding:
        """A finding with its file or sheet, row and column."""
        column = finding.column or label(verdict.column)
        table = next(
            name
            for name in (verdict.table, "budget", "caseworkers", "staffing", "plan", "proposal")
            if column in {each.header for each in SCHEMAS[name].columns}
        )
        rows = self.tables[table].index
        first = int(rows[0]) if SCHEMAS[table].one_row and len(rows) else None
        row = first if finding.row is None else finding.row
        place = self.tables.places.get(table, self.data)
        return replace(finding, rule=verdict.rule, column=column, row=row, file=place)


def programmes_of(tables: Tables) -> list[str]:
    """The programmes a workbook is held against: what it says itself, else what its sheets are of.

    A plan alone is a plan of visitation and no proposal.
    """
    told = list(dict.fromkeys(tables["proposal"]["programme"].dropna()))
    if told:
        return told
    if not tables["staffing"].empty:
        return [first_of("cap")]
    is_proposal = len(tables["plan"]) and "budget" in tables
    return [first_of("thresholds")] if is_proposal else []


def two_municipalities(tables: Tables, main: str) -> list[Finding]:
    """Whether the proposal is of the municipality whose numbers it has."""
    codes = {
        name: code
        for name in ("proposal", main)
        for code in tables[name]["municipality_code"].dropna()
    }
    if len(set(codes.values())) < 2:
        return []
    told = [f"{municipality_name(code)} i {SCHEMAS[name].sheet}" for name, code in codes.items()]
    problem = f"Kommunen er {listed(told)}."
    row = int(tables["proposal"].index[0])
    finding = Finding("error", problem, "Ret den forkerte.", row=row, column="Kommune")
    return [finding.at(tables.places["proposal"])]
