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

from fsmlib.programme.findings import Finding
from fsmlib.programme.parameters import load
from fsmlib.report.rulebook import all_rules
from fsmlib.shipped import shipped
from fsmlib.tables.columns import DTYPES
from fsmlib.tables.schemas import SCHEMAS

ON = "2018-03-01"
ERRORS = {"ValueError": ValueError}


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

    def run(self, **nudged: Any) -> None:
        """Run the rule and compare; AssertionError (or the rule's own error) when it differs."""
        function = next(rule.function for rule in all_rules() if rule.name == self.rule)
        arguments = {name: _argument(name, value) for name, value in self.given.items()}
        if "values" in inspect.signature(function).parameters:
            arguments["values"] = load("hir", ON, **{**self.values, **nudged})
        if self.raises:
            with pytest.raises(ERRORS[self.raises]):
                function(**arguments)
        else:
            assert _plain(function(**arguments)) == _approximately(self.expect)


def golden_cases() -> Iterator[GoldenCase]:
    for path in sorted(shipped("cases").glob("*.yaml")):
        for rule, entries in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for entry in entries:
                entry = {"values": {}, "expect": None, "raises": None} | entry
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
    return table(name, value) if name in SCHEMAS else value


def _plain(result: Any) -> Any:
    """A result as YAML can write it: numbers, lists, `level rule` of findings, dates as ISO."""
    if isinstance(result, pd.DataFrame):
        return [pytest.approx(row, rel=1e-8) for row in result.to_dict("records")]
    if isinstance(result, pd.Series | np.ndarray | pd.PeriodIndex):
        return _plain(list(result))
    if isinstance(result, list):
        return [_plain(item) for item in result]
    if isinstance(result, tuple):
        return _plain(result[0])
    if isinstance(result, Finding):
        return f"{result.level} {result.rule}"
    if isinstance(result, date | pd.Period):
        return str(result)
    if result is pd.NA:
        return math.nan
    return result


def _approximately(expected: Any) -> Any:
    if isinstance(expected, list) and any(isinstance(item, dict | str) for item in expected):
        return expected
    return pytest.approx(expected, rel=1e-8, nan_ok=True)
