"""The staffing page of one municipality: whose it is, and the answer in words and key figures."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from fsmlib.analyses.staffing import Staffing
from fsmlib.danish import as_risk, count, day, decimal, listed, percent_short, short, whole
from fsmlib.models.group_facts import cases_in_words, names_of_caps
from fsmlib.pages.page import Page, page_for
from fsmlib.pages.views import Banner, Headline
from fsmlib.rules.budget import has_pool
from fsmlib.tables.personal import masked

# The sections of the application that the tables belong to: the sheets of the workbook.
NEED_HEADING = "Behov for sagsbehandlere"
STRATEGY = "Strategi for tilrettelæggelse"
BUDGET_HEADING = "Budget"
HIGH = "Mange sager (19 af 20 gange er der færre)"


@dataclass(frozen=True)
class Case:
    """The page of a municipality and the answer it shows."""

    page: Page
    question: Staffing


def page_of(
    staffing: Staffing,
    scenarios: str = "",
    names: bool = False,
    given_fte: float = 0,
    given_dkk: int = 0,
) -> Case:
    """The page that shows an answer, with a file of scenarios and caseworkers by name if wanted.

    `given_fte` or `given_dkk` is what there is to staff with, where the question is turned round.
    """
    settings = {
        "seed": staffing.seed,
        "scenarios": masked(Path(scenarios).name),
        "names": "ja" if names else "",
        "given_fte": short(given_fte) if given_fte else "",
        "given_dkk": given_dkk or "",
    }
    return Case(page_for("01_staffing", staffing, settings), staffing)


def banner(case: Case) -> Banner:
    """Whose page it is, when and where its numbers were counted."""
    row = case.page.tables["staffing"].iloc[0]
    lines = []
    if pd.notna(row["counted_on"]):
        lines.append(f"Opgjort den {day(row['counted_on'].date())}.")
    if pd.notna(row["data_origin"]):
        lines.append(f"Kilde til tallene: {row['data_origin']}")
    return case.page.banner(case.question.municipality, lines)


def answer(case: Case) -> Headline:
    """What is sure and what is not, with the numbers an application needs."""
    staffing, plan = case.question, case.question.plan
    low, high = plan.values.cap_low_cases, plan.values.cap_high_cases
    needed = [decimal(plan.band.loc[cap, "needed_fte"], 2) for cap in (high, low)]
    groups = plan.facts.groups
    low_cap, high_cap = names_of_caps(groups, plan.values)
    fewest, most = staffing.hired_range
    expected = ", med de ventede" if plan.facts.expected_extra_cases else ""
    span = f"fra {short(fewest)} til {short(most)}, " if fewest < most else ""
    accepted = f"{percent_short(plan.values.accepted_risk)} accepteret"
    persons = count(len(plan.chosen.contracts), "person", "personer")
    figures = [
        (f"Sager, der tæller{expected}", whole(plan.facts.planned_cases), cases_in_words(groups)),
        (
            f"Behov ved {high_cap} og ved {low_cap}{' sager' * (not plan.facts.has_groups)}",
            " til ".join(needed),
            "årsværk",
        ),
        ("Årsværk til sager i dag", decimal(plan.current_fte, 2), "årsværk"),
        ("Nye årsværk til dagens sager", short(plan.fte_today), "årsværk"),
        ("Nye årsværk", short(plan.chosen.fte), f"årsværk, {span}{persons}"),
        ("Risiko med de nye", as_risk(plan.chosen.risk), f"for at bryde loftet, mod {accepted}"),
        ("Løn", whole(plan.chosen.salary_dkk), "kr."),
    ]
    if has_pool(plan.values):
        figures.append(("Heraf betaler puljen højst", whole(staffing.pool_pays_dkk), "kr."))
    frame = staffing.compliance
    broken = frame.loc[frame["outcome"] == "broken", "rule"].unique().tolist()
    told = f"Ansøgningen bryder {count(len(broken), 'regel', 'regler')}: "
    sources = ("HIR-3", "HIR-11", "HIR-16", "HIR-17", "HIR-1", "HIR-19", "HIR-L1")
    warnings = [*staffing.warnings, *([f"{told}{listed(broken)}."] if broken else [])]
    return case.page.headline(staffing.answer, figures, sources, warnings)
