"""A folder of proposals: one workbook a municipality, read whole; what cannot be judged is said."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fsmlib.analyses.check import door_findings, plan_findings
from fsmlib.models.assessment import Assessment
from fsmlib.models.fsm2_proposal import Outlook, assess_fsm2, outlook
from fsmlib.models.hir_proposal import assess_hir
from fsmlib.programme.findings import Finding, FsmError, has_errors
from fsmlib.programme.parameters import Values
from fsmlib.tables.files import WORKBOOKS, files_of, passed_over
from fsmlib.tables.municipalities import municipality_name
from fsmlib.tables.personal import masked
from fsmlib.tables.reading import Tables, read_or_told
from fsmlib.tables.schemas import SCHEMAS

Tell = Callable[[int, int], object]
MAIN_TABLE = {"hir": "staffing", "fsm2": "plan"}


@dataclass(frozen=True)
class Folder:
    """The proposals of a folder as they were read, by file name, and what to call them together.

    `simulated` keeps the outlook of each file under the values they rest on, so that a turned
    weight does not simulate anew.
    """

    files: Mapping[str, Tables]
    digest: str
    simulated: dict[tuple[object, ...], Outlook | None] = field(default_factory=dict)

    def outlook(self, file: str, values: Values) -> Outlook | None:
        """What may come of the plan of an FSM2 proposal."""
        rests_on = [str((v.name, v.value)) for v in values.values() if v.kind != "choice"]
        key = (file, *rests_on)
        if key not in self.simulated:
            self.simulated[key] = outlook(self.files[file], values)
        return self.simulated[key]


@dataclass(frozen=True)
class Judged:
    """The proposals that could be judged, and the findings of those that could not, by file."""

    assessments: tuple[Assessment, ...]
    unread: Mapping[str, tuple[Finding, ...]]


def in_silence(number: int, of: int) -> None:
    """Tells nobody how far it has come."""


def read_folder(folder: Path) -> Folder:
    """Reads every workbook of a folder; FsmError when there is none.

    Whatever cannot be read is a proposal with a finding, not the end of the others.
    """
    if not folder.is_dir():
        raise FsmError(f"Mappen »{masked(str(folder))}« findes ikke.")
    read: dict[str, Tables] = {}
    for path in files_of(folder, WORKBOOKS):
        read[_name_in(read, path)] = read_or_told(path)
    prints = [digits for tables in read.values() for digits in tables.files.values()]
    digest = f"{len(read)} projektmapper"
    digest += f", fra {prints[0]} til {prints[-1]}" if prints else ""
    for finding in passed_over(folder, WORKBOOKS):
        read[_name_in(read, Path(finding.file))] = Tables({}, {}, {}, (finding,))
    return Folder(read, digest)


def judge(
    folder: Folder, values: Values, granted: Folder | None = None, tell: Tell = in_silence
) -> Judged:
    """Holds every proposal of the values' programme against it; one municipality counts once.

    `granted` are the workbooks the grants were given on, matched by file name; `tell` hears which
    number of how many it has come to.
    """
    assessments: dict[str, Assessment] = {}
    unread = _unread(granted) if granted else {}
    for number, (file, tables) in enumerate(folder.files.items(), start=1):
        tell(number, len(folder.files))
        findings = _stops(tables, values)
        if has_errors(findings):
            unread[file] = tuple(findings)
            continue
        assessment = _assess(file, folder, values, granted)
        if assessment.code in assessments:
            other = assessments[assessment.code].file
            mend = f"{municipality_name(assessment.code)} står også i {other}; behold den ene."
            unread[file] = (Finding("error", "Kommunen har to ansøgninger.", mend, file=file),)
        else:
            assessments[assessment.code] = assessment
    ordered = tuple(assessments[code] for code in sorted(assessments))
    return Judged(ordered, unread)


def _name_in(taken: Collection[str], path: Path) -> str:
    """What to call a file; two that are the same without their CPR numbers are told apart."""
    name, number = masked(path.name), 2
    while name in taken:
        name, number = f"{masked(path.name)} ({number})", number + 1
    return name


def _unread(granted: Folder) -> dict[str, tuple[Finding, ...]]:
    """The workbooks of the grants that cannot be read: nothing can be held against them."""
    return {
        f"{file} (tilsagn)": tables.findings
        for file, tables in granted.files.items()
        if has_errors(tables.findings)
    }


def _assess(file: str, folder: Folder, values: Values, granted: Folder | None) -> Assessment:
    tables = folder.files[file]
    if values.programme == "hir":
        return assess_hir(file, tables, values)
    before = granted.files.get(file) if granted else None
    budget = SCHEMAS["budget"].empty() if before is None else before["budget"]
    return assess_fsm2(file, tables, values, budget, folder.outlook(file, values))


def _stops(tables: Tables, values: Values) -> list[Finding]:
    """What keeps a workbook from being judged: cells, sheets, or another programme."""
    findings = list(tables.findings)
    if has_errors(findings):
        return findings
    told = set(tables["proposal"]["programme"].dropna())
    if told and values.programme not in told:
        return [Finding("error", "Ansøgningen er til en anden pulje.", "Vælg den anden pulje.")]
    main = MAIN_TABLE[values.programme]
    if tables[main].empty:
        sheet = SCHEMAS[main].sheet
        mend = f"Udfyld arket i skabelonen: fsm template proposal --programme {values.programme}."
        return [Finding("error", f"Arket {sheet} mangler eller er tomt.", mend)]
    if values.programme == "hir":
        return door_findings(tables, values)
    return findings + plan_findings(tables, values)
