"""What can be wrong with an invented proposal: each fault changes one proposal's rows."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np

from fsmlib.programme.numbers import whole_kroner

Row = dict[str, Any]
Sheets = dict[str, list[Row]]


def caseworkers(fte: float) -> list[Row]:
    """Today's caseworkers: whole weeks, and half a week for what is left."""
    hours = [37] * int(fte) + ([18.5] if fte % 1 else [])
    return [
        {
            "caseworker": f"Sagsbehandler {number}",
            "weekly_hours": each,
            "other_cases": 0,
            "in_project": "ja",
        }
        for number, each in enumerate(hours, start=1)
    ]


def _tells(sheet: str, **cells: Any) -> Callable[[Sheets], None]:
    """A fault that is another content of some cells in a sheet's first row."""
    return lambda sheets: sheets[sheet][0].update(cells)


def _adds(**line: Any) -> Callable[[Sheets], None]:
    """A fault that is one more budget line, asked for with the rest."""

    def add(sheets: Sheets) -> None:
        sheets["budget"].append({"from_other_grants_dkk": 0, "own_funding_dkk": 0, **line})
        total = sum(row["amount_dkk"] for row in sheets["budget"])
        for sheet, column in (
            ("proposal", "applied_dkk"),
            ("staffing", "applied_dkk"),
            ("plan", "grant_dkk"),
        ):
            for row in sheets.get(sheet, []):
                row[column] = total

    return add


def _asks_for(times: float) -> Callable[[Sheets], None]:
    """So many times the staff, in every sheet that tells it."""

    def change(sheets: Sheets) -> None:
        salary, staffing = sheets["budget"][0], sheets["staffing"][0]
        staffing["applied_fte"] = salary["fte"] = salary["fte"] * times
        salary["hours"] = round(salary["hours"] * times, 2)
        salary["amount_dkk"] = whole_kroner(salary["hours"] * salary["hourly_wage_dkk"])
        total = sum(row["amount_dkk"] for row in sheets["budget"])
        staffing["applied_dkk"] = sheets["proposal"][0]["applied_dkk"] = total

    return change


def _is_at_norm(argument: str) -> Callable[[Sheets], None]:
    """Today's staff can hold today's cases; more are expected."""

    def change(sheets: Sheets) -> None:
        row = sheets["staffing"][0]
        full = int(np.ceil(row["open_cases"] / 35)) + 1
        row |= {"expected_extra_cases": 40, "argument": argument}
        sheets["caseworkers"] = caseworkers(full)

    return change


def _wrong_product(sheets: Sheets) -> None:
    """An amount that is not hours times hourly wage."""
    sheets["budget"][0]["amount_dkk"] += 25_000


def _pays_itself(**line: Any) -> Callable[[Sheets], None]:
    """No fault: one more line that the pool does not pay and is not asked for."""

    def add(sheets: Sheets) -> None:
        own = {"from_other_grants_dkk": 0, "own_funding_dkk": line["amount_dkk"]}
        sheets["budget"].append({**line, **own})

    return add


def _named(name: str) -> Callable[[Sheets], None]:
    """A salary line under the name of what the pool does not pay."""
    return lambda sheets: sheets["budget"][0].update(line=name)


def _monthly_wage(sheets: Sheets) -> None:
    """A monthly wage in the place of the hourly one; the amount is right."""
    sheets["budget"][0]["hourly_wage_dkk"] = 32_000


def _silent(sheet: str, *columns: str) -> Callable[[Sheets], None]:
    """Columns that are not filled in."""

    def empty(sheets: Sheets) -> None:
        for row in sheets[sheet]:
            for column in columns:
                row.pop(column, None)

    return empty


def _two_amounts(sheets: Sheets) -> None:
    """Another amount in the application than in the plan."""
    sheets["proposal"][0]["applied_dkk"] += 100_000


Faults = tuple[Callable[[Sheets], None], ...]
FAULTS: dict[str, Faults] = {
    "hir": (
        _tells("proposal", all_staff_included="nej"),
        _tells("proposal", all_citizens_included="nej"),
        _tells("proposal", age_limit=30),
        _tells("proposal", submitted_at=datetime(2017, 12, 12, 8, 5)),
        _tells("proposal", strategy_pages=5),
        _tells("proposal", passive_share_now=0, passive_share_target=0),
        _tells("proposal", passive_share_now=20, passive_share_target=35),
        _adds(line="Virksomhedskonsulent", category="virksomhedskonsulent", amount_dkk=240_000),
        _adds(line="Kurser", category="andet", amount_dkk=60_000),
        _adds(line="Møder", category="revision", amount_dkk=30_000, from_other_grants_dkk=15_000),
        _asks_for(1 / 4),
        _asks_for(2),
        _is_at_norm("Vi venter 40 af de 110 borgere i Flere skal med"),
        _is_at_norm("Vi venter flere fra Flere skal med"),
        _wrong_product,
    ),
    "fsm2": (
        _tells("proposal", covers_whole_target_group="nej"),
        _tells("plan", capacity_per_month=1),
        _tells("plan", capacity_per_month=None, already_visited=0),
        _tells("plan", project_end=datetime(2022, 6, 30)),
        _adds(line="Efteruddannelse", category="kompetenceudvikling", amount_dkk=180_000),
        _tells("proposal", strategy_pages=180, annexes=40),
        _wrong_product,
    ),
}
LATER_FAULTS: dict[str, Faults] = {
    "hir": (
        _named("2 virksomhedskonsulenter"),
        _pays_itself(line="Konsulent", category="virksomhedskonsulent", amount_dkk=200_000),
        _silent("proposal", "submitted_at", "strategy_pages"),
        _silent("staffing", "inflow_per_month"),
        _tells("proposal", passive_share_now=0, passive_share_target=10),
    ),
    "fsm2": (
        _monthly_wage,
        _two_amounts,
        _pays_itself(line="Kurser", category="kompetenceudvikling", amount_dkk=90_000),
        _silent("budget", "from_other_grants_dkk"),
        _tells("plan", project_start=datetime(2020, 1, 1), project_end=datetime(2021, 12, 31)),
        _tells("plan", project_end=datetime(2021, 11, 30)),
    ),
}
