"""The caseworker register (HIR): is it right, was the cap kept, who is passive, who changed."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pandas as pd

from fsmlib.analyses import passive_explained
from fsmlib.analyses.asked_months import countable, month_asked
from fsmlib.analyses.check import require_usable, staff_findings
from fsmlib.analyses.explanation import Explanation
from fsmlib.analyses.passive import PassiveShare, asked_measure, passive_list, passive_measure
from fsmlib.analyses.question import EXAMPLES, Question
from fsmlib.analyses.register_findings import caseworker_findings, register_day
from fsmlib.analyses.small_counts import is_small
from fsmlib.danish import day, month_short
from fsmlib.figures import register
from fsmlib.programme.findings import Finding, FsmError
from fsmlib.programme.parameters import Values, load_kind
from fsmlib.rules.daily import caseload, kept
from fsmlib.rules.fictitious import is_fictitious
from fsmlib.rules.passive import status_changes
from fsmlib.rules.project import project_months
from fsmlib.tables.municipalities import official_name

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False)
class Registration(Question):
    """What a register of caseworkers and citizens tells, from `read`.

    `months` are those measured, `drawn_on` is the day the register was drawn; nothing after it is
    counted.  The passive share is measured in `passive_month` and held against `target_share`, that
    of the sheet Ansøgning where it is None.
    """

    months: pd.PeriodIndex
    drawn_on: date
    passive_month: pd.Period
    target_share: float | None = None

    example = EXAMPLES["registration"]

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
        counted_on: str = "",
        passive_month: str = "",
        passive_target: str = "",
    ) -> Self:
        """The question for the register in a file or folder; empty is the shipped example.

        Where they are empty, `on` is the programme's own day, `first` and `last` (`2018-03`) are
        the project's months, and `counted_on` is the file's own day, else today.
        InputError with every finding at once.
        """
        values = load_kind("cap", programme, on, changes)
        tables, name = cls.source(data)
        require_usable(tables, values, "registrations")
        months, drawn_on = asked_months(first, last, values), register_day(tables, counted_on)
        if drawn_on < months[0].start_time.date():
            raise FsmError(
                f"Registeret er trukket den {day(drawn_on)}, før den første måned begynder."
            )
        measure = asked_measure(passive_month, passive_target, values)
        return cls(tables, values, name, months, drawn_on, *measure)

    @property
    def municipality(self) -> str:
        """The municipality's own name, where the register tells which it is."""
        codes = self.tables["registrations"]["municipality_code"].dropna()
        return official_name(codes.iloc[0]) if len(codes) else "Kommunens sagsbehandlerregister"

    @cached_property
    def findings(self) -> list[Finding]:
        """What is wrong in the register and in the table of caseworkers."""
        reduced = [f for f in staff_findings(self.tables, self.values) if f.rule == "HIR-R4"]
        return [*caseworker_findings(self.tables, self.values, self.drawn_on), *reduced]

    @cached_property
    def caseload(self) -> pd.DataFrame:
        """Every caseworker on every day with cases.

        Columns: day, caseworker, cases, weekly_hours, cap, over_cap.
        """
        end = self._last_day(self.months[-1])
        days = pd.date_range(self.months[0].start_time, end, freq="D")
        return caseload(self.tables["registrations"], self.tables["caseworkers"], days, self.values)

    @cached_property
    def month_ends(self) -> pd.DataFrame:
        """The caseload on the last day of each month, or on the day the register was drawn.

        As `caseload`, with month in place of day.
        """
        months = self.caseload["day"].dt.to_period("M")
        is_last = self.caseload["day"] == months.map(self._last_day)
        found = self.caseload[is_last].assign(day=months[is_last])
        return found.rename(columns={"day": "month"}).reset_index(drop=True)

    @cached_property
    def kept(self) -> pd.DataFrame:
        """How well each caseworker kept the span, by name (see `rules.daily.kept`)."""
        found = kept(self.caseload, self.values)
        return found.sort_values(
            "caseworker", key=lambda names: names.str.casefold(), ignore_index=True
        )

    @cached_property
    def months_kept(self) -> "pd.Series[bool]":
        """Whether each caseworker (first level) was within the cap on all days of a month."""
        known = self.caseload.dropna(subset=["cap"])
        over = known["over_cap"].astype(bool)
        return ~over.groupby([known["caseworker"], known["day"].dt.to_period("M")]).any()

    @cached_property
    def by_month(self) -> pd.DataFrame:
        """The municipality month by month.

        Columns: month, cases, caseworkers and over_cap (persons, on the last day), kept_share (of
        the caseworkers' months), outside (citizens at fictitious caseworkers on the last day).
        A month in which somebody had cases, but nobody on its last day, ends with 0.
        """
        ends = self.month_ends.groupby("month")
        counts = pd.DataFrame(
            {
                "cases": ends["cases"].sum(),
                "caseworkers": ends.size(),
                "over_cap": ends["over_cap"].sum().astype("int64"),
            }
        )
        months = pd.PeriodIndex(self.caseload["day"].dt.to_period("M").unique()).sort_values()
        frame = counts.reindex(months, fill_value=0)
        frame["kept_share"] = self.months_kept.groupby(level=1).mean()
        frame = frame.rename_axis("month").reset_index()
        return frame.assign(outside=[self._outside(month) for month in frame["month"]])

    @cached_property
    def passive(self) -> PassiveShare | None:
        """The passive share in the month asked for; None when courses or offers are not told."""
        if any(self.tables[name].empty for name in ("courses", "offers")):
            return None
        return passive_measure(self.tables, self.passive_month, self.target_share, self.values)

    @cached_property
    def passive_by_month(self) -> pd.DataFrame:
        """The measure taken in every month that has begun: month, measured, passive."""
        begun = [month for month in self.months if month.start_time.date() <= self.drawn_on]
        found = [passive_measure(self.tables, month, None, self.values) for month in begun]
        return pd.DataFrame([(f.month, f.measured, f.passive) for f in found]).set_axis(
            ["month", "measured", "passive"], axis=1
        )

    @cached_property
    def passive_by_reading(self) -> pd.DataFrame:
        """The measure under each reading of how far back to look.

        Columns: passive_window, meaning, is_chosen, measured, passive.
        """
        reading = self.values["passive_window"]
        rows = []
        for option, meaning in (reading.options or {}).items():
            values = self.values.with_changes(passive_window=option)
            found = passive_measure(self.tables, self.passive_month, None, values)
            rows.append((option, meaning, option == reading.value, found.measured, found.passive))
        columns = ["passive_window", "meaning", "is_chosen", "measured", "passive"]
        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def passive_shares(self) -> "pd.Series[float]":
        """The share of passive citizens by month; missing where a count behind it is hidden."""
        found = self.passive_by_month.set_index("month")
        small = is_small(found["passive"]) | is_small(found["measured"] - found["passive"])
        return (found["passive"] / found["measured"]).mask(small)

    @property
    def passive_citizens(self) -> pd.DataFrame:
        """Passive citizens by pseudonym: citizen, row (of the newest course), seniority_months."""
        assert self.passive is not None  # asked only where courses and offers are told
        return passive_list(self.passive, self.tables)

    @property
    def status_changes(self) -> pd.DataFrame:
        """Citizens by labour-market status: status_at_start, status_at_end, citizens."""
        return status_changes(self.tables["courses"])

    def plot_passive(self, ax: "Axes | None" = None) -> "Axes":
        """The passive share measured in each month, against the target.

        A share whose count is hidden is left out.
        """
        target = self.passive.target_share if self.passive else None
        labels = [month_short(month) for month in self.passive_shares.index]
        return register.share_line(labels, list(self.passive_shares), target, ax)

    def explain_passive(self, citizen: str) -> Explanation:
        """Why a citizen, by identifier or pseudonym, is or is not passive in the month measured.

        FsmError when the citizen has no course.
        """
        month = self.passive_month
        return passive_explained.explanation_of(self.tables, citizen, month, self.values)

    def _last_day(self, month: pd.Period) -> pd.Timestamp:
        """The last counted day of a month."""
        return min(month.end_time.normalize(), pd.Timestamp(self.drawn_on))

    def _outside(self, month: pd.Period) -> int:
        """Citizens at fictitious caseworkers on the last counted day of a month."""
        last = self._last_day(month)
        rows = self.tables["registrations"]
        rows = rows[is_fictitious(rows, self.values)]
        return int(rows[(rows["start"] <= last) & ~(rows["end"] < last)]["citizen"].nunique())


def asked_months(first: str, last: str, values: Values) -> pd.PeriodIndex:
    """The months from `first` to `last` (`2018-03`), the project's where they are empty.

    FsmError when one of them is no month, they are in the wrong order, or there are more than 64.
    """
    months = project_months(values)
    start = month_asked(first) if first else months[0]
    end = month_asked(last) if last else months[-1]
    return countable(pd.period_range(start, end, freq="M"))
