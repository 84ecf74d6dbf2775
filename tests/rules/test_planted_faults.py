"""Registers with planted faults: every fault is found, and nothing else."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsmlib.programme.findings import Finding
from fsmlib.programme.parameters import load
from fsmlib.rules.corrections import corrected
from fsmlib.rules.fictitious import fictitious_findings
from fsmlib.rules.participation import hours_over_full_time
from fsmlib.rules.registration import (
    change_findings,
    end_findings,
    moved_findings,
    not_resumed_findings,
)
from fsmlib.rules.spelling import spelling_findings
from tests.golden import table

pytestmark = pytest.mark.slow

HIR = load("hir", "2018-03-01")
TODAY = date(2019, 3, 31)
STAFF = ["Karen Brandt", "Mogens Yde", "Lone Friis"]
LEAVE, BOARD = HIR.fictitious_titles
Row = dict[str, Any]


def row(citizen: str, caseworker: str, start: str, end: str = "", reason: str = "") -> Row:
    is_fictitious = caseworker in (LEAVE, BOARD)
    return {
        "citizen": citizen,
        "caseworker": caseworker,
        "email": HIR.fictitious_email
        if is_fictitious
        else f"{caseworker[:3].strip()}@kommune.dk".lower(),
        "weekly_hours": 0 if is_fictitious else 37,
        "start": pd.Timestamp(start),
        "end": pd.Timestamp(end) if end else None,
        "end_reason": reason or None,
    }


# What may stand in a register and is right, the near misses of the faults below among it.
RIGHT: list[Callable[[str, str, str], list[Row]]] = [
    lambda c, x, y: [row(c, x, "2018-03-01")],
    lambda c, x, y: [row(c, x, "2018-03-01", "2018-03-31"), row(c, y, "2018-04-01")],
    lambda c, x, y: [
        row(c, x, "2018-03-01", "2018-06-30", "caseworker_changed"),
        row(c, y, "2018-07-01", "2019-03-31", "benefit_changed"),
    ],
    lambda c, x, y: [
        row(c, x, "2018-03-01", "2018-06-30", "benefit_changed"),
        row(c, y, "2018-09-01"),
    ],
    lambda c, x, y: [
        row(c, x, "2018-03-01", "2018-06-30"),
        row(c, LEAVE, "2018-07-01", "2018-12-31"),
        row(c, x, "2019-01-01"),
    ],
    lambda c, x, y: [
        row(c, x, "2018-03-01", "2018-06-30", "caseworker_changed"),
        row(c, BOARD, "2018-07-01", "2018-12-31", "benefit_changed"),
    ],
    lambda c, x, y: [row(c, x, "2018-03-01", "2018-06-30", "moved"), row(c, x, "2018-09-01")],
    lambda c, x, y: [row(c, x, "2018-03-01") | {"weekly_hours": 0.5, "email": None}],
]
Fault = tuple[str, Callable[[str, str, str], list[Row]]]
# Each fault: the finding it must give (level, rule, column) and the rows that plant it, last row
# at fault.
FAULTS: list[Fault] = [
    (
        "error HIR-R3 Dato start",  # a gap of one day
        lambda c, x, y: [row(c, x, "2018-03-01", "2018-03-31"), row(c, y, "2018-04-02")],
    ),
    (
        "error HIR-R3 Dato start",  # an overlap of one day
        lambda c, x, y: [row(c, x, "2018-03-01", "2018-03-31"), row(c, y, "2018-03-31")],
    ),
    (
        "error HIR-R3 Dato start",  # not ended
        lambda c, x, y: [row(c, x, "2018-03-01"), row(c, y, "2018-03-31")],
    ),
    (
        "error HIR-R3 Dato start",  # twice at one caseworker
        lambda c, x, y: [row(c, x, "2018-03-01"), row(c, x, "2018-03-31")],
    ),
    (
        "error HIR-R3 ",  # no new row
        lambda c, x, y: [row(c, x, "2018-03-01", "2018-03-31", "caseworker_changed")],
    ),
    (
        "error HIR-R6 ",  # resumed without a new row
        lambda c, x, y: [row(c, LEAVE, "2018-03-01", "2018-03-31")],
    ),
    (
        "error HIR-R5 Årsag",  # an end without a reason
        lambda c, x, y: [row(c, x, "2018-03-01", "2018-03-31")],
    ),
    (
        "error HIR-R5 Årsag",  # a reason that is none
        lambda c, x, y: [row(c, x, "2018-03-01", "2018-03-31", "course_expired")],
    ),
    (
        "error HIR-R5 Dato slut",  # an end to come
        lambda c, x, y: [row(c, x, "2018-03-01", "2019-04-01", "benefit_changed")],
    ),
    (
        "error HIR-R5 Dato slut",  # a reason without an end
        lambda c, x, y: [row(c, x, "2018-03-01", "", "benefit_changed")],
    ),
    ("warning HIR-R2 Dato slut", lambda c, x, y: [row(c, x, "2018-03-01", "", "moved")]),
    (
        "error HIR-R6 Sagsbehandler",  # a title nearly right
        lambda c, x, y: [row(c, LEAVE, "2018-03-01") | {"caseworker": "Barsel og fængsel"}],
    ),
    (
        "error HIR-R6 E-mail",
        lambda c, x, y: [row(c, LEAVE, "2018-03-01") | {"email": "x@kommune.dk"}],
    ),
    (
        "error HIR-R6 Timer pr. uge",
        lambda c, x, y: [row(c, BOARD, "2018-03-01") | {"weekly_hours": 1}],
    ),
    ("error HIR-R6 Timer pr. uge", lambda c, x, y: [row(c, x, "2018-03-01") | {"weekly_hours": 0}]),
    (
        "error GEN-L1 Timer pr. uge",
        lambda c, x, y: [row(c, x, "2018-03-01") | {"weekly_hours": 37.5}],
    ),
    (
        "warning HIR-R3 Borger",  # the same id written otherwise, at a later time
        lambda c, x, y: [
            row(c, x, "2018-03-01", "2018-03-31", "benefit_changed"),
            row(c, x, "2018-05-01", "2018-05-31", "benefit_changed"),
            row(c.lower().replace("-", " "), x, "2018-07-01"),
        ],
    ),
    (
        "warning HIR-R3 Sagsbehandler",
        lambda c, x, y: [row(c, x, "2018-03-01") | {"caseworker": x.upper(), "email": None}],
    ),
]


def findings_of(registrations: pd.DataFrame) -> list[Finding]:
    return [
        *change_findings(registrations),
        *not_resumed_findings(registrations, HIR),
        *end_findings(registrations, HIR, TODAY),
        *moved_findings(registrations, table("courses", [])),
        *fictitious_findings(registrations, HIR),
        *hours_over_full_time(registrations, HIR),
        *spelling_findings(registrations, HIR),
    ]


@st.composite
def registers(draw: st.DrawFn) -> tuple[pd.DataFrame, Counter[str]]:
    """Right and wrong citizens in any order, with the findings that must come of it."""
    plan = draw(st.lists(st.sampled_from(range(len(RIGHT) + len(FAULTS))), min_size=1, max_size=25))
    numbers = draw(
        st.lists(st.integers(1, 999), min_size=len(plan), max_size=len(plan), unique=True)
    )
    blocks: list[tuple[str, list[Row]]] = []
    for place, number in zip(plan, numbers, strict=True):
        x, y = draw(st.permutations(STAFF))[:2]
        citizen = f"B-{number:04}"
        if place < len(RIGHT):
            blocks.append(("", RIGHT[place](citizen, x, y)))
        else:
            said, rows = FAULTS[place - len(RIGHT)]
            blocks.append((said, rows(citizen, x, y)))
    for n in range(5000, 5026):  # the right names stand more often than the wrong ones
        ended = ("2018-05-31", "moved")  # so that the table tells reasons
        blocks += [("", [row(f"{name[0]}-{n}", name, "2018-03-01", *ended)]) for name in STAFF]
    rows: list[tuple[str, Row]] = []
    for said, block in draw(st.permutations(blocks)):
        rows += [("", one) for one in block[:-1]] + [(said, block[-1])]
    expected = Counter(f"{said} {n}" for n, (said, _) in enumerate(rows, start=2) if said)
    return table("registrations", [one for _, one in rows]), expected


@settings(max_examples=100)
@given(drawn=registers())
def test_all_planted_faults_are_found_and_none_invented(
    drawn: tuple[pd.DataFrame, Counter[str]],
) -> None:
    registrations, expected = drawn
    found = Counter(f"{f.level} {f.rule} {f.column} {f.row}" for f in findings_of(registrations))
    assert found == expected
    assert all(f.problem and f.mend for f in findings_of(registrations))


@settings(max_examples=30)
@given(drawn=registers())
def test_a_corrected_register_has_no_faults_of_the_corrected_kinds(
    drawn: tuple[pd.DataFrame, Counter[str]],
) -> None:
    registrations, _ = drawn
    proposal = corrected(registrations, HIR, TODAY).drop(columns="changed")
    mended = registrations.copy()
    mended.loc[proposal.index] = proposal
    twice = "to gange hos samme"
    left = [f for f in change_findings(mended) if twice not in f.problem]
    left += end_findings(mended, HIR, TODAY)
    assert not [f for f in left if f.column in ("Dato start",) or "fremtiden" in f.problem]
    wrong = [f for f in fictitious_findings(mended, HIR) if "0 timer uden" not in f.problem]
    assert not wrong
