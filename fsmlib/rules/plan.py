"""What a plan promises (FSM2): a job broker for everyone, where to begin, the whole group met."""

import pandas as pd

from fsmlib.programme.findings import Finding, at_rows
from fsmlib.programme.sources import rule


@rule("FSM2-1.8")
def start_shares(plan: pd.DataFrame) -> list[float]:
    """Shares of those visited to group 1 who begin at step 1, 2 and 3.

    A citizen whose course meets the model already does not repeat the steps behind.  A plan that
    says nothing begins everyone at step 1.
    """
    row = plan[["step_1_share", "step_2_share", "step_3_share"]].iloc[0]
    if row.isna().all():
        return [1.0, 0.0, 0.0]
    return [float(share) for share in row.fillna(0)]


@rule("FSM2-1.1")
def broker_findings(plan: pd.DataFrame, job_brokers: pd.DataFrame) -> list[Finding]:
    """A plan without a job broker cannot give anyone the effort."""
    if (job_brokers["fte"] * job_brokers["citizens_per_fte"] >= 1).any():
        return []
    return at_rows(
        plan.index,
        Finding(
            "error",
            "Planen har ingen jobformidlere, så ingen kan få indsatsen.",
            "Udfyld arket Jobformidlere med rolle, årsværk og borgere pr. årsværk.",
            rule="FSM2-1.1",
        ),
    )


@rule("FSM2-2.2", "FSM2-7.1")
def wave_findings(waves: pd.DataFrame, months: pd.PeriodIndex) -> list[Finding]:
    """Waves of citizens outside the months of the project; within it any date is fine."""
    outside = ~waves["month"].dt.to_period("M").isin(months)
    return at_rows(
        waves.index[outside],
        Finding(
            "error",
            f"Holdet ligger uden for projektets måneder ({months[0]} til {months[-1]}).",
            "Ret måneden, eller ret projektets datoer i arket Plan.",
            rule="FSM2-2.2",
            column="Måned",
        ),
    )


@rule("FSM2-1.3", "FSM2-2.2")
def coverage_findings(plan: pd.DataFrame, visited_at_end: float) -> list[Finding]:
    """Whether the whole target group has the effort before the project ends.

    `visited_at_end` are citizens of today's target group, those already visited included.  Waves
    are fine and there is no date to meet before the end, but nobody may be left out.
    """
    target = plan["target_group"].iloc[0]
    if visited_at_end >= target:
        return []
    return at_rows(
        plan.index,
        Finding(
            "warning",
            f"Planen når {visited_at_end:.0f} af målgruppens {target} borgere, før projektet "
            "slutter.",
            "Udvid hold eller bemanding, så hele målgruppen får indsatsen.",
            rule="FSM2-1.3",
            column="Målgruppe",
        ),
    )
