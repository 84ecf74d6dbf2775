"""The pictures of the staffing page, each with a text that says what it shows."""

import numpy as np

from fsmlib.danish import (
    content,
    decimal,
    kroner,
    month,
    month_short,
    one_decimal,
    short,
    whole,
)
from fsmlib.danish import (
    risk as risk_in_words,
)
from fsmlib.figures import charts
from fsmlib.pages.staffing.case import Case
from fsmlib.pages.views import Picture
from fsmlib.rules.caseload import capacity

SMALLEST_STEP = 0.05
LABEL_WIDTH = 30
QUANTILES = ((0.05, 0.95, "90 % af forløbene"), (0.25, 0.75, "Halvdelen af forløbene"))


def waterfall(case: Case) -> Picture:
    """From headcount to usable places, against the cases."""
    steps = _waterfall_steps(case)
    labels, values, totals = zip(*steps, strict=True)
    alt = "Trappediagram i sager: " + "; ".join(
        f"{label_.replace(chr(10), ' ')} {one_decimal(value)}" for label_, value, _ in steps
    )
    return case.page.picture(
        f"Fra ansatte til plads ved {case.plan.values.cap} sager pr. fuldtidsansat (sager).",
        charts.waterfall(labels, values, totals),
        alt + ".",
        ("HIR-11", "HIR-3", "HIR-R4", "GEN-L1"),
    )


def _waterfall_steps(case: Case) -> list[tuple[str, float, bool]]:
    facts, values = case.plan.facts, case.plan.values
    cap, full_time = values.cap, values.full_time_weekly_hours
    people = len(facts.hours)
    part_time = -cap * sum(full_time - hours for hours in facts.weekly_hours) / full_time
    reduced = -cap * (sum(facts.weekly_hours) - sum(facts.hours)) / full_time
    room = case.plan.room(())
    places = float(capacity(facts.hours, values, cap).sum())
    floored = places - (people * cap + part_time + reduced)
    steps = [
        (f"{people} ansatte\na {cap} sager", float(people * cap), True),
        ("Deltid", part_time, False),
        ("Mødeleder", reduced, False),
        ("Hele sager\npr. person", floored, False),
        ("Øvrige sager\nover loftet", room - places, False),
        ("Plads i dag", room, True),
        ("Mangler" if room < facts.cases else "Ledigt", facts.cases - room, False),
        ("Sager i dag", float(facts.cases), True),
    ]
    return [step for step in steps if step[2] or abs(step[1]) >= SMALLEST_STEP]


def need(case: Case) -> Picture:
    """Needed full-time equivalents at each cap, against today's."""
    band = case.plan.band
    needed = list(band["needed_fte"])
    current = case.plan.current_fte
    return case.page.picture(
        f"Behov for årsværk til {whole(case.plan.facts.planned_cases)} sager ved hvert loft"
        f"{_expected(case)}.",
        charts.bars_with_line(
            [f"{cap} sager" for cap in band.index],
            needed,
            current,
            f"I dag {decimal(current, 2)} årsværk",
            "Årsværk",
        ),
        f"Søjlediagram: behovet falder fra {decimal(needed[0], 2)} årsværk ved {band.index[0]} "
        f"sager til {decimal(needed[-1], 2)} ved {band.index[-1]}. I dag er der "
        f"{decimal(current, 2)} årsværk.",
        ("HIR-11", "HIR-16"),
    )


def _expected(case: Case) -> str:
    expected = case.plan.facts.expected_extra_cases
    return f", heraf {whole(expected)} ventede" if expected else ""


def fan(case: Case) -> Picture:
    """Open cases month by month against the places, today and with the new staff."""
    plan, chosen = case.plan, case.plan.chosen
    levels = {q: np.quantile(plan.cases, q, axis=0) for pair in QUANTILES for q in pair[:2]}
    mean = plan.cases.mean(axis=0)
    limits = [(plan.room(()), f"Plads i dag: {whole(plan.room(()))} sager")]
    if chosen.contracts:
        limits.append((chosen.room, f"Plads med nye ansatte: {whole(chosen.room)} sager"))
    first, last = month(plan.months[0]), month(plan.months[-1])
    return case.page.picture(
        "Sager ved månedens udgang mod plads (sager).",
        charts.fan(
            [month_short(m) for m in plan.months],
            [(levels[low], levels[high], name) for low, high, name in QUANTILES],
            mean,
            limits,
            "Sager",
        ),
        f"Viftediagram: i middel går sagerne fra {whole(mean[0])} i {first} til "
        f"{whole(mean[-1])} i {last}, hvor 90 % af forløbene ligger mellem "
        f"{whole(levels[0.05][-1])} og {whole(levels[0.95][-1])}. "
        + ". ".join(text for _, text in limits)
        + ".",
        ("HIR-16", "HIR-1"),
    )


def risk(case: Case) -> Picture:
    """The chance of breaking the cap against full-time equivalents added."""
    plan, chosen, curve = case.plan, case.plan.chosen, case.plan.risk_curve()
    points = {(o.fte, o.risk): o.label for o in [*plan.options[:2], chosen]}
    return case.page.picture(
        "Risiko for at bryde loftet i en eller flere måneder, efter nye årsværk.",
        charts.risk_curve(
            curve["added_fte"],
            curve["risk"],
            [(fte, risk, name) for (fte, risk), name in points.items()],
            plan.values.accepted_risk,
        ),
        "Faldende kurve. "
        + " ".join(
            f"{o.label}: {short(o.fte)} nye årsværk giver {risk_in_words(o.risk)} risiko."
            for o in plan.options
        ),
        ("HIR-16",),
    )


def own_funding(case: Case) -> Picture:
    """The municipality's own cost month by month: with the new staff, and with fewer."""
    plan = case.plan
    fewest = plan.options[1]
    named = {
        option.contracts: (f"{option.label} (+{short(option.fte)} årsværk)", option)
        for option in (fewest, plan.chosen)
    }
    series = [(name, list(plan.own_funding(option.contracts))) for name, option in named.values()]
    return case.page.picture(
        "Ventet egenfinansiering, når der kommer flere borgere, end bufferen rummer (kr.).",
        charts.monthly_bars([month_short(m) for m in plan.months], series),
        "Søjlediagram. "
        + " ".join(
            f"{name}: i alt {kroner(sum(heights))}, højest {kroner(max(heights))} i "
            f"{month(plan.months[int(np.argmax(heights))])}."
            for name, heights in series
        ),
        ("HIR-19",),
    )


def tornado(case: Case) -> Picture:
    """How the salary need moves with each assumption."""
    swings, base = case.plan.swings, case.plan.need.salary_dkk
    ranges = [(content(swing.value.low), content(swing.value.high)) for swing in swings]
    ends = [(swing.low.salary_dkk, swing.high.salary_dkk) for swing in swings]
    told = [
        f"{swing.value.label} fra {low} til {high}: {kroner(at_low)} til {kroner(at_high)}."
        for swing, (low, high), (at_low, at_high) in zip(swings, ranges, ends, strict=True)
    ]
    return case.page.picture(
        "Udgift til de manglende årsværk, når én forudsætning flyttes (kr.).",
        charts.tornado(
            [charts.wrapped(swing.value.label, LABEL_WIDTH) for swing in swings],
            ends,
            ranges,
            base,
            f"Kr. (stiplet: {kroner(base)} med de valgte forudsætninger)",
        ),
        f"Tornadodiagram omkring {kroner(base)}. {' '.join(told)}",
        ("HIR-16", "HIR-17"),
    )
