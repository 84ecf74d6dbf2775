"""The tables of the registration page: numbers and kinds of faults, never a citizen."""

import pandas as pd

from fsmlib.analyses.finding_kinds import LEVELS, for_any_row, kind_of_finding
from fsmlib.analyses.small_counts import COUNTS_HIDDEN, FEWEST_SHOWN, hidden, is_small
from fsmlib.danish import listed, month, whole
from fsmlib.pages.registration.case import (
    CASELOAD,
    PASSIVE_HEADING,
    REGISTER,
    Case,
    over_in_words,
)
from fsmlib.pages.views import PageColumn, Table, Text, paragraph
from fsmlib.programme.terms import label
from fsmlib.tables.schemas import SCHEMAS

NOT_TOLD = "ikke registreret"
READINGS_OF_CASELOAD = (
    "cap",
    "caseload_scope",
    "part_time_cap",
    "hours_over_37",
    "two_rows_one_day",
    "passive_window",
    "fictitious_in_passive",
)


def faults(case: Case) -> Table:
    """Kinds of faults, worst first, with how many rows have them and what to do."""
    rows = pd.DataFrame(
        [(*kind_of_finding(f), for_any_row(f.mend)) for f in case.question.findings],
        columns=["level", "rule", "what", "mend"],
    )
    kinds = rows.groupby(["level", "rule", "what"], sort=False)["mend"].agg(["first", "size"])
    frame = kinds.reset_index().rename(columns={"first": "mend"})
    frame["rank"] = frame["level"].map(list(LEVELS).index)
    frame = frame.sort_values(["rank", "size"], ascending=[True, False])
    frame["size"] = [_number(n) for n in frame["size"]]
    frame["level"] = frame["level"].map(LEVELS)
    columns = [
        PageColumn("what", "Hvad der er galt"),
        PageColumn("size", "Rækker"),
        PageColumn("mend", "Sådan rettes det i modulet"),
        PageColumn("level", "Slags"),
        PageColumn("rule", "Regel", "ids"),
    ]
    note = (
        "Se hver række i kontrollen af filerne (fsm check FIL --rows). Stavemåder er kun forslag; "
        "intet er slået sammen."
    )
    sources = ("HIR-R2", "HIR-R3", "HIR-R4", "HIR-R5", "HIR-R6")
    return case.page.table(
        "Hvad der er galt, det værste først", frame, columns, REGISTER, sources, note, "Ingen fejl"
    )


def kept(case: Case) -> Table:
    """How well each caseworker kept the span: shares of days, and how long over at most."""
    low, high = case.page.values.cap_low_cases, case.page.values.cap_high_cases
    frame = case.kept.assign(most_cases=hidden(case.kept[["most_cases"]])["most_cases"])
    columns = [
        PageColumn("caseworker", "Sagsbehandler"),
        PageColumn("days_over", "Dage over eget loft", "whole", "dage"),
        PageColumn("longest_over", "Længst over eget loft i træk", "whole", "dage"),
        PageColumn("share_within_high", f"Dage inden for {high} på fuld tid", "percent"),
        PageColumn("share_within_low", f"Dage inden for {low} på fuld tid", "percent"),
        PageColumn("days", "Dage med sager", "whole", "dage"),
        PageColumn("most_cases", "Flest sager", "whole", "sager"),
    ]
    note = (
        f"{over_in_words(case)} Eget loft er regnet efter timerne, rundet ned for hver person; "
        f"{low}-{high} gælder fuld tid. Uden oplyste timer er der intet loft."
    )
    if not case.names:
        note += (
            " Sagsbehandlerne er nummereret i alfabetisk orden; laves siden med »names=ja«, står "
            "de ved navn."
        )
    sources = ("HIR-3", "HIR-16", "HIR-R4")
    title, none = "Hvor længe loftet er holdt", "Ingen sagsbehandlere med sager"
    return case.page.table(title, frame, columns, CASELOAD, sources, note, none)


