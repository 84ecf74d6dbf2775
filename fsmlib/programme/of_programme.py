"""What a set of values knows of the programme they are of: its kind, its words, its own parts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fsmlib.programme.kinds import ProgrammeKind, first_of, kind_of, speaker_of, voice_of
from fsmlib.programme.measures import Group, Measure
from fsmlib.programme.sources import chain_of, programmes
from fsmlib.programme.voice import Voice


class OfProgramme:
    """What stands in the programme's file beside its values.

    `programme` is its name, `file` what it was called, `entries` the values by name.
    """

    programme: str
    file: str
    entries: Mapping[str, Any]
    measure: Any
    payout_steps: Any
    first_instalment_percent: Any

    @property
    def kind(self) -> ProgrammeKind:
        """What the programme asks for: that a `cap` is kept, or that `thresholds` are reached."""
        return kind_of(self.programme)

    @property
    def is_first(self) -> bool:
        """Whether it is the programme that is meant where none is named."""
        return self.programme == first_of(self.kind)

    @property
    def setting(self) -> dict[str, object]:
        """What names the programme on a page, where it is not the one meant when none is named."""
        return {} if self.is_first else {"programme": self.called}

    @property
    def voice(self) -> Voice:
        """How the programme says what is written of its kind."""
        return voice_of(self.programme)

    @property
    def chain(self) -> list[str]:
        """The programme and those it is like, by name."""
        return chain_of(self.programme)

    @property
    def is_of_a_file(self) -> bool:
        """Whether the programme is a file of the user's own."""
        return self.file.endswith((".yaml", ".yml"))

    @property
    def called(self) -> str:
        """The programme's name, or that of its file where it is the user's own."""
        return Path(self.file).name if self.is_of_a_file else self.file

    @property
    def title(self) -> str:
        """The programme's own name."""
        return str(self._content["name"])

    @property
    def short(self) -> str:
        """The programme's short name, the whole where it has none."""
        return str(self._content.get("short", self.title))

    def page(self, notebook: str) -> dict[str, Any]:
        """The programme's own title, lead and sections of a page; empty where it has none."""
        page: dict[str, Any] = self._own("pages").get(notebook, {})
        return page

    def _own(self, part: str) -> dict[str, Any]:
        """A part of the programme's file, or of the nearest one it is like that has it."""
        return next(filter(None, (programmes()[name].get(part) for name in self.chain)), {})

    @property
    def document(self) -> str:
        """Where the answers it rests on are from."""
        return str(programmes()[speaker_of(self.programme)].get("document", ""))

    @property
    def example(self) -> str:
        """What marks the programme as an example, and the day it was read; empty for others."""
        return str(self._content.get("example", ""))

    @property
    def measured(self) -> Measure | None:
        """The measure of the programme's own that is chosen, as read; None where it has none."""
        if "measure" not in self.entries:
            return None
        chosen = Measure.model_validate(self._own("measures")[self.measure])
        left_open = {name: getattr(self, name) for name in self.left_open}
        return chosen.model_copy(update=left_open)

    @property
    def own_measure(self) -> Measure | None:
        """The measure, where it is another than the documents' hours and education of a month."""
        measure = self.measured
        return None if measure is None or measure.is_of_months else measure

    @property
    def counts_hours(self) -> bool:
        """Whether months are told of by paid hours, and not by talks and offers alone."""
        return self.own_measure is None or "hours" in self.own_measure.touched

    @property
    def left_open(self) -> list[str]:
        """The readings of the measure that is chosen, by name; empty where it has none."""
        return [
            name
            for name, entry in self.own_readings.items()
            if self.measure in entry.get("of", [self.measure])
        ]

    @property
    def own_readings(self) -> dict[str, Any]:
        """What the source of the measures leaves open, by name, as the file says it."""
        return self._own("readings") if "measure" in self.entries else {}

    @property
    def groups(self) -> dict[str, Group]:
        """The groups that the staff share, by name; empty where there is one kind of cases."""
        own = self._own("groups")
        return {name: Group.model_validate(each) for name, each in own.items()}

    @property
    def thresholds(self) -> list[int]:
        """The thresholds in per cent, the lowest first."""
        return sorted(step["reached_percent"] for step in self.payout_steps)

    @property
    def pays(self) -> bool:
        """Whether anything is paid for the thresholds, or before them."""
        steps = [step["paid_percent"] for step in self.payout_steps]
        return any([self.first_instalment_percent, *steps])

    @property
    def _content(self) -> Mapping[str, Any]:
        return programmes()[self.programme]
