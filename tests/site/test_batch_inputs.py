"""Whose tables a page is made from: the municipality's own and no other's, else others' for it."""

from pathlib import Path
from shutil import copy

import pytest

from fsmlib.analyses.visitation import PLAN
from fsmlib.programme.findings import FsmError
from fsmlib.site.batch import worker
from fsmlib.site.batch.inputs import FROM_BASELINE, FROM_EXAMPLE, OWN, data_for
from fsmlib.site.batch.worker import Result, Task
from fsmlib.site.run import read_notebook

STAFFING = "Kommune;Åbne sager;Årsværk nu\n{};70;1\n"
MONTHS = "Kommune;Måned;Indsatsgruppe;Berørt\n"
REGISTER = "Borger;Kommune;Dato start\nA;{};01.01.19\n"
HOURS = "Borger;Måned;Timer\nA;2019-11;37\n"


def source_of(tmp_path: Path, notebook: str, code: str, baseline: str = "", **files: str) -> str:
    """Whose tables a page is made from when the municipality's folder holds these files."""
    own, work = tmp_path / code, tmp_path / "work"
    for folder in (own, work):
        folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (own / f"{name}.csv").write_text(text, "utf-8")
    asked = read_notebook(notebook), notebook, code
    return data_for(*asked, str(own), baseline, tmp_path / "examples", work)[1]


@pytest.mark.parametrize(
    ("notebook", "files", "place"),
    [
        ("01_staffing", {"bemanding": STAFFING.format("Middelfart")}, "bemanding.csv"),
        ("03_thresholds", {"borgere": REGISTER.format("0410"), "løntimer": HOURS}, "borgere.csv"),
        ("03_thresholds", {"måneder": MONTHS + "Middelfart;2019-11;100;20\n"}, "måneder.csv"),
    ],
)
def test_tables_of_another_municipality_are_never_told_as_one_s_own(
    tmp_path: Path, notebook: str, files: dict[str, str], place: str
) -> None:
    told = f"»0461« hedder Odense, men tallene i {place} er for Middelfart; ret navnet eller filen."
    with pytest.raises(FsmError, match=told):
        source_of(tmp_path, notebook, "0461", **files)
    assert source_of(tmp_path, notebook, "0410", **files) == OWN


@pytest.mark.parametrize("code", ["0561", "0563", "0561+0563"])
@pytest.mark.parametrize(
    "rows", ["Esbjerg;2019-11;1500;220\nFanø;2019-11;20;12\n", "Esbjerg og Fanø;2019-11;1520;232\n"]
)
def test_those_who_hold_a_grant_together_are_in_one_file(
    tmp_path: Path, code: str, rows: str
) -> None:
    assert source_of(tmp_path, "03_thresholds", code, måneder=MONTHS + rows) == OWN


def test_tables_that_tell_of_no_municipality_are_those_of_their_name(tmp_path: Path) -> None:
    rows = "Sag;Borger;Dato\n1;A;01.03.2018\n"
    assert source_of(tmp_path, "04_registration", "0461", registreringer=rows) == OWN


def test_own_tables_that_a_page_cannot_use_do_not_shut_out_jobindsats(tmp_path: Path) -> None:
    months = MONTHS + "Middelfart;2019-11;100;20\n"
    (tmp_path / "jobindsats.csv").write_text(months, "utf-8")
    baseline, page = str(tmp_path / "jobindsats.csv"), (tmp_path, "03_thresholds", "0410")
    (tmp_path / "0410").mkdir()
    copy(PLAN, tmp_path / "0410")
    staffing = STAFFING.format("Middelfart")
    assert source_of(*page, bemanding=staffing) == FROM_EXAMPLE
    assert source_of(*page, baseline, bemanding=staffing) == FROM_BASELINE
    assert source_of(*page, baseline, måneder=months) == OWN


def failure(tmp_path: Path, notebook: str, **files: str) -> Result:
    """What is told of Kolding's page when its folder holds these files."""
    own, work = tmp_path / "kolding", tmp_path / "work"
    for folder in (own, work):
        folder.mkdir()
    for name, text in files.items():
        (own / f"{name}.csv").write_text(text, "utf-8")
    places = str(work), str(tmp_path / "examples")
    return worker._tried(Task(notebook, "0621", {}, str(own), "", *places, 60, 0))


def test_what_is_missing_is_told_with_the_name_of_the_municipality_s_folder(tmp_path: Path) -> None:
    budget = "Budgetlinje;Udgiftstype;Beløb\nA;revision;600000\n"
    result = failure(tmp_path, "01_staffing", budget=budget)
    assert result.error.startswith("kolding: Tabellen Bemanding mangler"), result.error
    assert ": :" not in result.told and str(tmp_path) not in result.told


def test_an_empty_folder_is_told_by_its_name_and_not_by_its_place(tmp_path: Path) -> None:
    result = failure(tmp_path, "01_staffing")
    assert result.error.startswith("kolding: Mappen har ingen CSV-"), result.error
    assert str(tmp_path) not in result.error + result.told
