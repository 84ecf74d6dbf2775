"""Several groups of citizens with one staff between them: their cases in the programme's own."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from fsmlib.programme.findings import Finding
from fsmlib.programme.measures import Group
from fsmlib.programme.names import nearest
from fsmlib.programme.parameters import Values
from fsmlib.programme.values import ROUNDING

GROUP_COLUMNS = (
    "group",
    "label",
    "cases",
    "cap_low",
    "cap_high",
    "weight",
    "weighted",
    "fte_at_high",
    "fte_at_low",
    "inflow_per_month",
    "mean_duration_months",
)


def cap_of(group: Group, cap: float, values: Values) -> float:
    """The cap of a group when the programme's own is `cap`: as far up its span.

    Beyond the span it follows in proportion.

    >>> from fsmlib.programme.parameters import load
    >>> hir = load("hir", on="2018-03-01")
    >>> light = Group(label="Let", cap_low_cases=50, cap_high_cases=70)
    >>> [cap_of(light, cap, hir) for cap in (15, 30, 32.5, 35, 70)]
    [25.0, 50.0, 60.0, 70.0, 140.0]
    """
    low, high = values.cap_low_cases, values.cap_high_cases
    own = np.interp(cap, [low, high], [group.cap_low_cases, group.cap_high_cases])
    return float(own * cap / np.clip(cap, low, high))


def weight_of(group: Group | None, values: Values, cap: float | None = None) -> float:
    """What a case of a group weighs at a cap, the one in use when none is given.

    Cases at the programme's own cap weigh 1; they are those of no group.

    >>> from fsmlib.programme.parameters import load
    >>> light = Group(label="Let", cap_low_cases=50, cap_high_cases=70)
    >>> [weight_of(light, load("hir", on="2018-03-01"), cap) for cap in (30, 35)]
    [0.6, 0.5]
    """
    if group is None:
        return 1.0
    high, cap = values.cap_high_cases, values.cap if cap is None else cap
    own = 1.0 if group.weight is None else group.weight * group.cap_high_cases / high
    return float(own * cap / cap_of(group, cap, values))


def group_needs(counts: pd.DataFrame, values: Values) -> pd.DataFrame:
    """What each group asks for, in the columns COLUMNS; those without cases are there too.

    `counts` is the table `groups`.  What it does not tell of duration and inflow is the file's own,
    else the programme's assumption and an inflow in balance.
    """
    names = [name_of(each, values) for each in counts["citizen_group"]]
    told = dict(zip(names, counts.to_dict("records"), strict=True))
    rows = [_need(name, group, told.get(name, {}), values) for name, group in values.groups.items()]
    return pd.DataFrame(rows, columns=list(GROUP_COLUMNS))


def _need(name: str, group: Group, told: Mapping[Any, Any], values: Values) -> dict[str, Any]:
    cases = int(told.get("open_cases", 0))
    duration = _first(told.get("mean_duration_months"), group.mean_duration_months)
    duration = float(values.mean_duration_months) if duration is None else duration
    inflow = _first(told.get("inflow_per_month"), group.inflow_per_month)
    weight, low, high = weight_of(group, values), values.cap_low_cases, values.cap_high_cases
    return {
        "group": name,
        "label": group.label,
        "cases": cases,
        "cap_low": group.cap_low_cases,
        "cap_high": group.cap_high_cases,
        "weight": weight,
        "weighted": cases * weight,
        "fte_at_high": cases * weight_of(group, values, high) / high,
        "fte_at_low": cases * weight_of(group, values, low) / low,
        "inflow_per_month": cases / duration if inflow is None else inflow,
        "mean_duration_months": duration,
    }


def _first(told: Any, otherwise: float | None) -> float | None:
    return otherwise if told is None or pd.isna(told) else float(told)


def all_groups(needs: pd.DataFrame) -> dict[str, Any]:
    """All groups as one: weighted cases in whole, their inflow a month and their mean duration.

    By the columns of the table `staffing`.  Rounded up, and one less than a whole by a rounding
    error is the whole.  As many cases end in a month as in the groups.
    """
    weighted = float(needs["weighted"].sum())
    ends = float((needs["weighted"] / needs["mean_duration_months"]).sum())
    inflow = float((needs["weight"] * needs["inflow_per_month"]).sum())
    mean = weighted / ends if ends else float(needs["mean_duration_months"].mean())
    return {
        "open_cases": math.ceil(weighted - ROUNDING),
        "inflow_per_month": inflow,
        "mean_duration_months": mean,
    }


def name_of(told: str, values: Values) -> str | None:
    """The name of the group that is told by its name or label, whatever the case; else None."""
    known = {each.casefold(): name for name in values.groups for each in _words(name, values)}
    return known.get(str(told).casefold())


def group_findings(counts: pd.DataFrame, open_cases: int | None, values: Values) -> list[Finding]:
    """Groups the programme does not have or nobody tells, and a sum that is not all cases."""
    found, labels = [], [group.label for group in values.groups.values()]
    names = [name_of(told, values) for told in counts["citizen_group"]]
    for row, told, name in zip(counts.index, counts["citizen_group"], names, strict=True):
        if name is None:
            near = nearest(str(told), labels)
            mend = f"Mente du »{near}«?" if near else f"Grupperne er {', '.join(labels)}."
            found.append(_at(row, f"Gruppen »{told}« er ikke i programmet.", mend))
        elif names.index(name) < list(counts.index).index(row):
            found.append(_at(row, f"Gruppen »{told}« står der to gange.", "Læg rækkerne sammen."))
    if counts.empty and open_cases:
        problem = "Ingen af programmets grupper har sager."
        found.append(_at(None, problem, "Skriv åbne sager i hver gruppe i arket Grupper."))
    total = int(counts["open_cases"].sum())
    if open_cases is not None and len(counts) and total != open_cases:
        problem = f"Grupperne har {total} sager i alt, arket Bemanding {open_cases}."
        found.append(_at(int(counts.index[0]), problem, "Ret det ene af tallene."))
    return found


def _words(name: str, values: Values) -> Iterable[str]:
    return name, values.groups[name].label


def _at(row: Any, problem: str, mend: str) -> Finding:
    return Finding("error", problem, mend, row=row, column="Gruppe")
