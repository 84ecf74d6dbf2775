"""Invented registers: marked as such, the same for the same seed, and countable."""

from pathlib import Path

import pytest

from fsmlib.analyses.monthly_results import measured_months, monthly_results
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import load
from fsmlib.site.synth import write_registers
from fsmlib.tables.reading import read

FSM2 = load("fsm2", "2019-11-01")


@pytest.mark.parametrize("parquet", [False, True])
def test_the_files_read_back_without_a_finding(tmp_path: Path, parquet: bool) -> None:
    files = write_registers(tmp_path, 300, "Middelfart", 1, parquet, FSM2)
    tables = read(tmp_path)
    assert len(files) == 5 and not tables.findings, tables.findings[:3]
    assert tables["citizens"]["synthetic"].all()
    assert len(tables["citizens"]) > 300  # some come back
    hours = tables["hours"]["hours"]
    assert (hours < 0).any()  # some hours are corrected
    assert (hours == hours.round(2)).all()


def test_csv_and_parquet_count_alike(tmp_path: Path) -> None:
    months = measured_months("", "", FSM2)
    counted = []
    for parquet in (False, True):
        folder = tmp_path / str(parquet)
        write_registers(folder, 300, "0410", 2, parquet, FSM2)
        counted.append(monthly_results(folder, months, FSM2).months)
    assert counted[0].equals(counted[1])
    assert len(counted[0]) == 24 and counted[0]["touched"].gt(0).all()


def test_the_same_seed_gives_the_same_bytes_and_another_gives_others(tmp_path: Path) -> None:
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_registers(tmp_path / folder, 50, "0410", seed, False, FSM2)
    content = {f: (tmp_path / f / "Borgere.csv").read_bytes() for f in "abc"}
    assert content["a"] == content["b"] != content["c"]


@pytest.mark.parametrize(
    ("citizens", "municipality", "seed"), [(0, "0410", 1), (10, "Midelfart", 1), (10, "0410", -1)]
)
def test_what_makes_no_sense_is_said(
    tmp_path: Path, citizens: int, municipality: str, seed: int
) -> None:
    with pytest.raises(FsmError):
        write_registers(tmp_path / "x", citizens, municipality, seed, False, FSM2)
    assert not (tmp_path / "x").exists()
