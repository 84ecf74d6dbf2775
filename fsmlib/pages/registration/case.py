"""Is the register right, was the cap kept, who is passive: for one municipality, in words."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from fsmlib.analyses.caseworker_register import (
    PassiveShare,
    caseload_by_day,
    caseworker_findings,
    chosen_months,
    passive_measure,
    register_day,
)
from fsmlib.analyses.check import staff_findings, stop_at_the_door
from fsmlib.analyses.finding_kinds import kind_of
from fsmlib.analyses.small_counts import is_small
from fsmlib.danish import count, day, listed, month, percent, percent_short, tried, whole
from fsmlib.pages.page import Page, open_page
from fsmlib.pages.views import Banner, Headline, Text
from fsmlib.programme.findings import Finding, FsmError
from fsmlib.rules.daily import kept
from fsmlib.rules.registration import help_desk, secure_mail
from fsmlib.tables.municipalities import official_name

REGISTER = "Registrering"
CASELOAD = "Sagsmængde"
PASSIVE = "Passive og status"
MOST_NAMED = 12


@dataclass(frozen=True)
class Case:
    """The page of a municipality, its months, and the day the register was drawn.

    `passive` is None when courses or offers are not told.
    """

    page: Page
    months: pd.PeriodIndex
    today: date
    passive: PassiveShare | None

    @cached_property
    def findings(self) -> list[Finding]:
        """What is wrong in the register and in the table of caseworkers."""
        tables, values = self.page.tables, self.page.values
        reduced = [f for f in staff_findings(tables, values) if f.rule == "HIR-R4"]
        return [*caseworker_findings(tables, values, self.today), *reduced]

    @cached_property
    def daily(self) -> pd.DataFrame:
        """The caseload of every caseworker on every day, up to the day the register was drawn."""
        found = caseload_by_day(self.page.tables, self.months, self.page.values)
        return found[found["day"] <= pd.Timestamp(self.today)]

    @cached_property
    def kept(self) -> pd.DataFrame:
        """How well each caseworker kept the span."""
        found = kept(self.daily, self.page.values)
        return found.sort_values("caseworker", key=lambda names: names.str.casefold())

    @cached_property
    def months_kept(self) -> "pd.Series[bool]":
        """Whether each caseworker's month was within the cap on all its days."""
        known = self.daily.dropna(subset=["cap"])
        over = known["over_cap"].astype(bool)
        return ~over.groupby([known["caseworker"], known["day"].dt.to_period("M")]).any()

    @property
    def month_ends(self) -> pd.DataFrame:
        """The caseload on the last day of each month, or on the day the register was drawn."""
        last = self.daily.groupby(self.daily["day"].dt.to_period("M"))["day"].transform("max")
        found = self.daily[self.daily["day"] == last]
        return found.assign(month=found["day"].dt.to_period("M"))


def ask(
    data: str,
    on: str,
    changes: str,
    first: str,
    last: str,
    counted_on: str,
    passive_month: str,
    passive_target: str,
) -> Case:
    """The question for the register in `data`; errors stop here, all at once."""
    settings = {
        "first": first,
        "last": last,
        "counted_on": counted_on,
        "passive_month": passive_month,
        "passive_target": passive_target,
    }
    page = open_page("04_registration", "hir", data, on, changes, settings)
    stop_at_the_door(page.tables, page.values, "registrations")
    months = chosen_months(first, last, page.values)
    told = all(not page.tables[name].empty for name in ("courses", "offers"))
    measure = passive_measure(page.tables, passive_month, passive_target, page.values)
    today = register_day(page.tables, counted_on)
    if today < months[0].start_time.date():
        raise FsmError(f"Registeret er trukket den {day(today)}, før den første måned begynder.")
    return Case(page, months, today, measure if told else None)


