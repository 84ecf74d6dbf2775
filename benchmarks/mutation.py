"""`python -m benchmarks.mutation` asks whether the tests notice a rule that was changed.

Every operator, comparison and number of `fsmlib/rules` is changed in turn, by the operators of
Cosmic Ray; one test that fails kills the mutant.  Cosmic Ray itself would start pytest anew each
time: here the tests are collected once, every mutant has a fork of that process to itself, and is
shown only to the tests that call the function it stands in, the quickest first.

    python -m benchmarks.mutation            all modules
    python -m benchmarks.mutation payout     one of them
"""

import ast
import importlib
import multiprocessing
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from math import ceil
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, Literal, NamedTuple

import pytest
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator
from hypothesis import Phase, settings
from rich.console import Console
from rich.progress import track
from rich.table import Table

import fsmlib.rules
from fsmlib.programme.sources import RULES

FOLDER = Path(fsmlib.rules.__file__).parent
INSIDE = str(FOLDER)
ASKED = ["tests/test_golden_cases.py", "fsmlib/rules", "tests/rules", "-k", "not nudging"]
QUIET = ["-p", "no:terminal", "-p", "no:cacheprovider", "-o", "addopts=--doctest-modules"]
WORKERS = 2
PATIENCE = 10  # times as long, and a second, as on the rules as they are; who loops is noticed
OPERATORS = (
    *(f"ReplaceBinaryOperator_{swap}" for swap in (
        "Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Div", "Mod_Add",
        "BitOr_BitAnd", "BitAnd_BitOr", "RShift_LShift", "LShift_RShift",
    )),
    *(f"ReplaceComparisonOperator_{swap}" for swap in (
        "Eq_NotEq", "NotEq_Eq", "Lt_LtE", "Lt_GtE", "LtE_Lt", "LtE_Gt", "Gt_GtE", "Gt_LtE",
        "GtE_Gt", "GtE_Lt", "Is_IsNot", "IsNot_Is",
    )),
    *(f"ReplaceUnaryOperator_Delete_{operator}" for operator in ("USub", "Invert", "Not")),
    "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "AddNot", "NumberReplacer",
    "ZeroIterationForLoop",
)  # fmt: skip
Fate = Literal["killed", "survived", "cannot run"]
Place = tuple[str, str]  # a module of the rules, and a name at its top


class Mutant(NamedTuple):
    """A module of the rules in which one thing was changed."""

    place: Place
    line: int
    was: str
    became: str
    code: str


class Witness(NamedTuple):
    """How long a test took on the rules as they are, and what of them it called."""

    seconds: float
    called: set[Place]


class Hunt:
    """A plugin of pytest: what was collected is run on every mutant instead of once."""

    def __init__(self, mutants: list[Mutant]) -> None:
        self.mutants = mutants
        self.fates: list[Fate] = []
        self.session: pytest.Session
        self.witnesses: dict[str, Witness] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.session = session
        with forks() as clean:
            self.witnesses = clean.apply(witnessed)
        with forks() as pool:
            fates = pool.imap(fate, range(len(self.mutants)))
            self.fates = list(track(fates, "Mutants", total=len(self.mutants)))
        return True

    def callers(self, place: Place) -> list[pytest.Item]:
        """The tests that call what was changed, the quickest first."""
        found = [item for item in self.session.items if place in self.witnesses[item.nodeid].called]
        return sorted(found, key=lambda item: self.witnesses[item.nodeid].seconds)

    def passes_in_time(self, item: pytest.Item) -> bool:
        signal.alarm(ceil(PATIENCE * (1 + self.witnesses[item.nodeid].seconds)))
        return self.passes(item)

    def passes(self, item: pytest.Item) -> bool:
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        return not self.session.testsfailed


hunt: Hunt  # the forks inherit it


def main(modules: list[str]) -> None:
    global hunt
    paths = [path for path in sorted(FOLDER.glob("*.py")) if not modules or path.stem in modules]
    hunt = Hunt([mutant for path in paths for mutant in mutants(path)])
    settings.register_profile("hunt", phases=(Phase.explicit, Phase.generate))
    settings.load_profile("hunt")
    pytest.main([*QUIET, *ASKED], plugins=[hunt])
    report(hunt)


