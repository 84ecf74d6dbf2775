"""The page of one evaluation, and its answer in words."""

from dataclasses import dataclass
from html import escape

from fsmlib.analyses.evaluation import Evaluation
from fsmlib.analyses.folder import TellOf, in_silence
from fsmlib.danish import count, decimal, kroner, percent, short
from fsmlib.models.pool import Pool
from fsmlib.pages.page import SEE_CHANGES, Page
from fsmlib.pages.views import Banner, Headline

NOTEBOOK = "05_evaluation"
VALUE_UNITS = {
    "project": "point",
    "fte": "point × årsværk",
    "citizen": "point × 1.000 borgere",
}
ASSESSED, DIVIDED = "Ansøgninger", "Fordeling af puljen"


@dataclass(frozen=True)
class Case:
    """The page and the evaluation its numbers come from."""

    page: Page
    question: Evaluation

    @property
    def pool(self) -> Pool:
        """The division of the money."""
        return self.question.pool

    @property
    def programme(self) -> str:
        """The programme's short name."""
        return self.page.values.short

    @property
    def value_unit(self) -> str:
        """What the value of a choice is counted in."""
        return VALUE_UNITS[str(self.pool.values.value_per)]


def open_case(
    proposals: str,
    programme: str,
    on: str,
    changes: str,
    pool_dkk: int,
    withdrawn: str,
    included: str,
    granted: str = "",
    tell: TellOf = in_silence,
) -> Case:
    """The question for the workbooks in a folder; the synthetic ones when it is empty."""
    return page_of(
        Evaluation.read(
            proposals,
            programme=programme,
            on=on,
            changes=changes,
            pool_dkk=pool_dkk,
            withdrawn=withdrawn,
            included=included,
            granted=granted,
            tell=tell,
        )
    )


def page_of(evaluation: Evaluation) -> Case:
    """The page of an evaluation; what it tells of itself makes the same page again."""
    _ = evaluation.pool  # a pool that makes no sense stops here
    settings = {
        "proposals": evaluation.data,
        "programme": evaluation.values.called,
        "pool_dkk": evaluation.pool_dkk or "",
        "withdrawn": ",".join(sorted(evaluation.withdrawn)),
        "included": ",".join(sorted(evaluation.included)),
        "granted": evaluation.granted.name if evaluation.granted else "",
    }
    page = Page(NOTEBOOK, evaluation.tables, evaluation.values, "", settings)
    return Case(page, evaluation)


def banner(case: Case, see: str = SEE_CHANGES) -> Banner:
    """Which pool it is, that the proposals are invented when they are, and where to see changes."""
    assessments, unread = case.pool.assessments, case.question.judged.unread
    number = len(assessments) + len(unread)
    told = count(number, "ansøgning", "ansøgninger")
    if unread:
        lines = [f"{told}, heraf {len(assessments)} der kan vurderes."]
    else:
        lines = [f"Alle {told} kan vurderes." if number > 1 else f"{told}, der kan vurderes."]
    invented = sum(each.is_synthetic for each in assessments)
    if 0 < invented < len(assessments):
        lines.append(f"{count(invented, 'af dem er opfundet', 'af dem er opfundne')}.")
    return case.page.banner(case.page.values.title, lines, invented > 0, see)


def answer(case: Case) -> Headline:
    """The division in one sentence, and the numbers it rests on."""
    pool = case.pool
    if told := case.question.why_undivided:
        return Headline(f'<p class="warning" role="alert">{escape(told)}</p>', told, ())
    division, ranked = pool.division, pool.ranked
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
    return case.page.headline(sentence, figures, divided_by(case), [_left_out(pool)])


def divided_by(case: Case) -> tuple[str, ...]:
    """The answers that the division of the pool rests on."""
    is_cap = case.pool.values.kind == "cap"
    return ("HIR-7", "HIR-10", "HIR-L1") if is_cap else ("FSM2-L5",)


def _left_out(pool: Pool) -> str:
    """How many take no part because of a verdict; nothing when all do."""
    outcomes = [each.outcome for each in pool.assessments]
    broken, silent = outcomes.count("broken"), outcomes.count("not_told")
    told = [
        f"{count(broken, 'ansøgning bryder', 'ansøgninger bryder')} en regel" if broken else "",
        f"{count(silent, 'ansøgning mangler', 'ansøgninger mangler')} noget, der skal oplyses"
        if silent
        else "",
    ]
    left = " og ".join(filter(None, told))
    return f"{left}; de er kun med, når den, der vurderer, har taget dem med." if left else ""
