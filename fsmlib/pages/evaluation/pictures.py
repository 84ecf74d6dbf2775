"""The pictures of the evaluation page, each with a text that says what it shows."""

from fsmlib.danish import decimal, kroner
from fsmlib.figures import charts
from fsmlib.pages.evaluation.case import DIVIDED, Case, divided_by
from fsmlib.pages.views import Picture, Text

MILLION = 1_000_000


def curve(case: Case) -> Picture | Text:
    """The most value that pools around this one can buy."""
    pool = case.pool
    if case.question.why_undivided:
        return Text("", case.question.why_undivided)
    now = pool.division.value
    points = [(dkk, value) for dkk, value in pool.curve if value is not None]
    told = "; ".join(f"{kroner(dkk)} giver {decimal(value)}" for dkk, value in points)
    return case.page.picture(
        f"Mest mulige værdi ({case.value_unit}) for puljer af forskellig størrelse.",
        charts.budget_curve(
            [dkk / MILLION for dkk, _ in points],
            [value for _, value in points],
            (pool.pool_dkk / MILLION, now),
            f"Værdi ({case.value_unit})",
        ),
        f"Kurve over værdien af puljen: {told}. Puljen er på {kroner(pool.pool_dkk)}.",
        DIVIDED,
        divided_by(case),
    )
