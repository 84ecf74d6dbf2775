"""The staffing question for one municipality: its page, its plan, and the answer in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import pandas as pd

from fsmlib.analyses.check import stop_at_the_door
from fsmlib.analyses.compliance import Compliance
from fsmlib.danish import (
    count,
    day,
    decimal,
    kroner,
    listed,
    percent_short,
    risk,
    short,
    whole,
)
from fsmlib.models.staffing import Option, Plan
from fsmlib.pages.page import Page, open_page
from fsmlib.pages.views import Banner, Headline
from fsmlib.tables.municipalities import official_name

# The sections of the application that the tables belong to: the sheets of the workbook.
NEED = "Behov for sagsbehandlere"
STRATEGY = "Strategi for tilrettelæggelse"
BUDGET = "Budget"
MANY = 3


@dataclass(frozen=True)
class Case:
    """The page of a municipality and the plan its numbers come from."""

    page: Page
    plan: Plan


def ask(data: str, on: str, changes: str, paths: int, seed: int) -> Case:
    """The staffing question for the tables in `data`; an error in them stops here, all at once."""
    page = open_page("01_staffing", "hir", data, on, changes, {"paths": paths, "seed": seed})
    stop_at_the_door(page.tables, page.values)
    return Case(page, Plan(page.tables, page.values, paths, seed))


def banner(case: Case) -> Banner:
    """Whose page it is, when and where its numbers were counted."""
    row = case.page.tables["staffing"].iloc[0]
    lines = []
    if pd.notna(row["counted_on"]):
        lines.append(f"Opgjort den {day(row['counted_on'].date())}.")
    if pd.notna(row["data_origin"]):
        lines.append(f"Kilde til tallene: {row['data_origin']}")
    is_synthetic = pd.notna(row["synthetic"]) and bool(row["synthetic"])
    return case.page.banner(official_name(row["municipality_code"]), lines, is_synthetic)


def answer(case: Case) -> Headline:
    """The answer in one sentence, and the five numbers an application needs."""
    plan, chosen = case.plan, case.plan.chosen
    low, high = plan.values.cap_low_cases, plan.values.cap_high_cases
    accepted = percent_short(plan.values.accepted_risk)
    if chosen.contracts:
        sentence = (
            f"{plan.facts.name} skal ansætte {_people(chosen)}, i alt {short(chosen.fte)} årsværk, "
            f"for at risikoen for at komme over {plan.values.cap} sager pr. fuldtidsansat er højst "
            f"{accepted}. Det koster {kroner(chosen.salary_dkk)} i projektets "
            f"{len(plan.months)} måneder."
        )
    else:
        sentence = (
            f"{plan.facts.name} har sagsbehandlere nok: risikoen for at komme over "
            f"{plan.values.cap} sager pr. fuldtidsansat er {risk(chosen.risk)} i projektets "
            f"{len(plan.months)} måneder."
        )
    band = plan.band
    figures_ = [
        ("Sager, der tæller", whole(plan.facts.planned_cases), "sager"),
        (
            f"Behov ved {high} og ved {low} sager",
            " til ".join(decimal(band.loc[cap, "needed_fte"], 2) for cap in (high, low)),
            "årsværk",
        ),
        ("Årsværk til sager i dag", decimal(plan.current_fte, 2), "årsværk"),
        ("Nye årsværk", short(chosen.fte), f"årsværk, {_persons(chosen)}"),
        ("Risiko med de nye", risk(chosen.risk), "for at bryde loftet"),
        ("Løn", whole(chosen.salary_dkk), "kr."),
    ]
    judged = Compliance(case.page.tables, plan.values, case.page.data).assessment
    broken = len({verdict.rule for verdict in judged.of("broken")})
    told = f"Ansøgningen bryder {count(broken, 'regel', 'regler')}; se Regel for regel."
    sources = ("HIR-3", "HIR-11", "HIR-16", "HIR-17", "HIR-1")
    return case.page.headline(sentence, figures_, sources, [told] if broken else [])


def _people(option: Option) -> str:
    """The persons to hire in words: `2 sagsbehandlere (37 og 18,5 timer om ugen)`."""
    number = len(option.contracts)
    told = listed([part.strip() for part in str(in_short(option.contracts)).split("+")])
    return f"{count(number, 'sagsbehandler', 'sagsbehandlere')} ({told} timer om ugen)"


def in_short(contracts: Sequence[float]) -> str | None:
    """Weekly hours of several persons, the same ones together: `133 × 37 + 18,5`."""
    groups = [(hours, len(list(same))) for hours, same in groupby(contracts)]
    parts = [
        part
        for hours, n in groups
        for part in ([f"{n} × {short(hours)}"] if n > MANY else [short(hours)] * n)
    ]
    return " + ".join(parts) or None


def _persons(option: Option) -> str:
    return count(len(option.contracts), "person", "personer")
