"""What others have put into a site stays as it is, whatever a manifest says."""

import json
import shutil
from pathlib import Path

import pytest

from fsmlib.site.batch import batch, manifest, own
from fsmlib.site.batch.batch import Limits, make_site
from fsmlib.site.batch.inputs import content_hash, hash_of
from fsmlib.site.batch.orders import orders_of
from fsmlib.site.batch.own import work_folder
from fsmlib.site.forms import PAGE_AND_WORKBOOK, Forms
from tests.site.batches import pretend

LIMITS = Limits(workers=1, timeout=60, memory=0)
PAGE = "0410-middelfart/01_staffing.html"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with one page."""
    (tmp_path / "towns.csv").write_text("Kommune\nMiddelfart\nLæsø\n", encoding="utf-8")
    monkeypatch.setattr(batch, "run_tasks", lambda tasks, *_: pretend(tasks, []))
    make(tmp_path / "site", "0410")
    return tmp_path / "site"


def make(site: Path, *codes: str, notebook: str = "01_staffing") -> batch.BatchAccount:
    orders = orders_of([notebook], site.parent / "towns.csv", None, {})
    chosen = [order for order in orders if order.municipality_code in codes]
    return make_site(site, chosen, LIMITS, resume=False, pdf=False)


def everything(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_strangers_files_links_and_a_forged_manifest_are_left_alone(site: Path) -> None:
    outside, town = site.parent / "outside", site / "0410-middelfart"
    for folder in (outside / "0825-laesoe", outside / "eksempel" / "x"):
        folder.mkdir(parents=True)
        (folder / "noter.docx").write_text("noter")
    (outside / "0825-laesoe" / "01_staffing.html").write_text("deres")
    (town / "noter.docx").write_text("noter")
    (town / "03_thresholds.xlsx").symlink_to(outside / "eksempel" / "x" / "noter.docx")
    (site / "0825-laesoe").symlink_to(outside / "0825-laesoe")
    (site / ".work").mkdir()
    (site / ".work" / "noter.docx").write_text("noter")
    (site / "eksempel" / "noter.docx").write_text("noter")
    (site / "eksempel" / "0825-laesoe").symlink_to(outside / "eksempel")
    (site / "eksempel" / ".code").write_text("0123456789abcdef")
    rows = json.loads((site / "manifest.json").read_text("utf-8"))
    forged = [
        {"municipality_code": "0825", "notebook": "01_staffing", "outputs": {name: "0"}}
        for name in (
            "0410-middelfart/noter.docx",
            "../outside/eksempel/x/noter.docx",
            str(outside / "eksempel" / "x" / "noter.docx"),
            "0825-laesoe/01_staffing.html",
            "0825-laesoe/../eksempel/noter.docx",
        )
    ]
    odd = [None, [], {"municipality_code": "../outside", "notebook": "01_staffing"}, {"a": "b"}]
    (site / "manifest.json").write_text(json.dumps(rows + forged + odd), encoding="utf-8")
    before = everything(outside), everything(site / ".work"), (town / "noter.docx").read_text()
    first = make(site, "0410", "0825")
    assert first.remarks == [batch.ODD_LINES]
    for _ in range(2):
        assert make(site, "0410", "0825").remarks == []
    after = everything(outside), everything(site / ".work"), (town / "noter.docx").read_text()
    assert after == before
    assert (town / "03_thresholds.xlsx").is_symlink()
    assert (site / "eksempel" / "noter.docx").exists()
    assert {r.municipality: r.ok for r in first.records} == {"Middelfart": True, "Læsø": False}
    assert "ligger i vejen" in first.records[1].error
    assert (site / PAGE).read_text("utf-8") == "page"


@pytest.mark.parametrize("spoilt", ["[", "{}", "[" * 10_000, "null", "[1]"])
def test_an_odd_manifest_is_told_and_its_pages_are_not_touched(site: Path, spoilt: str) -> None:
    (site / "manifest.json").write_text(spoilt, encoding="utf-8")
    made = make(site, "0410", "0825")
    assert made.remarks == [batch.ODD_LINES]
    assert [record.ok for record in made.records] == [False, True]


def test_a_folder_in_the_way_is_told_and_the_run_goes_on(site: Path) -> None:
    for name in own.OWN_FILES:
        (site / name).unlink()
        (site / name).mkdir()
    shutil.rmtree(site / "0410-middelfart")
    (site / "0410-middelfart").write_text("ikke en mappe")
    made = make(site, "0410", "0825")
    assert all("ligger i vejen" in remark for remark in made.remarks) and len(made.remarks) == 4
    assert [record.ok for record in made.records] == [False, True]
    assert (site / "0410-middelfart").read_text() == "ikke en mappe"


def test_another_notebook_and_another_municipality_add_pages(site: Path) -> None:
    make(site, "0825", notebook="03_thresholds")
    index = (site / "index.html").read_text("utf-8")
    assert PAGE in index and "0825-laesoe/03_thresholds.html" in index
    assert (site / PAGE).exists()


def test_a_page_that_somebody_has_deleted_is_forgotten(site: Path) -> None:
    (site / PAGE).unlink()
    make(site, "0825")
    assert PAGE not in (site / "index.html").read_text("utf-8")
    assert list(manifest.read(site)[0]) == ["0825/01_staffing"]


def test_a_manifest_of_another_version_still_tells_what_is_ours(site: Path) -> None:
    (row,) = json.loads((site / "manifest.json").read_text("utf-8"))
    del row["told"], row["inputs"]
    old = [row | {"something": "else"}]
    (site / "manifest.json").write_text(json.dumps(old), encoding="utf-8")
    made = make(site, "0410")
    assert made.remarks == [] and made.records[0].ok


def test_every_form_of_a_page_is_ours_and_a_new_form_makes_it_again(site: Path) -> None:
    (row,) = json.loads((site / "manifest.json").read_text("utf-8"))
    town = site / "0410-middelfart"
    for name in ("01_staffing.docx", "01_staffing_et_ark.html", "01_staffing_et_ark.pdf"):
        (town / name).write_text("page")
        row["outputs"][f"0410-middelfart/{name}"] = hash_of(town / name)
    (site / "manifest.json").write_text(json.dumps([row]), encoding="utf-8")
    records, odd_lines = manifest.read(site)
    assert odd_lines == 0 and len(records["0410/01_staffing"].files(site)) == 4
    (order,) = orders_of(["01_staffing"], site.parent / "towns.csv", None, {})[:1]
    record = records["0410/01_staffing"]
    assert manifest.is_valid(record, order, site, content_hash, PAGE_AND_WORKBOOK)
    assert not manifest.is_valid(record, order, site, content_hash, Forms(docx=True))
    assert make(site, "0410").records[0].ok
    assert sorted(path.name for path in town.iterdir()) == ["01_staffing.html"]


def test_an_example_in_whose_place_something_lies_is_made_elsewhere(tmp_path: Path) -> None:
    from fsmlib.site.batch.inputs import data_for
    from fsmlib.site.run import read_notebook

    (tmp_path / "examples" / "cap").mkdir(parents=True)
    (tmp_path / "examples" / "cap" / "noter.docx").write_text("noter")
    places = tmp_path / "examples", tmp_path / "work"
    places[1].mkdir()
    path, _ = data_for(read_notebook("01_staffing"), "01_staffing", "0825", "", "", *places)
    assert path == tmp_path / "work" / "cap" and list(path.glob("*.csv"))
    assert everything(tmp_path / "examples") == {"cap/noter.docx": "noter"}


def test_what_a_killed_run_writes_late_goes_with_the_next(tmp_path: Path) -> None:
    killed = [tmp_path / f".work-{n:08x}" for n in range(2)]
    (tmp_path / ".work").write_text("\n".join(folder.name for folder in killed), "utf-8")
    with work_folder(tmp_path) as work:
        assert (tmp_path / ".work").read_text("utf-8").splitlines()[-1] == work.name
        for folder in killed:
            folder.mkdir()  # by a worker that was still there
    assert not tmp_path.exists()  # nothing is left, so the site goes too
