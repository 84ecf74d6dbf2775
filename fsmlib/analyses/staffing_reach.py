"""The staffing question (HIR) turned round: what given people or kroner can reach, and for whom."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from math import ceil, floor

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from scipy.special import bdtr

from fsmlib.analyses.staffing_frames import StaffingFrames
from fsmlib.figures.frontier import frontier as drawn
from fsmlib.models.frontier import each_at_low, groups_at_low, most_at_low
from fsmlib.models.group_facts import places_filled
from fsmlib.models.inflow import FEWEST_PATHS, simulate_stock
from fsmlib.models.staffing import StaffingPlan
from fsmlib.models.stock import expected_cases, remaining_share
from fsmlib.programme.findings import FsmError
from fsmlib.rules.caseload import beginners_lack
from fsmlib.rules.groups import weight_of
from fsmlib.rules.staffing import contracts_of

MOST_ROWS = 24
MOST_CAP = 500  # a looser one is none
SLACK = 1e-9  # so that what a step costs buys it, and a whole number is itself


def given_fte(question: StaffingFrames, fte: float = 0, dkk: int = 0) -> float:
    """The new full-time equivalents asked about: told, or what the kroner pay in whole contracts.

    When neither is told, those applied for, else those the question itself comes to.  FsmError when
    both are told, or when one is negative.
    """
    if fte < 0 or dkk < 0 or (fte and dkk):
        raise FsmError("Giv enten årsværk eller kroner, og ikke under 0.")
    plan = question.plan
    if dkk:
        step = _step(plan)
        return floor(dkk / plan.option("", "", _contracts(plan, step)).salary_dkk + SLACK) * step
    return fte or plan.facts.applied_fte or plan.chosen.fte


def reach(question: StaffingFrames, fte: Sequence[float]) -> pd.DataFrame:
    """What so many new full-time equivalents reach, one row each.

    `cap` is the tightest that all cases can have at the accepted risk, missing when there is none;
    `at_low` how many can have the low cap, of their group where there are several, while the rest
    keep the cap in use, missing where that cannot be reached; `breaks_in` the month by which the
    risk of breaking it passes the accepted one, missing when none is.
    """
    plan = question.plan
    frame = pd.DataFrame([_row(plan, each) for each in fte])
    return frame.astype({"cap": "Int64", "at_low": "Int64", "breaks_in": "period[M]"})


def frontier(question: StaffingFrames) -> pd.DataFrame:
    """`reach` from nobody hired to the low cap for all, in steps of a contract or several."""
    plan = question.plan
    all_low = fte_for_cap(plan, plan.values.cap_low_cases)
    most = max(all_low, plan.chosen.fte, plan.facts.applied_fte or 0)
    steps = ceil(most / _step(plan)) + 1
    every = ceil(steps / MOST_ROWS)
    wanted = {n * _step(plan) for n in range(0, steps + every, every)}
    return reach(question, sorted(wanted | {fte_for_cap(plan, plan.values.cap), all_low}))


def fte_for_cap(plan: StaffingPlan, cap: int) -> float:
    """New full-time equivalents, in whole contracts, that keep all cases at a cap."""
    return plan.fte_of(plan.hire(_places_at(plan, cap, plan.needed_room), cap))


def reach_by_group(question: StaffingFrames, fte: float) -> pd.DataFrame:
    """What so many new full-time equivalents reach for one group at a time, a row for each.

    Columns label, cap_low, cap_high, `cases` as many as there will be, `at_low` those that can have
    the group's low cap when the places to spare go to it alone, missing when there are none, and
    `fte_for_low`, what it takes for all of them.
    """
    plan, values = question.plan, question.plan.values
    cases, extra = _groups(plan)
    free = plan.room(_contracts(plan, fte)) - plan.needed_room
    at_low = each_at_low(free, cases, extra) if free >= 0 else [None] * len(cases)
    needed = [
        plan.needed_room + ceil(n * each - SLACK) for n, each in zip(cases, extra, strict=True)
    ]
    groups = [each.group for each in plan.facts.groups if each.group]
    frame = pd.DataFrame(
        {
            "label": [group.label for group in groups],
            "cap_low": [group.cap_low_cases for group in groups],
            "cap_high": [group.cap_high_cases for group in groups],
            "cases": cases,
            "at_low": pd.array(at_low, dtype="Int64"),
            "fte_for_low": [plan.fte_of(plan.hire(n, values.cap)) for n in needed],
        }
    )
    return frame[frame["cases"] > 0].reset_index(drop=True)


def run_off(question: StaffingFrames) -> pd.DataFrame:
    """When a stock without inflow fits each cap, by way to staff.

    Columns label, fte, and for each cap, `cap_35`, the first month at whose end the cases fit at
    the accepted risk; missing when none does within the project.
    """
    plan, values = question.plan, question.plan.values
    most = _most_left(plan)
    rows = []
    for option in plan.options:
        fits = {}
        for cap in (values.cap, values.cap_low_cases):
            room = plan.room(option.contracts, cap)
            months = [plan.months[0], *plan.months]
            when = [_places_at(plan, cap, cases) <= room for cases in [plan.facts.cases, *most]]
            fits[f"cap_{cap}"] = next((m for m, ok in zip(months, when, strict=True) if ok), pd.NaT)
        rows.append({"label": option.label, "fte": option.fte, **fits})
    return pd.DataFrame(rows).drop_duplicates("fte", ignore_index=True)


def _most_left(plan: StaffingPlan) -> list[int]:
    """Cases left of today's at each month end, that are more with the accepted risk."""
    facts, values, held = plan.facts, plan.values, sum(plan.facts.held)
    if facts.has_groups:
        ending = tuple(replace(stock, inflow=(0.0,) * stock.months) for stock in plan.stocks)
        left = simulate_stock(ending, FEWEST_PATHS, plan.seed)
        most = np.quantile(left, 1 - values.accepted_risk, axis=0, method="inverted_cdf")
    else:
        ends = np.arange(1.0, len(plan.months) + 1)
        open_ = remaining_share(ends, facts.mean_duration_months, values.duration_shape)
        numbers = np.arange(facts.open_cases + 1)[:, np.newaxis]
        at_most = bdtr(numbers, facts.open_cases, open_)
        most = (at_most >= 1 - values.accepted_risk).argmax(axis=0)
    return [held + int(n) for n in most]


