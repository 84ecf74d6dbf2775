"""The second and third step: what is found in the files, and the page with its files."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from tornado.web import HTTPError

from fsmlib.analyses.finding_kinds import in_order, kinds, total, word_of
from fsmlib.app.guard import page
from fsmlib.app.municipality.fields import (
    Chosen,
    chosen_in,
    fieldsets,
    text_that_holds,
    told_changes,
)
from fsmlib.app.municipality.files import sent
from fsmlib.app.municipality.rooms import Room
from fsmlib.app.municipality.visits import Work
from fsmlib.app.municipality.ways import Way
from fsmlib.app.municipality.work import Made, on_paper
from fsmlib.site.pdf import can_print

MOST_SCENARIOS, LONGEST_SCENARIO = 8, 60
MOST_FINDINGS_SHOWN = 500
FORMS = {
    ".html": "Siden",
    ".docx": "Siden som Word",
    ".pdf": "Siden som PDF",
    "_et_ark.html": "Svaret på ét ark",
    "_et_ark.docx": "Ét ark som Word",
    "_et_ark.pdf": "Ét ark som PDF",
    ".xlsx": "Tallene i Excel",
}


class Findings(Room):
    """The second step: what is found in the files."""

    async def get(self, slug: str) -> None:
        """The findings at their places, the marked copies, and the way on."""
        work = self.work(slug)
        busy = "Filerne læses og kontrolleres …"
        await self.when_done(work.checking, slug, busy, lambda: self._page(work))

    def _page(self, work: Work) -> str:
        checked, each_row = work.checked(), bool(self.get_query_argument("raekker", ""))
        found = checked.findings
        if each_row:
            told = [(word_of(f), f.place, f) for f in in_order(found)[:MOST_FINDINGS_SHOWN]]
        else:
            told = [(word_of(k.finding), k.place, k.finding) for k in kinds(found)]
        return self.page_of(
            work.way,
            "findings.html.j2",
            step=2,
            checked=checked,
            findings=told,
            total=total(found),
            is_cut=len(told) < len(found),
            each_row=each_row,
            marked=[path.name for path in checked.marked],
            groups=fieldsets(work.way, work.chosen, work.own),
        )


class Marked(Room):
    """A copy of the visitor's own file with each cell marked."""

    def get(self, slug: str, number: str) -> None:
        """The workbook; macros are not in it."""
        marked = self.work(slug).checked().marked
        if int(number) >= len(marked):
            raise HTTPError(404)
        self.send(marked[int(number)].read_bytes(), marked[int(number)].name)


class AnswerRoom(Room):
    """The third step: the page, its files, and what it would be with other values."""

    async def get(self, slug: str) -> None:
        """The answer, when it is there."""
        work = self.work(slug)
        busy = "Siden laves. Det tager som regel under et minut."
        await self.when_done(work.making, slug, busy, lambda: self._page(work))

    def post(self, slug: str) -> None:
        """Make the page with what is chosen; or keep the choice as a scenario, or drop one."""
        work = self.work(slug)
        form = {name: self.get_body_argument(name) for name in self.request.body_arguments}
        if "fjern" in form:
            work.scenarios.pop(form["fjern"], None)
        else:
            chosen = chosen_in(work.way, form, work.own)
            told = _keep(work, chosen, form.get("scenarie", "").strip(), "gem" in form)
            if told:
                self.set_status(422)
                self.finish(self._page(work, chosen, told))
                return
        self.visits.make(work)
        self.see_other(f"/kommune/{slug}/svar")

    def _page(self, work: Work, chosen: Chosen | None = None, told: str = "") -> str:
        way, made = work.way, work.made()
        return self.page_of(
            way,
            "answer.html.j2",
            step=3,
            told=told,
            made=made,
            files=_offered(made, way),
            has_pdf=can_print(),
            is_example=not sent(work.files),
            groups=fieldsets(way, chosen or work.chosen, work.own),
            faults=(chosen or work.chosen).faults,
            has_scenarios="scenarios" in way.parameters,
            scenarios={n: list(told_changes(way, c)) for n, c in work.scenarios.items()},
            longest=LONGEST_SCENARIO,
        )


class ShownRoom(Room):
    """A file of the answer."""

    def made(self, slug: str, name: str) -> Path:
        """Where it is; 404 when there is none of that name."""
        for path in self.work(slug).made().files:
            if path.name == name:
                return path
        raise HTTPError(404)

    def get(self, slug: str, name: str) -> None:
        """The page in the browser, or with `?hent` any of the files to keep."""
        path = self.made(slug, name)
        if path.suffix == ".html" and self.get_query_argument("hent", None) is None:
            back = f"/kommune/{slug}/svar"
            self.show_page(path.read_text("utf-8"), back, "Tilbage til filer og værdier")
        else:
            self.send(path.read_bytes(), path.name)


class Printed(ShownRoom):
    """A page of the answer on paper, printed when it is asked for."""

    async def get(self, slug: str, name: str) -> None:  # type: ignore[override]
        """The PDF; a page that says why when there can be none."""
        path = self.made(slug, f"{name}.html")
        content, told = await asyncio.wrap_future(self.visits.submit(on_paper, path))
        if told:
            title, back = "PDF kunne ikke laves", f"/kommune/{slug}/svar"
            self.finish(page("error.html.j2", title=title, told=told, back=back))
        else:
            self.send(content, f"{name}.pdf")


def _keep(work: Work, chosen: Chosen, name: str, is_scenario: bool) -> str:
    """Keeps a choice, as that of the page or a scenario; what is wrong with it, if anything."""
    if chosen.faults:
        return "Noget er skrevet, så det ikke kan læses; se ved felterne."
    if not is_scenario:
        work.chosen = chosen
        return ""
    changes = _beyond(work, chosen.changes)
    if not name or len(name) > LONGEST_SCENARIO:
        return f"Giv scenariet et navn på højst {LONGEST_SCENARIO} tegn."
    if not changes:
        return "Scenariet ligner siden selv. Ændr mindst én værdi, og gem det så."
    if len(work.scenarios) >= MOST_SCENARIOS and name not in work.scenarios:
        return f"Der kan være {MOST_SCENARIOS} scenarier. Fjern et, og prøv igen."
    work.scenarios[name] = changes
    return ""


def _beyond(work: Work, told: Mapping[str, str]) -> dict[str, str]:
    """What is told otherwise than on the page; what the page changed and is not, is set back."""
    page_, values = work.chosen.changes, work.way.values
    back = {name: text_that_holds(values[name], work.own) for name in page_ if name not in told}
    both = {**told, **back}
    return {name: text for name, text in both.items() if text and page_.get(name) != text}


def _offered(made: Made, way: Way) -> list[tuple[str, str]]:
    """What there is to download, under its name in words, and its file's name."""
    there = {path.name for path in made.files}
    if can_print():
        there |= {f"{path.stem}.pdf" for path in made.files if path.suffix == ".html"}
    named = {f"{way.notebook}{ending}": words for ending, words in FORMS.items()}
    return [(words, name) for name, words in named.items() if name in there]
