"""The tables of the thresholds page; their numbers go to the workbook."""

import pandas as pd

from fsmlib.analyses.check import fsm2_rule_findings
from fsmlib.analyses.small_counts import HIDDEN, hidden
from fsmlib.danish import count, kroner, month, percent, tried, whole
from fsmlib.models.estimates import estimate
from fsmlib.models.luck import REPLICATIONS, chance_of_luck
from fsmlib.pages.page import RESTS_ON
from fsmlib.pages.thresholds.case import PAYMENT, RESULTS, Case, needs_registers
from fsmlib.pages.views import Column, Table, Text, paragraph
from fsmlib.rules.monitoring import best_month, result_share
from fsmlib.rules.payout import shortfall, slack
from fsmlib.rules.register import Register, register

SERIES = {
    "resident": "Målgruppe",
    "group_2": "Gruppe 2",
    "exempt": "Fritagne",
    "loentilskud_group_1": "Løntilskud i indsatsgruppen",
    "fleksjob_group_1": "Fleksjob i indsatsgruppen",
    "fleksjob_group_2": "Fleksjob i gruppe 2",
    "step_up": "Step-up",
}
NO_GRANT = "Tilskuddet er ikke oplyst; giv det med -p grant_dkk=BELØB."
COMPARED = ("status_day", "reentry", "entry", "age", "touched", "hours_month")


def results(case: Case) -> Table:
    """Each month: group, touched, share, and how far it is from each threshold."""
    frame = case.monthly.assign(month=[month(m) for m in case.monthly["month"]])
    columns = [
        Column("month", "Måned"),
        Column("effort_group", "Indsatsgruppe", "whole", "borgere"),
        Column("touched", "Berørte", "whole", "borgere"),
        Column("result_share", "Andel", "tried"),
    ]
    pairs = list(zip(frame["touched"], frame["effort_group"], strict=True))
    for threshold in case.thresholds:
        frame[f"short_{threshold}"] = [shortfall(t, g, threshold) for t, g in pairs]
        frame[f"slack_{threshold}"] = [max(0, slack(t, g, threshold)) for t, g in pairs]
        columns += [
            Column(f"short_{threshold}", f"Mangler til {threshold} %", "whole", "borgere"),
            Column(f"slack_{threshold}", f"Over {threshold} %", "whole", "borgere"),
        ]
    fallback = case.register.fallback_citizen_months if case.register else 0
    told = (
        f" I {count(fallback, 'borgermåned', 'borgermåneder')} kan timer med tilskud ikke kendes "
        "på arbejdsgiveren. Er de mærket med løntilskud eller fleksjob, er de trukket fra månedens "
        "øvrige timer; er de ikke mærket, tæller de med, og andelen kan være for høj."
    )
    note = "Kravet er prøvet på hele borgere og aldrig på den afrundede andel."
    if late := case.not_yet_reported:
        reports = zip(late["hours"], late["benefits"], strict=True)
        frame["missing"] = [_still_missing(*each) for each in reports]
        columns.append(Column("missing", "Mangler endnu"))
    else:
        note += " Det er ikke oplyst, hvornår data er trukket, så de seneste måneder kan vokse."
    note += told if fallback else ""
    sources = ("FSM2-3.2", "FSM2-5.2", "FSM2-L4")
    return case.page.table("Måned for måned", frame, columns, RESULTS, sources, note)


def luck(case: Case) -> Table | Text:
    """The chance that luck alone lifts the best month to each threshold, at the level measured."""
    groups = case.monthly.loc[case.monthly["effort_group"] > 0, "effort_group"]
    citizens, months = round(groups.mean()), len(groups)
    values = case.page.values
    end: float = values.job_end_per_month
    whose = f"forudsætningen »{values['job_end_per_month'].label}«"
    if case.register is not None:
        own = estimate(case.register)["job_end_per_month"]
        end, whose = (own.mean, "de viste registre") if own.is_enough else (end, whose)
    if not 0 < case.level < 1 - end:
        return paragraph("Niveauet kan ikke svinge, så held flytter det ikke.")
    found = [chance_of_luck(citizens, case.level, end, months, each) for each in case.thresholds]
    rows = [
        (f"Bedste måned når {threshold} %", chance.value)
        for threshold, chance in zip(case.thresholds, found, strict=True)
    ]
    note = (
        f"Regnet med {whole(citizens)} borgere i {count(months, 'måned', 'måneder')}, et niveau på "
        f"{tried(case.level)} i dem alle og en chance på {percent(end)} for, at en berørt borger "
        f"ikke er det i den næste måned (fra {whose}). Simuleret med {whole(REPLICATIONS)} forløb."
    )
    columns = [
        Column("what", "Hvis niveauet var det samme i alle måneder"),
        Column("chance", "Chance", "risk"),
    ]
    frame = pd.DataFrame(rows, columns=["what", "chance"])
    return case.page.table("Hvad held alene kan give", frame, columns, RESULTS, ("FSM2-3.2",), note)


def _still_missing(hours: bool, benefits: bool) -> str:
    if hours:
        return "timer og ydelser"
    return "ydelser" if benefits else ""


