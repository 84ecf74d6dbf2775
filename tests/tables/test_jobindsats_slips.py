"""Answers saved from Jobindsats with slips in them, or in shapes of their own: read, or told."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from fsmlib.programme.findings import InputError
from fsmlib.tables.reading import Tables, read
from tests.tables.helpers import errors, only, warnings, workbook, write

COUNTS = ["Område", "Periode", "Antal personer i alt", "Antal personer med løntimer"]


def answer(folder: Path, *answers: object) -> Tables:
    path = write(folder, "svar.json", json.dumps(answers[0] if len(answers) == 1 else answers))
    return read(path)


def test_every_answer_in_a_file_is_read(tmp_path: Path) -> None:
    headers = [{"Label": header} for header in COUNTS]
    told = [
        {"Variables": headers, "Data": [[town, "2019M11", 100, 10]]}
        for town in ("Middelfart", "Assens")
    ]
    assert answer(tmp_path, *told)["monthly"]["municipality_code"].tolist() == ["0410", "0420"]


def test_two_answers_that_tell_the_same_month_differently_are_an_error(tmp_path: Path) -> None:
    for name, counted in (("a.json", 100), ("b.json", 60)):
        rows = [["Middelfart", "2019M11", counted, 10]]
        write(tmp_path, name, json.dumps({"columns": COUNTS, "rows": rows}))
    assert "andre tal" in only(errors(tmp_path)).problem


@pytest.mark.parametrize(
    ("row", "level", "said"),
    [
        (["Middelfart", "2019M11", 100, -1], "error", "ikke muligt"),
        (["Midelfart", "2019M11", 100, 10], "warning", "Midelfart"),
    ],
)
def test_a_slip_in_an_answer_is_told(
    tmp_path: Path, row: list[object], level: str, said: str
) -> None:
    right = ["Middelfart", "2019M12", 100, 10]
    tables = answer(tmp_path, {"columns": COUNTS, "rows": [right, row]})
    told = [f for f in tables.findings if f.level in ("error", "warning")]
    assert only(told).level == level and said in only(told).problem


def test_counts_of_one_group_alone_are_told(tmp_path: Path) -> None:
    columns = [*COUNTS[:2], "Køn", *COUNTS[2:]]
    tables = answer(tmp_path, {"columns": columns, "rows": [["Ærø", "2019M11", "Mænd", 100, 10]]})
    assert "»Mænd«" in only(warnings(tables)).problem


@pytest.mark.parametrize("months", [("Nov 2019", "dec-19"), ("2019-11", "2019M12"), "as days"])
@pytest.mark.parametrize("area", ["Område", None])
def test_a_wide_table_may_begin_with_its_two_measures(
    tmp_path: Path, months: tuple[object, ...] | str, area: object
) -> None:
    if isinstance(months, str):
        months = (datetime(2019, 11, 1), datetime(2019, 12, 1))
    rows: list[list[object]] = [
        [None, COUNTS[2], None, COUNTS[3], None],
        [area, *months, *months],
        ["Middelfart Kommune", 132, 131, 12, 13],
    ]
    counted = read(workbook(tmp_path / "a.xlsx", Ark1=rows))["monthly"]
    assert counted["effort_group"].tolist() == [132, 131]
    assert counted["touched"].tolist() == [12, 13]


def test_an_error_of_jobindsats_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="svarede med en fejl"):
        answer(tmp_path, {"message": "Unauthorized"})
