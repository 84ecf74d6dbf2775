"""The sliders in the page on staffing, with the words for each setting and each answer."""

from typing import Any

from fsmlib.analyses.staffing import hours_in_words
from fsmlib.analyses.staffing_what_if import at_each, in_use, settings
from fsmlib.danish import as_risk, count, percent_short, short, whole
from fsmlib.pages.staffing.case import Case
from fsmlib.pages.what_if import Figure, WhatIf, Words, what_if
from fsmlib.programme.parameters import Values
from fsmlib.rules.budget import has_pool

LABELS: Words = {
    "cap": ("Loftet for en fuldtidsansat", lambda cap: f"{whole(cap)} sager"),
    "accepted_risk": (
        "Risiko, I vil løbe for at bryde loftet",
        lambda share: f"højst {percent_short(share)}",
    ),
    "mean_duration_months": (
        "Et forløb varer i gennemsnit",
        lambda months: f"{short(months)} måneder",
    ),
    "inflow_spread": (
        "Tilgangen kan ligge over eller under det ventede",
        lambda share: f"typisk {percent_short(share)}" if share else "slet ikke",
    ),
}


def turned(case: Case) -> WhatIf:
    """The answer with another cap, accepted risk, duration or inflow, at every setting of them."""
    staffing, values = case.question, case.question.values
    pool = ["Heraf betaler puljen højst"] if has_pool(values) else []
    own = f"Ventet egenfinansiering over {values.cap_high_cases} sager"
    what = ("Nye årsværk", "Ansættelser", "Risiko med de nye", "Løn", *pool, own)
    answers = [_figures(row, bool(pool)) for row in at_each(staffing).itertuples()]
    labels = {**LABELS, **(_of_groups(values) if staffing.plan.facts.has_groups else {})}
    return what_if(case.page, settings(staffing), in_use(staffing), labels, what, answers)


def _of_groups(values: Values) -> Words:
    """The cap where each group has its own."""
    ends = {values.cap_low_cases: "de lave", values.cap_high_cases: "de høje"}
    return {"cap": ("Gruppernes lofter", lambda cap: ends.get(int(cap), f"som ved {whole(cap)}"))}


def _figures(row: Any, pays: bool) -> list[Figure]:
    """What one setting gives."""
    pool = [(whole(row.pool_pays_dkk), "kr.")] if pays else []
    persons = count(row.people, "person", "personer")
    edge = ", på vippen" if row.is_undecided else ""
    return [
        (short(row.fte), "årsværk"),
        (" + ".join(hours_in_words(row.contracts)) or "ingen", f"timer om ugen, {persons}"),
        (as_risk(row.risk), f"for at bryde loftet{edge}"),
        (whole(row.salary_dkk), "kr."),
        *pool,
        (whole(row.own_funding_dkk), "kr."),
    ]
