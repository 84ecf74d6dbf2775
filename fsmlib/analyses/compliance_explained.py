"""Why a proposal keeps or breaks one answer: what it says, what is asked, and the rows."""

from typing import TYPE_CHECKING

from fsmlib.analyses.explanation import Explanation, explanation
from fsmlib.analyses.steps import step
from fsmlib.danish import listed
from fsmlib.programme.findings import FsmError
from fsmlib.programme.sources import answer
from fsmlib.programme.verdicts import OUTCOME_IN_DANISH, Verdict, in_words, told_in_words, worst

if TYPE_CHECKING:
    from fsmlib.analyses.compliance import Compliance


def explanation_of(judge: "Compliance", id_: str) -> Explanation:
    """The verdicts that rest on one answer, with the rows behind them, the conclusion last.

    InputError when the proposal cannot be judged; FsmError when the answer is not one that
    proposals are held against.
    """
    assessment, voice = judge.assessment, judge.values.voice
    behind = voice.behind(id_)
    verdicts = [verdict for verdict in assessment.verdicts if verdict.rule in behind]
    if not verdicts:
        tried = voice.sources(verdict.rule for verdict in assessment.verdicts)
        raise FsmError(f"{id_} prøves ikke på en ansøgning; det gør {listed(list(tried))}.")
    steps = []
    for verdict in verdicts:
        given = {"told": verdict.told, "asked": verdict.asked, "unit": verdict.unit}
        steps.append(step(judge.read, given, verdict.outcome, _compared(verdict), (id_,)))
    for finding in judge.findings:
        if finding.rule in behind and finding.row is not None:
            told = f"{finding.place}: {finding.problem} {finding.mend.removesuffix('.')} ({id_})."
            steps.append(step(judge.read, {"row": finding.row}, finding.level, told, (id_,)))
    outcome = worst(verdict.outcome for verdict in verdicts)
    heading, word = answer(id_).heading, OUTCOME_IN_DANISH[outcome].lower()
    told = f"Derfor: {id_} {heading}, {assessment.name}: {word}."
    steps.append(step(judge.read, {}, outcome, told, (id_,)))
    asked = {"rule": id_, "municipality_code": assessment.code}
    result = {"outcome": outcome}
    return explanation("proposal", asked, judge.tables, judge.values, steps, result)


def _compared(verdict: Verdict) -> str:
    """The two things compared, and what it came to."""
    unit = "" if verdict.unit in ("andel", "dato og tid") else f" {verdict.unit}".rstrip()
    told, asked = told_in_words(verdict.told, verdict.unit), in_words(verdict.asked, verdict.unit)
    said = f"{told} i ansøgningen" if verdict.told is None else f"ansøgningen siger {told}{unit}"
    held = "" if verdict.asked is None else f", holdt op over for {asked}{unit}"
    outcome = OUTCOME_IN_DANISH[verdict.outcome].lower()
    sentence = f"{verdict.subject}: {said}{held}: {outcome} ({verdict.rule})."
    return f"{sentence} {verdict.why}".strip()
