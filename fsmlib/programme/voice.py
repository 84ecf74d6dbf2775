"""How a programme says what is said of its kind: under its own ids, names and words."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

ANSWER_ID = r"\b[A-ZÆØÅ][A-ZÆØÅ0-9]*-[A-Z]?\d+(?:\.\d+)?\b"
_RUN = re.compile(rf"( \(|; )?({ANSWER_ID}(?:(?:, | og ){ANSWER_ID})*)(\))?")
_ID = re.compile(ANSWER_ID)
_LINKED = re.compile(rf'<a href="#({ANSWER_ID})">\1</a>')
_NO_SOURCE = '<span class="sources">Kilde: </span>'


@dataclass(frozen=True)
class Voice:
    """Own ids for the ids of the programme that the code was written to, and own words for words.

    `known` are the ids that are changed: an id among them that `ids` has nothing for is not said,
    for the programme has no such answer.  Without `known` every id stays.
    """

    ids: Mapping[str, tuple[str, ...]]
    words: Mapping[str, str]
    known: Collection[str] = frozenset()

    def has(self, id_: str) -> bool:
        """Whether the programme has an answer in the place of this one."""
        return id_ not in self.known or id_ in self.ids

    def sources(self, ids: Iterable[str]) -> tuple[str, ...]:
        """The programme's own ids in the place of these, each once.

        >>> Voice({"HIR-11": ("X-1",), "HIR-16": ("X-1", "X-2")}, {}, {"HIR-11", "HIR-16"}).sources(
        ...     ["HIR-11", "HIR-16", "GEN-L1"]
        ... )
        ('X-1', 'X-2', 'GEN-L1')
        """
        own = [
            each for id_ in ids for each in (self.ids.get(id_, ()) if id_ in self.known else [id_])
        ]
        return tuple(dict.fromkeys(own))

    def behind(self, id_: str) -> tuple[str, ...]:
        """The ids that one of the programme's own stands in the place of."""
        return tuple(theirs for theirs, own in self.ids.items() if id_ in own) or (id_,)

    def text(self, text: str) -> str:
        """A text, plain or HTML, as the programme says it.

        >>> said = Voice({"HIR-8": ("X-1",)}, {"HIR": "X"}, {"HIR-8", "HIR-14"}).text
        >>> said("Målt (række 2; HIR-8, HIR-14)."), said("I HIR (HIR-14)"), said("HIR-8")
        ('Målt (række 2; X-1).', 'I X', 'X-1')
        """
        if self.known:
            text = _RUN.sub(self._run, _LINKED.sub(r"\1", text)).replace(_NO_SOURCE, "")
        if not self.words:
            return text
        return self._words.sub(lambda found: self.words[found[0]], text)

    @cached_property
    def _words(self) -> re.Pattern[str]:
        longest_first = sorted(self.words, key=len, reverse=True)
        return re.compile("|".join(rf"(?<!\w){re.escape(word)}" for word in longest_first))

    def _run(self, found: re.Match[str]) -> str:
        before, run, after = found[1] or "", found[2], found[3] or ""
        ids = _ID.findall(run)
        if not any(id_ in self.known for id_ in ids):
            return found[0]
        if own := ", ".join(self.sources(ids)):
            return before + own + after
        if before == " (":
            return "" if after else before
        return after


PLAIN_VOICE = Voice({}, {})
