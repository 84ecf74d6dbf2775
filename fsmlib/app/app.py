"""The evaluation as an app: the same numbers as the page, turned up and down.

Widgets' values are replaced in place, never an `Output` widget, which can hang a kernel.  Every
handler ends in a page or in a Danish sentence.
"""

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import ipywidgets as widgets

from fsmlib.analyses.evaluation import Evaluation, is_cheap
from fsmlib.app.frame import ALL, BUSY, DIVISION, ONE, PAIR, STALE, Frame
from fsmlib.app.memo import page_bytes, pool_memo, proposal_memo, workbook_bytes
from fsmlib.app.settings import Settings, query_of_visit, settings_of
from fsmlib.app.views import (
    XLSX,
    alert_html,
    download_html,
    figure_html,
    link_html,
    overview_html,
    pair_html,
    proposal_html,
    settings_html,
)
from fsmlib.danish import kroner
from fsmlib.models.assessment import Assessment
from fsmlib.pages.evaluation import division, pictures
from fsmlib.pages.evaluation.case import Case, answer, banner, case_of
from fsmlib.programme.findings import FsmError
from fsmlib.programme.numbers import exactly


def app(proposals: str, programme: str, granted: str = "") -> widgets.VBox:
    """The app on the workbooks in a folder; the synthetic ones when it is empty.

    `granted` is a folder of the workbooks that grants were given on (FSM2).
    """
    try:
        return App(proposals, programme, granted).frame.box
    except FsmError as error:
        return widgets.VBox([widgets.HTML(alert_html(str(error)))])


