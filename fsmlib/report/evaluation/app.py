"""The evaluation as an app: the same numbers as the page, turned up and down.

Widgets' values are replaced in place, never an `Output` widget, which can hang a kernel.  Every
handler ends in a page or in a Danish sentence.
"""

import base64
import os
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from fsmlib.models.assessment import Assessment
from fsmlib.programme.findings import FsmError
from fsmlib.programme.numbers import exactly
from fsmlib.programme.values import Value
from fsmlib.report.danish import kroner
from fsmlib.report.evaluation import division, pictures
from fsmlib.report.evaluation.case import Case, answer, banner, case_of
from fsmlib.report.evaluation.controls import CHEAP, control_of, names_of
from fsmlib.report.evaluation.folder import read_folder
from fsmlib.report.evaluation.memo import page_bytes, pool_memo, proposal_memo, workbook_bytes
from fsmlib.report.evaluation.settings import VIEWS, Settings, settings_of
from fsmlib.report.evaluation.views import (
    link_html,
    overview_html,
    pair_html,
    proposal_html,
    settings_html,
)
from fsmlib.report.views import Picture
from fsmlib.shipped import shipped
from fsmlib.tables.municipalities import municipality_name

BUSY = '<p role="status">Regner …</p>'
STALE = (
    '<p class="warning" role="status">Indstillingerne er ændret; de grå tal er forældede. Tryk '
    "»Genberegn«.</p>"
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def app(proposals: str, programme: str) -> widgets.VBox:
    """The app on the workbooks in a folder; the synthetic ones when it is empty."""
    try:
        return App(proposals, programme).box
    except FsmError as error:
        return widgets.VBox([widgets.HTML(_alert(str(error)))])


class App:
    """One evaluator's session: the settings, the case they give, and the widgets that show it."""

    def __init__(self, proposals: str, programme: str):
        self.folder_of = {
            name: Path(proposals) if proposals else shipped("data", "proposals", name)
            for name in ("hir", "fsm2")
        }
        self.read = {programme: read_folder(self.folder_of[programme])}
        self.settings = settings_of(_query(), programme)
        self.alert, self.link, self.content = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.head, self.stale = widgets.HTML(), widgets.HTML()
        self.image = widgets.Image(format="png", layout={"display": "none", "max_width": "100%"})
        self.view = widgets.ToggleButtons(options=VIEWS, value=self.settings.view)
        self.view.add_class("views")
        self.one, self.other = (self._proposals_dropdown(text) for text in ("Kommune", "Over for"))
        self.one.add_class("open-proposal")
        self.withdrawn = widgets.Checkbox(description="Har trukket sig", indent=False)
        self.included = widgets.Checkbox(description="Tag med trods brudt regel", indent=False)
        self.recompute = widgets.Button(description="Genberegn")
        self.reset = widgets.Button(description="Nulstil til reglerne")
        self.reset.add_class("quiet")
        self.more = widgets.Button(description="Vis reserveliste og hvem der er på vippen")
        self.memos = widgets.Button(description="Lav notater")
        self.controls: dict[str, Any] = {}
        self.pool = widgets.IntText(description="Pulje (kr.; 0 er puljens egen)")
        self.case = self._judged()
        self._fill_controls()
        self._observe()
        self._show()

    @cached_property
    def box(self) -> widgets.VBox:
        """All of it: head, settings, views."""
        settings = widgets.VBox(
            [
                widgets.HTML("<h2>Indstillinger</h2>"),
                self.pool,
                *self.controls.values(),
                widgets.HBox([self.recompute, self.reset]),
                self.link,
            ]
        )
        settings.add_class("settings")
        opened = widgets.VBox([self.one, self.other, self.withdrawn, self.included])
        return widgets.VBox(
            [
                self.head,
                self.alert,
                self.view,
                self.stale,
                opened,
                self.content,
                self.image,
                widgets.HBox([self.more, self.memos]),
                settings,
            ]
        )

    @cached_property
    def default(self) -> Case:
        """The case with the programme's own settings."""
        return self._case_of(Settings(programme=self.settings.programme))

    def _judged(self) -> Case:
        return self._case_of(self.settings)

    def _case_of(self, settings: Settings) -> Case:
        told = {"programme": settings.programme, "pool_dkk": settings.pool_dkk or ""}
        return case_of(
            self.read[settings.programme],
            settings.values,
            settings.pool_dkk,
            settings.withdrawn,
            settings.included,
            told
            | {
                "withdrawn": ",".join(settings.withdrawn),
                "included": ",".join(settings.included),
            },
        )

    def _proposals_dropdown(self, text: str) -> widgets.Dropdown:
        return widgets.Dropdown(description=text, style={"description_width": "initial"})

    def _fill_controls(self) -> None:
        """The widgets as the settings say."""
        values = self.settings.values
        names = sorted(each.name for each in self.case.pool.assessments)
        for dropdown, code in ((self.one, self.settings.code), (self.other, self.settings.other)):
            dropdown.options = names
            name = municipality_name(code) if code else ""
            dropdown.value = name if name in names else (names[0] if names else None)
        for name in names_of(values.programme):
            self.controls[name] = control_of(values[name])
        self.pool.value = self.settings.pool_dkk
        self._fill_checks()

    def _fill_checks(self) -> None:
        code = self._code(self.one)
        self.withdrawn.value = code in self.settings.withdrawn
        self.included.value = code in self.settings.included

    def _observe(self) -> None:
        for name, control in self.controls.items():
            control.observe(self._safely(self._changed(name)), names="value")
        self.pool.observe(self._safely(self._pool_changed), names="value")
        self.view.observe(self._safely(self._opened), names="value")
        self.one.observe(self._safely(self._opened_proposal), names="value")
        self.other.observe(self._safely(self._opened), names="value")
        self.withdrawn.observe(self._safely(self._decided), names="value")
        self.included.observe(self._safely(self._decided), names="value")
        self.recompute.on_click(self._safely(self._recomputed))
        self.reset.on_click(self._safely(self._reset))
        self.more.on_click(self._safely(self._show_more))
        self.memos.on_click(self._safely(self._make_memos))

    def _safely(self, handle: Callable[[], None]) -> Callable[[Any], None]:
        """A handler whose errors are sentences in the page."""

        def handler(_: Any) -> None:
            self.alert.value = ""
            try:
                handle()
            except FsmError as error:
                self.alert.value = _alert(str(error))
            except Exception as error:  # a blank page or a traceback helps nobody
                self.alert.value = _alert(
                    f"Det kunne ikke regnes ud. Det er en fejl i fsmlib: {type(error).__name__}."
                )

        return handler

    def _changed(self, name: str) -> Callable[[], None]:
        def handle() -> None:
            value: Value = self.settings.values[name]
            chosen = self.controls[name].value
            text = chosen if isinstance(chosen, str) else exactly(chosen)
            changes = {n: v for n, v in self.settings.changes.items() if n != name}
            if chosen != value.default:
                changes[name] = text
            self.settings = replace(self.settings, changes=changes)
            assert self.settings.values  # raises when the change makes no sense
            if name in CHEAP:
                pool = replace(self.case.pool, values=self.settings.values)
                page = replace(self.case.page, values=self.settings.values)
                self.case = replace(self.case, pool=pool, page=page)
                self._show(divide=False)
            else:
                self._grow_stale()

        return handle

    def _pool_changed(self) -> None:
        self.settings = replace(self.settings, pool_dkk=max(0, int(self.pool.value)))
        self._grow_stale()

    def _decided(self) -> None:
        code = self._code(self.one)

        def with_or_without(codes: tuple[str, ...], is_in: bool) -> tuple[str, ...]:
            return tuple(sorted({*codes} - {code} | ({code} if is_in else set())))

        decided = replace(
            self.settings,
            withdrawn=with_or_without(self.settings.withdrawn, self.withdrawn.value),
            included=with_or_without(self.settings.included, self.included.value),
        )
        if decided != self.settings:
            self.settings = decided
            self._grow_stale()

    def _opened_proposal(self) -> None:
        self._fill_checks()
        if self.view.value in VIEWS[1:3]:
            self._opened()
        else:
            self.view.value = VIEWS[1]

    def _opened(self) -> None:
        self.settings = replace(
            self.settings,
            view=self.view.value,
            code=self._code(self.one),
            other=self._code(self.other),
        )
        self._show()

    def _recomputed(self) -> None:
        self.stale.value = BUSY
        self.case = self._judged()
        self._show()

    def _reset(self) -> None:
        self.settings = replace(self.settings, changes={}, pool_dkk=0, withdrawn=(), included=())
        for name, control in self.controls.items():
            control.value = self.settings.values[name].value
        self.pool.value = 0
        self._fill_checks()
        self._recomputed()

    def _grow_stale(self) -> None:
        self.link.value = link_html(self.settings.query)
        self.stale.value = STALE
        for widget in (self.content, self.image):
            widget.add_class("stale")

    def _show(self, divide: bool = True) -> None:
        """The open view with the case as it is; a division is drawn only when asked for."""
        self.link.value = link_html(self.settings.query)
        self.head.value = f"<h1>Vurdering af ansøgninger</h1>{banner(self.case).html}"
        view = self.view.value
        self._show_controls(view)
        if view == VIEWS[3] and not divide:
            self._grow_stale()
            return
        self.stale.value = ""
        for widget in (self.content, self.image):
            widget.remove_class("stale")
        if not self.case.pool.assessments and view != VIEWS[0]:
            self.content.value = "<p>Der er ingen ansøgninger, der kan vurderes.</p>"
            return
        self.content.value = self._html(view)

    def _show_controls(self, view: str) -> None:
        shown = {
            self.one: view in (*VIEWS[1:3], VIEWS[0]),
            self.other: view == VIEWS[2],
            self.withdrawn: view == VIEWS[1],
            self.included: view == VIEWS[1],
            self.image: view == VIEWS[3],
            self.more: view == VIEWS[3],
            self.memos: view == VIEWS[4],
        }
        for widget, is_shown in shown.items():
            widget.layout.display = None if is_shown else "none"

    def _html(self, view: str) -> str:
        case = self.case
        if view == VIEWS[0]:
            return overview_html(case)
        if view == VIEWS[1]:
            return proposal_html(case, self._assessment(self.one))
        if view == VIEWS[2]:
            pair = pair_html(case, self._assessment(self.one), self._assessment(self.other))
            return pair + settings_html(self.default, case)
        if view == VIEWS[3]:
            picture = pictures.curve(case)
            if isinstance(picture, Picture):
                self.image.value, self.image.alt = picture.png(), picture.alt
            return f"<h2>Fordeling</h2>{answer(case).html}{division.division(case).html()}"
        return (
            "<h2>Notater</h2><p>Notaterne gælder puljen på "
            f"{kroner(case.pool.pool_dkk)} og {self.one.value} Kommune. Tryk »Lav notater«.</p>"
        )

    def _show_more(self) -> None:
        tables = (division.rejected, division.reserves, division.borderline)
        self.content.value += "".join(table(self.case).html() for table in tables)

    def _make_memos(self) -> None:
        code = self._code(self.one)
        pool, one = pool_memo(self.case), proposal_memo(self.case, code)
        links = [
            _download("Puljen", "fordeling.html", "text/html", page_bytes(pool)),
            _download("Puljen", "fordeling.xlsx", XLSX, workbook_bytes(pool)),
            _download(self.one.value, f"indstilling_{code}.html", "text/html", page_bytes(one)),
            _download(self.one.value, f"indstilling_{code}.xlsx", XLSX, workbook_bytes(one)),
        ]
        self.content.value = f"<h2>Notater</h2><p>{''.join(links)}</p>"

    def _assessment(self, dropdown: widgets.Dropdown) -> Assessment:
        return self.case.pool.by_code[self._code(dropdown)]

    def _code(self, dropdown: widgets.Dropdown) -> str:
        return next(
            (each.code for each in self.case.pool.assessments if each.name == dropdown.value), ""
        )


def _download(what: str, name: str, kind: str, content: bytes) -> str:
    data = base64.b64encode(content).decode()
    ending = name.rsplit(".", 1)[-1].upper()
    return (
        f'<a class="download" download="{name}" href="data:{kind};base64,{data}">'
        f"{what} ({ending})</a>"
    )


def _alert(text: str) -> str:
    from html import escape

    return f'<p class="warning" role="alert">{escape(text)}</p>'


def _query() -> str:
    """The query of the link the page was opened with; a preheated kernel waits for it."""
    if os.environ.get("VOILA_PREHEAT", "False") == "True":
        from voila.utils import wait_for_request

        wait_for_request()
    return os.environ.get("QUERY_STRING", "")
