"""What a municipality tells of each group, and all groups as one (a programme with a cap)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from fsmlib.programme.measures import Group
from fsmlib.programme.parameters import Values
from fsmlib.rules.groups import all_groups, group_needs, weight_of
from fsmlib.tables.reading import Tables


@dataclass(frozen=True)
class GroupFacts:
    """One group's own part of the cases; where the programme has no groups, all of them.

    A case fills `weight` places.  `inflow_share` is the group's share of the places that new cases
    fill.
    """

    group: Group | None
    open_cases: int
    weight: float
    inflow_share: float
    mean_duration_months: float


def needs_of(tables: Tables, values: Values) -> pd.DataFrame | None:
    """What the groups ask for; None where the programme, or the municipality, has none."""
    has_groups = values.groups and not tables["groups"].empty
    return group_needs(tables["groups"], values) if has_groups else None


def in_places(
    row: Mapping[str, Any], needs: pd.DataFrame, tables: Tables, values: Values
) -> dict[str, Any]:
    """The groups as one in the columns of `row`, whose own inflow is used where they tell none."""
    whole = all_groups(needs)
    if not groups_tell("inflow_per_month", tables, values):
        inflow = row["inflow_per_month"]
        whole["inflow_per_month"] = None if inflow is None else inflow * mean_weight(needs)
    if not groups_tell("mean_duration_months", tables, values):
        whole["mean_duration_months"] = row["mean_duration_months"]
    return whole


def groups_tell(column: str, tables: Tables, values: Values) -> bool:
    """Whether the sheet or the programme's file tells a number of at least one group."""
    own = any(getattr(group, column) is not None for group in values.groups.values())
    return bool(values.groups) and (own or bool(tables["groups"][column].notna().any()))


def mean_weight(needs: pd.DataFrame) -> float:
    """What a case of all the groups weighs in the mean."""
    cases = float(needs["cases"].sum())
    return float(needs["weighted"].sum()) / cases if cases else 1.0


def groups_of(
    needs: pd.DataFrame | None, row: Mapping[str, Any], mean_duration: float, values: Values
) -> tuple[GroupFacts, ...]:
    """The part of each group that has cases or gets any.

    A duration that was changed for all changes each in proportion.
    """
    if needs is None:
        return (GroupFacts(None, row["open_cases"], 1.0, 1.0, mean_duration),)
    has_any = needs[(needs["cases"] > 0) | (needs["inflow_per_month"] > 0)]
    needs = needs if has_any.empty else has_any
    coming, there = needs["weight"] * needs["inflow_per_month"], needs["weighted"]
    shared = next(part for part in (coming, there, needs["weight"]) if part.sum())
    changed = mean_duration / all_groups(needs)["mean_duration_months"]
    return tuple(
        GroupFacts(values.groups[name], cases, weight, share, duration * changed)
        for name, cases, weight, share, duration in zip(
            needs["group"],
            needs["cases"],
            needs["weight"],
            shared / shared.sum(),
            needs["mean_duration_months"],
            strict=True,
        )
    )


def places_filled(groups: Sequence[GroupFacts], values: Values, cap: int) -> float:
    """Places that the open cases fill at a cap, each group by its weight."""
    return sum(each.open_cases * weight_of(each.group, values, cap) for each in groups)


def are_told(groups: Sequence[GroupFacts]) -> bool:
    """Whether the cases are told group by group."""
    return groups[0].group is not None


def cases_in_words(groups: Sequence[GroupFacts]) -> str:
    """What the cases that count are called."""
    return "vejede sager" if are_told(groups) else "sager"


def cap_in_words(groups: Sequence[GroupFacts], values: Values) -> str:
    """The cap in use: one, or those that each of the groups has."""
    if are_told(groups):
        return "gruppernes lofter"
    return f"loftet på {values.cap} sager pr. fuldtidsansat"


def names_of_caps(groups: Sequence[GroupFacts], values: Values) -> tuple[str, str]:
    """The low and the high cap in words: the numbers, or those that each of the groups has."""
    if are_told(groups):
        return "de lave lofter", "de høje lofter"
    return str(values.cap_low_cases), str(values.cap_high_cases)
