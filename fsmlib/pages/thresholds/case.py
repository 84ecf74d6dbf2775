"""Which months reach the thresholds and what is paid, for one municipality: in words."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from fsmlib.analyses.check import stop_at_the_door
from fsmlib.analyses.monitor import measurable, measured_months, month_payout
from fsmlib.danish import count, day, kroner, listed, month, percent_short, tried, whole
from fsmlib.pages.page import EXAMPLE_DRAWN_ON, EXAMPLE_GRANT_DKK, Page, page_of
from fsmlib.pages.views import Banner, Headline, Text, paragraph
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import as_day, load_like
from fsmlib.rules.monitoring import best_month, not_yet_reported, result_share, results
from fsmlib.rules.payout import Payout
from fsmlib.rules.register import Register, register
from fsmlib.tables.jobindsats import SERVICE
from fsmlib.tables.municipalities import official_name

RESULTS = "Resultater måned for måned"
PAYMENT = "Udbetaling"
SEVERAL_MONTHS = 3
BASELINE = (
    "Et udgangspunkt og ikke et resultat: Jobindsats tæller alle på ydelsen og ikke kun "
    "indsatsgruppen."
)


@dataclass(frozen=True)
class Case:
    """The page of a municipality, its months, and the grant (0 when it is not told).

    `register` is None when only a table of monthly counts is given; what needs citizens is then
    left out of the page.  `documented_dkk` is None until there are accounts, and `drawn_on` when
    nobody has said which day the registers are from.
    """

    page: Page
    months: pd.PeriodIndex
    register: Register | None
    grant_dkk: int
    documented_dkk: int | None
    drawn_on: pd.Timestamp | None

    @cached_property
    def monthly(self) -> pd.DataFrame:
        """Counts, share and thresholds of each month, in order."""
        if self.register is not None:
            counts = self.register.monthly().reset_index()
        else:
            counts = measurable(self._told_months).sort_values("month", ignore_index=True)
            counts = counts.assign(month=counts["month"].dt.to_period("M"))
        return results(counts, self.page.values)

    @property
    def hidden_months(self) -> int:
        """Months whose counts are hidden, and which therefore are not measured."""
        told = self._told_months
        return len(told) - len(measurable(told))

    @property
    def _told_months(self) -> pd.DataFrame:
        """The rows of monthly counts that are about the months measured."""
        told = self.page.tables["monthly"]
        return told[told["month"].dt.to_period("M").isin(self.months)]

    @property
    def origins(self) -> list[str]:
        """Where monthly counts come from, where that is told."""
        if self.register is not None:
            return []
        return list(self.page.tables["monthly"]["data_origin"].dropna().unique())

    @property
    def is_baseline(self) -> bool:
        """Whether everybody on a benefit is counted, not the effort group alone."""
        return any(origin.startswith(SERVICE) for origin in self.origins)

    @property
    def municipality(self) -> str:
        """The municipality's own name."""
        return official_name(self.monthly["municipality_code"].iloc[0])

    @property
    def thresholds(self) -> list[int]:
        """The thresholds in per cent, the lowest first."""
        return sorted(step["reached_percent"] for step in self.page.values.payout_steps)

    @property
    def best(self) -> pd.Series:
        """The month with the highest share."""
        place = best_month(self.monthly)
        assert place is not None  # `ask` has seen to it
        return self.monthly.iloc[place]

    @property
    def level(self) -> float:
        """The share over all months together, which luck in one month does not move much."""
        return result_share(
            int(self.monthly["touched"].sum()), int(self.monthly["effort_group"].sum())
        )

    @property
    def paid(self) -> Payout:
        """What the best month pays of the grant."""
        return month_payout(self.best, self.grant_dkk, self.documented_dkk, self.page.values)

    @property
    def not_yet_reported(self) -> dict[str, list[bool]]:
        """Whether each month's hours and benefits were still to come; empty when unknown."""
        if self.drawn_on is None:
            return {}
        shown = pd.PeriodIndex(self.monthly["month"])
        return not_yet_reported(shown, self.drawn_on, self.page.values)

    def reached(self, threshold: int) -> list[pd.Period]:
        """The months that reach a threshold."""
        hit = self.monthly[f"reached_{threshold}"].fillna(False).astype(bool)
        return list(self.monthly.loc[hit, "month"])


