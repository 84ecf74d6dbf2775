"""Every file is read or named, whatever it holds and however it is spoilt."""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from fsmlib.programme.findings import InputError
from fsmlib.tables import files
from fsmlib.tables.reading import read
from tests.tables.helpers import CASEWORKERS, STAFFING, only, told, workbook, write

CPR = "010180-1234"


@pytest.mark.parametrize("name", ["b.xlsx", "b.XLSX", "b.xlsm", "b.Xlsm"])
def test_a_workbook_is_read_whatever_its_suffix(tmp_path: Path, name: str) -> None:
    workbook(tmp_path / "b.xlsx", Bemanding=STAFFING).rename(tmp_path / name)
    assert read(tmp_path)["staffing"]["open_cases"].tolist() == [132]


@pytest.mark.parametrize("name", ["b.txt", "b.tsv", "B.CSV"])
def test_text_is_read_whatever_its_suffix(tmp_path: Path, name: str) -> None:
    write(tmp_path, name, "Kommune\tÅbne sager\nÆrø\t10\n")
    assert read(tmp_path)["staffing"]["open_cases"].tolist() == [10]


@pytest.mark.parametrize(
    "name", ["m.xls", "m.xlsb", "m.ods", "m.docx", "m.pdf", "m.zip", "m", "m.xlsx.bak"]
)
def test_a_file_that_is_not_read_is_an_error_that_names_it(tmp_path: Path, name: str) -> None:
    write(tmp_path, "bemanding.csv", "Kommune;Åbne sager\nÆrø;10\n")
    (tmp_path / name).write_bytes(b"x")
    finding = only([f for f in read(tmp_path).findings if f.level == "error"])
    assert finding.file == name and "ikke læst" in finding.problem


def test_a_folder_in_a_folder_is_told_when_it_holds_tables(tmp_path: Path) -> None:
    write(tmp_path, "bemanding.csv", "Kommune;Åbne sager\nÆrø;10\n")
    for name in ("tom", "out", ".skjult"):
        (tmp_path / name).mkdir()
    assert not [f for f in read(tmp_path).findings if f.level == "error"]
    (tmp_path / "flere" / "nede").mkdir(parents=True)
    write(tmp_path / "flere" / "nede", "sagsbehandlere.csv", "Sagsbehandler\n")
    assert only([f for f in read(tmp_path).findings if f.level == "error"]).file == "flere"


@pytest.mark.parametrize(
    "name",
    [
        "~$b.xlsx",
        "._b.csv",
        ".DS_Store",
        "Thumbs.db",
        "desktop.ini",
        "03_thresholds.html",
        "egen.yaml",
    ],
)
def test_what_systems_and_we_leave_is_no_matter(tmp_path: Path, name: str) -> None:
    write(tmp_path, "bemanding.csv", "Kommune;Åbne sager\nÆrø;10\n")
    (tmp_path / name).write_bytes(b"x")
    assert not read(tmp_path).findings


@pytest.mark.parametrize(
    ("name", "level"), [(".markeringer.csv", "error"), ("markeringer.html", "warning")]
)
def test_what_may_be_a_table_is_named(tmp_path: Path, name: str, level: str) -> None:
    write(tmp_path, "bemanding.csv", "Kommune;Åbne sager\nÆrø;10\n")
    (tmp_path / name).write_bytes(b"x")
    found = only(list(read(tmp_path).findings))
    assert (found.level, found.file) == (level, name)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04", "en Excel-fil"),
        (b"\xd0\xcf\x11\xe0", "en gammel Excel-fil"),
        (b"%PDF-1.4", "en PDF"),
        (b"", "Filen er tom"),
    ],
)
def test_what_is_no_text_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "markeringer.csv").write_bytes(content)
    write(tmp_path, "bemanding.csv", "Kommune;Åbne sager\nÆrø;10\n")
    found = only(list(read(tmp_path).findings))
    assert said in found.problem and found.file == "markeringer.csv"


