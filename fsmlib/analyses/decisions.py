"""What the evaluators have decided on a folder's proposals: a file beside them that only grows."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from fsmlib.atomic import atomic
from fsmlib.programme.findings import Finding, FsmError
from fsmlib.tables.csv_files import not_a_formula
from fsmlib.tables.encodings import decoded
from fsmlib.tables.messages import CellError, quoted
from fsmlib.tables.municipalities import municipality_codes, municipality_name
from fsmlib.tables.personal import cpr_numbers, emails

FILE = "beslutninger.csv"
LOCK = ".beslutninger.lock"
SECONDS_TO_WAIT = 10
DECISION_COLUMNS = ("tidspunkt", "kommunekode", "kommune", "beslutning", "begrundelse", "navn")
WITHDRAWN, INCLUDED, UNDONE = "har trukket sig", "tages med", "fortrudt"
DECISIONS = (WITHDRAWN, INCLUDED, UNDONE)
HOW_TO_MEND = "Ret rækken, eller slet filen; så gælder ingen beslutninger."


@dataclass(frozen=True)
class Decision:
    """One decision: on whose proposal, what, why, by whom and when.

    `kind` is one of KINDS; `UNDONE` takes back what was decided on the municipality before.
    """

    code: str
    kind: str
    reason: str
    name: str
    at: datetime


@dataclass(frozen=True)
class Decisions:
    """The decisions of a folder in the order they were made, and what is wrong with their file."""

    made: tuple[Decision, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def in_force(self) -> Mapping[str, Decision]:
        """The decision on each municipality that nobody has taken back."""
        last = {each.code: each for each in self.made}
        return {code: each for code, each in last.items() if each.kind != UNDONE}

    def codes(self, kind: str) -> frozenset[str]:
        """The municipalities with a decision of one kind in force."""
        return frozenset(code for code, each in self.in_force.items() if each.kind == kind)


def read_decisions(folder: Path) -> Decisions:
    """The decisions beside the proposals; none, with findings, when the file is spoilt."""
    path = folder / FILE
    if not path.is_file():
        return Decisions()
    try:
        text, _ = decoded(path.read_bytes())
        rows = [*csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";", strict=True)]
    except (OSError, ValueError, csv.Error, FsmError):
        return Decisions(
            findings=(Finding("error", "Filen kan ikke læses.", HOW_TO_MEND, file=FILE),)
        )
    if tuple(rows[:1] and rows[0]) != DECISION_COLUMNS:
        problem = f"Første række skal være: {'; '.join(DECISION_COLUMNS)}."
        return Decisions(findings=(Finding("error", problem, HOW_TO_MEND, file=FILE, row=1),))
    read = [(number, *_decision(row)) for number, row in enumerate(rows[1:], start=2) if any(row)]
    findings = [
        Finding("error", told, HOW_TO_MEND, file=FILE, row=number)
        for number, _, told in read
        if told
    ]
    made = tuple(decision for _, decision, _ in read if decision)
    return Decisions(findings=tuple(findings)) if findings else Decisions(made)


def decide(folder: Path, decision: Decision) -> Decisions:
    """Adds a decision to the file beside the proposals, and gives them all.

    FsmError in Danish when it has no reason or name, holds what must not be kept, or the file is
    spoilt, taken by somebody else or not to be written.
    """
    _stop(decision)
    try:
        with FileLock(folder / LOCK, timeout=SECONDS_TO_WAIT):
            before = read_decisions(folder)
            if before.findings:
                told = before.findings[0]
                raise FsmError(f"{told.place}: {told.problem} {told.mend}")
            after = Decisions((*before.made, decision))
            with atomic(folder / FILE) as draft:
                draft.write_text(_written(after.made), "utf-8-sig", newline="")
    except Timeout:
        raise FsmError(f"En anden er ved at skrive i {FILE}. Prøv igen.") from None
    except OSError:
        raise FsmError(
            f"{FILE} kan ikke skrives i mappen. Luk filen i Excel, og se efter, om mappen er "
            "skrivebeskyttet."
        ) from None
    return after


def _stop(decision: Decision) -> None:
    for what, text in (("Begrundelse", decision.reason), ("Navn", decision.name)):
        if not text.strip():
            raise FsmError(f"{what} skal udfyldes.")
        if cpr_numbers(text) or emails(text):
            raise FsmError(f"{what} må ikke indeholde et CPR-nummer eller en e-mail.")


def _written(made: Sequence[Decision]) -> str:
    out = StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(DECISION_COLUMNS)
    for each in made:
        at = each.at.isoformat(" ", "seconds")
        name = municipality_name(each.code)
        row = (at, each.code, name, each.kind, each.reason.strip(), each.name.strip())
        writer.writerow([not_a_formula(" ".join(cell.split())) for cell in row])
    return out.getvalue()


def _decision(row: Sequence[str]) -> tuple[Decision | None, str]:
    """The decision of a row, or what is wrong with it."""
    cells: dict[str, Any] = dict(zip(DECISION_COLUMNS, map(_read, row), strict=False))
    if told := next(_faults(cells, len(row)), ""):
        return None, told
    at = datetime.fromisoformat(cells["tidspunkt"])
    code = municipality_codes(cells["kommunekode"])
    return Decision(code, cells["beslutning"], cells["begrundelse"], cells["navn"], at), ""


def _faults(cells: Mapping[str, str], width: int) -> Iterator[str]:
    if width != len(DECISION_COLUMNS):
        yield f"Rækken har {width} celler og skal have {len(DECISION_COLUMNS)}."
        return
    if not _is_a_moment(cells["tidspunkt"]):
        yield f"Tidspunktet »{quoted(cells['tidspunkt'])}« skal skrives som 2026-11-28 09:30:00."
    try:
        municipality_codes(cells["kommunekode"])
    except CellError as error:
        yield error.problem
    if cells["beslutning"] not in DECISIONS:
        told, kinds = quoted(cells["beslutning"]), ", ".join(DECISIONS)
        yield f"Beslutningen »{told}« skal være en af: {kinds}."
    for header in ("begrundelse", "navn"):
        if not cells[header]:
            yield f"»{header}« er tom."
        elif cpr_numbers(cells[header]) or emails(cells[header]):
            yield f"»{header}« indeholder et CPR-nummer eller en e-mail."


def _is_a_moment(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is None
    except ValueError:
        return False


def _read(cell: str) -> str:
    """A cell as it was before it was kept from being a formula."""
    cell = cell.strip()
    bare = cell.removeprefix("'")
    return bare if bare != cell and not_a_formula(bare) == cell else cell
