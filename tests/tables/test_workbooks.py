"""A workbook is read as Excel shows it, or what is hidden, damaged or hostile in it is told."""

import shutil
import warnings
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font

from fsmlib.programme.findings import InputError
from fsmlib.tables.reading import read, read_or_told
from tests.tables.helpers import STAFFING, only, told, workbook


def rewritten(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """A workbook with other bytes in one of its parts."""
    whole = path.rename(path.with_suffix(".old"))
    with ZipFile(whole) as parts, ZipFile(path, "w", ZIP_DEFLATED) as copy:
        for name in parts.namelist():
            content = parts.read(name)
            copy.writestr(name, content.replace(old, new) if part in name else content)
    whole.unlink()
    return path


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
    if what == "formats":
        many = (f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 1_000_000))
        rows = "".join(many).encode()
    if what == "dimension":
        rewritten(path, "sheet1", b'ref="A1:C2"', b'ref="A1:XFD1048576"')
    rewritten(path, "sheet1", end, rows + end)


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("far", None),
        ("dimension", None),
        ("formats", None),
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
    found = told(path)
    assert said in only(found).problem if said else not found


def test_a_workbook_that_lacks_a_sheet_is_damaged(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Sagsbehandler", "Timer pr. uge"], ["A", 37]]
    path = workbook(tmp_path / "a.xlsx", Sagsbehandlere=rows, Noter=[["x"]])
    with ZipFile(path) as whole, ZipFile(tmp_path / "b.xlsx", "w") as part:
        for name in whole.namelist():
            if not name.endswith("sheet1.xml"):
                part.writestr(name, whole.read(name))
    with pytest.raises(InputError, match="et ark mangler"):
        read(tmp_path / "b.xlsx")


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
