"""The pictures of the thresholds page, each with a text that says what it shows."""

import pandas as pd

from fsmlib.analyses.small_counts import FEWEST_SHOWN, is_small
from fsmlib.danish import listed, month, month_short, percent_apart, whole
from fsmlib.figures import charts, months
from fsmlib.pages.thresholds.case import RESULTS, Case, needs_registers
from fsmlib.pages.thresholds.tables import moved_citizens
from fsmlib.pages.views import Picture, Text, paragraph


def share(case: Case) -> Picture:
    """The share by month with the thresholds, reached months marked, the group's size below."""
    question, shown = case.question, case.shown
    is_measured = question.months["touched"].notna()
    blanks = is_measured.map({True: "skjult", False: "ikke målt"})
    told = "; ".join(
        f"{month(when)} {percent_apart(share_) if pd.notna(share_) else blank}"
        for when, share_, blank in zip(shown["month"], shown["result_share"], blanks, strict=True)
    )
    late = question.not_yet_reported.get("benefits", [])
    greyed = [month(when) for when, is_late in zip(shown["month"], late, strict=False) if is_late]
    wanted = " og ".join(f"{each} %" for each in question.thresholds)
    return case.page.picture(
        "Andel af indsatsgruppen, der er berørt (pct.); under hver måned antal i gruppen.",
        question.plot_shares(),
        f"Kurve over andelen: {told}."
        + (f" Kravene er {wanted}." if wanted else "")
        + (f" Gråtonede måneder, der kan ændre sig: {listed(greyed)}." if greyed else ""),
        RESULTS,
        ("FSM2-3.1", "FSM2-3.2", "FSM2-5.2", "FSM2-L4"),
    )


def who_fills(case: Case) -> Picture | Text:
    """Who fills the share: hours only, both, education only; small parts are not told apart."""
    if case.question.register is None:
        return needs_registers()
    if case.question.values.measured is not None:
        return paragraph("Programmets mål deler ikke de berørte op i timer og uddannelse.")
    is_shown = case.shown["touched"].notna()
    if not is_shown.any():
        return paragraph("Alle antal er skjult, for hvert af dem viser et under 3.")
    rows = case.question.months[is_shown].astype({"touched": int})
    both = rows["touched_hours"] + rows["touched_education"] - rows["touched"]
    parts = pd.DataFrame(
        {
            "Kun lønnede timer": rows["touched_hours"] - both,
            "Både timer og uddannelse": both,
            "Kun uddannelse": rows["touched_education"] - both,
        }
    ).astype(int)
    whole_only = pd.Series(is_small(parts).any(axis=1), index=parts.index)
    parts[whole_only] = 0
    parts[f"Ikke delt op (en del er under {FEWEST_SHOWN})"] = rows["touched"].where(whole_only, 0)
    series = [(str(name), list(numbers)) for name, numbers in parts.items()]
    told = "; ".join(f"{name}: {whole(sum(n))} i alle måneder tilsammen" for name, n in series)
    return case.page.picture(
        "Hvem der er berørt, måned for måned (borgere).",
        charts.stacked([month_short(m) for m in rows["month"]], series, "Borgere"),
        f"Stablede søjler. {told}.",
        RESULTS,
        ("FSM2-3.1", "FSM2-3.3"),
    )


def movements(case: Case) -> Picture | Text:
    """Who came into the effort group and who left it, month by month; small counts are left out."""
    if case.question.register is None:
        return needs_registers()
    rows = moved_citizens(case.question.register)
    if rows.empty:
        return paragraph("Der skal to måneder til, før nogen er kommet til eller gået fra.")
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
        RESULTS,
        ("FSM2-2.3", "FSM2-2.5", "FSM2-3.4"),
    )
