"""Files that mean harm, or are none of ours, through the municipality's door."""

import io
import zipfile
from pathlib import Path

import pytest

from fsmlib.app.municipality import files
from tests.app.sent import staffing
from tests.app.serving import Visitor
from tests.tables.helpers import workbook


@pytest.mark.parametrize(
    "name",
    [
        "../../ud.xlsx",
        "..\\\\..\\\\ud.xlsx",
        "C:\\\\Windows\\\\ud.xlsx",
        "/etc/ud.xlsx",
    ],
)
def test_a_path_in_a_name_leads_nowhere(visitor: Visitor, folder: Path, name: str) -> None:
    found = visitor.upload("bemanding", (name, staffing()))
    assert found.code == 200
    (kept,) = folder.rglob("ud.xlsx")
    assert kept.parent.name == "filer"
    visitor.post("/kommune/slut")


def test_a_name_with_a_nul_is_refused_in_danish(visitor: Visitor, folder: Path) -> None:
    answer = visitor.upload("bemanding", ("nul\0.xlsx", staffing()))
    assert answer.code == 400 and "Det kunne ikke læses" in answer.text
    assert not list(folder.rglob("nul*"))


def test_too_much_is_a_danish_413(visitor: Visitor, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    answer = visitor.upload("krav", ("stor.csv", b"x" * (files.MOST_BYTES + 1)))
    assert answer.code == 413 and "Filerne fylder for meget" in answer.text
    many = [(f"{n}.csv", b"id\n1\n") for n in range(files.MOST_FILES + 1)]
    answer = visitor.upload("krav", *many)
    assert answer.code == 413 and f"højst {files.MOST_FILES} filer" in answer.text
    assert not [path for path in set(folder.rglob("*")) - set(before) if path.is_file()]


def test_a_zip_bomb_is_told_and_not_unpacked(visitor: Visitor) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"0" * (60 << 20))
    found = visitor.upload("bemanding", ("bombe.xlsx", bomb.getvalue()))
    assert "pakket ud og læses ikke" in found.text


def test_a_macro_is_neither_run_nor_given_back(visitor: Visitor) -> None:
    plain, with_macro = staffing(**{"Åbne sager": "mange"}), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as parts, zipfile.ZipFile(with_macro, "w") as out:
        for name in parts.namelist():
            out.writestr(name, parts.read(name))
        out.writestr("xl/vbaProject.bin", b"makroens indhold")
    found = visitor.upload("bemanding", ("tal.xlsm", with_macro.getvalue()))
    assert "Åbne sager" in found.text
    marked = visitor.get("/kommune/bemanding/maerket/0")
    assert "m%C3%A6rket_tal.xlsx" in marked.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(marked.body)) as parts:
        assert not [name for name in parts.namelist() if "vba" in name.casefold()]


def test_a_script_in_names_and_cells_is_text(visitor: Visitor, tmp_path: Path) -> None:
    script = "<script>alert(1)</script>"
    sheet = {"<img src=x onerror=1>": [["Kommune", script], [script, script]]}
    book = workbook(tmp_path / "bog.xlsx", **sheet).read_bytes()
    found = visitor.upload("bemanding", (f"{script}.xlsx", book), (f"a{script}.csv", b"x;y\n1;2"))
    for page in (
        found,
        visitor.get("/kommune/bemanding"),
        visitor.get("/kommune/bemanding/kontrol?raekker=1"),
    ):
        assert "<script" not in page.text and "<img" not in page.text


def test_a_file_of_no_kind_we_read_is_told(visitor: Visitor) -> None:
    found = visitor.upload("bemanding", ("program.exe", b"MZ"))
    assert ".exe-filer kan ikke læses her" in found.text
    nothing = visitor.upload("krav", ("noter.csv", b"a;b\n1;2\n")).text
    assert "Begynd med skabelonen (fsm template; i appen under Filer)." in nothing
    assert visitor.upload("bemanding").url.endswith("/kommune/bemanding/kontrol")
    removed = visitor.post("/kommune/bemanding/fjern", fil="../program.exe")
    assert "program.exe" in removed.text
    assert "program.exe" not in visitor.post("/kommune/bemanding/fjern", fil="program.exe").text
