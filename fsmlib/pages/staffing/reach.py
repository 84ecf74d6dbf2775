"""The staffing question turned round, on the page: what given people or kroner can reach."""

import pandas as pd

from fsmlib.analyses import staffing_reach as turned
from fsmlib.analyses.staffing_reach_words import reach_in_words
from fsmlib.danish import listed, month, percent_short, short, whole
from fsmlib.pages.staffing.case import NEED_HEADING, Case
from fsmlib.pages.staffing.tables import spans
from fsmlib.pages.views import PageColumn, Picture, Table, Text, paragraph

REACH_SOURCES = ("HIR-11", "HIR-16")
NOT_REACHED = "kan ikke nås"


def reach_answer(case: Case, fte: float, dkk: int) -> Text:
    """What the given people or kroner reach, for whom; those applied for when none are given."""
    asked = turned.given_fte(case.question, fte, dkk)
    return paragraph(reach_in_words(case.question, asked))


def frontier_picture(case: Case, fte: float, dkk: int) -> Picture:
    """A minimum for all against the low cap for some, by people hired."""
    staffing, values = case.question, case.question.values
    asked, found = turned.given_fte(staffing, fte, dkk), turned.frontier(staffing)
    reached = found.dropna(subset=["at_low"])
    told = [
        f"{whole(n)} ved {short(fte)} nye årsværk"
        for fte, n in reached[["added_fte", "at_low"]].itertuples(index=False, name=None)
    ]
    least = turned.fte_for_cap(staffing.plan, values.cap)
    low, cap = turned.what_cases_can_have(staffing.plan)
    return case.page.picture(
        f"Sager, der kan få {low}, når alle andre har {cap}, efter nye årsværk.",
        turned.plot_frontier(staffing, asked),
        f"Trappekurve. Under {short(least)} nye årsværk kan {cap} ikke nås for alle. "
        f"Derefter kan så mange få {low}: {listed(told)}.",
        NEED_HEADING,
        REACH_SOURCES,
    )


def frontier_table(case: Case) -> Table:
    """What each number of people reaches: the cap for all, the low cap for some, when it breaks."""
    staffing, values = case.question, case.question.values
    found = turned.frontier(staffing)
    frame = found.assign(
        cap=[_told(cap) for cap in found["cap"]],
        at_low=[whole(n) if pd.notna(n) else NOT_REACHED for n in found["at_low"]],
        breaks_in=[month(each) if pd.notna(each) else "holder" for each in found["breaks_in"]],
    )
    groups = staffing.plan.facts.has_groups
    low, cap = turned.what_cases_can_have(staffing.plan)
    accepted = percent_short(values.accepted_risk)
    columns = [
        PageColumn("added_fte", "Nye", "hours", "årsværk"),
        PageColumn("salary_dkk", "Løn", "kroner", "kr."),
        *([] if groups else [PageColumn("cap", "Loft, alle kan få", "text", "sager")]),
        PageColumn("at_low", f"Kan få {low.removesuffix(' pr. fuldtidsansat')}, resten {cap}"),
        PageColumn("breaks_in", "Lofterne brydes" if groups else f"Loftet på {values.cap} brydes"),
    ]
    places = (
        "Det lave loft går først til de grupper, hvor det kræver mindst."
        if groups
        else "Hver sagsbehandler har enten det lave loft eller det høje, og pladserne er hele for "
        "hver person."
    )
    note = (
        f"Regnet til {whole(staffing.plan.needed_room)} {'pladser' if groups else 'sager'}: så "
        f"mange bliver der højst, med {accepted} risiko for flere. {places} »Brydes« er den "
        f"måned, hvor risikoen passerer {accepted}."
    )
    title = "Hvad årsværk og kroner rækker til"
    return case.page.table(title, frame, columns, NEED_HEADING, REACH_SOURCES, note)


def group_reach_table(case: Case, fte: float, dkk: int) -> Table:
    """What the given people reach for one group at a time."""
    asked = turned.given_fte(case.question, fte, dkk)
    found = turned.reach_by_group(case.question, asked)
    frame = found.assign(
        at_low=[whole(n) if pd.notna(n) else NOT_REACHED for n in found["at_low"]],
        caps=spans(found),
    )
    columns = [
        PageColumn("label", "Gruppe"),
        PageColumn("caps", "Loft", "text", "sager pr. fuldtidsansat"),
        PageColumn("cases", "Sager, når der er flest", "whole", "sager"),
        PageColumn("at_low", "Kan få det lave loft", "text", "sager"),
        PageColumn("fte_for_low", "Lavt loft til hele gruppen", "fte", "nye årsværk"),
    ]
    note = (
        f"Regnet med {short(asked)} nye årsværk, én gruppe ad gangen: alle pladser til overs går "
        "til den gruppe, og de andre beholder deres loft."
    )
    title = "Hvem det lave loft kan nås for"
    return case.page.table(title, frame, columns, NEED_HEADING, REACH_SOURCES, note)


def run_off_table(case: Case) -> Table:
    """When the cases fit each cap if nobody new comes."""
    values, found = case.question.values, turned.run_off(case.question)
    caps = [f"cap_{values.cap}", f"cap_{values.cap_low_cases}"]
    names = [f"Højst {cap.removeprefix('cap_')} fra" for cap in caps]
    if case.question.plan.facts.has_groups:
        names = ["Lofterne holdt fra", "De lave lofter holdt fra"]
    told = {
        cap: [month(each) if pd.notna(each) else "ikke i projektet" for each in found[cap]]
        for cap in caps
    }
    columns = [
        PageColumn("label", "Mulighed"),
        PageColumn("fte", "Nye", "hours", "årsværk"),
        *(PageColumn(cap, name) for cap, name in dict(zip(caps, names, strict=True)).items()),
    ]
    note = (
        "Regnet på dagens sager alene, som om ingen nye kom til: de slutter efterhånden, og fra "
        f"den måned er der plads til resten, med {percent_short(values.accepted_risk)} risiko."
    )
    title, sources = "Når bestanden løber af uden tilgang", ("HIR-11", "HIR-16")
    return case.page.table(title, found.assign(**told), columns, NEED_HEADING, sources, note)


def _told(cap: object) -> str:
    return NOT_REACHED if cap is None or pd.isna(cap) else whole(cap)  # type: ignore[arg-type, call-overload]
