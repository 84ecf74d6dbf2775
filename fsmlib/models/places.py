"""Where the room for cases comes from (HIR), person by person."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from fsmlib.models.inflow import risk_in_any_month
from fsmlib.models.staffing import StaffingPlan
from fsmlib.rules.caseload import capacity, spread_cases
from fsmlib.rules.staffing import contracts_of

TENTH_POST = 0.1
SMALLEST_STEP = 0.05  # cases, below which a step is not worth a bar


def places_of(plan: StaffingPlan) -> pd.DataFrame:
    """From headcount to usable places at the cap, and from there to today's cases.

    Columns label, cases and is_total: a total stands by itself, a step is added to the one before.
    """
    facts, values, room = plan.facts, plan.values, plan.room(())
    cap, full_time, people = values.cap, values.full_time_weekly_hours, len(facts.hours)
    part_time = -cap * sum(full_time - hours for hours in facts.weekly_hours) / full_time
    reduced = -cap * (sum(facts.weekly_hours) - sum(facts.hours)) / full_time
    whole = float(capacity(facts.hours, values, cap).sum())
    steps = [
        (f"{people} ansatte\na {cap} sager", float(people * cap), True),
        ("Deltid", part_time, False),
        ("Mødeleder", reduced, False),
        ("Hele sager\npr. person", whole - (people * cap + part_time + reduced), False),
        ("Øvrige sager\nover loftet", room - whole, False),
        ("Plads i dag", room, True),
        ("Mangler" if room < facts.cases else "Ledigt", facts.cases - room, False),
        ("Sager i dag", float(facts.cases), True),
    ]
    frame = pd.DataFrame(steps, columns=["label", "cases", "is_total"])
    return frame[frame["is_total"] | (frame["cases"].abs() >= SMALLEST_STEP)]


def caseloads_of(plan: StaffingPlan, contracts: Sequence[float]) -> pd.DataFrame:
    """Each caseworker's hours, places and cases when today's cases are shared out evenly.

    `spare` is how many cases fewer than the hard cap they hold; below 0 the cap is broken.
    """
    facts, values = plan.facts, plan.values
    hours = [*facts.hours, *contracts]
    held = [*facts.held, *([0] * len(contracts))]
    new = [f"Ny sagsbehandler {n}" for n in range(1, len(contracts) + 1)]
    frame = pd.DataFrame(
        {
            "caseworker": [*facts.names, *new],
            "weekly_hours": [*facts.weekly_hours, *contracts],
            "usable_hours": hours,
            "cap_low": capacity(hours, values, values.cap_low_cases),
            "cap_high": capacity(hours, values, values.cap_high_cases),
            "cases": spread_cases(facts.open_cases, hours, held) if any(hours) else held,
        }
    )
    is_new = [False] * len(facts.hours) + [True] * len(contracts)
    return frame.assign(spare=frame["cap_high"] - frame["cases"], is_new=is_new)


def alike(caseloads: pd.DataFrame) -> pd.DataFrame:
    """Caseworkers with the same hours, places and cases as one row, with how many `people`.

    Without their names, in the order of the first of them.
    """
    same = [str(name) for name in caseloads.columns if name != "caseworker"]
    return caseloads.groupby(same, sort=False, as_index=False).agg(people=("caseworker", "size"))


def risk_curve(plan: StaffingPlan) -> pd.DataFrame:
    """Chance that the cap breaks in some month, by full-time equivalents added."""
    most = max(option.fte for option in plan.options) + 1
    added = np.arange(0, most + TENTH_POST, TENTH_POST)
    full_time = plan.values.full_time_weekly_hours
    rooms = [plan.room(tuple(contracts_of(fte, full_time))) for fte in added]
    risks = [risk_in_any_month(plan.most_cases, room) for room in rooms]
    return pd.DataFrame({"added_fte": added, "room": rooms, "risk": risks})
