"""STAR's door without a browser: what each setting, link and decision does to the page."""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode
from zipfile import ZipFile

import pytest
from tornado.httpclient import HTTPResponse
from tornado.testing import AsyncHTTPTestCase
from tornado.web import Application

from fsmlib.analyses.decisions import FILE, UNDONE, WITHDRAWN
from fsmlib.app.evaluation.handlers import to_the_rulebook
from fsmlib.app.evaluation.opening import Opening
from fsmlib.app.evaluation.served import Served
from fsmlib.app.evaluation.settings import ONE, Settings, settings_of
from fsmlib.app.evaluation.views import view
from fsmlib.app.serve import application
from fsmlib.programme.findings import FsmError

TOKEN = "t" * 32


@pytest.fixture(scope="module")
def served(few_proposals: Path) -> Served:
    return Served(str(few_proposals), "hir")


def shown(served: Served, query: str = "") -> str:
    settings = settings_of(query, "hir")
    return view(served, served.case(settings), settings)


def test_a_weight_moves_the_points_and_who_gets_a_grant_judges_nobody_anew(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = served.default.evaluation
    monkeypatch.setattr("fsmlib.analyses.evaluation.judge", None)
    query = "weight_passive=100&weight_need=0&kr=2000000"
    after = served.case(settings_of(query, "hir")).evaluation
    assert after.pool.points != before.pool.points
    moved = after.moved_since(before)
    assert len(moved) and all(moved["was"] != moved["now"])
    told = shown(served, query)
    assert all(name in told for name in moved["municipality"]) and "Går ud" in told


def test_the_same_settings_are_worked_out_once_and_a_cap_is_not_judged_again_for_a_weight(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = served.case(settings_of("cap=32", "hir")).evaluation
    assert served.case(settings_of("cap=32", "hir")).evaluation is first
    monkeypatch.setattr("fsmlib.analyses.evaluation.judge", None)
    turned = served.case(settings_of("cap=32&weight_need=70", "hir")).evaluation
    assert turned.judged.judges == first.judged.judges
    needed = [each.needed_units for each in first.pool.assessments]
    assert sum(needed) > sum(each.needed_units for each in served.default.pool.assessments)


def test_every_mark_of_the_chart_tells_its_group_by_shape_and_by_word(served: Served) -> None:
    told = shown(served)
    for each in served.default.pool.assessments:
        word = "Tilsagn" if each.code in served.default.evaluation.grants else "tilsagn"
        mark = told.split(f'data-code="{each.code}"><title>')[1].split("</g>")[0]
        assert each.name in mark and word in mark
        assert ("<circle" in mark) is (word == "Tilsagn")


def test_constraints_that_cannot_be_kept_are_a_sentence(served: Served) -> None:
    for view_name in ("", "&vis=Fordeling"):
        told = shown(served, f"fewest_projects=57{view_name}")
        assert "»Mindste antal tilsagn« er sat til 57" in told


def test_two_settings_stand_side_by_side(served: Served) -> None:
    told = shown(served, "weight_price=90&vis=Sammenlign")
    assert "Standard mod jeres indstillinger" in told and "Jeres indstillinger" in told
    assert "Ingen point er ændret" in shown(served, "vis=Sammenlign")


def test_the_division_has_reserves_and_who_is_near_at_once(served: Served) -> None:
    told = shown(served, "vis=Fordeling")
    assert all(title in told for title in ("Uden tilsagn", "Reserveliste", "På vippen"))


def test_ids_of_answers_lead_to_the_rulebook(served: Served) -> None:
    told = to_the_rulebook(shown(served, "vis=Én ansøgning&kommune=0330"))
    assert 'href="/regelbog#HIR-21"' in told and 'href="#HIR' not in told


def test_a_link_reads_back_to_the_same_settings() -> None:
    settings = Settings("hir", {"cap": "32"}, 9_000_000, "Fordeling", "0253", "0330", "abc")
    assert settings_of(settings.query, "hir") == settings
    assert settings_of("", "hir") == settings_of("kr=²", "hir") == Settings()
    assert settings_of("weight_need=40&accepted_risk=0,05", "hir").changes == {}
    with pytest.raises(FsmError, match="Mente du »cap«"):
        settings_of("cpa=32", "hir")


@pytest.fixture
def folder(few_proposals: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    request.cls.folder = Path(shutil.copytree(few_proposals, tmp_path / "ansoegninger"))
    request.cls.files = tmp_path
    yield


@pytest.mark.usefixtures("folder")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:tornado")
class TestDoor(AsyncHTTPTestCase):
    folder: Path
    files: Path

    def get_app(self) -> Application:
        return application(Opening(str(self.folder)), self.files, TOKEN)

    def ask(self, path: str, **given: object) -> HTTPResponse:
        origin = f"http://127.0.0.1:{self.get_http_port()}"
        headers = {"Cookie": f"fsm-{self.get_http_port()}={TOKEN}", "Origin": origin}
        return self.fetch(
            path, headers=headers, follow_redirects=False, request_timeout=120, **given
        )

    def page(self, query: str = "") -> str:
        """The page when the proposals have been read; before that it says so and comes again."""
        while (answer := self.ask(f"/star?{query}")).headers.get("Refresh"):
            assert "Læser ansøgningerne" in answer.body.decode()
        assert answer.code == 200
        return answer.body.decode()

    def decide(self, kind: str, reason: str) -> HTTPResponse:
        told = {
            "kommune": "0330",
            "beslutning": kind,
            "begrundelse": reason,
            "navn": "Anne Vurdering",
        }
        return self.ask("/star/beslutning?vis=Notater", method="POST", body=urlencode(told))

    def test_a_link_made_on_another_folder_says_so(self) -> None:
        text = self.page("mappe=000000000000")
        assert "Linket er lavet på en anden mappe (fingeraftryk 000000000000)" in text
        own = text.split('type="hidden" name="mappe" value="')[1].split('"')[0]
        assert "en anden mappe" not in self.page(f"mappe={own}")

    def test_nonsense_in_a_link_is_a_sentence_over_the_page_as_the_rules_have_it(self) -> None:
        text = self.page("cpa=32")
        assert "Mente du »cap«" in text and 'id="proposals"' in text

    def test_a_decision_lasts_is_printed_in_the_memos_and_is_taken_back(self) -> None:
        self.page()
        assert self.decide(WITHDRAWN, "<b>Ringede</b>").code == 303
        told = "Slagelse har trukket sig: &lt;b&gt;Ringede&lt;/b&gt; (Anne Vurdering"
        assert told in self.page("vis=Notater")
        again = Served(str(self.folder), "hir")
        assert "0330" in again.default.evaluation.withdrawn
        for name in ("fordeling.html", "0330.html"):
            text = self.ask(f"/star/notat/{name}").body.decode()
            assert "&lt;b&gt;Ringede" in text and "Anne Vurdering" in text
        assert "Fortryd beslutningen" in self.page(Settings(view=ONE, code="0330").query)
        assert self.decide(UNDONE, "Alligevel").code == 303
        assert "0330" not in Served(str(self.folder), "hir").default.evaluation.withdrawn
        assert len((self.folder / FILE).read_text("utf-8-sig").splitlines()) == 3

    def test_a_decision_without_a_reason_is_a_sentence_and_no_file(self) -> None:
        self.page()
        answer = self.decide(WITHDRAWN, " ")
        assert "Begrundelse skal udfyldes." in answer.body.decode()
        assert not (self.folder / FILE).exists()

    def test_a_spoilt_file_of_decisions_is_told_on_the_page(self) -> None:
        (self.folder / FILE).write_text("vrøvl")
        assert f"{FILE}, række 1: Første række skal være" in self.page()

    def test_all_memos_are_one_zip(self) -> None:
        self.page()
        with ZipFile(BytesIO(self.ask("/star/notat/alle.zip").body)) as archive:
            names = archive.namelist()
            assert "indstilling_0330_Slagelse.html" in names
            assert {"fordeling.html", "fordeling.xlsx"} < {*names} and len(names) == 8
            assert archive.testzip() is None

    def test_another_folder_is_opened_and_one_that_is_not_there_is_a_sentence(self) -> None:
        self.page()
        for path, told in (("findes-ikke", "Mappen findes ikke"), ("", "Mappen findes ikke")):
            body = urlencode({"mappe": path, "pulje": "hir"})
            assert told in self.ask("/star/mappe", method="POST", body=body).body.decode()
        empty = self.files / "tom"
        empty.mkdir()
        body = urlencode({"mappe": str(empty), "pulje": "hir"})
        assert self.ask("/star/mappe", method="POST", body=body).code == 303
        assert "Mappen har ingen projektmapper" in self.page()

    def test_nobody_comes_in_or_decides_without_the_token(self) -> None:
        for path in ("/star", "/star/notat/fordeling.html", "/star/star.js", "/star/her"):
            answer = self.fetch(path)
            assert answer.code == 403 and "start fsm app på din egen maskine" in (
                answer.body.decode()
            )
        assert self.fetch("/star/beslutning", method="POST", body="").code == 403

    def test_an_unexpected_error_is_a_danish_page_and_no_traceback(self) -> None:
        self.page()
        answer = self.ask("/star/beslutning", method="POST", body="beslutning=vrøvl")
        assert answer.code == 400 and "Traceback" not in answer.body.decode()
        assert "Gå tilbage, og prøv igen" in answer.body.decode()
