"""The staffing question for one municipality: its page, its plan, and the answer in words."""

from dataclasses import dataclass

from fsmlib.models.staffing import Option, Plan
from fsmlib.report.check import stop_at_the_door
from fsmlib.report.danish import count, decimal, kroner, listed, percent, short, whole
from fsmlib.report.page import Page, open_page
from fsmlib.report.views import Text

# The sections of the application that the tables belong to: the sheets of the workbook.
NEED = "Behov for sagsbehandlere"
STRATEGY = "Strategi for tilrettelæggelse"
BUDGET = "Budget"


@dataclass(frozen=True)
class Case:
    """The page of a municipality and the plan its numbers come from."""

    page: Page
    plan: Plan


def ask(data: str, on: str, changes: str, paths: int, seed: int) -> Case:
    """The staffing question for the tables in `data`; an error in them stops here, all at once."""
    page = open_page("01_staffing", "hir", data, on, changes, paths, seed, "staffing")
    stop_at_the_door(page.tables, page.values)
    return Case(page, Plan(page.tables, page.values, paths, seed))


def banner(case: Case) -> Text:
    """Whose page it is."""
    return case.page.banner(case.plan.facts.name)


def answer(case: Case) -> Text:
    """The answer in one sentence, and the five numbers an application needs."""
    plan, chosen = case.plan, case.plan.chosen
    low, high = plan.values.cap_low_cases, plan.values.cap_high_cases
    accepted = percent(plan.values.accepted_risk, 0)
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
            f"{plan.values.cap} sager pr. fuldtidsansat er {percent(chosen.risk)} i projektets "
            f"{len(plan.months)} måneder."
        )
    band = plan.band
    figures_ = [
        ("Sager, der tæller", whole(plan.facts.cases), "sager"),
        (
            f"Behov ved {high} og ved {low} sager",
            " til ".join(decimal(band.loc[cap, "needed_fte"], 2) for cap in (high, low)),
            "årsværk",
        ),
        ("Årsværk til sager i dag", decimal(plan.current_fte, 2), "årsværk"),
        ("Nye årsværk", short(chosen.fte), f"årsværk, {_persons(chosen)}"),
        ("Risiko med dem", percent(chosen.risk), "for at bryde loftet"),
        ("Løn", whole(chosen.salary_dkk), "kr."),
    ]
    sources = ("HIR-3", "HIR-11", "HIR-16", "HIR-17", "HIR-1")
    return case.page.headline(sentence, figures_, sources)


def _people(option: Option) -> str:
    """The persons to hire in words: `2 sagsbehandlere (37 og 18,5 timer om ugen)`."""
    hours = listed([short(contract) for contract in option.contracts])
    return (
        f"{count(len(option.contracts), 'sagsbehandler', 'sagsbehandlere')} ({hours} timer om ugen)"
    )


def _persons(option: Option) -> str:
    return count(len(option.contracts), "person", "personer")
