"""The evaluator's question: a folder of proposals judged, ranked, and the pool divided."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import pandas as pd

from fsmlib.analyses.decisions import FILE as DECISIONS
from fsmlib.analyses.decisions import INCLUDED, WITHDRAWN, Decisions, read_decisions
from fsmlib.analyses.division import Divided
from fsmlib.analyses.folder import (
    Folder,
    Judged,
    TellOf,
    in_silence,
    judge,
    read_folder,
    tables_of,
)
from fsmlib.analyses.question import Question
from fsmlib.models.assessment import Assessment, points_by_criterion
from fsmlib.models.pool import Pool
from fsmlib.programme.findings import FsmError
from fsmlib.programme.kinds import document_of, first_of
from fsmlib.programme.parameters import Values, load, parse_changes
from fsmlib.programme.verdicts import OUTCOME_IN_DANISH
from fsmlib.rules import budget, fsm2_proposal
from fsmlib.shipped import shipped
from fsmlib.tables.cells import parse
from fsmlib.tables.columns import Column
from fsmlib.tables.messages import CellError

# What divides the pool, and judges nobody anew.
DIVISION = (
    "value_per",
    "lowest_level_percent",
    "level_step_percent",
    "most_projects",
    "fewest_projects",
    "fewest_per_region",
)


@dataclass(frozen=True, repr=False)
class Evaluation(Question, Divided):
    """The proposals of a folder, the money, and the evaluator's own decisions.

    `pool_dkk` is 0 for the programme's own pool; `withdrawn` and `included` are municipality codes.
    """

    folder: Folder
    judged: Judged
    granted: Folder | None = None
    pool_dkk: int = 0
    withdrawn: frozenset[str] = frozenset()
    included: frozenset[str] = frozenset()
    decisions: Decisions = field(default_factory=Decisions)

    @classmethod
    def read(
        cls,
        proposals: str | Path = "",
        *,
        programme: str = "",
        on: str = "",
        changes: str = "",
        pool_dkk: int = 0,
        withdrawn: str = "",
        included: str = "",
        granted: str | Path = "",
        tell: TellOf = in_silence,
    ) -> Self:
        """The evaluation of a folder of workbooks, the invented ones when it is empty.

        `withdrawn` and `included` are municipalities by name or code, with commas, beside those
        that stand in the folder's own file of decisions.  FsmError when there is nothing to read,
        or the question makes no sense.
        """
        values = load(programme or first_of("cap"), on, **parse_changes(changes))
        example = shipped("data", "proposals", document_of(values.programme))
        source = Path(proposals) if str(proposals) else example
        folder = read_folder(source)
        before = read_folder(Path(granted)) if str(granted) else None
        decided = frozenset(codes(withdrawn)), frozenset(codes(included))
        judged = judge(folder, values, before, tell)
        data = folder.name if str(proposals) else ""
        tables = tables_of(folder, before)
        asked = cls(tables, values, data, folder, judged, before, pool_dkk, *decided)
        return asked.with_decisions(read_decisions(source))

    def with_decisions(self, decisions: Decisions) -> Self:
        """The same proposals with what has been decided since; a spoilt file is told as one."""
        unread = {file: told for file, told in self.judged.unread.items() if file != DECISIONS}
        if decisions.findings:
            unread[DECISIONS] = decisions.findings
        gone, taken = self.decisions.codes(WITHDRAWN), self.decisions.codes(INCLUDED)
        return replace(
            self,
            judged=replace(self.judged, unread=unread),
            withdrawn=self.withdrawn - gone | decisions.codes(WITHDRAWN),
            included=self.included - taken | decisions.codes(INCLUDED),
            decisions=decisions,
        )

    def under(self, values: Values) -> Self:
        """The same proposals under other values; what only divides the pool judges nobody anew."""
        moved = {n for n in values if values[n].value != self.values[n].value}
        if all(is_cheap(name) for name in moved):
            return replace(self, values=values)
        judged = judge(self.folder, values, self.granted)
        return replace(self, values=values, judged=judged).with_decisions(self.decisions)

    def with_changes(self, **changes: Any) -> Self:
        """The same proposals with some values changed, by name; FsmError for an unknown one."""
        return self.under(self.values.with_changes(**changes))

    @cached_property
    def pool(self) -> Pool:
        """The proposals that can be judged, and the division of the money among them."""
        if self.pool_dkk < 0:
            raise FsmError("Puljen kan ikke være negativ.")
        is_cap = self.values.kind == "cap"
        own = budget.pool_dkk(self.values) if is_cap else fsm2_proposal.whole_call_dkk(self.values)
        money = self.pool_dkk or own
        decided = (self._joint(codes) for codes in (self.withdrawn, self.included))
        return Pool(self.judged.assessments, self.values, money, *decided)

    @cached_property
    def proposals(self) -> pd.DataFrame:
        """One row per proposal that could be judged: verdict, points, amounts, and why.

        `outcome` is what the worst of its rules came to, `word` what a user reads.
        """
        rows = [
            {
                "municipality_code": each.code,
                "municipality": each.name,
                "region": each.region,
                "outcome": each.outcome,
                "word": OUTCOME_IN_DANISH[each.outcome],
                "points": self.pool.points[each.code],
                "applied_dkk": each.applied_dkk,
                "recomputed_dkk": each.recomputed_dkk,
                "applied_units": each.applied_units,
                "needed_units": each.needed_units,
                **{f"chance_{percent}": share for percent, share in each.chances.items()},
                "why": why(each),
            }
            for each in self.pool.assessments
        ]
        return pd.DataFrame(rows)

    @cached_property
    def verdicts(self) -> pd.DataFrame:
        """The verdicts of every proposal, with its municipality's code in front."""
        found = [
            each.verdicts.assign(municipality_code=each.assessment.code)
            for each in self.judged.judges
        ]
        frame = pd.concat(found, ignore_index=True) if found else pd.DataFrame()
        return frame[["municipality_code", *frame.columns[:-1]]] if found else frame

    @cached_property
    def criteria(self) -> pd.DataFrame:
        """How each proposal's points come about: criterion, share kept, weight and points."""
        return pd.DataFrame(
            {
                "municipality_code": each.code,
                "label": self.values[name].label,
                "share": each.criteria[name],
                "weight": self.values[name].value,
                "points": points,
            }
            for each in self.pool.assessments
            for name, points in points_by_criterion(each, self.values).items()
        )

    def _joint(self, decided: frozenset[str]) -> frozenset[str]:
        """The codes of proposals by any municipality that holds them; unknown ones as they are."""
        by_town = {
            town: each.code for each in self.judged.assessments for town in each.municipality_codes
        }
        return frozenset(by_town.get(code, code) for code in decided)

    @property
    def municipality(self) -> str:
        """Whose proposals: how many there are."""
        return f"{len(self.judged.judges)} ansøgninger, {self.values.programme}"


