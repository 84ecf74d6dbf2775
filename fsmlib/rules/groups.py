"""Several groups of citizens with one staff between them: their cases in the programme's own."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from fsmlib.programme.findings import Finding
from fsmlib.programme.measures import Group
from fsmlib.programme.names import nearest
from fsmlib.programme.parameters import Values
from fsmlib.programme.values import ROUNDING

COLUMNS = (
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


def weight_of(group: Group, values: Values) -> float:
    """What a case of a group weighs beside one at the programme's own highest cap.

    >>> from fsmlib.programme.parameters import load
    >>> light = Group(label="Let", cap_low_cases=50, cap_high_cases=70)
    >>> weight_of(light, load("hir", on="2018-03-01"))
    0.5
    """
    if group.weight is not None:
        return group.weight
    return float(values.cap_high_cases / group.cap_high_cases)


def group_needs(counts: pd.DataFrame, values: Values) -> pd.DataFrame:
    """What each group asks for, in the columns COLUMNS; those without cases are there too.

    `counts` is the table `groups`.  What it does not tell of duration and inflow is the file's own,
    else the programme's assumption and an inflow in balance.
    """
    names = [name_of(each, values) for each in counts["citizen_group"]]
    told = dict(zip(names, counts.to_dict("records"), strict=True))
    rows = [_need(name, group, told.get(name, {}), values) for name, group in values.groups.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _need(name: str, group: Group, told: Mapping[Any, Any], values: Values) -> dict[str, Any]:
    cases = int(told.get("open_cases", 0))
    duration = _first(told.get("mean_duration_months"), group.mean_duration_months)
    duration = float(values.mean_duration_months) if duration is None else duration
    inflow = _first(told.get("inflow_per_month"), group.inflow_per_month)
    weight = weight_of(group, values)
    return {
        "group": name,
        "label": group.label,
        "cases": cases,
        "cap_low": group.cap_low_cases,
        "cap_high": group.cap_high_cases,
        "weight": weight,
        "weighted": cases * weight,
        "fte_at_high": cases / group.cap_high_cases,
        "fte_at_low": cases / group.cap_low_cases,
        "inflow_per_month": cases / duration if inflow is None else inflow,
        "mean_duration_months": duration,
    }


def _first(told: Any, otherwise: float | None) -> float | None:
    return otherwise if told is None or pd.isna(told) else float(told)


def together(needs: pd.DataFrame) -> tuple[int, float, float]:
    """All groups as one: weighted cases in whole, their inflow a month and their mean duration.

    Rounded up, and one less than a whole by a rounding error is the whole.  As many cases end in a
    month as in the groups.
    """
    weighted = float(needs["weighted"].sum())
    ends = float((needs["weighted"] / needs["mean_duration_months"]).sum())
    inflow = float((needs["weight"] * needs["inflow_per_month"]).sum())
    mean = weighted / ends if ends else float(needs["mean_duration_months"].mean())
    return math.ceil(weighted - ROUNDING), inflow, mean


def name_of(told: str, values: Values) -> str | None:
    """The name of the group that is told by its name or label, whatever the case; else None."""
    known = {each.casefold(): name for name in values.groups for each in _words(name, values)}
    return known.get(str(told).casefold())


def group_findings(counts: pd.DataFrame, open_cases: int | None, values: Values) -> list[Finding]:
    """Groups the programme does not have, groups told twice, and a sum that is not all cases."""
    found, labels = [], [group.label for group in values.groups.values()]
    names = [name_of(told, values) for told in counts["citizen_group"]]
    for row, told, name in zip(counts.index, counts["citizen_group"], names, strict=True):
        if name is None:
            near = nearest(str(told), labels)
            mend = f"Mente du »{near}«?" if near else f"Grupperne er {', '.join(labels)}."
            found.append(_at(row, f"Gruppen »{told}« er ikke i programmet.", mend))
        elif names.index(name) < list(counts.index).index(row):
            found.append(_at(row, f"Gruppen »{told}« står der to gange.", "Læg rækkerne sammen."))
    total = int(counts["open_cases"].sum())
    if open_cases is not None and len(counts) and total != open_cases:
        problem = f"Grupperne har {total} sager i alt, arket Bemanding {open_cases}."
        found.append(_at(int(counts.index[0]), problem, "Ret det ene af tallene."))
    return found


def _words(name: str, values: Values) -> Iterable[str]:
    return name, values.groups[name].label


def _at(row: Any, problem: str, mend: str) -> Finding:
    return Finding("error", problem, mend, row=row, column="Gruppe")
