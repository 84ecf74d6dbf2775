"""The pictures of the staffing page, each with a text that says what it shows."""

from fsmlib.analyses.staffing import ends_in_words
from fsmlib.danish import as_risk as risk_in_words
from fsmlib.danish import decimal, kroner, month, one_decimal, short, whole
from fsmlib.pages.page import RESTS_ON
from fsmlib.pages.staffing.case import BUDGET_HEADING, NEED_HEADING, Case
from fsmlib.pages.views import Picture


def waterfall(case: Case) -> Picture:
    """From headcount to usable places, against the cases."""
    alt = "Trappediagram i sager: " + "; ".join(
        f"{label.replace(chr(10), ' ')} {one_decimal(cases)}"
        for label, cases in zip(
            case.question.places["label"], case.question.places["cases"], strict=True
        )
    )
    return case.page.picture(
        f"Fra ansatte til plads ved {case.question.values.cap} sager pr. fuldtidsansat (sager).",
        case.question.plot_waterfall(),
        alt + ".",
        NEED_HEADING,
        ("HIR-11", "HIR-3", "HIR-R4", "GEN-L1"),
    )


def need(case: Case) -> Picture:
    """Needed full-time equivalents at each cap, against today's."""
    facts, needed = case.question.plan.facts, case.question.band["needed_fte"]
    expected = facts.expected_extra_cases
    of_those = f", heraf {whole(expected)} ventede" if expected else ""
    return case.page.picture(
        f"Behov for årsværk til {whole(facts.planned_cases)} sager ved hvert loft{of_those}.",
        case.question.plot_need(),
        f"Søjlediagram: behovet falder fra {decimal(needed.iloc[0], 2)} årsværk ved "
        f"{needed.index[0]} sager til {decimal(needed.iloc[-1], 2)} ved {needed.index[-1]}. I dag "
        f"er der {decimal(case.question.plan.current_fte, 2)} årsværk.",
        NEED_HEADING,
        ("HIR-11", "HIR-16"),
    )


def fan(case: Case) -> Picture:
    """Open cases month by month against the places, today and with the new staff."""
    staffing, plan = case.question, case.question.plan
    mean, levels = staffing.months["expected_cases"], staffing.quantiles.iloc[-1]
    limits = f"Plads i dag: {whole(plan.room(()))} sager."
    if plan.chosen.contracts:
        limits += f" Plads med nye ansatte: {whole(plan.chosen.room)} sager."
    first, last = month(mean.index[0]), month(mean.index[-1])
    return case.page.picture(
        "Sager ved månedens udgang mod plads (sager).",
        staffing.plot_fan(),
        f"Viftediagram: i gennemsnit går sagerne fra {whole(mean.iloc[0])} i {first} til "
        f"{whole(mean.iloc[-1])} i {last}, hvor de 9 af 10 gange ligger mellem "
        f"{whole(levels[0.05])} og {whole(levels[0.95])}. {limits}",
        NEED_HEADING,
        ("HIR-16", "HIR-1"),
    )


def risk(case: Case) -> Picture:
    """The chance of breaking the cap against full-time equivalents added."""
    told = [
        f"{o.label}: {short(o.fte)} nye årsværk giver {risk_in_words(o.risk)} risiko."
        for o in case.question.plan.options
    ]
    return case.page.picture(
        "Risiko for at bryde loftet i en eller flere måneder, efter nye årsværk.",
        case.question.plot_risk(),
        f"Faldende kurve. {' '.join(told)}",
        NEED_HEADING,
        ("HIR-16",),
    )


def own_funding(case: Case) -> Picture:
    """The municipality's own cost month by month: with the new staff, and with fewer."""
    told = [
        f"{name}: i alt {kroner(dkk.sum())}, højest {kroner(dkk.max())} i "
        f"{month(case.question.plan.months[int(dkk.argmax())])}."
        for name, dkk in case.question.own_funding.items()
    ]
    return case.page.picture(
        "Ventet egenfinansiering, når der kommer flere borgere, end bufferen rummer (kr.).",
        case.question.plot_own_funding(),
        f"Søjlediagram. {' '.join(told)}",
        BUDGET_HEADING,
        ("HIR-19",),
    )


def tornado(case: Case) -> Picture:
    """How the salary need moves with each number nobody can be sure of."""
    told = [
        f"{s.value.label} fra {' til '.join(ends_in_words(s))}: "
        f"{kroner(s.low.salary_dkk)} til {kroner(s.high.salary_dkk)}."
        for s in case.question.swings
    ]
    return case.page.picture(
        "Udgift til de manglende årsværk, når én forudsætning flyttes (kr.).",
        case.question.plot_tornado(),
        f"Tornadodiagram omkring {kroner(case.question.plan.need.salary_dkk)}. {' '.join(told)}",
        RESTS_ON,
        ("HIR-16", "HIR-17"),
    )
