"""The sliders in the page on visitation, with the words for each setting and each answer."""

from fsmlib.analyses.visitation_what_if import at_each, in_use, settings
from fsmlib.danish import percent_short, short
from fsmlib.models.rates import touching
from fsmlib.pages.visitation.case import Case, key_figures
from fsmlib.pages.what_if import WhatIf, Words, what_if

SHORTER = {"job_entry_per_month": "Chance for job i en måned uden indsatsen"}


def turned(case: Case) -> WhatIf:
    """The answer with more or fewer job brokers, and with another chance of being touched."""
    question, chance = case.question, touching(case.question.values)
    planned = float(question.job_brokers["fte"].sum())
    waves = "" if question.simulation.plan.wave is None else " (planens hold er de samme)"
    words: Words = {
        "job_broker_factor": (
            f"Jobformidlere i alt{waves}",
            lambda factor: f"{short(factor * planned)} årsværk",
        ),
        chance: (SHORTER.get(chance, question.values[chance].label), percent_short),
    }
    answers = [[(n, unit) for _, n, unit in key_figures(each)] for each in at_each(question)]
    what = tuple(name for name, *_ in key_figures(question))
    return what_if(case.page, settings(question), in_use(question), words, what, answers)
