"""Why a proposal keeps or breaks one answer: what it says, what is asked, and the rows (both)."""

from pathlib import Path

from fsmlib.analyses.compliance import Compliance
from fsmlib.danish import listed
from fsmlib.pages.explain.explanation import Explanation, Trail, explanation
from fsmlib.pages.verdicts import in_words
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import answer
from fsmlib.programme.verdicts import OUTCOME_IN_DANISH, Verdict, worst
from fsmlib.tables.reading import read


def explain(workbook: Path, id_: str, values: Values) -> Explanation:
    """The verdicts that rest on one answer, with the rows behind them, the conclusion last.

    InputError when the workbook cannot be judged; FsmError when the answer is not one that
    proposals are held against.
    """
    tables = read(workbook)
    judge = Compliance(tables, values, workbook.name)
    assessment = judge.assessment
    behind = values.voice.behind(id_)
    verdicts = [verdict for verdict in assessment.verdicts if verdict.rule in behind]
    if not verdicts:
        tried = values.voice.sources(verdict.rule for verdict in assessment.verdicts)
        raise FsmError(f"{id_} prøves ikke på en ansøgning; det gør {listed(list(tried))}.")
    trail = Trail()
    for verdict in verdicts:
        given = {"told": verdict.told, "asked": verdict.asked, "unit": verdict.unit}
        trail.note(Compliance.read, given, verdict.outcome, _compared(verdict), (id_,))
    for finding in judge.findings:
        if finding.rule in behind and finding.row is not None:
            told = f"{finding.place}: {finding.problem} {finding.mend.removesuffix('.')} ({id_})."
            trail.note(Compliance.read, {"row": finding.row}, finding.level, told, (id_,))
    outcome = worst(verdict.outcome for verdict in verdicts)
    trail.note(
        Compliance.read,
        {},
        outcome,
        f"Derfor: {id_} {answer(id_).heading}, {assessment.name}: "
        f"{OUTCOME_IN_DANISH[outcome].lower()}.",
        (id_,),
    )
    asked = {"rule": id_, "municipality_code": assessment.code}
    return explanation("proposal", asked, tables, values, trail, {"outcome": outcome})


def _compared(verdict: Verdict) -> str:
    """The two things compared, and what it came to."""
    unit = "" if verdict.unit in ("andel", "dato og tid") else f" {verdict.unit}".rstrip()
    told, asked = in_words(verdict.told, verdict.unit), in_words(verdict.asked, verdict.unit)
    said = "siger intet" if verdict.told is None else f"siger {told}{unit}"
    held = "" if verdict.asked is None else f", holdt op over for {asked}{unit}"
    outcome = OUTCOME_IN_DANISH[verdict.outcome].lower()
    sentence = f"{verdict.subject}: ansøgningen {said}{held}: {outcome} ({verdict.rule})."
    return f"{sentence} {verdict.why}".strip()
