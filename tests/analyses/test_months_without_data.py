"""Months without data are never 0 %: they are not measured, and it is said which they are."""

from pathlib import Path

import pandas as pd
import pytest

from fsmlib.analyses.known_months import month_spans
from fsmlib.analyses.monitoring import Monitoring
from fsmlib.analyses.monthly_results import measured_months, monthly_results
from fsmlib.analyses.question import EXAMPLES
from fsmlib.analyses.whole_check import Check
from fsmlib.pages.thresholds import tables
from fsmlib.pages.thresholds.case import answer, banner, open_case
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import load
from fsmlib.site.csvs import write_csv, write_tables
from fsmlib.tables.reading import read

FSM2 = load("fsm2", "")
END = pd.Timestamp("2020-01-31")


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's register as it stood when January 2020 was the last month with hours."""
    tables_ = dict(read(EXAMPLES["thresholds"]))
    tables_["hours"] = tables_["hours"][tables_["hours"]["month"] <= END]
    folder = tmp_path_factory.mktemp("januar")
    write_tables({name: table for name, table in tables_.items() if len(table)}, folder)
    return folder


def test_a_register_that_ends_early_has_the_level_of_its_months(ended: Path) -> None:
    whole = Monitoring.read(last="2020-01")
    for drawn_on in ("", "2020-02-29", "2021-11-30"):
        asked = Monitoring.read(ended, drawn_on=drawn_on)
        assert asked.last_measured == pd.Period("2020-01")
        assert asked.level == whole.level > 0.05
        assert asked.touched_end == whole.touched_end
        assert asked.months["touched"].isna().sum() == 21
        assert asked.months.loc[3:, "reached_15"].isna().all()
    assert whole.findings == ()


def test_the_tail_is_a_finding_unless_its_hours_were_still_to_come(ended: Path) -> None:
    (told,) = Monitoring.read(ended).findings
    assert told.level == "warning" and told.rule == "FSM2-L4"
    assert "ingen løntimer i februar 2020 til oktober 2021; 21 måneder er ikke målt" in told.problem
    assert Monitoring.read(ended, drawn_on="2020-02-29").findings == ()
    (late,) = Monitoring.read(ended, drawn_on="2020-04-30").findings
    assert "i februar 2020 til marts 2020; 2 måneder" in late.problem


def test_the_page_says_the_months_and_shows_no_zero(ended: Path) -> None:
    case = open_case(str(ended), "", "", "", "", 1_000_000, 0, "")
    assert "Målt fra november 2019 til januar 2020." in banner(case).lines
    assert "21 måneder er ikke målt: februar 2020 til oktober 2021." in banner(case).lines
    told = answer(case).plain
    assert "(21 måneder er ikke målt)" in told and "Det udløser indtil nu" in told
    assert "niveauet over alle målte måneder" in answer(case).plain
    assert "ingen løntimer i februar 2020" in answer(case).html
    rows = tables.results(case).rows()
    assert all(cell is None for row in rows[3:] for cell in row[1:])
    assert "3 måneder, et niveau" in tables.level(case).note  # type: ignore[union-attr]


def test_the_command_leaves_them_empty_and_payout_reads_them_so(
    ended: Path, tmp_path: Path
) -> None:
    found = monthly_results(ended, measured_months("", "", FSM2), FSM2)
    assert found.months["reached_15"].isna().sum() == 21 and len(found.findings) == 1
    write_csv(found.months, tmp_path / "monthly.csv", danish=True)
    read_back = Monitoring.read(tmp_path / "monthly.csv")
    assert read_back.level == Monitoring.read(ended).level
    assert "februar 2020 til oktober 2021 er skjult eller mangler" in read_back.findings[0].problem


def test_counts_that_end_in_zeros_are_asked_about(tmp_path: Path) -> None:
    rows = "".join(
        f"Ærø;{m};100;{n}\n" for m, n in [("2019-11", 15), ("2019-12", 0), ("2020-01", 0)]
    )
    (tmp_path / "m.csv").write_text(f"Kommune;Måned;Indsatsgruppe;Berørt\n{rows}", "utf-8")
    (told,) = Monitoring.read(tmp_path / "m.csv").findings
    assert "Ingen er berørt i december 2019 til januar 2020" in told.problem
    drawn = Monitoring.read(tmp_path / "m.csv", drawn_on="2019-12-31")
    assert drawn.level == 0.15 and "december" in drawn.findings[0].problem


def test_registers_without_hours_measure_nothing_and_say_so(tmp_path: Path) -> None:
    (tmp_path / "borgere.csv").write_text("Borger;Kommune;Dato start\nA;Ærø;01.01.19\n", "utf-8")
    with pytest.raises(FsmError, match="Der er ingen løntimer"):
        Monitoring.read(tmp_path)
    with pytest.raises(FsmError, match="Tallene dækker november 2019 til oktober 2021"):
        Monitoring.read(first="2031-01", last="2031-02")


def test_months_in_a_row_are_told_as_a_span() -> None:
    months = [pd.Period(m) for m in ("2020-01", "2020-02", "2020-05")]
    assert month_spans(months) == "januar 2020 til februar 2020 og maj 2020"


def test_check_tells_of_the_months_without_hours(ended: Path) -> None:
    findings = Check.read(ended, load("hir", ""), FSM2).findings
    assert any("21 måneder er ikke målt" in finding.problem for finding in findings)
    example = Check.read(EXAMPLES["thresholds"], load("hir", ""), FSM2)
    assert not any(finding.rule == "FSM2-L4" for finding in example.findings)
