"""Law: to remove or contradict a told cell never betters a verdict and never raises the points."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsmlib.analyses.compliance import Compliance
from fsmlib.models.assessment import points
from fsmlib.programme.findings import has_errors
from fsmlib.programme.parameters import load
from fsmlib.programme.verdicts import Verdict
from fsmlib.shipped import shipped
from fsmlib.tables.reading import Tables, read
from fsmlib.tables.schemas import SCHEMAS

pytestmark = pytest.mark.slow

# What is not told is as bad as what is broken: neither is funded, and neither gives points.
BADNESS = {"kept": 0, "person": 1, "not_told": 2, "broken": 2}
TOLD_TWICE = (
    ("proposal", "applied_dkk"),
    ("staffing", "applied_dkk"),
    ("staffing", "applied_fte"),
    ("plan", "grant_dkk"),
    ("job_brokers", "fte"),
    ("budget", "fte"),
    ("budget", "hours"),
)
FILES = {
    name: sorted(shipped("data", "proposals", name).iterdir(), key=lambda path: path.name)
    for name in ("hir", "fsm2")
}


@cache
def judged(path: Path) -> Compliance:
    return Compliance(read(path), load(path.parent.name, ""), path.name)


def told_cells(tables: Tables) -> list[tuple[str, int, str]]:
    """Every cell that is told and may be empty: table, row, column."""
    return [
        (name, int(row), column.name)
        for name in tables
        for column in SCHEMAS[name].columns
        if not column.needed
        for row in tables[name].index[tables[name][column.name].notna()]
    ]


def with_cell(tables: Tables, name: str, row: int, column: str, content: object) -> Tables:
    frame = tables[name].copy()
    cells = [content if each == row else old for each, old in frame[column].items()]
    frame[column] = pd.Series(cells, index=frame.index).astype(frame[column].dtype)
    return replace(tables, frames={**tables.frames, name: frame})


ALSO_CALLED = {  # a subject under another name, where its numbers are others
    "Det største ansøgte beløb mod det, puljen betaler": "Ansøgt beløb mod det, puljen betaler",
    "Chance for, at alle bliver visiteret": "Visiteres i projektet",
}


def by_subject(verdicts: tuple[Verdict, ...]) -> dict[tuple[str, str], str]:
    return {(v.rule, ALSO_CALLED.get(v.subject, v.subject)): v.outcome for v in verdicts}


def is_no_better(before: Compliance, tables: Tables, name: str) -> bool:
    plan = name in ("plan", "job_brokers", "waves")
    after = Compliance(tables, before.values, before.data, None, {} if plan else before.outlooks)
    if has_errors(after.stops):
        return True
    one, other = before.assessment, after.assessment
    told, tells = by_subject(one.verdicts), by_subject(other.verdicts)
    no_rule_is = all(BADNESS[tells[each]] >= BADNESS[told.get(each, "kept")] for each in tells)
    whole = BADNESS[other.outcome] >= BADNESS[one.outcome]
    no_points = points(other, before.values) <= points(one, before.values) + 1e-9
    return no_rule_is and whole and no_points


@pytest.mark.parametrize("programme", FILES)
@settings(max_examples=80)
@given(data=st.data())
def test_silence_is_never_rewarded(programme: str, data: st.DataObject) -> None:
    before = judged(data.draw(st.sampled_from(FILES[programme])))
    name, row, column = data.draw(st.sampled_from(told_cells(before.tables)))
    assert is_no_better(before, with_cell(before.tables, name, row, column, None), name)


@pytest.mark.parametrize("programme", FILES)
@settings(max_examples=40)
@given(data=st.data())
def test_a_contradiction_is_never_rewarded(programme: str, data: st.DataObject) -> None:
    before = judged(data.draw(st.sampled_from(FILES[programme])))
    cells = list(cells_told_twice(before.tables))
    name, row, column = data.draw(st.sampled_from(cells))
    times = data.draw(st.sampled_from([0.1, 0.5, 0.9, 1.1, 2, 30]))
    told = before.tables[name].at[row, column]
    other = np.ceil(told * times) if isinstance(told, int | np.integer) else told * times
    if other == told or was_contradicted(before):
        return
    assert is_no_better(before, with_cell(before.tables, name, row, column, other), name)


def cells_told_twice(tables: Tables) -> Iterator[tuple[str, int, str]]:
    for name, column in TOLD_TWICE:
        for row in tables[name].index[tables[name][column].notna()]:
            yield name, int(row), column


def was_contradicted(before: Compliance) -> bool:
    """Whether two sheets disagree already: another number may then be the one that mends it."""
    return any(
        v.outcome == "broken" and ("hvert ark" in v.subject or "gange timeløn" in v.subject)
        for v in before.assessment.verdicts
    )
