"""The user's own file comes back with each cell marked."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from fsmlib.programme.findings import FsmError
from fsmlib.tables.marked import write_marked
from fsmlib.tables.reading import read
from tests.tables.helpers import STAFFING, workbook, write


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
