"""The work of one visitor: nothing of it stays in the process that did it."""

from pathlib import Path

from fsmlib.app.municipality.ways import WAYS
from fsmlib.app.municipality.work import PageOrder, check_files, make_page

SPOILT = "Kommune;Borger;Visiteret\nMiddelfart;Middelfart Kommune;01-11-2019\n"


def test_a_word_in_the_wrong_column_stops_no_page_that_is_made_later(tmp_path: Path) -> None:
    sent = tmp_path / "filer"
    sent.mkdir()
    (sent / "borgere.csv").write_text(SPOILT, "utf-8")
    (tmp_path / "maerket").mkdir()
    found = check_files(WAYS["krav"], sent, tmp_path / "maerket")
    assert any("pseudonymer" in finding.problem for finding in found.findings)
    made = make_page(PageOrder(WAYS["krav"].notebook), tmp_path / "side")
    assert not made.told and made.files
