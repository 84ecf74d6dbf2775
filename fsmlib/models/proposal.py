"""A proposal to either programme: what its sheets tell, and whether they agree on the money."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from fsmlib.danish import kroner
from fsmlib.models.one_row import only_row
from fsmlib.programme.findings import Finding
from fsmlib.programme.parameters import Values
from fsmlib.programme.terms import label
from fsmlib.programme.values import PERCENT
from fsmlib.programme.verdicts import Verdict, verdict_of_findings
from fsmlib.rules import asked as money
from fsmlib.rules.proposal import contradiction_findings
from fsmlib.tables.reading import Tables
from fsmlib.tables.schemas import SCHEMAS

ToldNumber = TypeVar("ToldNumber", int, float)
# Where a municipality's own numbers tell what is asked for.
AMOUNT_OF = {"cap": ("staffing", "applied_dkk"), "thresholds": ("plan", "grant_dkk")}


@dataclass(frozen=True)
class Proposal:
    """The tables of one proposal and the values it is held against."""

    tables: Tables
    values: Values

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """The proposal's own words."""
        return only_row(self.tables["proposal"])

    def explained(self, verdicts: tuple[Verdict, ...]) -> tuple[Verdict, ...]:
        """The verdicts of what the programme asks, where nothing is told with how to tell it."""
        return tuple(
            replace(each, why=self._how_to_tell(each.table, each.column))
            if each.outcome == "not_told" and not each.why and each.table
            else each
            for each in verdicts
            if self.values.voice.has(each.rule)
        )

    def _how_to_tell(self, table: str, column: str) -> str:
        """What to fill in; a cell that is filled in waits for what another rule found wrong."""
        cell = f"»{label(column)}« i arket {SCHEMAS[table].sheet}"
        filled = len(self.tables[table]) == 1 and self.tables[table][column].notna().all()
        if filled:
            return f"{cell} er udfyldt, men kan først bruges, når resten er udfyldt og enigt."
        return f"Udfyld {cell}."

    @property
    def budget(self) -> pd.DataFrame:
        """The budget, line by line."""
        return self.tables["budget"]

    @cached_property
    def payable_dkk(self) -> int | None:
        """Kroner of the budget lines the pool pays, less others' and own money; None if unknown."""
        if self.budget.empty:
            return None
        payable = money.payable_dkk(self.budget, self.values)
        return None if pd.isna(payable) else int(payable)

    @cached_property
    def asked(self) -> dict[str, int | None]:
        """Kroner asked for as each sheet tells it: the proposal's own, and the municipality's."""
        table, column = AMOUNT_OF[self.values.kind]
        own = only_row(self.tables[table])[column]
        return {SCHEMAS["proposal"].sheet: self.told["applied_dkk"], SCHEMAS[table].sheet: own}

    @cached_property
    def applied_dkk(self) -> int | None:
        """Kroner asked for, the least where sheets disagree; None when no sheet tells it."""
        return min((dkk for dkk in self.asked.values() if dkk is not None), default=None)

    @property
    def is_asked_alike(self) -> bool:
        """Whether every sheet that tells the amount asked for tells the same."""
        return self.applied_dkk is None or agreed_number(self.asked) is not None

    def told_alike(
        self, what: str, told: Mapping[str, float | None], unit: str, id_: str
    ) -> Verdict:
        """Whether a fact that two sheets ask for is told in both, and is the same."""
        found = contradiction_findings(what, told, unit, id_)
        one, other = told.values()
        subject = f"{what}, det samme i hvert ark"
        return verdict_of_findings(id_, subject, None if other is None else one, other, unit, found)

    def others_verdict(self, id_: str) -> Verdict:
        """Money from other grants, which every budget line tells."""
        others = self.budget["from_other_grants_dkk"]
        told = None if others.isna().all() else int(others.sum())
        found = money.others_findings(self.budget, id_)
        return verdict_of_findings(id_, "Tilskud fra andre", told, 0, "kr.", found).at(
            "budget", "from_other_grants_dkk"
        )

    def money_verdicts(self, id_: str, category: str, subject: str) -> list[Verdict]:
        """Whether what is asked for is what the pool pays, and whether the lines bear a look.

        `category` is what the main part should go to, and `subject` what that is called.
        """
        names = money.name_findings(self.budget, id_, self.values)
        number = len(self.budget) or None
        return [
            *self._asked_verdicts(id_),
            self._alike_verdict(id_),
            self._line_verdict(),
            verdict_of_findings(id_, "Budgetlinjernes navne", number, None, "linjer", names).at(
                "budget", "line"
            ),
            self._main_verdict(id_, category, subject),
        ]

    @property
    def _line_rule(self) -> str:
        return "HIR-17" if self.values.kind == "cap" else "FSM2-8.3"

    @cached_property
    def _lines(self) -> list[Finding]:
        return money.line_findings(self.budget, self._line_rule, self.values)

    @property
    def adds_up(self) -> bool:
        """Whether every line tells what it comes to, so that the budget can be held to it."""
        return not any(finding.level == "not_told" for finding in self._lines)

    @property
    def _silent_amount(self) -> tuple[str, str]:
        """The table and column that does not tell the amount asked for."""
        if self.told["applied_dkk"] is None:
            return "proposal", "applied_dkk"
        return AMOUNT_OF[self.values.kind]

    def _alike_verdict(self, id_: str) -> Verdict:
        verdict = self.told_alike("Ansøgt beløb", self.asked, "kr.", id_).at(*self._silent_amount)
        least = self.applied_dkk
        if least is None or self.is_asked_alike:
            return verdict
        used = f"Indtil da regnes der med det mindste, {kroner(least)}"
        found = tuple(replace(each, mend=f"{each.mend} {used}") for each in verdict.findings)
        return replace(verdict, why=f"{verdict.why} {used}", findings=found)

    def _asked_verdicts(self, id_: str) -> list[Verdict]:
        """The amount asked for, and the lines it should not pay, whose money it counts already."""
        amount = self._asked_verdict(id_)
        unpaid = money.unpaid_findings(self.budget, id_, self.values)
        if amount.outcome != "broken" or not unpaid:
            return [amount]
        subject = "Linjer, puljen ikke betaler"
        lines = verdict_of_findings(id_, subject, len(unpaid), 0, "linjer", unpaid)
        return [amount, replace(lines, is_counted=False).at("budget", "category")]

    def _asked_verdict(self, id_: str) -> Verdict:
        """The highest amount any sheet asks for, against what the pool pays."""
        told = {sheet: dkk for sheet, dkk in self.asked.items() if dkk is not None}
        most = max(told.values(), default=None)
        payable, subject, said = self.payable_dkk, "Ansøgt beløb mod det, puljen betaler", ""
        if most is None or payable is None or not self.adds_up:
            where = self._silent_amount if most is None else ("budget", "amount_dkk")
            return verdict_of_findings(id_, subject, None, payable, "kr.", []).at(*where)
        if not self.is_asked_alike:
            subject = "Det største ansøgte beløb mod det, puljen betaler"
            said = f" i arket {max(told, key=told.__getitem__)}"
        found = money.asked_findings(most, self.budget, id_, self.values, said)
        verdict = verdict_of_findings(id_, subject, most, payable, "kr.", found)
        return verdict.at("proposal", "applied_dkk")

    def _line_verdict(self) -> Verdict:
        number = len(self.budget) or None
        right = number and number - len({finding.row for finding in self._lines})
        subject = "Budgetlinjer, der er timer gange timeløn"
        verdict = verdict_of_findings(
            self._line_rule, subject, right, number, "linjer", self._lines
        )
        return verdict.at("budget", "amount_dkk")

    def _main_verdict(self, id_: str, category: str, subject: str) -> Verdict:
        share = money.main_share(self.budget, category, self.values)
        found = money.main_share_findings(share, subject, id_, self.values)
        told = None if pd.isna(share) or not self.adds_up else share
        least = self.values.main_part_percent / PERCENT
        what = f"{subject} af det ansøgte"
        return verdict_of_findings(id_, what, told, least, "andel", found).at(
            "budget", "amount_dkk"
        )


def agreed_number(told: Mapping[str, ToldNumber | None]) -> ToldNumber | None:
    """The number that every sheet telling it agrees on; None when they differ, or none tells it.

    >>> agreed_number({"Ansøgning": 2, "Bemanding": None})
    2
    >>> agreed_number({"Ansøgning": 2, "Bemanding": 3})
    """
    numbers = [number for number in told.values() if number is not None]
    return numbers[0] if numbers and not contradiction_findings("", told, "", "") else None
