"""A plan (FSM2) and a grant's months (FSM2) under named scenarios side by side."""

import pandas as pd

from fsmlib.analyses.monitoring import Monitoring
from fsmlib.analyses.scenarios import Scenarios, asked_under
from fsmlib.analyses.visitation import Visitation


def plans_side_by_side(question: Visitation, scenarios: Scenarios) -> pd.DataFrame:
    """What is expected in each scenario by name, the plan as it is first, with its changes.

    `chance_` with each threshold (of some month) and `level` from 0 to 1; `paid_dkk` in whole
    kroner, per cent of the grant where it is not told.
    """
    rows = {}
    for name, asked in asked_under(question, scenarios).items():
        some = asked.chances[asked.chances["of"] == "some_month"]
        rows[name] = {
            "changes": asked.values.changes_as_text,
            **{f"chance_{t}": c for t, c in zip(some["threshold"], some["chance"], strict=True)},
            "level": asked.level.mean,
            "paid_dkk": scenario_payout_dkk(asked),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def months_side_by_side(question: Monitoring, scenarios: Scenarios) -> pd.DataFrame:
    """What each scenario measures, by name, the months as they are first, with its changes.

    `best_month` with its counts, `reached_` with each threshold (in months), `level` from 0 to 1,
    `paid_percent`, and `paid_dkk` in whole kroner.  FsmError where no month can be measured.
    """
    rows = {}
    for name, asked in asked_under(question, scenarios).items():
        asked.stop_without_months()
        rows[name] = {
            "changes": asked.values.changes_as_text,
            "best_month": asked.best_month["month"],
            **{f"reached_{each}": len(asked.reached(each)) for each in asked.thresholds},
            "level": asked.level,
            "paid_percent": asked.payout.paid_percent,
            "paid_dkk": paid_dkk(asked),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def scenario_payout_dkk(question: Visitation) -> int:
    """What a plan is expected to be paid, to the nearest krone."""
    return round(question.payout.mean)


def paid_dkk(question: Monitoring) -> int:
    """What the best month pays."""
    return question.payout.total_dkk
