"""The pictures of the thresholds page, each with a text that says what it shows."""

import pandas as pd

from fsmlib.analyses.small_counts import FEWEST_SHOWN, is_small
from fsmlib.danish import listed, month, month_short, tried, whole
from fsmlib.figures import charts, months
from fsmlib.pages.thresholds.case import Case, needs_registers
from fsmlib.pages.thresholds.tables import moved
from fsmlib.pages.views import Picture, Text


def share(case: Case) -> Picture:
    """The share by month with the thresholds, reached months marked, the group's size below."""
    shares = list(case.monthly["result_share"])
    low = case.thresholds[0]
    told = "; ".join(
        f"{month(when)} {tried(share_)}"
        for when, share_ in zip(case.monthly["month"], shares, strict=True)
    )
    late = case.not_yet_reported.get("benefits", [False] * len(shares))
    greyed = [
        month(when) for when, is_late in zip(case.monthly["month"], late, strict=True) if is_late
    ]
    return case.page.picture(
        "Andel af indsatsgruppen, der er berørt (pct.); under hver måned antal i gruppen.",
        months.share_by_month(
            [month_short(m) for m in case.monthly["month"]],
            shares,
            [whole(n) for n in case.monthly["effort_group"]],
            list(case.monthly[f"reached_{low}"].fillna(False).astype(bool)),
            case.thresholds,
            late,
        ),
        f"Kurve over andelen: {told}. Kravene er {' og '.join(f'{t} %' for t in case.thresholds)}."
        + (f" Gråtonede måneder, der kan ændre sig: {listed(greyed)}." if greyed else ""),
        ("FSM2-3.1", "FSM2-3.2", "FSM2-5.2", "FSM2-L4"),
    )


def who_fills(case: Case) -> Picture | Text:
    """Who fills the share: hours only, both, education only; small parts are not told apart."""
    if case.register is None:
        return needs_registers()
    rows = case.monthly
    both = rows["touched_hours"] + rows["touched_education"] - rows["touched"]
    parts = pd.DataFrame(
        {
            "Kun lønnede timer": rows["touched_hours"] - both,
            "Både timer og uddannelse": both,
            "Kun uddannelse": rows["touched_education"] - both,
        }
    )
    whole_only = pd.Series(is_small(parts).any(axis=1), index=parts.index)
    parts[whole_only] = 0
    parts[f"Ikke delt op (en del er under {FEWEST_SHOWN})"] = rows["touched"].where(whole_only, 0)
    series = [(str(name), list(numbers)) for name, numbers in parts.items()]
    told = "; ".join(f"{name}: {whole(sum(n))} borgermåneder" for name, n in series)
    return case.page.picture(
        "Hvem der er berørt, måned for måned (borgere).",
        charts.stacked([month_short(m) for m in rows["month"]], series, "Borgere"),
        f"Stablede søjler. {told}.",
        ("FSM2-3.1", "FSM2-3.3"),
    )


def movements(case: Case) -> Picture | Text:
    """Who came into the effort group and who left it, month by month; small counts are left out."""
    if case.register is None:
        return needs_registers()
    rows = moved(case.register)
    labels = [month_short(m) for m in rows.index]
    told = "; ".join(
        f"{month(m)} {whole(came)} til og {whole(went)} fra"
        for m, came, went in rows[["came", "went"]].dropna().itertuples(name=None)
    )
    return case.page.picture(
        f"Kommet til og gået fra indsatsgruppen (borgere); – er et antal under {FEWEST_SHOWN}.",
        months.up_and_down(
            labels, ("Kommet til", list(rows["came"])), ("Gået fra", list(rows["went"]))
        ),
        f"Søjler op og ned. {told}.",
        ("FSM2-2.3", "FSM2-2.5", "FSM2-3.4"),
    )
