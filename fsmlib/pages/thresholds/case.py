"""Which months reach the thresholds and what is paid, for one municipality: in words."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from fsmlib.analyses.known_months import month_spans
from fsmlib.analyses.monitoring import Monitoring
from fsmlib.analyses.small_counts import hidden_results
from fsmlib.danish import count, day, kroner, listed, month, percent_apart, percent_short, whole
from fsmlib.pages.page import Page, page_for
from fsmlib.pages.views import Banner, Headline, Text, paragraph
from fsmlib.tables.jobindsats import SERVICE
from fsmlib.tables.personal import masked

NOTEBOOK = "03_thresholds"
RESULTS = "Resultater måned for måned"
PAYMENT = "Udbetaling"
SEVERAL_MONTHS = 3
BASELINE = (
    "Et udgangspunkt og ikke et resultat: Jobindsats tæller alle på ydelsen og ikke kun "
    "indsatsgruppen."
)


@dataclass(frozen=True)
class Case:
    """The page of a grant, and the question it shows the answers of."""

    page: Page
    question: Monitoring

    @property
    def shown(self) -> pd.DataFrame:
        """The months as they may be shown: small counts, and what gives them away, are missing."""
        return hidden_results(self.question.months)

    @property
    def origins(self) -> list[str]:
        """Where monthly counts come from, where that is told."""
        if self.question.has_citizens:
            return []
        return list(self.question.tables["monthly"]["data_origin"].dropna().unique())

    @property
    def is_baseline(self) -> bool:
        """Whether everybody on a benefit is counted, not the effort group alone."""
        return any(origin.startswith(SERVICE) for origin in self.origins)


def open_case(
    data: str,
    on: str,
    changes: str,
    first: str,
    last: str,
    grant_dkk: int,
    documented_dkk: int,
    drawn_on: str,
    programme: str = "",
    scenarios: str = "",
) -> Case:
    """The page of the registers or monthly counts in `data`; errors stop here, all at once.

    `documented_dkk` of 0 means that there are no accounts yet; `programme` is the name or the path
    of one with thresholds.
    """
    question = Monitoring.read(
        data,
        on=on,
        changes=changes,
        programme=programme,
        first=first,
        last=last,
        grant_dkk=grant_dkk,
        documented_dkk=documented_dkk or None,
        drawn_on=drawn_on,
    )
    drawn = question.drawn_on
    settings = {
        "first": first,
        "last": last,
        "grant_dkk": question.grant_dkk,
        "documented_dkk": documented_dkk or "",
        "drawn_on": "" if drawn is None else str(drawn.date()),
        "scenarios": masked(Path(scenarios).name),
    }
    return Case(page_for(NOTEBOOK, question, settings), question)


def needs_registers() -> Text:
    """What stands where a table of monthly counts cannot tell."""
    return paragraph("Her er kun månedstal; denne del kræver registre med borgere.")


def banner(case: Case) -> Banner:
    """Whose page it is, and which months it covers."""
    question = case.question
    months = question.measured["month"]
    lines = [f"Målt fra {month(months.min())} til {month(months.max())}."]
    if question.drawn_on is not None:
        lines.append(f"Data er trukket den {day(question.drawn_on)}.")
    if question.not_measured:
        number = count(len(question.not_measured), "måned er", "måneder er")
        lines.append(f"{number} ikke målt: {month_spans(question.not_measured)}.")
    lines += [f"Kilde: {origin}." for origin in case.origins]
    return case.page.banner(question.municipality, lines)


def answer(case: Case) -> Headline:
    """The answer in one sentence, and the numbers everyone waits for."""
    question, best = case.question, case.question.best_month
    reached = [_reached(question, threshold) for threshold in question.thresholds]
    wanted = f"når {listed(reached)}" if reached else "har intet resultatkrav"
    counts, share = question.best_in_words
    missing = len(question.not_measured)
    unknown = f" ({count(missing, 'måned', 'måneder')} er ikke målt)" if missing else ""
    releases = "ville udløse" if case.is_baseline else f"udløser{' indtil nu' if missing else ''}"
    sentence = (
        f"{question.municipality} {wanted}{unknown}. Bedste måned er "
        f"{month(best['month'])} med {share}; niveauet over alle {_months(question)} er "
        f"{percent_apart(question.level)}. "
        + (f"Det {releases} {_paid_in_words(question)}" if question.values.pays else "")
    ).rstrip()
    figures = [
        ("Bedste måned", month(best["month"]), f"({counts})"),
        ("Andel i bedste måned", share, "af indsatsgruppen"),
        ("Niveau", percent_apart(question.level), f"over alle {_months(question)}"),
        *(
            (f"Måneder, der når {each} %", whole(len(question.reached(each))), "måneder")
            for each in question.thresholds
        ),
    ]
    if question.values.pays:
        paid = percent_short(question.payout.paid_percent / 100)
        figures.append(("Udbetales", paid, "af tilskuddet"))
    sources = ("FSM2-3.1", "FSM2-3.2", "FSM2-5.2", "FSM2-5.3")
    warnings = [f"{each.problem} {each.mend}" for each in question.findings]
    warnings += [BASELINE if case.is_baseline else "", _single_months(question)]
    return case.page.headline(sentence, figures, sources, warnings)


def _paid_in_words(question: Monitoring) -> str:
    paid = question.payout
    amount = f", {kroner(paid.total_dkk)}" if question.grant_dkk else "."
    return f"{paid.paid_percent} pct. af tilskuddet{amount}"


def _months(question: Monitoring) -> str:
    """How the months of the level are called: all of them, or those that are measured."""
    return "målte måneder" if question.not_measured else "måneder"


def _reached(question: Monitoring, threshold: int) -> str:
    number = len(question.reached(threshold))
    return f"{threshold} % i {count(number, 'måned', 'måneder') if number else 'ingen måned'}"


def _single_months(question: Monitoring) -> str:
    """The warning when only few months reach a threshold that the level does not."""
    for threshold in reversed(question.thresholds):
        number = len(question.reached(threshold))
        if 0 < number < SEVERAL_MONTHS and question.level < threshold / 100:
            return (
                f"Kun {count(number, 'måned', 'måneder')} når {threshold} %, og niveauet er "
                "under. Den bedste af mange måneder ligger over niveauet, også når intet er ændret."
            )
    return ""
