"""Every rule, case by case; and no rule value can move without a case that notices."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from fsmlib.programme.parameters import load
from fsmlib.programme.sources import answer
from fsmlib.programme.values import Value
from fsmlib.rules import all_rules
from tests.golden import ON, GoldenCase, golden_cases

CASES = list(golden_cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}: {case.name}")
def test_a_rule_gives_what_was_computed_by_hand(case: GoldenCase) -> None:
    case.run()


def test_every_rule_function_has_cases() -> None:
    assert {rule.name for rule in all_rules()} == {case.rule for case in CASES}


def test_every_case_names_an_answer_and_how_it_was_found() -> None:
    for case in CASES:
        assert answer(case.source)
        assert case.how in ("hand-computed", "source example", "published"), case.name


RULE_VALUES = [
    pytest.param(programme, value, id=f"{programme} {value.name}")
    for programme, on in ON.items()
    for value in load(programme, on).of_kind("rule")
]


@pytest.mark.parametrize(("programme", "value"), RULE_VALUES)
def test_nudging_a_rule_value_fails_some_case(programme: str, value: Value) -> None:
    nudged = {value.name: nudge(value.value)}
    assert load(programme, ON[programme], **nudged).departs_from_rules
    cases = [case for case in CASES if case.programme == programme]
    assert any(fails(case, nudged) for case in cases), f"no case notices {value.name}"


def nudge(content: Any) -> Any:
    match content:
        case tuple():
            return content[:-1]
        case int() | float():
            return content + 1
        case str() if re.fullmatch(r"\d{4}-\d{2}", content):
            return str(pd.Period(content, freq="M") - 1)
        case str():
            return content + "x"
        case datetime() | date():
            return content - timedelta(days=31)
    raise AssertionError(content)


def fails(case: GoldenCase, nudged: dict[str, Any]) -> bool:
    try:
        case.run(**nudged)
    except Exception:
        return True
    return False
