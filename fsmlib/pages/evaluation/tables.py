"""The tables of proposals: all at a glance, and one beside its recomputation."""

import pandas as pd

from fsmlib.danish import content, formatted, kroner, percent
from fsmlib.models.assessment import Assessment
from fsmlib.models.fsm2_proposal import REPLICATIONS
from fsmlib.pages.evaluation.case import ASSESSED, Case
from fsmlib.pages.views import Column, Table
from fsmlib.programme.findings import has_errors
from fsmlib.programme.verdicts import OUTCOME_IN_DANISH

MOST_FINDINGS = 5
UNIT_HEADINGS = {"hir": ("Ansøgte årsværk", "Behov"), "fsm2": ("Årsværk", "Målgruppe")}


def overview(case: Case) -> Table:
    """Every proposal that could be judged: verdict, amounts, need and points."""
    rows = [
        {
            "name": each.name,
            "outcome": OUTCOME_IN_DANISH[each.outcome],
            "points": case.pool.points[each.code],
            "applied": each.applied_dkk,
            "recomputed": each.recomputed_dkk,
            "units": each.applied_units,
            "needed": each.needed_units,
            **{f"chance_{percent}": share for percent, share in each.chances.items()},
            "why": why(each),
        }
        for each in case.pool.assessments
    ]
    units, needed = UNIT_HEADINGS[case.pool.values.programme]
    thresholds = sorted({percent for each in case.pool.assessments for percent in each.chances})
    columns = [
        Column("name", "Kommune"),
        Column("outcome", "Vurdering"),
        Column("points", "Point", "decimal", "af 100"),
        Column("applied", "Ansøgt", "kroner", "kr."),
        Column("recomputed", "Genberegnet", "kroner", "kr."),
        *([Column("units", units, "hours")] if not thresholds else []),
        Column("needed", needed, "hours"),
        *(Column(f"chance_{percent}", f"Chance for {percent} %", "risk") for percent in thresholds),
        Column("why", "Hvorfor"),
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    for each in case.pool.assessments:
        case.page.cite(verdict.rule for verdict in (*each.of("broken"), *each.of("person")))
    note = "Genberegnet er det beløb, behovet og puljens regler bærer; aldrig mere end ansøgt."
    if thresholds:
        note += (
            f" Chancen er simuleret af kommunens plan med puljens forudsætninger ({REPLICATIONS} "
            "forløb), så den skelner mellem planer og ikke mellem arbejdsmarkeder."
        )
    return case.page.table("Alle ansøgninger", frame, columns, ASSESSED, sources_of(case), note)


def why(assessment: Assessment) -> str:
    """What a proposal's verdict rests on, in words: what is broken, then what to look at."""
    broken, person = (
        ", ".join(f"{each.subject} ({each.rule})" for each in verdicts)
        for verdicts in (assessment.of("broken"), assessment.of("person"))
    )
    return (
        f"{broken}. {OUTCOME_IN_DANISH['person']}: {person}"
        if broken and person
        else (broken or person)
    )


def unread(case: Case) -> Table:
    """The workbooks that could not be judged, and what to ask the municipality to mend."""
    rows = []
    for file, findings in case.unread.items():
        errors = [finding for finding in findings if has_errors([finding])]
        rows += [
            {"file": file, "place": each.place, "what": each.problem, "mend": each.mend}
            for each in errors[:MOST_FINDINGS]
        ]
        if len(errors) > MOST_FINDINGS:
            more = f"Og {len(errors) - MOST_FINDINGS} fejl mere."
            rows.append({"file": file, "place": "", "what": more, "mend": "Se dem: fsm check."})
    columns = [
        Column("file", "Fil"),
        Column("place", "Hvor"),
        Column("what", "Hvad"),
        Column("mend", "Sådan rettes det"),
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    note = "" if rows else "Alle projektmapper kunne læses."
    return case.page.table("Kan ikke vurderes", frame, columns, ASSESSED, (), note)


def verdicts(case: Case, assessment: Assessment) -> Table:
    """One proposal, answer by answer: what it says, what is asked, and the verdict."""
    rows = [
        {
            "rule": verdict.rule,
            "subject": verdict.subject,
            "told": in_words(verdict.told, verdict.unit),
            "asked": in_words(verdict.asked, verdict.unit),
            "unit": verdict.unit,
            "outcome": OUTCOME_IN_DANISH[verdict.outcome],
            "why": verdict.why,
        }
        for verdict in assessment.verdicts
    ]
    columns = [
        Column("rule", "Regel", "ids"),
        Column("subject", "Hvad der holdes op"),
        Column("told", "Ansøgningen"),
        Column("asked", "Over for"),
        Column("unit", "Enhed"),
        Column("outcome", "Vurdering"),
        Column("why", "Hvorfor"),
    ]
    sources = sorted({verdict.rule for verdict in assessment.verdicts})
    return case.page.table(
        f"Regel for regel: {assessment.name}", pd.DataFrame(rows), columns, ASSESSED, sources
    )


def recomputation(case: Case, assessment: Assessment) -> Table:
    """One proposal's numbers beside those computed from the municipality's own figures."""
    rows = [
        {"what": label, "number": formatted(number, kind)}
        for label, (number, kind) in assessment.facts.items()
    ]
    rows += [
        {"what": "Ansøgt beløb", "number": _kroner(assessment.applied_dkk)},
        {"what": "Genberegnet beløb", "number": _kroner(assessment.recomputed_dkk)},
    ]
    columns = [Column("what", "Hvad"), Column("number", "Tal")]
    title = f"Genberegning: {assessment.name}"
    return case.page.table(title, pd.DataFrame(rows), columns, ASSESSED, sources_of(case))


def criteria(case: Case, assessment: Assessment) -> Table:
    """How the points of one proposal come about: each criterion with its weight."""
    values = case.pool.values
    rows = [
        {
            "label": values[name].label,
            "share": share,
            "weight": getattr(values, name),
            "product": None if share is None else share * getattr(values, name),
        }
        for name, share in assessment.criteria.items()
    ]
    columns = [
        Column("label", "Kriterium"),
        Column("share", "Opfyldt", "percent"),
        Column("weight", "Vægt", "hours", "point"),
        Column("product", "Bidrag", "decimal", "point"),
    ]
    note = f"Point i alt: {formatted(case.pool.points[assessment.code], 'decimal')} af 100."
    if None in assessment.criteria.values():
        note += " – betyder: ikke oplyst; det kriterium og dets vægt er holdt ude."
    title = f"Point: {assessment.name}"
    return case.page.table(title, pd.DataFrame(rows), columns, ASSESSED, (), note)


def in_words(value: object, unit: str) -> str:
    """What a proposal says or an answer asks for, without its unit; a dash for nothing."""
    if value is None:
        return "–"
    if unit == "andel" and isinstance(value, float | int):
        return percent(value)
    return content(value)


def _kroner(amount: int | None) -> str:
    return "–" if amount is None else kroner(amount)


def sources_of(case: Case) -> tuple[str, ...]:
    """The answers that a proposal's numbers rest on."""
    if case.pool.values.programme == "hir":
        return ("HIR-7", "HIR-11", "HIR-18", "HIR-L1", "HIR-L2")
    return ("FSM2-1.3", "FSM2-5.1", "FSM2-8.1", "FSM2-L5")
