"""Which folder STAR's door is open on, and how far its reading has come."""

from pathlib import Path

import pytest

from fsmlib.app.evaluation.opening import Opening
from fsmlib.programme.findings import FsmError


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
