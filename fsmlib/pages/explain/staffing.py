"""Why a municipality needs so many full-time equivalents, number by number (HIR)."""

from collections.abc import Iterable
from functools import partial

from fsmlib.danish import decimal, kroner, listed, percent_short, short, whole
from fsmlib.models import inflow
from fsmlib.models.facts import Facts
from fsmlib.models.staffing import Plan
from fsmlib.pages.explain.explanation import Explanation, Trail, explanation, rows
from fsmlib.pages.staffing.case import Case, answer, ask
from fsmlib.programme.parameters import Values
from fsmlib.rules.budget import salary_dkk
from fsmlib.rules.caseload import capacity, counted_cases, room, usable_hours
from fsmlib.rules.project import in_place
from fsmlib.rules.staffing import added_fte, buffer, is_at_norm, needed_fte, new_contracts


def explain(data: str, on: str, changes: str, paths: int, seed: int) -> Explanation:
    """Every step of the page 01_staffing, the page's own answer last.

    InputError with every finding when the tables are not right.
    """
    case = ask(data, on, changes, paths, seed)
    trail = Trail()
    _cases(trail, case)
    _room_today(trail, case)
    for cap in (case.plan.values.cap_high_cases, case.plan.values.cap_low_cases):
        _need(trail, case.plan, cap)
    _inflow(trail, case.plan)
    chosen = case.plan.chosen
    trail.note(
        Plan.option,
        {"contracts": chosen.contracts},
        {"fte": chosen.fte, "risk": chosen.risk, "salary_dkk": chosen.salary_dkk},
        f"Derfor: {answer(case).plain.removesuffix('.')} (HIR-11, HIR-16, HIR-17).",
        ("HIR-11", "HIR-16", "HIR-17"),
    )
    result = {
        "cases": case.plan.facts.planned_cases,
        "current_fte": case.plan.current_fte,
        "new_fte": chosen.fte,
        "contracts": chosen.contracts,
        "risk": chosen.risk,
        "salary_dkk": chosen.salary_dkk,
    }
    asked = {"municipality_code": case.plan.facts.municipality_code, "paths": paths, "seed": seed}
    return explanation("staffing", asked, case.page.tables, case.plan.values, trail, result)


def _cases(trail: Trail, case: Case) -> None:
    facts = case.plan.facts
    where = rows("staffing", case.page.tables["staffing"].index)
    trail.take(
        counted_cases,
        facts.open_cases,
        facts.held,
        told=lambda cases: (
            f"{facts.name}: {whole(facts.open_cases)} åbne sager ({where}) og "
            f"{whole(sum(facts.held))} øvrige sager er {whole(cases)} sager, der tæller (HIR-3)."
        ),
    )
    if facts.expected_extra_cases:
        trail.take(
            is_at_norm,
            facts.cases,
            facts.hours,
            case.plan.values,
            facts.held,
            told=lambda kept: (
                f"De sager {'kan' if kept else 'kan ikke'} holdes inden for loftet i dag. Med "
                f"{whole(facts.expected_extra_cases)} ventede skal der være plads til "
                f"{whole(facts.planned_cases)} (HIR-24)."
            ),
        )


def _room_today(trail: Trail, case: Case) -> None:
    facts, values, staff = case.plan.facts, case.plan.values, case.page.tables["caseworkers"]
    known = staff[in_place(staff, values)]
    where = "staffing" if staff.empty else "caseworkers"
    place = rows(where, case.page.tables[where].index if staff.empty else known.index)
    trail.note(
        usable_hours,
        {"caseworkers": known} if len(staff) else {"weekly_hours": facts.weekly_hours},
        facts.hours,
        f"Sagsbehandlerne ({place}) har {_all(facts.hours)} timer om ugen til sager, når tid "
        "som mødeleder er trukket fra (HIR-R4).",
    )
    trail.take(
        capacity,
        facts.hours,
        values,
        values.cap,
        told=lambda each: (
            f"Ved loftet på {values.cap} sager på fuld tid ({short(values.full_time_weekly_hours)} "
            f"timer) har de plads til {_all(each)} sager (HIR-11, HIR-23, GEN-L1)."
        ),
    )
    trail.take(
        room,
        facts.hours,
        facts.held,
        values,
        values.cap,
        told=lambda places: (
            f"{_it_is(facts, values)} {short(places)} pladser i dag mod "
            f"{whole(facts.planned_cases)} sager (HIR-3, HIR-11)."
        ),
    )


