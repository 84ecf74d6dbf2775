"""STAR's door, for a tornado server: `routes(opening)` is all that one needs."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import quote
from zipfile import ZIP_DEFLATED, ZipFile

from tornado.web import HTTPError

from fsmlib.analyses.decisions import DECISIONS, Decision
from fsmlib.app.evaluation.assets import ASSETS, Asset, Here
from fsmlib.app.evaluation.controls import others, weights
from fsmlib.app.evaluation.memo import packed, page_bytes, pool_memo, proposal_memo, workbook_bytes
from fsmlib.app.evaluation.opening import Opening
from fsmlib.app.evaluation.served import Served
from fsmlib.app.evaluation.settings import VIEWS, Settings, settings_of
from fsmlib.app.evaluation.views import view
from fsmlib.app.guard import Guarded, page, policy_hash, style
from fsmlib.pages.evaluation.case import Case, banner
from fsmlib.pages.links import RULEBOOK, linked
from fsmlib.programme.findings import FsmError

MEMO_TYPES = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TITLE = "Vurdering af ansøgninger"
WHOLE_POOL = "fordeling"
AT_THE_FIELDS = "Se dem ved felterne; reglernes egne værdier står under hvert."
READ_AGAIN_SECONDS = "1"
ANOTHER_FOLDER = (
    "Linket er lavet på en anden mappe (fingeraftryk {theirs}) end den, der er åben her ({ours}). "
    "Tallene kan være andre end afsenderens."
)
_TO_AN_ANSWER = re.compile(rf'href="(?:{RULEBOOK}\.html)?#(?=[A-Z0-9]+-)')
Prepared = TypeVar("Prepared")


def evaluation_routes(opening: Opening) -> list[tuple[str, type[Guarded], dict[str, Any]]]:
    """The evaluation of a folder of proposals, for a tornado server."""
    given = {"opening": opening}
    return [
        (r"/star/?", Star, given),
        (r"/star/mappe", Turn, given),
        (r"/star/beslutning", Decide, given),
        (r"/star/notat/alle\.zip", Packed, given),
        (rf"/star/notat/({WHOLE_POOL}|[\d+]+)\.(html|xlsx)", Memo, given),
        (r"/star/her", Here, {}),
        (rf"/star/({'|'.join(map(re.escape, ASSETS))})", Asset, {}),
    ]


class Door(Guarded):
    """A page of the evaluation: it runs our own script, and asks this machine alone."""

    def initialize(self, opening: Opening) -> None:
        """The folder that is open."""
        self.opening = opening

    def policy(self) -> str:
        """What the page may load: style and scripts of ours."""
        return (
            f"default-src 'none'; style-src 'self' '{policy_hash(style())}'; script-src 'self'; "
            "connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )

    @property
    def settings_asked(self) -> Settings:
        """What the address asks for."""
        return settings_of(self.request.query, self.opening.programme)

    async def judged(self, work: Callable[..., Prepared], *given: Any) -> Prepared:
        """What may take long, beside what others ask for."""
        return await asyncio.get_running_loop().run_in_executor(self.opening.judging, work, *given)

    async def drawn(self, work: Callable[..., Prepared], *given: Any) -> Prepared:
        """What is written and drawn, one at a time."""
        return await asyncio.get_running_loop().run_in_executor(self.opening.drawing, work, *given)

    async def case(self) -> Case:
        """The case that the address asks for; FsmError when some of it cannot be read."""
        settings = self.settings_asked
        if settings.refusal:
            raise FsmError(settings.refusal)
        served = await self.opening.served()
        return await self.judged(served.case, settings)

    async def show(self, told: str = "") -> None:
        """The page, with an alert on top; that alone when there is nothing to show."""
        if not self.opening.is_chosen:
            self.finish(self._page("unopened.html.j2", alerts=[told] if told else []))
            return
        reading = self.opening.begin()
        if not reading.done():
            self.set_header("Refresh", READ_AGAIN_SECONDS)
            self.finish(page("waiting.html.j2", title=TITLE, judged=self.opening.judged))
            return
        try:
            served = await self.opening.served()
        except FsmError as error:
            told = told or str(error)
            self.finish(self._page("unopened.html.j2", alerts=[told]))
            return
        alerts = [told] if told else []
        settings = self.settings_asked
        try:
            case = await self.judged(served.case, settings)
        except FsmError as error:
            alerts.append(str(error))
            settings = Settings(self.opening.programme)
            case = served.default
        self.finish(await self.drawn(self._whole, served, case, settings, alerts))

    def _whole(self, served: Served, case: Case, settings: Settings, alerts: list[str]) -> str:
        """The page of a case."""
        ours = served.fingerprint
        if settings.folder not in ("", ours):
            alerts.append(ANOTHER_FOLDER.format(theirs=settings.folder[:20], ours=ours))
        alerts += [
            f"{each.place}: {each.problem} {each.mend}" for each in served.decisions.findings
        ]
        settings = replace(settings, folder=ours)
        inside = others(settings)
        folded = {"kr", *(each.value.name for each in inside)}
        shown = folded | {each.value.name for each in weights(settings)}
        alerts += [each.told for name, each in settings.faults.items() if name not in shown]
        say = case.page.values.voice.text
        return self._page(
            "star.html.j2",
            alerts=alerts,
            settings=settings,
            views=[(name, settings.link(view=name)) for name in VIEWS],
            banner=say(banner(case, AT_THE_FIELDS).html),
            weights=weights(settings),
            others=inside,
            has_faults_inside=any(name in settings.faults for name in folded),
            reset=settings.link(changes={}, pool_dkk=0),
            view=say(to_the_rulebook(view(served, case, settings))),
        )

    def _page(self, template: str, **told: Any) -> str:
        told |= {"folder": self.opening.proposals, "programme": self.opening.programme}
        return page(template, title=TITLE, asked=self.request.query, **told)


class Star(Door):
    """The page of the evaluation."""

    async def get(self) -> None:
        """The page at the settings of the address."""
        await self.show()


class Turn(Door):
    """Another folder."""

    async def post(self) -> None:
        """Turns to it, and on to its page."""
        try:
            folder = self.get_body_argument("mappe", "")
            self.opening.turn_to(folder, self.get_body_argument("pulje", ""))
        except FsmError as error:
            await self.show(str(error))
        else:
            self.redirect(f"/star?{self.request.query}".rstrip("?"), status=303)


class Decide(Door):
    """A decision on a proposal."""

    async def post(self) -> None:
        """Keeps it, and on to the page it was made on."""
        kind = self.get_body_argument("beslutning", "")
        if kind not in DECISIONS:
            raise HTTPError(400)
        code, reason, name = (
            self.get_body_argument(each, "") for each in ("kommune", "begrundelse", "navn")
        )
        made = Decision(code, kind, reason, name, datetime.now().replace(microsecond=0))
        try:
            served = await self.opening.served()
            await self.judged(served.decide, made)
        except FsmError as error:
            await self.show(str(error))
        else:
            self.redirect(f"/star?{self.request.query}", status=303)


class Memo(Door):
    """A memo to keep."""

    async def get(self, code: str, ending: str) -> None:
        """The memo on the pool, or on one proposal."""
        try:
            case = await self.case()
            content = await self.drawn(_memo, case, code, ending)
        except FsmError as error:
            await self.refuse(error)
            return
        is_pool = code == WHOLE_POOL
        name = code if is_pool else f"indstilling_{code}_{case.pool.by_code[code].name}"
        self.send(content, f"{name}.{ending}", MEMO_TYPES[ending])

    async def refuse(self, error: FsmError) -> None:
        """The page with what is in the way, and a status that no browser keeps as the memo."""
        self.set_status(400)
        await self.show(str(error))

    def send(self, content: bytes, name: str, kind: str) -> None:
        """A file to keep."""
        self.set_header("Content-Type", kind)
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}")
        self.finish(content)


class Packed(Memo):
    """All memos to keep."""

    async def get(self) -> None:  # type: ignore[override]
        """The ZIP; each memo is written for itself, so that others come to in between."""
        try:
            case = await self.case()
            memos = packed(case)
            buffer = BytesIO()
            with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
                while memo := await self.drawn(next, memos, None):
                    archive.writestr(*memo)
        except FsmError as error:
            await self.refuse(error)
            return
        self.send(buffer.getvalue(), "notater.zip", "application/zip")


def to_the_rulebook(html: str) -> str:
    """The ids of answers lead to where the rulebook retells them."""
    return _TO_AN_ANSWER.sub('href="/regelbog#', linked(html, [RULEBOOK]))


def _memo(case: Case, code: str, ending: str) -> bytes:
    memo = pool_memo(case) if code == WHOLE_POOL else proposal_memo(case, code)
    return page_bytes(memo) if ending == "html" else workbook_bytes(memo)
