"""What follows from a proposal that does not say it outright."""

from fsmlib.models.fsm2_proposal import Fsm2Proposal
from fsmlib.programme.parameters import load
from tests.golden import table


def test_a_plan_that_does_not_say_how_has_not_said_how_many() -> None:
    """Room with the job brokers is no plan, and nobody visited yet must be told as well."""
    told = {"municipality_code": "0410", "target_group": 35}
    for plan, visited in (
        (told | {"already_visited": 0}, None),
        (told | {"capacity_per_month": 2}, None),
        (told | {"already_visited": 3, "capacity_per_month": 1}, 27),
        (told | {"already_visited": 3, "capacity_per_month": 2}, 35),
    ):
        tables = {
            "plan": table("plan", [plan]),
            "waves": table("waves", []),
            "job_brokers": table("job_brokers", [{"fte": 2, "citizens_per_fte": 35}]),
        }
        proposal = Fsm2Proposal(tables, load("fsm2", "2019-11-01"), table("budget", []))
        assert proposal.visited == visited