def is_cheap(name: str) -> bool:
    """Whether a value only moves points and division."""
    return name in DIVISION or name.startswith("weight_")


def codes(text: str) -> list[str]:
    """Municipality codes from text with commas, by code or name; FsmError for an unknown one.

    >>> codes("0410, Aarhus")
    ['0410', '0751']
    """
    column = Column("municipality_code", "municipality")
    try:
        return [parse(column, part.strip()) for part in text.split(",") if part.strip()]
    except CellError as error:
        raise FsmError(f"{error.problem} {error.mend}") from None


def why(assessment: Assessment, most: int | None = None) -> str:
    """What a proposal's verdict rests on, in words: what is broken, not told, or to look at.

    Each is told once, with all its rules; beyond the first `most`, only how many there are.
    """
    rules: dict[tuple[str, str], dict[str, None]] = {}
    for outcome in ("broken", "not_told", "person"):
        for each in assessment.of(outcome):
            rules.setdefault((OUTCOME_IN_DANISH[outcome], each.subject), {})[each.rule] = None
    told: dict[str, list[str]] = {}
    for word, subject in list(rules)[:most]:
        told.setdefault(word, []).append(f"{subject} ({', '.join(rules[word, subject])})")
    words = ". ".join(f"{word}: {', '.join(subjects)}" for word, subjects in told.items())
    rest = len(rules) - sum(map(len, told.values()))
    return f"{words}, og {rest} til (åbn ansøgningen)" if rest else words
