"""A folder of proposals: one workbook a municipality, read whole; what cannot be judged is said."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from fsmlib.analyses.compliance import Compliance
from fsmlib.models.assessment import Assessment
from fsmlib.models.fsm2_proposal import Outlook
from fsmlib.programme.findings import Finding, FsmError, has_errors
from fsmlib.programme.parameters import Values
from fsmlib.tables.files import fingerprint
from fsmlib.tables.municipalities import municipality_name
from fsmlib.tables.reading import Tables, read

Tell = Callable[[int, int], object]
Outlooks = Mapping[str, dict[tuple[str, ...], Outlook | None]]


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


def tables_of(folder: Folder, granted: Folder | None) -> Tables:
    """What stands for the folders where a page tells what it was made from."""
    prints = {"ansøgninger": folder.digest}
    return Tables({}, {}, prints | ({"tilsagn": granted.digest} if granted else {}), ())


def _read(path: Path) -> Tables:
    try:
        return read(path)
    except FsmError as error:
        mend = "Bed kommunen sende filen igen."
        return Tables({}, {}, {}, (Finding("error", str(error), mend, file=path.name),))
