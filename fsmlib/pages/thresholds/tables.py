"""The tables of the thresholds page; their numbers go to the workbook."""

import pandas as pd

from fsmlib.analyses.check import fsm2_rule_findings
from fsmlib.analyses.monitoring import Monitoring
from fsmlib.analyses.small_counts import COUNTS_HIDDEN, hidden, hidden_results, is_small
from fsmlib.danish import count, kroner, month, percent, percent_apart, whole
from fsmlib.pages.thresholds.case import PAYMENT, RESULTS, Case, needs_registers
from fsmlib.pages.views import PageColumn, Table, Text, paragraph
from fsmlib.programme.findings import rows_of
from fsmlib.rules.register import Register

SERIES = {
    "resident": "Målgruppe",
    "group_2": "Gruppe 2",
    "exempt": "Fritagne",
    "loentilskud_group_1": "Løntilskud i indsatsgruppen",
    "fleksjob_group_1": "Fleksjob i indsatsgruppen",
    "fleksjob_group_2": "Fleksjob i gruppe 2",
    "step_up": "Step-up",
}
# What is followed beside the result because an answer says so, and which.
FOLLOWED_BY = {
    "group_2": "FSM2-2.1",
    "loentilskud_group_1": "FSM2-3.5",
    "fleksjob_group_1": "FSM2-3.6",
    "fleksjob_group_2": "FSM2-3.6",
    "step_up": "FSM2-L1",
}
FOLLOWED = {
    "resident": "target_group",
    "group_2": "group_2",
    "exempt": "exemption",
    "loentilskud_group_1": "loentilskud",
    "fleksjob_group_1": "fleksjob",
    "step_up": "step_up",
}
NO_GRANT = "Tilskuddet er ikke oplyst; giv det i hele kroner (-p grant_dkk=BELØB)."


def results(case: Case) -> Table:
    """Each month: group, touched, share, and how far it is from each threshold."""
    question = case.question
    distances = question.measured.set_index("month")[_distances(question)]
    frame = hidden_results(question.months.join(distances, on="month"))
    columns = [
        PageColumn("name", "Måned"),
        PageColumn("result_share", "Andel", "tried", term="result_share"),
        PageColumn("touched", "Berørte", "whole", "borgere", term="touched"),
        PageColumn("effort_group", "Indsatsgruppe", "whole", "borgere", term="effort_group"),
    ]
    for threshold in question.thresholds:
        columns += [
            PageColumn(f"short_{threshold}", f"Mangler til {threshold} %", "whole", "borgere"),
            PageColumn(f"slack_{threshold}", f"Over {threshold} %", "whole", "borgere"),
        ]
    note = ["Kravet er prøvet på hele borgere og aldrig på den afrundede andel."]
    if late := question.not_yet_reported:
        reports = zip(late["hours"], late["benefits"], strict=True)
        frame["missing"] = [_still_missing(*each) for each in reports]
        columns.append(PageColumn("missing", "Ikke kendt endnu"))
    else:
        note.append("Det er ikke oplyst, hvornår data er trukket, så de seneste måneder kan vokse.")
    if question.not_measured:
        note.append("En måned uden tal er ikke målt; den er ikke 0 %.")
    if fallback := question.register and question.register.fallback_citizen_months:
        note.append(
            f"I {whole(fallback)} tilfælde (en borger i en måned) kan timer med tilskud ikke "
            "kendes på arbejdsgiveren. Er de mærket med løntilskud eller fleksjob, er de trukket "
            "fra månedens øvrige timer; er de ikke mærket, tæller de med, og andelen kan være for "
            "høj."
        )
    if not frame["touched"].isna().equals(question.months["touched"].isna()):
        note.append(COUNTS_HIDDEN)
    sources = ("FSM2-3.2", "FSM2-5.2", "FSM2-L4")
    frame["name"] = [month(each) for each in frame["month"]]
    return case.page.table("Måned for måned", frame, columns, RESULTS, sources, " ".join(note))


def _distances(question: Monitoring) -> list[str]:
    return [f"{what}_{each}" for each in question.thresholds for what in ("short", "slack")]


def level(case: Case) -> Table | Text:
    """The chance that the best month reaches each threshold at the level measured, unchanged."""
    question = case.question
    if question.chances is None:
        return paragraph("Niveauet kan ikke svinge, så held flytter det ikke.")
    groups = question.measured.loc[question.measured["effort_group"] > 0, "effort_group"]
    note = (
        f"Regnet med {whole(round(float(groups.mean())))} borgere i "
        f"{count(len(groups), 'måned', 'måneder')}, et niveau på "
        f"{percent_apart(question.level)} i dem alle{_from_month_to_month(question)}"
    )
    columns = [
        PageColumn("what", "Hvis niveauet var det samme i alle måneder"),
        PageColumn("chance", "Chance", "risk"),
    ]
    frame = question.chances.assign(
        what=[f"Bedste måned når {each} %" for each in question.thresholds]
    )
    title, none = "Hvad held alene kan give", "Intet resultatkrav."
    return case.page.table(title, frame, columns, RESULTS, ("FSM2-3.2",), note, none)


