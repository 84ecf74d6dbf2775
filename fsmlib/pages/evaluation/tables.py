"""The tables of proposals: all at a glance, and one beside its recomputation."""

import pandas as pd

from fsmlib.danish import formatted, kroner, listed
from fsmlib.models.assessment import NO_MARKS, Assessment
from fsmlib.models.outlook import REPLICATIONS
from fsmlib.pages.evaluation.case import ASSESSED, Case
from fsmlib.pages.verdicts import RULE_BY_RULE, in_danish
from fsmlib.pages.views import PageColumn, Table
from fsmlib.programme.findings import has_errors

MOST_FINDINGS = 5
UNIT_HEADINGS = {
    "cap": ("Ansøgte årsværk", "Behov i årsværk", "needed_fte"),
    "thresholds": ("Årsværk", "Målgruppe", "target_group"),
}


def overview(case: Case) -> Table:
    """Every proposal that could be judged: verdict, amounts, need and points."""
    units, needed, term = UNIT_HEADINGS[case.pool.values.kind]
    thresholds = sorted({percent for each in case.pool.assessments for percent in each.chances})
    columns = [
        PageColumn("municipality", "Kommune"),
        PageColumn("word", "Vurdering", term="verdict"),
        PageColumn("points", "Point", "decimal", "af 100", term="points"),
        PageColumn("applied_dkk", "Ansøgt", "kroner", "kr."),
        PageColumn("recomputed_dkk", "Genberegnet", "kroner", "kr.", term="recomputed_dkk"),
        *([PageColumn("applied_units", units, "hours")] if not thresholds else []),
        PageColumn("needed_units", needed, "hours", term=term),
        *(
            PageColumn(f"chance_{percent}", f"Chance for {percent} %", "risk")
            for percent in thresholds
        ),
        PageColumn("why", "Hvorfor"),
    ]
    frame = case.question.proposals.reindex(columns=[column.name for column in columns])
    for each in case.pool.assessments:
        case.page.cite(v.rule for v in each.verdicts if v.outcome != "kept")
    note = (
        "Ansøgt er det mindste af de beløb, en ansøgning nævner. Genberegnet er det beløb, behovet "
        "og puljens regler bærer; aldrig mere end ansøgt."
    )
    if thresholds:
        note += (
            f" Kommunens plan er regnet igennem {REPLICATIONS} gange med de samme forudsætninger "
            "for alle, så chancen skelner mellem planer og ikke mellem arbejdsmarkeder."
        )
    return case.page.table("Alle ansøgninger", frame, columns, ASSESSED, sources_of(case), note)


def unread(case: Case) -> Table:
    """The workbooks that could not be judged, and what to ask the municipality to mend."""
    rows = []
    for file, findings in case.question.judged.unread.items():
        errors = [finding for finding in findings if has_errors([finding])]
        rows += [
            {"file": file, "place": each.place, "what": each.problem, "mend": each.mend}
            for each in errors[:MOST_FINDINGS]
        ]
        if len(errors) > MOST_FINDINGS:
            more = f"Og {len(errors) - MOST_FINDINGS} fejl mere."
            rows.append(
                {
                    "file": file,
                    "place": "",
                    "what": more,
                    "mend": "Se dem i kontrollen af ansøgningen (fsm check).",
                }
            )
    columns = [
        PageColumn("file", "Fil"),
        PageColumn("place", "Hvor"),
        PageColumn("what", "Hvad"),
        PageColumn("mend", "Sådan rettes det"),
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    none = "Ingen; alle projektmapper kunne læses"
    return case.page.table("Kan ikke vurderes", frame, columns, ASSESSED, none=none)


def verdicts(case: Case, assessment: Assessment) -> Table:
    """One proposal, answer by answer: what it says, what is asked, and the verdict."""
    found = case.question.verdicts
    own = found[found["municipality_code"] == assessment.code]
    title = f"Regel for regel: {assessment.name}"
    return case.page.table(title, in_danish(own), RULE_BY_RULE, ASSESSED, sorted(set(own["rule"])))


def recomputation(case: Case, assessment: Assessment) -> Table:
    """One proposal's numbers beside those computed from the municipality's own figures."""
    rows = [
        {"what": label, "number": formatted(number, kind)}
        for label, (number, kind) in assessment.facts.items()
    ]
    asked = "Ansøgt beløb" if assessment.is_asked_alike else "Det mindste ansøgte beløb"
    rows += [
        {"what": asked, "number": _kroner(assessment.applied_dkk)},
        {"what": "Genberegnet beløb", "number": _kroner(assessment.recomputed_dkk)},
    ]
    columns = [PageColumn("what", "Hvad"), PageColumn("number", "Tal")]
    title = f"Genberegning: {assessment.name}"
    return case.page.table(title, pd.DataFrame(rows), columns, ASSESSED, sources_of(case))


def criteria(case: Case, assessment: Assessment) -> Table:
    """How the points of one proposal come about: each criterion with its weight."""
    found = case.question.criteria
    own = found[found["municipality_code"] == assessment.code]
    own = own.assign(label=[_criterion(label) for label in own["label"]])
    columns = [
        PageColumn("label", "Kriterium"),
        PageColumn("share", "Opfyldt", "percent"),
        PageColumn("weight", "Vægt", "hours", "point"),
        PageColumn("points", "Bidrag", "decimal", "point"),
    ]
    total = formatted(case.pool.points[assessment.code], "decimal")
    note = f"Point i alt: {total} af 100; vægtene regnes som dele af deres sum."
    if own["share"].isna().any():
        note += " – betyder: ikke oplyst; det giver 0 point, og vægten tæller stadig med."
    silent = sorted({each.rule for each in assessment.verdicts} & NO_MARKS)
    if silent:
        note += f" Holdte regler er hver række under Regel for regel; {listed(silent)} tæller ikke."
    title = f"Point: {assessment.name}"
    return case.page.table(title, own, columns, ASSESSED, (), note)


def _criterion(label: str) -> str:
    """What a weight is put on: »Vægt på pris« is »Pris«."""
    name = label.removeprefix("Vægt på ")
    return name[:1].upper() + name[1:]


def _kroner(amount: int | None) -> str:
    return "–" if amount is None else kroner(amount)


def sources_of(case: Case) -> tuple[str, ...]:
    """The answers that a proposal's numbers rest on."""
    if case.pool.values.kind == "cap":
        return ("HIR-7", "HIR-11", "HIR-18", "HIR-L1", "HIR-L2")
    return ("FSM2-1.3", "FSM2-5.1", "FSM2-8.1", "FSM2-L5")
