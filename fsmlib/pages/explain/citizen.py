"""Why a citizen is or is not in the effort group and touched in a month, row by row (FSM2)."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from fsmlib.danish import day, month, short
from fsmlib.pages.explain.explanation import Explanation, Trail, explanation, rows
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.programme.sources import steps_taken
from fsmlib.programme.terms import label
from fsmlib.rules.hours import paid_hours
from fsmlib.rules.monitoring import education_bits, is_known, supported_bits, touched_bits
from fsmlib.rules.month_bits import bounds, cover, days_of
from fsmlib.rules.register import Register, register
from fsmlib.rules.visitation import effort_group, markers_by_role, residence
from fsmlib.tables.municipalities import official_name
from fsmlib.tables.pseudonyms import pseudonym
from fsmlib.tables.reading import require

FSM2_TABLES = ("citizens", "markers", "hours", "supported", "education")
MEANING = {
    "group_2": "og er i gruppe 2 (FSM2-2.1)",
    "exempt": "og er fritaget (FSM2-2.3)",
    "step_up": "som følges for sig og ikke ændrer gruppen",
}


def explain(data: Path, citizen: str, when: pd.Period, values: Values) -> Explanation:
    """Every step with row numbers and rule ids, the conclusion last; one block a municipality.

    The counting is that of `register` on this citizen's rows alone.  FsmError when the citizen is
    not in the registers.
    """
    tables = require(data, "citizens")
    citizen = pseudonym(citizen)
    own = {name: tables[name][tables[name]["citizen"] == citizen] for name in FSM2_TABLES}
    if own["citizens"].empty:
        raise FsmError("Borgeren står ikke i tabellen Borgere.")
    with steps_taken() as taken:
        counted = register(own, pd.PeriodIndex([when]), values)
        _ = counted.touched
    roles = next(step.result for step in taken if step.function is markers_by_role)
    trail = Trail()
    result: dict[str, dict[str, bool | None]] = {}
    for place in range(len(counted.citizen)):
        code = str(counted.municipality_codes[counted.municipality[place]])
        is_true = _in_municipality(trail, own, counted, place, roles, when, values)
        result[code] = {name: is_true[name] for name in ("resident", "effort_group", "touched")}
    everybody = register(tables, counted.months, values).for_results()
    if not is_known(everybody, None, values).any():
        told = f"Registrene har ingen løntimer i {month(when)}, så måneden er ikke målt (FSM2-L4)."
        trail.note(is_known, {"counts": everybody, "drawn_on": None}, False, told)
        result = {code: {**found, "touched": None} for code, found in result.items()}
    asked = {"citizen": citizen, "month": when}
    return explanation("citizen", asked, tables, values, trail, result)


def _in_municipality(
    trail: Trail,
    own: Mapping[str, pd.DataFrame],
    counted: Register,
    place: int,
    roles: Mapping[str, "pd.Series[bool]"],
    when: pd.Period,
    values: Values,
) -> dict[str, bool]:
    """The steps of a citizen's stay in one municipality; what is true of it in the month."""
    is_true = {name: bool(words[place] & 1) for name, words in counted.series().items()}
    code = counted.municipality_codes[counted.municipality[place]]
    citizens = own["citizens"][own["citizens"]["municipality_code"] == code]
    there = "er i målgruppen" if is_true["resident"] else "er ikke i målgruppen"
    trail.note(
        residence,
        {"citizens": citizens},
        is_true["resident"],
        f"{official_name(code)}, {month(when)}: borgeren {there} "
        f"({rows('citizens', citizens.index)}; FSM2-1.3, FSM2-3.4).",
    )
    _markers(trail, _covering(own["markers"], when, values.status_day), roles)
    is_paid, is_educated = bool(counted.paid_hours[place] & 1), bool(counted.education[place] & 1)
    _hours(trail, own["hours"], own["supported"], when, is_paid)
    _education(trail, own["education"], when)
    if is_true["effort_group"]:
        touched = "berørt" if is_true["touched"] else "ikke berørt"
        trail.note(
            touched_bits,
            {"effort_group": True, "paid": is_paid, "education": is_educated},
            is_true["touched"],
            f"Derfor: i indsatsgruppen og {touched} (FSM2-3.1).",
        )
    else:
        words = {"group_2": counted.group_2, "exempt": counted.exempt}
        given = {name: bool(word[place] & 1) for name, word in words.items()}
        trail.note(
            effort_group,
            {"resident": is_true["resident"], **given},
            False,
            "Derfor: ikke i indsatsgruppen og hverken i tæller eller nævner (FSM2-2.1, FSM2-2.3).",
        )
    return is_true


def _markers(trail: Trail, holding: pd.DataFrame, roles: Mapping[str, "pd.Series[bool]"]) -> None:
    """The markers that hold on the status day, and what each of them does."""
    for role, mask in roles.items():
        for row, marker in holding.loc[mask[holding.index], "marker"].items():
            told = (
                f"Borgeren har markeringen »{marker}« ({rows('markers', [row])}), {MEANING[role]}."
            )
            trail.note(markers_by_role, {"markers": holding.loc[[row]]}, role, told)


def _hours(
    trail: Trail, hours: pd.DataFrame, supported: pd.DataFrame, when: pd.Period, is_paid: bool
) -> None:
    """The month's rows of hours, the subsidised spells beside them, and whether hours remain."""
    own = hours[hours["month"].dt.to_period("M") == when]
    spells = _covering(supported, when, "any_day")
    for row, form, start in zip(spells.index, spells["form"], spells["start"], strict=True):
        told = (
            f"Borgeren er i {label(form).lower()} fra {day(start.date())} "
            f"({rows('supported', [row])}); timerne dér tæller ikke (FSM2-3.5, FSM2-3.6)."
        )
        trail.note(supported_bits, {"supported": spells.loc[[row]], "form": form}, True, told)
    given = {"hours": own, "supported": spells}
    if own.empty:
        trail.note(paid_hours, given, False, "Der er ingen løntimer i måneden.")
        return
    verdict = "der er lønnede timer" if is_paid else "der er ingen lønnede timer, der tæller"
    total = float(own["hours"].sum())
    told = (
        f"Løntimerne i måneden er {short(total)} i alt med rettelser "
        f"({rows('hours', own.index)}): {verdict} (FSM2-3.1)."
    )
    trail.note(paid_hours, {**given, "hours_in_all": total}, is_paid, told)


def _education(trail: Trail, education: pd.DataFrame, when: pd.Period) -> None:
    spells = _covering(education, when, "any_day")
    for row, gives_su in spells["su_eligible"].items():
        counts = bool(gives_su) if pd.notna(gives_su) else False
        verdict = "og tæller" if counts else "men giver ikke SU og tæller ikke"
        told = f"Uddannelse berører måneden ({rows('education', [row])}) {verdict} (FSM2-3.3)."
        trail.note(education_bits, {"education": spells.loc[[row]]}, counts, told)


def _covering(spells: pd.DataFrame, when: pd.Period, status: str) -> pd.DataFrame:
    low, high = bounds(pd.PeriodIndex([when]), status)
    return spells[cover(days_of(spells["start"]), days_of(spells["end"]), low, high) > 0]
