"""Golden cases: one YAML file per rule module, one list of sentences per rule."""

import inspect
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from fsmlib.programme.findings import Finding, FsmError
from fsmlib.programme.parameters import load
from fsmlib.programme.verdicts import Verdict
from fsmlib.rules import all_rules
from fsmlib.shipped import shipped
from fsmlib.tables.columns import DTYPES
from fsmlib.tables.schemas import SCHEMAS

ON = {"hir": "2018-03-01", "fsm2": "2019-11-01"}
ERRORS = {"ValueError": ValueError, "FsmError": FsmError}


@dataclass(frozen=True)
class GoldenCase:
    rule: str
    name: str
    source: str
    how: str
    given: Mapping[str, Any]
    values: Mapping[str, Any]
    expect: Any
    raises: str | None
    columns: list[str] | None
    ends: bool

    @property
    def programme(self) -> str:
        return "fsm2" if self.source.startswith("FSM2") else "hir"

    def run(self, **nudged: Any) -> None:
        """Run the rule and compare; AssertionError (or the rule's own error) when it differs."""
        function = next(rule.function for rule in all_rules() if rule.name == self.rule)
        arguments = {name: _argument(name, value) for name, value in self.given.items()}
        if "months" in arguments:  # without rows a list cannot tell that it is a table
            tables = [n for n, v in self.given.items() if v == [] and n in SCHEMAS]
            arguments |= {name: table(name, []) for name in tables}
        values = load(self.programme, ON[self.programme], **{**self.values, **nudged})
        for name in inspect.signature(function).parameters:
            if name == "values":
                arguments["values"] = values
            elif name in values.entries and name not in arguments:
                arguments[name] = values[name].value
        if self.raises:
            with pytest.raises(ERRORS[self.raises]):
                function(**arguments)
        else:
            result = function(**arguments)
            if isinstance(result, Verdict):
                assert result.why or result.outcome in ("kept", "not_told")
                assert not (result.why and result.outcome == "kept")
            result = result[self.columns] if self.columns else result
            result = [result[0], result[-1], len(result)] if self.ends else result
            assert _plain(result, self._months()) == _approximately(self.expect)

    def _months(self) -> int:
        """How many months a word of this case has."""
        if isinstance(self.given.get("months"), list):
            return len(_argument("months", self.given["months"]))
        words = next((v for v in self.given.values() if _are_words(v)), [""])
        return len(words[0])


def golden_cases() -> Iterator[GoldenCase]:
    for path in sorted(shipped("cases").glob("*.yaml")):
        for rule, entries in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for entry in entries:
                entry = {
                    "values": {},
                    "expect": None,
                    "raises": None,
                    "columns": None,
                    "ends": False,
                } | entry
                yield GoldenCase(rule=f"{path.stem}.{rule}", **entry)


def table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """A typed table from rows; the first row stands in row 2, as in a file."""
    index = pd.Index(range(2, 2 + len(rows)), name="row")
    return pd.DataFrame(
        {
            column.name: pd.Series(
                [row.get(column.name) for row in rows], index=index, dtype=DTYPES[column.kind]
            )
            for column in SCHEMAS[name].columns
        }
    )


def _argument(name: str, value: Any) -> Any:
    if name == "granted":
        return table("budget", value)
    if name in SCHEMAS and value and isinstance(value[0], dict):
        return table(name, value)
    if name == "months" and isinstance(value, list):
        return pd.period_range(value[0], value[1], freq="M")
    if name == "counts":
        frame = pd.DataFrame(value)
        return frame.assign(month=pd.to_datetime(frame["month"]).dt.to_period("M"))
    if name == "daily":
        return pd.DataFrame(value).astype({"day": "datetime64[ns]"})
    if name == "month":
        return pd.Period(value, freq="M")
    if name == "days":
        return pd.DatetimeIndex(value)
    if name in ("unit", "person", "supported_person"):
        return np.array(value, dtype=np.int64)
    if _are_words(value):
        return np.array([int(word[::-1], base=2) for word in value], dtype=np.uint64)
    if isinstance(value, date):
        return pd.Timestamp(value)
    return value


def _are_words(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(item, str) and item and set(item) <= {"0", "1"} for item in value)
    )


def _plain(result: Any, months: int = 0) -> Any:
    """A result as YAML can write it: numbers, lists, words, `level rule` of findings, ISO dates."""
    match result:
        case pd.DataFrame():
            rows = result.astype(object).where(result.notna(), math.nan).to_dict("records")
            return [{key: _near(cell) for key, cell in row.items()} for row in rows]
        case np.ndarray() if result.dtype == np.uint64:
            return [f"{int(word):0{months}b}"[::-1] for word in result]
        case pd.Series() | np.ndarray() | pd.PeriodIndex():
            return _plain(list(result))
        case dict():
            return {key: _plain(item) for key, item in result.items()}
        case list():
            return [_plain(item) for item in result]
        case tuple() if hasattr(result, "_fields"):
            return list(result)
        case (np.ndarray() as words, int(number)):
            return [*_plain(words, months), number]
        case tuple():
            return _plain(result[0])
        case Verdict():
            return f"{result.outcome} {result.rule} {_plain(result.told)} {_plain(result.asked)}"
        case Finding():
            return f"{result.level} {result.rule} {result.row or ''}".strip()
        case date() | pd.Period():
            return str(result)
    return math.nan if result is pd.NA else result


def _approximately(expected: Any) -> Any:
    if expected is None or isinstance(expected, dict | bool | str):
        return expected
    if isinstance(expected, list) and any(isinstance(item, dict | str) for item in expected):
        return expected
    return pytest.approx(expected, rel=1e-9, nan_ok=True)


def _near(cell: Any) -> Any:
    if isinstance(cell, pd.Timestamp):
        return cell.date()
    is_number = isinstance(cell, int | float | np.number) and not isinstance(cell, bool)
    return pytest.approx(cell, rel=1e-9, nan_ok=True) if is_number else cell
