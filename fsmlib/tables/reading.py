"""Reads a municipality's tables whole: every finding at once, no row dropped, no cell repaired."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from fsmlib.programme.findings import Finding, InputError, has_errors
from fsmlib.tables.account import Account, rows_by_reason
from fsmlib.tables.carried import above_headings, in_name_or_parts, in_unread_columns
from fsmlib.tables.columns import Schema
from fsmlib.tables.files import files_of, fingerprint, grids, passed_over
from fsmlib.tables.frames import EXAMPLES_SKIPPED, table_of
from fsmlib.tables.grid import Grid
from fsmlib.tables.headers import headed, schema_of
from fsmlib.tables.jobindsats import is_answer, monthly_counts
from fsmlib.tables.jobindsats_wide import tall
from fsmlib.tables.meeting import silent, unmet, without_citizens
from fsmlib.tables.personal import masked
from fsmlib.tables.progress import tell
from fsmlib.tables.schemas import MONTHLY, SCHEMAS

if TYPE_CHECKING:
    from fsmlib.tables.parquet import CitizenRange

NOT_OURS, TWICE = "ikke en af vores tabeller", "tabellen er der to gange"


@dataclass(frozen=True)
class Tables(Mapping[str, pd.DataFrame]):
    """The tables of a file or a folder, by identifier; one that is not there is empty.

    A frame has the columns of its schema and the file's row numbers as index.  `places` is what a
    message calls the file or sheet of each table; `files` are names with fingerprints, `accounts`
    what became of every row.
    """

    frames: Mapping[str, pd.DataFrame]
    places: Mapping[str, str]
    files: Mapping[str, str]
    findings: tuple[Finding, ...]
    accounts: tuple[Account, ...] = ()

    @property
    def warnings(self) -> list[Finding]:
        """What a person should look at in the files before a result of theirs is trusted."""
        return [finding for finding in self.findings if finding.level == "warning"]

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name] if name in self.frames else SCHEMAS[name].empty()

    def __contains__(self, name: object) -> bool:
        return name in self.frames  # a table that is not there can still be asked for: it is empty

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)


def read(path: Path | str, part: "CitizenRange | None" = None) -> Tables:
    """Reads all tables of a file or folder, with findings.

    InputError with them when nothing can be opened, FsmError when nothing is there.  With `part`
    only the rows of those citizens, from Parquet files that `parts_of` has parted.
    """
    found = _Found(findings=passed_over(Path(path)))
    prints: dict[str, str] = {}
    answers: list[Grid] = []
    for each in _each_grid(Path(path), part, prints, found.findings):
        grid = headed(tall(each))
        found.findings += [finding.at(each.place) for finding in above_headings(each, grid)]
        found.findings += [finding.at(grid.place) for finding in grid.findings]
        if is_answer(grid):
            answers.append(grid)
        else:
            found.add(grid)
    if answers:
        found.add_answers(answers)
    if not found.frames and not has_errors(found.findings):
        problem = "Der er ingen af vores tabeller."
        mend = "Begynd med skabelonen (fsm template; i appen under Filer)."
        found.findings.append(Finding("error", problem, mend, file=masked(Path(path).name)))
    found.findings += unmet(found.frames, found.places)
    found.findings += [] if part else without_citizens(found.frames, found.places)
    found.findings += [] if part else silent(found.frames, found.places)
    tell("")
    return Tables(found.frames, found.places, prints, tuple(found.findings), tuple(found.accounts))


@dataclass
class _Found:
    """What has been read so far."""

    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)

    def add(self, grid: Grid) -> None:
        """Reads a grid as the table it holds; what is not read is told."""
        schema, found = schema_of(grid)
        self.findings += found
        if schema is None:
            self.findings += [told.at(grid.place) for told in in_unread_columns(grid, ())]
            self._leave(grid, NOT_OURS)
            return
        if schema.name in self.frames:
            self._leave(grid, TWICE)
            self.findings.append(_twice(schema, self.places[schema.name], grid.place))
            return
        self.frames[schema.name], found, account = table_of(grid, schema)
        self.places[schema.name] = grid.place
        self.accounts.append(account)
        told = {finding.problem for finding in self.findings} & {EXAMPLES_SKIPPED}
        self.findings += [each.at(grid.place) for each in found if each.problem not in told]

    def add_answers(self, answers: list[Grid]) -> None:
        """Reads the answers of Jobindsats as one table of monthly counts."""
        if MONTHLY.name in self.frames:
            for grid in answers:
                self._leave(grid, TWICE)
            first = self.places[MONTHLY.name]
            self.findings.append(_twice(MONTHLY, first, answers[0].place))
            return
        self.frames[MONTHLY.name], found, accounts = monthly_counts(answers)
        self.places[MONTHLY.name] = answers[0].place
        self.findings += found
        self.accounts += accounts

    def _leave(self, grid: Grid, reason: str) -> None:
        self.accounts.append(
            Account(grid.place, grid.found, 0, rows_by_reason((reason, grid.found)))
        )


def read_or_told(path: Path) -> Tables:
    """As `read`; what cannot be opened is findings, so that others can go on."""
    try:
        return read(path)
    except InputError as error:
        return Tables({}, {}, {}, error.findings)


def _each_grid(
    path: Path, part: "CitizenRange | None", prints: dict[str, str], findings: list[Finding]
) -> Iterator[Grid]:
    """The grids of one file after another, none kept; notes fingerprints, and what is not read."""
    for file in files_of(path):
        tell(masked(file.name))
        try:
            found = grids(file, part)
            prints[masked(file.name)] = fingerprint(file)
            findings += in_name_or_parts(file)
        except InputError as error:
            findings += error.findings
        else:
            if not found:
                mend = "Hent den igen, eller flyt den ud, hvis den skal være tom."
                empty = Finding("warning", "Filen er tom.", mend, file=masked(file.name))
                findings.append(empty)
            yield from found
    if not prints:
        raise InputError(findings)


def _twice(schema: Schema, first: str, place: str) -> Finding:
    mend = f"Den står allerede i {first}; behold kun den ene, eller saml rækkerne i én fil."
    return Finding("error", f"Tabellen {schema.sheet} er der to gange.", mend, file=place)


def require(path: Path | str, *names: str) -> Tables:
    """Reads tables that must be right; InputError with every finding when they are not.

    `names` are the tables that must be there with at least one row.
    """
    tables = read(path)
    findings = [*tables.findings, *(not_there(name) for name in names if tables[name].empty)]
    if has_errors(findings):
        raise InputError(findings)
    return tables


def not_there(name: str) -> Finding:
    """What to say where a table has no row."""
    sheet = SCHEMAS[name].sheet
    mend = f"Udfyld arket »{sheet}«, eller læg en fil af det navn ved."
    return Finding("error", f"Tabellen {sheet} mangler eller er tom.", mend)
