"""The tables of a proposal to STAR: what it says of itself, and its budget."""

from fsmlib.programme.kinds import ProgrammeKind
from fsmlib.tables.columns import Column, Schema, once

BUDGET = Schema(
    "budget",
    "Budget",
    (
        Column("line", "text", needed=True),
        Column(
            "category",
            "choice",
            needed=True,
            choices=(
                "caseworker_salary",
                "workshop",
                "audit",
                "company_consultant",
                "job_broker_salary",
                "family_social_health_salary",
                "project_management",
                "competence_development",
                "other",
            ),
        ),
        Column("fte", "number", least=0),
        Column("hours", "number", least=0),
        Column("hourly_wage_dkk", "number", least=0),
        Column("amount_dkk", "whole", least=0),
        Column("expected", "yes_no"),
        Column("from_other_grants_dkk", "whole", least=0),
        Column("own_funding_dkk", "whole", least=0),
    ),
    (once(("line",), "Budgetlinjen står der to gange."),),
)

# What only one kind of programme asks; the others are asked by both.
ONLY_ASKED_BY = {
    "cap": frozenset(
        {
            "passive_share_now",
            "passive_share_target",
            "all_staff_included",
            "all_citizens_included",
            "age_limit",
            "own_document",
            "other_projects",
        }
    ),
    "thresholds": frozenset({"covers_whole_target_group", "annexes"}),
}

# Whose example fits only one kind of programme, and the term that has the other's.
TOLD_AS: dict[ProgrammeKind, dict[str, str]] = {
    "cap": {},
    "thresholds": {"submitted_at": "submitted_in_2019", "category": "category_of_job_brokers"},
}

PROPOSAL = Schema(
    "proposal",
    "Ansøgning",
    (
        Column("programme", "choice", needed=True, choices=("hir", "fsm2")),
        Column("municipality_code", "municipalities"),
        Column("submitted_at", "moment"),
        Column("applied_dkk", "whole", least=0),
        Column("passive_share_now", "percent", least=0, most=1),
        Column("passive_share_target", "percent", least=0, most=1),
        Column("all_staff_included", "yes_no"),
        Column("all_citizens_included", "yes_no"),
        Column("age_limit", "whole", least=0),
        Column("strategy_pages", "whole", least=0),
        Column("own_document", "yes_no"),
        Column("other_projects", "yes_no"),
        Column("covers_whole_target_group", "yes_no"),
        Column("annexes", "whole", least=0),
        Column("notes", "text"),
        Column("synthetic", "yes_no"),
    ),
    one_row=True,
)
