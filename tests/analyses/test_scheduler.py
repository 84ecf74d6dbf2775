"""A register in parts counts as it counts whole, here and on a cluster of processes."""

import socketserver
import sys
from pathlib import Path
from threading import Thread

import pandas as pd
import pytest

from fsmlib.analyses import scheduler
from fsmlib.analyses.monthly_results import measured_months, monthly_results
from fsmlib.programme.findings import FsmError, InputError
from fsmlib.programme.parameters import load
from fsmlib.site.synth import write_registers
from fsmlib.tables import parquet, synthetic

FSM2 = load("fsm2", "2019-11-01")
MONTHS = measured_months("", "", FSM2)


@pytest.fixture
def registers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A register of several blocks, counted in several parts."""
    monkeypatch.setattr(synthetic, "CITIZENS_IN_A_BLOCK", 90)
    write_registers(tmp_path, 300, "0410", 3, True, FSM2)
    monkeypatch.setattr(parquet, "ROWS_IN_A_PART", 300)
    monkeypatch.setattr(parquet, "ONE_IN", 10)
    return tmp_path


def whole(data: Path, monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    with monkeypatch.context() as patch:
        patch.setattr(parquet, "ROWS_IN_A_PART", 1_000_000)
        return monthly_results(data, MONTHS, FSM2).months


def test_parts_count_as_the_whole(registers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(parquet.parts_of(sorted(registers.iterdir()))) > 3
    found = monthly_results(registers, MONTHS, FSM2).months
    assert found.equals(whole(registers, monkeypatch)) and found["touched"].gt(0).all()


def test_the_order_of_the_rows_is_irrelevant(
    registers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = whole(registers, monkeypatch)
    for file in registers.iterdir():
        pd.read_parquet(file).sample(frac=1, random_state=1).to_parquet(file, row_group_size=50)
    assert monthly_results(registers, MONTHS, FSM2).months.equals(expected)


def test_the_reading_that_asks_the_whole_register_gets_it(registers: Path) -> None:
    file = registers / "Borgere.parquet"
    citizens = pd.read_parquet(file)
    citizens.loc[0, "Visiteret den"] = pd.Timestamp("2019-12-01")
    citizens.to_parquet(file)
    visited = load("fsm2", "2019-11-01", denominator="visited")
    assert monthly_results(registers, MONTHS, visited).months["effort_group"].max() == 1


def test_every_part_tells_what_is_wrong_with_its_rows(
    registers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = registers / "Markeringer.parquet"
    markers = pd.read_parquet(file)
    wrong = markers.index[::40]
    markers.loc[wrong, "Markering"] = "Barrsel"
    markers.to_parquet(file, row_group_size=50)
    with pytest.raises(InputError) as in_parts:
        monthly_results(registers, MONTHS, FSM2)
    with pytest.raises(InputError) as at_once:
        whole(registers, monkeypatch)
    assert set(in_parts.value.findings) == set(at_once.value.findings)
    assert sorted(f.row or 0 for f in in_parts.value.findings) == [row + 2 for row in wrong]


def test_without_citizens_there_is_nothing_to_count(registers: Path) -> None:
    (registers / "Borgere.parquet").unlink()
    with pytest.raises(InputError, match="Tabellen Borgere mangler eller er tom"):
        monthly_results(registers, MONTHS, FSM2)


def test_a_cluster_of_processes_counts_the_same(
    registers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = whole(registers, monkeypatch)
    assert monthly_results(registers, MONTHS, FSM2, scheduler="local").months.equals(expected)


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
def test_whoever_else_answers_is_not_waited_for(
    registers: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    monkeypatch.setattr(scheduler, "WAIT_SECONDS", 1)
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as other:
        other.process_request = lambda request, _: request.sendall(answer)  # type: ignore[method-assign]
        Thread(target=other.serve_forever, daemon=True).start()
        with pytest.raises(FsmError, match="Ingen Dask-planlægger svarer"):
            monthly_results(registers, MONTHS, FSM2, f"tcp://127.0.0.1:{other.server_address[1]}")
        other.shutdown()


def test_what_is_missing_for_a_cluster_is_said(
    registers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "WAIT_SECONDS", 1)
    for address in ("tcp://127.0.0.1:1", "her"):
        with pytest.raises(FsmError, match=f"svarer på »{address}«"):
            monthly_results(registers, MONTHS, FSM2, scheduler=address)
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=0, dashboard_address=None) as cluster,
        pytest.raises(FsmError, match="ingen arbejdere"),
    ):
        monthly_results(registers, MONTHS, FSM2, scheduler=cluster.scheduler_address)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(FsmError, match=r"pip install \"fsmlib\[scale\]\""):
        monthly_results(registers, MONTHS, FSM2, scheduler="local")
