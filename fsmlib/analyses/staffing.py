"""The staffing question (HIR): how many caseworkers, how surely, at what cost, and who pays."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pandas as pd

from fsmlib.analyses.check import require_usable, size_findings
from fsmlib.analyses.explanation import Explanation
from fsmlib.analyses.question import EXAMPLES
from fsmlib.analyses.staffing_explained import explanation_of
from fsmlib.analyses.staffing_frames import StaffingFrames
from fsmlib.danish import (
    as_risk,
    count,
    decimal,
    end_of_range,
    kroner,
    listed,
    month_short,
    percent_short,
    short,
    whole,
)
from fsmlib.figures import charts
from fsmlib.models.group_facts import cap_in_words, cases_in_words
from fsmlib.models.staffing_sensitivity import StaffSwing
from fsmlib.programme.parameters import load_kind
from fsmlib.rules.budget import has_pool
from fsmlib.rules.groups import group_needs

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABEL_WIDTH = 30
MANY = 3


@dataclass(frozen=True, repr=False)
class Staffing(StaffingFrames):
    """How many caseworkers a municipality must hire, what it costs, and what the answer rests on.

    Frames hold the numbers, `answer` and `warnings` the words, `plot_...` the charts.
    """

    example = EXAMPLES["cap"]

    @classmethod
    def read(
        cls,
        data: str | Path = "",
        *,
        on: str = "",
        changes: str = "",
        programme: str = "",
        seed: int = 1,
    ) -> Self:
        """The question for a workbook or a folder, the shipped example's when `data` is empty.

        `on` is the day whose rules are used, the programme's own when empty; `changes` are values
        changed as text, `cap=32; accepted_risk=0,1`; `programme` is the name or the path of one
        with a cap.  InputError with every finding when the tables
        cannot be calculated on; FsmError for a wrong day or change.
        """
        values = load_kind("cap", programme, on, changes)
        tables, name = cls.source(data)
        require_usable(tables, values)
        return cls(tables, values, name, seed)

    @property
    def groups(self) -> pd.DataFrame:
        """What each group asks for where the programme has several (`rules.groups.COLUMNS`)."""
        return group_needs(self.tables["groups"], self.values)

    @property
    def answer(self) -> str:
        """What is sure, what is not, and who pays, in a few sentences."""
        return " ".join(filter(None, [self._today(), self._with_inflow(), self._money()]))

    def _today(self) -> str:
        """The cap today: arithmetic, without a guess (HIR-11)."""
        plan = self.plan
        groups = plan.facts.groups
        cap, noun = cap_in_words(groups, self.values), cases_in_words(groups)
        cases, room = plan.facts.cases, plan.room(())
        if room < cases:
            return (
                f"{self.plan.facts.name} mangler i dag plads til {short(cases - room)} af "
                f"{whole(cases)} {noun} ved {cap}; det kræver {short(plan.fte_today)} årsværk."
            )
        if room == cases:
            return (
                f"{self.plan.facts.name} har i dag netop plads til de {whole(cases)} {noun} ved "
                f"{cap}."
            )
        return (
            f"{self.plan.facts.name} har i dag plads til {short(room)} {noun} ved {cap}, "
            f"{short(room - cases)} flere end de {whole(cases)}, der er."
        )

    def _with_inflow(self) -> str:
        """What the inflow asks for, and how unsure that is (HIR-16)."""
        chosen, (low, high), telling = self.plan.chosen, self.hired_range, self.most_telling
        accepted = percent_short(self.values.accepted_risk)
        unsure = ""
        if telling and low < high:
            name = telling.value.label.split(" (")[0]
            unsure = f"skøn: {short(low)}-{short(high)}; mest betyder »{name}«"
        if chosen.contracts:
            return (
                f"Med plads til tilgangen skal der ansættes {self.people}, i alt "
                f"{short(chosen.fte)} årsværk{unsure and f' ({unsure})'}, for at risikoen for at "
                f"bryde loftet er højst {accepted}."
            )
        return (
            f"{self.plan.facts.name} har sagsbehandlere nok til tilgangen: risikoen for at bryde "
            f"loftet er {as_risk(chosen.risk)} mod højst {accepted} accepteret"
            f"{unsure and f' (årsværk, {unsure})'}."
        )

    def _money(self) -> str:
        """What it costs, what the pool pays at most, and what is left (HIR-L1, HIR-19)."""
        chosen, most = self.plan.chosen, self.values.grant_high_dkk
        left, beyond = chosen.salary_dkk - self.pool_pays_dkk, chosen.own_funding_dkk
        own = [kroner(left)] if left else []
        own += [f"{kroner(beyond)} (ventet) for sager ud over bufferen"] if beyond >= 1 else []
        if not chosen.salary_dkk:
            return f"Kommunen betaler selv {own[0]}." if own else ""
        pays = "kommunen betaler selv"
        if has_pool(self.values):
            pays = f"puljen betaler højst {kroner(most)}, og kommunen selv"
        return (
            f"Lønnen er {kroner(chosen.salary_dkk)} i projektets {len(self.plan.months)} måneder; "
            f"{pays} {listed(own or ['0 kr.'])}."
        )

    @property
    def people(self) -> str:
        """The persons to hire in words: `2 sagsbehandlere (37 og 18,5 timer om ugen)`."""
        contracts = self.plan.chosen.contracts
        told = listed(hours_in_words(contracts) or ["ingen"])
        return f"{count(len(contracts), 'sagsbehandler', 'sagsbehandlere')} ({told} timer om ugen)"

    @property
    def warnings(self) -> list[str]:
        """What a reader must see beside the answer."""
        size = size_findings(self.tables, self.values)
        asked = [f"{finding.problem} {finding.mend}" for finding in size]
        return [*asked, *self._on_the_edge(), *self._asked_beside_need()]

    def _on_the_edge(self) -> Iterator[str]:
        for option in self.undecided:
            yield (
                f"På vippen: med {short(option.fte)} nye årsværk er risikoen "
                f"{decimal(option.risk * 100, 2)} % mod {percent_short(self.values.accepted_risk)} "
                f"accepteret. Selv {whole(self.paths)} gennemspilninger af projektet kan ikke "
                "afgøre, hvilken side den er på."
            )

    def _asked_beside_need(self) -> Iterator[str]:
        """What is asked for beside the need, both sides and their difference."""
        facts, fte = self.plan.facts, self.plan.chosen.fte
        asked = [f"{short(facts.applied_fte)} årsværk"] if facts.applied_fte else []
        asked += [kroner(facts.applied_dkk)] if facts.applied_dkk else []
        if asked and not fte:
            yield f"Der søges om {listed(asked)}, men behovet er 0 årsværk."
        elif facts.applied_fte is not None and facts.applied_fte != fte:
            difference = facts.applied_fte - fte
            side = "over" if difference > 0 else "under"
            yield (
                f"Der søges om {short(facts.applied_fte)} årsværk; det er "
                f"{short(abs(difference))} {side} behovet på {short(fte)}."
            )

    def plot_waterfall(self, ax: "Axes | None" = None) -> "Axes":
        """From headcount to usable places, against the cases."""
        steps = self.places
        return charts.waterfall(
            list(steps["label"]), list(steps["cases"]), list(steps["is_total"]), ax
        )

    def plot_need(self, ax: "Axes | None" = None) -> "Axes":
        """Needed full-time equivalents at each cap, against today's."""
        caps, current = [f"{cap} sager" for cap in self.band.index], self.plan.current_fte
        today = f"I dag {decimal(current, 2)} årsværk"
        return charts.bars_with_line(
            caps, list(self.band["needed_fte"]), current, today, "Årsværk", ax
        )

    def plot_fan(self, ax: "Axes | None" = None) -> "Axes":
        """Cases month by month against the places, today and with the new staff."""
        q, chosen, room = self.quantiles, self.plan.chosen, self.plan.room(())
        bands = [(q[0.05], q[0.95], "9 af 10 gange"), (q[0.25], q[0.75], "Hver anden gang")]
        limits = [(room, f"Plads i dag: {whole(room)} sager")]
        if chosen.contracts:
            limits.append((chosen.room, f"Plads med nye ansatte: {whole(chosen.room)} sager"))
        months = [month_short(month) for month in self.plan.months]
        return charts.fan(months, bands, self.months["expected_cases"], limits, "Sager", ax)

    def plot_risk(self, ax: "Axes | None" = None) -> "Axes":
        """The chance of breaking the cap against full-time equivalents added."""
        curve, options = self.risk_curve, [*self.plan.options[:2], self.plan.chosen]
        points = {(option.fte, option.risk): option.label for option in options}
        return charts.risk_curve(
            curve["added_fte"],
            curve["risk"],
            [(fte, chance, name) for (fte, chance), name in points.items()],
            self.values.accepted_risk,
            ax,
        )

    def plot_own_funding(self, ax: "Axes | None" = None) -> "Axes":
        """The municipality's own cost month by month: with the new staff, and with fewer."""
        series = [(str(name), list(funding)) for name, funding in self.own_funding.items()]
        return charts.monthly_bars([month_short(m) for m in self.plan.months], series, ax)

    def plot_tornado(self, ax: "Axes | None" = None) -> "Axes":
        """How the salary need moves with each number nobody can be sure of."""
        swings, base = self.swings, self.plan.need.salary_dkk
        return charts.tornado(
            [charts.wrapped(swing.value.label, LABEL_WIDTH) for swing in swings],
            [(swing.low.salary_dkk, swing.high.salary_dkk) for swing in swings],
            [ends_in_words(swing) for swing in swings],
            base,
            f"Kr. (stiplet: {kroner(base)} med de valgte forudsætninger)",
            ax,
        )

    def explain(self) -> Explanation:
        """Every step towards the answer as it was computed, the values used, the answer last."""
        return explanation_of(self, self.answer)


def ends_in_words(swing: StaffSwing) -> tuple[str, str]:
    """The low and the high end of a number nobody can be sure of, with % where it is a share."""
    low, high = (end_of_range(end, swing.value.unit) for end in swing.ends)
    return low, high


def hours_in_words(contracts: Sequence[float]) -> list[str]:
    """Weekly hours of several persons, many of the same together: `133 × 37`, `18,5`."""
    groups = [(hours, len(list(same))) for hours, same in groupby(contracts)]
    return [
        part
        for hours, n in groups
        for part in ([f"{n} × {short(hours)}"] if n > MANY else [short(hours)] * n)
    ]
