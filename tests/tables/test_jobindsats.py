"""Answers saved from Jobindsats, in shapes as documented and with numbers of our own."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fsmlib.pages.thresholds.case import answer, banner, open_case
from fsmlib.programme.findings import FsmError, has_errors
from fsmlib.site.batch.inputs import FROM_BASELINE, FROM_EXAMPLE, data_for
from fsmlib.site.run import read_notebook
from fsmlib.tables.reading import Tables, read

ANSWERS = Path(__file__).parent / "jobindsats"
BOTH = ["otij01_v2.json", "otij01_v3.json", "otij01_v2.csv", "otij01_v3.csv"]


def counts(tables: Tables) -> dict[tuple[str, str], tuple[object, object]]:
    rows = tables["monthly"].assign(month=tables["monthly"]["month"].dt.strftime("%Y-%m"))
    columns = ["municipality_code", "month", "effort_group", "touched"]
    cells = rows[columns].astype(object).where(rows[columns].notna(), None)
    return {(code, month): (group, touched) for code, month, group, touched in cells.to_numpy()}


@pytest.mark.parametrize("name", BOTH)
def test_every_version_and_format_tells_the_same_counts(name: str) -> None:
    tables = read(ANSWERS / name)
    assert not has_errors(tables.findings)
    assert counts(tables) == {
        ("0410", "2019-11"): (120, 14),
        ("0410", "2019-12"): (1118, 24),
        ("0410", "2020-01"): (116, 0),
        ("0825", "2019-11"): (11, None),  # hidden is missing, and 0 is 0
        ("0825", "2019-12"): (12, 3),
        ("0825", "2020-01"): (None, None),
    }


@pytest.mark.parametrize("name", BOTH)
def test_hidden_counts_and_other_areas_are_told(name: str) -> None:
    findings = read(ANSWERS / name).findings
    assert [f.rule for f in findings if f.level == "warning"] == ["GEN-L2"] * 3
    assert [f.problem for f in findings if f.level == "note"] == [
        "1 række om andre områder end kommuner er ikke læst."
    ]


def test_a_count_of_everybody_alone_lacks_those_with_hours() -> None:
    tables = read(ANSWERS / "y11a02_v2.json")
    (error,) = [f for f in tables.findings if f.level == "error"]
    assert "med løntimer" in error.problem and error.file == "y11a02_v2.json"
    assert tables["monthly"]["effort_group"].iloc[0] == 120  # and not the full-time persons


def changed(tmp_path: Path, change: Any) -> Path:
    told = json.loads((ANSWERS / "otij01_v3.json").read_text("utf-8"))
    change(told)
    file = tmp_path / "svar.json"
    file.write_text(json.dumps(told), encoding="utf-8")
    return file


def test_two_answers_together_tell_both_counts(tmp_path: Path) -> None:
    def hours_only(told: Any) -> None:
        told["columns"].pop(3)
        told["rows"] = [row[:3] + row[4:] for row in told["rows"]]

    changed(tmp_path, hours_only)
    assert has_errors(read(tmp_path).findings)
    (tmp_path / "y11a02.json").write_bytes((ANSWERS / "y11a02_v2.json").read_bytes())
    together = read(tmp_path)
    assert not has_errors(together.findings)
    assert counts(together) == counts(read(ANSWERS / "otij01_v3.json"))


def test_several_groups_in_a_month_are_an_error(tmp_path: Path) -> None:
    file = changed(tmp_path, lambda told: told["rows"].append(told["rows"][0]))
    (error,) = [f for f in read(file).findings if f.level == "error"]
    assert error.row == 8 and "flere rækker i samme måned" in error.problem


def test_counts_of_one_s_own_beside_an_answer_are_told(tmp_path: Path) -> None:
    own = "Kommune;Måned;Indsatsgruppe;Berørt\nLæsø;2019-11;11;2\n"
    (tmp_path / "månedstal.csv").write_text(own, encoding="utf-8")
    changed(tmp_path, lambda told: None)
    (error,) = [f for f in read(tmp_path).findings if f.level == "error"]
    assert error.file == "svar.json" and "to gange" in error.problem


@pytest.mark.parametrize("period", ["2019Q4", "2019M13", "0000M11"])
def test_what_is_no_month_is_left_out_and_told(tmp_path: Path, period: str) -> None:
    file = changed(tmp_path, lambda told: told["rows"].append(["Læsø", period, "", 30, 9, 30]))
    tables = read(file)
    assert len(tables["monthly"]) == 6
    assert any("andre perioder end måneder" in f.problem for f in tables.findings)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}',
        "[1]",
        '{"Variables": ["a"], "Data": []}',
        '{"columns": 5, "rows": []}',
        '{"columns": ["a"], "rows": [5]}',
        '{"columns": ["a"], "rows": [[{"b": 1}]]}',
    ],
)
def test_json_of_another_shape_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "andet.json").write_text(text, encoding="utf-8")
    with pytest.raises(FsmError, match="ikke et svar fra Jobindsats"):
        read(tmp_path / "andet.json")


def test_the_thresholds_page_says_that_it_is_a_baseline(tmp_path: Path) -> None:
    file = changed(tmp_path, lambda told: told.update(rows=told["rows"][3:6]))
    case = open_case(str(file), "2019-11-01", "", "", "", 0, 0, "")
    assert "25,0\N{NO-BREAK SPACE}%" in answer(case).plain
    assert "ville udløse" in answer(case).plain and "ikke et resultat" in answer(case).html
    told = " ".join(banner(case).lines)
    assert (
        "23 måneder er ikke målt: november 2019 og januar 2020 til" in told
        and "Jobindsats (svar.json)" in told
    )


def test_a_batch_takes_a_municipality_s_rows_and_else_the_example(tmp_path: Path) -> None:
    file = tmp_path / "jobindsats.json"
    file.write_bytes((ANSWERS / "otij01_v2.json").read_bytes())
    name = "03_thresholds"
    (tmp_path / "work").mkdir()
    notebook = read_notebook(name)
    folder, source = data_for(
        notebook, name, "0410", "", str(file), tmp_path / "0410", tmp_path / "work"
    )
    assert source == FROM_BASELINE
    own = read(folder)["monthly"]
    assert list(own["municipality_code"].unique()) == ["0410"] and own["touched"].sum() == 38
    assert own["month"].max() == pd.Timestamp(2020, 1, 1)
    assert (
        data_for(notebook, name, "0101", "", str(file), tmp_path / "0101", tmp_path / "work")[1]
        == FROM_EXAMPLE
    )
