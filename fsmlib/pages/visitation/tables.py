"""The tables of the visitation page; their numbers go to the workbook."""

from collections.abc import Callable

import pandas as pd

from fsmlib.danish import decimal, fine, month, percent_short, short, whole
from fsmlib.pages.views import PageColumn, Table, Text
from fsmlib.pages.visitation.case import PLAN_HEADING, RESULT_HEADING, TWO_PLANS_HEADING, Case
from fsmlib.pages.visitation.pictures import needs_another
from fsmlib.programme.parameters import Values

RESULT_KINDS = {"some_month": "i mindst én måned", "level": "som niveau over alle måneder"}


def chances(case: Case) -> Table:
    """The chance of each threshold: in some month, and apart from it as a level."""
    frame = case.question.chances
    frame = frame.assign(
        what=[
            f"{t} % {RESULT_KINDS[k]}" for t, k in zip(frame["threshold"], frame["of"], strict=True)
        ],
        error=frame["standard_error"] * 100,
    )
    columns = [
        PageColumn("what", "Krav"),
        PageColumn("chance", "Chance", "risk"),
        PageColumn("error", "Tilfældet kan flytte den", "fte", "procentpoint"),
    ]
    note = (
        f"Planen er regnet igennem {whole(case.question.simulation.replications)} gange, hver gang "
        "med andre tilfældigheder. Kravet måles i én måned, så den bedste tæller. Men den bedste "
        "af mange måneder ligger over niveauet alene ved held, mest i en lille kommune"
        f"{'' if case.question.values.own_measure else ' med korte job'}. Se derfor på begge."
    )
    sources = ("FSM2-3.2", "FSM2-5.2")
    title, none = "Chancen for at nå kravene", "Intet resultatkrav."
    return case.page.table(title, frame, columns, RESULT_HEADING, sources, note, none)


def by_month(case: Case) -> Table:
    """Each month: visited, caseload, group, share with interval."""
    months = case.question.months
    frame = months.assign(month=[month(each) for each in months["month"]])
    columns = [
        PageColumn("month", "Måned"),
        PageColumn("result_share", "Andel i gennemsnit", "percent", term="result_share"),
        PageColumn("result_share_low", "1 af 20 gange er den under", "percent"),
        PageColumn("result_share_high", "1 af 20 gange er den over", "percent"),
        PageColumn("visited", "Visiterede i alt", "whole", "borgere"),
        PageColumn("held", "Hos jobformidler", "whole", "borgere", term="job_broker"),
        PageColumn("places", "Pladser", "whole", "borgere"),
        PageColumn("effort_group", "Indsatsgruppe", "whole", "borgere", term="effort_group"),
    ]
    note = "Antal er gennemsnit af alle gange. De ikke visiterede er med i indsatsgruppen."
    sources = ("FSM2-2.2", "FSM2-3.1", "FSM2-3.2")
    return case.page.table("Måned for måned", frame, columns, RESULT_HEADING, sources, note)


def chances_by_month(case: Case) -> Table:
    """Each month: the chance that it reaches a threshold, and that it is the first to do so."""
    months = case.question.months
    frame = months.assign(month=[month(each) for each in months["month"]])
    columns = [PageColumn("month", "Måned")]
    for threshold in case.question.thresholds:
        columns += [
            PageColumn(f"chance_{threshold}", f"Chance for {threshold} %", "risk"),
            PageColumn(
                f"first_{threshold}", f"Chance for at være den første med {threshold} %", "risk"
            ),
        ]
    title, sources = "Chancerne måned for måned", ("FSM2-3.2", "FSM2-5.2")
    return case.page.table(title, frame, columns, RESULT_HEADING, sources)


def all_visited(case: Case) -> Table:
    """By which month nobody waits any more."""
    found = case.question.all_visited
    frame = pd.DataFrame(
        {
            "share": [f"{short(10 * share)} af 10 gange" for share in found["share"]],
            "month": ["ikke i projektet" if pd.isna(m) else month(m) for m in found["month"]],
        }
    )
    columns = [PageColumn("share", "Hvor tit"), PageColumn("month", "Er alle visiteret senest i")]
    note = "Siden kan nye komme til, eller nogen komme tilbage fra en fritagelse."
    sources = ("FSM2-2.2", "FSM2-1.3")
    return case.page.table("Hvornår alle er visiteret", frame, columns, PLAN_HEADING, sources, note)


def job_brokers(case: Case) -> Table:
    """The job brokers of the plan by role."""
    brokers = case.question.job_brokers
    frame = brokers.assign(authority=brokers["has_authority"].map({True: "ja", False: "nej"}))
    columns = [
        PageColumn("role", "Rolle"),
        PageColumn("fte", "Årsværk", "fte", term="fte"),
        PageColumn("citizens_per_fte", "Borgere pr. årsværk", "whole"),
        PageColumn("places", "Pladser", "whole", "borgere"),
        PageColumn("authority", "Myndighed", term="has_authority"),
    ]
    note = "Roller og myndighed er kommunens valg, når hver kan bygge bro til arbejdsmarkedet."
    sources = ("FSM2-1.1", "FSM2-1.2", "FSM2-1.5")
    return case.page.table(
        "Jobformidlere", frame, columns, PLAN_HEADING, sources, note, "Ingen jobformidlere."
    )


