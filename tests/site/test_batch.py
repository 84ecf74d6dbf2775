"""Many pages: a bad file stops only itself, and the folder is a site."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from fsmlib.programme.findings import FsmError
from fsmlib.site.batch import manifest
from fsmlib.site.batch.index import _sort_key, _town
from fsmlib.site.batch.pdf import print_pages
from fsmlib.site.pdf import browser as place_of_browser
from tests.site.batches import fsm_batch, hashes

pytestmark = pytest.mark.slow

THREE = "Kommune;seed\nMiddelfart;1\nLæsø;1\n0101;1\n"
NOTEBOOKS = ("00_start", "01_staffing", "03_thresholds")
BROKEN = "Kommune;Åbne sager;Årsværk nu\nLæsø;35,5;1\n"
OWN = "Kommune;Åbne sager;Årsværk nu\nMiddelfart;70;1\n"


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
    shown = ["1.500.000", "16,8 %", "under 0,1 %", "−3", "maj 2020", "ingen"]
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
