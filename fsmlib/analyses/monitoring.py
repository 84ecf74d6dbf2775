"""The monitoring question (FSM2): which months reach the thresholds, and what a grant pays."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self

import pandas as pd

from fsmlib.analyses import citizen_explained, payout_explained
from fsmlib.analyses.asked_months import drawn_day
from fsmlib.analyses.check import require_usable
from fsmlib.analyses.explanation import Explanation
from fsmlib.analyses.known_months import COUNTED, known_counts, told_counts, why_not_measured
from fsmlib.analyses.monthly_results import measured_months
from fsmlib.analyses.question import EXAMPLES, Question
from fsmlib.analyses.same_level import TouchedEnd, chances_at_level, touched_end
from fsmlib.analyses.small_counts import hidden_results
from fsmlib.danish import month_short, percent_apart, whole
from fsmlib.figures import months as figures
from fsmlib.programme.findings import Finding, FsmError
from fsmlib.programme.parameters import load_kind
from fsmlib.rules.monitoring import best_month, not_yet_reported, result_share, results
from fsmlib.rules.payout import Payout, paid_percent, payout, shortfall, slack
from fsmlib.rules.register import Register, register
from fsmlib.tables.municipalities import official_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EXAMPLE_GRANT_DKK = 4_900_000  # invented, like the registers it goes with
EXAMPLE_DRAWN_ON = "2021-11-30"


@dataclass(frozen=True, repr=False)
class Monitoring(Question):
    """The months of one grant, from registers with citizens or from monthly counts.

    `first` and `last` are the months asked for (`2019-11`), empty for the expected project;
    `grant_dkk` is 0 when it is not told, `documented_dkk` None until there are accounts, and
    `drawn_on` None when nobody has said which day the registers are from.
    """

    first: str = ""
    last: str = ""
    grant_dkk: int = 0
    documented_dkk: int | None = None
    drawn_on: pd.Timestamp | None = None

    example: ClassVar[Path] = EXAMPLES["thresholds"]

    @classmethod
    def read(
        cls,
        data: str | Path = "",
        *,
        on: str = "",
        changes: str = "",
        programme: str = "",
        first: str = "",
        last: str = "",
        grant_dkk: int = 0,
        documented_dkk: int | None = None,
        drawn_on: str = "",
    ) -> Self:
        """The question on registers or monthly counts, the example's when `data` is empty.
        `programme` is one with thresholds.  InputError with every finding; FsmError when no month
        can be measured, and why.
        """
        values = load_kind("thresholds", programme, on, changes)
        if grant_dkk and not values.pays:
            raise FsmError(f"»{values.title}« udbetaler ingen penge; lad tilskuddet stå tomt.")
        if not str(data):
            grant_dkk = (grant_dkk or EXAMPLE_GRANT_DKK) * values.pays
            drawn_on = drawn_on or EXAMPLE_DRAWN_ON
        if grant_dkk < 0 or (documented_dkk or 0) < 0:
            raise FsmError("Tilskuddet og de dokumenterede udgifter kan ikke være negative.")
        (tables, name), day = cls.source(data), drawn_day(drawn_on)
        require_usable(tables, values)
        asked = cls(tables, values, name, first, last, grant_dkk, documented_dkk, day)
        asked.stop_without_months()
        return asked

    @property
    def has_citizens(self) -> bool:
        """Whether the tables are registers with citizens, and not monthly counts alone."""
        return not self.tables["citizens"].empty

    @cached_property
    def asked_months(self) -> pd.PeriodIndex:
        """The months asked for."""
        return measured_months(self.first, self.last, self.values)

    @cached_property
    def _known(self) -> tuple[pd.DataFrame, list[Finding]]:
        """The counts by grant and month, and what is to be said of those that are missing."""
        if self.has_citizens:
            counted = register(self.tables, self.asked_months, self.values)
            return known_counts(counted.monthly().reset_index(), self.drawn_on, self.values)
        return told_counts(self.tables["monthly"], self.asked_months, self.drawn_on, self.values)

    @cached_property
    def months(self) -> pd.DataFrame:
        """Counts, share and thresholds of each month in order; missing where it is not measured."""
        return results(self._known[0].sort_values("month", ignore_index=True), self.values)

    @cached_property
    def measured(self) -> pd.DataFrame:
        """The months that are measured, each with how far it is from each threshold."""
        frame = self.months.dropna(subset=[*COUNTED]).reset_index(drop=True)
        pairs = [(int(t), int(g)) for t, g in frame[["touched", "effort_group"]].to_numpy()]
        for percent in self.thresholds:
            frame[f"short_{percent}"] = [shortfall(t, g, percent) for t, g in pairs]
            frame[f"slack_{percent}"] = [max(0, slack(t, g, percent)) for t, g in pairs]
        return frame

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be said of months not measured, and of a shared grant."""
        return tuple(self._known[1])

    @cached_property
    def not_measured(self) -> list[pd.Period]:
        """The months asked for that are not measured."""
        return [each for each in self.asked_months if each not in set(self.measured["month"])]

    @property
    def last_measured(self) -> pd.Period:
        """The last month with data."""
        return self.measured["month"].max()

    @cached_property
    def register(self) -> Register | None:
        """The citizens over the measured months; None when there are only monthly counts."""
        if not self.has_citizens:
            return None
        span = pd.period_range(self.measured["month"].min(), self.last_measured, freq="M")
        return register(self.tables, span, self.values)

    @property
    def municipality(self) -> str:
        """The municipality's own name, or those that share the grant."""
        return official_name(str(self._known[0]["municipality_code"].iloc[0]))

    @property
    def thresholds(self) -> list[int]:
        """The thresholds in per cent, the lowest first."""
        return self.values.thresholds

    @cached_property
    def best_month(self) -> "pd.Series[Any]":
        """The month with the highest share, the earliest of equals."""
        place = best_month(self.measured)
        assert place is not None  # `read` has seen to it
        return self.measured.iloc[place]

    @property
    def best_in_words(self) -> tuple[str, str]:
        """The counts of the best month and its share, or that they are hidden."""
        best = self.best_month
        shown = hidden_results(self.months).set_index("month").loc[best["month"]]
        if shown[[*COUNTED]].isna().any():
            return "antallet er skjult", "en andel, der er skjult"
        counts = f"{whole(best['touched'])} af {whole(best['effort_group'])} borgere"
        return counts, percent_apart(best["result_share"])

    @property
    def level(self) -> float:
        """The share over all measured months together, which luck in one month moves little."""
        return result_share(*(int(self.measured[name].sum()) for name in ("touched", COUNTED[0])))

    @cached_property
    def payout(self) -> Payout:
        """What the best month pays of the grant."""
        touched, group = int(self.best_month["touched"]), int(self.best_month["effort_group"])
        percent = paid_percent(touched, group, self.values)
        return payout(self.grant_dkk, percent, self.documented_dkk, self.values)

    def reached(self, threshold: int) -> list[pd.Period]:
        """The months that reach a threshold."""
        hit = self.measured[f"reached_{threshold}"].fillna(False).astype(bool)
        return list(self.measured.loc[hit, "month"])

    @cached_property
    def not_yet_reported(self) -> dict[str, list[bool]]:
        """Whether each month's hours and benefits were still to come; empty when unknown."""
        if self.drawn_on is None:
            return {}
        return not_yet_reported(pd.PeriodIndex(self.months["month"]), self.drawn_on, self.values)

    @cached_property
    def touched_end(self) -> TouchedEnd:
        """The chance that a touched citizen is not touched the month after."""
        return touched_end(self.register, self.values)

    @cached_property
    def chances(self) -> pd.DataFrame | None:
        """The chance that the best month reaches each threshold at an unchanged level.

        Columns threshold and chance; None when the level is so low or high that it cannot swing.
        """
        return chances_at_level(self.measured, self.level, self.touched_end, self.thresholds)

    def plot_shares(self, ax: "Axes | None" = None) -> "Axes":
        """The share by month with the thresholds, reached months marked, the group's size below.

        A share whose count is hidden is left out.
        """
        shown, low = hidden_results(self.months), f"reached_{min(self.thresholds, default=0)}"
        late = self.not_yet_reported.get("benefits", [False] * len(shown))
        return figures.share_by_month(
            [month_short(each) for each in shown["month"]],
            list(shown["result_share"].astype(float)),
            ["–" if pd.isna(n) else whole(n) for n in shown["effort_group"]],
            list(shown[low].fillna(False).astype(bool)) if low in shown else [False] * len(shown),
            self.thresholds,
            late,
            ax,
        )

    def explain_payout(self) -> Explanation:
        """Why the grant is paid out as it is, step by step.

        FsmError when the best month has a count that is hidden.
        """
        return payout_explained.explanation_of(self)

    def explain_citizen(self, citizen: str, month: str) -> Explanation:
        """Why a citizen, by identifier or pseudonym, is or is not touched in a month (`2019-11`).

        FsmError when the citizen is not in the registers, or it is no month.
        """
        (when,) = measured_months(month, month, self.values)
        return citizen_explained.explanation_of(self.tables, citizen, when, self.values)

    def stop_without_months(self) -> None:
        """FsmError when the tables are about several grants, or when no month can be measured."""
        codes = self._known[0]["municipality_code"].unique()
        if len(codes) > 1:
            raise FsmError(
                "Der er flere kommuner i tallene, og et tilsagn hører til én. Giv én kommunes tal "
                "ad gangen (fsm monitor tager dem alle). Deler de et tilsagn, så skriv deres koder "
                "i »Kommuner, der deler et tilsagn« (shared_grants), fx shared_grants=0561+0563."
            )
        if best_month(self.measured) is None:
            none, asked = self.measured.empty, self.asked_months
            raise FsmError(why_not_measured(asked, self._told_days, none, self.values))

    @property
    def _told_days(self) -> "pd.Series[pd.Timestamp]":
        """The days that what is measured is told of."""
        if not self.has_citizens:
            return self.tables["monthly"]["month"].dropna()
        if self.values.counts_hours:
            return self.tables["hours"]["month"].dropna()
        return self.tables["offers"]["start"].dropna()
