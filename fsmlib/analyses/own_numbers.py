"""A municipality's own numbers, in place of assumptions, whichever kind the programme is of."""

from collections.abc import Mapping

from fsmlib.analyses.fit import fit
from fsmlib.models.facts import facts_of
from fsmlib.programme.parameters import Values
from fsmlib.tables.reading import Tables


def own_numbers(tables: Tables, values: Values) -> Mapping[str, float | None]:
    """The numbers of usable tables that hold in place of assumptions, by name, in their units.

    The tables tell the staff, or registers; None is a number that holds, but may not be shown (see
    `Fit.own`).  FsmError where registers tell too few months.
    """
    if values.kind == "cap":
        return facts_of(tables, values).own
    return {} if tables["citizens"].empty else fit(tables, values).own