def forks() -> Any:
    return multiprocessing.get_context("fork").Pool(WORKERS, maxtasksperchild=1)


def mutants(path: Path) -> Iterator[Mutant]:
    code = path.read_text(encoding="utf-8")
    for operator in (get_operator(f"core/{name}")() for name in OPERATORS):
        number = 0
        while changed := mutate_code(code, operator, number):
            pairs = zip(code.splitlines(), changed.splitlines(), strict=False)
            line, was, became = next((n, *p) for n, p in enumerate(pairs, start=1) if p[0] != p[1])
            place = path.stem, name_at(code, line)
            yield Mutant(place, line, was.strip(), became.strip(), changed)
            number += 1


def name_at(code: str, line: int) -> str:
    """The function or class at the top of a module in which a line stands."""
    for node in ast.parse(code).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and (
            node.lineno <= line <= (node.end_lineno or 0)
        ):
            return node.name
    return "<module>"


def witnessed() -> dict[str, Witness]:
    """What every test calls of the rules as they are; UsageError where one fails."""
    codes: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(INSIDE):
            codes.add(frame.f_code)

    found = {}
    for item in hunt.session.items:
        codes.clear()
        began = time.monotonic()
        sys.setprofile(note)
        if not hunt.passes(item):
            raise pytest.UsageError(f"{item.nodeid} fails before anything is changed.")
        sys.setprofile(None)
        found[item.nodeid] = Witness(time.monotonic() - began, places(codes))
    return found


def places(codes: set[CodeType]) -> set[Place]:
    modules = {Path(code.co_filename).stem for code in codes}
    tops = {(Path(code.co_filename).stem, code.co_qualname.split(".")[0]) for code in codes}
    return tops | {(module, "<module>") for module in modules}


def fate(number: int) -> Fate:
    mutant = hunt.mutants[number]
    try:
        install(mutant)
    except Exception:  # what is changed may be no module that can be imported
        return "cannot run"
    signal.signal(signal.SIGALRM, give_up)
    try:
        is_alive = all(map(hunt.passes_in_time, hunt.callers(mutant.place)))
    except BaseException:
        return "killed"
    return "survived" if is_alive else "killed"


def give_up(*_: object) -> None:
    raise KeyboardInterrupt


def install(mutant: Mutant) -> None:
    """Give the functions and constants that are in use the mutant's code."""
    module = importlib.import_module(f"fsmlib.rules.{mutant.place[0]}")
    known = len(RULES)
    changed = {"__name__": module.__name__}
    exec(compile(mutant.code, str(module.__file__), "exec"), changed)
    del RULES[known:]
    give(module, changed)


def give(owner: Any, changed: dict[str, Any]) -> None:
    for name, new in changed.items():
        old = vars(owner).get(name)
        if isinstance(old, FunctionType):
            old.__code__, old.__defaults__ = new.__code__, new.__defaults__
        elif isinstance(old, property):
            old.fget.__code__ = new.fget.__code__
        elif isinstance(old, type) and new is not old:
            give(old, dict(vars(new)))
        elif name.isupper():
            setattr(owner, name, new)


def report(hunt: Hunt) -> None:
    modules = [mutant.place[0] for mutant in hunt.mutants]
    found = Counter(zip(modules, hunt.fates, strict=True))
    table = Table("module", "killed", "survived", "share killed", "cannot run")
    for module in sorted(set(modules)):
        counts = [found[module, end] for end in ("killed", "survived", "cannot run")]
        table.add_row(module, *row(*counts))
    for mutant, end in zip(hunt.mutants, hunt.fates, strict=True):
        if end == "survived":
            print(f"{mutant.place[0]}.py:{mutant.line}\n  - {mutant.was}\n  + {mutant.became}")
    fates = Counter(hunt.fates)
    table.add_section()
    table.add_row("all", *row(fates["killed"], fates["survived"], fates["cannot run"]))
    Console().print(table)


def row(killed: int, survived: int, cannot_run: int) -> tuple[str, str, str, str]:
    share = killed / max(killed + survived, 1)
    return str(killed), str(survived), f"{share:.1%}", str(cannot_run)


if __name__ == "__main__":
    main(sys.argv[1:])
