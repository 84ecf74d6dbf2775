"""Is the caseworker register right: changes of caseworker, end dates, moves."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pandas as pd

from fsmlib.programme.findings import Finding, at_rows
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import rule
from fsmlib.rules.fictitious import is_fictitious

DAY = pd.Timedelta(days=1)
OPEN = pd.Timestamp.max.normalize() - DAY
START, END, REASON = "Dato start", "Dato slut", "Årsag"


@rule("HIR-R1")
def help_desk(values: Values) -> str:
    """Where to turn with users, logins and passwords: never to the project."""
    return f"Adgang, login og adgangskoder: {values.help_desk}."


@rule("HIR-R3")
def changes(registrations: pd.DataFrame) -> pd.DataFrame:
    """Where a citizen's row does not follow the one before it, and how.

    The row before is the one, among those that began earlier, which lasts longest.  An end date is
    the last day with the old caseworker, so the new row begins the day after.  `how` is `twice`
    (same caseworker on the same day), `not_ended` (the old row is open), `overlap`, or `gap`.  A
    gap after a benefit change or a move is a new course and no fault; the open row of a citizen who
    moved cannot be ended in the module, so it is left to the form for that.

    Returns one row per fault under the newer row's number: before (the older row's number), how,
    and end (the day the older row should end).
    """
    rows = _in_sequence(registrations)
    rows = rows[rows["before"].notna()]
    overlap = rows["start"] <= rows["ended"]
    same = rows["caseworker"] == rows["left"]
    gap = (rows["start"] > rows["ended"] + DAY) & (
        (rows["why"] == "caseworker_changed") | (rows["why"].isna() & ~same)
    )
    how = pd.Series(pd.NA, index=rows.index, dtype="object")
    how[gap] = "gap"
    how[overlap] = "overlap"
    open_ = rows["ended"] == OPEN
    how[overlap & open_] = "not_ended"
    how[overlap & open_ & (rows["why"] == "moved")] = pd.NA
    how[overlap & same] = "twice"
    found = pd.DataFrame(
        {"before": rows["before"].astype("int64"), "how": how, "end": rows["start"] - DAY}
    )
    return found[how.notna()].sort_index()


@rule("HIR-R3")
def change_findings(registrations: pd.DataFrame) -> list[Finding]:
    """Gaps, overlaps and doubles at a change of caseworker, each at the newer row."""
    said = {
        "twice": (
            "Borgeren står to gange hos samme sagsbehandler samme dag (også række {before}).",
            "Slet den ene række, eller ret datoerne.",
        ),
        "not_ended": (
            "Borgeren er ikke afsluttet hos den forrige sagsbehandler (række {before}).",
            "Sæt slutdatoen {end:%d.%m.%Y} i række {before}.",
        ),
        "overlap": (
            "Borgeren står hos to sagsbehandlere samme dag (også række {before}).",
            "Ret slutdatoen i række {before} til {end:%d.%m.%Y}; slutdagen er med.",
        ),
        "gap": (
            "Der er et hul efter den forrige sagsbehandler (række {before}).",
            "Ret slutdatoen i række {before} til {end:%d.%m.%Y}, eller ret startdatoen her.",
        ),
    }
    findings = []
    for row, before, how, end in changes(registrations).itertuples():
        problem, mend = (text.format(before=before, end=end) for text in said[how])
        findings.append(Finding("error", problem, mend, "HIR-R3", row=row, column=START))
    return findings


@rule("HIR-R3", "HIR-R6")
def not_resumed_findings(registrations: pd.DataFrame, values: Values) -> list[Finding]:
    """Citizens taken from a caseworker, real or fictitious, and not put with another.

    A row that ends for a change of caseworker is followed by a new one.  A row at a fictitious
    caseworker ends when the course is resumed, so it too needs a new row, unless the citizen
    changed benefit or moved.
    """
    rows = _in_sequence(registrations)
    last = rows["is_last"] & rows["end"].notna()
    outside = is_fictitious(rows, values)
    resumed = last & outside & ~rows["end_reason"].isin(["benefit_changed", "moved"])
    changed = last & ~outside & (rows["end_reason"] == "caseworker_changed")
    at = Finding(
        "error", "", "Opret borgeren hos den nye sagsbehandler fra dagen efter slutdatoen."
    )
    return [
        *_at(
            rows.index[resumed],
            replace(at, problem="Forløbet er genoptaget uden en ny række.", rule="HIR-R6"),
        ),
        *_at(
            rows.index[changed],
            replace(at, problem="Borgeren har ingen ny sagsbehandler.", rule="HIR-R3"),
        ),
    ]


@rule("HIR-R5")
def end_findings(registrations: pd.DataFrame, values: Values, today: date) -> list[Finding]:
    """End dates without an allowed reason, reasons without an end date, and ends yet to come.

    A row followed by one with another caseworker has its reason in plain sight.  Reasons are asked
    for only where the table tells any.  A moved citizen cannot be given an end date, so that
    reason may stand alone.
    """
    rows, reason = _in_sequence(registrations), registrations["end_reason"]
    followed = rows["next_caseworker"].notna() & (rows["next_caseworker"] != rows["caseworker"])
    expected_new_row = is_fictitious(rows, values) & rows["is_last"]
    missing = rows["end"].notna() & rows["end_reason"].isna() & ~followed & ~expected_new_row
    told = bool(reason.notna().any())
    wrong = rows["end_reason"].notna() & ~rows["end_reason"].isin(values.end_reasons)
    alone = rows["end"].isna() & rows["end_reason"].isin(set(values.end_reasons) - {"moved"})
    allowed = "Skiftet ydelse, fraflyttet og skiftet sagsbehandler er de eneste grunde"
    cases = (
        (missing & told, "Slutdatoen har ingen årsag.", f"{allowed}; vælg en, eller slet datoen."),
        (wrong, "Årsagen er ikke en grund til slutdato.", f"{allowed}; slet slutdatoen ellers."),
        (alone, "Rækken har en årsag, men ingen slutdato.", "Sæt slutdatoen, eller slet årsagen."),
        (
            rows["end"] > pd.Timestamp(today),
            "Slutdatoen ligger i fremtiden.",
            "Slet slutdatoen; den sættes først, når borgeren er afsluttet.",
        ),
    )
    columns = (REASON, REASON, END, END)
    return [
        finding
        for (mask, problem, mend), column in zip(cases, columns, strict=True)
        for finding in _at(
            rows.index[mask], Finding("error", problem, mend, "HIR-R5", column=column)
        )
    ]


@rule("HIR-R2")
def moved_still_open(registrations: pd.DataFrame, courses: pd.DataFrame) -> "pd.Series[bool]":
    """Whether each row is open though its citizen has moved: those that go on the form.

    A citizen has moved when the row's own reason says so, when another row of the citizen that
    lasted at least until this one began ended with a move, or when the course did.
    """
    moves = registrations[registrations["end_reason"] == "moved"]
    ended = courses[courses["status_at_end"] == "moved"]
    moved = pd.concat([moves, ended])[["citizen", "end"]].dropna()
    latest = moved.groupby("citizen")["end"].max()
    moved_on = latest.reindex(registrations["citizen"]).set_axis(registrations.index)
    has_moved = (registrations["end_reason"] == "moved") | (moved_on >= registrations["start"])
    return registrations["end"].isna() & has_moved.fillna(False)


@rule("HIR-R2")
def secure_mail(values: Values) -> str:
    """Where the form on moved citizens goes, and what to write with it."""
    return (
        f"Send skemaet med sikker post til {values.moved_form_email}, og skriv, at det er "
        "registrering af fraflyttede borgere i HIR."
    )


@rule("HIR-R2")
def moved_findings(registrations: pd.DataFrame, courses: pd.DataFrame) -> list[Finding]:
    """Moved citizens whose rows cannot be ended in the module."""
    finding = Finding(
        "warning",
        "Borgeren er fraflyttet, og rækken er åben; den kan ikke afsluttes i modulet.",
        "Skriv borgeren på skemaet til sikker post (fsm moved), og lad rækken stå.",
        "HIR-R2",
        column=END,
    )
    return _at(registrations.index[moved_still_open(registrations, courses)], finding)


def _in_sequence(registrations: pd.DataFrame) -> pd.DataFrame:
    """The rows by citizen and start, each beside the row before it.

    Adds before, ended, left and why (row number, end, caseworker and reason of the row before),
    next_caseworker, and is_last (nothing of the citizen comes later or lasts longer).
    """
    rows = registrations.sort_values(["citizen", "start"], kind="stable")
    citizen, ends = rows["citizen"], rows["end"].fillna(OPEN)
    latest = ends.groupby(citizen).cummax()
    keeper = pd.Series(rows.index, index=rows.index, dtype="Int64").where(ends == latest)
    before = keeper.groupby(citizen).ffill().groupby(citizen).shift()
    known = before.dropna().astype("int64")
    position = citizen.groupby(citizen).cumcount(ascending=False)
    return rows.assign(
        before=before,
        ended=latest.groupby(citizen).shift(),
        left=known.map(registrations["caseworker"]),
        why=known.map(registrations["end_reason"]),
        next_caseworker=rows["caseworker"].groupby(citizen).shift(-1),
        is_last=(position == 0) & (ends == latest),
    )


def _at(rows: Iterable[int], finding: Finding) -> list[Finding]:
    return at_rows(sorted(rows), finding)
