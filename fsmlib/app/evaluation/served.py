"""A folder of proposals that is read and judged once, and then asked by anybody at any settings."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from fsmlib.analyses.decisions import Decision, Decisions, decide
from fsmlib.analyses.evaluation import Evaluation, is_cheap
from fsmlib.analyses.folder import TellOf, in_silence
from fsmlib.app.evaluation.settings import Settings
from fsmlib.pages.evaluation.case import Case, page_of
from fsmlib.programme.findings import FsmError

JUDGED, DIVIDED = 8, 64  # how many are remembered: folders judged anew, pools divided
INVENTED = "Her er opdigtede ansøgninger, og de kan ikke besluttes. Åbn en mappe med jeres egne."
ChangedValues = tuple[tuple[str, str], ...]


class Served:
    """The proposals of a folder, the invented ones when it is empty.

    FsmError when they cannot be read.  What a setting gives does not depend on who asks, so it is
    worked out once.  `tell` hears how many have been judged.
    """

    def __init__(
        self, proposals: str, programme: str, granted: str = "", tell: TellOf = in_silence
    ):
        self.folder = Path(proposals) if proposals else None
        self.programme = programme
        self._read = Evaluation.read(proposals, programme=programme, granted=granted, tell=tell)
        self._judged = lru_cache(JUDGED)(self._judge)
        self._divided = lru_cache(DIVIDED)(self._divide)
        self.default = self.case(Settings(programme))
        _ = self.default.question.grants  # done before anybody has come

    @property
    def fingerprint(self) -> str:
        """What a link carries, so that it is told when it is opened on another folder."""
        return self._read.folder.digest.split()[-1]

    @property
    def decisions(self) -> Decisions:
        """What has been decided, the latest too."""
        return self._read.decisions

    def case(self, settings: Settings) -> Case:
        """The case that settings give; FsmError in Danish when they make no sense."""
        changes = tuple(sorted(settings.changes.items()))
        return page_of(self._divided(changes, settings.pool_dkk, self.decisions))

    def decide(self, decision: Decision) -> None:
        """Keeps a decision beside the proposals; FsmError in Danish when it cannot be kept."""
        if self.folder is None:
            raise FsmError(INVENTED)
        if decision.code not in self.default.pool.by_code:
            raise FsmError("Kommunen har ingen ansøgning, der kan vurderes.")
        self._read = self._read.with_decisions(decide(self.folder, decision))
        self.default = self.case(Settings(self.programme))

    def _divide(self, changes: ChangedValues, pool_dkk: int, decisions: Decisions) -> Evaluation:
        """The evaluation; what only moves points and division judges nobody anew."""
        judged = self._judged(tuple(each for each in changes if not is_cheap(each[0])))
        asked = judged.under(Settings(self.programme, dict(changes)).values)
        return replace(asked.with_decisions(decisions), pool_dkk=pool_dkk)

    def _judge(self, changes: ChangedValues) -> Evaluation:
        return self._read.under(Settings(self.programme, dict(changes)).values)
