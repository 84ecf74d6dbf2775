"""What follows from a proposal that does not say it outright."""

import pytest

from fsmlib.models.fsm2_proposal import Fsm2Proposal
from fsmlib.programme.parameters import load
from tests.golden import table


@pytest.mark.parametrize(("caseload", "visited"), [(35, None), (36, 35)])
def test_job_brokers_have_room_for_everybody_only_in_whole_places(
    caseload: int, visited: int | None
) -> None:
    """Two half-time job brokers with 35 citizens on full time hold 17 each, not 17.5."""
    half = {"fte": 0.5, "citizens_per_fte": caseload}
    tables = {
        "plan": table("plan", [{"municipality_code": "0410", "target_group": 35}]),
        "waves": table("waves", []),
        "job_brokers": table("job_brokers", [half, half]),
    }
    proposal = Fsm2Proposal(tables, load("fsm2", "2019-11-01"), table("budget", []))
    assert proposal.visited == visited
