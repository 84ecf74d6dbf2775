"""A count of 1 or 2 leaves in no output, nor what gives it away."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from fsmlib.analyses.monitoring import Monitoring
from fsmlib.analyses.small_counts import hidden_results, with_marks
from fsmlib.pages.thresholds import pictures, tables
from fsmlib.pages.thresholds.case import Case, answer, banner, open_case
from fsmlib.pages.views import TABLE_MIME, Table
from fsmlib.programme.findings import FsmError
from fsmlib.site.csvs import write_csv

ROWS = ["2019-11;40;2", "2019-12;40;9", "2020-01;41;1", "2020-02;40;5", "2020-03;2;0"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rows = "".join(f"Ærø;{row}\n" for row in ROWS)
    (tmp_path / "m.csv").write_text(f"Kommune;Måned;Indsatsgruppe;Berørt\n{rows}", "utf-8")
    return tmp_path / "m.csv"


@pytest.fixture
def case(file: Path) -> Case:
    return open_case(str(file), "", "", "", "", 1000, 0, "")


def test_touched_goes_with_all_that_tells_it(file: Path) -> None:
    months = Monitoring.read(file).months
    shown = hidden_results(months)
    assert shown["touched"].isna().tolist() == [True, False, True, False, True]
    assert shown["effort_group"].isna().tolist() == [False] * 4 + [True]
    gone = shown["touched"].isna()
    assert shown.loc[gone, ["result_share", "reached_15", "reached_20"]].isna().all(axis=None)
    assert months["touched"].tolist() == [2, 9, 1, 5, 0]


def test_one_hidden_month_takes_another_with_it() -> None:
    """The level over all months is told, so a single hidden month could be worked out."""
    months = pd.DataFrame({"municipality_code": "0492", "effort_group": [30] * 3})
    shown = hidden_results(months.assign(touched=[1, 6, 9], result_share=[1 / 30, 0.2, 0.3]))
    assert shown["touched"].isna().tolist() == [True, True, False]


def test_no_view_of_the_page_shows_them(case: Case) -> None:
    views: list[Any] = [banner(case), answer(case), tables.results(case), tables.payment(case)]
    for view in views:
        bundle = view._repr_mimebundle_()
        assert not re.search(r"\b[12] (berørte|af 4[01])", str(bundle)), bundle
    table = tables.results(case)
    assert isinstance(table, Table) and "er skjult" in table.note
    numbers = table._repr_mimebundle_()[TABLE_MIME]["rows"]
    assert [row[2] for row in numbers] == [None, 9, None, 5, None]
    assert all(cell is None for cell in (numbers[0][1], *numbers[0][4:-1]))
    alt = pictures.share(case).alt
    assert "november 2019 skjult" in alt and "januar 2020 skjult" in alt
    assert "5,0" not in alt.split(";")[0] and "marts 2020 skjult" in alt


def test_a_file_marks_them_and_reads_them_back_as_missing(file: Path, tmp_path: Path) -> None:
    asked = Monitoring.read(file)
    write_csv(with_marks(asked.months), tmp_path / "ud.csv", danish=True)
    text = (tmp_path / "ud.csv").read_text("utf-8-sig")
    assert "0492;2019-11;40;*;;;" in text and "0492;2020-03;*;*;;;" in text
    back = Monitoring.read(tmp_path / "ud.csv", grant_dkk=1000)
    assert back.measured["touched"].tolist() == [9, 5]
    assert back.payout.paid_percent == asked.payout.paid_percent == 100
    assert "når en af de måneder et højere krav" in back.findings[0].mend.casefold()


def test_a_best_month_with_a_small_count_says_so(tmp_path: Path) -> None:
    rows = "Kommune;Måned;Indsatsgruppe;Berørt\nÆrø;2019-11;8;2\nÆrø;2019-12;9;0\n"
    (tmp_path / "m.csv").write_text(rows, "utf-8")
    told = answer(open_case(str(tmp_path / "m.csv"), "", "", "", "", 1000, 0, ""))
    assert "antallet er skjult" in str(told.figures) and "25" not in told.plain
    with pytest.raises(FsmError, match="under 3"):
        Monitoring.read(tmp_path / "m.csv").explain_payout()
