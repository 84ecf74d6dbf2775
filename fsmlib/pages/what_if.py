"""»What if« in a page: sliders over answers worked out beforehand, and the command for each."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from fsmlib.pages.page import Page
from fsmlib.pages.views import Bundle, folded
from fsmlib.programme.numbers import exactly
from fsmlib.programme.parameters import parse_changes

COMMAND = '<p><code></code> <button type="button">Kopiér</button></p>'
Figure = tuple[str, str]  # a number and its unit, as they are shown
Words = Mapping[str, tuple[str, Callable[[float], str]]]  # of a slider, and of a setting of it


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
            "<p>Lav siden igen med de samme værdier, når den skal have dette svar.</p>"
            f"{folded('Kommandoen, der gør det', COMMAND)}"
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


def what_if(
    page: Page,
    settings: Mapping[str, Sequence[float]],
    in_use: Mapping[str, float],
    words: Words,
    what: Sequence[str],
    answers: Sequence[Sequence[Figure]],
) -> WhatIf:
    """The sliders of a page: the `settings` of each value by name, one of them `in_use` there.

    `answers` has a row for each setting, the last value's the fastest, with a figure for each of
    `what`.
    """
    axes = [
        Axis(
            name,
            words[name][0],
            tuple((exactly(at).removesuffix(",0"), words[name][1](at)) for at in grid),
            grid.index(in_use[name]),
            name in page.values.given,
        )
        for name, grid in settings.items()
    ]
    told = parse_changes(page.values.changes_as_text)
    kept = tuple(f"{name}={content}" for name, content in told.items() if name not in in_use)
    return WhatIf(tuple(axes), tuple(what), answers, page.command, kept)
