"""Is the register right, was the cap kept, who is passive: for one municipality, in words."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from fsmlib.analyses.finding_kinds import kind_of_finding
from fsmlib.analyses.passive import PassiveShare
from fsmlib.analyses.registration import Registration
from fsmlib.analyses.small_counts import is_small
from fsmlib.danish import count, day, listed, month, percent, percent_apart, percent_short, whole
from fsmlib.pages.page import Page, page_for
from fsmlib.pages.views import Banner, Headline, Text
from fsmlib.rules.registration import help_desk, secure_mail

REGISTER = "Registrering"
CASELOAD = "Sagsmængde"
PASSIVE_HEADING = "Passive og status"
MOST_PLACES_NAMED = 12


@dataclass(frozen=True)
class Case:
    """The page of a municipality, and what its register tells; caseworkers by name if wanted."""

    page: Page
    question: Registration
    names: bool = False

    @cached_property
    def kept(self) -> pd.DataFrame:
        """How well each caseworker kept the span, as the page calls them."""
        return self._called(self.question.kept)

    @cached_property
    def month_ends(self) -> pd.DataFrame:
        """Cases of each caseworker at the end of each month, as the page calls them."""
        return self._called(self.question.month_ends)

    def _called(self, frame: pd.DataFrame) -> pd.DataFrame:
        """By name where that is asked for, else by number in the order of the names."""
        if self.names:
            return frame
        both = {*self.question.kept["caseworker"], *self.question.month_ends["caseworker"]}
        order = sorted(both, key=str.casefold)
        number = {name: f"Sagsbehandler {n}" for n, name in enumerate(order, start=1)}
        return frame.assign(caseworker=frame["caseworker"].map(number))


def open_case(data: str, on: str, changes: str, names: bool = False, **settings: str) -> Case:
    """The page on the register in `data`; `settings` are those of `Registration.read`."""
    register = Registration.read(data, on=on, changes=changes, **settings)
    told = {**settings, "names": "ja" if names else ""}
    return Case(page_for("04_registration", register, told), register, names)


def banner(case: Case) -> Banner:
    """Whose page it is, when the register was drawn, and which months it covers."""
    register = case.question
    lines = [
        f"Registeret er trukket den {day(register.drawn_on)}.",
        f"Målt fra {month(register.months[0])} til {month(register.months[-1])}.",
    ]
    return case.page.banner(register.municipality, lines)


def answer(case: Case) -> Headline:
    """The answer in one sentence, and the numbers everyone waits for."""
    values, share = case.page.values, _share(case.question.months_kept)
    kinds = len({kind_of_finding(finding) for finding in case.question.findings})
    wrong = (
        f"Registeret har {count(kinds, 'slags fejl', 'slags fejl')}, der skal ses efter"
        if kinds
        else "Der er ikke fundet fejl i registeret"
    )
    cap = values.cap
    sentence = f"{wrong}. Loftet på {cap} sager er holdt i {share} af sagsbehandlernes måneder"
    sentence += f", og {passive_in_words(case.question.passive)}." if case.question.passive else "."
    low, high = (_weighted(case.question.kept, f"share_within_{end}") for end in ("low", "high"))
    figures = [
        ("Rækker i registeret", whole(len(case.question.tables["registrations"])), "rækker"),
        ("Slags fejl", whole(kinds), "slags"),
        ("Måneder inden for loftet", share, "af sagsbehandlernes måneder"),
        (f"Dage inden for {values.cap_low_cases} sager på fuld tid", low, "af dagene"),
        (f"Dage inden for {values.cap_high_cases} sager på fuld tid", high, "af dagene"),
    ]
    if case.question.passive:
        figures.append(("Passive", passive_share(case.question.passive), "af dem med mindst et år"))
    warnings = ["Tallene følger registeret, som det står; ret fejlene først."] if kinds else []
    if case.question.passive:
        warnings.append(case.question.passive.provisional(case.question.drawn_on))
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
    return "skjult" if small else percent_apart(found.share)


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
    if len(named) > MOST_PLACES_NAMED:
        named[MOST_PLACES_NAMED:] = [f"{whole(len(named) - MOST_PLACES_NAMED)} til"]
    return f"Over loftet: {listed(named)}."


def table_order(name: str) -> tuple[str, int]:
    """Caseworkers by name, and those who are numbered by number."""
    word, _, number = name.rpartition(" ")
    return (word.casefold(), int(number)) if number.isdecimal() else (name.casefold(), 0)


def _share(kept_: "pd.Series[bool]") -> str:
    return percent(float(kept_.mean())) if len(kept_) else "–"


def _weighted(found: pd.DataFrame, column: str) -> str:
    days = found["days"].sum()
    return percent(float((found[column] * found["days"]).sum() / days)) if days else "–"
