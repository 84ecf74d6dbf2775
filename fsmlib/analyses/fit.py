"""A municipality's own chances from its registers, beside our guesses (FSM2)."""

from dataclasses import dataclass

import pandas as pd

from fsmlib.analyses.small_counts import is_small
from fsmlib.danish import month
from fsmlib.models.estimates import Counted, estimate
from fsmlib.models.rates import UNSURE_CHANCES, names_of
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.programme.values import QUALITY_IN_DANISH
from fsmlib.rules.month_bits import MOST_MONTHS
from fsmlib.rules.register import register
from fsmlib.tables.reading import Tables

FEWEST_MONTHS = 3


@dataclass(frozen=True)
class Fit:
    """The chances counted in a register, by the name of the assumption each replaces.

    `visits_told` says whether the register knows who was visited when; without it, moves to group
    2 at the visit cannot be told from later ones, and that chance stays a guess.
    """

    counted: dict[str, Counted]
    months: pd.PeriodIndex
    visits_told: bool
    values: Values

    @property
    def in_use(self) -> dict[str, Counted]:
        """The chances with enough behind them to come before our guess."""
        return {
            name: each
            for name, each in self.counted.items()
            if name in self.names
            and each.is_enough
            and (self.visits_told or name != "to_group_2_per_month")
        }

    @property
    def own(self) -> dict[str, float | None]:
        """What is in use, each chance by name; None where its count could point at a person."""
        shown = {name: self._shown(name) for name in self.in_use}
        return {name: own.mean if own else None for name, own in shown.items()}

    @property
    def names(self) -> tuple[str, ...]:
        """The assumptions a simulation of the programme rests on."""
        return (*names_of(self.values), *UNSURE_CHANCES)

    @property
    def sentence(self) -> str:
        """Where the chances come from."""
        own, all_ = len(self.in_use), len(self.names)
        return (
            f"{own} af {all_} chancer er kommunens egne, talt fra {month(self.months[0])} til "
            f"{month(self.months[-1])}; resten er skøn."
        )

    def table(self) -> pd.DataFrame:
        """Every chance of the simulation: the municipality's own with interval, and our guess.

        A count of one or two citizens could point at a person and is left out.
        """
        rows = []
        for name in self.names:
            value, own = self.values[name], self._shown(name)
            low, high = own.interval if own else (None, None)
            rows.append(
                {
                    "name": name,
                    "label": value.label,
                    "unit": value.unit,
                    "own": own.mean if own else None,
                    "own_low": low,
                    "own_high": high,
                    "events": own.events if own else None,
                    "citizen_months": own.exposure if own else None,
                    "guess": value.value,
                    "guess_low": value.low,
                    "guess_high": value.high,
                    "used": self._used(name),
                }
            )
        frame = pd.DataFrame(rows)
        return frame.astype({"events": "Int64", "citizen_months": "Int64"})

    def _shown(self, name: str) -> Counted | None:
        own = self.counted.get(name)
        return None if own and is_small([own.events, own.exposure]).any() else own

    def _used(self, name: str) -> str:
        if name in self.values.given:
            return "ændret"
        if name in self.in_use:
            return "egen"
        return QUALITY_IN_DANISH[self.values[name].quality or "guess"]


def counted_table(values: Values) -> str:
    """The table whose rows tell which months a register covers."""
    return "hours" if values.counts_hours else "offers"


def fit(tables: Tables, values: Values) -> Fit:
    """The chances of the registers in `tables`, over the months that what is measured covers.

    That is the hours, or talks and offers where a measure counts none.  FsmError when there are
    fewer than three months with any.
    """
    name = counted_table(values)
    what, date = ("løntimer", "month") if name == "hours" else ("samtaler eller tilbud", "start")
    told = tables[name][date].dt.to_period("M")
    if told.nunique() < FEWEST_MONTHS:
        raise FsmError(f"Registrene skal have {what} i mindst {FEWEST_MONTHS} måneder.")
    months = pd.period_range(told.min(), told.max(), freq="M")[-MOST_MONTHS:]
    visits_told = bool(tables["citizens"]["visited_on"].notna().any())
    visited = None
    if visits_told:
        visited = register(tables, months, values.with_changes(denominator="visited")).visited
    counted = estimate(register(tables, months, values), visited, float(values.entry_shock))
    return Fit(counted, months, visits_told, values)
