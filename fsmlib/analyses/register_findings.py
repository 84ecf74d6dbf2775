"""What is wrong in a caseworker register (HIR), and the day it was drawn."""

from datetime import date

import pandas as pd

from fsmlib.programme.findings import Finding
from fsmlib.programme.parameters import Values, as_day
from fsmlib.rules import registration
from fsmlib.rules.fictitious import fictitious_findings
from fsmlib.rules.spelling import spelling_findings
from fsmlib.tables.reading import Tables


def caseworker_findings(tables: Tables, values: Values, today: date) -> list[Finding]:
    """What is wrong in the register, row by row.

    Rows that could not be read are left out, and the rows of a citizen who has such a one are not
    held against each other; while a fault is about more than a row, nothing is said of any.
    """
    place = tables.places.get("registrations", "")
    unread = {f.row for f in tables.findings if f.level == "error" and f.file == place}
    every = tables["registrations"]
    if not unread <= {*every.index}:
        return []
    is_read = ~every.index.isin(list(unread))
    rows, of_unread = every[is_read], every.loc[~is_read, "citizen"]
    whole = rows[~rows["citizen"].isin(of_unread)] if of_unread.notna().all() else rows.iloc[:0]
    findings = [
        *registration.change_findings(whole),
        *registration.not_resumed_findings(whole, values),
        *registration.end_findings(rows, values, today),
        *registration.moved_findings(rows, tables["courses"]),
        *fictitious_findings(rows, values),
        *spelling_findings(rows, values),
    ]
    return [finding.at(place) for finding in findings]


def register_day(tables: Tables, given: str = "") -> date:
    """The day the register was drawn: the one given, else the file's own, else today.

    FsmError for a given text that is no date.
    """
    if given:
        return as_day(given)
    told = tables["registrations"]["counted_on"].max()
    return date.today() if pd.isna(told) else told.date()
