"""Every file is read or named, whatever it holds and however it is spoilt."""

import os
import shutil
import time
import warnings
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from fsmlib.programme.findings import Finding, FsmError, InputError
from fsmlib.tables import files
from fsmlib.tables.marked import write_marked
from fsmlib.tables.reading import read, read_or_told
from tests.tables.helpers import only, workbook, write

STAFFING = [["Kommune", "Åbne sager", "Årsværk nu"], ["Middelfart", 132, 3]]
CPR = "010180-1234"


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """A workbook with other bytes in one of its parts."""
    whole = path.rename(path.with_suffix(".old"))
    with ZipFile(whole) as parts, ZipFile(path, "w", ZIP_DEFLATED) as copy:
        for name in parts.namelist():
            content = parts.read(name)
            copy.writestr(name, content.replace(old, new) if part in name else content)
    whole.unlink()
    return path


def told(path: Path) -> list[Finding]:
    return [finding for finding in read_or_told(path).findings if finding.level != "note"]


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
    "name", ["~$b.xlsx", "._b.csv", ".DS_Store", "Thumbs.db", "desktop.ini", "03.html", "egen.yaml"]
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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "adgangskode"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "gammel Excel-fil"),
        (b"<html><table>", "ikke en Excel-fil"),
        (b"", "Filen er tom"),
        (b"PK\x03\x04" + b"x" * 500, "klippet over"),
    ],
)
def test_what_is_no_open_workbook_is_said(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "b.xlsx").write_bytes(content)
    assert said in only(told(tmp_path / "b.xlsx")).problem


def test_strict_open_xml_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", Bemanding=STAFFING)
    for part, ours, strict in (
        ("xl/", b"schemas.openxmlformats.org/spreadsheetml/2006/main", b"spreadsheetml/main"),
        (".xml", b"schemas.openxmlformats.org/officeDocument/2006/rel", b"officeDocument/rel"),
        (".rels", b"schemas.openxmlformats.org/officeDocument/2006/rel", b"officeDocument/rel"),
    ):
        rewritten(path, part, ours, b"purl.oclc.org/ooxml/" + strict)
    assert read(path)["staffing"]["current_fte"].tolist() == [3]


def test_the_stored_value_of_a_formula_is_read_and_told(tmp_path: Path) -> None:
    rows = [[*STAFFING[0], "Argument"], ["Ærø", "=100+32", "=1+2", '=""']]
    path = workbook(tmp_path / "b.xlsx", Bemanding=rows)
    for formula, value in ((b"100+32", b"132"), (b"1+2", b"3")):
        stored = b"<f>%s</f><v>%s</v>" % (formula, value)
        for empty in (b"<v></v>", b"<v />", b"<v/>"):
            rewritten(path, "sheet1", b"<f>%s</f>%s" % (formula, empty), stored)
    rewritten(path, "sheet1", b'<c r="D2">', b'<c r="D2" t="str">')
    tables = read(path)
    assert tables["staffing"].loc[2, ["open_cases", "current_fte"]].tolist() == [132, 3]
    assert "(3 celler)" in only([f for f in tables.findings if "formler" in f.problem]).problem
    assert not told(path)


