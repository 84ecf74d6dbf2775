"""»What if« in a page: sliders over answers worked out beforehand, and the command for each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from fsmlib.pages.views import Bundle

Figure = tuple[str, str]  # a number and its unit, as they are shown


@dataclass(frozen=True)
class Axis:
    """A slider: the name of a value with its settings, as written in a change and as shown.

    `at` is the setting of the page itself; `is_given` says that the page was made with it changed.
    """

    name: str
    label: str
    settings: tuple[tuple[str, str], ...]
    at: int
    is_given: bool = False


@dataclass(frozen=True)
class WhatIf:
    """The answer at every setting of some sliders, changed in place as they are moved.

    `answers` has a row for each setting, the last slider's the fastest, with a figure for each of
    `what`.  `command` makes the page without changes; `kept` are changes no slider is about.
    """

    axes: tuple[Axis, ...]
    what: tuple[str, ...]
    answers: Sequence[Sequence[Figure]]
    command: str
    kept: tuple[str, ...] = ()

    def html(self) -> str:
        """The sliders, hidden until the page's script has brought them to life."""
        sliders = "".join(self._slider(axis) for axis in self.axes)
        cards = "".join(
            f'<li><span class="what">{escape(what)}:</span> <strong></strong> '
            f'<span class="unit"></span></li>'
            for what in self.what
        )
        data = json.dumps(self._data(), ensure_ascii=False, separators=(",", ":"))
        safe = data.replace("</", "<\\/")  # as no word of ours may end the script
        return (
            '<section class="what-if" aria-labelledby="what-if" hidden>'
            '<h3 id="what-if">Hvad hvis?</h3>'
            "<p>Flyt en skyder, og se svaret. Hver stilling er regnet ud på forhånd, præcis som "
            f"siden selv.</p>{sliders}"
            f'<ul class="figures" aria-live="polite" aria-atomic="true">{cards}</ul>'
            "<p>Siden med dette svar laves med: <code></code> "
            '<button type="button">Kopiér</button></p>'
            '<p><button type="button">Tilbage til sidens svar</button></p>'
            f'<script type="application/json">{safe}</script></section>'
        )

    def _slider(self, axis: Axis) -> str:
        id_ = f"w-{axis.name}"
        return (
            f'<p class="slider"><label for="{id_}">{escape(axis.label)}</label>'
            f'<input type="range" id="{id_}" min="0" max="{len(axis.settings) - 1}" step="1" '
            f'value="{axis.at}"><output for="{id_}" aria-live="off"></output></p>'
        )

    def _data(self) -> dict[str, Any]:
        """What the script needs: each figure once, and for each setting which figures they are."""
        figures = list(dict.fromkeys(figure for row in self.answers for figure in row))
        places = {figure: place for place, figure in enumerate(figures)}
        return {
            "axes": [
                [axis.name, axis.at, int(axis.is_given), *zip(*axis.settings, strict=True)]
                for axis in self.axes
            ],
            "figures": figures,
            "answers": [places[figure] for row in self.answers for figure in row],
            "command": self.command,
            "kept": self.kept,
        }

    def _repr_mimebundle_(self, **_: Any) -> Bundle:
        plain = ", ".join(axis.label for axis in self.axes)
        return {"text/html": self.html(), "text/plain": f"Hvad hvis: {plain}"}
