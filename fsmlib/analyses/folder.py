"""A folder of proposals: one workbook a municipality, read whole; what cannot be judged is said."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from fsmlib.analyses.compliance import Compliance
from fsmlib.analyses.decisions import FILE as DECISIONS
from fsmlib.models.assessment import Assessment
from fsmlib.models.outlook import Outlook
from fsmlib.programme.findings import Finding, FsmError, has_errors
from fsmlib.programme.parameters import Values
from fsmlib.tables.files import WORKBOOKS, files_of, passed_over
from fsmlib.tables.municipalities import municipality_name
from fsmlib.tables.personal import masked
from fsmlib.tables.reading import Tables, read_or_told

TellOf = Callable[[int, int], object]
Outlooks = Mapping[str, dict[tuple[str, ...], Outlook | None]]


@dataclass(frozen=True)
class Folder:
    """The proposals of a folder as they were read, by file name, and a fingerprint of them all.

    `name` is the path as a command takes it; what is above a whole path is nobody else's business.
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

    Whatever cannot be read is a proposal with a finding, not the end of the others.
    """
    if not folder.is_dir():
        raise FsmError(
            f"Mappen »{masked(str(folder))}« findes ikke. Skriv stien til mappen, fra den "
            "mappe, kommandoen køres i, eller hele stien."
        )
    read: dict[str, Tables] = {}
    for path in files_of(folder, WORKBOOKS):
        read[_name_in(read, path)] = read_or_told(path)
    prints = "\n".join(f"{name} {[*tables.files.values()]}" for name, tables in read.items())
    whole = hashlib.sha256(prints.encode()).hexdigest()[:12]
    digest = f"{len(read)} projektmapper, {whole}"
    for finding in passed_over(folder, WORKBOOKS):
        if finding.file == DECISIONS:
            continue
        read[_name_in(read, Path(finding.file))] = Tables({}, {}, {}, (finding,))
    outlooks: Outlooks = {name: {} for name in read}
    return Folder(_told(folder), read, digest, outlooks)


def judge(
    folder: Folder, values: Values, granted: Folder | None = None, tell: TellOf = in_silence
) -> Judged:
    """Holds every proposal of the values' programme against it; one municipality counts once.

    `granted` are the workbooks the grants were given on, matched by file name; `tell` hears which
    number of how many it has come to.
    """
    judges: list[Compliance] = []
    files: dict[str, str] = {}
    unread = _unread(granted) if granted else {}
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


def tables_of(folder: Folder, granted: Folder | None) -> Tables:
    """What stands for the folders where a page tells what it was made from, and what to look at."""
    prints = {"ansøgninger": folder.digest} | ({"tilsagn": granted.digest} if granted else {})
    warnings = tuple(told for tables in folder.files.values() for told in tables.warnings)
    return Tables({}, {}, prints, warnings)


def _told(folder: Path) -> str:
    """A path as it was given, and for a whole one a place to fill in before the folder's name."""
    return masked(f"<sti>/{folder.name}" if folder.is_absolute() else str(folder))


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
