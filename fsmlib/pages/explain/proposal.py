"""Why a proposal keeps or breaks one answer: what it says, what is asked, and the rows (both)."""

from pathlib import Path

from fsmlib.analyses.check import rule_findings
from fsmlib.analyses.folder import Folder, judge
from fsmlib.danish import listed
from fsmlib.models.fsm2_proposal import Fsm2Proposal
from fsmlib.models.hir_proposal import HirProposal
from fsmlib.pages.evaluation.tables import in_words
from fsmlib.pages.explain.explanation import Explanation, Trail, explanation
from fsmlib.programme.findings import FsmError, InputError
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import answer
from fsmlib.programme.verdicts import OUTCOME_IN_DANISH, Outcome, Verdict
from fsmlib.tables.reading import read

WORST_FIRST: tuple[Outcome, ...] = ("broken", "person", "not_told", "kept")


def explain(workbook: Path, id_: str, values: Values) -> Explanation:
    """The verdicts that rest on one answer, with the rows behind them, the conclusion last.

    InputError when the workbook cannot be judged; FsmError when the answer is not one that
    proposals are held against.
    """
    tables = read(workbook)
    judged = judge(Folder({workbook.name: tables}, ""), values)
    for findings in judged.unread.values():
        raise InputError(findings)
    (assessment,) = judged.assessments
    verdicts = [verdict for verdict in assessment.verdicts if verdict.rule == id_]
    if not verdicts:
        tried = dict.fromkeys(verdict.rule for verdict in assessment.verdicts)
        raise FsmError(f"{id_} prøves ikke på en ansøgning; det gør {listed(list(tried))}.")
    trail = Trail()
    proposal = HirProposal if values.programme == "hir" else Fsm2Proposal
    for verdict in verdicts:
        given = {"told": verdict.told, "asked": verdict.asked, "unit": verdict.unit}
        trail.note(proposal.verdicts, given, verdict.outcome, _compared(verdict), (id_,))
    for finding in rule_findings(tables, values) if values.programme == "hir" else ():
        if finding.rule == id_:
            told = f"{finding.place}: {finding.problem} {finding.mend.removesuffix('.')} ({id_})."
            trail.note(rule_findings, {"row": finding.row}, finding.level, told, (id_,))
    worst = next(each for each in WORST_FIRST if each in {v.outcome for v in verdicts})
    trail.note(
        proposal.verdicts,
        {},
        worst,
        f"Derfor: {id_} {answer(id_).heading}, {assessment.name}: "
        f"{OUTCOME_IN_DANISH[worst].lower()}.",
        (id_,),
    )
    asked = {"rule": id_, "municipality_code": assessment.code}
    return explanation("proposal", asked, tables, values, trail, {"outcome": worst})


def _compared(verdict: Verdict) -> str:
    """The two things compared, and what it came to."""
    unit = "" if verdict.unit in ("andel", "dato og tid") else f" {verdict.unit}".rstrip()
    told, asked = in_words(verdict.told, verdict.unit), in_words(verdict.asked, verdict.unit)
    said = "siger intet" if verdict.told is None else f"siger {told}{unit}"
    held = "" if verdict.asked is None else f", holdt op over for {asked}{unit}"
    outcome = OUTCOME_IN_DANISH[verdict.outcome].lower()
    sentence = f"{verdict.subject}: ansøgningen {said}{held}: {outcome} ({verdict.rule})."
    return f"{sentence} {verdict.why}".strip()
