"""Why a citizen is or is not in the effort group and touched in a month, row by row (FSM2)."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from fsmlib.analyses.explanation import Explanation, explanation
from fsmlib.analyses.known_months import counted_in_words
from fsmlib.analyses.measure_explained import ceiling, conclusion, measured_steps
from fsmlib.analyses.steps import Given, Step, Told, rows, steps_told
from fsmlib.danish import day, month, short
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import steps_taken
from fsmlib.programme.terms import label
from fsmlib.rules.hours import counted_in, paid_hours
from fsmlib.rules.monitoring import education_bits, is_known, supported_bits, touched_bits
from fsmlib.rules.month_bits import bounds, cover, days_of
from fsmlib.rules.register import register
from fsmlib.rules.visitation import effort_group, markers_by_role, residence
from fsmlib.tables.municipalities import official_name
from fsmlib.tables.pseudonyms import pseudonym
from fsmlib.tables.reading import Tables

CITIZEN_TABLES = ("citizens", "markers", "hours", "supported", "education", "offers")
COUNTED_BY = {"hours": (supported_bits, paid_hours), "education": (education_bits,)}
MEANING = {
    "group_2": "og er i gruppe 2 (FSM2-2.1)",
    "exempt": "og er fritaget (FSM2-2.3)",
    "step_up": "som følges for sig og ikke ændrer gruppen",
}


def explanation_of(tables: Tables, citizen: str, when: pd.Period, values: Values) -> Explanation:
    """Every step with row numbers and rule ids, the conclusion last; one block a municipality.

    The counting is that of `register` on this citizen's rows alone.  FsmError when the citizen is
    not in the registers.
    """
    citizen, months = pseudonym(citizen), pd.PeriodIndex([when])
    own = {name: tables[name][tables[name]["citizen"] == citizen] for name in CITIZEN_TABLES}
    if own["citizens"].empty:
        raise FsmError("Borgeren står ikke i tabellen Borgere.")
    measure = values.own_measure
    steps: list[Step] = []
    result: dict[str, dict[str, bool | None]] = {}
    for code, citizens in own["citizens"].groupby("municipality_code", sort=False):
        with steps_taken() as taken:
            series = register({**own, "citizens": citizens}, months, values).series()
        names = ("resident", "effort_group", "touched")
        result[str(code)] = {name: bool(series[name][0] & 1) for name in names}
        sentences = _sentences(str(code), when, values)
        if measure is None:
            steps += steps_told(taken, sentences)
            continue
        for each in set(COUNTED_BY) - set(measure.touched):
            for function in COUNTED_BY[each]:
                del sentences[function]
        outside = {effort_group: sentences.pop(effort_group)}
        steps += steps_told(taken, sentences)
        steps += measured_steps({**own, "citizens": citizens}, when, measure)
        if series["exempt"][0] & 1 and measure.exempt_most_percent is not None:
            steps.append(ceiling(measure))
        elif series["effort_group"][0] & 1:
            steps.append(conclusion(bool(series["touched"][0] & 1), measure))
        else:
            steps += steps_told(taken, outside)
    with steps_taken() as taken:
        known = is_known(register(tables, months, values).for_results(), None, values).any()
    if not known:
        steps += steps_told(taken, {is_known: lambda *_: _not_measured(when, values)})
        result = {code: {**found, "touched": None} for code, found in result.items()}
    asked = {"citizen": citizen, "month": when}
    return explanation("citizen", asked, tables, values, steps, result)


def _sentences(code: str, when: pd.Period, values: Values) -> dict[Callable[..., Any], Told]:
    """What each recorded step of a citizen's month in one municipality says."""

    def there(given: Given, resident: Any) -> str:
        return (
            f"{official_name(code)}, {month(when)}: borgeren "
            f"{'er' if resident[0] & 1 else 'er ikke'} i målgruppen "
            f"({rows('citizens', given['citizens'].index)}; FSM2-1.3, FSM2-3.4)."
        )

    def markers(given: Given, roles: Mapping[str, "pd.Series[bool]"]) -> str:
        """The markers that hold on the status day, and what each of them does."""
        holding = _covering(given["markers"], when, values.status_day)
        return " ".join(
            f"Borgeren har markeringen »{marker}« ({rows('markers', [row])}), {MEANING[role]}."
            for role, mask in roles.items()
            for row, marker in holding.loc[mask[holding.index], "marker"].items()
        )

    def supported(given: Given, _: Any) -> str:
        spells = _covering(given["supported"], when, "any_day")
        return " ".join(
            f"Borgeren er i {label(given['form']).lower()} fra {day(start.date())} "
            f"({rows('supported', [row])}); timerne dér tæller ikke (FSM2-3.5, FSM2-3.6)."
            for row, start in spells.loc[spells["form"] == given["form"], "start"].items()
        )

    def hours(given: Given, paid: Any) -> str:
        own = given["hours"]
        own = own[counted_in(own, values).dt.to_period("M") == when]
        if own.empty:
            return "Der er ingen løntimer i måneden."
        is_paid = paid[0][0] & 1
        verdict = "der er lønnede timer" if is_paid else "der er ingen lønnede timer, der tæller"
        return (
            f"Løntimerne i måneden er {short(float(own['hours'].sum()))} i alt med rettelser "
            f"({rows('hours', own.index)}): {verdict} (FSM2-3.1)."
        )

    return {
        residence: there,
        markers_by_role: markers,
        supported_bits: supported,
        paid_hours: hours,
        education_bits: lambda given, _: _education(given["education"], when),
        touched_bits: _touched,
        effort_group: _outside,
    }


def _touched(given: Given, touched: Any) -> str:
    """The conclusion of somebody in the effort group."""
    verdict = "berørt" if touched[0] & 1 else "ikke berørt"
    is_in = given["effort_group"][0] & 1
    return f"Derfor: i indsatsgruppen og {verdict} (FSM2-3.1)." if is_in else ""


def _outside(_: Given, group: Any) -> str:
    """The conclusion of somebody who is not in the effort group."""
    told = "Derfor: ikke i indsatsgruppen og hverken i tæller eller nævner (FSM2-2.1, FSM2-2.3)."
    return "" if group[0] & 1 else told


def _education(education: pd.DataFrame, when: pd.Period) -> str:
    told = []
    for row, gives_su in _covering(education, when, "any_day")["su_eligible"].items():
        counts = pd.notna(gives_su) and bool(gives_su)
        verdict = "og tæller" if counts else "men giver ikke SU og tæller ikke"
        told.append(
            f"Uddannelse berører måneden ({rows('education', [row])}) {verdict} (FSM2-3.3)."
        )
    return " ".join(told)


def _not_measured(when: pd.Period, values: Values) -> str:
    what = counted_in_words(values)
    return f"Registrene har ingen {what} i {month(when)}, så måneden er ikke målt (FSM2-L4)."


def _covering(spells: pd.DataFrame, when: pd.Period, status: str) -> pd.DataFrame:
    low, high = bounds(pd.PeriodIndex([when]), status)
    return spells[cover(days_of(spells["start"]), days_of(spells["end"]), low, high) > 0]
