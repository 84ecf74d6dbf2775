"""From registers to monthly results and instalments, as the commands give them."""

from pathlib import Path

import pandas as pd
import pytest

from fsmlib.analyses.monitoring import Monitoring
from fsmlib.analyses.monthly_results import measured_months, monthly_results
from fsmlib.programme.findings import FsmError, InputError
from fsmlib.programme.parameters import load
from fsmlib.site.csvs import write_csv

FSM2 = load("fsm2", "2019-11-01")
BORGERE = "Borger;Kommune;Dato start;Dato slut;Årsag\n"


def registers(folder: Path, citizens: str = "") -> Path:
    rows = "".join(f"B{n};Middelfart;01.01.19;;\n" for n in range(20))
    (folder / "borgere.csv").write_text(BORGERE + (citizens or rows), encoding="utf-8")
    hours = "Borger;Måned;Timer\nB0;2019-11;0,5\nB1;2019-11;10\nB2;november 2019;1\nB0;12-2019;2\n"
    (folder / "loentimer.csv").write_text(hours, encoding="utf-8")
    text = "Borger;Markering;Dato start;Dato slut\nB19;fsm2 rehab gr 2;01.12.19;\n"
    (folder / "markeringer.csv").write_text(text, encoding="utf-8")
    return folder


def test_registers_become_one_row_a_municipality_and_month(tmp_path: Path) -> None:
    months = measured_months("2019-11", "2019-12", FSM2)
    found = monthly_results(registers(tmp_path), months, FSM2).months
    assert found["effort_group"].tolist() == [20, 19]
    assert found["touched"].tolist() == [3, 1]
    assert found["result_share"].tolist() == [0.15, 1 / 19]
    assert found["reached_15"].tolist() == [True, False]
    assert found["reached_20"].tolist() == [False, False]


def test_csv_for_programs_and_for_danish_excel(tmp_path: Path) -> None:
    months = measured_months("2019-11", "2019-11", FSM2)
    found = monthly_results(registers(tmp_path), months, FSM2).months
    write_csv(found, tmp_path / "out" / "m.csv", danish=False)
    assert (tmp_path / "out" / "m.csv").read_text("utf-8").splitlines() == [
        "municipality_code,month,effort_group,touched,result_share,reached_15,reached_20",
        "0410,2019-11,20,3,0.15,true,false",
    ]
    write_csv(found, tmp_path / "m.csv", danish=True)
    assert (tmp_path / "m.csv").read_text("utf-8-sig").splitlines()[1] == (
        "0410;2019-11;20;3;0,15;true;false"
    )


@pytest.mark.parametrize("danish", [True, False])
def test_the_monthly_file_pays_out_its_best_month(tmp_path: Path, danish: bool) -> None:
    months = measured_months("2019-11", "2019-12", FSM2)
    found = monthly_results(registers(tmp_path), months, FSM2).months
    write_csv(found, tmp_path / "monthly.csv", danish)
    asked = Monitoring.read(tmp_path / "monthly.csv", grant_dkk=4_900_000)
    paid = asked.payout
    assert asked.best_month["month"] == pd.Period("2019-11")
    assert (paid.first_dkk, paid.second_dkk, paid.paid_percent) == (2_450_000, 1_960_000, 90)
    limited = Monitoring.read(
        tmp_path / "monthly.csv", grant_dkk=4_900_000, documented_dkk=4_000_000
    )
    assert limited.payout.total_dkk == 4_000_000


def test_an_empty_effort_group_has_no_share_and_reaches_nothing(tmp_path: Path) -> None:
    months = measured_months("2019-12", "2019-12", FSM2)
    folder = registers(tmp_path, "".join(f"B{n};Ærø;01.01.19;;\n" for n in range(3)))
    marker = "Borger;Markering;Dato start;Dato slut\n"
    marker += "".join(f"B{n};fsm2 rehab gr 2;01.12.19;\n" for n in range(3))
    (folder / "markeringer.csv").write_text(marker, encoding="utf-8")
    found = monthly_results(folder, months, FSM2).months
    assert found["effort_group"].tolist() == [0]
    assert found["result_share"].isna().all() and found["reached_15"].isna().all()
    write_csv(found, tmp_path / "monthly.csv", danish=False)
    assert (tmp_path / "monthly.csv").read_text().splitlines()[1] == "0492,2019-12,0,0,,,"
    with pytest.raises(FsmError, match="intet at måle"):
        Monitoring.read(tmp_path / "monthly.csv", grant_dkk=1)


def test_a_citizen_in_two_municipalities_on_a_day_stops_the_count(tmp_path: Path) -> None:
    citizens = "A;Ærø;01.01.19;;\nA;Fanø;01.06.19;;\n"
    with pytest.raises(InputError, match="to kommuner samme dag"):
        monthly_results(
            registers(tmp_path, citizens), measured_months("2019-11", "2019-12", FSM2), FSM2
        )


def test_a_month_outside_the_project_pays_nothing(tmp_path: Path) -> None:
    """Source: FSM2-3.2, the requirement is met in a month of the project period."""
    counts = "2019-10;100;50\n2019-11;100;14\n2019-12;100;15\n2021-11;100;50\n"
    rows = "".join(f"Ærø;{row}\n" for row in counts.split())
    file = tmp_path / "monthly.csv"
    file.write_text(f"Kommune;Måned;Indsatsgruppe;Berørt\n{rows}", encoding="utf-8")
    asked = Monitoring.read(file, grant_dkk=1_000)
    assert (asked.best_month["month"], asked.payout.total_dkk) == (pd.Period("2019-12"), 900)
    assert Monitoring.read(file, grant_dkk=1_000, last="2019-11").payout.total_dkk == 500
    assert Monitoring.read(file, grant_dkk=1_000, last="2021-12").payout.total_dkk == 1_000
    told = asked.explain_payout()
    assert told.result["total_dkk"] == 900
    assert "Af 2 målte måneder i projektet" in told.sentences[0]
    with pytest.raises(FsmError, match="--from og --to"):
        Monitoring.read(file, grant_dkk=1_000, first="2022-01", last="2022-02")


def test_a_grant_belongs_to_one_municipality(tmp_path: Path) -> None:
    text = "Kommune;Måned;Indsatsgruppe;Berørt\nÆrø;2019-11;10;2\nFanø;2019-11;10;2\n"
    (tmp_path / "monthly.csv").write_text(text, encoding="utf-8")
    with pytest.raises(FsmError, match="flere kommuner"):
        Monitoring.read(tmp_path / "monthly.csv", grant_dkk=1)


def test_months_are_said_as_months() -> None:
    assert len(measured_months("", "", FSM2)) == 24
    for first, last in (("i går", ""), ("2020-02", "2020-01"), ("2000-01", "2020-01")):
        with pytest.raises(FsmError):
            measured_months(first, last, FSM2)
