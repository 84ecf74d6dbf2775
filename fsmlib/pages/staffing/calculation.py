"""The sheet that computes the need from the municipality's numbers, as the page does."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from fsmlib.danish import month, percent_short, whole
from fsmlib.pages.calculation import Calculation, Cell, SheetChart
from fsmlib.pages.staffing.case import HIGH, Case
from fsmlib.rules.budget import has_pool

SHEET_NAME = "Regn selv"
NO_MORE = ((0.0, 0), (0.0, 0))  # rows for caseworkers the reader adds
SHEET_IN_WORDS = (
    "Projektmappen, der hører til siden, har et ark, »Regn selv«: ret et gult felt, fx antallet "
    "af sager, og se årsværk, løn og egenbetaling flytte sig."
)
# The shortest contract that has room for what whole persons leave.
PART = "MIN({full_time},{step}*ROUNDUP({rest_n}*{full_time}*100/({cap}*ROUND({step}*100,0)),0))"
PAID_ROWS = (
    ("pays", "Heraf betaler puljen højst", "MIN({salary_n},{high})", "kr."),
    ("left", "Tilbage til kommunen", "{salary_n}-{pays_n}", "kr."),
)
CellRows = Iterator[list[Cell]]


def calculation(case: Case) -> Calculation:
    """From cases and hours to full-time equivalents, cost and what is left to the municipality."""
    blocks = (_inputs(case), _staff(case), _answer(case), _caps(case), _months(case))
    rows = [row for block in blocks for row in (*block, [])]
    return Calculation(SHEET_NAME, rows, _charts(case), SHEET_IN_WORDS)


def _heading(*texts: str) -> list[Cell]:
    return [Cell(text, "heading") for text in texts]


def _number(
    name: str, label: str, value: float, unit: str, origin: str, is_input: bool = True
) -> list[Cell]:
    kind = "kroner" if unit == "kr." else "hours"
    number = Cell(value, "input" if is_input else "number", kind, name)
    return [Cell(label), number, Cell(unit), Cell(origin)]


def _inputs(case: Case) -> CellRows:
    plan, values, facts = case.question.plan, case.question.values, case.question.facts
    own, full_time = plan.facts, float(values.full_time_weekly_hours)
    simulated = (
        f"simuleret: projektet er gennemspillet {whole(case.question.paths)} gange, og så mange "
        f"pladser ud over dagens {whole(own.cases)} sager holder risikoen på højst "
        f"{percent_short(values.accepted_risk)}; lav siden igen, hvis tallene ændres meget"
    )
    yield _heading("Ret de gule felter", "Tal", "Enhed", "Hvor tallet kommer fra")
    yield _number("open_cases", "Åbne sager", own.open_cases, "sager", "oplyst")
    yield _number("buffer", "Plads til tilgangen", plan.needed_room - own.cases, "sager", simulated)
    told: dict[Any, Any] = facts.loc["expected_extra_cases"].to_dict()
    yield _number("expected", told["label"], own.expected_extra_cases, told["unit"], told["origin"])
    cap = values["cap"]
    yield _number("cap", cap.label, values.cap, cap.unit, ", ".join(cap.sources))
    yield _number("full_time", "Fuld tid", full_time, "timer pr. uge", "regel", False)
    step = values["contract_step_hours"]
    yield _number("step", step.label, values.contract_step_hours, step.unit, "valg")
    for name in ("hourly_wage_dkk", "hours_per_fte"):
        fact: dict[Any, Any] = facts.loc[name].to_dict()
        yield _number(name, fact["label"], fact["value"], fact["unit"], fact["origin"])
    yield _number("months", "Projektets længde", len(plan.months), "måneder", "HIR-1", False)
    if has_pool(values):
        most = ("Puljens største tilskud", values.grant_high_dkk, "kr.", "HIR-L1", False)
        yield _number("high", *most)


def _staff(case: Case) -> CellRows:
    """Caseworkers alike are one row; the cap is kept person by person."""
    facts = case.question.plan.facts
    alike = [*Counter(zip(facts.hours, facts.held, strict=True)).items()]
    rows = [(hours, held, people) for (hours, held), people in alike]
    rows += [(hours, held, 0) for hours, held in NO_MORE]
    yield _heading(
        "Sagsbehandlere i dag",
        "Personer",
        "Timer til sager pr. uge",
        "Øvrige sager, hver",
        "Pladser, hver",
        "Pladser i alt",
        "Øvrige sager i alt",
        "Timer i alt",
    )
    for n, (hours, held, people) in enumerate(rows):
        last = "last" if n == len(rows) - 1 else n
        yield [
            Cell("Flere ens" if people > 1 else ""),
            Cell(people, "input", "whole", f"people_{n}"),
            Cell(hours, "input", "hours", f"hours_{n}"),
            Cell(held, "input", "whole", f"held_{n}"),
            Cell(
                f"=MAX({_places(case, f'hours_{n}')},{{held_{n}}})", "formula", "hours", f"each_{n}"
            ),
            Cell(f"={{people_{n}}}*{{each_{n}}}", "formula", "hours", f"places_{last}"),
            Cell(f"={{people_{n}}}*{{held_{n}}}", "formula", "whole", f"others_{last}"),
            Cell(f"={{people_{n}}}*{{hours_{n}}}", "formula", "hours", f"weekly_{last}"),
        ]


def _places(case: Case, hours: str) -> str:
    """Cases a person has room for: in whole hundredths of hours, so that no rounding takes one."""
    places = f"{{cap}}*ROUND(MIN({{{hours}}},{{full_time}})*100,0)/({{full_time}}*100)"
    is_fraction = case.question.values.part_time_cap == "fraction"
    return places if is_fraction else f"ROUNDDOWN({places},0)"


def _answer(case: Case) -> CellRows:
    """Today's cases beside room for those who come; `_n` stands for the one or the other."""
    needed = ("{open_cases}+SUM({others_0}:{others_last})", "{needed_today}+{buffer}")
    new_places = "{room_n}+{whole_n}*{cap}+" + _places(case, "part_n")
    salary = "{fte_n}*{hours_per_fte}*{months}/12*{hourly_wage_dkk}"
    yield _heading("Svaret", "Til sagerne i dag", "Med plads til tilgangen", "Enhed")
    yield _both("needed", "Pladser, der skal være", needed, "sager")
    for name, label, formula, unit in (
        ("room", "Pladser i dag", "SUM({places_0}:{places_last})", "sager"),
        ("missing", "Pladser, der mangler", "MAX(0,{needed_n}-{room_n})", "sager"),
        ("whole", "Nye på fuld tid", "INT({missing_n}/{cap})", "personer"),
        ("rest", "Pladser til den sidste stilling", "{missing_n}-{whole_n}*{cap}", "sager"),
        ("part", "Den sidste stilling", PART, "timer pr. uge"),
        ("people", "Nye personer", "{whole_n}+IF({part_n}>0,1,0)", "personer"),
        ("fte", "Nye årsværk", "({whole_n}*{full_time}+{part_n})/{full_time}", "årsværk"),
        ("new_room", "Pladser med de nye", new_places, "sager"),
        ("salary", "Løn i projektet", salary, "kr."),
        *(PAID_ROWS if has_pool(case.question.values) else ()),
    ):
        yield _both(name, label, (formula, formula), unit)


