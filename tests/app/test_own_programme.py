"""The municipality's door opened on a programme of one's own: its questions, words and rules."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fsmlib.app.municipality.fields import NOTHING_CHOSEN, fieldsets
from fsmlib.app.municipality.ways import WAYS, ways_of
from fsmlib.programme.findings import FsmError
from tests.app.serving import Visitor, served
from tests.app.test_municipality import SENT, contents
from tests.programme.test_shipped_programmes import registers
from tests.programme.test_third_measure import written_in

KONTAKT = "kontaktforloeb2026"


@pytest.fixture
def programme(tmp_path: Path) -> str:
    return written_in(tmp_path)


@pytest.fixture
def visitor(tmp_path: Path, programme: str) -> Iterator[Visitor]:
    (folder := tmp_path / "besoeg").mkdir()
    with served(folder, programme) as address:
        yield Visitor(address)


def test_the_questions_of_its_kind_are_asked_of_it_and_the_others_stay() -> None:
    ways = ways_of(KONTAKT)
    assert ways["krav"].title == "Når kontaktforløbet kravene?"
    assert ways["visitation"].title == "Hvor tit kan kontaktforløbet nå kravene?"
    assert "KONTAKT26" in ways["ansoegning-fsm2"].title
    assert ways["bemanding"] == WAYS["bemanding"] and ways_of("") == WAYS
    with pytest.raises(FsmError, match="findes ikke"):
        ways_of("intet.yaml")


def test_what_is_asked_at_once_is_what_the_measure_rests_on() -> None:
    for slug, way in ways_of(KONTAKT).items():
        first = fieldsets(way, NOTHING_CHOSEN, {})[0]
        names = [field.name for field in first.fields]
        assert ("touched_share" in names) == (slug in ("visitation", "ansoegning-fsm2"))
        assert "step_2_lift" not in names


@pytest.mark.slow
def test_its_way_leads_from_files_to_a_page_in_its_own_words(
    tmp_path: Path, visitor: Visitor
) -> None:
    told = visitor.get("/kommune").text
    assert "Samtaler og tilbud" in told and "Flere skal med 2" not in told
    assert "Håndholdt indsats" in told
    assert visitor.get("/kommune/krav/skabelon/registers").code == 200
    (tmp_path / "sendt").mkdir()
    sent = sorted(registers(tmp_path / "sendt").glob("*.csv"))
    found = visitor.upload("krav", *contents(sent))
    assert "Filerne kan læses" in found.text and "FSM2" not in found.text
    months = {"first": "2026-10", "last": "2026-12"}
    answer = visitor.post("/kommune/krav/svar", **months)
    assert '<p class="answer">' in answer.text and "FSM2" not in answer.text
    page = visitor.get("/kommune/krav/svar/03_thresholds.html").text
    assert "SOT-1" in page and "60" in page


@pytest.mark.slow
def test_a_plan_of_its_own_is_simulated(visitor: Visitor) -> None:
    visitor.upload("visitation", *contents(SENT["visitation"]))
    answer = visitor.post("/kommune/visitation/svar")
    assert "Chance for 60" in answer.text and "FSM2" not in answer.text
    assert "Visitationen flytter ikke andelen" in answer.text
