"""What holding a proposal against one answer came to, with the two things compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from fsmlib.programme.findings import Finding, has_errors
from fsmlib.programme.values import Content

Outcome = Literal["kept", "broken", "person", "not_told"]
OUTCOME_IN_DANISH: dict[Outcome, str] = {
    "kept": "Holdt",
    "broken": "Brudt",
    "person": "Se efter",
    "not_told": "Ikke oplyst",
}


@dataclass(frozen=True)
class Verdict:
    """One answer held against one proposal.

    `told` is what the proposal says, `asked` what the answer asks for, both in `unit`; None is
    nothing told, or nothing asked for.  `why` is a Danish sentence, always there when a rule is
    broken or a person must look.
    """

    rule: str
    outcome: Outcome
    subject: str
    told: Content | None = None
    asked: Content | None = None
    unit: str = ""
    why: str = ""


def judged(told: object, at_fault: bool, fault: Outcome = "broken") -> Outcome:
    """The outcome where nothing told is no fault.

    >>> judged(None, at_fault=False), judged(3, at_fault=False), judged(5, at_fault=True)
    ('not_told', 'kept', 'broken')
    """
    if told is None:
        return "not_told"
    return fault if at_fault else "kept"


def compared(
    rule: str,
    subject: str,
    told: Content | None,
    asked: Content | None,
    unit: str,
    findings: Iterable[Finding],
) -> Verdict:
    """The verdict that findings of one rule come to: an error breaks it, a warning needs a person.

    Without findings the rule is kept when something was told, and not told otherwise.
    """
    found = list(findings)
    why = " ".join(dict.fromkeys(f"{each.problem} {each.mend}" for each in found))
    outcome = judged(told, at_fault=False)
    if found:
        outcome = "broken" if has_errors(found) else "person"
    return Verdict(rule, outcome, subject, told, asked, unit, why)