def by_month(case: Case) -> Table:
    """The municipality month by month: cases, those outside the caseload, and who is over."""
    frame = case.question.by_month.copy()
    frame[["cases", "outside"]] = hidden(frame[["cases", "outside"]])
    frame["month"] = [month(when) for when in frame["month"]]
    columns = [
        PageColumn("month", "Måned"),
        PageColumn("cases", "Sager", "whole", "sager"),
        PageColumn("kept_share", "Holdt loftet alle dage", "percent"),
        PageColumn("over_cap", "Over loftet sidste dag", "whole", "personer"),
        PageColumn("caseworkers", "Sagsbehandlere sidste dag", "whole", "personer"),
        PageColumn(
            "outside", "Uden for sagsmængden", "whole", "borgere", term="fictitious_caseworker"
        ),
    ]
    note = (
        "Uden for sagsmængden: barsel, fængsel og pensionsnævnet. »Holdt loftet alle dage« er en "
        f"andel af alle, der har haft sager i måneden. {COUNTS_HIDDEN}"
    )
    sources = ("HIR-R3", "HIR-R6", "HIR-3")
    return case.page.table("Måned for måned", frame, columns, CASELOAD, sources, note)


def passive(case: Case) -> Table | Text:
    """The passive share under each reading of how far back to look."""
    if case.question.passive is None:
        return needs(case, "courses", "offers")
    frame = case.question.passive_by_reading.copy()
    chosen = [" (valgt)" if is_chosen else "" for is_chosen in frame["is_chosen"]]
    frame["window"] = frame["meaning"] + chosen
    active = frame["measured"] - frame["passive"]
    shown = hidden(pd.DataFrame({"passive": frame["passive"], "active": active}), across=True)
    frame["passive"], frame["active"] = shown["passive"], shown["active"]
    frame["share"] = shown["passive"] / frame["measured"]
    frame["measured"] = hidden(frame[["measured"]])["measured"]
    frame["target"] = case.question.passive.target_share
    columns = [
        PageColumn("window", "Hvor langt målingen ser tilbage"),
        PageColumn("share", "Andel passive", "tried", term="passive_share"),
        PageColumn("target", "Mål", "percent"),
        PageColumn("measured", "Med mindst et år", "whole", "borgere"),
        PageColumn("passive", "Passive", "whole", "borgere"),
        PageColumn("active", "Aktive", "whole", "borgere"),
    ]
    note = f"Mentor alene gør aktiv; indsatser efter andre love tæller ikke. {COUNTS_HIDDEN}"
    sources = ("HIR-8", "HIR-14", "HIR-22")
    title = f"Passive i {month(case.question.passive.month)}"
    return case.page.table(title, frame, columns, PASSIVE_HEADING, sources, note)


def statuses(case: Case) -> Table | Text:
    """Citizens by labour-market status at start and at end."""
    if case.page.tables["courses"].empty:
        return needs(case, "courses")
    frame = case.question.status_changes.sort_values("citizens", ascending=False)
    frame["citizens"] = hidden(frame[["citizens"]], down=True)["citizens"]
    for name in ("status_at_start", "status_at_end"):
        frame[name] = [
            NOT_TOLD if pd.isna(status) else label(status).lower() for status in frame[name]
        ]
    columns = [
        PageColumn("status_at_start", "Ved start"),
        PageColumn("status_at_end", "Ved slut"),
        PageColumn("citizens", "Borgere", "whole", "borgere"),
    ]
    note = f"Første forløbs start mod sidste forløbs slut. {COUNTS_HIDDEN}"
    return case.page.table(
        "Ændringer i arbejdsmarkedsstatus", frame, columns, PASSIVE_HEADING, ("HIR-12",), note
    )


def readings(case: Case) -> Table:
    """The readings that decide what is counted on this page."""
    return case.page.readings(READINGS_OF_CASELOAD)


def needs(case: Case, *names: str) -> Text:
    """What stands where some of these tables are not told."""
    sheets = [SCHEMAS[name].sheet for name in names if case.page.tables[name].empty]
    return paragraph(
        f"Udfyld {'arkene' if len(sheets) > 1 else 'arket'} {listed(sheets)} for at få denne del."
    )


def _number(rows: int) -> str:
    return f"under {FEWEST_SHOWN}" if is_small([rows])[0] else whole(rows)