def ask(
    data: str,
    on: str,
    changes: str,
    first: str,
    last: str,
    grant_dkk: int,
    documented_dkk: int,
    drawn_on: str,
    programme: str = "fsm2",
) -> Case:
    """The question for the registers or monthly counts in `data`; errors stop here, all at once.

    `documented_dkk` of 0 means that there are no accounts yet; `programme` is the name or the path
    of one like FSM2.
    """
    if not data:
        grant_dkk, drawn_on = grant_dkk or EXAMPLE_GRANT_DKK, drawn_on or EXAMPLE_DRAWN_ON
    settings = {"first": first, "last": last, "grant_dkk": grant_dkk}
    settings |= {"documented_dkk": documented_dkk or "", "drawn_on": drawn_on}
    values = load_like("fsm2", programme, on, changes)
    if values.file != "fsm2":
        settings["programme"] = Path(values.file).name
    page = page_of("03_thresholds", values, data, settings)
    stop_at_the_door(page.tables, page.values)
    if grant_dkk < 0 or documented_dkk < 0:
        raise FsmError("Tilskuddet og de dokumenterede udgifter kan ikke være negative.")
    months = measured_months(first, last, page.values)
    has_citizens = not page.tables["citizens"].empty
    source = page.tables["citizens" if has_citizens else "monthly"]
    if source["municipality_code"].nunique() > 1:
        raise FsmError(
            "Siden er for én kommune; del filerne op, eller brug fsm monitor eller fsm batch."
        )
    counted = register(page.tables, months, page.values) if has_citizens else None
    drawn = pd.Timestamp(as_day(drawn_on)) if drawn_on else None
    case = Case(page, months, counted, grant_dkk, documented_dkk or None, drawn)
    if best_month(case.monthly) is None:
        raise FsmError("Ingen måned har en indsatsgruppe, så der er intet at måle.")
    return case


def needs_registers() -> Text:
    """What stands where a table of monthly counts cannot tell."""
    return paragraph("Her er kun månedstal; denne del kræver registre med borgere.")


def banner(case: Case) -> Banner:
    """Whose page it is, and which months it covers."""
    lines = [f"Målt fra {month(case.months[0])} til {month(case.months[-1])}."]
    if case.drawn_on is not None:
        lines.append(f"Data er trukket {day(case.drawn_on)}.")
    if case.hidden_months and case.register is None:
        hidden = count(case.hidden_months, "måned er", "måneder er")
        lines.append(f"{hidden} ikke målt, fordi tallet er skjult (under 3).")
    lines += [f"Kilde: {origin}." for origin in case.origins]
    if case.page.values.file != "fsm2":
        lines.append(f"Reglerne er dem i programmet {case.page.values.title}.")
    invented = case.page.tables["citizens"]["synthetic"].fillna(False).any()
    return case.page.banner(case.municipality, lines, bool(invented))


def answer(case: Case) -> Headline:
    """The answer in one sentence, and the numbers everyone waits for."""
    low, high = case.thresholds[0], case.thresholds[-1]
    reached = [_reached(case, threshold) for threshold in (low, high)]
    best, share = case.best, result_share(int(case.best["touched"]), int(case.best["effort_group"]))
    releases = "ville udløse" if case.is_baseline else "udløser"
    sentence = (
        f"{case.municipality} når {listed(reached)}. Bedste måned er {month(best['month'])} med "
        f"{tried(share)}; niveauet over alle måneder er {tried(case.level)}. Det "
        f"{releases} {case.paid.paid_percent} pct. af tilskuddet"
        + (f", {kroner(case.paid.total_dkk)}" if case.grant_dkk else ".")
    )
    figures = [
        (
            "Bedste måned",
            month(best["month"]),
            _of(best),
        ),
        ("Andel i bedste måned", tried(share), "af indsatsgruppen"),
        ("Niveau", tried(case.level), "over alle måneder"),
        *(
            (f"Måneder, der når {threshold} %", whole(len(case.reached(threshold))), "måneder")
            for threshold in case.thresholds
        ),
        ("Udbetales", percent_short(case.paid.paid_percent / 100), "af tilskuddet"),
    ]
    sources = ("FSM2-3.1", "FSM2-3.2", "FSM2-5.2", "FSM2-5.3")
    warnings = [BASELINE if case.is_baseline else "", _luck(case)]
    return case.page.headline(sentence, figures, sources, warnings)


def _of(best: pd.Series) -> str:
    return f"{whole(best['touched'])} af {whole(best['effort_group'])} borgere"


def _reached(case: Case, threshold: int) -> str:
    number = len(case.reached(threshold))
    return f"{threshold} % i {count(number, 'måned', 'måneder') if number else 'ingen måned'}"


def _luck(case: Case) -> str:
    """The warning when only few months reach a threshold that the level does not."""
    for threshold in reversed(case.thresholds):
        number = len(case.reached(threshold))
        if 0 < number < SEVERAL_MONTHS and case.level < threshold / 100:
            return (
                f"Kun {count(number, 'måned', 'måneder')} når {threshold} %, og niveauet er "
                "under. Den bedste af mange måneder ligger over niveauet, også når intet er ændret."
            )
    return ""
