"""The evaluators' decisions: a file beside the proposals, whole, readable and never lost."""

import csv
import shutil
from datetime import datetime
from multiprocessing.pool import ThreadPool
from pathlib import Path

import pytest

from fsmlib.analyses.decisions import (
    DECISION_COLUMNS,
    FILE,
    INCLUDED,
    UNDONE,
    WITHDRAWN,
    Decision,
    decide,
    read_decisions,
)
from fsmlib.analyses.evaluation import Evaluation
from fsmlib.programme.findings import FsmError

NOON = datetime(2026, 11, 28, 12, 0)


def decision(code: str, kind: str, reason: str = "Ringede og sagde nej.") -> Decision:
    return Decision(code, kind, reason, "Anne Vurdering", NOON)


def test_a_decision_reads_back_as_it_was_made_and_is_undone_by_a_later_one(tmp_path: Path) -> None:
    made = [
        decision("0410", WITHDRAWN),
        decision("0561+0563", INCLUDED, 'Æble; "citat", og komma'),
        decision("0410", UNDONE, "Ombestemte sig."),
    ]
    for each in made:
        decide(tmp_path, each)
    read = read_decisions(tmp_path)
    assert list(read.made) == made and not read.findings
    assert read.codes(INCLUDED) == {"0561+0563"} and not read.codes(WITHDRAWN)


def test_no_cell_is_a_formula_in_excel_and_the_text_comes_back(tmp_path: Path) -> None:
    decide(tmp_path, decision("0410", WITHDRAWN, "=HYPERLINK(1)"))
    text = (tmp_path / FILE).read_text("utf-8-sig")
    (_, row) = csv.reader(text.splitlines(), delimiter=";")
    assert row[4] == "'=HYPERLINK(1)"
    assert read_decisions(tmp_path).made[0].reason == "=HYPERLINK(1)"


@pytest.mark.parametrize("reason", ["", "  ", "Borgeren 010190-1234 klagede", "skriv til a@b.dk"])
def test_a_decision_without_a_reason_or_with_a_citizen_is_not_kept(
    tmp_path: Path, reason: str
) -> None:
    with pytest.raises(FsmError, match="Begrundelse"):
        decide(tmp_path, decision("0410", WITHDRAWN, reason))
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("i går;0410;Middelfart;tages med;fordi;Anne", "Tidspunktet »i går«"),
        ("2026-11-28 12:00;9999;Atlantis;tages med;fordi;Anne", "ikke en dansk kommune"),
        ("2026-11-28 12:00;0410;Middelfart;måske;fordi;Anne", "Beslutningen »måske«"),
        ("2026-11-28 12:00;0410;Middelfart;tages med;;Anne", "»begrundelse« er tom"),
        ("2026-11-28 12:00;0410", "2 celler"),
        ('2026-11-28 12:00;0410;Middelfart;tages med;"fordi', "kan ikke læses"),
    ],
)
def test_a_spoilt_file_is_a_finding_decides_nothing_and_is_never_written_over(
    tmp_path: Path, row: str, told: str
) -> None:
    text = f"{';'.join(DECISION_COLUMNS)}\n{row}\n"
    (tmp_path / FILE).write_text(text, "utf-8")
    read = read_decisions(tmp_path)
    assert not read.made and told in read.findings[0].problem
    with pytest.raises(FsmError, match=FILE):
        decide(tmp_path, decision("0410", WITHDRAWN))
    assert (tmp_path / FILE).read_text("utf-8") == text


def test_what_excel_has_saved_again_is_still_read(tmp_path: Path) -> None:
    """Excel drops the zero of a code and writes in its own encoding."""
    row = "2026-11-28 12:00:00;410;Middelfart;har trukket sig;Øv;Åse"
    (tmp_path / FILE).write_bytes(f"{';'.join(DECISION_COLUMNS)}\r\n{row}\r\n".encode("cp1252"))
    assert read_decisions(tmp_path).made == (Decision("0410", WITHDRAWN, "Øv", "Åse", NOON),)


def test_decisions_made_at_once_are_all_kept(tmp_path: Path) -> None:
    codes = ["0101", "0147", "0151", "0153", "0155", "0157", "0159", "0161"]
    with ThreadPool(8) as pool:
        pool.map(lambda code: decide(tmp_path, decision(code, WITHDRAWN)), codes)
    assert read_decisions(tmp_path).codes(WITHDRAWN) == {*codes}


def test_an_evaluation_follows_the_decisions_of_its_folder(
    few_proposals: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(few_proposals, tmp_path / "proposals")
    before = Evaluation.read(folder)
    gone = next(iter(before.grants))
    decide(folder, decision(gone, WITHDRAWN))
    after = Evaluation.read(folder)
    assert gone in after.withdrawn and gone not in after.grants
    assert after.folder.digest == before.folder.digest and after.judged.unread.keys() == (
        before.judged.unread.keys()
    )
    (folder / FILE).write_text("vrøvl")
    spoilt = Evaluation.read(folder)
    assert FILE in spoilt.judged.unread and gone in spoilt.grants
    assert FILE in spoilt.with_changes(cap=31).judged.unread
