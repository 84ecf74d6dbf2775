"""Which folder STAR's door is open on, and how far its reading has come."""

import time
from pathlib import Path

import pytest

from fsmlib.app.evaluation.opening import Opening
from fsmlib.programme.findings import FsmError
from tests.app.serving import Visitor, served


def test_nothing_is_read_before_a_folder_is_chosen_and_then_it_is_told_how_far(
    few_proposals: Path,
) -> None:
    opening = Opening()
    assert not opening.is_chosen and opening.judged == ()
    opening.turn_to(f'"{few_proposals}" ', "hir")
    assert opening.is_chosen and opening.proposals == str(few_proposals)
    served = opening.begin().result()
    assert len(served.default.pool.assessments) == 6 and opening.judged == (6, 6)


def test_a_folder_that_is_not_there_leaves_the_one_that_is_open(few_proposals: Path) -> None:
    opening = Opening(str(few_proposals), "hir")
    for folder, programme in (
        (str(few_proposals / "ingen"), "hir"),
        (str(few_proposals), "ukendt"),
    ):
        with pytest.raises(FsmError):
            opening.turn_to(folder, programme)
    assert opening.proposals == str(few_proposals)


def test_a_colleague_s_link_keeps_its_settings_while_the_folder_is_opened(
    few_proposals: Path, tmp_path: Path
) -> None:
    link = "weight_rules=31&mappe=en-anden"
    with served(tmp_path) as url:
        visitor = Visitor(url)
        asked = visitor.get(f"/star?{link}").text
        assert f'action="/star/mappe?{link.replace("&", "&amp;")}"' in asked
        visitor.post(f"/star/mappe?{link}", mappe=str(few_proposals), pulje="hir")
        while "Siden kommer af sig selv" in (shown := visitor.get(f"/star?{link}").text):
            time.sleep(0.2)
    assert 'name="weight_rules" value="31"' in shown
    assert "Linket er lavet på en anden mappe" in shown
