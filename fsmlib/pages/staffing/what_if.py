"""The sliders in the page on staffing, with the words for each setting and each answer."""

from collections.abc import Callable
from typing import Any

from fsmlib.analyses.staffing import hours_in_words
from fsmlib.analyses.staffing_what_if import in_use, settings, what_if
from fsmlib.danish import count, percent_short, risk, short, whole
from fsmlib.pages.staffing.case import Case
from fsmlib.pages.what_if import Axis, Figure, WhatIf
from fsmlib.programme.numbers import exactly
from fsmlib.programme.parameters import parse_changes

LABELS: dict[str, tuple[str, Callable[[float], str]]] = {
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
    staffing, used = case.staffing, in_use(case.staffing)
    axes = tuple(
        Axis(
            name,
            LABELS[name][0],
            tuple((exactly(at).removesuffix(",0"), LABELS[name][1](at)) for at in grid),
            grid.index(used[name]),
            name in staffing.values.given,
        )
        for name, grid in settings(staffing).items()
    )
    told = parse_changes(staffing.values.changes_as_text)
    kept = tuple(f"{name}={content}" for name, content in told.items() if name not in used)
    what = (
        "Nye årsværk",
        "Ansættelser",
        "Risiko med de nye",
        "Løn",
        "Heraf betaler puljen højst",
        f"Ventet egenfinansiering over {staffing.values.cap_high_cases} sager",
    )
    answers = [_figures(row) for row in what_if(staffing).itertuples()]
    return WhatIf(axes, what, answers, case.page.command, kept)


def _figures(row: Any) -> list[Figure]:
    """What one setting gives."""
    persons = count(row.people, "person", "personer")
    edge = ", på vippen" if row.is_undecided else ""
    return [
        (short(row.fte), "årsværk"),
        (" + ".join(hours_in_words(row.contracts)) or "ingen", f"timer om ugen, {persons}"),
        (risk(row.risk), f"for at bryde loftet{edge}"),
        (whole(row.salary_dkk), "kr."),
        (whole(row.pool_pays_dkk), "kr."),
        (whole(row.own_funding_dkk), "kr."),
    ]