def plot_frontier(question: StaffingFrames, fte: float, ax: Axes | None = None) -> Axes:
    """Cases that can have the low cap while all keep the cap, by full-time equivalents added."""
    plan, values = question.plan, question.plan.values
    found, here = frontier(question), reach(question, [fte]).iloc[0]
    return drawn(
        list(found["added_fte"]),
        [float(n) if pd.notna(n) else np.nan for n in found["at_low"]],
        sum(_groups(plan)[0]) if plan.facts.has_groups else plan.needed_room,
        fte_for_cap(plan, values.cap),
        (fte, float(here["at_low"]) if pd.notna(here["at_low"]) else None),
        what_cases_can_have(plan),
        ax,
    )


def what_cases_can_have(plan: StaffingPlan) -> tuple[str, str]:
    """The low cap and the one in use, as what a case can have."""
    if plan.facts.has_groups:
        return "deres lave loft", "deres loft"
    return f"højst {plan.values.cap_low_cases} pr. fuldtidsansat", f"højst {plan.values.cap}"


def _groups(plan: StaffingPlan) -> tuple[list[int], list[float]]:
    """Cases of each group when all places needed are filled, and what the low cap takes of each.

    The groups share the places as they are expected to in the month with most cases.
    """
    values, held = plan.values, sum(plan.facts.held)
    expected = np.array([stock.weight * expected_cases(stock) for stock in plan.stocks])
    fullest = expected[:, expected.sum(axis=0).argmax()]
    shares = fullest / fullest.sum() if fullest.sum() else fullest
    weights = np.array([stock.weight for stock in plan.stocks])
    cases = np.rint((plan.needed_room - held) * shares / weights)
    low = values.cap_low_cases
    at_low = [weight_of(each.group, values, low) * values.cap / low for each in plan.facts.groups]
    return [int(n) for n in cases], list(np.array(at_low) - weights)


def _row(plan: StaffingPlan, fte: float) -> dict[str, object]:
    contracts = _contracts(plan, fte)
    caps = range(1, MOST_CAP + 1)
    at = bisect_left(
        caps,
        True,
        key=lambda cap: plan.room(contracts, cap) >= _places_at(plan, cap, plan.needed_room),
    )
    return {
        "added_fte": fte,
        "salary_dkk": salary_of(plan, fte),
        "cap": caps[at] if at < MOST_CAP else None,
        "at_low": _at_low(plan, contracts),
        "breaks_in": _breaks_in(plan, contracts),
    }


def _at_low(plan: StaffingPlan, contracts: tuple[float, ...]) -> int | None:
    """Cases that can have the low cap while the rest keep the cap; None when it is not kept."""
    values, facts = plan.values, plan.facts
    if plan.facts.has_groups:
        free = plan.room(contracts) - plan.needed_room
        return groups_at_low(free, *_groups(plan)) if free >= 0 else None
    hours, held = (*facts.hours, *contracts), (*facts.held, *[0] * len(contracts))
    return most_at_low(plan.needed_room, hours, held, (values.cap_low_cases, values.cap), values)


def _places_at(plan: StaffingPlan, cap: int, places: int) -> int:
    """Places at the cap in use as places at another; other cases held fill one at any cap."""
    groups, values, held = plan.facts.groups, plan.values, sum(plan.facts.held)
    here, there = (places_filled(groups, values, at) for at in (values.cap, cap))
    share = there / here if here else 1.0
    return held + ceil((places - held) * share - SLACK)


def _breaks_in(plan: StaffingPlan, contracts: tuple[float, ...]) -> pd.Period | None:
    """The month by which the risk of more cases than places passes the accepted one."""
    lack = [
        int(beginners_lack(contracts, number, plan.values).sum()) if contracts else 0
        for number in range(1, len(plan.months) + 1)
    ]
    room = plan.room(contracts) - np.array(lack)
    over = plan.cases > room
    over[:, 0] |= plan.facts.cases > room[0]
    broken = np.logical_or.accumulate(over, axis=1).mean(axis=0) > plan.values.accepted_risk
    return plan.months[int(np.argmax(broken))] if broken.any() else None


def _contracts(plan: StaffingPlan, fte: float) -> tuple[float, ...]:
    return tuple(contracts_of(fte, plan.values.full_time_weekly_hours))


def salary_of(plan: StaffingPlan, fte: float) -> float:
    """Kroner in the whole project for so many full-time equivalents."""
    return plan.option("", "", _contracts(plan, fte)).salary_dkk


def _step(plan: StaffingPlan) -> float:
    """Full-time equivalents of the shortest contract."""
    return float(plan.values.contract_step_hours / plan.values.full_time_weekly_hours)
