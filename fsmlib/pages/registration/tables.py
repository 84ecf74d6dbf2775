"""The tables of the registration page: numbers and kinds of faults, never a citizen."""

import pandas as pd

from fsmlib.analyses.caseworker_register import passive_measure
from fsmlib.analyses.finding_kinds import LEVELS, for_any_row, kind_of
from fsmlib.analyses.small_counts import FEWEST_SHOWN, HIDDEN, hidden, is_small
from fsmlib.danish import listed, month, whole
from fsmlib.pages.registration.case import (
    CASELOAD,
    PASSIVE,
    REGISTER,
    Case,
    over_in_words,
)
from fsmlib.pages.views import Column, Table, Text, paragraph
from fsmlib.programme.terms import label
from fsmlib.rules.fictitious import is_fictitious
from fsmlib.rules.passive import status_changes
from fsmlib.tables.schemas import SCHEMAS

NOT_TOLD = "ikke registreret"
READINGS = (
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
        [(*kind_of(f), for_any_row(f.mend)) for f in case.findings],
        columns=["level", "rule", "what", "mend"],
    )
    kinds = rows.groupby(["level", "rule", "what"], sort=False)["mend"].agg(["first", "size"])
    frame = kinds.reset_index().rename(columns={"first": "mend"})
    frame["rank"] = frame["level"].map(list(LEVELS).index)
    frame = frame.sort_values(["rank", "size"], ascending=[True, False])
    frame["size"] = [_number(n) for n in frame["size"]]
    frame["level"] = frame["level"].map(LEVELS)
    columns = [
        Column("level", "Slags"),
        Column("what", "Hvad der er galt"),
        Column("size", "Rækker"),
        Column("mend", "Sådan rettes det i modulet"),
        Column("rule", "Regel", "ids"),
    ]
    note = (
        "Se hver række med fsm check FIL --rows. Stavemåder er kun forslag; intet er slået sammen."
    )
    sources = ("HIR-R2", "HIR-R3", "HIR-R4", "HIR-R5", "HIR-R6")
    return case.page.table(
        "Hvad der er galt, det værste først", frame, columns, REGISTER, sources, note
    )


def kept(case: Case) -> Table:
    """How well each caseworker kept the span: shares of days, and how long over at most."""
    low, high = case.page.values.cap_low_cases, case.page.values.cap_high_cases
    frame = case.kept.assign(most_cases=hidden(case.kept[["most_cases"]])["most_cases"])
    columns = [
        Column("caseworker", "Sagsbehandler"),
        Column("days", "Dage med sager", "whole", "dage"),
        Column("share_within_low", f"Dage inden for {low} på fuld tid", "percent"),
        Column("share_within_high", f"Dage inden for {high} på fuld tid", "percent"),
        Column("days_over", "Dage over eget loft", "whole", "dage"),
        Column("longest_over", "Længst over eget loft i træk", "whole", "dage"),
        Column("most_cases", "Flest sager", "whole", "sager"),
    ]
    note = (
        f"{over_in_words(case)} Eget loft er regnet efter timerne, rundet ned for hver person; "
        f"{low}-{high} gælder fuld tid. Uden oplyste timer er der intet loft."
    )
    sources = ("HIR-3", "HIR-16", "HIR-R4")
    return case.page.table("Hvor længe loftet er holdt", frame, columns, CASELOAD, sources, note)


def by_month(case: Case) -> Table:
    """The municipality month by month: cases, those outside the caseload, and who is over."""
    ends = case.month_ends.groupby("month")
    frame = pd.DataFrame(
        {
            "cases": ends["cases"].sum(),
            "caseworkers": ends.size(),
            "over": ends["over_cap"].sum().astype("int64"),
            "kept": case.months_kept.groupby(level=1).mean(),
        }
    )
    frame = frame.rename_axis("month").reset_index()
    frame["outside"] = [_outside(case, when) for when in frame["month"]]
    frame[["cases", "outside"]] = hidden(frame[["cases", "outside"]])
    frame["month"] = [month(when) for when in frame["month"]]
    columns = [
        Column("month", "Måned"),
        Column("cases", "Sager", "whole", "sager"),
        Column("outside", "Uden for sagsmængden", "whole", "borgere"),
        Column("caseworkers", "Sagsbehandlere sidste dag", "whole", "personer"),
        Column("over", "Over loftet sidste dag", "whole", "personer"),
        Column("kept", "Holdt loftet alle dage", "percent"),
    ]
    note = (
        "Uden for sagsmængden: barsel, fængsel og pensionsnævnet. »Holdt loftet alle dage« er en "
        f"andel af alle, der har haft sager i måneden. {HIDDEN}"
    )
    sources = ("HIR-R3", "HIR-R6", "HIR-3")
    return case.page.table("Måned for måned", frame, columns, CASELOAD, sources, note)


