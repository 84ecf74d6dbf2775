"""The evaluator's question for one folder of proposals: the pool, and the answer in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from fsmlib.analyses.folder import Judged, Tell, in_silence, judge, read_folder
from fsmlib.danish import count, decimal, kroner, percent, short
from fsmlib.models.pool import Pool
from fsmlib.models.portfolio import InfeasibleError
from fsmlib.pages.page import Page
from fsmlib.pages.views import Banner, Headline
from fsmlib.programme.findings import Finding, FsmError
from fsmlib.programme.names import unknown
from fsmlib.programme.parameters import Values, load, parse_changes
from fsmlib.programme.sources import FILES, programme_file
from fsmlib.rules import fsm2_proposal
from fsmlib.rules.budget import pool_dkk as hir_pool_dkk
from fsmlib.shipped import shipped
from fsmlib.tables.cells import parse
from fsmlib.tables.columns import Column
from fsmlib.tables.messages import CellError
from fsmlib.tables.personal import masked
from fsmlib.tables.reading import Tables

NOTEBOOK = "05_evaluation"
VALUE_UNITS = {
    "project": "point",
    "fte": "point × årsværk",
    "citizen": "point × 1.000 borgere",
}
ASSESSED, DIVIDED = "Ansøgninger", "Fordeling af puljen"


@dataclass(frozen=True)
class Case:
    """The page, the pool its numbers come from, and the files that could not be judged."""

    page: Page
    pool: Pool
    unread: Mapping[str, tuple[Finding, ...]]

    @property
    def programme(self) -> str:
        """The programme's short name."""
        return str(programme_file(FILES[self.page.values.programme])["short"])

    @property
    def value_unit(self) -> str:
        """What the value of a choice is counted in."""
        return VALUE_UNITS[str(self.pool.values.value_per)]


def ask(
    proposals: str,
    programme: str,
    on: str,
    changes: str,
    pool_dkk: int,
    withdrawn: str,
    included: str,
    granted: Path | None = None,
    tell: Tell = in_silence,
) -> Case:
    """The question for the workbooks in a folder; the synthetic ones when it is empty."""
    if programme not in FILES:
        raise FsmError("Puljen " + unknown(programme, FILES))
    values = load(programme, on, **parse_changes(changes))
    source = Path(proposals) if proposals else shipped("data", "proposals", programme)
    settings = {
        "proposals": masked(source.name) if proposals else "",
        "programme": programme,
        "pool_dkk": pool_dkk or "",
        "withdrawn": withdrawn,
        "included": included,
    }
    folder = read_folder(source)
    before = read_folder(granted) if granted else None
    decided = codes(withdrawn), codes(included)
    judged = judge(folder, values, before, tell)
    return case_of(judged, folder.digest, values, pool_dkk, *decided, settings)


def case_of(
    judged: Judged,
    digest: str,
    values: Values,
    pool_dkk: int,
    withdrawn: Iterable[str],
    included: Iterable[str],
    settings: Mapping[str, object],
) -> Case:
    """The case for proposals that have been judged already."""
    if pool_dkk < 0:
        raise FsmError("Puljen kan ikke være negativ.")
    default = hir_pool_dkk if values.programme == "hir" else fsm2_proposal.pool_dkk
    pool = Pool(
        judged.assessments,
        values,
        pool_dkk or default(values),
        frozenset(withdrawn),
        frozenset(included),
    )
    tables = Tables({}, {}, {"ansøgninger": digest}, ())
    return Case(Page(NOTEBOOK, tables, values, "", settings), pool, judged.unread)


def codes(text: str) -> list[str]:
    """Municipality codes from text with commas, by code or name; FsmError for an unknown one.

    >>> codes("0410, Aarhus")
    ['0410', '0751']
    """
    column = Column("municipality_code", "municipality")
    try:
        return [parse(column, part.strip()) for part in text.split(",") if part.strip()]
    except CellError as error:
        raise FsmError(f"{error.problem} {error.mend}") from None


def banner(case: Case) -> Banner:
    """Which pool it is, and that the proposals are invented when they are."""
    assessments = case.pool.assessments
    number = len(assessments) + len(case.unread)
    told = count(number, "ansøgning", "ansøgninger")
    if case.unread:
        lines = [f"{told}, heraf {len(assessments)} der kan vurderes."]
    else:
        lines = [f"Alle {told} kan vurderes." if number > 1 else f"{told}, der kan vurderes."]
    name = str(programme_file(FILES[case.page.values.programme])["name"])
    return case.page.banner(name, lines, any(each.is_synthetic for each in assessments))


def answer(case: Case) -> Headline:
    """The division in one sentence, and the numbers it rests on."""
    pool = case.pool
    try:
        division = pool.division
    except InfeasibleError as error:
        return _sentence(str(error))
    ranked = pool.ranked
    gain = division.value / ranked.value - 1 if ranked and ranked.value else 0.0
    sentence = (
        f"Puljen på {kroner(pool.pool_dkk)} giver tilsagn til {len(division.grants)} af "
        f"{count(len(pool.open_candidates), 'mulig ansøgning', 'mulige ansøgninger')} for "
        f"{kroner(division.dkk)}"
    )
    if gain > 0:
        sentence += (
            f" Det er {percent(gain)} mere værdi end at tage ansøgningerne efter rang, til "
            "pengene slipper op."
        )
    figures = [
        ("Samlet værdi", decimal(division.value), case.value_unit),
        ("Efter rang", decimal(ranked.value), case.value_unit)
        if ranked
        else ("Efter rang", "–", "kan ikke holde betingelserne"),
        ("Ikke fordelt", short(pool.pool_dkk - division.dkk), "kr."),
        ("De næste 100.000 kr.", decimal(pool.next_value, 2), f"{case.value_unit} mere"),
    ]
    if pool.expected_dkk is not None:
        figures.append(("Ventet udbetaling", short(round(pool.expected_dkk)), "kr."))
    broken = sum(each.outcome == "broken" for each in pool.assessments)
    told = (
        f"{count(broken, 'ansøgning bryder', 'ansøgninger bryder')} en regel og er kun med, når de "
        "er taget med af den, der vurderer."
    )
    return case.page.headline(sentence, figures, divided_by(case), [told] if broken else [])


def divided_by(case: Case) -> tuple[str, ...]:
    """The answers that the division of the pool rests on."""
    hir = case.pool.values.programme == "hir"
    return ("HIR-7", "HIR-10", "HIR-L1") if hir else ("FSM2-L5",)


def _sentence(text: str) -> Headline:
    """A page's answer when there is none: what to do, in plain sight."""
    return Headline(f'<p class="warning" role="alert">{escape(text)}</p>', text, ())