def _both(name: str, label: str, formulas: tuple[str, str], unit: str) -> list[Cell]:
    kind = {"kr.": "kroner", "årsværk": "fte"}.get(unit, "hours")
    cells = [
        Cell("=" + formula.replace("_n}", f"_{n}}}"), "formula", kind, f"{name}_{n}")
        for n, formula in zip(("today", "inflow"), formulas, strict=True)
    ]
    return [Cell(label), *cells, Cell(unit)]


def _caps(case: Case) -> CellRows:
    low, high = case.question.values.cap_low_cases, case.question.values.cap_high_cases
    yield _heading("Loft, sager", "Behov, årsværk", "I dag, årsværk")
    for cap in range(low, high + 1):
        yield [
            Cell(cap, "number", "whole", f"cap_{cap}"),
            Cell(
                f"=({{needed_today}}+{{expected}})/{{cap_{cap}}}", "formula", "fte", f"need_{cap}"
            ),
            Cell("=SUM({weekly_0}:{weekly_last})/{full_time}", "formula", "fte", f"current_{cap}"),
        ]


def _months(case: Case) -> CellRows:
    months = case.question.months
    yield _heading("Måned", "Ventede sager", HIGH, "Plads med de nye")
    for n, when in enumerate(case.question.plan.months):
        yield [
            Cell(month(when), name=f"month_{n}"),
            Cell(float(months["expected_cases"].iloc[n]), "number", "decimal", f"expected_{n}"),
            Cell(float(months["high_cases"].iloc[n]), "number", "whole", f"high_{n}"),
            Cell("={new_room_inflow}", "formula", "hours", f"with_new_{n}"),
        ]


def _charts(case: Case) -> list[SheetChart]:
    """The need by cap, and the cases by month."""
    low, high = case.question.values.cap_low_cases, case.question.values.cap_high_cases
    last = len(case.question.plan.months) - 1
    return [
        SheetChart(
            "Behov for årsværk ved hvert loft",
            "Årsværk",
            (f"cap_{low}", f"cap_{high}"),
            series=(("Behov", f"need_{low}", f"need_{high}"),),
            lines=(("I dag", f"current_{low}", f"current_{high}"),),
        ),
        SheetChart(
            "Sager ved månedens udgang",
            "Sager",
            ("month_0", f"month_{last}"),
            lines=(
                ("Ventede sager", "expected_0", f"expected_{last}"),
                (HIGH, "high_0", f"high_{last}"),
                ("Plads med de nye", "with_new_0", f"with_new_{last}"),
            ),
        ),
    ]