def banner(case: Case) -> Banner:
    """Whose page it is, when the register was drawn, and which months it covers."""
    rows = case.page.tables["registrations"]
    codes = rows["municipality_code"].dropna()
    name = official_name(codes.iloc[0]) if len(codes) else "Kommunens sagsbehandlerregister"
    lines = [
        f"Registeret er trukket den {day(case.today)}.",
        f"Målt fra {month(case.months[0])} til {month(case.months[-1])}.",
    ]
    return case.page.banner(name, lines, bool(rows["synthetic"].fillna(False).any()))


def answer(case: Case) -> Headline:
    """The answer in one sentence, and the numbers everyone waits for."""
    values, share = case.page.values, _share(case.months_kept)
    kinds = len({kind_of(finding) for finding in case.findings})
    wrong = (
        f"Registeret har {count(kinds, 'slags fejl', 'slags fejl')}, der skal ses efter"
        if kinds
        else "Der er ikke fundet fejl i registeret"
    )
    cap = values.cap
    sentence = f"{wrong}. Loftet på {cap} sager er holdt i {share} af sagsbehandlernes måneder"
    sentence += f", og {passive_in_words(case.passive)}." if case.passive else "."
    low, high = (_weighted(case.kept, f"share_within_{end}") for end in ("low", "high"))
    figures = [
        ("Rækker i registeret", whole(len(case.page.tables["registrations"])), "rækker"),
        ("Slags fejl", whole(kinds), "slags"),
        ("Måneder inden for loftet", share, "af sagsbehandlernes måneder"),
        (f"Dage inden for {values.cap_low_cases} sager på fuld tid", low, "af dagene"),
        (f"Dage inden for {values.cap_high_cases} sager på fuld tid", high, "af dagene"),
    ]
    if case.passive:
        figures.append(("Passive", passive_share(case.passive), "af dem med mindst et år"))
    warnings = ["Tallene følger registeret, som det står; ret fejlene først."] if kinds else []
    if case.passive:
        warnings.append(case.passive.provisional(case.today))
    sources = ("HIR-3", "HIR-16", "HIR-R3", "HIR-8", "HIR-14")
    return case.page.headline(sentence, figures, sources, warnings)


def passive_in_words(found: PassiveShare) -> str:
    """The measure against its target, as the end of a sentence."""
    if not found.measured:
        return f"ingen har mindst et års anciennitet i {month(found.month)}"
    told = f"andelen af passive er {passive_share(found)} i {month(found.month)}"
    if found.target_share is None:
        return told
    verdict = "så målet på {} er nået" if found.is_met else "over målet på {}"
    return f"{told}, {verdict.format(percent_short(found.target_share))}"


def passive_share(found: PassiveShare) -> str:
    """The share in per cent, unless it would give a small number of citizens away."""
    if not found.measured:
        return "–"
    small = is_small([found.passive, found.measured - found.passive]).any()
    return "skjult" if small else tried(found.share)


def contacts(case: Case) -> Text:
    """Where to turn with the module, and what need not be registered."""
    values = case.page.values
    lines = [
        help_desk(values),
        secure_mail(values),
        "Tid skal ikke registreres, heller ikke når sagsstammen er blandet.",
    ]
    case.page.cite(("HIR-R1", "HIR-R2", "HIR-25"))
    return Text("".join(f"<p>{line}</p>" for line in lines), " ".join(lines))


def over_in_words(case: Case) -> str:
    """Who was over the cap, for how many days in a row at most."""
    over = case.kept[case.kept["days_over"] > 0].sort_values("days_over", ascending=False)
    if over.empty:
        return "Ingen var over loftet på nogen dag."
    named = [
        f"{name} ({count(n, 'dag', 'dage')})"
        for name, n in over[["caseworker", "days_over"]].to_numpy()
    ]
    if len(named) > MOST_NAMED:
        named[MOST_NAMED:] = [f"{whole(len(named) - MOST_NAMED)} til"]
    return f"Over loftet: {listed(named)}."


def _share(kept_: "pd.Series[bool]") -> str:
    return percent(float(kept_.mean())) if len(kept_) else "–"


def _weighted(found: pd.DataFrame, column: str) -> str:
    days = found["days"].sum()
    return percent(float((found[column] * found["days"]).sum() / days)) if days else "–"