def _from_month_to_month(question: Monitoring) -> str:
    """What is taken of those touched when one month follows another."""
    end, is_own, name = question.touched_end
    if end is None:
        return "; hver borger måles én gang."
    label = question.values[name].label
    whose = "talt i registrene" if is_own else f"fra forudsætningen »{label}«"
    return (
        f" og en chance på {percent(end)} for, at en berørt borger ikke er det i den næste måned "
        f"({whose}). Regnet ud, ikke gennemspillet."
    )


def _still_missing(hours: bool, benefits: bool) -> str:
    if hours:
        return "timer og ydelser"
    return "ydelser" if benefits else ""


def series(case: Case) -> Table | Text:
    """What is followed beside the result: groups, exemptions, supported employment, step-up."""
    if case.question.register is None:
        return needs_registers()
    months = case.question.months
    frame = months.assign(month=[month(each) for each in months["month"]])
    voice = case.page.values.voice
    followed = [n for n in SERIES if n not in FOLLOWED_BY or voice.has(FOLLOWED_BY[n])]
    columns = [PageColumn("month", "Måned")]
    columns += [
        PageColumn(name, SERIES[name], "whole", "borgere", FOLLOWED.get(name, ""))
        for name in followed
    ]
    # With the effort group, which the page shows, each of these gives the others.
    parts = ["resident", "group_2", "exempt"]
    known = months[months["effort_group"].notna()].index
    frame[list(SERIES)] = frame[list(SERIES)].astype("Float64")
    frame.loc[known, parts] = hidden(frame.loc[known, parts], across=True)
    frame.loc[is_small(months["effort_group"].fillna(0)), parts] = pd.NA
    frame.loc[known, list(SERIES)] = hidden(frame.loc[known, list(SERIES)])
    note = f"Grupper og fritagelser følger fagsystemets markeringer. {COUNTS_HIDDEN}"
    if "loentilskud_group_1" in followed:
        note = f"Løntilskud og fleksjob tæller ikke i andelen; de følges for sig. {note}"
    found = fsm2_rule_findings(case.page.tables, case.question.register)
    unmarked = rows_of(each for each in found if each.rule == FOLLOWED_BY["fleksjob_group_2"])
    if unmarked:
        told = count(unmarked, "række", "rækker")
        note += (
            f" {told} med fleksjob mangler markeringen for gruppe 2. "
            "Se dem i kontrollen af filerne (fsm check)."
        )
    sources = ("FSM2-2.1", "FSM2-2.3", "FSM2-3.5", "FSM2-3.6", "FSM2-4.1")
    return case.page.table("Følges for sig", frame, columns, RESULTS, sources, note)


def movements(case: Case) -> Table | Text:
    """Citizens who come into the effort group and go out of it from one month to the next."""
    if case.question.register is None:
        return needs_registers()
    frame = moved_citizens(case.question.register)
    frame = frame.assign(month=[month(m) for m in frame.index])
    columns = [
        PageColumn("month", "Måned"),
        PageColumn("came", "Kommet til", "whole", "borgere"),
        PageColumn("went", "Gået fra", "whole", "borgere"),
        PageColumn("group", "Indsatsgruppe", "whole", "borgere"),
    ]
    sources = ("FSM2-2.3", "FSM2-2.5", "FSM2-3.4")
    title, none = "Bevægelser i indsatsgruppen", "Ingen bevægelser på én måned."
    return case.page.table(title, frame, columns, RESULTS, sources, COUNTS_HIDDEN, none)


def moved_citizens(counted: Register) -> pd.DataFrame:
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
    frame["group"] = hidden(frame[["group"]])
    return frame


def payment(case: Case) -> Table | Text:
    """The instalments of the grant; per cent alone when no grant is told."""
    if not case.page.values.pays:
        return paragraph("Programmet har krav og ingen penge; der udbetales intet.")
    question, paid, values = case.question, case.question.payout, case.page.values
    first = values.first_instalment_percent
    rows: list[tuple[str, int, int | None]] = [
        ("Første rate, uden resultatkrav", first, paid.first_dkk),
        ("Anden rate, efter den bedste måned", paid.paid_percent - first, paid.second_dkk),
        ("I alt", paid.paid_percent, paid.total_dkk),
    ]
    if not question.grant_dkk:
        rows = [(what, percent, None) for what, percent, _ in rows]
    columns = [
        PageColumn("what", "Rate"),
        PageColumn("percent", "Andel af tilskuddet", "whole", "pct."),
        PageColumn("amount", "Beløb", "kroner", "kr."),
    ]
    steps = "; ".join(
        f"{step['reached_percent']} % giver {step['paid_percent']} pct. i alt"
        for step in values.payout_steps
    )
    grant = f"Tilskud: {whole(question.grant_dkk)} kr." if question.grant_dkk else NO_GRANT
    told = "ikke opgjort" if question.documented_dkk is None else kroner(question.documented_dkk)
    wanted = f"Mindst {steps}. " if steps else ""
    note = f"{grant} {wanted}Dokumenterede udgifter: {told}; der udbetales højst så meget."
    frame = pd.DataFrame(rows, columns=["what", "percent", "amount"])
    return case.page.table("Udbetaling", frame, columns, PAYMENT, ("FSM2-5.2", "FSM2-5.3"), note)
