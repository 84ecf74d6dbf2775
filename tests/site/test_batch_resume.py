"""A run of many pages that is killed goes on, and makes again only what must be."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Timer

import pytest

from fsmlib.programme.findings import FsmError
from fsmlib.site.batch import batch, manifest
from fsmlib.site.batch.batch import Limits, make_site
from fsmlib.site.batch.orders import orders_of, unused_inputs
from tests.site.batches import fsm_batch, hashes, pretend

pytestmark = pytest.mark.slow

LIMITS = Limits(workers=3, timeout=120, memory=0)
SMALL = ("03_thresholds", "--municipalities", "small.csv", "--resume", "--out")


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with lists of municipalities."""
    folder = tmp_path_factory.mktemp("batch")
    (folder / "three.csv").write_text("Kommune\nMiddelfart\nLæsø\n0101\n", encoding="utf-8")
    (folder / "small.csv").write_text("Kommune\nFanø\nLæsø\nSamsø\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(where: Path) -> dict[str, str]:
    """What an undisturbed run leaves."""
    assert fsm_batch(*SMALL, "whole", cwd=where).returncode == 0
    return hashes(where / "whole")


def test_killed_and_resumed_gives_the_same_site(where: Path, whole: dict[str, str]) -> None:
    """As an undisturbed run, byte for byte, but for the seconds in the manifest."""
    luck = random.Random(1)
    for _ in range(3):
        run = started(*SMALL, "killed", cwd=where)
        time.sleep(luck.uniform(2, 6))
        run.kill()
        run.communicate()
    told = fsm_batch(*SMALL, "killed", cwd=where)
    assert told.returncode == 0, told.stdout + told.stderr
    assert hashes(where / "killed") == whole


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_asked_to_stop_it_says_so_and_leaves_nothing_behind(
    where: Path, whole: dict[str, str], tmp_path: Path
) -> None:
    for sign in (".work*", ".work*/*", "*/03_thresholds.html"):
        run = started(*SMALL, "stopped", cwd=where, TMPDIR=str(tmp_path))
        while not list((where / "stopped").glob(sign)) and run.poll() is None:
            time.sleep(0.05)
        run.terminate()
        _, told = run.communicate(timeout=60)
        assert (run.returncode, told) == (130, "Afbrudt.\n")
        assert not list(tmp_path.iterdir())
        assert not list((where / "stopped").glob(".work*"))
    assert fsm_batch(*SMALL, "stopped", cwd=where).returncode == 0
    assert hashes(where / "stopped") == whole


def started(*arguments: str, cwd: Path, **environment: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", "from fsmlib.cli import main; main()", "batch", *arguments]
    return subprocess.Popen(
        command,
        cwd=cwd,
        env=os.environ | environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def test_a_cluster_makes_the_same_site_and_a_lost_worker_loses_nothing(
    where: Path, whole: dict[str, str]
) -> None:
    distributed = pytest.importorskip("distributed")
    orders = orders_of(["03_thresholds"], where / "small.csv", None, {})
    cluster = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, processes=True
    )
    with cluster, distributed.Client(cluster) as client:
        (first, *_) = client.run(os.getpid).values()
        Timer(2, os.kill, (first, signal.SIGKILL)).start()
        limits = Limits(1, 120, 0, cluster.scheduler_address)
        made = make_site(where / "cluster", orders, limits, resume=False, pdf=False)
    assert all(record.ok for record in made.records)
    assert hashes(where / "cluster") == whole


def test_resume_makes_again_only_what_is_no_longer_valid(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = where / "resumed"
    orders = orders_of(["01_staffing"], where / "three.csv", None, {"seed": "1"})
    made: list[str] = []
    monkeypatch.setattr(batch, "run_tasks", lambda tasks, *_: pretend(tasks, made))
    make_site(site, orders, LIMITS, resume=True, pdf=False)
    assert len(made) == 3
    make_site(site, orders, LIMITS, resume=True, pdf=False)
    assert len(made) == 3
    (site / "0410-middelfart" / "01_staffing.html").write_text("changed by somebody")
    make_site(site, orders, LIMITS, resume=True, pdf=False)
    assert made[3:] == ["0410"]
    other = orders_of(["01_staffing"], where / "three.csv", None, {"on": "2018-04-01"})
    make_site(site, other, LIMITS, resume=True, pdf=False)
    assert len(made) == 7
    monkeypatch.setattr(manifest, "code_hash", lambda: "other code")
    make_site(site, other[:1], LIMITS, resume=True, pdf=False)
    assert made[7:] == ["0101"]
    index = (site / "index.html").read_text("utf-8")
    assert "0410-middelfart/01_staffing.html" in index  # pages that are not asked for stay


def test_a_resumed_run_is_not_fooled_by_files_that_come_and_go(
    where: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, made = tmp_path / "site", list[str]()
    monkeypatch.setattr(batch, "run_tasks", lambda tasks, *_: pretend(tasks, made))

    def run() -> tuple[list[str], str]:
        asked = where / "three.csv", tmp_path / "inputs"
        orders, not_used = orders_of(["01_staffing"], *asked, {}), unused_inputs(*asked).told
        account = make_site(site, orders, LIMITS, resume=True, pdf=False, not_used=not_used)
        assert account.remarks == [*not_used]
        assert all(told in (site / "index.html").read_text("utf-8") for told in not_used)
        failed = [record.municipality for record in account.records if not record.ok]
        return failed, (site / "summary.md").read_text("utf-8")

    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / "Midelfart.csv").write_text("1")
    failed, summary = run()
    assert failed == [] and "»Midelfart.csv« er ikke brugt" in summary and len(made) == 3
    (tmp_path / "inputs" / "Midelfart.csv").rename(tmp_path / "inputs" / "Middelfart.csv")
    failed, summary = run()
    assert failed == [] and "ikke brugt" not in summary and made[3:] == ["0410"]
    (tmp_path / "inputs" / "0410.csv").write_text("1")
    failed, summary = run()
    assert failed == ["Middelfart"] and "har både 0410.csv og Middelfart.csv" in summary
    assert len(made) == 4 and not (site / "0410-middelfart").exists()
    (tmp_path / "inputs" / "0410.csv").unlink()
    assert run()[0] == [] and made[4:] == ["0410"]


@pytest.mark.parametrize(
    ("notebook", "name"),
    [
        ("02_visitation", "plan"),
        ("02_visitation", "compare"),
        ("03_thresholds", "programme"),
        ("05_evaluation", "proposals"),
    ],
)
def test_a_page_is_made_again_when_a_file_its_parameters_name_has_changed(
    where: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notebook: str, name: str
) -> None:
    given = tmp_path / "given"
    given.mkdir()
    (given / "one.csv").write_text("1")
    orders = orders_of([notebook], None, None, {name: str(given)})[:1]
    made: list[str] = []
    monkeypatch.setattr(batch, "run_tasks", lambda tasks, *_: pretend(tasks, made))
    for content, pages in (("1", 1), ("1", 1), ("2", 2), ("2", 2)):
        (given / "one.csv").write_text(content)
        make_site(tmp_path / "site", orders, LIMITS, resume=True, pdf=False)
        assert len(made) == pages
    (given / "two.csv").symlink_to(tmp_path / "nowhere")
    make_site(tmp_path / "site", orders, LIMITS, resume=True, pdf=False)
    assert len(made) == 3


def test_one_writer_at_a_time_and_never_in_a_folder_of_somebody_else_s(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = orders_of(["01_staffing"], where / "three.csv", None, {})
    with pytest.raises(FsmError, match="har andet indhold"):
        make_site(where, orders, LIMITS, resume=False, pdf=False)
    with batch._only_writer(where / "locked"), pytest.raises(FsmError, match="En anden kørsel"):
        make_site(where / "locked", orders, LIMITS, resume=False, pdf=False)


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_limit_on_open_files_is_told(where: Path, tmp_path: Path) -> None:
    command = ["sh", "-c", 'ulimit -n 60; exec "$0" -c "$1" batch "$2" --out "$3"']
    run = [sys.executable, "from fsmlib.cli import main; main()", "00_start", str(tmp_path / "s")]
    told = subprocess.run([*command, *run], capture_output=True, text=True, cwd=where)
    assert told.returncode == 1 and "hæv grænsen (ulimit -n)" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_full_disk_is_told(where: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(batch, "run_tasks", lambda tasks, *_: pretend(tasks, []))
    monkeypatch.setattr(manifest, "write", full)
    orders = orders_of(["01_staffing"], where / "three.csv", None, {})
    with pytest.raises(FsmError, match="Disken er fuld"):
        make_site(where / "full", orders, LIMITS, resume=False, pdf=False)
