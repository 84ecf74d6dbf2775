"""Invented proposals, one workbook a municipality, sized after the municipalities' populations.

Some have a fault, one of each kind, so that an evaluator and a test can see what is said of it.
Nothing here is data, and every proposal says that it is synthetic.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import Workbook

from fsmlib.atomic import atomic
from fsmlib.programme.numbers import whole_kroner
from fsmlib.programme.parameters import Values, load
from fsmlib.programme.values import MONTHS_PER_YEAR
from fsmlib.shipped import shipped
from fsmlib.tables.municipalities import municipalities, municipality_name
from fsmlib.tables.schemas import SCHEMAS
from tools.proposal_faults import FAULTS, LATER_FAULTS, Row, Sheets, caseworkers

PROPOSALS, HIR_MONTHS, HOURS_PER_FTE = 58, 13, 1924
CASES_PER_1000, TARGET_PER_1000 = 3.4, 6.2
HELD_SHARE = 0.75  # of the target group with a job broker at a time, and a little to spare
SEED = 7
NOTHING_ELSE: Row = {"from_other_grants_dkk": 0, "own_funding_dkk": 0}
MEAN_MONTHS = 25
ORIGIN = "Opdigtet efter kommunens størrelse"


@dataclass(frozen=True)
class Town:
    """A municipality, its thousands of people, and the luck its proposal is drawn with."""

    code: str
    thousands: float
    values: Values
    rng: np.random.Generator

    def whole(self, low: int, high: int) -> int:
        """A random whole number, both ends included."""
        return int(self.rng.integers(low, high + 1))

    def between(self, low: float, high: float) -> float:
        """A random number with two decimals."""
        return round(float(self.rng.uniform(low, high)), 2)


def synthetic_proposals(programme: str, seed: int, values: Values) -> dict[str, Sheets]:
    """Rows by sheet for each of 58 municipalities; the same seed gives the same rows."""
    rng = np.random.default_rng([seed, programme == "hir"])
    make = _hir if programme == "hir" else _fsm2
    people = municipalities()["population_2019q1"]
    codes = sorted(rng.choice(people.index.to_numpy(), PROPOSALS, replace=False))
    made = {
        str(code): make(Town(str(code), float(people[code]) / 1000, values, rng)) for code in codes
    }
    for faults in (FAULTS[programme], LATER_FAULTS[programme]):
        chosen = rng.choice(np.array(codes), len(faults), replace=False)
        codes = [code for code in codes if code not in chosen]
        for code, fault in zip(chosen, faults, strict=True):
            fault(made[str(code)])
    return made


def main() -> None:
    """Writes the proposals of both programmes to data/, the same every time."""
    for programme in ("hir", "fsm2"):
        rows = synthetic_proposals(programme, SEED, load(programme, ""))
        write_proposals(shipped("data", "proposals", programme), rows)


def write_proposals(folder: Path, proposals: Mapping[str, Sheets]) -> None:
    """One small workbook for each municipality, named after it."""
    for code, sheets in proposals.items():
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for name, rows in sheets.items():
            sheet = workbook.create_sheet(SCHEMAS[name].sheet)
            columns = [c for c in SCHEMAS[name].columns if any(c.name in row for row in rows)]
            sheet.append([column.header for column in columns])
            for row in rows:
                sheet.append([row.get(column.name) for column in columns])
        with atomic(folder / f"{code}_{_file_name(municipality_name(code))}.xlsx") as draft:
            workbook.save(draft)


def _file_name(name: str) -> str:
    return name.casefold().replace(" ", "_")


def _proposal(town: Town, programme: str, applied_dkk: int, **told: Any) -> Row:
    return {
        "programme": programme.upper(),
        "municipality_code": municipality_name(town.code),
        "applied_dkk": applied_dkk,
        "other_projects": "ja" if town.rng.random() < 0.4 else "nej",
        "annexes": int(town.rng.integers(0, 6)),
        "synthetic": "ja",
        **told,
    }


def _salary_line(line: str, category: str, fte: float, hours: float, wage: float) -> Row:
    return {
        "line": line,
        "category": category,
        "fte": fte,
        "hours": round(fte * hours, 2),
        "hourly_wage_dkk": wage,
        "amount_dkk": whole_kroner(round(fte * hours, 2) * wage),
        "expected": "ja",
        **NOTHING_ELSE,
    }


def _hir(town: Town) -> Sheets:
    values, whole, between = town.values, town.whole, town.between
    cases = max(25, round(town.thousands * CASES_PER_1000 * town.rng.lognormal(0, 0.2)))
    today = max(1, round(cases / whole(36, 52) * 2)) / 2
    missing = max(0.5, np.ceil((cases / (whole(31, 35) - 4) - today) * 2) / 2)
    fte = float(min(missing, whole(2, 5)))
    wage = between(225, 262)
    hours = values.hours_per_fte * HIR_MONTHS / MONTHS_PER_YEAR
    budget = [
        _salary_line("Løn til nye sagsbehandlere", "løn til sagsbehandlere", fte, hours, wage),
        {
            "line": "Erfaringsworkshop",
            "category": "erfaringsworkshop",
            "amount_dkk": whole(8, 25) * 1000,
            **NOTHING_ELSE,
        },
        {
            "line": "Revision",
            "category": "revision",
            "amount_dkk": whole(10, 20) * 1000,
            **NOTHING_ELSE,
        },
    ]
    applied = sum(row["amount_dkk"] for row in budget)
    passive = whole(12, 55)
    staffing: Row = {
        "municipality_code": municipality_name(town.code),
        "open_cases": cases,
        "mean_duration_months": MEAN_MONTHS,
        "expected_extra_cases": 0,
        "hourly_wage_dkk": wage,
        "applied_fte": fte,
        "applied_dkk": applied,
        "synthetic": "ja",
        "data_origin": ORIGIN,
    }
    per_month = whole(20, 30) if town.rng.random() < 0.5 else MEAN_MONTHS
    staffing["inflow_per_month"] = round(cases / per_month, 1)
    told = {
        "submitted_at": datetime(2017, 12, whole(1, 11), whole(8, 22), whole(0, 59)),
        "passive_share_now": passive,
        "passive_share_target": round(passive * town.between(0.3, 0.9)),
        "all_staff_included": "ja",
        "all_citizens_included": "ja",
        "age_limit": 0,
        "strategy_pages": whole(2, 3),
        "own_document": "ja" if town.rng.random() < 0.3 else "nej",
    }
    proposal = _proposal(town, "hir", applied, **told)
    return {
        "proposal": [proposal],
        "staffing": [staffing],
        "caseworkers": caseworkers(today),
        "budget": budget,
    }


def _fsm2(town: Town) -> Sheets:
    values, whole, between = town.values, town.whole, town.between
    target = max(60, round(town.thousands * TARGET_PER_1000 * town.rng.lognormal(0, 0.25)))
    caseload = whole(35, 60)
    fte = max(1.0, round(target * HELD_SHARE / caseload * 2) / 2)
    years = values.project_months / MONTHS_PER_YEAR
    hours, wage = HOURS_PER_FTE * years * between(0.35, 0.6), whole(215, 245)
    budget = [
        _salary_line("Jobformidlere", "løn til jobformidlere", fte, hours, wage),
        _salary_line(
            "Projektledelse", "projektledelse", 0.5, HOURS_PER_FTE * years, whole(260, 300)
        ),
        {
            "line": "Revision",
            "category": "revision",
            "amount_dkk": whole(20, 40) * 1000,
            **NOTHING_ELSE,
        },
    ]
    applied = sum(row["amount_dkk"] for row in budget)
    at_once = int(np.ceil(target / whole(8, 20)))
    plan: Row = {
        "municipality_code": municipality_name(town.code),
        "target_group": target,
        "already_visited": round(target * town.between(0, 0.2)),
        "capacity_per_month": at_once,
        "grant_dkk": applied,
        "project_start": datetime(2019, 11, 1),
        "project_end": datetime(2021, 10, 31),
        "synthetic": "ja",
        "data_origin": ORIGIN,
    }
    told = {
        "submitted_at": datetime(2019, 10, whole(14, 31), whole(8, 22), whole(0, 59)),
        "covers_whole_target_group": "ja",
        "strategy_pages": whole(4, 30),
    }
    brokers = [{"role": "Jobformidler", "fte": fte, "citizens_per_fte": caseload}]
    proposal = _proposal(town, "fsm2", applied, **told)
    return {"proposal": [proposal], "plan": [plan], "job_brokers": brokers, "budget": budget}


if __name__ == "__main__":
    main()
