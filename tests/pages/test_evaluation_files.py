"""What lies in a folder of proposals: hostile, twice, shared by two, or no proposal at all."""

import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from fsmlib.app.evaluation.memo import page_bytes, pool_memo
from fsmlib.pages.evaluation.case import open_case
from fsmlib.pages.evaluation.tables import unread
from fsmlib.programme.findings import FsmError
from tests.evaluations import case, change, copies


def test_hostile_workbooks_are_said_and_do_not_stop_the_others(tmp_path: Path) -> None:
    copies(tmp_path, "hir", "Ballerup", "Gladsaxe", "Herlev", "Greve", "Slagelse")
    change(tmp_path / "ballerup.xlsx", "Bemanding", "Kommune", "<script>alert(1)</script>")
    change(tmp_path / "gladsaxe.xlsx", "Bemanding", "Åbne sager", "=1+1")
    book = load_workbook(tmp_path / "herlev.xlsx")
    del book["Bemanding"]
    book.save(tmp_path / "herlev.xlsx")
    shutil.copy(tmp_path / "slagelse.xlsx", tmp_path / "slagelse-igen.xlsx")
    (tmp_path / "tekst.xlsx").write_text("ikke en projektmappe")
    judged = case(tmp_path)
    assert [each.name for each in judged.pool.assessments] == ["Greve", "Slagelse"]
    html = unread(judged).html()
    assert "<script>alert" not in html and "&lt;script&gt;alert" in html
    assert "Cellen indeholder en formel." in html
    assert "Arket Bemanding mangler eller er tomt." in html
    assert "Kommunen har to ansøgninger." in html and "kan ikke åbnes" in html
    page = page_bytes(pool_memo(judged)).decode()
    assert "<script>alert" not in page


def test_ten_thousand_rows_are_read_and_told_in_five(tmp_path: Path) -> None:
    copies(tmp_path, "hir", "Ballerup", "Greve")
    book = load_workbook(tmp_path / "ballerup.xlsx")
    for n in range(10_000):
        book["Bemanding"].append([f"Ballerup {n}"])
    book.save(tmp_path / "ballerup.xlsx")
    judged = case(tmp_path)
    assert [each.name for each in judged.pool.assessments] == ["Greve"]
    assert len(unread(judged).frame) == 6 and "fejl mere" in unread(judged).html()


def test_a_folder_without_workbooks_says_so(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "~$laas.xlsx")
    with pytest.raises(FsmError, match="ingen projektmapper"):
        case(tmp_path)


def test_two_municipalities_may_hold_one_grant(tmp_path: Path) -> None:
    path = copies(tmp_path, "fsm2", "Fanø") / "fanø.xlsx"
    for sheet in ("Ansøgning", "Plan"):
        change(path, sheet, "Kommune", "Esbjerg og Fanø")
    (each,) = case(tmp_path, "fsm2").pool.assessments
    assert (each.code, each.name, each.region) == ("0561+0563", "Esbjerg og Fanø", "Syddanmark")
    gone = open_case(str(tmp_path), "fsm2", "", "", 0, "Fanø", "")
    assert list(gone.question.proposals["municipality"]) == ["Esbjerg og Fanø"]
    assert not gone.pool.open_candidates
    shutil.copy(path, tmp_path / "esbjerg.xlsx")
    for sheet in ("Ansøgning", "Plan"):
        change(tmp_path / "esbjerg.xlsx", sheet, "Kommune", "Esbjerg")
    assert "Kommunen har to ansøgninger." in unread(case(tmp_path, "fsm2")).html()


def test_whatever_lies_among_the_proposals_is_named(tmp_path: Path) -> None:
    copies(tmp_path, "hir", "Ballerup")
    for name in ("greve.docx", "herlev.xls", "læsø.csv"):
        (tmp_path / name).write_text("x")
    (tmp_path / "samsø.xlsx").mkdir()
    judged = case(tmp_path)
    assert [each.name for each in judged.pool.assessments] == ["Ballerup"]
    assert set(judged.question.judged.unread) == {p.name for p in tmp_path.iterdir()} - {
        "ballerup.xlsx"
    }