class App:
    """One evaluator's session: the settings, the case they give, and the frame that shows it."""

    def __init__(self, proposals: str, programme: str, granted: str = ""):
        self.asked = Evaluation.read(proposals, programme=programme, granted=granted)
        self.default = case_of(self.asked)
        _ = self.default.pool.points  # done before anybody has come
        self.settings = settings_of(query_of_visit(), programme)
        self.case = self._case_of(self.settings)
        names = sorted(each.name for each in self.case.pool.assessments)
        self.frame = Frame(self.settings, names)
        self.shown, self.is_stale = "", False
        self._fill_checks()
        self._observe()
        self._show()

    def _case_of(self, settings: Settings) -> Case:
        """The case that settings give; what only moves points and division judges nobody anew."""
        self.asked = replace(
            self.asked.under(settings.values),
            pool_dkk=settings.pool_dkk,
            withdrawn=frozenset(settings.withdrawn),
            included=frozenset(settings.included),
        )
        return case_of(self.asked)

    def _observe(self) -> None:
        frame = self.frame
        observed = {
            frame.pool: self._pool_changed,
            frame.view: self._opened,
            frame.one: self._opened_proposal,
            frame.other: self._opened,
            frame.withdrawn: self._decided,
            frame.included: self._decided,
            **{control: self._changed(name) for name, control in frame.controls.items()},
        }
        for widget, handle in observed.items():
            widget.observe(self._safely(handle), names="value")
        frame.recompute.on_click(self._safely(self._recompute))
        frame.reset.on_click(self._safely(self._reset))
        frame.more.on_click(self._safely(self._show_more))
        frame.memos.on_click(self._safely(self._make_memos))

    def _safely(self, handle: Callable[[], None]) -> Callable[[Any], None]:
        """A handler whose errors are sentences in the page."""

        def handler(_: Any) -> None:
            self.frame.alert.value = ""
            try:
                handle()
                return
            except FsmError as error:
                told = str(error)
            except Exception as error:  # a blank page or a traceback helps nobody
                told = f"Det kunne ikke regnes ud. Det er en fejl i fsmlib: {type(error).__name__}."
            self.frame.alert.value = alert_html(told)
            self.frame.grey(True)

        return handler

    def _changed(self, name: str) -> Callable[[], None]:
        """What a moved slider does: points move at once, what takes time grows stale."""

        def handle() -> None:
            chosen = self.frame.controls[name].value
            changes = {n: v for n, v in self.settings.changes.items() if n != name}
            if chosen != self.settings.values[name].default:
                changes[name] = chosen if isinstance(chosen, str) else exactly(chosen)
            self.settings = replace(self.settings, changes=changes)
            values = self.settings.values
            if not is_cheap(name):
                self._grow_stale()
                return
            self.case = self._with(name, values[name].value)
            if self.frame.view.value in (ALL, PAIR):
                self._show()
            else:
                self._grey()

        return handle

    def _with(self, name: str, content: object) -> Case:
        """The case as it is shown, with one value changed."""
        return case_of(self.case.evaluation.with_changes(**{name: content}))

    def _pool_changed(self) -> None:
        self.settings = replace(self.settings, pool_dkk=max(0, int(self.frame.pool.value)))
        self._grow_stale()

    def _decided(self) -> None:
        """The evaluator has ticked that a municipality withdraws, or is taken in."""
        code = self._code(self.frame.one)

        def with_or_without(codes: tuple[str, ...], is_in: bool) -> tuple[str, ...]:
            return tuple(sorted({*codes} - {code} | ({code} if is_in else set())))

        decided = replace(
            self.settings,
            withdrawn=with_or_without(self.settings.withdrawn, self.frame.withdrawn.value),
            included=with_or_without(self.settings.included, self.frame.included.value),
        )
        if decided != self.settings:
            self.settings = decided
            self._grow_stale()

    def _fill_checks(self) -> None:
        code = self._code(self.frame.one)
        self.frame.withdrawn.value = code in self.settings.withdrawn
        self.frame.included.value = code in self.settings.included

    def _opened_proposal(self) -> None:
        self._fill_checks()
        if self.frame.view.value == ALL:
            self.frame.view.value = ONE
        else:
            self._opened()

    def _opened(self) -> None:
        frame = self.frame
        one, other = self._code(frame.one), self._code(frame.other)
        self.settings = replace(self.settings, view=frame.view.value, code=one, other=other)
        self._show()

    def _recompute(self) -> None:
        self.frame.grey(True, BUSY)
        self.case, self.is_stale = self._case_of(self.settings), False
        self._show()

    def _reset(self) -> None:
        self.settings = replace(self.settings, changes={}, pool_dkk=0, withdrawn=(), included=())
        for name, control in self.frame.controls.items():
            control.value = self.settings.values[name].value
        self.frame.pool.value = 0
        self._fill_checks()
        self._recompute()

    def _grow_stale(self) -> None:
        self.is_stale = True
        self._grey()

    def _grey(self) -> None:
        self.frame.link.value = link_html(self.settings.query)
        self.frame.grey(True, STALE)

    def _show(self) -> None:
        """The open view with the case as it is; while it is computed the page says so."""
        frame, view = self.frame, self.frame.view.value
        frame.link.value = link_html(self.settings.query)
        frame.head.value = f"<h1>Vurdering af ansøgninger</h1>{self._said(banner(self.case).html)}"
        frame.show(view)
        if view != self.shown:  # what another view shows does not belong here
            self.shown, frame.content.value = view, ""
        frame.grey(True, BUSY)
        if view == DIVISION:  # the grants at once, the curve when it is there
            frame.content.value = self._said(division.division(self.case).html())
            frame.grey(False, BUSY)
        if self.case.pool.assessments or view == ALL:
            frame.content.value = self._said(self._html(view))
        else:
            frame.content.value = "<p>Der er ingen ansøgninger, der kan vurderes.</p>"
        frame.grey(self.is_stale, STALE if self.is_stale else "")

    def _html(self, view: str) -> str:
        case, one, other = self.case, self.frame.one, self.frame.other
        if view == ALL:
            return overview_html(case)
        if view == ONE:
            return proposal_html(case, self._assessment(one))
        if view == PAIR:
            pair = pair_html(case, self._assessment(one), self._assessment(other))
            return pair + settings_html(self.default, case)
        if view == DIVISION:
            curve = figure_html(pictures.curve(case))
            return f"<h2>Fordeling</h2>{answer(case).html}{curve}{division.division(case).html()}"
        return (
            f"<h2>Notater</h2><p>Tryk »Lav notater«: ét for puljen på "
            f"{kroner(case.pool.pool_dkk)} og ét for {escape(str(one.value))}.</p>"
        )

    def _said(self, html: str) -> str:
        """A view as the programme says it."""
        return self.case.page.values.voice.text(html)

    def _show_more(self) -> None:
        for table in (division.rejected, division.reserves, division.borderline):
            self.frame.grey(False, BUSY)
            self.frame.content.value += self._said(table(self.case).html())
        self.frame.grey(False)

    def _make_memos(self) -> None:
        self.frame.grey(False, BUSY)
        code, name = self._code(self.frame.one), self.frame.one.value
        pool, one = pool_memo(self.case), proposal_memo(self.case, code)
        links = [
            download_html("Puljen", "fordeling.html", "text/html", page_bytes(pool)),
            download_html("Puljen", "fordeling.xlsx", XLSX, workbook_bytes(pool)),
            download_html(name, f"indstilling_{code}.html", "text/html", page_bytes(one)),
            download_html(name, f"indstilling_{code}.xlsx", XLSX, workbook_bytes(one)),
        ]
        self.frame.content.value = f"<h2>Notater</h2><p>{''.join(links)}</p>"
        self.frame.grey(False)

    def _assessment(self, dropdown: widgets.Dropdown) -> Assessment:
        return self.case.pool.by_code[self._code(dropdown)]

    def _code(self, dropdown: widgets.Dropdown) -> str:
        assessments = self.case.pool.assessments
        return next((each.code for each in assessments if each.name == dropdown.value), "")
