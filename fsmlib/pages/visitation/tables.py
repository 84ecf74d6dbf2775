"""The tables of the visitation page; their numbers go to the workbook."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from fsmlib.danish import decimal, month, percent_short, whole
from fsmlib.models import needs
from fsmlib.models import visitation as questions
from fsmlib.models.cohort import Cohort
from fsmlib.models.exact import entries_by_month
from fsmlib.pages.views import Column, Table, Text
from fsmlib.pages.visitation.case import INTERVAL, TAILS, Case
from fsmlib.pages.visitation.pictures import needs_another
from fsmlib.programme.values import PERCENT
from fsmlib.rules.job_brokers import places as plan_places
from fsmlib.rules.payout import is_reached

PLAN = "Visitation og bemanding"
RESULT = "Forventet resultat"
COMPARED = "To planer"
CHANCE, PAID = "Chance for", "Ventet udbetaling"
MOST_TIMES = 3
CERTAIN = 1.645  # standard errors on each side of a mean: 90 %


def chances(case: Case) -> Table:
    """The chance of each threshold: in some month, and apart from it as a level."""
    run, rows = case.simulation.run, []
    for threshold in case.thresholds:
        for what, found in (
            ("i mindst én måned", questions.chance_in_some_month(run, threshold)),
            ("som niveau over alle måneder", questions.chance_of_level(run, threshold)),
        ):
            rows.append((f"{threshold} % {what}", found.value, found.standard_error * 100))
    columns = [
        Column("what", "Krav"),
        Column("chance", "Chance", "risk"),
        Column("error", "Simuleringens usikkerhed (én standardfejl)", "fte", "procentpoint"),
    ]
    note = (
        f"Simuleret med {whole(case.simulation.replications)} forløb. Kravet måles i en given "
        "måned, så den bedste tæller. Men den bedste af mange måneder ligger over niveauet ved "
        "held alene, mest i en lille kommune med korte job. Se derfor på begge."
    )
    frame = pd.DataFrame(rows, columns=["what", "chance", "error"])
    sources = ("FSM2-3.2", "FSM2-5.2")
    return case.page.table("Chancen for at nå kravene", frame, columns, RESULT, sources, note)


def by_month(case: Case) -> Table:
    """Each month: visited, caseload, group, share with interval."""
    simulation, run = case.simulation, case.simulation.run
    low, high = np.nanquantile(run.share, TAILS, axis=0)
    frame = pd.DataFrame(
        {
            "month": [month(each) for each in simulation.months],
            "visited": run.visited.mean(axis=0),
            "held": run.held.mean(axis=0),
            "places": simulation.plan.places,
            "group": run.group.mean(axis=0),
            "share": np.nanmean(run.share, axis=0),
            "low": low,
            "high": high,
        }
    )
    columns = [
        Column("month", "Måned"),
        Column("visited", "Visiterede i alt", "whole", "borgere"),
        Column("held", "Hos jobformidler", "whole", "borgere"),
        Column("places", "Pladser", "whole", "borgere"),
        Column("group", "Indsatsgruppe", "whole", "borgere"),
        Column("share", "Andel, middel", "percent"),
        Column("low", "Lav (5 %)", "percent"),
        Column("high", "Høj (95 %)", "percent"),
    ]
    note = "Antal er middel af forløbene. De ikke visiterede er med i indsatsgruppen."
    sources = ("FSM2-2.2", "FSM2-3.1", "FSM2-3.2")
    return case.page.table("Måned for måned", frame, columns, RESULT, sources, note)


def chances_by_month(case: Case) -> Table:
    """Each month: the chance that it reaches a threshold, and that it is the first to do so."""
    run = case.simulation.run
    frame = pd.DataFrame({"month": [month(each) for each in case.simulation.months]})
    columns = [Column("month", "Måned")]
    for threshold in case.thresholds:
        frame[f"chance_{threshold}"] = questions.chance_by_month(run, threshold)
        frame[f"first_{threshold}"] = questions.first_month(run, threshold)[:-1]
        columns += [
            Column(f"chance_{threshold}", f"Chance for {threshold} %", "risk"),
            Column(
                f"first_{threshold}", f"Chance for at være den første med {threshold} %", "risk"
            ),
        ]
    title, sources = "Chancerne måned for måned", ("FSM2-3.2", "FSM2-5.2")
    return case.page.table(title, frame, columns, RESULT, sources)


def all_visited(case: Case) -> Table:
    """By which month nobody waits any more."""
    simulation = case.simulation
    done = questions.all_visited_by(simulation.run)
    rows = []
    for share in (0.5, INTERVAL):
        place = int(np.quantile(done, share, method="higher"))
        is_done = place < len(simulation.months)
        when = month(simulation.months[place]) if is_done else "ikke i projektet"
        rows.append((f"{percent_short(share)} af forløbene", when))
    columns = [Column("share", "Senest i"), Column("month", "Alle er visiteret")]
    note = "Siden kan nye komme til, eller nogen komme tilbage fra en fritagelse."
    frame = pd.DataFrame(rows, columns=["share", "month"])
    sources = ("FSM2-2.2", "FSM2-1.3")
    return case.page.table("Hvornår alle er visiteret", frame, columns, PLAN, sources, note)


def job_brokers(case: Case) -> Table:
    """The job brokers of the plan by role."""
    brokers = case.simulation.tables["job_brokers"].reset_index(drop=True)
    authority = brokers["has_authority"].map({True: "ja", False: "nej"})
    frame = brokers.assign(
        places=[
            plan_places(float(fte), int(each))
            for fte, each in zip(brokers["fte"], brokers["citizens_per_fte"], strict=True)
        ],
        authority=authority,
    )
    columns = [
        Column("role", "Rolle"),
        Column("fte", "Årsværk", "fte"),
        Column("citizens_per_fte", "Borgere pr. årsværk", "whole"),
        Column("places", "Pladser", "whole", "borgere"),
        Column("authority", "Myndighed"),
    ]
    note = "Roller og myndighed er kommunens valg, når hver kan bygge bro til arbejdsmarkedet."
    sources = ("FSM2-1.1", "FSM2-1.2", "FSM2-1.5")
    return case.page.table("Jobformidlere", frame, columns, PLAN, sources, note)


def payouts(case: Case) -> Table:
    """What is paid: expected, and between which amounts."""
    paid = questions.interval(case.paid_dkk, INTERVAL)
    in_kroner = case.simulation.grant_dkk is not None
    unit = "kr." if in_kroner else "pct. af tilskuddet"
    rows = [
        ("Ventet (middel af forløbene)", paid.mean),
        ("Lav (højst 5 % af forløbene er under)", paid.low),
        ("Høj (højst 5 % af forløbene er over)", paid.high),
    ]
    columns = [Column("what", "Udbetaling"), Column("paid", "I alt", "whole", unit)]
    note = "" if in_kroner else "Tilskuddet er ikke oplyst; skriv det i planen."
    frame = pd.DataFrame(rows, columns=["what", "paid"])
    sources = ("FSM2-5.2", "FSM2-5.3")
    return case.page.table("Udbetaling", frame, columns, RESULT, sources, note)


def what_it_takes(case: Case) -> Table:
    """What would bring a threshold, and the visit of everyone, within reach, by the quick model."""
    simulation = case.simulation
    plan, rates, seed = simulation.plan, simulation.rates, simulation.seed
    most_entries = plan.target_group // 10 or 1
    entries_now, fte_now = float(entries_by_month(plan, rates).mean()), float(plan.fte.max())
    most_fte = MOST_TIMES * fte_now
    rows = []
    for threshold in case.thresholds:
        wish = needs.Wish(threshold, case.wanted)
        now = wish.of(plan, rates, seed)
        if now >= case.wanted:
            rows.append((f"{threshold} %", "nås allerede med planen", now))
            continue
        entries = needs.entries_needed(plan, rates, wish, most_entries, seed)
        more = needs.job_brokers_needed(plan, rates, wish, most_fte, seed)
        found = [
            (entries.sentence("nye i job om måneden", entries_now), entries.chance),
            (more.sentence("årsværk", fte_now), more.chance),
        ]
        if needs.first_month_of_visits(plan):
            earlier = needs.earlier_start_needed(plan, rates, wish, seed)
            found.append((earlier.sentence("måneder tidligere start"), earlier.chance))
        rows += [(f"{threshold} %", *each) for each in found]
    half = max(plan.months // 2, 1)
    visited = needs.fte_to_visit_all(plan, rates, half - 1, case.wanted, most_fte, seed)
    when = month(simulation.months[half - 1])
    told = visited.sentence("årsværk", fte_now)
    rows.append((f"Alle visiteret senest {when}", told, visited.chance))
    columns = [
        Column("threshold", "Krav"),
        Column("need", "Hvad der skal til"),
        Column("chance", "Chance med det", "risk"),
    ]
    note = (
        f"Hurtig model. Ønsket chance: {percent_short(case.wanted)} for at nå kravet (i mindst én "
        "måned). Én ting ændres ad gangen; med flere jobformidlere visiteres der, så snart der er "
        "plads."
    )
    frame = pd.DataFrame(rows, columns=["threshold", "need", "chance"])
    return case.page.table(
        "Hvad der skal til", frame, columns, RESULT, ("FSM2-5.2", "FSM2-1.1"), note
    )


def two_plans(case: Case) -> Table | Text:
    """Both plans, the difference, and the interval of the difference itself."""
    if case.other is None:
        return needs_another()
    grants = [case.simulation.grant_dkk, case.other.grant_dkk]
    told = [grant for grant in grants if grant]
    runs = (case.simulation.run, case.other.run)
    pair = [
        _measures(case, run, grant or (told[0] if told else PERCENT), "kr." if told else "pct.")
        for run, grant in zip(runs, grants, strict=True)
    ]
    rows = []
    for what, first in pair[0].items():
        second = pair[1][what]
        gap = questions.difference(first, second, INTERVAL)
        off = CERTAIN * float((second - first).std(ddof=1)) / len(first) ** 0.5
        if what.startswith(CHANCE):  # a single run either reaches it or does not
            gap = replace(gap, low=gap.mean - off, high=gap.mean + off)
        means = [_said(what, number, "%") for number in (first.mean(), second.mean())]
        gaps = [_said(what, number, "procentpoint") for number in (gap.mean, gap.low, gap.high)]
        rows.append((what, *means, *gaps))
    names = ["what", "first", "second", "gap", "low", "high"]
    headings = ["Mål", "Planen", "Den anden plan", "Forskel", "Lav (5 %)", "Høj (95 %)"]
    columns = [Column(name, heading) for name, heading in zip(names, headings, strict=True)]
    note = (
        "Begge planer møder de samme gode og dårlige måneder. Lav og høj er forskellens egne "
        "grænser: for niveau og udbetaling ligger 90 % af forløbene imellem; for chancerne er det "
        "simuleringens usikkerhed. Ligger 0 imellem, er det ikke sikkert, hvilken plan der er "
        "bedst."
    )
    frame = pd.DataFrame(rows, columns=names)
    return case.page.table("Planerne side om side", frame, columns, COMPARED, ("FSM2-2.2",), note)


def _measures(case: Case, run: Cohort, grant: int, unit: str) -> dict[str, np.ndarray]:
    """What two plans are compared on, one number for each replication."""
    found: dict[str, Any] = {
        f"{CHANCE} {threshold} % i mindst én måned": is_reached(run.touched, run.group, threshold)
        for threshold in case.thresholds
    }
    found = {what: reached.any(axis=1) for what, reached in found.items()}
    found["Niveau over alle måneder"] = questions.level(run)
    found[f"{PAID} ({unit})"] = questions.payouts(run, grant, case.page.values)
    return {what: np.asarray(numbers, dtype=float) for what, numbers in found.items()}


def _said(what: str, number: float, unit: str) -> str:
    told = whole(number) if what.startswith(PAID) else f"{decimal(100 * number, 2)}\u00a0{unit}"
    return told.replace("-", "−")