def series(case: Case) -> Table | Text:
    """What is followed beside the result: groups, exemptions, supported employment, step-up."""
    if case.register is None:
        return needs_registers()
    frame = case.monthly.assign(month=[month(m) for m in case.monthly["month"]])
    columns = [Column("month", "Måned")]
    columns += [Column(name, heading, "whole", "borgere") for name, heading in SERIES.items()]
    parts = list(SERIES)[:3]  # with the effort group, which the page shows, each gives the others
    frame[parts] = hidden(frame[parts], across=True)
    frame[list(SERIES)] = hidden(frame[list(SERIES)])
    unmarked = len(fsm2_rule_findings(case.page.tables, case.register))
    told = f" {count(unmarked, 'række', 'rækker')} med fleksjob mangler markeringen for gruppe 2."
    note = (
        "Løntilskud og fleksjob tæller ikke i andelen; de følges for sig. "
        f"Grupper og fritagelser følger fagsystemets markeringer. {HIDDEN}"
    ) + (f"{told} Se dem med fsm check." if unmarked else "")
    sources = ("FSM2-2.1", "FSM2-2.3", "FSM2-3.5", "FSM2-3.6", "FSM2-4.1")
    return case.page.table("Følges for sig", frame, columns, RESULTS, sources, note)


def movements(case: Case) -> Table | Text:
    """Citizens who come into the effort group and go out of it from one month to the next."""
    if case.register is None:
        return needs_registers()
    frame = moved(case.register)
    frame = frame.assign(month=[month(m) for m in frame.index])
    columns = [
        Column("month", "Måned"),
        Column("came", "Kommet til", "whole", "borgere"),
        Column("went", "Gået fra", "whole", "borgere"),
        Column("group", "Indsatsgruppe", "whole", "borgere"),
    ]
    sources = ("FSM2-2.3", "FSM2-2.5", "FSM2-3.4")
    return case.page.table("Bevægelser i indsatsgruppen", frame, columns, RESULTS, sources, HIDDEN)


def moved(counted: Register) -> pd.DataFrame:
    """Who came, who went and the group, by month; missing where a count is small.

    Both are left out when one is small, for with the group's size one would give the other away.
    """
    inside = counted.booleans("effort_group")
    came = (inside[:, 1:] & ~inside[:, :-1]).sum(axis=0)
    went = (~inside[:, 1:] & inside[:, :-1]).sum(axis=0)
    frame = pd.DataFrame(
        {"came": came, "went": went, "group": inside[:, 1:].sum(axis=0)}, index=counted.months[1:]
    )
    frame[["came", "went"]] = hidden(frame[["came", "went"]], across=True)
    return frame


def readings_effect(case: Case) -> Table | Text:
    """How each alternative reading moves the best month and the months reached."""
    if case.register is None:
        return needs_registers()
    rows = [_counted(case, "Som valgt", case.monthly)]
    for name in COMPARED:
        value = case.page.values[name]
        for option in value.options or {}:
            if option != value.value:
                values = case.page.values.with_changes(**{name: option})
                counted = register(case.page.tables, case.months, values).monthly().reset_index()
                label = f"{value.label}: {(value.options or {})[option]}"
                rows.append(_counted(case, label, counted))
    columns = [
        Column("label", "Fortolkning"),
        Column("month", "Bedste måned"),
        Column("share", "Andel", "tried"),
        *(Column(f"n{t}", f"Måneder på {t} %", "whole", "måneder") for t in case.thresholds),
    ]
    asked = [id_ for name in COMPARED for id_ in case.page.values[name].sources]
    sources = tuple(dict.fromkeys(["FSM2-3.2", "FSM2-5.2", *asked]))
    note = "Én fortolkning ændres ad gangen; resten er som valgt."
    return case.page.table(
        "Hvad andre fortolkninger ville give", pd.DataFrame(rows), columns, RESTS_ON, sources, note
    )


def _counted(case: Case, label: str, monthly: pd.DataFrame) -> dict[str, object]:
    place = best_month(monthly)
    pairs = list(zip(monthly["touched"], monthly["effort_group"], strict=True))
    reached = {
        f"n{threshold}": sum(g > 0 and shortfall(t, g, threshold) == 0 for t, g in pairs)
        for threshold in case.thresholds
    }
    if place is None:
        return {"label": label, "month": None, "share": None, **reached}
    best = monthly.iloc[place]
    share = result_share(int(best["touched"]), int(best["effort_group"]))
    return {"label": label, "month": month(best["month"]), "share": share, **reached}


def payment(case: Case) -> Table:
    """The instalments of the grant; per cent alone when no grant is told."""
    paid, values = case.paid, case.page.values
    first = values.first_instalment_percent
    rows: list[tuple[str, int, int | None]] = [
        ("Første rate, uden resultatkrav", first, paid.first_dkk),
        ("Anden rate, efter den bedste måned", paid.paid_percent - first, paid.second_dkk),
        ("I alt", paid.paid_percent, paid.total_dkk),
    ]
    if not case.grant_dkk:
        rows = [(what, percent, None) for what, percent, _ in rows]
    columns = [
        Column("what", "Rate"),
        Column("percent", "Andel af tilskuddet", "whole", "pct."),
        Column("amount", "Beløb", "kroner", "kr."),
    ]
    steps = "; ".join(
        f"{step['reached_percent']} % giver {step['paid_percent']} pct. i alt"
        for step in values.payout_steps
    )
    grant = f"Tilskud: {whole(case.grant_dkk)} kr." if case.grant_dkk else NO_GRANT
    told = "ikke opgjort" if case.documented_dkk is None else kroner(case.documented_dkk)
    note = f"{grant} Mindst {steps}. Dokumenterede udgifter: {told}; der udbetales højst så meget."
    frame = pd.DataFrame(rows, columns=["what", "percent", "amount"])
    return case.page.table("Udbetaling", frame, columns, PAYMENT, ("FSM2-5.2", "FSM2-5.3"), note)


def readings(case: Case) -> Table:
    """Every reading of FSM2: each of them decides what is counted."""
    return case.page.readings([value.name for value in case.page.values.of_kind("reading")])
