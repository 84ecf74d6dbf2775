"""Fictitious caseworkers: fixed titles that keep citizens out of the caseload for a while."""

import pandas as pd

from fsmlib.programme.findings import Finding, at_rows
from fsmlib.programme.names import meant
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule


@rule("HIR-R6")
def is_fictitious(registrations: pd.DataFrame, values: Values) -> "pd.Series[bool]":
    """Whether each row is at a fictitious caseworker: one of the fixed titles, letter by letter.

    A title that is nearly right is a finding, and until it is mended it counts as a caseworker.
    """
    return registrations["caseworker"].isin(values.fictitious_titles)


@rule("HIR-R6")
def meant_title(caseworker: str, values: Values) -> str | None:
    """The fixed title a name is nearly like, or None.

    >>> from fsmlib.programme.parameters import load
    >>> meant_title("barsel / fængsel", load("hir", on="2018-03-01"))
    'Barsel/fængsel'
    """
    return meant(caseworker, values.fictitious_titles)


@rule("HIR-R6")
def is_meant_fictitious(registrations: pd.DataFrame, values: Values) -> "pd.Series[bool]":
    """Whether each row is meant to be at a fictitious caseworker, by its title or its e-mail."""
    by_name = {name: meant_title(name, values) for name in registrations["caseworker"].unique()}
    titled: pd.Series[bool] = (
        registrations["caseworker"].map(lambda name: by_name[name] is not None).astype(bool)
    )
    titled |= _folded(registrations["email"]) == values.fictitious_email
    return titled


@rule("HIR-R6")
def fictitious_findings(registrations: pd.DataFrame, values: Values) -> list[Finding]:
    """Fictitious caseworkers with wrong title, e-mail or hours, and real ones with no hours.

    E-mail and hours are held against the rule only where the table has told any.
    """
    email = _folded(registrations["email"])
    hours, titles = registrations["weekly_hours"], values.fictitious_titles
    right = is_fictitious(registrations, values)
    wrong = is_meant_fictitious(registrations, values) & ~right
    named = " eller ".join(f"»{title}«" for title in titles)
    cases = (
        (
            wrong,
            "Den opdigtede sagsbehandler har ikke en af de faste titler.",
            f"Skriv {named}.",
            "Sagsbehandler",
        ),
        (
            right & (email != values.fictitious_email) & bool((email != "").any()),
            "Den opdigtede sagsbehandler har en forkert e-mail.",
            f"Skriv {values.fictitious_email}.",
            "E-mail",
        ),
        (
            right & ~(hours == values.fictitious_weekly_hours).fillna(False) & hours.notna().any(),
            "Den opdigtede sagsbehandler har forkerte timer.",
            f"Skriv {values.fictitious_weekly_hours}.",
            "Timer pr. uge",
        ),
        (
            ~right & ~wrong & (hours == values.fictitious_weekly_hours).fillna(False),
            "Sagsbehandleren har 0 timer uden at være opdigtet.",
            f"Skriv de rigtige timer, eller brug titlen {named}.",
            "Timer pr. uge",
        ),
    )
    return [
        finding
        for mask, problem, mend, column in cases
        for finding in at_rows(
            registrations.index[mask.astype(bool)],
            Finding("error", problem, mend, "HIR-R6", column=column),
        )
    ]


def _folded(emails: "pd.Series[str]") -> "pd.Series[str]":
    return emails.fillna("").str.strip().str.casefold()
