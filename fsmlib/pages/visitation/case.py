"""What a plan of visitation may lead to, for one municipality: its page and the answer in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from fsmlib.analyses.visitation import COMPARE, Visitation
from fsmlib.danish import as_risk, kroner, month, percent, percent_short, whole
from fsmlib.pages.page import Page, page_for
from fsmlib.pages.views import Banner, Headline
from fsmlib.tables.personal import masked

NOTEBOOK = "02_visitation"
# The sections of the application that tables and pictures belong to: the sheets of the workbook.
PLAN_HEADING = "Visitation og bemanding"
RESULT_HEADING = "Forventet resultat"
TWO_PLANS_HEADING = "To planer"
OVERSTATED = 0.1  # how far the chance of some month may pass the level's before the page warns


@dataclass(frozen=True)
class Case:
    """The page of a plan, and the question it shows the answers of."""

    page: Page
    question: Visitation


def open_case(
    data: str,
    plan: str,
    compare: str,
    on: str,
    changes: str,
    replications: int,
    seed: int,
    wanted_percent: int,
    scenarios: str = "",
    programme: str = "",
) -> Case:
    """The page of a plan; errors in plans and registers stop here, all at once.

    `plan` and `compare` are workbooks with the sheet Plan, `data` registers that give the
    municipality's own chances (or holds the plan too).  Without any of them, the example's.
    """
    question = Visitation.read(
        plan,
        registers=data,
        compare=compare,
        on=on,
        changes=changes,
        programme=programme,
        replications=replications,
        seed=seed,
        wanted_percent=wanted_percent,
    )
    settings = {
        "plan": Path(plan).name,
        "compare": "" if compare == str(COMPARE) else Path(compare).name,
        "replications": replications,
        "seed": seed,
        "wanted_percent": wanted_percent,
        "scenarios": masked(Path(scenarios).name),
    }
    return page_of(question, settings)


def page_of(question: Visitation, settings: Mapping[str, object]) -> Case:
    """The page of a question that has been asked."""
    return Case(page_for(NOTEBOOK, question, settings), question)


def warnings(question: Visitation) -> list[str]:
    """What a reader must know with the answer: whom the plan misses, and luck in one month."""
    told = [f"{finding.problem} {finding.mend}" for finding in question.findings]
    if measure := question.values.own_measure:
        told.append(
            f"Visitationen flytter ikke andelen: hvad den betyder for målet »{measure.label}«, er "
            "der intet at skønne ud fra."
        )
        if question.fit is None:
            told.append(
                "Hvor mange der er berørt, er et skøn, der er ens for alle mål og fortolkninger; "
                "kun registre kan sige det."
            )
    if not question.thresholds:
        return told
    low = question.thresholds[0]
    some, lasting = chance_of(question, low, "some_month"), chance_of(question, low, "level")
    if some - lasting > OVERSTATED:
        told.append(
            "Den bedste måned er ikke niveauet: chancen for, at niveauet over alle måneder når "
            f"{low} %, er {as_risk(lasting)}. Den bedste af mange måneder ligger over niveauet "
            "alene ved held."
        )
    return told


def chance_of(question: Visitation, threshold: int, kind: str) -> float:
    """The chance of a threshold in `some_month`, or as a `level`."""
    found = question.chances
    return float(
        found.loc[(found["threshold"] == threshold) & (found["of"] == kind), "chance"].sum()
    )


def banner(case: Case) -> Banner:
    """Whose page it is, which months it covers, and what its numbers are."""
    question, simulation = case.question, case.question.simulation
    row, months = simulation.row, simulation.months
    lines = [
        f"Projektet løber fra {month(months[0])} til {month(months[-1])}.",
        f"Planen er regnet igennem {whole(simulation.replications)} gange, hver gang med andre "
        "tilfældigheder; »Hvad ville ændre svaret« er regnet, som om alt går som i gennemsnit.",
        question.fit.sentence
        if question.fit
        else "Alle chancer er skøn, for kommunens egne registre er ikke lagt ind.",
    ]
    if pd.notna(row["data_origin"]):
        lines.append(f"Kilde til planen: {row['data_origin']}.")
    return case.page.banner(question.municipality, lines)


def answer(case: Case) -> Headline:
    """The answer in one sentence, the level apart from the best month, and the key numbers."""
    question = case.question
    some = {each: chance_of(question, each, "some_month") for each in question.thresholds}
    level, paid = question.level, question.payout.mean
    reached = " og ".join(
        f"{as_risk(chance)} chance for at nå {each} %{'' if place else ' i mindst én måned'}"
        for place, (each, chance) in enumerate(some.items())
    )
    sentence = (
        (f"Planen giver {reached}. " if reached else "")
        + f"Niveauet over alle måneder ventes at blive {percent(level.mean)}"
        + (f", og {_paid_in_words(question, paid)}." if question.values.pays else ".")
    )
    sources = ("FSM2-2.2", "FSM2-3.1", "FSM2-3.2", "FSM2-5.2", "FSM2-5.3", "FSM2-1.1")
    return case.page.headline(sentence, key_figures(question), sources, warnings(question))


def key_figures(question: Visitation) -> list[tuple[str, str, str]]:
    """The numbers everyone waits for: what, number and unit."""
    level, months, unit = question.level, question.months, "i mindst én måned"
    busiest = months.iloc[int(months["held"].to_numpy().argmax())]
    return [
        *(
            (f"Chance for {each} %", as_risk(chance_of(question, each, "some_month")), unit)
            for each in question.thresholds
        ),
        (
            "Niveau",
            percent(level.mean),
            f"(9 af 10 gange {percent(level.low)} til {percent(level.high)})",
        ),
        *(
            [("Ventet udbetaling", *_paid_as_number(question, question.payout.mean))]
            if question.values.pays
            else []
        ),
        (
            "Visiteret ved slutningen",
            whole(months["visited"].iloc[-1]),
            f"borgere i gennemsnit, af {whole(question.simulation.plan.target_group)} og dem, der "
            "kommer til",
        ),
        (
            "Højeste sagsmængde",
            whole(busiest["held"]),
            f"borgere, mod {whole(busiest['places'])} pladser i den måned",
        ),
    ]


def _paid_in_words(question: Visitation, mean: float) -> str:
    if question.simulation.grant_dkk is None:
        return f"den ventede udbetaling er {percent_short(mean / 100)} af tilskuddet"
    return (
        f"den ventede udbetaling er {kroner(mean)} af tilskuddet på {kroner(question.grant_dkk)}"
    ).rstrip(".")


def _paid_as_number(question: Visitation, mean: float) -> tuple[str, str]:
    if question.simulation.grant_dkk is None:
        return percent(mean / 100), "af tilskuddet"
    return whole(mean), f"kr., {percent(mean / question.grant_dkk)} af tilskuddet"
