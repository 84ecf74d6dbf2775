"""Why a citizen is or is not in the effort group and touched in a month, row by row, in Danish."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values
from fsmlib.report.danish import day, listed, month, short
from fsmlib.rules.register import Register, register
from fsmlib.rules.visitation import markers_by_role
from fsmlib.rules.words import bounds, cover, days_of
from fsmlib.tables.municipalities import official_name
from fsmlib.tables.pseudonyms import pseudonym
from fsmlib.tables.reading import require
from fsmlib.tables.schemas import SCHEMAS

FSM2_TABLES = ("citizens", "markers", "hours", "supported", "education")


def explain(data: Path, citizen: str, when: pd.Period, values: Values) -> list[str]:
    """Sentences with row numbers and rule ids, the conclusion last; one block a municipality.

    The counting is that of `register` on this citizen's rows alone.  FsmError when the citizen is
    not in the registers.
    """
    tables = require(data, "citizens")
    citizen = pseudonym(citizen)
    own = {name: tables[name][tables[name]["citizen"] == citizen] for name in FSM2_TABLES}
    if own["citizens"].empty:
        raise FsmError("Borgeren står ikke i tabellen Borgere.")
    counted = register(own, pd.PeriodIndex([when]), values)
    sentences = []
    for place in range(len(counted.citizen)):
        sentences += _in_municipality(own, counted, place, when, values)
    return sentences


def _in_municipality(
    own: Mapping[str, pd.DataFrame], counted: Register, place: int, when: pd.Period, values: Values
) -> list[str]:
    is_true = {name: bool(words[place] & 1) for name, words in counted.series().items()}
    code = counted.municipality_codes[counted.municipality[place]]
    rows = own["citizens"][own["citizens"]["municipality_code"] == code]
    there = "er i målgruppen" if is_true["resident"] else "er ikke i målgruppen"
    return [
        f"{official_name(code)}, {month(when)}: borgeren {there} "
        f"({_rows('citizens', rows.index)}; FSM2-1.3, FSM2-3.4).",
        *_markers(own["markers"], when, values),
        *_hours(own["hours"], own["supported"], when, bool(counted.paid_hours[place] & 1)),
        *_education(own["education"], when),
        _conclusion(is_true),
    ]


def _conclusion(is_true: Mapping[str, bool]) -> str:
    if not is_true["effort_group"]:
        return (
            "Derfor: ikke i indsatsgruppen og hverken i tæller eller nævner (FSM2-2.1, FSM2-2.3)."
        )
    touched = "berørt" if is_true["touched"] else "ikke berørt"
    return f"Derfor: i indsatsgruppen og {touched} (FSM2-3.1)."


def _markers(markers: pd.DataFrame, when: pd.Period, values: Values) -> list[str]:
    """The markers that hold on the status day, and what each of them does."""
    meaning = {
        "group_2": "og er i gruppe 2 (FSM2-2.1)",
        "exempt": "og er fritaget (FSM2-2.3)",
        "step_up": "som følges for sig og ikke ændrer gruppen",
    }
    holding = _covering(markers, when, values.status_day)
    return [
        f"Borgeren har markeringen »{marker}« ({_rows('markers', [row])}), {meaning[role]}."
        for role, mask in markers_by_role(holding, values).items()
        for row, marker in holding.loc[mask, "marker"].items()
    ]


def _hours(
    hours: pd.DataFrame, supported: pd.DataFrame, when: pd.Period, is_paid: bool
) -> list[str]:
    """The month's rows of hours, the subsidised spells beside them, and whether hours remain."""
    rows = hours[hours["month"].dt.to_period("M") == when]
    spells = _covering(supported, when, "any_day")
    told = [
        f"Borgeren er i {form} fra {day(start.date())} ({_rows('supported', [row])}); timerne dér "
        "tæller ikke (FSM2-3.5, FSM2-3.6)."
        for row, form, start in zip(spells.index, spells["form"], spells["start"], strict=True)
    ]
    if rows.empty:
        return [*told, "Der er ingen løntimer i måneden."]
    verdict = "der er lønnede timer" if is_paid else "der er ingen lønnede timer, der tæller"
    total = short(float(rows["hours"].sum()))
    return [
        *told,
        f"Løntimerne i måneden er {total} i alt med rettelser ({_rows('hours', rows.index)}): "
        f"{verdict} (FSM2-3.1).",
    ]


def _education(education: pd.DataFrame, when: pd.Period) -> list[str]:
    told = []
    spells = _covering(education, when, "any_day")
    for row, gives_su in spells["su_eligible"].items():
        verdict = "og tæller" if gives_su else "men giver ikke SU og tæller ikke"
        told.append(
            f"Uddannelse berører måneden ({_rows('education', [row])}) {verdict} (FSM2-3.3)."
        )
    return told


def _covering(spells: pd.DataFrame, when: pd.Period, status: str) -> pd.DataFrame:
    low, high = bounds(pd.PeriodIndex([when]), status)
    return spells[cover(days_of(spells["start"]), days_of(spells["end"]), low, high) > 0]


def _rows(table: str, rows: Iterable[object]) -> str:
    numbers = [str(row) for row in rows]
    return (
        f"{SCHEMAS[table].sheet}, {'række' if len(numbers) == 1 else 'rækkerne'} {listed(numbers)}"
    )
