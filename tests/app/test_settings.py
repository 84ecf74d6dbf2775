"""What an evaluator's link carries, and what becomes of a field that cannot be read."""

import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from fsmlib.app.evaluation.settings import settings_of
from tests.app.serving import Visitor, served


@pytest.fixture(scope="module")
def visitor(few_proposals: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    with served(tmp_path_factory.mktemp("besøg")) as url:
        visitor = Visitor(url)
        visitor.post("/star/mappe", mappe=str(few_proposals), pulje="hir")
        while "Siden kommer af sig selv" in visitor.get("/star").text:
            time.sleep(0.2)
        yield visitor


@pytest.mark.parametrize("text", ["abc", "150", "-5"])
def test_a_field_that_cannot_be_read_leaves_every_other_setting_in_force(text: str) -> None:
    settings = settings_of(f"weight_price=90&kr=3000000&weight_need={text}", "hir")
    assert settings.changes == {"weight_price": "90"} and settings.pool_dkk == 3_000_000
    assert settings.faults["weight_need"].text == text
    assert settings.query == "kr=3000000&weight_price=90"


def test_what_was_last_read_of_a_field_stays_in_force() -> None:
    settings = settings_of("weight_need=45&kr=3000000&weight_need=abc&kr=3+mio.", "hir")
    assert settings.changes == {"weight_need": "45"} and settings.pool_dkk == 3_000_000
    assert set(settings.faults) == {"weight_need", "kr"}
    assert settings_of("weight_need=45&weight_need=abc&weight_need=41", "hir").faults == {}


@pytest.mark.parametrize("text", ["3.000.000 kr.", "3 000 000", "3000000", "3.000.000"])
def test_a_pool_is_read_as_danes_write_it(text: str) -> None:
    settings = settings_of(f"kr={quote(text)}", "hir")
    assert settings.pool_dkk == 3_000_000 and settings.faults == {}


def test_the_pool_stands_in_its_field_with_points_and_can_be_sent_again(visitor: Visitor) -> None:
    page = visitor.get("/star?kr=148000000").text
    assert 'name="kr" value="148.000.000" data-kept="148.000.000"' in page
    assert settings_of("kr=148.000.000", "hir").query == "kr=148000000"


@pytest.mark.parametrize("text", ["3 mio.", "-5", "0", "3.5", "2,5"])
def test_a_pool_that_is_no_amount_is_told(text: str) -> None:
    settings = settings_of(f"kr={quote(text)}", "hir")
    assert settings.pool_dkk == 0 and f"»{text}«" in settings.faults["kr"].told


def test_the_message_stands_at_the_field_and_no_memo_is_to_be_had(visitor: Visitor) -> None:
    asked = "weight_price=90&kr=3000000&weight_need=abc"
    page = visitor.get(f"/star?{asked}&vis=Notater").text
    field = page[page.index('id="v-weight_need-fault"') :]
    assert field.split("</strong>")[0].endswith("kan ikke være »abc«. Skriv et tal fra 0 til 100.")
    assert "Puljen på 3.000.000\xa0kr." not in page and 'class="download"' not in page
    assert "Notaterne kan ikke hentes" in page and 'name="weight_price" value="90"' in page
    for memo in ("fordeling.html", "fordeling.xlsx", "0330.html", "alle.zip"):
        answer = visitor.get(f"/star/notat/{memo}?{asked}")
        assert answer.code == 400 and "Notaterne kan ikke hentes" in answer.text
        assert "Content-Disposition" not in answer.headers


def test_a_fault_is_told_on_top_where_the_page_has_no_field_for_it(visitor: Visitor) -> None:
    page = visitor.get("/star?ukendt=1&weight_price=90").text
    alerts = page[page.index('id="alerts"') : page.index('id="banner"')]
    assert "»ukendt« kendes ikke. Ret det, eller fjern det, i adressen." in alerts
    assert 'name="weight_price" value="90"' in page


def test_the_answer_at_a_fault_is_that_of_the_settings_that_can_be_read(visitor: Visitor) -> None:
    assert "af 3.000.000\xa0kr." in visitor.get("/star?kr=3000000&weight_need=abc").text
