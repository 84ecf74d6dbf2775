"""The pictures of the visitation page, each with a text that says what it shows."""

import numpy as np
import pandas as pd

from fsmlib.danish import (
    as_risk,
    count,
    end_of_range,
    kroner,
    month,
    month_short,
    percent,
    whole,
)
from fsmlib.figures import charts, cohort
from fsmlib.models.visitation_sensitivity import highest_share
from fsmlib.pages.page import RESTS_ON
from fsmlib.pages.views import Picture, Text, paragraph
from fsmlib.pages.visitation.case import PLAN_HEADING, RESULT_HEADING, TWO_PLANS_HEADING, Case

WIDEST_SWINGS, LABEL_WIDTH = 10, 36


def flow(case: Case) -> Picture:
    """Where the target group is, month by month."""
    layers = [(str(name), part.to_numpy()) for name, part in case.question.flow.items()]
    told = "; ".join(f"{name} {whole(n[0])} til {whole(n[-1])}" for name, n in layers)
    return case.page.picture(
        "Hvor målgruppen er ved hver måneds udgang (borgere i gennemsnit).",
        cohort.flow(_labels(case), layers, "Borgere"),
        f"Stablede søjler fra første til sidste måned: {told}.",
        PLAN_HEADING,
        ("FSM2-2.1", "FSM2-2.3", "FSM2-2.5", "FSM2-1.8"),
    )


def visited(case: Case) -> Picture:
    """Citizens visited so far, against the plan."""
    plan, months = case.question.simulation.plan, case.question.months
    low, high, middle = _band(months, "visited")
    if plan.wave is None:
        steps, name = np.full(plan.months, plan.target_group), "Målgruppen ved start"
    else:
        steps, name = np.cumsum(plan.wave) + plan.already_visited, "Holdene i planen"
    return case.page.picture(
        "Visiterede borgere i alt, mod planen.",
        cohort.band(_labels(case), (low, high), middle, (name, steps), "Borgere"),
        f"Kurve: i gennemsnit {whole(middle[0])} visiterede efter første måned og "
        f"{whole(middle[-1])} efter sidste; {name.lower()} er {whole(steps[-1])} til sidst.",
        PLAN_HEADING,
        ("FSM2-2.2", "FSM2-1.3"),
    )


def caseload(case: Case) -> Picture:
    """Citizens with a job broker, against the places."""
    months = case.question.months
    low, high, middle = _band(months, "held")
    places, busiest = months["places"], int(middle.argmax())
    return case.page.picture(
        "Borgere med en jobformidler, mod jobformidlernes pladser.",
        cohort.band(_labels(case), (low, high), middle, ("Pladser", places), "Borgere"),
        f"Kurve: højest i {month(months['month'][busiest])} med {whole(middle[busiest])} borgere "
        f"i gennemsnit mod {whole(places[busiest])} pladser.",
        PLAN_HEADING,
        ("FSM2-1.1", "FSM2-1.5"),
    )


def fan(case: Case) -> Picture:
    """The share by month as a fan, against the thresholds."""
    low, high, middle = _band(case.question.months, "result_share")
    return case.page.picture(
        "Andel af indsatsgruppen, der er berørt (pct.); de ikke visiterede tæller med i gruppen.",
        case.question.plot_band(),
        f"Kurve med bånd: andelen er i gennemsnit {percent(middle[0])} i første måned og "
        f"{percent(middle[-1])} i sidste, hvor 9 af 10 gange ligger mellem {percent(low[-1])} "
        f"og {percent(high[-1])}.",
        RESULT_HEADING,
        ("FSM2-3.1", "FSM2-2.2", "FSM2-5.2"),
    )


def first_month(case: Case) -> Picture | Text:
    """When each threshold is reached for the first time."""
    months = case.question.months
    firsts = {}
    for threshold in case.question.thresholds:
        first = months[f"first_{threshold}"].to_numpy()
        firsts[threshold] = np.append(first, max(0.0, 1 - first.sum()))
    told = [
        f"{t} %: mest sandsynligt i {month(months['month'][int(first[:-1].argmax())])} "
        f"({as_risk(first[:-1].max())}), slet ikke {as_risk(first[-1])}"
        for t, first in firsts.items()
    ]
    if not firsts:
        return paragraph("Puljen har intet resultatkrav.")
    return case.page.picture(
        "Chancen for, at en måned er den første, der når kravet; yderst til højre: aldrig.",
        cohort.chances(
            [*_labels(case), "\n\naldrig"],
            [(f"{threshold} %", first) for threshold, first in firsts.items()],
        ),
        f"Søjlediagram. {'. '.join(told)}.",
        RESULT_HEADING,
        ("FSM2-3.2", "FSM2-5.2"),
    )


