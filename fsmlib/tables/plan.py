"""The tables of a plan (FSM2): who is visited when, by how many job brokers, for which grant."""

import pandas as pd

from fsmlib.tables.columns import Column, RowCheck, Schema, once

STEP_SHARES = ("step_1_share", "step_2_share", "step_3_share")
SHARE_ROUNDING = 0.001


def _add_up(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Shares that are all empty, or add up to the whole group."""
    told = frame[list(STEP_SHARES)]
    return told.isna().all(axis=1) | ((told.fillna(0).sum(axis=1) - 1).abs() < SHARE_ROUNDING)


PLAN = Schema(
    "plan",
    "Plan",
    (
        Column("municipality_code", "municipalities", needed=True),
        Column("target_group", "whole", needed=True, least=1, most=200_000),
        Column("already_visited", "whole", least=0, most=200_000),
        Column("capacity_per_month", "whole", least=0, most=200_000),
        *(Column(step, "percent", least=0, most=1) for step in STEP_SHARES),
        Column("grant_dkk", "whole", least=0),
        Column("project_start", "date"),
        Column("project_end", "date"),
        Column("synthetic", "yes_no"),
        Column("data_origin", "text"),
    ),
    (
        RowCheck(
            lambda frame: ~(frame["already_visited"] > frame["target_group"]).fillna(False),
            ("already_visited", "target_group"),
            "Der er flere visiterede end borgere i målgruppen.",
            "Ret det ene af tallene.",
        ),
        RowCheck(
            _add_up,
            STEP_SHARES,
            "Andelene på trin 1, 2 og 3 giver ikke 100 pct. tilsammen.",
            "Ret andelene, eller lad alle tre stå tomme.",
        ),
        RowCheck(
            lambda frame: ~(frame["project_end"] <= frame["project_start"]),
            ("project_end", "project_start"),
            "Projektet slutter, før det begynder.",
            "Ret den ene af datoerne.",
        ),
    ),
    one_row=True,
)

JOB_BROKERS = Schema(
    "job_brokers",
    "Jobformidlere",
    (
        Column("role", "text", needed=True),
        Column("fte", "number", needed=True, least=0, most=1_000),
        Column("citizens_per_fte", "whole", needed=True, least=0, most=1_000),
        Column("start", "date", told_as="start_of_role"),
        Column("has_authority", "yes_no"),
    ),
    (once(("role",), "Rollen står der to gange."),),
)

WAVES = Schema(
    "waves",
    "Hold",
    (
        Column("month", "month", needed=True),
        Column("citizens_visited", "whole", needed=True, least=0, most=200_000),
    ),
    (once(("month",), "Måneden står der to gange."),),
)

PLAN_TABLES = (PLAN, JOB_BROKERS, WAVES)
