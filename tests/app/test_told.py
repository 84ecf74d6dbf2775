"""What the evaluation says in a cell or a sentence."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from fsmlib.analyses.decisions import UNDONE, WITHDRAWN, Decision
from fsmlib.analyses.evaluation import why
from fsmlib.app.evaluation.differences import differences
from fsmlib.app.evaluation.memo import decided


def test_two_percentages_are_percentage_points_apart() -> None:
    told = differences("x", ("Hvad", "A", "B"), [("Andel", 0.5, 0.78, "percent")])
    assert "+28,0 procentpoint" in told and "+28,0 %" not in told
    assert "−1.000" in differences("x", ("Hvad", "A", "B"), [("Kr.", 2000, 1000, "kroner")])


def test_a_decision_taken_back_reads_as_one() -> None:
    at = datetime(2026, 11, 28, 11)
    assert decided(Decision("0461", UNDONE, "Fejl", "Anne", at)).startswith(
        "Beslutningen om Odense er fortrudt. Begrundelse: Fejl (Anne, "
    )
    assert decided(Decision("0461", WITHDRAWN, "Nej", "Anne", at)).startswith(
        "Odense har trukket sig: Nej (Anne, "
    )


def test_a_row_tells_each_reason_once_and_how_many_more_there_are() -> None:
    subjects = ["Budget", "Budget", "Budget", "Løn", "Plan", "Mål", "Frist"]
    found = [SimpleNamespace(subject=s, rule=f"HIR-{n}") for n, s in enumerate(subjects, 1)]
    half_empty: Any = SimpleNamespace(of=lambda outcome: found if outcome == "not_told" else [])
    assert why(half_empty, 4) == (
        "Ikke oplyst: Budget (HIR-1, HIR-2, HIR-3), Løn (HIR-4), Plan (HIR-5), Mål (HIR-6), "
        "og 1 til (åbn ansøgningen)"
    )
    assert "Frist (HIR-7)" in why(half_empty) and "til (" not in why(half_empty)
