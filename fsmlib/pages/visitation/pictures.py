"""The pictures of the visitation page, each with a text that says what it shows."""

import numpy as np

from fsmlib.danish import count, fine, kroner, month, month_short, percent, risk, whole
from fsmlib.figures import charts, cohort
from fsmlib.figures.canvas import narrow
from fsmlib.models import visitation as questions
from fsmlib.models.simulation import Simulation
from fsmlib.models.states import State
from fsmlib.pages.views import Picture, Text, paragraph
from fsmlib.pages.visitation.case import TAILS, Case
from fsmlib.pages.visitation.swings import highest_share

QUANTILES = ((*TAILS, "90 % af forløbene"), (0.25, 0.75, "Halvdelen af forløbene"))
LAYERS = {
    "Timer og uddannelse": (State.PAID_HOURS, State.NOT_VISITED_PAID_HOURS, State.SU_EDUCATION),
    "Trin 3": (State.STEP_3,),
    "Trin 2": (State.STEP_2,),
    "Trin 1": (State.STEP_1,),
    "Løntilskud": (State.LOENTILSKUD,),
    "Ikke visiteret": (State.NOT_VISITED,),
    "Fritaget": (State.EXEMPT, State.NOT_VISITED_EXEMPT),
    "Gruppe 2": (State.GROUP_2, State.FLEKSJOB),
}
WIDEST_SWINGS, LABEL_WIDTH = 10, 40


def flow(case: Case) -> Picture:
    """Where the target group is, month by month."""
    simulation = case.simulation
    states = simulation.run.states[1:]
    layers = [(name, states[:, list(parts)].sum(axis=1)) for name, parts in LAYERS.items()]
    told = "; ".join(f"{name} {whole(n[0])} til {whole(n[-1])}" for name, n in layers)
    return case.page.picture(
        "Hvor målgruppen er ved hver måneds udgang (borgere i middel).",
        cohort.flow(_months(simulation), layers, "Borgere"),
        f"Stablede søjler fra første til sidste måned: {told}.",
        ("FSM2-2.1", "FSM2-2.3", "FSM2-2.5", "FSM2-1.8"),
    )


def visited(case: Case) -> Picture:
    """Citizens visited so far, against the plan."""
    simulation, run = case.simulation, case.simulation.run
    low, high = np.quantile(run.visited, TAILS, axis=0)
    middle = run.visited.mean(axis=0)
    plan = simulation.plan
    if plan.wave is None:
        steps, name = np.full(plan.months, plan.target_group), "Målgruppen ved start"
    else:
        steps, name = np.cumsum(plan.wave) + plan.already_visited, "Holdene i planen"
    return case.page.picture(
        "Visiterede borgere i alt, mod planen.",
        cohort.band(_months(simulation), (low, high), middle, (name, steps), "Borgere"),
        f"Kurve: i middel {whole(middle[0])} visiterede efter første måned og {whole(middle[-1])} "
        f"efter sidste; {name.lower()} er {whole(steps[-1])} til sidst.",
        ("FSM2-2.2", "FSM2-1.3"),
    )


def caseload(case: Case) -> Picture:
    """Citizens with a job broker, against the places."""
    simulation, run = case.simulation, case.simulation.run
    low, high = np.quantile(run.held, TAILS, axis=0)
    middle, places = run.held.mean(axis=0), simulation.plan.places
    busiest = int(middle.argmax())
    return case.page.picture(
        "Borgere med en jobformidler, mod jobformidlernes pladser.",
        cohort.band(_months(simulation), (low, high), middle, ("Pladser", places), "Borgere"),
        f"Kurve: højest i {month(simulation.months[busiest])} med {whole(middle[busiest])} borgere "
        f"i middel mod {whole(places[busiest])} pladser.",
        ("FSM2-1.1", "FSM2-1.5"),
    )


def fan(case: Case) -> Picture:
    """The share by month as a fan, against the thresholds."""
    simulation, share = case.simulation, case.simulation.run.share * 100
    levels = {q: np.nanquantile(share, q, axis=0) for pair in QUANTILES for q in pair[:2]}
    middle = np.nanmean(share, axis=0)
    low, high = TAILS
    return case.page.picture(
        "Andel af indsatsgruppen, der er berørt (pct.); de ikke visiterede er med i nævneren.",
        charts.fan(
            narrow(_months(simulation)),
            [(levels[a], levels[b], name) for a, b, name in QUANTILES],
            middle,
            [(threshold, f"{threshold} %") for threshold in case.thresholds],
            "Pct.",
        ),
        f"Viftediagram: andelen er i middel {percent(middle[0] / 100)} i første måned og "
        f"{percent(middle[-1] / 100)} i sidste, hvor 90 % af forløbene ligger mellem "
        f"{percent(levels[low][-1] / 100)} og {percent(levels[high][-1] / 100)}.",
        ("FSM2-3.1", "FSM2-2.2", "FSM2-5.2"),
    )


