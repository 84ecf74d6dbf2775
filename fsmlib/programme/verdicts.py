"""What holding a proposal against one answer came to, with the two things compared."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from fsmlib.danish import content, percent
from fsmlib.programme.findings import Finding, Level
from fsmlib.programme.values import Content

NOTHING = "–"
Outcome = Literal["kept", "person", "not_told", "broken"]
OUTCOME_IN_DANISH: dict[Outcome, str] = {
    "kept": "Holdt",
    "broken": "Brudt",
    "person": "Se efter",
    "not_told": "Ikke oplyst",
}
WORST_FIRST: tuple[Outcome, ...] = ("broken", "not_told", "person", "kept")
COMES_TO: dict[Level, Outcome] = {
    "error": "broken",
    "not_told": "not_told",
    "warning": "person",
    "note": "kept",
}


@dataclass(frozen=True)
class Verdict:
    """One answer held against one proposal.

    `told` is what the proposal says, `asked` what the answer asks for, both in `unit`; None is
    nothing told, or nothing asked for.  `why` is a Danish sentence, there unless the rule is kept.
    `table` and `column` are where the proposal tells it; `findings` are the rows it rests on.
    Not `is_counted` among the rules kept is what another verdict counts already.
    """

    rule: str
    outcome: Outcome
    subject: str
    told: Content | None = None
    asked: Content | None = None
    unit: str = ""
    why: str = ""
    table: str = ""
    column: str = ""
    findings: tuple[Finding, ...] = ()
    is_counted: bool = True

    def at(self, table: str, column: str) -> "Verdict":
        """The same verdict with where the proposal tells it."""
        return replace(self, table=table, column=column)

    @property
    def difference(self) -> float | None:
        """What is told less what is asked for; None unless both are numbers."""
        both = (self.told, self.asked)
        if any(isinstance(one, bool) or not isinstance(one, int | float) for one in both):
            return None
        return float(self.told) - float(self.asked)  # type: ignore[arg-type]


def in_words(told: Content | None, unit: str) -> str:
    """What a proposal says or an answer asks for, without its unit; a dash for nothing.

    >>> in_words(1500, "sager"), in_words(None, "andel")
    ('1.500', '–')
    """
    if told is None or told != told:  # nan
        return NOTHING
    if unit == "andel" and isinstance(told, float | int):
        return percent(told)
    return content(told)


def told_in_words(told: Content | None, unit: str) -> str:
    """What a proposal says, without its unit, and in words where it says nothing.

    >>> told_in_words(1500, "sager"), told_in_words(None, "andel")
    ('1.500', 'ikke oplyst')
    """
    said = in_words(told, unit)
    return OUTCOME_IN_DANISH["not_told"].lower() if said == NOTHING else said


def without_fault(told: object) -> Outcome:
    """The outcome where nothing is at fault: kept when something was told, not told otherwise."""
    return "not_told" if told is None else "kept"


def verdict_of_findings(
    rule: str,
    subject: str,
    told: Content | None,
    asked: Content | None,
    unit: str,
    findings: Iterable[Finding],
) -> Verdict:
    """The verdict that findings of one rule come to: the worst of them.

    An error breaks the rule, a warning needs a person.  Without findings the rule is kept when
    something was told, and not told otherwise.
    """
    found = tuple(findings)
    outcome = worst([without_fault(told), *(COMES_TO[each.level] for each in found)])
    why = " ".join(dict.fromkeys(f"{each.problem} {each.mend}" for each in found))
    return Verdict(rule, outcome, subject, told, asked, unit, why, findings=found)


def worst(outcomes: Iterable[Outcome]) -> Outcome:
    """The worst of several outcomes, kept when there are none.

    What is not told is worse than what a person should look at: nobody knows it.

    >>> worst(["kept", "not_told", "person"])
    'not_told'
    """
    return min([*outcomes, "kept"], key=WORST_FIRST.index)
