"""The municipality's door: every question has its way, and each visit is its own."""

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fsmlib.analyses.question import EXAMPLES
from fsmlib.app.guard import policy_hash
from fsmlib.app.municipality import visits
from fsmlib.app.municipality.fields import NOTHING_CHOSEN, Own, chosen_in, fieldsets
from fsmlib.app.municipality.rooms import CONTENT_TYPES
from fsmlib.app.municipality.ways import WAYS, Way
from fsmlib.pages.start import START, notebooks
from fsmlib.shipped import shipped
from fsmlib.site.html import TEMPLATE_FOLDER
from fsmlib.site.pdf import can_print
from fsmlib.tables.template import TEMPLATES as WORKBOOKS
from tests.app.sent import staffing
from tests.app.serving import Visitor

PROPOSAL = next(shipped("data", "proposals", "hir").glob("0253_*.xlsx"))
FSM2_PROPOSAL = next(shipped("data", "proposals", "fsm2").glob("*.xlsx"))
SENT = {
    "bemanding": [EXAMPLES["cap"]],
    "registrering": [EXAMPLES["registration"]],
    "visitation": [shipped("data", "example", "plan.xlsx")],
    "krav": sorted(EXAMPLES["thresholds"].glob("*.csv")),
    "sammenligning": [shipped("data", "example", "kommuner.csv")],
    "ansoegning-hir": [PROPOSAL],
    "ansoegning-fsm2": [FSM2_PROPOSAL],
}

OWN: Own = {"mean_duration_months": 14.5, "hours_per_fte": 1418.25, "job_end_per_month": 1 / 17}
QUICK = {"registrering", "krav", "sammenligning"}  # their pages hold no simulation


def contents(paths: list[Path]) -> list[tuple[str, bytes]]:
    return [(path.name, path.read_bytes()) for path in paths]


def test_every_question_of_the_first_page_has_a_way(visitor: Visitor) -> None:
    asked = {way.notebook for way in WAYS.values()}
    told = visitor.get("/kommune").text
    for slug in WAYS:
        assert f'href="/kommune/{slug}"' in told
    for address in ("/star", "/regelbog", "/regn-videre"):
        assert f'href="{address}"' in told
    assert asked | {"05_evaluation", "06_rulebook", "07_explore", START} == set(notebooks())
    assert "Intet forlader denne maskine" in told


def test_the_first_page_has_three_doors_and_the_rulebook_its_answers(visitor: Visitor) -> None:
    assert re.findall(r'<li><a href="(/\w+)">', visitor.get("/").text) == [
        "/kommune",
        "/star",
        "/regelbog",
    ]
    assert 'id="HIR-11"' in visitor.get("/regelbog").text