def first_month(case: Case) -> Picture:
    """When each threshold is reached for the first time."""
    simulation, run = case.simulation, case.simulation.run
    firsts = {t: questions.first_month(run, t) for t in case.thresholds}
    told = [
        f"{t} %: mest sandsynligt i {month(simulation.months[int(first[:-1].argmax())])} "
        f"({risk(first[:-1].max())}), slet ikke {risk(first[-1])}"
        for t, first in firsts.items()
    ]
    return case.page.picture(
        "Chancen for, at en måned er den første, der når kravet; yderst til højre: aldrig.",
        cohort.chances(
            [*_months(simulation), "aldrig"],
            [(f"{threshold} %", first) for threshold, first in firsts.items()],
        ),
        f"Søjlediagram. {'. '.join(told)}.",
        ("FSM2-3.2", "FSM2-5.2"),
    )


def payouts(case: Case) -> Picture:
    """What is paid, with its chance."""
    amounts, numbers = np.unique(case.paid_dkk, return_counts=True)
    shares = numbers / len(case.paid_dkk)
    told = case.simulation.grant_dkk is not None
    labels = [
        f"{percent(amount / case.grant_dkk, 0)}\n{kroner(amount)}" if told else f"{amount} pct."
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
        ("FSM2-5.2", "FSM2-5.3"),
    )


def tornado(case: Case) -> Picture:
    """How the highest expected share moves with each assumption, by the quick model."""
    base, widest = highest_share(case.simulation), case.swings[:WIDEST_SWINGS]
    ranges = [(fine(swing.value.low or 0), fine(swing.value.high or 0)) for swing in widest]
    ends = [(swing.low * 100, swing.high * 100) for swing in widest]
    told = [
        f"{swing.value.label} fra {low} til {high}: {percent(swing.low)} til {percent(swing.high)}."
        for swing, (low, high) in zip(widest, ranges, strict=True)
    ]
    return case.page.picture(
        "Ventet andel i den højeste måned, når én forudsætning flyttes (pct.; hurtig model).",
        charts.tornado(
            [charts.wrapped(swing.value.label, LABEL_WIDTH) for swing in widest],
            ends,
            ranges,
            base * 100,
            f"Pct. (stiplet: {percent(base)} med de valgte forudsætninger)",
        ),
        f"Tornadodiagram omkring {percent(base)}. {' '.join(told)}",
        ("FSM2-3.1",),
    )


def two_plans(case: Case) -> Picture | Text:
    """The share under the plan and under the other one."""
    if case.other is None:
        return needs_another()
    plans = []
    for name, simulation in (("Planen", case.simulation), ("Den anden plan", case.other)):
        share = simulation.run.share
        low, high = np.nanquantile(share, TAILS, axis=0)
        plans.append((name, low, np.nanmean(share, axis=0), high))
    longest = max((case.simulation, case.other), key=lambda each: len(each.months))
    ends = [f"{name} {percent(middle[-1])}" for name, _, middle, _ in plans]
    return case.page.picture(
        "Andel berørte under to planer; bånd: 90 % af forløbene.",
        cohort.two_plans(_months(longest), plans, case.thresholds),
        f"To kurver. I sidste måned: {', '.join(ends)}.",
        ("FSM2-2.2", "FSM2-3.1"),
    )


def tried(case: Case) -> Picture | Text:
    """The share as it was in the registers' last months, against what the first would have told."""
    if case.tried is None:
        return paragraph(
            "Modellen prøves på kommunens egne registre, når de rummer mindst 12 måneder."
        )
    test = case.tried
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
        ("FSM2-3.1",),
    )


def needs_another() -> Text:
    """What stands where there is only one plan."""
    return paragraph("Giv en plan mere med -p compare=FIL for at se to planer side om side.")


def _months(simulation: Simulation) -> list[str]:
    return [month_short(each) for each in simulation.months]
