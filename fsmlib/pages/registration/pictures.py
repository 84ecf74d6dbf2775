"""The pictures of the registration page, each with a text that says what it shows."""

import math

import pandas as pd

from fsmlib.analyses.small_counts import FEWEST_SHOWN, hidden
from fsmlib.danish import count, month, month_short, percent_apart, percent_short, whole
from fsmlib.figures import register
from fsmlib.pages.registration.case import CASELOAD, PASSIVE_HEADING, Case, table_order
from fsmlib.pages.registration.tables import needs
from fsmlib.pages.views import Picture, Text

MOST_SHOWN = 20  # what paper has room for
NO_HOURS = (
    " Med 0 timer er enhver sag over loftet: ret timerne, eller skriv titlen på en opdigtet "
    "sagsbehandler, som den skal staves."
)


def heat_map(case: Case) -> Picture:
    """Cases of each caseworker at the end of each month, with the cap; over it framed."""
    ends = case.month_ends
    names = sorted(ends["caseworker"].unique(), key=table_order)
    cases, caps = (
        ends.pivot(index="caseworker", columns="month", values=value).astype(float).loc[names]
        for value in ("cases", "cap")
    )
    cases = cases.fillna(0)
    shown = hidden(cases, down=True)  # the table tells what each month adds up to
    over = (cases > caps) & shown.notna()
    if len(names) > MOST_SHOWN:
        fullest = pd.DataFrame({"months": over.sum(axis=1), "most": shown.max(axis=1)})
        fullest = fullest.sort_values(["months", "most"], ascending=False, kind="stable")
        kept = [name for name in names if name in fullest.index[:MOST_SHOWN]]
        cases, caps, shown, over = (each.loc[kept] for each in (cases, caps, shown, over))
    months_over, most = over.sum(axis=1), shown.max(axis=1)
    told = "; ".join(
        f"{name}: {whole(most[name])} sager som mest, over loftet i "
        f"{count(int(months_over[name]), 'måned', 'måneder')}"
        for name in shown.index[months_over > 0]
    )
    return case.page.picture(
        "Sager pr. sagsbehandler ved månedens udgang; loftet står ved navnet, og felter over det "
        f"har ramme. – er et skjult antal, oftest under {FEWEST_SHOWN}.{_left_out(len(names))}"
        + (NO_HOURS if (caps == 0).to_numpy().any() else ""),
        register.heat_map(
            [f"{name} ({_caps(caps.loc[name].dropna())})" for name in cases.index],
            [month_short(when) for when in sorted(ends["month"].unique())],
            shown.to_numpy(),
            caps.to_numpy(),
            over.to_numpy(),
        ),
        f"Tabel med farver. {told or 'Ingen er over loftet ved nogen månedsudgang'}.",
        CASELOAD,
        ("HIR-3", "HIR-16", "HIR-R3", "HIR-R6"),
    )


def _left_out(caseworkers: int) -> str:
    """What is said of those who are not in the picture, if any."""
    if caseworkers <= MOST_SHOWN:
        return ""
    return (
        f" Vist er de {MOST_SHOWN} af {whole(caseworkers)} sagsbehandlere, der er oftest over "
        "loftet eller har flest sager; alle står i tabellen."
    )


def passive_by_month(case: Case) -> Picture | Text:
    """The passive share measured in each month, with the target."""
    if case.question.passive is None:
        return needs(case, "courses", "offers")
    shares = case.question.passive_shares.dropna()
    told = "; ".join(
        f"{month(when)} {percent_apart(share)}"
        for when, share in zip(shares.index, shares, strict=True)
    )
    target = case.question.passive.target_share
    aimed = "" if target is None else f" Målet er {percent_short(target)}."
    return case.page.picture(
        "Andel passive af borgere med mindst et års anciennitet, målt hver måned.",
        case.question.plot_passive(),
        f"Kurve. {told}.{aimed}",
        PASSIVE_HEADING,
        ("HIR-8", "HIR-14", "HIR-22"),
    )


def _caps(caps: "pd.Series[float]") -> str:
    """The cap of a caseworker: one, from the lowest to the highest, or not told."""
    if caps.empty:
        return "timer mangler"
    if caps.max() == 0:
        return "0 timer"
    low, high = whole(math.floor(caps.min())), whole(math.floor(caps.max()))
    return f"loft {low}" if low == high else f"loft {low}-{high}"