@pytest.mark.parametrize("path", ["/findes-ikke", "/kommune/findes-ikke", "/star/findes-ikke"])
def test_an_address_that_leads_nowhere_is_a_danish_page(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.code == 404 and "<h1>Siden findes ikke</h1>" in answer.text
    assert 'href="/"' in answer.text


def test_every_template_can_be_had(visitor: Visitor) -> None:
    for slug, way in WAYS.items():
        for name in way.templates:
            answer = visitor.get(f"/kommune/{slug}/skabelon/{name}")
            sheets = load_workbook(io.BytesIO(answer.body)).sheetnames
            assert {schema.sheet for schema in WORKBOOKS[name]} <= set(sheets)
            assert answer.headers["Content-Disposition"].startswith("attachment")
    assert visitor.get("/kommune/krav/skabelon/staffing").code == 404


@pytest.mark.parametrize(
    "slug", [pytest.param(slug, marks=[] if slug in QUICK else pytest.mark.slow) for slug in WAYS]
)
def test_every_way_leads_from_files_to_a_page_in_every_form(visitor: Visitor, slug: str) -> None:
    found = visitor.upload(slug, *contents(SENT[slug]))
    assert found.url.endswith(f"/kommune/{slug}/kontrol")
    assert "Filerne kan læses" in found.text and "Regnskab over rækkerne" in found.text
    for path in SENT[slug]:
        assert f"{path.name}" in found.text
    answer = visitor.post(f"/kommune/{slug}/svar")
    notebook = WAYS[slug].notebook
    assert "Syntetiske tal" in answer.text
    assert '<p class="answer">' in answer.text and '<ul class="figures">' in answer.text
    for name in ("{}.html", "{}_et_ark.html", "{}.docx", "{}_et_ark.docx", "{}.xlsx"):
        kept = visitor.get(f"/kommune/{slug}/svar/{name.format(notebook)}?hent")
        assert kept.code == 200 and len(kept.body) > 1000
        assert kept.headers["Content-Disposition"].startswith("attachment")


def test_a_proposal_is_held_against_every_rule(visitor: Visitor) -> None:
    told = visitor.upload("ansoegning-hir", *contents([PROPOSAL])).text
    assert "<details open><summary>Ansøgningen over for hver regel" in told
    assert "HIR-17" in told


def test_a_wrong_cell_is_told_with_file_row_column_and_mend_and_is_marked(
    visitor: Visitor,
) -> None:
    sent = staffing(**{"Åbne sager": "mange"})
    found = visitor.upload("bemanding", ("min <b>fil.xlsx", sent)).text
    assert "Der er noget, der skal rettes, før siden kan laves." in found
    place = re.search(r'<td data-of="Hvor">([^<]*)</td><td data-of="Hvad">([^<]*mange[^<]*)', found)
    assert place and "række 2" in place[1] and "Åbne sager" in place[1]
    assert place[1].startswith("min _b_fil.xlsx")
    assert "<button>Lav siden</button>" not in found
    marked = visitor.get("/kommune/bemanding/maerket/0")
    sheet = load_workbook(io.BytesIO(marked.body))["Bemanding"]
    (cell,) = (cell for cell in sheet[2] if cell.value == "mange")
    assert cell.comment and "Fejl" in cell.comment.text
    again = visitor.upload("bemanding", ("min <b>fil.xlsx", staffing()))
    assert "<button>Lav siden</button>" in again.text


@pytest.mark.slow
def test_values_and_scenarios_are_those_of_the_page(visitor: Visitor) -> None:
    visitor.upload("bemanding", *contents(SENT["bemanding"]))
    wrong = visitor.post("/kommune/bemanding/svar", cap="99")
    assert wrong.code == 422
    assert "»Loft i beregningen« skal ligge fra 30 til 35; den er sat til 99." in wrong.text
    assert 'aria-invalid="true"' in wrong.text and 'href="#cap"' in wrong.text
    visitor.post("/kommune/bemanding/svar", cap="32")
    named = visitor.post(
        "/kommune/bemanding/svar", cap="30", accepted_risk="0,05", scenarie="Loft <30>", gem="1"
    )
    assert "Loft &lt;30&gt;" in named.text and "Loft i beregningen: 30" in named.text
    page = visitor.get("/kommune/bemanding/svar/01_staffing.html").text
    assert "cap=32" in page and "Loft &lt;30&gt;" in page and "Siden selv" in page
    told = named.text.partition("<h2>Dine scenarier</h2>")[2].partition("</table>")[0]
    assert "Siden selv" in told and "Loft &lt;30&gt;" in told
    dropped = visitor.post("/kommune/bemanding/svar", fjern="Loft <30>")
    assert "Dine scenarier" not in dropped.text
    assert "Loft &lt;30&gt;" not in dropped.text
    assert "cap=32" in visitor.get("/kommune/bemanding/svar/01_staffing.html").text


def test_a_scenario_needs_a_name_and_a_change(visitor: Visitor) -> None:
    visitor.upload("bemanding", *contents(SENT["bemanding"]))
    for form in ({"cap": "32"}, {"scenarie": "Det samme", "cap": "35"}):
        assert visitor.post("/kommune/bemanding/svar", gem="1", **form).code == 422


def test_a_field_says_what_it_takes_where_it_is_filled_in(visitor: Visitor) -> None:
    told = visitor.upload("krav", *contents(SENT["krav"])).text
    assert ">Første måned</label>" in told and "Fx 2019-11; tom er projektets første" in told
    told = visitor.upload("bemanding", *contents(SENT["bemanding"])).text
    assert "sager pr. fuldtidsansat, fra 30 til 35" in told


@pytest.mark.parametrize("way", WAYS.values(), ids=lambda way: way.slug)
@pytest.mark.parametrize("own", [{}, OWN], ids=["guessed", "own"])
def test_a_form_sent_as_it_stands_changes_nothing(way: Way, own: Own) -> None:
    form = {
        field.name: field.text
        for group in fieldsets(way, NOTHING_CHOSEN, own)
        for field in group.fields
    }
    assert chosen_in(way, form, own).given == {}


def test_a_field_shows_the_number_that_holds_and_says_whose_it_is(visitor: Visitor) -> None:
    sent = staffing(**{"Gennemsnitlig varighed": 14.5, "Tilgang pr. måned": 12})
    found = visitor.upload("bemanding", ("fil.xlsx", sent)).text
    (duration,) = re.findall(r'name="mean_duration_months" value="([^"]*)"', found)
    (told,) = re.findall(r'id="mean_duration_months-om">([^<]*)<', found)
    assert duration == "14,5" and told.startswith("jeres eget tal fra filen; måneder")


def test_our_own_guess_can_be_chosen_where_the_file_has_another_number() -> None:
    way = WAYS["bemanding"]
    guess = {"mean_duration_months": str(way.values.mean_duration_months)}
    assert chosen_in(way, guess, {"mean_duration_months": 14.5}).changes == guess


def test_an_own_number_that_may_point_at_a_person_holds_without_being_shown() -> None:
    way, own = WAYS["visitation"], {"job_entry_per_month": None}
    fields = [field for group in fieldsets(way, NOTHING_CHOSEN, own) for field in group.fields]
    (hidden,) = (field for field in fields if field.name in own)
    assert hidden.text == "" and "skjult" in hidden.hint
    assert chosen_in(way, {hidden.name: ""}, own).given == {}


def test_a_page_runs_our_own_script_and_no_other(visitor: Visitor) -> None:
    page = visitor.get("/regelbog")
    policy = page.headers["Content-Security-Policy"]
    (allowed,) = re.findall(r"script-src '(sha256-[^']+)';", policy)
    (ours,) = re.findall(r"<script>(.*?)</script>", page.text, re.DOTALL)
    assert ours.strip() == (TEMPLATE_FOLDER / "page" / "page.js").read_text("utf-8").strip()
    assert policy_hash(ours) == allowed


def test_two_visitors_do_not_see_each_other(url: str, visitor: Visitor, folder: Path) -> None:
    visitor.upload("bemanding", ("hemmelig.xlsx", staffing()))
    other = Visitor(url)
    assert "hemmelig" not in other.get("/kommune/bemanding").text
    assert "Her er ingen filer" in other.get("/kommune/bemanding/kontrol").text
    assert other.get("/kommune/bemanding/maerket/0").code == 404
    assert other.get("/kommune/bemanding/svar/01_staffing.html").code == 404
    for each in folder.iterdir():
        assert each.stat().st_mode & 0o077 == 0


def test_what_was_sent_is_gone_when_the_visit_ends(visitor: Visitor, folder: Path) -> None:
    visitor.upload("bemanding", ("slettes.xlsx", staffing()))
    assert list(folder.rglob("slettes.xlsx"))
    named = "Kommune;Borger;Visiteret\nMiddelfart;Anne Andersen Aa;01-11-2019\n"
    assert "pseudonymer" in visitor.upload("krav", ("borgere.csv", named.encode())).text
    ended = visitor.post("/kommune/slut").text
    assert "slettet" in ended and "Listen over, hvem der er hvem, ligger i" in ended
    assert not list(folder.rglob("slettes.xlsx"))
    assert "slettes.xlsx" not in visitor.get("/kommune/bemanding").text


def test_an_idle_visit_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        visits, "PeriodicCallback", lambda *_: type("", (), {"start": lambda _: 0})()
    )
    room = visits.Visits(tmp_path)
    monkeypatch.setattr(room, "submit", lambda *_: None)
    idle, here = room.begin(), room.begin()
    found = room.of(idle)
    assert found is not None
    found.seen -= visits.IDLE_SECONDS + 1
    room.end_idle()
    assert room.of(idle) is None and room.of(here) is not None
    assert len(list(tmp_path.iterdir())) == 1


def test_a_page_is_had_on_paper_where_there_is_a_browser_and_else_it_is_told_how(
    visitor: Visitor, folder: Path
) -> None:
    told = visitor.post("/kommune/krav/svar").text
    assert visitor.get("/kommune/krav/svar/02_visitation.pdf").code == 404
    if not can_print():
        assert "Siden som PDF" not in told and "udskriv den som PDF" in told
        assert "PDF kunne ikke laves" in visitor.get("/kommune/krav/svar/03_thresholds.pdf").text
        return
    assert "udskriv den som PDF" not in told
    for name in ("03_thresholds", "03_thresholds_et_ark"):
        assert f'href="/kommune/krav/svar/{name}.pdf?hent"' in told
        printed = visitor.get(f"/kommune/krav/svar/{name}.pdf?hent")
        assert (
            printed.body.startswith(b"%PDF-")
            and printed.headers["Content-Type"] == CONTENT_TYPES[".pdf"]
        )
