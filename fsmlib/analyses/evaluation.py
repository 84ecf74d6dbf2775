"""The evaluator's question: a folder of proposals judged, ranked, and the pool divided."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import pandas as pd

from fsmlib.analyses.compliance import Compliance
from fsmlib.analyses.question import Question
from fsmlib.models.assessment import Assessment
from fsmlib.models.fsm2_proposal import Outlook
from fsmlib.models.pool import Pool
from fsmlib.models.portfolio import InfeasibleError
from fsmlib.programme.findings import Finding, FsmError, has_errors
from fsmlib.programme.names import unknown
from fsmlib.programme.parameters import Values, load, parse_changes
from fsmlib.programme.sources import FILES
from fsmlib.programme.verdicts import OUTCOME_IN_DANISH
from fsmlib.rules import budget, fsm2_proposal
from fsmlib.shipped import shipped
from fsmlib.tables.cells import parse
from fsmlib.tables.columns import Column
from fsmlib.tables.files import fingerprint
from fsmlib.tables.messages import CellError
from fsmlib.tables.municipalities import municipality_name
from fsmlib.tables.reading import Tables, read

Tell = Callable[[int, int], object]
Outlooks = Mapping[str, dict[tuple[str, ...], Outlook | None]]
# What divides the pool, and judges nobody anew.
DIVISION = (
    "value_per",
    "lowest_level_percent",
    "level_step_percent",
    "most_projects",
    "fewest_projects",
    "fewest_per_region",
)


@dataclass(frozen=True)
class Folder:
    """The proposals of a folder as they were read, by file name, and a fingerprint of them all.

    `outlooks` keeps what was simulated of each, so that a turned weight does not simulate anew.
    """

    name: str
    files: Mapping[str, Tables]
    digest: str
    outlooks: Outlooks


@dataclass(frozen=True)
class Judged:
    """The judge of each proposal that could be judged, and the findings of the others, by file."""

    judges: tuple[Compliance, ...]
    unread: Mapping[str, tuple[Finding, ...]]

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """The proposals that could be judged, by municipality."""
        return tuple(judge.assessment for judge in self.judges)


def in_silence(number: int, of: int) -> None:
    """Tells nobody how far it has come."""


def read_folder(folder: Path) -> Folder:
    """Reads every workbook of a folder; FsmError when there is none.

    A file that cannot be opened is a proposal with a finding, not the end of the others.
    """
    if not folder.is_dir():
        raise FsmError(f"Mappen »{folder}« findes ikke.")
    paths = sorted(p for p in folder.glob("*.xlsx") if not p.name.startswith(("~$", ".")))
    if not paths:
        raise FsmError(f"Mappen »{folder}« har ingen projektmapper (XLSX).")
    prints = "\n".join(f"{path.name} {fingerprint(path)}" for path in paths)
    whole = hashlib.sha256(prints.encode()).hexdigest()[:12]
    digest = f"{len(paths)} projektmapper, {whole}"
    outlooks: Outlooks = {path.name: {} for path in paths}
    return Folder(folder.name, {path.name: _read(path) for path in paths}, digest, outlooks)


def judge(
    folder: Folder, values: Values, granted: Folder | None = None, tell: Tell = in_silence
) -> Judged:
    """Holds every proposal of the values' programme against it; one municipality counts once.

    `granted` are the workbooks the grants were given on, matched by file name; `tell` hears which
    number of how many it has come to.
    """
    judges: list[Compliance] = []
    files: dict[str, str] = {}
    unread: dict[str, tuple[Finding, ...]] = {}
    for number, (file, tables) in enumerate(folder.files.items(), start=1):
        tell(number, len(folder.files))
        before = granted.files.get(file) if granted else None
        each = Compliance(tables, values, file, before, folder.outlooks[file])
        if has_errors(each.stops):
            unread[file] = tuple(each.stops)
            continue
        towns = each.assessment.municipality_codes
        if twice := [code for code in towns if code in files]:
            name, first = municipality_name(twice[0]), files[twice[0]]
            mend = f"{name} står også i {first}; behold den ene."
            unread[file] = (Finding("error", "Kommunen har to ansøgninger.", mend, file=file),)
        else:
            files |= dict.fromkeys(towns, file)
            judges.append(each)
    return Judged(tuple(sorted(judges, key=lambda judge: judge.assessment.code)), unread)


@dataclass(frozen=True, repr=False)
class Evaluation(Question):
    """The proposals of a folder, the money, and the evaluator's own decisions.

    `pool_dkk` is 0 for the programme's own pool; `withdrawn` and `included` are municipality codes.
    """

    folder: Folder
    judged: Judged
    granted: Folder | None = None
    pool_dkk: int = 0
    withdrawn: frozenset[str] = frozenset()
    included: frozenset[str] = frozenset()

    @classmethod
    def read(
        cls,
        proposals: str | Path = "",
        *,
        programme: str = "hir",
        on: str = "",
        changes: str = "",
        pool_dkk: int = 0,
        withdrawn: str = "",
        included: str = "",
        granted: str | Path = "",
        tell: Tell = in_silence,
    ) -> Self:
        """The evaluation of a folder of workbooks, the invented ones when it is empty.

        `withdrawn` and `included` are municipalities by name or code, with commas.  FsmError when
        there is nothing to read, or the question makes no sense.
        """
        if programme not in FILES:
            raise FsmError("Puljen " + unknown(programme, FILES))
        values = load(programme, on, **parse_changes(changes))
        source = Path(proposals) if str(proposals) else shipped("data", "proposals", programme)
        folder = read_folder(source)
        before = read_folder(Path(granted)) if str(granted) else None
        decided = frozenset(codes(withdrawn)), frozenset(codes(included))
        judged = judge(folder, values, before, tell)
        data = folder.name if str(proposals) else ""
        tables = tables_of(folder, before)
        return cls(tables, values, data, folder, judged, before, pool_dkk, *decided)

    def under(self, values: Values) -> Self:
        """The same proposals under other values; what only divides the pool judges nobody anew."""
        moved = {n for n in values if values[n].value != self.values[n].value}
        if all(is_cheap(name) for name in moved):
            return replace(self, values=values)
        return replace(self, values=values, judged=judge(self.folder, values, self.granted))

    def with_changes(self, **changes: Any) -> Self:
        """The same proposals with some values changed, by name; FsmError for an unknown one."""
        return self.under(self.values.with_changes(**changes))

    @cached_property
    def pool(self) -> Pool:
        """The proposals that can be judged, and the division of the money among them."""
        if self.pool_dkk < 0:
            raise FsmError("Puljen kan ikke være negativ.")
        hir = self.values.programme == "hir"
        own = budget.pool_dkk(self.values) if hir else fsm2_proposal.pool_dkk(self.values)
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
        """How each proposal's points come about: criterion, share kept, weight and product."""
        return pd.DataFrame(
            {
                "municipality_code": each.code,
                "label": self.values[name].label,
                "share": share,
                "weight": self.values[name].value,
                "product": (share or 0) * float(getattr(self.values, name)),
            }
            for each in self.pool.assessments
            for name, share in each.criteria.items()
        )

    @property
    def why_undivided(self) -> str:
        """Why the pool cannot be divided, in Danish; empty when it can."""
        try:
            _ = self.pool.division
        except InfeasibleError as error:
            return str(error)
        return ""

    @property
    def grants(self) -> Mapping[str, int]:
        """Per cent of the amount by municipality; none when the pool cannot be divided."""
        return {} if self.why_undivided else self.pool.division.grants

    @cached_property
    def division(self) -> pd.DataFrame:
        """Who gets what, in the order of the codes, and who stands outside and why."""
        pool, grants = self.pool, self.grants
        rows = [
            {
                "municipality_code": each.code,
                "municipality": each.name,
                "region": each.region,
                "status": self._status(each, grants.get(each.code)),
                "points": pool.points[each.code],
                "level": grants[each.code] / 100 if each.code in grants else None,
                "grant_dkk": pool.granted_dkk(each.code) if each.code in grants else None,
            }
            for each in ([] if self.why_undivided else pool.assessments)
        ]
        columns = ("municipality_code", "municipality", "region", "status", "points", "level")
        return pd.DataFrame(rows, columns=[*columns, "grant_dkk"])

    @cached_property
    def reserves(self) -> pd.DataFrame:
        """For each grant: the money freed when that municipality says no, and who comes in."""
        rows = [
            {
                "municipality": self.pool.by_code[code].name,
                "freed_dkk": self.pool.granted_dkk(code),
                "comes_in": {
                    self.pool.by_code[c].name: n / 100 for c, n in self.pool.reserve(code).items()
                },
            }
            for code in self.grants
        ]
        return pd.DataFrame(rows, columns=["municipality", "freed_dkk", "comes_in"])

    @cached_property
    def rejected(self) -> pd.DataFrame:
        """Those who could be funded but are not, and the most they could have asked for."""
        rows = [
            {
                "municipality": self.pool.by_code[one.code].name,
                "points": self.pool.points[one.code],
                "recomputed_dkk": one.dkk,
                "most_dkk": self.pool.would_have_had_to_ask(one.code) if self.grants else None,
            }
            for one in self.pool.open_candidates
            if one.code not in self.grants
        ]
        columns = ["municipality", "points", "recomputed_dkk", "most_dkk"]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def borderline(self) -> pd.DataFrame:
        """Proposals that luck decides: chosen in some draws of the points and not in others."""
        shares = self.pool.chosen_share() if self.grants else {}
        rows = [
            {
                "municipality": self.pool.by_code[code].name,
                "points": self.pool.points[code],
                "share": share,
            }
            for code, share in sorted(shares.items(), key=lambda item: -item[1])
            if 0 < share < 1
        ]
        return pd.DataFrame(rows, columns=["municipality", "points", "share"])

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

    def _status(self, each: Assessment, level: int | None) -> str:
        if each.code in self.pool.withdrawn:
            return "Har trukket sig"
        if level:
            return "Tilsagn"
        if self.pool.can_be_funded(each):
            return "Uden tilsagn"
        refused = {"broken": "Bryder en regel", "not_told": "Noget er ikke oplyst"}
        return refused.get(each.outcome, "Intet at give til")


def is_cheap(name: str) -> bool:
    """Whether a value only moves points and division."""
    return name in DIVISION or name.startswith("weight_")


def tables_of(folder: Folder, granted: Folder | None) -> Tables:
    """What stands for the folders where a page tells what it was made from."""
    prints = {"ansøgninger": folder.digest}
    return Tables({}, {}, prints | ({"tilsagn": granted.digest} if granted else {}), ())


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


def why(assessment: Assessment) -> str:
    """What a proposal's verdict rests on, in words: what is broken, not told, or to look at."""
    told = []
    for outcome in ("broken", "not_told", "person"):
        subjects = [f"{each.subject} ({each.rule})" for each in assessment.of(outcome)]
        if subjects:
            told.append(f"{OUTCOME_IN_DANISH[outcome]}: {', '.join(subjects)}")
    return ". ".join(told)


def _read(path: Path) -> Tables:
    try:
        return read(path)
    except FsmError as error:
        mend = "Bed kommunen sende filen igen."
        return Tables({}, {}, {}, (Finding("error", str(error), mend, file=path.name),))