def payouts(case: Case) -> Picture | Text:
    """What is paid, with its chance."""
    question = case.question
    if not question.values.pays:
        return pays_nothing()
    amounts, numbers = np.unique(question.paid_dkk, return_counts=True)
    shares = numbers / len(question.paid_dkk)
    told = question.simulation.grant_dkk is not None
    labels = [
        f"{percent(amount / question.grant_dkk, 0)}\n{kroner(amount)}" if told else f"{amount} pct."
        for amount in amounts
    ]
    return case.page.picture(
        "Samlet udbetaling i pct. af tilskuddet, med chance.",
        cohort.chances(labels, [("Chance", shares)]),
        "Søjlediagram. "
        + "; ".join(
            f"{label.replace(chr(10), ', ')}: {percent(share)}"
            for label, share in zip(labels, shares, strict=True)
        )
        + ".",
        RESULT_HEADING,
        ("FSM2-5.2", "FSM2-5.3"),
    )


def tornado(case: Case) -> Picture:
    """How the highest expected share moves with each assumption, by the quick model."""
    base, widest = highest_share(case.question.simulation), case.question.swings[:WIDEST_SWINGS]
    values = [swing.value for swing in widest]
    ranges = [
        (end_of_range(each.low or 0, each.unit), end_of_range(each.high or 0, each.unit))
        for each in values
    ]
    ends = [(swing.low * 100, swing.high * 100) for swing in widest]
    told = [
        f"{swing.value.label} fra {low} til {high}: {percent(swing.low)} til {percent(swing.high)}."
        for swing, (low, high) in zip(widest, ranges, strict=True)
    ]
    return case.page.picture(
        "Ventet andel i den højeste måned, når én forudsætning flyttes og alt ellers går som i "
        "gennemsnit (pct.).",
        charts.tornado(
            [charts.wrapped(swing.value.label, LABEL_WIDTH) for swing in widest],
            ends,
            ranges,
            base * 100,
            f"Pct. (stiplet: {percent(base)} med de valgte forudsætninger)",
        ),
        f"Liggende søjler omkring {percent(base)}. {' '.join(told)}",
        RESTS_ON,
        ("FSM2-3.1",),
    )


def two_plans(case: Case) -> Picture | Text:
    """The share under the plan and under the other one."""
    question = case.question
    if question.other is None:
        return needs_another()
    both = [question.months, question.other_months]
    plans = []
    for name, months in zip(("Planen", "Den anden plan"), both, strict=True):
        low, high, middle = _band(months, "result_share")
        plans.append((name, low, middle, high))
    longest = max(both, key=len)
    ends = [f"{name} {percent(middle[-1])}" for name, _, middle, _ in plans]
    return case.page.picture(
        "Andel berørte under to planer; bånd: 9 af 10 gange.",
        cohort.two_plans(
            [month_short(each) for each in longest["month"]], plans, question.thresholds
        ),
        f"To kurver. I sidste måned: {', '.join(ends)}.",
        TWO_PLANS_HEADING,
        ("FSM2-2.2", "FSM2-3.1"),
    )


def tried(case: Case) -> Picture | Text:
    """The share as it was in the registers' last months, against what the first would have told."""
    if case.question.values.own_measure:
        return paragraph("Modellen prøves kun på mål af månedens løntimer og uddannelse.")
    if case.question.tried is None:
        return paragraph(
            "Modellen prøves på kommunens egne registre, når de rummer mindst 12 måneder."
        )
    test = case.question.tried
    inside = f"{test.inside.sum()} af {count(len(test.months), 'måned', 'måneder')}"
    low, middle, high, seen = (
        100 * part for part in (test.low, test.middle, test.high, test.observed)
    )
    return case.page.picture(
        f"Prøve på egne registre: målt andel mod det, månederne før ville have sagt ({inside} "
        "inden for båndet).",
        cohort.band(
            [month_short(each) for each in test.months],
            (low, high),
            middle,
            ("Målt andel", seen),
            "Pct. af indsatsgruppen",
        ),
        f"Kurve: den målte andel ligger i båndet i {inside}.",
        RESTS_ON,
        ("FSM2-3.1",),
    )


def needs_another() -> Text:
    """What stands where there is only one plan."""
    return paragraph("Giv en plan mere for at se to planer side om side (-p compare=FIL).")


def pays_nothing() -> Text:
    """What stands where a programme has thresholds and no money."""
    return paragraph("Programmet har krav og ingen penge; der udbetales intet.")


def _labels(case: Case) -> list[str]:
    return [month_short(each) for each in case.question.months["month"]]


def _band(months: pd.DataFrame, name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Low, high and middle of a number by month."""
    low, high, middle = (months[f"{name}{end}"].to_numpy() for end in ("_low", "_high", ""))
    return low, high, middle
