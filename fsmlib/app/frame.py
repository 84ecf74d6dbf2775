"""The widgets of the app, and where each stands; they compute nothing."""

from typing import Any

import ipywidgets as widgets

from fsmlib.app.controls import control_of, names_of
from fsmlib.app.settings import VIEWS, Settings
from fsmlib.programme.parameters import Values
from fsmlib.tables.municipalities import municipality_name

BUSY = '<p class="warning" role="status">Beregner …</p>'
STALE = (
    '<p class="warning" role="status">Indstillingerne er ændret; de grå tal er forældede. Tryk '
    "»Genberegn«.</p>"
)
SETTINGS_BUTTON = (
    '<button type="button" class="opens" data-opens="settings" aria-expanded="false">'
    "Indstillinger</button>"
)
ALL, ONE, PAIR, DIVISION, MEMOS = VIEWS


class Frame:
    """Head, views and settings of one session, filled in as the settings say."""

    def __init__(self, settings: Settings, names: list[str]):
        self.alert, self.link, self.content = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.head, self.stale = widgets.HTML(), widgets.HTML()
        self.open_settings = widgets.HTML(SETTINGS_BUTTON)
        self.view = widgets.ToggleButtons(options=VIEWS, value=settings.view)
        self.view.add_class("views")
        self.one = _proposals("Kommune", names, settings.code, names[:1])
        self.one.add_class("open-proposal")
        others = [name for name in names if name != self.one.value] or names
        self.other = _proposals("Over for", names, settings.other, others[:1])
        self.withdrawn = widgets.Checkbox(description="Har trukket sig", indent=False)
        self.included = widgets.Checkbox(description="Tag med trods vurderingen", indent=False)
        self.recompute = widgets.Button(description="Genberegn")
        self.reset = widgets.Button(description="Nulstil til reglerne")
        self.reset.add_class("quiet")
        self.more = widgets.Button(description="Vis reserveliste og hvem der er på vippen")
        self.memos = widgets.Button(description="Lav notater")
        self.pool = widgets.IntText(
            value=settings.pool_dkk, description="Pulje (kr.; 0 er puljens egen)"
        )
        self.controls = _controls(settings.values)
        self.box = self._box()

    def show(self, view: str) -> None:
        """Show what belongs to a view."""
        belongs = {
            self.one: view in (ONE, PAIR, MEMOS),
            self.other: view == PAIR,
            self.withdrawn: view == ONE,
            self.included: view == ONE,
            self.more: view == DIVISION,
            self.memos: view == MEMOS,
        }
        for widget, is_shown in belongs.items():
            widget.layout.display = None if is_shown else "none"

    def grey(self, is_stale: bool, why: str = "") -> None:
        """Grey what is stale, and say why; or make it plain again."""
        self.stale.value = why
        (self.content.add_class if is_stale else self.content.remove_class)("stale")

    def _box(self) -> widgets.VBox:
        actions = widgets.HBox([self.open_settings, self.recompute, self.reset, self.link])
        actions.add_class("actions")
        settings = widgets.VBox([self.pool, *self.controls.values()])
        settings.add_class("settings")
        opened = widgets.HBox([self.one, self.other, self.withdrawn, self.included])
        opened.add_class("opened")
        buttons = widgets.HBox([self.more, self.memos])
        parts = [self.head, self.alert, self.view, actions, settings, self.stale, opened]
        return widgets.VBox([*parts, self.content, buttons])


def _proposals(text: str, names: list[str], code: str, first: list[str]) -> widgets.Dropdown:
    """A list of the municipalities: that of the code is chosen, else the first of `first`."""
    chosen = [name for name in names if code and name == municipality_name(code)] or first
    return widgets.Dropdown(
        options=names,
        value=chosen[0] if chosen else None,
        description=text,
        style={"description_width": "initial"},
    )


def _controls(values: Values) -> dict[str, Any]:
    return {name: control_of(name, values) for name in names_of(values.kind)}
