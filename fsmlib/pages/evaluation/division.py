"""The tables of the division: who gets what, who is next, and what the choice rests on."""

from typing import Any

import pandas as pd

from fsmlib.danish import percent_short, with_unit
from fsmlib.models.pool import DRAWS, SCORE_SPREAD
from fsmlib.pages.evaluation.case import DIVIDED, Case, divided_by
from fsmlib.pages.evaluation.tables import sources_of
from fsmlib.pages.page import RESTS_ON
from fsmlib.pages.views import PageColumn, Table
from fsmlib.programme.values import KIND_IN_DANISH, Value

TIE_RULE = (
    "Ved lige stor værdi vælges det billigste, derefter de laveste kommunekoder. En del af et "
    "beløb giver samme del af værdien."
)


def division(case: Case) -> Table:
    """Who gets what, in the order of the codes, and who stands outside and why."""
    columns = [
        PageColumn("municipality", "Kommune"),
        PageColumn("region", "Region"),
        PageColumn("status", "Tilsagn"),
        PageColumn("points", "Point", "decimal", "af 100", term="points"),
        PageColumn("level", "Del af beløbet", "percent"),
        PageColumn("grant_dkk", "Tilskud", "kroner", "kr.", term="grant_dkk"),
    ]
    asked = case.question
    note = asked.why_undivided or TIE_RULE
    sources = divided_by(case) if asked.why_undivided else sources_of(case)
    return case.page.table("Fordeling", asked.division, columns, DIVIDED, sources, note)


def reserves(case: Case) -> Table:
    """For each grant: who comes in when that municipality says no."""
    found = case.question.reserves
    told = [
        ", ".join(f"{name} ({percent_short(part)})" for name, part in names.items())
        or "Ingen; pengene står tilbage"
        for names in found["comes_in"]
    ]
    columns = [
        PageColumn("municipality", "Trækker sig"),
        PageColumn("freed_dkk", "Frigiver", "kroner", "kr."),
        PageColumn("comes_in", "Kommer ind (del af beløbet)"),
    ]
    note = "De øvrige beholder deres tilsagn uændret."
    frame = found.assign(comes_in=told)
    return case.page.table("Reserveliste", frame, columns, DIVIDED, divided_by(case), note)


def rejected(case: Case) -> Table:
    """Those who could be funded but are not, and what they would have had to ask for."""
    columns = [
        PageColumn("municipality", "Kommune"),
        PageColumn("points", "Point", "decimal", "af 100", term="points"),
        PageColumn("recomputed_dkk", "Genberegnet", "kroner", "kr.", term="recomputed_dkk"),
        PageColumn("most_dkk", "Skulle højst have søgt", "kroner", "kr."),
    ]
    note = (
        "Med det beløb havde ansøgningen fået tilsagn, til det hele eller til en del af det "
        "(fundet inden for 0,05 % af puljen); – betyder: ikke ved noget beløb."
    )
    frame = case.question.rejected
    return case.page.table("Uden tilsagn", frame, columns, DIVIDED, divided_by(case), note)


def borderline(case: Case) -> Table:
    """Proposals that luck decides: chosen in some draws and not in others."""
    columns = [
        PageColumn("municipality", "Kommune"),
        PageColumn("points", "Point", "decimal", "af 100", term="points"),
        PageColumn("share", "Får tilsagn", "percent", "af gangene"),
    ]
    note = (
        f"Puljen er fordelt {DRAWS} gange, hvor hver ansøgnings point tilfældigt er flyttet op "
        f"eller ned, typisk {percent_short(SCORE_SPREAD)}. De øvrige får tilsagn hver gang eller "
        "aldrig."
    )
    frame = case.question.borderline
    return case.page.table("På vippen", frame, columns, DIVIDED, divided_by(case), note)


def choices(case: Case) -> Table:
    """The evaluator's choices: weights, levels and side constraints, with what was changed."""
    rows = [
        {
            "label": value.label,
            **_set_to(value),
            "changed": "ændret" if value.changed else "standard",
        }
        for value in case.pool.values.of_kind("choice")
    ]
    columns = [
        PageColumn("label", "Valg"),
        PageColumn("value", "Værdi", "value"),
        PageColumn("unit", "Enhed"),
        PageColumn("changed", "Ændret"),
    ]
    note = (
        "Hvert kriterium giver point efter sin vægt, og de lægges sammen til mellem 0 og 100. "
        f"{TIE_RULE}"
    )
    return case.page.table("Vægte og betingelser", pd.DataFrame(rows), columns, RESTS_ON, (), note)


def changed(case: Case) -> Table:
    """Every value that departs from its standard: rules, readings, assumptions and choices."""
    rows = [
        {
            "label": value.label,
            **_set_to(value),
            "default": _set_to(value.model_copy(update={"value": value.default}))["value"],
            "kind": KIND_IN_DANISH[value.kind],
        }
        for value in case.page.values.values()
        if value.changed
    ]
    columns = [
        PageColumn("label", "Værdi"),
        PageColumn("value", "Sat til", "value"),
        PageColumn("default", "Standard", "value"),
        PageColumn("unit", "Enhed"),
        PageColumn("kind", "Art"),
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    none = "Ingen; alle værdier er programmets egne"
    return case.page.table("Ændrede værdier", frame, columns, RESTS_ON, none=none)


def _set_to(value: Value) -> dict[str, Any]:
    """What a choice is set to, and its unit."""
    if value.options:
        return {"value": value.options.get(str(value.value), value.value), "unit": ""}
    return dict(zip(("value", "unit"), with_unit(value.value, value.unit), strict=True))
