"""What can be wrong with an invented proposal: each fault changes one proposal's rows."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np

Row = dict[str, Any]
Sheets = dict[str, list[Row]]


def _tells(sheet: str, **cells: Any) -> Callable[[Sheets], None]:
    """A fault that is another content of some cells in a sheet's first row."""
    return lambda sheets: sheets[sheet][0].update(cells)


def _adds(**line: Any) -> Callable[[Sheets], None]:
    """A fault that is one more budget line, asked for with the rest."""

    def add(sheets: Sheets) -> None:
        sheets["budget"].append(line)
        total = sum(row["amount_dkk"] for row in sheets["budget"])
        for sheet, column in (
            ("proposal", "applied_dkk"),
            ("staffing", "applied_dkk"),
            ("plan", "grant_dkk"),
        ):
            for row in sheets.get(sheet, []):
                row[column] = total

    return add


def _asks_for_too_much(sheets: Sheets) -> None:
    """Twice the staff that the cases take."""
    salary, staffing = sheets["budget"][0], sheets["staffing"][0]
    for column in ("fte", "hours", "amount_dkk"):
        salary[column] *= 2
    staffing["applied_fte"] *= 2
    total = sum(row["amount_dkk"] for row in sheets["budget"])
    staffing["applied_dkk"] = sheets["proposal"][0]["applied_dkk"] = total


def _is_at_norm(argument: str) -> Callable[[Sheets], None]:
    """Today's staff can hold today's cases; more are expected."""

    def change(sheets: Sheets) -> None:
        row = sheets["staffing"][0]
        full = int(np.ceil(row["open_cases"] / 35)) + 1
        row.pop("contracts", None)
        row |= {"current_fte": full, "expected_extra_cases": 40, "argument": argument}

    return change


def _wrong_product(sheets: Sheets) -> None:
    """An amount that is not hours times hourly wage."""
    sheets["budget"][0]["amount_dkk"] += 25_000


HIR_FAULTS: tuple[Callable[[Sheets], None], ...] = (
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
    _tells("staffing", applied_fte=0.5),
    _asks_for_too_much,
    _is_at_norm("Vi venter 40 af de 110 borgere i Flere skal med"),
    _is_at_norm("Vi venter flere fra Flere skal med"),
    _wrong_product,
)
FSM2_FAULTS: tuple[Callable[[Sheets], None], ...] = (
    _tells("proposal", covers_whole_target_group="nej"),
    _tells("plan", capacity_per_month=1),
    _tells("plan", capacity_per_month=None, already_visited=0),
    _tells("plan", project_end=datetime(2022, 6, 30)),
    _adds(line="Efteruddannelse", category="kompetenceudvikling", amount_dkk=180_000),
    _tells("proposal", strategy_pages=180, annexes=40),
    _wrong_product,
)