def passive(case: Case) -> Table | Text:
    """The passive share under each reading of how far back to look."""
    if case.passive is None:
        return needs(case, "courses", "offers")
    reading = case.page.values["passive_window"]
    rows = []
    for option, meaning in (reading.options or {}).items():
        values = case.page.values.with_changes(passive_window=option)
        found = passive_measure(case.page.tables, str(case.passive.month), "", values)
        chosen = " (valgt)" if option == reading.value else ""
        rows.append((f"{meaning}{chosen}", found.measured, found.passive))
    frame = pd.DataFrame(rows, columns=["window", "measured", "passive"])
    active = frame["measured"] - frame["passive"]
    shown = hidden(pd.DataFrame({"passive": frame["passive"], "active": active}), across=True)
    frame["passive"], frame["active"] = shown["passive"], shown["active"]
    frame["share"] = shown["passive"] / frame["measured"]
    frame["measured"] = hidden(frame[["measured"]])["measured"]
    frame["target"] = case.passive.target_share
    columns = [
        Column("window", "Hvor langt målingen ser tilbage"),
        Column("measured", "Med mindst et år", "whole", "borgere"),
        Column("passive", "Passive", "whole", "borgere"),
        Column("active", "Aktive", "whole", "borgere"),
        Column("share", "Andel passive", "tried"),
        Column("target", "Mål", "percent"),
    ]
    note = f"Mentor alene gør aktiv; indsatser efter andre love tæller ikke. {HIDDEN}"
    sources = ("HIR-8", "HIR-14", "HIR-22")
    title = f"Passive i {month(case.passive.month)}"
    return case.page.table(title, frame, columns, PASSIVE, sources, note)


def statuses(case: Case) -> Table | Text:
    """Citizens by labour-market status at start and at end."""
    if case.page.tables["courses"].empty:
        return needs(case, "courses")
    frame = status_changes(case.page.tables["courses"])
    frame = frame.sort_values("citizens", ascending=False)
    frame["citizens"] = hidden(frame[["citizens"]], down=True)["citizens"]
    for name in ("status_at_start", "status_at_end"):
        frame[name] = [
            NOT_TOLD if pd.isna(status) else label(status).lower() for status in frame[name]
        ]
    columns = [
        Column("status_at_start", "Ved start"),
        Column("status_at_end", "Ved slut"),
        Column("citizens", "Borgere", "whole", "borgere"),
    ]
    note = f"Første forløbs start mod sidste forløbs slut. {HIDDEN}"
    return case.page.table(
        "Ændringer i arbejdsmarkedsstatus", frame, columns, PASSIVE, ("HIR-12",), note
    )


def readings(case: Case) -> Table:
    """The readings that decide what is counted on this page."""
    return case.page.readings(READINGS)


def needs(case: Case, *names: str) -> Text:
    """What stands where some of these tables are not told."""
    sheets = [SCHEMAS[name].sheet for name in names if case.page.tables[name].empty]
    return paragraph(
        f"Udfyld {'arkene' if len(sheets) > 1 else 'arket'} {listed(sheets)} for at få denne del."
    )


def _outside(case: Case, when: pd.Period) -> int:
    """Citizens at fictitious caseworkers on the last counted day of a month."""
    day = min(when.end_time.normalize(), pd.Timestamp(case.today))
    rows = case.page.tables["registrations"]
    rows = rows[is_fictitious(rows, case.page.values)]
    return int(rows[(rows["start"] <= day) & ~(rows["end"] < day)]["citizen"].nunique())


def _number(rows: int) -> str:
    return f"under {FEWEST_SHOWN}" if is_small([rows])[0] else whole(rows)
