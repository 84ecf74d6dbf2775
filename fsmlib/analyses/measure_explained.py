"""Why a measure of a programme's own does or does not count a citizen in a month."""

from collections.abc import Iterator, Mapping

import pandas as pd

from fsmlib.analyses.steps import Step, rows, step
from fsmlib.danish import count, day, month
from fsmlib.programme.measures import Measure
from fsmlib.rules.measure import TALK, measured_bits, measured_group, touched_by, window

RegisterTables = Mapping[str, pd.DataFrame]


def measured_steps(own: RegisterTables, when: pd.Period, measure: Measure) -> list[Step]:
    """Whom the measure is of, and the talks and offers of the citizen that count.

    `own` are the citizen's rows in one municipality.
    """
    told: list[str] = []
    for row, citizen in own["citizens"].iterrows():
        told += _of_a_row(own["offers"], citizen, f"{rows('citizens', [row])}", when, measure)
    given = {"citizens": own["citizens"], "offers": own["offers"], "measure": measure.label}
    sources = measure.sources
    return [step(measured_bits, given, None, each, sources) for each in dict.fromkeys(told)]


def conclusion(is_touched: bool, measure: Measure) -> Step:
    """The conclusion of somebody who is measured."""
    verdict = "berørt" if is_touched else "ikke berørt"
    told = f"Derfor: i gruppen og {verdict} af målet »{measure.label}«."
    return step(touched_by, {"measure": measure.label}, is_touched, told, measure.sources)


def ceiling(measure: Measure) -> Step:
    """What is to be said of somebody exempt where only so many can be."""
    most = f"Højst {measure.exempt_most_percent} pct. kan være fritaget, regnet for alle under ét"
    told = f"{most}; hvem af dem der er ud over loftet, siges ikke."
    return step(measured_group, {"measure": measure.label}, None, told, measure.sources)


def _of_a_row(
    offers: pd.DataFrame,
    citizen: "pd.Series[pd.Timestamp]",
    place: str,
    when: pd.Period,
    measure: Measure,
) -> Iterator[str]:
    """What counts of one course, in the window that belongs to it."""
    low, high = window(citizen["start"], when, measure)
    if measure.passes_month:
        passes = citizen["start"] + pd.DateOffset(months=measure.passes_month)
        has_left = citizen["end"] < passes and not measure.counts_who_left
        months = count(measure.passes_month, "måned", "måneder")
        here = "" if pd.Period(passes, "M") == when else f", ikke i {month(when)}"
        yield (
            f"Borgeren begyndte den {day(citizen['start'].date())} ({place}) og "
            + (
                f"er gået fra, inden {months} var gået."
                if has_left
                else f"passerer {months} den {day(passes.date())}{here}."
            )
        )
        if has_left or here:
            return
    between = f"fra {day(low.date())} til {day(high.date())}"
    is_talk = offers["kind"] == TALK
    begins, ends = offers["start"] <= high, offers["end"].where(~is_talk, offers["start"])
    inside = begins & ~(ends < low)
    if "talks" in measure.touched:
        talks = offers.index[inside & is_talk]
        found = f"{len(talks)} af mindst {count(measure.talks_at_least, 'samtale', 'samtaler')}"
        yield f"Samtaler {between}: {found} ({rows('offers', talks)})."
    if "offer" in measure.touched:
        given = offers.index[inside & ~is_talk]
        yield f"Tilbud {between}: {rows('offers', given)}."
