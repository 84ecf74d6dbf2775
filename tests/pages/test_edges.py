"""Whatever the window and the tables that are empty: an answer, or a sentence that says why."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from fsmlib.analyses.monitoring import Monitoring
from fsmlib.analyses.question import EXAMPLES
from fsmlib.pages.page import Page
from fsmlib.pages.thresholds import basis, pictures, tables
from fsmlib.pages.thresholds.case import Case, answer, banner
from fsmlib.pages.views import Picture
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import load
from fsmlib.tables.reading import Tables, read

CASES = int(os.environ.get("FSM_EDGE_CASES", "80"))
FSM2 = load("fsm2", "")
OPTIONAL = ("markers", "hours", "supported", "education")
VIEWS: tuple[Callable[[Case], Any], ...] = (
    banner,
    answer,
    pictures.share,
    tables.payment,
    tables.results,
    tables.level,
    pictures.who_fills,
    tables.series,
    pictures.movements,
    tables.movements,
    basis.readings_effect,
)


def told(view: Any, drawn: bool = True) -> str:
    """What a view shows, as text; a picture tells its alternative text, and can be drawn."""
    if isinstance(view, Picture):
        assert not drawn or view.png()
        return view.alt
    return str(view._repr_mimebundle_()["text/plain"])


@pytest.fixture(scope="module")
def register() -> Tables:
    """Forty of the example's citizens, so that many cases are soon tried."""
    whole = read(EXAMPLES["thresholds"])
    people = whole["citizens"]["citizen"].unique()[:40]
    frames = {name: frame[frame["citizen"].isin(people)] for name, frame in whole.items()}
    return Tables(frames, whole.places, whole.files, ())


def windows(rng: np.random.Generator) -> tuple[str, str]:
    """A window of 0, 1, 2, 24 or 60 months, or any: before, over or after the data."""
    length = int(rng.choice([0, 1, 1, 2, 2, 24, 60, int(rng.integers(1, 65))]))
    far, near = int(rng.integers(0, 150)), int(rng.integers(75, 108))
    first = pd.Period("2013-01") + (near if rng.random() < 0.7 else far)
    return str(first), str(first + length - 1)


def cut(register: Tables, rng: np.random.Generator) -> Tables:
    """Some tables emptied, and perhaps the data cut at a month, or nobody left but a few."""
    frames = dict(register.frames)
    for name in OPTIONAL:
        if rng.random() < 0.25:
            frames[name] = frames[name].iloc[:0]
    if rng.random() < 0.3:
        last = pd.Timestamp("2019-11-30") + pd.DateOffset(months=int(rng.integers(0, 24)))
        frames["hours"] = frames["hours"][frames["hours"]["month"] <= last]
    if rng.random() < 0.3:
        few = register["citizens"]["citizen"].unique()[: int(rng.integers(1, 6))]
        frames = {name: frame[frame["citizen"].isin(few)] for name, frame in frames.items()}
    if rng.random() < 0.15:
        frames["hours"] = frames["hours"].assign(form="loentilskud")
    if rng.random() < 0.2:
        return Tables({"monthly": counts(rng)}, {}, {}, ())
    return Tables(frames, register.places, register.files, ())


def counts(rng: np.random.Generator) -> pd.DataFrame:
    """Monthly counts, small, hidden or zero."""
    number = int(rng.integers(0, 30))
    months = pd.period_range("2019-06", periods=number, freq="M").to_timestamp()
    group = pd.array(rng.integers(0, 12, number), dtype="Int64")
    touched = pd.array(rng.binomial(rng.integers(0, 12, number), 0.3), dtype="Int64")
    frame = pd.DataFrame({"municipality_code": "0492", "month": months, "effort_group": group})
    frame["touched"] = np.minimum(touched, group)
    frame["touched"] = frame["touched"].mask(rng.random(number) < 0.2)
    return frame.assign(data_origin=pd.Series([None] * number, dtype="str"))


def tried(register: Tables, seed: int) -> Iterator[str]:
    rng = np.random.default_rng(seed)
    first, last = windows(rng)
    changes = [{}, {"payout_steps": []}, {"denominator": "visited"}][
        int(rng.choice(3, p=[0.8, 0.1, 0.1]))
    ]
    drawn = pd.Timestamp("2019-12-31") if rng.random() < 0.2 else None
    values = FSM2.with_changes(**{n: v for n, v in changes.items() if n != "payout_steps"})
    if "payout_steps" in changes:
        step = values["payout_steps"].model_copy(update={"value": (), "default": ()})
        values = type(values)(
            values.programme, values.on, {**values.entries, "payout_steps": step}, file="fsm2"
        )
    question = Monitoring(cut(register, rng), values, "", first, last, 1000, None, drawn)
    question.stop_without_months()
    case = Case(Page("03_thresholds", question.tables, values, "", {}), question)
    views = VIEWS if seed % 10 == 0 else VIEWS[:-1]
    for view in views:
        yield told(view(case), drawn=seed % 10 == 0)
    yield "\n".join(question.explain_payout().sentences)


@pytest.mark.slow
def test_no_window_and_no_empty_table_ends_in_a_fault_of_ours(register: Tables) -> None:
    answered = 0
    for seed in range(CASES):
        try:
            answered += sum(1 for _ in tried(register, seed)) > 10
        except FsmError as told:
            assert str(told)
        except Exception as fault:
            raise AssertionError(f"case {seed}") from fault
    assert answered > CASES / 8


@pytest.mark.parametrize(("first", "last"), [("2019-11", "2019-11"), ("2019-11", "2019-12")])
def test_one_and_two_months_have_a_page(first: str, last: str) -> None:
    question = Monitoring.read(first=first, last=last)
    case = Case(Page("03_thresholds", question.tables, question.values, "", {}), question)
    for view in VIEWS:
        assert told(view(case))


def test_nobody_touched_is_a_level_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "borgere.csv").write_text("Borger;Kommune;Dato start\nA;Ærø;01.01.19\n", "utf-8")
    (tmp_path / "løntimer.csv").write_text(
        "Borger;Måned;Timer\nA;2019-11;-2\nA;2019-12;0\n", "utf-8"
    )
    question = Monitoring.read(tmp_path)
    assert question.level == 0 and question.chances is None
    case = Case(Page("03_thresholds", question.tables, question.values, "", {}), question)
    for view in VIEWS:
        assert told(view(case))
