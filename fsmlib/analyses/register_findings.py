"""What is wrong in a caseworker register (HIR), and the day it was drawn."""

from datetime import date

import pandas as pd

from fsmlib.programme.findings import Finding, has_errors
from fsmlib.programme.parameters import Values, as_day
from fsmlib.rules import registration
from fsmlib.rules.fictitious import fictitious_findings
from fsmlib.rules.spelling import spelling_findings
from fsmlib.tables.reading import Tables


def caseworker_findings(tables: Tables, values: Values, today: date) -> list[Finding]:
    """What is wrong in the register, row by row; nothing while it has rows that cannot be read."""
    place = tables.places.get("registrations", "")
    rows = tables["registrations"]
    if has_errors(finding for finding in tables.findings if finding.file == place):
        return []
    findings = [
        *registration.change_findings(rows),
        *registration.not_resumed_findings(rows, values),
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
