"""Many pages: a bad file stops only itself, a killed run goes on, the folder is a site."""

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from fsmlib.programme.findings import FsmError
from fsmlib.site.batch import batch, manifest
from fsmlib.site.batch.batch import Limits, make_site
from fsmlib.site.batch.index import _sort_key, _town
from fsmlib.site.batch.inputs import content_hash, hash_of, inputs_hash
from fsmlib.site.batch.orders import orders_of
from fsmlib.site.batch.pdf import print_pages
from fsmlib.site.batch.worker import Result, Task
from fsmlib.site.pdf import browser as place_of_browser

pytestmark = pytest.mark.slow

THREE = "Kommune;seed\nMiddelfart;1\nLæsø;1\n0101;1\n"
NOTEBOOKS = ("00_start", "01_staffing", "03_thresholds")
LIMITS = Limits(workers=3, timeout=120, memory=0)
BROKEN = "Kommune;Åbne sager;Årsværk nu\nLæsø;35,5;1\n"
OWN = "Kommune;Åbne sager;Årsværk nu\nMiddelfart;70;1\n"


def fsm_batch(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from fsmlib.cli import main; main()", "batch", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, encoding="utf-8")


def hashes(site: Path) -> dict[str, str]:
    """Everything a reader of the site can open, but the seconds that each page took."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.stem != "manifest" and path.name != ".lock"
    }


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a list of three municipalities: one has own tables, one has broken ones."""
    folder = tmp_path_factory.mktemp("batch")
    (folder / "three.csv").write_text(THREE, encoding="utf-8")
    for name, text in (("Læsø", BROKEN), ("0410", OWN)):
        (folder / "inputs" / name).mkdir(parents=True)
        (folder / "inputs" / name / "bemanding.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def told(where: Path) -> subprocess.CompletedProcess[str]:
    return fsm_batch(*NOTEBOOKS, "--municipalities", "three.csv", "--inputs", "inputs", cwd=where)


def test_one_bad_file_stops_only_itself_and_is_told(
    told: subprocess.CompletedProcess[str], where: Path
) -> None:
    assert told.returncode == 1, told.stderr
    assert told.stderr == ""  # no progress, no noise, when nobody looks
    assert "Læsø" in told.stdout and "35,5" in told.stdout and "5 sider er klar" in told.stdout
    rows = json.loads((where / "site" / "manifest.json").read_text("utf-8"))
    failed = [row for row in rows if not row["ok"]]
    assert [(row["municipality"], row["notebook"]) for row in failed] == [
        ("Læsø", "01_staffing"),
        ("Læsø", "03_thresholds"),
    ]
    assert all("række 2" in row["error"] for row in failed)
    assert {row["data"] for row in failed} == {"kommunens egne"}
    assert not (where / "site" / "0825-laesoe").exists()
    index = (where / "site" / "index.html").read_text("utf-8")
    assert "Syntetiske tal" in (where / "site" / "summary.md").read_text("utf-8")
    assert index.index("Sider, der mangler") < index.index("<h2>Kommunerne</h2>")


def test_own_tables_are_used_and_the_example_is_said_to_be_one(
    told: subprocess.CompletedProcess[str], where: Path
) -> None:
    site = where / "site"
    own = (site / "0410-middelfart" / "01_staffing.html").read_text("utf-8")
    assert "Syntetiske tal." not in own and "70" in own
    for page in ("0410-middelfart/03_thresholds", "0101-koebenhavn/01_staffing"):
        html = (site / f"{page}.html").read_text("utf-8")
        assert html.index("Syntetiske tal.") < html.index("Svaret</h2>")
    rows = {row["municipality"] + row["notebook"]: row for row in manifest_of(site)}
    assert rows["Middelfart01_staffing"]["data"] == "kommunens egne"
    assert rows["Middelfart03_thresholds"]["data"] == "eksempel, skaleret"


def manifest_of(site: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads((site / "manifest.json").read_text("utf-8"))
    return rows


def test_the_manifest_tells_every_output_and_its_hash(
    told: subprocess.CompletedProcess[str], where: Path
) -> None:
    site = where / "site"
    outputs = {name: d for row in manifest_of(site) for name, d in dict(row["outputs"]).items()}  # type: ignore[call-overload]
    made = {name: digits for name, digits in hashes(site).items() if name[:4].isdigit()}
    assert made.items() <= outputs.items()
    lines = (site / "manifest.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("municipality_code;municipality;notebook;ok;error;cell")
    assert len(lines) == 1 + len(manifest_of(site))


def test_the_index_links_only_to_what_is_there_and_asks_nothing_from_outside(
    told: subprocess.CompletedProcess[str], where: Path
) -> None:
    page = Links((where / "site" / "index.html").read_text("utf-8"))
    assert len(page.targets) > 10
    for target in page.targets:
        assert target.startswith("#") or (where / "site" / target).is_file(), target
    html = (where / "site" / "0101-koebenhavn" / "01_staffing.html").read_text("utf-8")
    assert 'href="../index.html"' in html


class Links(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.targets: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a":
            self.targets.append(str(given["href"]))
        assert not (tag in ("script", "img", "iframe") and given.get("src"))
        assert tag != "link" or str(given["href"]).startswith("data:")


@pytest.fixture
def chromium() -> str:
    """Where the machine's Chromium is; CI installs it."""
    pytest.importorskip("playwright.sync_api")
    try:
        return place_of_browser()
    except FsmError as error:
        pytest.skip(str(error))


@pytest.fixture
def browser(chromium: str) -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


def test_every_kind_of_page_is_accessible(
    told: subprocess.CompletedProcess[str], where: Path, browser: Any
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = browser.new_page(viewport={"width": 390, "height": 844})
    pages = [where / "site" / "index.html", *(where / "site").glob("0101*/*.html")]
    pages += (where / "site" / "faelles").glob("*.html")
    assert len(pages) == 4
    for path in pages:
        page.goto(path.as_uri())
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
        found = axe.run(page, options={"runOnly": {"type": "tag", "values": tags}})
        told_ = [f"{v['id']}: {v['nodes'][0]['html']}" for v in found.response["violations"]]
        assert not told_, f"{path.name}: {told_}"
        assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_index_is_searched_and_sorted_by_keyboard(
    told: subprocess.CompletedProcess[str], where: Path, browser: Any
) -> None:
    page = browser.new_page()
    page.goto((where / "site" / "index.html").as_uri())
    towns = page.locator("#towns tbody tr:visible th")
    assert towns.all_inner_texts() == ["København", "Middelfart", "Læsø"]
    page.get_by_label("Find en kommune").press_sequentially("FART")
    assert towns.all_inner_texts() == ["Middelfart"]
    assert page.get_by_role("status").inner_text() == "1 af 3 kommuner"
    for written, found in (
        ("LÆSØ", ["Læsø"]),
        ("kobenhavn", []),
        ("Københavns Kommune", ["København"]),
        ("laesø", ["Læsø"]),
        ("0410", ["Middelfart"]),
        ("0101 København", ["København"]),
    ):
        page.get_by_label("Find en kommune").fill(written)
        assert towns.all_inner_texts() == found, written
    page.get_by_label("Find en kommune").fill("")
    button = page.get_by_role("button", name="Løn")
    button.press("Enter")
    assert towns.all_inner_texts()[-1] == "Læsø"  # what is missing stands last
    assert page.locator("th[aria-sort=ascending]").count() == 1
    button.press("Enter")
    assert towns.all_inner_texts() == ["København", "Middelfart", "Læsø"]


def test_the_index_is_whole_without_scripts(
    told: subprocess.CompletedProcess[str], where: Path, browser: Any
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((where / "site" / "index.html").as_uri())
    assert page.locator("#towns tbody tr").count() == 3
    assert not page.locator("#search").is_visible()


def test_a_page_on_paper_is_whole_and_a_cut_one_is_told(
    told: subprocess.CompletedProcess[str], where: Path, chromium: str, tmp_path: Path
) -> None:
    shutil.copytree(where / "site", tmp_path / "site")
    records, _ = manifest.read(tmp_path / "site")
    whole = next(r for r in records.values() if r.ok and r.notebook != "00_start")
    html = tmp_path / "site" / next(n for n in whole.outputs if n.endswith(".html"))
    (printed,) = print_pages([whole], tmp_path / "site", tmp_path)
    (name,) = set(printed.outputs) - set(whole.outputs)
    first = (tmp_path / Path(name).name).read_bytes()
    assert first.startswith(b"%PDF") and printed.ok
    (again,) = print_pages([whole], tmp_path / "site", tmp_path)
    assert again.outputs == printed.outputs
    (tmp_path / "site" / name).write_text("noter")
    (stopped,) = print_pages([whole], tmp_path / "site", tmp_path)
    assert "ligger i vejen" in stopped.error
    (tmp_path / "site" / name).unlink()
    wide = "<table><caption>Bred</caption><tr>" + "<td>nitten_tegn_uden_mellemrum</td>" * 9
    html.write_text(html.read_text("utf-8").replace("</main>", wide + "</tr></table></main>"))
    (cut,) = print_pages([whole], tmp_path / "site", tmp_path)
    assert not cut.ok and "Bred" in cut.error


SMALL = ("03_thresholds", "--municipalities", "small.csv", "--resume", "--out")


@pytest.fixture(scope="module")
def whole(where: Path) -> dict[str, str]:
    """What an undisturbed run leaves."""
    (where / "small.csv").write_text("Kommune\nFanø\nLæsø\nSamsø\n", encoding="utf-8")
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
    for seconds in (1.5, 4, 7):
        run = started(*SMALL, "stopped", cwd=where, TMPDIR=str(tmp_path))
        time.sleep(seconds)
        run.terminate()
        _, told = run.communicate(timeout=60)
        assert (run.returncode, told) in ((130, "Afbrudt.\n"), (0, ""))
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


def test_resume_makes_again_only_what_is_no_longer_valid(
    where: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = where / "resumed"
    orders = orders_of(["01_staffing"], where / "three.csv", None, {"seed": "1"})
    made: list[str] = []
    monkeypatch.setattr(batch, "make", lambda tasks, *_: pretend(tasks, made))
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
    monkeypatch.setattr(batch, "make", lambda tasks, *_: pretend(tasks, made))
    for content, pages in (("1", 1), ("1", 1), ("2", 2), ("2", 2)):
        (given / "one.csv").write_text(content)
        make_site(tmp_path / "site", orders, LIMITS, resume=True, pdf=False)
        assert len(made) == pages
    (given / "two.csv").symlink_to(tmp_path / "nowhere")
    make_site(tmp_path / "site", orders, LIMITS, resume=True, pdf=False)
    assert len(made) == 3


def pretend(tasks: list[Task], made: list[str]):  # type: ignore[no-untyped-def]
    for task in tasks:
        made.append(task.municipality_code)
        folder = Path(task.folder)
        folder.mkdir(parents=True)
        file = folder / f"{task.notebook}.html"
        file.write_text("page")
        inputs = inputs_hash(task.municipality_code, task.data, task.given, content_hash)
        yield task, Result(outputs={file.name: hash_of(file)}, inputs=inputs), 0.1, 1


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

    monkeypatch.setattr(batch, "make", lambda tasks, *_: pretend(tasks, []))
    monkeypatch.setattr(manifest, "write", full)
    orders = orders_of(["01_staffing"], where / "three.csv", None, {})
    with pytest.raises(FsmError, match="Disken er fuld"):
        make_site(where / "full", orders, LIMITS, resume=False, pdf=False)


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


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("0751", ("aarhus", "aarhuskommune", "0751")),
        ("0169", ("hoejetaastrup", "0169hoejetaastrup")),
        ("0760", ("ringkoebingskjern", "ringkoebingskjernkommune")),
        ("0400", ("bornholmsregionskommune",)),
    ],
)
def test_a_municipality_is_found_by_code_and_by_every_spelling(
    code: str, written: tuple[str, ...]
) -> None:
    names = str(_town(code, {}, ())["names"]).split()
    assert all(any(text in name for name in names) for text in written)


def test_danish_numbers_sort_as_numbers() -> None:
    shown = ["1.500.000", "16,8 %", "under 0,1 %", "-3", "maj 2020", "ingen"]
    assert [_sort_key(text) for text in shown] == ["1500000", "16.8", "0.1", "-3", "2020", "ingen"]


def test_a_finished_site_is_copied_to_where_others_can_read_it(where: Path, told: object) -> None:
    fsspec = pytest.importorskip("fsspec")
    from fsmlib.site.batch.upload import copy_site

    copy_site(where / "site", "memory://bucket/pages")
    there = fsspec.filesystem("memory")
    assert there.cat("/bucket/pages/index.html") == (where / "site" / "index.html").read_bytes()
    assert not [name for name in there.find("/bucket") if "/." in name]
    with pytest.raises(FsmError, match="kunne ikke kopieres"):
        copy_site(where / "site", "no-such-system://bucket")
