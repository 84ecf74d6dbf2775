"""The staffing question turned round, on the page: what given people or kroner can reach."""

import pandas as pd

from fsmlib.analyses import staffing_reach as turned
from fsmlib.danish import listed, month, percent_short, short, whole
from fsmlib.pages.staffing.case import NEED, Case
from fsmlib.pages.views import Column, Picture, Table, Text, paragraph

SOURCES = ("HIR-11", "HIR-16")
NOT_REACHED = "kan ikke nås"


def reach_answer(case: Case, fte: float, dkk: int) -> Text:
    """What the given people or kroner reach, for whom; those applied for when none are given."""
    asked = turned.given_fte(case.staffing, fte, dkk)
    return paragraph(turned.reach_in_words(case.staffing, asked))


def frontier_picture(case: Case, fte: float, dkk: int) -> Picture:
    """A minimum for all against the low cap for some, by people hired."""
    staffing, values = case.staffing, case.staffing.values
    asked, found = turned.given_fte(staffing, fte, dkk), turned.frontier(staffing)
    reached = found.dropna(subset=["at_low"])
    told = [
        f"{whole(n)} ved {short(fte)} nye årsværk"
        for fte, n in reached[["added_fte", "at_low"]].itertuples(index=False, name=None)
    ]
    least = turned.fte_for_cap(staffing.plan, values.cap)
    return case.page.picture(
        f"Sager, der kan få højst {values.cap_low_cases} pr. fuldtidsansat, når alle andre har "
        f"højst {values.cap}, efter nye årsværk.",
        turned.plot_frontier(staffing, asked),
        f"Trappekurve. Under {short(least)} nye årsværk kan {values.cap} ikke nås for alle. "
        f"Derefter kan så mange få højst {values.cap_low_cases}: {listed(told)}.",
        SOURCES,
    )


def frontier_table(case: Case) -> Table:
    """What each number of people reaches: the cap for all, the low cap for some, when it breaks."""
    staffing, values = case.staffing, case.staffing.values
    found = turned.frontier(staffing)
    frame = found.assign(
        cap=[_told(cap) for cap in found["cap"]],
        at_low=[whole(n) if pd.notna(n) else NOT_REACHED for n in found["at_low"]],
        breaks_in=[month(each) if pd.notna(each) else "holder" for each in found["breaks_in"]],
    )
    columns = [
        Column("added_fte", "Nye", "hours", "årsværk"),
        Column("salary_dkk", "Løn", "kroner", "kr."),
        Column("cap", "Loft, alle kan få", "text", "sager"),
        Column("at_low", f"Kan få højst {values.cap_low_cases}, resten højst {values.cap}"),
        Column("breaks_in", f"Loftet på {values.cap} brydes"),
    ]
    accepted = percent_short(values.accepted_risk)
    note = (
        f"Regnet til {whole(staffing.plan.needed_room)} sager: så mange bliver der højst, med "
        f"{accepted} risiko for flere. Hver sagsbehandler har enten det lave loft eller det høje, "
        f"og pladserne er hele for hver person. »Brydes« er den måned, hvor risikoen passerer "
        f"{accepted}."
    )
    title = "Hvad årsværk og kroner rækker til"
    return case.page.table(title, frame, columns, NEED, SOURCES, note)


def run_off_table(case: Case) -> Table:
    """When the cases fit each cap if nobody new comes."""
    values, found = case.staffing.values, turned.run_off(case.staffing)
    caps = [f"cap_{values.cap}", f"cap_{values.cap_low_cases}"]
    told = {
        cap: [month(each) if pd.notna(each) else "ikke i projektet" for each in found[cap]]
        for cap in caps
    }
    columns = [
        Column("label", "Mulighed"),
        Column("fte", "Nye", "hours", "årsværk"),
        *(Column(cap, f"Højst {cap.removeprefix('cap_')} fra") for cap in dict.fromkeys(caps)),
    ]
    note = (
        "Regnet på dagens sager alene, som om ingen nye kom til: de slutter efterhånden, og fra "
        f"den måned er der plads til resten, med {percent_short(values.accepted_risk)} risiko."
    )
    title, sources = "Når bestanden løber af uden tilgang", ("HIR-11", "HIR-16")
    return case.page.table(title, found.assign(**told), columns, NEED, sources, note)


def _told(cap: object) -> str:
    return NOT_REACHED if cap is None or pd.isna(cap) else whole(cap)  # type: ignore[arg-type, call-overload]
