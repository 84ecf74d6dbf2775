"""What other readings would give the example, and the assumptions with range and origin."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from fsmlib.analyses.monitoring import EXAMPLE_GRANT_DKK, Monitoring
from fsmlib.danish import content, month
from fsmlib.models.staffing import Plan
from fsmlib.pages.links import RULEBOOK
from fsmlib.pages.page import Page, open_page
from fsmlib.pages.views import Banner, Column, Table
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.programme.values import KIND_IN_DANISH, Value
from fsmlib.rules.monitoring import best_month

LEDGER = "Fortolkninger"


@dataclass(frozen=True)
class Ledger:
    """The pages of both programmes on the invented example, each with its values on its day."""

    hir: Page
    fsm2: Page
    seed: int

    def banner(self) -> Banner:
        """That the effects are those of an invented example."""
        lines = ["Virkningen af hver fortolkning er regnet på de to eksempler, programmet har med."]
        return self.hir.banner("Regelbog for HIR og FSM2", lines, True)

    def staffing_effects(self) -> Table:
        """How each alternative reading of HIR moves the need and the people to hire."""
        columns = [
            Column("needed_fte", "Behov ved loftet", "hours", "årsværk", term="needed_fte"),
            Column("new_fte", "Nye årsværk", "hours", "årsværk", term="fte"),
        ]
        return self._effects("Bemanding (HIR)", self.hir, self._staffing, columns)

    def result_effects(self) -> Table:
        """How each alternative reading of FSM2 moves the best month and the payout."""
        columns = [
            Column("month", "Bedste måned"),
            Column("share", "Andel", "tried", term="result_share"),
            Column("paid_dkk", "Udbetaling", "kroner", "kr.", term="payout_dkk"),
        ]
        return self._effects("Resultat og udbetaling (FSM2)", self.fsm2, self._result, columns)

    def assumptions(self, page: Page) -> Table:
        """Every assumption of a programme: range, quality and origin."""
        names = [value.name for value in page.values.of_kind("assumption")]
        title = f"Forudsætninger ({page.values.programme.upper()})"
        return replace(page.assumptions(names), title=title)

    def _effects(
        self,
        title: str,
        page: Page,
        compute: Callable[[Values], dict[str, Any]],
        columns: list[Column],
    ) -> Table:
        rows = [{"question": "Som standard", "option": "", "note": "", **compute(page.values)}]
        for value, option, told in _alternatives(page.values):
            row = {"question": value.question, "option": told, "note": ""}
            try:
                row |= compute(page.values.with_changes(**{value.name: option}))
            except FsmError as error:
                row["note"] = str(error)
            rows.append(row)
        around = [
            Column("question", "Spørgsmål", term="reading"),
            Column("option", "Anden læsning"),
        ]
        frame = pd.DataFrame(rows).convert_dtypes()
        note = f"Én {KIND_IN_DANISH['reading']} ændres ad gangen; de øvrige er som standard."
        shown = [*around, *columns, Column("note", "Bemærk")]
        sources = [id_ for value in page.values.of_kind("reading") for id_ in value.sources]
        return page.table(title, frame, shown, LEDGER, tuple(dict.fromkeys(sources)), note)

    def _staffing(self, values: Values) -> dict[str, Any]:
        plan = Plan(self.hir.tables, values, self.seed)
        return {
            "needed_fte": float(plan.band.loc[values.cap, "needed_fte"]),
            "new_fte": float(plan.chosen.fte),
        }

    def _result(self, values: Values) -> dict[str, Any]:
        asked = Monitoring(self.fsm2.tables, values, "", "", "", EXAMPLE_GRANT_DKK)
        if best_month(asked.measured) is None:
            raise FsmError("Ingen måned har en indsatsgruppe.")
        best = asked.best_month
        return {
            "month": month(best["month"]),
            "share": float(best["result_share"]),
            "paid_dkk": asked.payout.total_dkk,
        }


def ledger(hir_on: str, fsm_on: str, seed: int) -> Ledger:
    """The ledger for the rules in force on a day of each programme."""
    settings = {"fsm_on": fsm_on, "seed": seed}
    return Ledger(
        open_page(RULEBOOK, "hir", hir_on, settings),
        open_page(RULEBOOK, "fsm2", fsm_on, {}),
        seed,
    )


def _alternatives(values: Values) -> Iterator[tuple[Value, Any, str]]:
    """Every other value of every reading: the reading, the value, and what it means."""
    for value in values.of_kind("reading"):
        for option, told in (value.options or {}).items():
            if option != value.value:
                yield value, option, told
        for name in value.between or ():
            if values[name].value != value.value:
                yield value, values[name].value, f"{content(values[name].value)} {value.unit}"