def test_one_file_that_cannot_be_opened_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "bemanding.csv", "Kommune;Åbne sager\nÆrø;10\n")
    (tmp_path / "mappe.xlsx").mkdir()
    workbook(tmp_path / "mappe.xlsx" / "a.xlsx", Bemanding=STAFFING)
    (tmp_path / "lænke.xlsx").symlink_to(tmp_path / "findes-ikke")
    (tmp_path / "tekst.xlsx").write_text("ikke en projektmappe")
    (tmp_path / "låst.json").write_text("[]")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "rør.csv")

    def locked(path: Path) -> None:
        raise PermissionError(path)

    monkeypatch.setattr(files, "answer_grids", locked)
    tables = read(tmp_path)
    assert tables["staffing"]["open_cases"].tolist() == [10]
    bad = {finding.file for finding in tables.findings if finding.level == "error"}
    assert bad == {p.name for p in tmp_path.iterdir()} - {"bemanding.csv"}


def test_nothing_that_can_be_read_is_all_findings_at_once(tmp_path: Path) -> None:
    for name in ("a.xls", "b.pdf"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(InputError) as error:
        read(tmp_path)
    assert [finding.file for finding in error.value.findings] == ["a.xls", "b.pdf"]


def test_a_small_parquet_file_of_billions_of_rows_is_refused(tmp_path: Path) -> None:
    keys = pa.DictionaryArray.from_arrays(pa.array([0] * 1_000_000, pa.int32()), ["A"])
    table = pa.table(dict.fromkeys(("Borger", *"abcdefghi"), keys))
    with pq.ParquetWriter(tmp_path / "Borgere.parquet", table.schema) as writer:
        for _ in range(51):
            writer.write_table(table)
    assert "læses ikke" in only(told(tmp_path / "Borgere.parquet")).problem


def test_a_moment_in_utc_is_the_danish_day(tmp_path: Path) -> None:
    starts = pa.array([1_546_297_200, 1_561_932_000, 1_546_300_800], pa.timestamp("s", "UTC"))
    columns = {"Borger": list("ABC"), "Kommune": ["Ærø"] * 3, "Dato start": starts}
    pq.write_table(pa.table(columns), tmp_path / "Borgere.parquet")
    days = read(tmp_path)["citizens"]["start"].dt.strftime("%Y-%m-%d")
    assert days.tolist() == ["2019-01-01", "2019-07-01", "2019-01-01"]


@pytest.mark.parametrize(
    "where",
    ["comment", "sheet", "title", "column", "heading", "file", "above", "below", "formula", "help",
     "name", "link"],
)  # fmt: skip
def test_cpr_numbers_in_what_is_not_read_are_told_and_not_repeated(
    tmp_path: Path, where: str
) -> None:
    path = workbook(tmp_path / "b.xlsx", Bemanding=STAFFING)
    book = load_workbook(path)
    sheet = book["Bemanding"]
    if where == "comment":
        sheet["A2"].comment = Comment(f"Ring til {CPR}", "x")
    if where == "sheet":
        book.create_sheet(CPR)
    if where == "title":
        book.properties.title = CPR
    if where == "column":
        sheet["D1"], sheet["D2"] = "Noter", 101801234
    if where == "heading":
        sheet["D1"] = CPR
    if where == "above":
        sheet.oddHeader.center.text = f"Sag {CPR}"
    if where == "below":
        sheet.firstFooter.left.text = CPR
    if where == "formula":
        sheet["D1"], sheet["D2"] = "Noter", f'=IF(A2="{CPR}",1,2)'
    if where == "help":
        sheet.add_data_validation(DataValidation(prompt=CPR, sqref="A2"))
    if where == "name":
        book.defined_names["sag"] = DefinedName("sag", attr_text=f'"{CPR}"')
    if where == "link":
        sheet["A2"].hyperlink = f"https://eksempel.invalid/{CPR}"
    book.save(path)
    if where == "file":
        path = path.rename(tmp_path / f"b {CPR}.xlsx")
    found = read(path).findings
    assert any("CPR-numre" in finding.problem for finding in found)
    assert not any("1234" in f"{f.place} {f.problem} {f.mend}" for f in found)


@pytest.mark.parametrize("name", ["2019 løntimer.html", "10_løntimer.html", "indexeret.htm"])
def test_a_web_page_that_is_none_of_ours_is_told(tmp_path: Path, name: str) -> None:
    write(tmp_path, "sagsbehandlere.csv", CASEWORKERS + "A;37\n")
    for page in (name, "01_staffing.html", "index.html"):
        write(tmp_path, page, "<table></table>")
    assert only(told(tmp_path)).file == name
