"""The sliders in the page on visitation, with the words for each setting and each answer."""

from collections.abc import Callable

from fsmlib.analyses.visitation_what_if import at_each, in_use, settings
from fsmlib.danish import percent_short, short
from fsmlib.pages.visitation.case import Case, key_figures
from fsmlib.pages.what_if import Axis, WhatIf
from fsmlib.programme.numbers import exactly
from fsmlib.programme.parameters import parse_changes


def turned(case: Case) -> WhatIf:
    """The answer with more or fewer job brokers, and with another chance of work."""
    question, used = case.question, in_use(case.question)
    planned = float(question.job_brokers["fte"].sum())
    waves = "" if question.simulation.plan.wave is None else " (planens hold er de samme)"
    words: dict[str, tuple[str, Callable[[float], str]]] = {
        "job_broker_factor": (
            f"Jobformidlere i alt{waves}",
            lambda factor: f"{short(factor * planned)} årsværk",
        ),
        "job_entry_per_month": (
            "Chance for job i en måned uden indsatsen",
            percent_short,
        ),
    }
    axes = tuple(
        Axis(
            name,
            words[name][0],
            tuple((exactly(at).removesuffix(",0"), words[name][1](at)) for at in grid),
            grid.index(used[name]),
            name in question.values.given,
        )
        for name, grid in settings(question).items()
    )
    told = parse_changes(question.values.changes_as_text)
    kept = tuple(f"{name}={content}" for name, content in told.items() if name not in used)
    answers = [[(n, unit) for _, n, unit in key_figures(each)] for each in at_each(question)]
    what = tuple(name for name, *_ in key_figures(question))
    return WhatIf(axes, what, answers, case.page.command, kept)