def test_an_error_value_stays_in_sight(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", Bemanding=[STAFFING[0], ["Ærø", "#N/A", 3]])
    assert (only(told(path)).row, only(told(path)).column) == (2, "Åbne sager")


def test_what_excel_shows_and_cells_do_not_is_told(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    rows = [["Sagsbehandler", "Timer pr. uge"], *([name, 37] for name in "ABCD")]
    workbook(path, Bemanding=STAFFING, Sagsbehandlere=rows)
    book = load_workbook(path)
    sheet = book["Sagsbehandlere"]
    sheet.sheet_state = "hidden"
    sheet.row_dimensions[3].hidden = True
    for cell in sheet[4]:
        cell.font = Font(strike=True)
    sheet.merge_cells("D1:E1")
    book.save(path)
    said = " ".join(finding.problem for finding in told(path))
    assert len(read(path)["caseworkers"]) == 4
    for words in ("Arket er skjult", "skjult i Excel og er læst med (række 3)"):
        assert words in said
    assert "streget over og er læst med (række 4)" in said and "(D1:E1)" in said


def spoilt(path: Path, what: str) -> None:
    """Makes a small workbook or register of hostile size."""
    rows, end = b"", b"</sheetData>"
    if what == "far":
        book = load_workbook(path)
        for row in (*range(1, 400), 1_048_576):
            book["Bemanding"].cell(row, 16_384).font = Font(bold=True)
        book.save(path)
        return
    if what == "bomb":
        rows = b" " * 60_000_000
    if what == "row":
        rows = b'<row r="2000000000"><c r="A2000000000"><v>1</v></c></row>'
    if what == "column":
        rows = b'<row r="3"><c r="XFD3"><v>1</v></c></row>'
    if what == "dimension":
        rewritten(path, "sheet1", b'ref="A1:C2"', b'ref="A1:XFD1048576"')
    rewritten(path, "sheet1", end, rows + end)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("far", None),
        ("dimension", None),
        ("bomb", "pakket ud"),
        ("row", "kan ikke åbnes"),
        ("column", "kolonne nr. 16384"),
    ],
)
def test_a_small_file_of_hostile_size_is_no_trouble(
    tmp_path: Path, what: str, said: str | None
) -> None:
    path = workbook(tmp_path / "b.xlsx", Bemanding=STAFFING)
    spoilt(path, what)
    began = time.monotonic()
    found = told(path)
    assert time.monotonic() - began < 10
    assert said in only(found).problem if said else not found


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


def test_the_user_s_own_workbook_comes_back_marked(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "b.xlsx", Bemanding=[STAFFING[0], ["Ærø", "mange", 3]], Noter=[["=1+1", 7]]
    )
    book = load_workbook(path)
    book["Bemanding"]["B2"].comment = Comment("Min egen", "mig")
    book["Noter"]["B1"].number_format = "0.00"
    book.save(path)
    before = path.read_bytes()
    write_marked(path, read(path).findings, tmp_path / "ud.xlsx")
    marked = load_workbook(tmp_path / "ud.xlsx")
    cell = marked["Bemanding"]["B2"]
    assert cell.value == "mange" and cell.fill.fgColor.rgb.endswith("F8CBAD")
    assert "Min egen" in cell.comment.text and "Fejl: »mange«" in cell.comment.text
    assert marked["Bemanding"]["C2"].comment is None
    assert (marked["Noter"]["A1"].value, marked["Noter"]["B1"].number_format) == ("=1+1", "0.00")
    assert path.read_bytes() == before
    for out in (path, tmp_path / "lænke.xlsx"):
        if out != path:
            out.symlink_to(path)
        with pytest.raises(FsmError, match="selve filen"):
            write_marked(path, (), out)


def test_a_csv_file_comes_back_as_a_marked_workbook(tmp_path: Path) -> None:
    text = "Kommune;Åbne sager;Argument\nÆrø;mange;=1+1\n"
    path = write(tmp_path, "en [lang] bemanding med et navn som er over grænsen.csv", text)
    write_marked(path, read(path).findings, tmp_path / "ud.xlsx")
    sheet = load_workbook(tmp_path / "ud.xlsx").worksheets[0]
    assert "mange" in sheet["B2"].comment.text and sheet["C2"].data_type == "s"
    write(tmp_path, "b.json", "[]")
    with pytest.raises(FsmError, match="kun Excel- og CSV-filer"):
        write_marked(tmp_path / "b.json", (), tmp_path / "ud.xlsx")


def test_no_warning_of_a_library_is_heard(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", Bemanding=[[*STAFFING[0], "Dato"], [*STAFFING[1], -5e9]])
    book = load_workbook(path)
    book["Bemanding"]["D2"].number_format = "dd-mm-yyyy"
    book.save(path)
    shutil.copy(path, tmp_path / "c.xlsm")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read_or_told(tmp_path)


def test_a_workbook_with_a_damaged_part_is_one_finding(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", Bemanding=STAFFING)
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"docProps/app.xml") + len("docProps/app.xml")] ^= 0xFF
    path.write_bytes(raw)
    assert only(told(path)).level == "error"