def _it_is(facts: Facts, values: Values) -> str:
    """Whose places add up to the room: who holds more other cases than the cap counts with them."""
    beyond = room(facts.hours, facts.held, values) - float(capacity(facts.hours, values).sum())
    if not beyond:
        return "Det er"
    return f"Med de {short(beyond)} øvrige sager, nogen har over deres loft, er det"


def _need(trail: Trail, plan: Plan, cap: int) -> None:
    """The need at one cap, as the page's table of caps has it."""
    cases = plan.facts.planned_cases
    places = plan.room((), cap)
    trail.take(
        needed_fte,
        cases,
        cap,
        told=lambda fte: f"{whole(cases)} sager / {cap} = {decimal(fte, 2)} årsværk (HIR-11).",
    )
    trail.take(
        added_fte,
        cases,
        places,
        cap,
        told=lambda fte: (
            f"Ved {cap} sager er der plads til {short(places)}; der mangler "
            f"{short(max(0, cases - places))} pladser, {decimal(fte, 2)} årsværk (HIR-11)."
        ),
    )


def _inflow(trail: Trail, plan: Plan) -> None:
    """The places the inflow asks for."""
    stock, values, places = plan.stock, plan.values, plan.needed_room
    given = {
        "opening": stock.opening,
        "inflow_per_month": stock.inflow[0],
        "mean_duration_months": stock.mean_duration,
        "duration_shape": stock.duration_shape,
        "inflow_spread": stock.inflow_spread,
        "paths": plan.paths,
        "seed": plan.seed,
        "risk": values.accepted_risk,
    }
    trail.note(
        inflow.needed_room,
        given,
        places,
        f"Med {short(stock.inflow[0])} nye sager om måneden og {short(stock.mean_duration)} "
        f"måneders varighed skal der være {whole(places)} pladser, for at risikoen for at "
        f"bryde loftet er højst {percent_short(values.accepted_risk)} "
        f"({whole(plan.paths)} forløb; HIR-16).",
        ("HIR-16",),
    )
    _hiring(trail, plan, places - plan.room(()))


def _hiring(trail: Trail, plan: Plan, missing: float) -> None:
    """The persons who give the places that are missing, what is then free, and what they cost."""
    values = plan.values
    contracts = trail.take(
        new_contracts,
        missing,
        values.cap,
        values,
        told=partial(_hired, missing),
    )
    hours = [*plan.facts.hours, *contracts]
    held = [*plan.facts.held, *[0] * len(contracts)]
    trail.take(
        buffer,
        plan.facts.planned_cases,
        hours,
        values,
        held,
        told=lambda free: f"Når de er ansat, er {short(free)} pladser ledige (HIR-16).",
    )
    chosen = plan.chosen
    facts = plan.facts
    trail.take(
        salary_dkk,
        chosen.fte,
        len(plan.months),
        facts.hourly_wage_dkk,
        facts.hours_per_fte,
        told=lambda dkk: (
            f"{short(chosen.fte)} årsværk × {short(facts.hours_per_fte)} timer × "
            f"{len(plan.months)}/12 år × {short(facts.hourly_wage_dkk)} kr. = {kroner(dkk)} "
            "(HIR-17)."
        ),
    )


def _hired(missing: float, contracts: list[float]) -> str:
    if not contracts:
        return "Der mangler ingen pladser, og ingen skal ansættes (HIR-11)."
    return (
        f"De {short(missing)} pladser, der mangler, kræver ansættelser på {_all(contracts)} timer "
        "om ugen (HIR-11)."
    )


def _all(numbers: Iterable[float]) -> str:
    return listed([short(number) for number in numbers] or ["ingen"])