def payouts(case: Case) -> Table | None:
    """What is paid: expected, and between which amounts; None where nothing is."""
    if not case.question.values.pays:
        return None
    paid = case.question.payout
    in_kroner = case.question.simulation.grant_dkk is not None
    unit = "kr." if in_kroner else "pct. af tilskuddet"
    rows = [
        ("Ventet (i gennemsnit)", paid.mean),
        ("Lav (højst 1 af 20 gange er den under)", paid.low),
        ("Høj (højst 1 af 20 gange er den over)", paid.high),
    ]
    columns = [PageColumn("what", "Udbetaling"), PageColumn("paid", "I alt", "whole", unit)]
    note = "" if in_kroner else "Tilskuddet er ikke oplyst; skriv det i planen."
    frame = pd.DataFrame(rows, columns=["what", "paid"])
    sources = ("FSM2-5.2", "FSM2-5.3")
    return case.page.table("Udbetaling", frame, columns, RESULT_HEADING, sources, note)


def what_it_takes(case: Case) -> Table:
    """What would bring a threshold, and the visit of everyone, within reach; all simulated."""
    question = case.question
    project = question.simulation.months
    half = month(project[max(len(project) // 2, 1) - 1])
    found = question.needs
    frame = pd.DataFrame(
        {
            "threshold": [
                f"{t} %" if t else f"Alle visiteret senest {half}" for t in found.threshold
            ],
            "need": [
                _need(_entries(question.values), *row)
                for row in found[["way", "amount", "most", "now"]].to_numpy()
            ],
            "chance": found["chance"],
        }
    )
    columns = [
        PageColumn("threshold", "Krav", term="threshold"),
        PageColumn("need", "Hvad der skal til"),
        PageColumn("chance", "Chance med det", "risk"),
    ]
    note = (
        f"Ønsket chance: {percent_short(question.wanted)} for at nå kravet (i mindst én måned). "
        "Én ting ændres ad gangen; med flere jobformidlere visiteres der, så snart der er plads. "
        f"Hvert svar er regnet igennem {whole(question.simulation.replications)} gange."
    )
    sources = ("FSM2-5.2", "FSM2-1.1")
    title, none = "Hvad der skal til", "Intet krav at nå."
    return case.page.table(title, frame, columns, RESULT_HEADING, sources, note, none)


def _entries(values: Values) -> str:
    """Who there are more of in a month, where more are touched."""
    measure = values.own_measure
    if measure is None:
        return "nye i job"
    return "berørte" if measure.passes_month else "nye berørte"


def _need(entries: str, way: str, amount: float, most: float, now: float) -> str:
    """One way to reach it in plain Danish, beside what is in the plan; never `X mod X`."""
    if way == "plan":
        return "nås allerede med planen"
    if way == "job_brokers" and amount == now:
        there = f"de {short(now)} årsværk i planen"
        return f"kan nås med {there}, når der visiteres, så snart der er plads"
    unit = {
        "entries": f"{entries} om måneden",
        "job_brokers": "årsværk",
        "earlier_start": f"{'måned' if amount == 1 else 'måneder'} tidligere start",
    }[way]
    told = (
        f"kan ikke nås med højst {short(most)}"
        if pd.isna(amount)
        else f"kan nås med {short(amount)}"
    )
    beside = "" if pd.isna(now) else f" i alt, mod {_apart(now, amount)} i planen"
    return f"{told} {unit}{beside}"


def _apart(now: float, other: float) -> str:
    """A number with as many decimals as tell it from another."""
    told: tuple[Callable[[float], str], ...] = (lambda n: decimal(n, 1), short, fine)
    return next(
        (tell(now) for tell in told if float(tell(now).replace(",", ".")) != other), fine(now)
    )


def two_plans(case: Case) -> Table | Text:
    """Both plans, the difference, and the interval of the difference itself."""
    question, found = case.question, case.question.comparison
    if question.other is None or found is None:
        return needs_another()
    in_kroner = question.simulation.grant_dkk or question.other.grant_dkk
    names = {"level": "Niveau over alle måneder"}
    names["paid"] = f"Ventet udbetaling ({'kr.' if in_kroner else 'pct.'})"
    rows = []
    for measure, *numbers in found.itertuples(index=False, name=None):
        units = ["%"] * 2 + ["procentpoint"] * 3
        told = [
            whole(n) if measure == "paid" else f"{decimal(100 * n, 2)}\u00a0{unit}"
            for n, unit in zip(numbers, units, strict=True)
        ]
        name = names.get(measure, f"Chance for {measure} % i mindst én måned")
        rows.append((name, *told))
    headings = ["Mål", "Planen", "Den anden plan", "Forskel", "Lav", "Høj"]
    columns = [
        PageColumn(name, heading) for name, heading in zip(found.columns, headings, strict=True)
    ]
    note = (
        "Begge planer møder de samme gode og dårlige måneder. Lav og høj er forskellens egne "
        "grænser: for niveau og udbetaling ligger den imellem dem 9 af 10 gange; for chancerne er "
        "det, hvad tilfældigheder kan flytte. Ligger 0 imellem, er det ikke sikkert, hvilken plan "
        "der er bedst."
    )
    frame = pd.DataFrame(rows, columns=list(found.columns))
    return case.page.table(
        "Planerne side om side", frame, columns, TWO_PLANS_HEADING, ("FSM2-2.2",), note
    )
