"""What other readings would give the example, and the assumptions with range and origin."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from fsmlib.analyses.monitoring import EXAMPLE_GRANT_DKK, Monitoring
from fsmlib.danish import content, listed, month
from fsmlib.models.staffing import StaffingPlan
from fsmlib.pages.links import RULEBOOK
from fsmlib.pages.page import Page, example_page
from fsmlib.pages.views import Banner, PageColumn, Provenance, Table
from fsmlib.programme.findings import FsmError
from fsmlib.programme.kinds import ProgrammeKind, first_of, kind_of
from fsmlib.programme.parameters import Values, load
from fsmlib.programme.sources import programme_named
from fsmlib.programme.values import KIND_IN_DANISH, Value
from fsmlib.rules.monitoring import best_month

LEDGER = "Fortolkninger"


@dataclass(frozen=True)
class Ledger:
    """The pages of a programme of each kind on the invented example, each on its own day.

    Where one of them is `asked` for, the book is about that one alone.
    """

    cap: Page
    thresholds: Page
    seed: int
    asked: str = ""

    def banner(self) -> Banner:
        """That the effects are those of an invented example."""
        lines = ["Virkningen af hver fortolkning er regnet på de to eksempler, programmet har med."]
        named = listed([page.values.short for page in self._pages])
        return self._pages[0].banner(f"Regelbog for {named}", lines)

    def provenance(self) -> Provenance:
        """What the book was made from."""
        return self._pages[0].provenance()

    @property
    def _pages(self) -> list[Page]:
        pages = [self.cap, self.thresholds]
        return [page for page in pages if self.asked in ("", page.values.kind)]

    def staffing_effects(self) -> Table:
        """How each alternative reading of a cap moves the need and the people to hire."""
        columns = [
            PageColumn("needed_fte", "Behov ved loftet", "hours", "årsværk", term="needed_fte"),
            PageColumn("new_fte", "Nye årsværk", "hours", "årsværk", term="fte"),
        ]
        return self._effects("Bemanding", self.cap, self._staffing, columns)

    def result_effects(self) -> Table:
        """How each alternative reading of thresholds moves the best month and the payout."""
        columns = [
            PageColumn("month", "Bedste måned"),
            PageColumn("share", "Andel", "tried", term="result_share"),
            PageColumn("paid_dkk", "Udbetaling", "kroner", "kr.", term="payout_dkk"),
        ]
        return self._effects("Resultat og udbetaling", self.thresholds, self._result, columns)

    def assumptions(self, page: Page) -> Table:
        """Every assumption of a programme: range, quality and origin."""
        names = [value.name for value in page.values.of_kind("assumption")]
        return replace(page.assumptions(names), title=f"Forudsætninger ({page.values.short})")

    def _effects(
        self,
        title: str,
        page: Page,
        compute: Callable[[Values], dict[str, Any]],
        columns: list[PageColumn],
    ) -> Table:
        asked: list[tuple[str, str, dict[str, Any]]] = [("Som standard", "", {})]
        for value, option, told in _alternatives(page.values):
            asked.append((value.question, told, {value.name: option}))
        rows = []
        for question, told, changes in asked:
            row = {"question": question, "option": told, "note": ""}
            try:
                row |= compute(page.values.with_changes(**changes))
            except FsmError as error:
                row["note"] = str(error)
            rows.append(row)
        around = [
            PageColumn("question", "Spørgsmål", term="reading"),
            PageColumn("option", "Anden læsning"),
        ]
        note = f"Én {KIND_IN_DANISH['reading']} ændres ad gangen; de øvrige er som standard."
        shown = [*around, *columns, PageColumn("note", "Bemærk")]
        frame = pd.DataFrame(rows, columns=[each.name for each in shown]).convert_dtypes()
        sources = [id_ for value in page.values.of_kind("reading") for id_ in value.sources]
        title = f"{title} ({page.values.short})"
        return page.table(title, frame, shown, LEDGER, tuple(dict.fromkeys(sources)), note)

    def _staffing(self, values: Values) -> dict[str, Any]:
        plan = StaffingPlan(self.cap.tables, values, self.seed)
        return {
            "needed_fte": float(plan.band.loc[values.cap, "needed_fte"]),
            "new_fte": float(plan.chosen.fte),
        }

    def _result(self, values: Values) -> dict[str, Any]:
        asked = Monitoring(self.thresholds.tables, values, "", "", "", EXAMPLE_GRANT_DKK)
        if best_month(asked.measured) is None:
            raise FsmError("Ingen måned har en indsatsgruppe.")
        best = asked.best_month
        return {
            "month": month(best["month"]),
            "share": float(best["result_share"]),
            "paid_dkk": asked.payout.total_dkk,
        }


def ledger(on: str, fsm_on: str, seed: int, programme: str = "") -> Ledger:
    """The ledger for the rules in force on a day of each kind of programme; of one where named."""
    asked = kind_of(programme_named(programme)) if programme else ""
    days: dict[ProgrammeKind, str] = {"cap": on, "thresholds": fsm_on}
    cap, thresholds = (
        load(programme if kind == asked else first_of(kind), day) for kind, day in days.items()
    )
    settings = {"fsm_on": "" if asked else thresholds.on.isoformat(), "seed": seed}
    return Ledger(
        example_page(RULEBOOK, cap, settings),
        example_page(RULEBOOK, thresholds, settings if asked == "thresholds" else {}),
        seed,
        asked,
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
