"""What the staffing question (HIR) is answered with: one table a matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from fsmlib.analyses.compliance import Compliance
from fsmlib.analyses.question import Question
from fsmlib.danish import short
from fsmlib.models import inflow
from fsmlib.models.grant import budget_of, grant_of
from fsmlib.models.option import Option
from fsmlib.models.places import alike, caseloads_of, places_of, risk_curve
from fsmlib.models.staffing import StaffingPlan
from fsmlib.models.staffing_sensitivity import StaffSwing, hired_range, most_telling, swings_of
from fsmlib.programme.terms import label
from fsmlib.rules.project import calendar
from fsmlib.rules.staffing import pool_pays_dkk
from fsmlib.tables.municipalities import official_name

HIGH_QUANTILE = 0.95
QUANTILES = (0.05, 0.25, 0.75, 0.95)


@dataclass(frozen=True, repr=False)
class StaffingFrames(Question):
    """The tables of the staffing question, all read from `plan`, the model.

    They have one row per option, cap, month, caseworker and so on, with
    shares from 0 to 1, whole cases and kroner.  The answer does not depend on how many paths it is
    looked at with: they are as many as it takes (`paths`), and where the most cannot settle it,
    `undecided` says so.
    """

    seed: int = 1
    workers: int = 1

    @cached_property
    def plan(self) -> StaffingPlan:
        """The model that everything here is read from."""
        return StaffingPlan(self.tables, self.values, self.seed, self.workers)

    @property
    def municipality(self) -> str:
        """The municipality's official name."""
        return official_name(self.plan.facts.municipality_code)

    @property
    def paths(self) -> int:
        """How many paths were drawn to settle the question."""
        return len(self.plan.cases)

    @property
    def risk_error(self) -> float:
        """Standard error of the risk with the people to hire, from the drawing of paths alone."""
        return inflow.risk_error(self.plan.most_cases, self.plan.chosen.room)

    @property
    def undecided(self) -> tuple[Option, ...]:
        """The ways to staff whose risk lies too near the accepted one to be told from it."""
        return self.plan.undecided

    @cached_property
    def options(self) -> pd.DataFrame:
        """The ways to staff, by name: today, at_high, at_low, with_inflow and perhaps applied."""
        rows = [
            {
                "name": option.name,
                "label": option.label,
                "people": len(option.contracts),
                "fte": option.fte,
                "contracts": option.contracts,
                "room": option.room,
                "spare": option.room - self.plan.facts.planned_cases,
                "risk": option.risk,
                "salary_dkk": option.salary_dkk,
                "own_funding_dkk": option.own_funding_dkk,
            }
            for option in self.plan.options
        ]
        return pd.DataFrame(rows).set_index("name")

    @cached_property
    def need(self) -> pd.DataFrame:
        """Full-time equivalents to hire: what is arithmetic, and what rests on assumptions.

        `today` holds the cap for today's cases (HIR-11), `buffer` is added for the inflow (HIR-16),
        `with_inflow` is both; `low` and `high` are the ends as one assumption at a time moves.
        """
        today, fte = self.plan.fte_today, self.plan.chosen.fte
        low, high = self.hired_range
        rows = {
            "today": (today, today, today),
            "buffer": (fte - today, low - today, high - today),
            "with_inflow": (fte, low, high),
        }
        return pd.DataFrame.from_dict(rows, orient="index", columns=["fte", "low", "high"])

    @cached_property
    def swings(self) -> list[StaffSwing]:
        """How the need moves with each number nobody can be sure of, the widest first."""
        return swings_of(self.plan)

    @property
    def hired_range(self) -> tuple[float, float]:
        """The fewest and the most full-time equivalents to hire, as one of them at a time moves."""
        return hired_range(self.plan, self.swings)

    @property
    def most_telling(self) -> StaffSwing | None:
        """The one of them that moves the people to hire the most."""
        return most_telling(self.swings)

    @property
    def band(self) -> pd.DataFrame:
        """The need today at every cap from 30 to 35."""
        return self.plan.band

    @cached_property
    def months(self) -> pd.DataFrame:
        """Month by month with the people to hire: cases, room, risk and the own cost."""
        plan, chosen = self.plan, self.plan.chosen
        return pd.DataFrame(
            {
                "expected_cases": plan.cases.mean(axis=0),
                "high_cases": np.quantile(plan.cases, HIGH_QUANTILE, axis=0),
                "room": chosen.room,
                "risk": inflow.risk_by_month(plan.cases, chosen.room),
                "own_funding_dkk": plan.own_funding(chosen.contracts),
            },
            index=plan.months.rename("month"),
        )

    @property
    def quantiles(self) -> pd.DataFrame:
        """Cases month by month that so large a share of the paths do not exceed."""
        levels = np.quantile(self.plan.cases, QUANTILES, axis=0).T
        return pd.DataFrame(levels, self.plan.months.rename("month"), QUANTILES)

    @property
    def own_funding(self) -> pd.DataFrame:
        """Own cost in kroner by month: with room for the cases at the hard cap, and as needed."""
        plan = self.plan
        at_high = next(option for option in plan.options if option.name == "at_high")
        named = {option.contracts: option for option in (at_high, plan.chosen)}
        return pd.DataFrame(
            {
                f"{option.label} (+{short(option.fte)} årsværk)": plan.own_funding(option.contracts)
                for option in named.values()
            }
        )

    @property
    def risk_curve(self) -> pd.DataFrame:
        """Chance that the cap breaks in some month, by full-time equivalents added."""
        return risk_curve(self.plan)

    @cached_property
    def places(self) -> pd.DataFrame:
        """From headcount to usable places at the cap, and from there to today's cases."""
        return places_of(self.plan)

    @cached_property
    def caseloads(self) -> pd.DataFrame:
        """Each caseworker with the people to hire: hours, places, cases, and places to spare."""
        return caseloads_of(self.plan, self.plan.chosen.contracts)

    @property
    def caseworkers_alike(self) -> pd.DataFrame:
        """The caseloads with caseworkers who are alike in one row, without names."""
        return alike(self.caseloads)

    @cached_property
    def budget(self) -> pd.DataFrame:
        """The budget line by line, in kroner, and whether the pool pays for it."""
        return budget_of(self.tables["budget"], self.values)

    @cached_property
    def grant(self) -> pd.DataFrame:
        """Kroner asked for, what the need comes to, who pays it, and the pool's own scale."""
        return grant_of(self.plan, self.tables["budget"])

    @property
    def pool_pays_dkk(self) -> float:
        """Kroner of the salary that the pool pays at most; the rest is left to the municipality."""
        return pool_pays_dkk(self.plan.chosen.salary_dkk, self.values.grant_high_dkk)

    @cached_property
    def facts(self) -> pd.DataFrame:
        """The municipality's numbers by name, each with its unit and where it comes from."""
        facts, values = self.plan.facts, self.values
        held, extra = sum(facts.held), facts.expected_extra_cases
        others = _told(self.tables["caseworkers"]["other_cases"])
        expected = _told(self.tables["staffing"]["expected_extra_cases"])
        inflow_ = (facts.inflow_per_month, "sager pr. måned", facts.inflow_origin)
        rows = [
            ("open_cases", label("open_cases"), facts.open_cases, "sager", "oplyst"),
            ("other_cases", "Øvrige sager hos sagsbehandlerne", held, "sager", others),
            ("expected_extra_cases", label("expected_extra_cases"), extra, "sager", expected),
            ("inflow_per_month", label("inflow_per_month"), *inflow_),
            *(
                (name, values[name].label, number, values[name].unit, facts.origin(name))
                for name, number in facts.numbers.items()
            ),
        ]
        columns = ["name", "label", "value", "unit", "origin"]
        return pd.DataFrame(rows, columns=columns).set_index("name")

    @cached_property
    def assumptions(self) -> pd.DataFrame:
        """The assumptions in use by name: value, range, quality and origin."""
        kept = ("name", "label", "value", "unit", "low", "high", "quality", "origin", "changed")
        rows = [
            {field: getattr(self.values[name], field) for field in kept}
            for name in self.plan.facts.assumed
        ]
        return pd.DataFrame(rows, columns=list(kept)).set_index("name")

    @cached_property
    def sensitivity(self) -> pd.DataFrame:
        """The need with each unsure number at the ends of its range, the widest in kroner first."""
        rows = [_swung(swing) for swing in self.swings]
        return pd.DataFrame(rows, columns=list(rows[0]) if rows else ["name"]).set_index("name")

    @property
    def calendar(self) -> pd.DataFrame:
        """The dates of the project."""
        start, hiring = self.values.formal_start_on, self.values.hiring_months
        events = calendar(start, hiring, self.values.start_on, self.values.end_on)
        return pd.DataFrame(events, columns=["on", "event"])

    @cached_property
    def compliance(self) -> pd.DataFrame:
        """Each rule of participation and budget: kept, broken, look, or not told."""
        return Compliance(self.tables, self.values, self.data).verdicts


def _told(cells: "pd.Series[Any]") -> str:
    return "oplyst" if cells.notna().any() else "ikke oplyst, regnet som 0"


def _swung(swing: StaffSwing) -> Mapping[str, Any]:
    return {
        "name": swing.value.name,
        "label": swing.value.label,
        "unit": swing.value.unit,
        "low": swing.ends[0],
        "used": swing.used,
        "high": swing.ends[1],
        "fte_low": swing.low.fte,
        "fte_high": swing.high.fte,
        "hired_fte_low": swing.low.hired_fte,
        "hired_fte_high": swing.high.hired_fte,
        "salary_low_dkk": swing.low.salary_dkk,
        "salary_high_dkk": swing.high.salary_dkk,
    }
