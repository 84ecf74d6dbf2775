"""The app without a browser: what each slider, choice and link does to the page."""

import os
from pathlib import Path

import pytest

from fsmlib.app import serve
from fsmlib.app.app import App, app
from fsmlib.app.settings import Settings, settings_of
from fsmlib.programme.findings import FsmError


@pytest.fixture(scope="module")
def session(few_proposals: Path) -> App:
    return App(str(few_proposals), "hir")


@pytest.fixture(autouse=True)
def reset(session: App) -> None:
    session._reset()


def is_stale(session: App) -> bool:
    return "stale" in session.frame.content._dom_classes


def test_a_weight_moves_the_points_at_once_and_the_link_carries_it(session: App) -> None:
    session.frame.view.value = "Ansøgninger"
    before = session.frame.content.value
    session.frame.controls["weight_need"].value = 60
    assert session.frame.content.value != before and not is_stale(session)
    assert "weight_need%3D60" in session.frame.link.value


def test_a_changed_cap_greys_the_page_until_it_is_recomputed(session: App) -> None:
    before = [each.needed_units for each in session.case.pool.assessments]
    session.frame.controls["cap"].value = 31
    assert is_stale(session) and "forældede" in session.frame.stale.value
    session.frame.view.value = "Fordeling"  # what is stale stays so in another view
    assert is_stale(session) and "forældede" in session.frame.stale.value
    session._recompute()
    after = [each.needed_units for each in session.case.pool.assessments]
    assert not is_stale(session) and sum(after) > sum(before)


def test_a_view_says_that_it_is_computed_and_never_shows_another_view(
    session: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.frame.view.value = "Ansøgninger"
    seen = []

    def html(view: str) -> str:
        frame = session.frame
        seen.append((frame.stale.value, "Alle ansøgninger" in frame.content.value))
        return view

    monkeypatch.setattr(session, "_html", html)
    session.frame.view.value = "Fordeling"
    ((told, is_old),) = seen
    assert "Beregner …" in told and not is_old
    assert session.frame.content.value == "Fordeling" and session.frame.stale.value == ""
    assert "vis=Fordeling" in session.frame.link.value


def test_what_only_moves_the_division_judges_nobody_anew(
    session: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fsmlib.analyses.evaluation.judge", None)
    session.frame.pool.value = 9_000_000
    session._recompute()
    assert session.case.pool.pool_dkk == 9_000_000


def test_a_proposal_opens_and_a_withdrawal_waits_for_recomputing(session: App) -> None:
    session.frame.view.value = "Ansøgninger"
    session.frame.one.value = "Slagelse"
    assert session.frame.view.value == "Én ansøgning" and "HIR-21" in session.frame.content.value
    session.frame.withdrawn.value = True
    assert is_stale(session)
    session._recompute()
    assert "Kommunen har trukket sig." in session.frame.content.value


def test_constraints_that_cannot_be_kept_are_a_sentence(session: App) -> None:
    session.frame.controls["fewest_projects"].value = 57
    session.frame.view.value = "Fordeling"
    session._recompute()
    assert "»Mindste antal tilsagn« er sat til 57" in session.frame.content.value
    assert session.frame.alert.value == ""


def test_an_unexpected_error_is_a_sentence_and_no_traceback(session: App) -> None:
    def fails() -> None:
        raise ZeroDivisionError

    session._safely(fails)(None)
    assert "Det er en fejl i fsmlib: ZeroDivisionError" in session.frame.alert.value
    assert "Traceback" not in session.frame.alert.value


def test_two_settings_stand_side_by_side(session: App) -> None:
    session.frame.controls["weight_price"].value = 90
    session.frame.view.value = "Sammenlign"
    assert "Standard mod jeres indstillinger" in session.frame.content.value
    assert "Jeres indstillinger" in session.frame.content.value


def test_a_link_reads_back_to_the_same_settings() -> None:
    settings = Settings(
        "hir", {"cap": "32"}, 9_000_000, ("0410",), ("0101",), "Fordeling", "0253", "0330"
    )
    assert settings_of(settings.query, "hir") == settings
    assert settings_of("", "hir") == settings_of("kr=²", "hir") == Settings("hir")
    with pytest.raises(FsmError, match="kendes ikke"):
        settings_of("aendringer=cpa=32", "hir")


def test_a_link_with_nonsense_is_a_sentence(
    few_proposals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(os.environ, "QUERY_STRING", "aendringer=cpa=32")
    box = app(str(few_proposals), "hir")
    assert "Mente du »cap«" in box.children[0].value


def test_a_folder_that_is_not_there_is_a_sentence() -> None:
    assert "findes ikke" in app("findes-ikke", "hir").children[0].value


def test_the_app_s_notebook_has_no_page_in_it() -> None:
    notebook = serve.app_notebook("/mappe", "fsm2")
    assert len(notebook.cells) == 2 and "proposals, programme = '/mappe', 'fsm2'" in (
        notebook.cells[0].source
    )
