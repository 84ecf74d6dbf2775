"""What given people or kroner reach, in words."""

from typing import Any

import pandas as pd

from fsmlib.analyses.staffing_frames import StaffingFrames
from fsmlib.analyses.staffing_reach import fte_for_cap, reach, reach_by_group, salary_of
from fsmlib.danish import count, kroner, listed, month, percent_short, short, whole


def reach_in_words(question: StaffingFrames, fte: float) -> str:
    """What so many new full-time equivalents reach, for whom, and what it takes to reach more."""
    plan, values = question.plan, question.plan.values
    row = reach(question, [fte]).iloc[0]
    staff = f"{short(fte)} nye årsværk ({kroner(row['salary_dkk'])} i løn)"
    if pd.isna(row["at_low"]):
        least = fte_for_cap(plan, values.cap)
        others = "" if pd.isna(row["cap"]) else f"; så ville der blive {row['cap']}"
        kept = f"Højst {values.cap} sager pr. fuldtidsansat"
        if plan.facts.has_groups:
            others, kept = "", "Gruppernes lofter"
        return (
            f"{kept} kan ikke nås med {staff}{others}. Risikoen "
            f"passerer {percent_short(values.accepted_risk)} i {month(row['breaks_in'])}. Der skal "
            f"mindst {short(least)} nye årsværk til ({kroner(salary_of(plan, least))})."
        )
    told = _groups_in_words if plan.facts.has_groups else _cases_in_words
    return f"Med {staff} {told(question, row)}"


def _cases_in_words(question: StaffingFrames, row: "pd.Series[Any]") -> str:
    plan, low, cap = question.plan, question.values.cap_low_cases, question.values.cap
    cases, all_low = plan.needed_room, fte_for_cap(plan, low)
    all_have = (
        f"kan alle få højst {row['cap']} sager pr. fuldtidsansat, også når der bliver "
        f"{whole(cases)} sager"
    )
    if row["at_low"] >= cases:
        return f"{all_have}. Det lave loft på {low} kan nås for alle."
    return (
        f"{all_have}. I stedet kan {count(row['at_low'], 'sag', 'sager')} få det lave loft på "
        f"{low}, mens resten holdes på højst {cap}. Det lave loft for alle kan ikke nås; det "
        f"kræver {short(all_low)} nye årsværk ({kroner(salary_of(plan, all_low))})."
    )


def _groups_in_words(question: StaffingFrames, row: "pd.Series[Any]") -> str:
    plan, frame = question.plan, reach_by_group(question, row["added_fte"])
    all_low = fte_for_cap(plan, question.values.cap_low_cases)
    have = (
        "kan alle grupper holdes på deres lofter, også når der bliver så mange sager, som der "
        f"højst bliver med {percent_short(question.values.accepted_risk)} risiko for flere"
    )
    if row["at_low"] >= frame["cases"].sum():
        return f"{have}. De lave lofter kan nås for alle."
    each = [
        f"{whole(n)} af {whole(cases)} i {label}"
        for label, cases, n in zip(frame["label"], frame["cases"], frame["at_low"], strict=True)
    ]
    return (
        f"{have}. Pladserne til overs kan i stedet give det lave loft til "
        f"{listed(each, 'eller')}. De lave lofter for alle kan ikke nås; det kræver "
        f"{short(all_low)} nye årsværk ({kroner(salary_of(plan, all_low))})."
    )
