"""The memo on a pool or a proposal: what it says, and that it says the same again."""

import re
import time
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fsmlib.app.evaluation.memo import page_bytes, pool_memo, proposal_memo, workbook_bytes
from fsmlib.app.evaluation.served import Served
from fsmlib.pages.evaluation.case import open_case
from fsmlib.pages.evaluation.tables import criteria
from fsmlib.programme.findings import FsmError
from tests.evaluations import case, change, copies


def test_a_remark_with_markup_is_text_in_the_memo(tmp_path: Path) -> None:
    path = copies(tmp_path, "hir", "Greve") / "greve.xlsx"
    book = load_workbook(path)
    sheet = book["Ansøgning"]
    sheet.cell(1, sheet.max_column + 1, "Bemærkninger")
    sheet.cell(2, sheet.max_column, "<img src=x onerror=alert(1)>")
    book.save(path)
    page = page_bytes(proposal_memo(case(tmp_path), "0253")).decode()
    assert "<img src=x" not in page and "&lt;img src=x" in page


def test_a_memo_has_the_decision_the_rules_and_the_numbers(tmp_path: Path) -> None:
    asked = case(copies(tmp_path, "hir", "Greve", "Slagelse"))
    code = next(iter(asked.pool.division.grants))
    memo = proposal_memo(asked, code)
    page = page_bytes(memo).decode()
    assert "Det indstilles, at der gives" in page and "Syntetiske tal" in page
    assert "Regel for regel" in page and "HIR-11" in page and "http" not in page.split("<main")[1]
    (tmp_path / "m.xlsx").write_bytes(workbook_bytes(memo))
    time.sleep(1.1)  # a workbook is stamped in whole seconds
    assert workbook_bytes(memo) == (tmp_path / "m.xlsx").read_bytes()
    assert "Ansøgninger" in load_workbook(tmp_path / "m.xlsx").sheetnames
    with pytest.raises(FsmError, match="ingen ansøgning"):
        proposal_memo(asked, "9999")


@pytest.mark.parametrize(
    ("changes", "pool_dkk", "reason"),
    [
        ("most_projects=1", 0, "der gives højst 1 tilsagn, og andre har mere værdi"),
        ("", 1_000_000, "pengene rækker ikke"),
    ],
)
def test_a_memo_says_what_keeps_a_proposal_out(
    tmp_path: Path, changes: str, pool_dkk: int, reason: str
) -> None:
    folder = copies(tmp_path, "hir", "Greve", "Slagelse", "Helsingør")
    asked = open_case(str(folder), "hir", "", changes, pool_dkk, "", "")
    out = next(
        each.code
        for each in asked.pool.open_candidates
        if each.code not in asked.pool.division.grants
    )
    page = page_bytes(proposal_memo(asked, out)).decode()
    assert f"Det indstilles, at der ikke gives tilsagn; {reason}." in page.replace("\xa0", " ")


def test_a_formula_in_a_remark_is_text_in_the_workbook(tmp_path: Path) -> None:
    path = copies(tmp_path, "hir", "Greve") / "greve.xlsx"
    change(path, "Budget", "Budgetlinje", "@SUM(1)")
    (tmp_path / "m").mkdir()
    (tmp_path / "m" / "m.xlsx").write_bytes(workbook_bytes(proposal_memo(case(tmp_path), "0253")))
    for sheet in load_workbook(tmp_path / "m" / "m.xlsx"):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_changed_values_stand_where_page_and_workbook_say_they_do(tmp_path: Path) -> None:
    copies(tmp_path, "hir", "Greve")
    asked = case(tmp_path, changes="cap=32; mean_duration_months=20,5; inflow_spread=0,3")
    (tmp_path / "m").mkdir()
    for memo in (pool_memo(asked), proposal_memo(asked, "0253")):
        page = page_bytes(memo).decode()
        said = page[page.index("Ændrede værdier.") :]
        place = re.findall(r"Se dem under ([^.]+)\.", said)[0]
        assert place in "".join(re.findall(r"<h2.*?</h2>", page))
        table = page[page.index("<caption>Ændrede værdier") :].split("</table>")[0]
        (tmp_path / "m" / "m.xlsx").write_bytes(workbook_bytes(memo))
        rows = [*load_workbook(tmp_path / "m" / "m.xlsx")[place].iter_rows(values_only=True)]
        for name in ("cap", "mean_duration_months", "inflow_spread"):
            label = asked.page.values[name].label
            assert label in table and any(row[0] == label for row in rows)
        assert any(row[:3] == ("Loft i beregningen", 32, 35) for row in rows)


def test_a_criterion_is_named_without_its_weight(tmp_path: Path) -> None:
    asked = case(copies(tmp_path, "hir", "Greve"))
    told = criteria(asked, asked.pool.by_code["0253"]).frame["label"]
    assert told.iloc[0] == "Holdte regler" and not told.str.startswith("Vægt").any()


def test_a_path_from_here_stands_in_the_command_as_it_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data" / "hir").mkdir(parents=True)
    copies(tmp_path / "data" / "hir", "hir", "Greve")
    monkeypatch.chdir(tmp_path)
    told = case(Path("data/hir")).page.provenance().rows["Lav siden igen med"]
    (given,) = re.findall(r"-p proposals=(\S+)", told)
    assert Path(given) == Path("data/hir") and case(given).pool.assessments


def test_a_folder_that_is_not_there_is_told_with_its_mend() -> None:
    with pytest.raises(FsmError, match="Skriv stien til mappen"):
        case("hir-er-ikke-her")


def test_a_memo_repeats_itself_with_its_folders_and_knows_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "ansoegninger"
    folder.mkdir()
    copies(folder, "fsm2", "Greve", "Slagelse", "Ballerup")
    first = Served(str(folder), "fsm2", str(folder)).default
    rows = first.page.provenance().rows
    assert '-p "proposals=<sti>/ansoegninger"' in rows["Lav siden igen med"]
    assert '-p "granted=<sti>/ansoegninger"' in rows["Lav siden igen med"]
    assert "FSM2-8.5" in set(first.question.verdicts["rule"])
    change(folder / "greve.xlsx", "Ansøgning", "Bilag", 3)  # neither first nor last
    again = Served(str(folder), "fsm2").default.page.provenance().rows
    assert again["Inddata og fingeraftryk"] != rows["Inddata og fingeraftryk"].partition(", til")[0]
