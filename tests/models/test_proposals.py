"""What follows from a proposal that does not say it outright."""

from fsmlib.models.fsm2_proposal import Fsm2Proposal
from fsmlib.models.hir_proposal import HirProposal, assess_hir
from fsmlib.programme.parameters import load
from fsmlib.shipped import shipped
from fsmlib.tables.reading import read
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


def test_no_grant_is_recomputed_to_more_than_the_pool_s_largest() -> None:
    """The staffing page says that the pool pays at most that, and STAR computes the same."""
    tables, values = (
        read(shipped("data", "proposals", "hir", "0461_odense.xlsx")),
        load("hir", "2018-03-01"),
    )
    assert HirProposal(tables, values).borne_dkk > values.grant_high_dkk
    assert assess_hir("odense.xlsx", tables, values).recomputed_dkk == values.grant_high_dkk
    unlimited = values.with_changes(grant_high_dkk=3_000_000)
    borne = HirProposal(tables, unlimited).borne_dkk
    assert assess_hir("odense.xlsx", tables, unlimited).recomputed_dkk == borne
