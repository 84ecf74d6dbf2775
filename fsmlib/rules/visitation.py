"""Who is in the target group and in the effort group, month by month (FSM2)."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from fsmlib.programme.findings import Finding, FsmError, at_rows
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.rules.month_bits import (
    FAR,
    LONG_AGO,
    Codes,
    MonthBits,
    bounds,
    cover,
    days_of,
    gather,
    joined,
)


@rule("FSM2-2.1", "FSM2-2.3", "FSM2-2.4", "FSM2-2.5", "FSM2-L1")
def effort_group(resident: MonthBits, group_2: MonthBits, exempt: MonthBits) -> MonthBits:
    """Months in the effort group: in the target group, not in group 2, not exempt.

    Group 1 has no marker of its own; it is the residual, so who has not been visited is in it.
    Nothing is locked: when a marker ends, the citizen is back.  How many go to group 2 is nobody's
    fault.

    >>> word = lambda bits: np.array([int(bits, base=1 + 1)], dtype=np.uint64)
    >>> int(effort_group(word("111"), word("010"), word("100"))[0])
    1
    """
    return resident & ~group_2 & ~exempt


@rule("FSM2-3.4", "FSM2-3.8", "FSM2-1.3")
def residence(
    citizens: pd.DataFrame, unit: Codes, units: int, months: pd.PeriodIndex, values: Values
) -> MonthBits:
    """Months each citizen is in a municipality's target group.

    Only moving away, death and state pension end membership; a closed case, an ordinary job or
    being job-ready does not.  Who has moved out and back stays out (reading `reentry`), and who is
    too young on the status day is not in yet (reading `age`; an unknown birth date is not tried).

    Parameters: the table `citizens` and the unit (citizen in a municipality) of each row.
    """
    low, high = bounds(months, values.status_day)
    leaves = citizens["end_reason"].isin(values.exit_reasons).to_numpy()
    start = days_of(citizens["start"])
    end = np.where(leaves, days_of(citizens["end"]), FAR)
    kept = np.ones(len(citizens), bool)
    if values.reentry == "out":
        earliest_exit = np.full(units, FAR)
        np.minimum.at(earliest_exit, unit, end)
        kept = start <= earliest_exit[unit]
    if values.entry == "fixed":
        first_day = bounds(months, "first_day")[0][0]
        was_there = np.zeros(units, bool)
        np.logical_or.at(was_there, unit, (start <= first_day) & (end >= first_day))
        kept &= was_there[unit]
    open_end = np.full(len(citizens), FAR)
    of_age = cover(_old_enough_on(citizens, values), open_end, low, high)
    spells = status_bits(unit[kept], start[kept], end[kept], units, months, values)
    return spells & gather(unit, of_age, units)


def status_bits(
    owner: Codes,
    start: np.ndarray,
    end: np.ndarray,
    owners: int,
    months: pd.PeriodIndex,
    values: Values,
) -> MonthBits:
    """Months in which a status holds on the status day (reading `status_day`), one word each."""
    if values.status_day == "every_day" and len(owner):
        owner, start, end = joined(owner, start, end)
    low, high = bounds(months, values.status_day)
    return gather(owner, cover(start, end, low, high), owners)


@rule("FSM2-2.2")
def visited(
    citizens: pd.DataFrame, unit: Codes, units: int, months: pd.PeriodIndex, values: Values
) -> MonthBits:
    """Months from a citizen's visitation on; only for the comparison reading `denominator=visited`.

    The result is measured on the whole group, visited or not, so this never enters by default.
    FsmError when the table does not say who was visited when.
    """
    dates = citizens["visited_on"]
    if dates.isna().all():
        raise FsmError("Kun visiterede kan ikke tælles uden kolonnen »Visiteret den«.")
    known = dates.notna().to_numpy()
    start = days_of(dates)[known]
    end = np.full(len(start), FAR)
    return status_bits(unit[known], start, end, units, months, values)


@rule("FSM2-L2", "FSM2-4.1")
def markers_by_role(markers: pd.DataFrame, values: Values) -> Mapping[str, "pd.Series[bool]"]:
    """Which rows of `markers` mean group 2, an exemption, or step-up."""
    return {
        "group_2": markers["marker"] == values.group_2_marker,
        "exempt": markers["marker"].isin(values.exemptions),
        "step_up": markers["marker"] == values.step_up_marker,
    }


@rule("FSM2-3.4")
def membership_findings(citizens: pd.DataFrame, values: Values) -> list[Finding]:
    """Ends that do not end membership, and citizens in two municipalities on one day."""
    ended = citizens["end"].notna() & ~citizens["end_reason"].isin(values.exit_reasons)
    findings = at_rows(
        citizens.index[ended],
        Finding(
            "warning",
            "Slutdatoen har ingen årsag, der afslutter; borgeren regnes stadig med.",
            "Skriv fraflyttet, død eller folkepension, eller slet slutdatoen.",
            rule="FSM2-3.4",
            column="Dato slut",
        ),
    )
    ordered = citizens.sort_values(["citizen", "start"], kind="stable")
    same = ordered["citizen"] == ordered["citizen"].shift()
    elsewhere = ordered["municipality_code"] != ordered["municipality_code"].shift()
    last = ordered["end"].fillna(pd.Timestamp.max).groupby(ordered["citizen"]).cummax()
    overlaps = same & elsewhere & (ordered["start"] <= last.shift())
    return findings + at_rows(
        ordered.index[overlaps],
        Finding(
            "error",
            "Borgeren er i to kommuner samme dag.",
            "Sæt slutdato i den gamle kommune dagen før startdatoen i den nye.",
            rule="FSM2-3.4",
            column="Dato start",
        ),
    )


def _old_enough_on(citizens: pd.DataFrame, values: Values) -> np.ndarray:
    """The day each citizen reaches the lowest age; long ago when the birth date is unknown."""
    years = values.age_min_years + (1 if values.age == "from_31" else 0)
    birthday = citizens["birth_date"] + pd.DateOffset(years=years)
    return np.where(birthday.isna(), LONG_AGO, days_of(birthday))
