"""Which municipalities differ by more than luck: whose numbers, and the answer in words."""

from dataclasses import dataclass

import pandas as pd

from fsmlib.analyses.comparison import OVER, UNDER, UNKNOWN, WITHIN, Comparison
from fsmlib.analyses.small_counts import FEWEST_SHOWN
from fsmlib.danish import decimal, listed, month, percent, whole
from fsmlib.models.funnel import LEVEL, dispersion
from fsmlib.pages.page import Page, page_for
from fsmlib.pages.views import Banner, Headline
from fsmlib.tables.municipalities import official_name

NOTEBOOK = "08_comparison"
COMPARED_HEADING = "Kommunerne side om side"
OUTCOME_WORDS = {OVER: "over", WITHIN: "kan ikke skelnes", UNDER: "under", UNKNOWN: "for få"}
LIES = {OVER: "ligger over", WITHIN: "kan ikke skelnes fra", UNDER: "ligger under"}
BESIDE_WORDS = {
    "all": "alle kommuner tilsammen",
    "size": "dem på samme størrelse",
    "region": "dem i samme region",
}
SOURCES = ("FSM2-3.2", "GEN-L2")


@dataclass(frozen=True)
class Case:
    """The page of a comparison, and the question it shows the answers of."""

    page: Page
    question: Comparison


def open_case(
    data: str, on: str, changes: str, month: str, municipality: str, programme: str = ""
) -> Case:
    """The page of a table of many municipalities; errors stop here, all at once."""
    question = Comparison.read(
        data,
        on=on,
        changes=changes,
        programme=programme,
        month=month,
        municipality=municipality,
    )
    settings = {"month": month, "municipality": municipality}
    return Case(page_for(NOTEBOOK, question, settings), question)


def banner(case: Case) -> Banner:
    """Which municipalities, which month, and where the numbers come from."""
    rows = case.page.tables["monthly"]
    number = len(case.question.counts)
    lines = [f"{number} kommuner i {month(case.question.month)}."]
    lines += [f"Kilde: {origin}." for origin in rows["data_origin"].dropna().unique()]
    return case.page.banner(case.question.municipality, lines)


def answer(case: Case) -> Headline:
    """How many differ by more than luck, and how the municipality that is followed lies."""
    question = case.question
    shown, numbers = question.shown, question.shown["outcome_all"].value_counts()
    over, under, within = (int(numbers.get(name, 0)) for name in (OVER, UNDER, WITHIN))
    share, luck = question.share(shown), round(len(shown) * (1 - LEVEL))
    sentence = (
        f"Af {len(shown)} kommuner afviger {over + under} mere fra andelen i dem alle tilsammen, "
        f"{percent(share)}, end tilfældet alene giver; de andre {within} kan ikke skelnes. Af "
        f"{len(shown)} helt ens kommuner ville omkring {luck} alligevel ligge uden for."
    )
    figures = [
        ("Andel i alle tilsammen", percent(share), "af personerne"),
        ("Over grænserne", whole(over), "kommuner"),
        ("Under grænserne", whole(under), "kommuner"),
        ("Kan ikke skelnes", whole(within), "kommuner"),
        ("Skjult", whole(len(question.left_out)), "kommuner"),
    ]
    own = [_own(question, shown)] if question.own else []
    return case.page.headline(
        " ".join([*own, sentence]), figures, SOURCES, [_beyond_luck(question), _hidden(question)]
    )


def _own(question: Comparison, shown: pd.DataFrame) -> str:
    """How one municipality lies beside all, and beside those alike."""
    if question.own not in shown.index:
        return f"Tallene for {official_name(question.own)} er skjult."
    row = shown.loc[question.own].to_dict()
    beside = [
        f"{lies} {listed(whom)}"
        for outcome, lies in LIES.items()
        if (
            whom := [who for like, who in BESIDE_WORDS.items() if row[f"outcome_{like}"] == outcome]
        )
    ]
    return f"{official_name(question.own)} ({percent(row['result_share'])}) {listed(beside)}."


def _beyond_luck(question: Comparison) -> str:
    """How much more the municipalities vary than luck gives: overdispersion, in words."""
    times = dispersion(question.shown["touched"], question.shown["effort_group"])
    if not question.beyond_luck(question.shown):
        return ""
    return (
        f"Kommunerne varierer {decimal(times)} gange så meget, som tilfældet alene giver. Det kan "
        "være andre borgere, et andet arbejdsmarked eller en anden registrering; at ligge uden for "
        "grænserne siger ikke, at indsatsen er bedre eller ringere. De stiplede grænser regner den "
        "almindelige spredning med."
    )


def _hidden(question: Comparison) -> str:
    left = list(question.left_out["name"])
    if not left:
        return ""
    return (
        f"{listed(left)} kan ikke vises: et antal under {FEWEST_SHOWN} er skjult, og andre "
        "er skjult med dem, hvor de ellers kunne regnes ud. De er ikke med i noget tal på siden."
    )
