"""The picture of the comparison, with a text that says what it shows."""

from fsmlib.danish import listed, percent, whole
from fsmlib.pages.comparison.case import COMPARED_HEADING, SOURCES, Case
from fsmlib.pages.views import Picture


def funnel(case: Case) -> Picture:
    """Every municipality by its size and share, against what luck alone gives."""
    shown, outside = case.question.shown, case.question.outside
    ends = shown["effort_group"].min(), shown["effort_group"].max()
    told = [
        f"{name} {percent(share)}"
        for name, share in outside[["name", "result_share"]].itertuples(index=False, name=None)
    ]
    return case.page.picture(
        "Andelen i hver kommune efter antallet af personer; båndet er, hvad tilfældet alene giver "
        "95 gange af 100 (logaritmisk akse).",
        case.question.plot_funnel(),
        f"Tragtdiagram over {len(shown)} kommuner med fra {whole(ends[0])} til {whole(ends[1])} "
        f"personer omkring {percent(case.question.share(shown))}; båndet er bredest for de "
        f"mindste. Uden for ligger {listed(told) if told else 'ingen'}.",
        COMPARED_HEADING,
        SOURCES,
    )
