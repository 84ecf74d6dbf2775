"""The tables of the division: who gets what, who is next, and what the choice rests on."""

import pandas as pd

from fsmlib.danish import percent_short
from fsmlib.models.assessment import Assessment
from fsmlib.models.pool import DRAWS, SCORE_SPREAD, SEED
from fsmlib.models.portfolio import InfeasibleError
from fsmlib.pages.evaluation.case import DIVIDED, Case, divided_by
from fsmlib.pages.evaluation.tables import sources_of
from fsmlib.pages.page import RESTS_ON
from fsmlib.pages.views import Column, Table

TIE_RULE = (
    "Ved lige stor værdi vælges det billigste, derefter de laveste kommunekoder. En del af et "
    "beløb giver samme del af værdien."
)


def division(case: Case) -> Table:
    """Who gets what, in the order of the codes, and who stands outside and why."""
    pool = case.pool
    try:
        grants = pool.division.grants
    except InfeasibleError as error:
        empty = pd.DataFrame(columns=["name"])
        columns = [Column("name", "Kommune")]
        return case.page.table("Fordeling", empty, columns, DIVIDED, divided_by(case), str(error))
    rows = []
    for each in pool.assessments:
        level = grants.get(each.code)
        rows.append(
            {
                "name": each.name,
                "region": each.region,
                "status": _status(case, each, level),
                "points": pool.points[each.code],
                "level": level / 100 if level else None,
                "dkk": pool.granted_dkk(each.code) or None,
            }
        )
    columns = [
        Column("name", "Kommune"),
        Column("region", "Region"),
        Column("status", "Tilsagn"),
        Column("points", "Point", "decimal", "af 100"),
        Column("level", "Del af beløbet", "percent"),
        Column("dkk", "Tilskud", "kroner", "kr."),
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    return case.page.table("Fordeling", frame, columns, DIVIDED, sources_of(case), TIE_RULE)


def reserves(case: Case) -> Table:
    """For each grant: who comes in when that municipality says no."""
    pool = case.pool
    rows = []
    for code in _grants(case):
        comes_in = pool.reserve(code)
        told = [f"{pool.by_code[c].name} ({percent_short(n / 100)})" for c, n in comes_in.items()]
        rows.append(
            {
                "name": pool.by_code[code].name,
                "freed": pool.granted_dkk(code),
                "who": ", ".join(told) or "Ingen; pengene står tilbage",
            }
        )
    columns = [
        Column("name", "Trækker sig"),
        Column("freed", "Frigiver", "kroner", "kr."),
        Column("who", "Kommer ind (del af beløbet)"),
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    note = "De øvrige beholder deres tilsagn uændret."
    return case.page.table("Reserveliste", frame, columns, DIVIDED, divided_by(case), note)


def rejected(case: Case) -> Table:
    """Those who could be funded but are not, and what they would have had to ask for."""
    pool, grants = case.pool, _grants(case)
    rows = [
        {
            "name": pool.by_code[one.code].name,
            "points": pool.points[one.code],
            "dkk": one.dkk,
            "asked": pool.would_have_had_to_ask(one.code) if grants else None,
        }
        for one in pool.open_candidates
        if one.code not in grants
    ]
    columns = [
        Column("name", "Kommune"),
        Column("points", "Point", "decimal", "af 100"),
        Column("dkk", "Genberegnet", "kroner", "kr."),
        Column("asked", "Skulle højst have søgt", "kroner", "kr."),
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    note = (
        "Med det beløb havde ansøgningen fået tilsagn, til det hele eller til en del af det "
        "(regnet på en halv promille af puljen nær); – betyder: ikke ved noget beløb."
    )
    return case.page.table("Uden tilsagn", frame, columns, DIVIDED, divided_by(case), note)


def borderline(case: Case) -> Table:
    """Proposals that luck decides: chosen in some draws and not in others."""
    pool = case.pool
    shares = pool.chosen_share() if _grants(case) else {}
    rows = [
        {"name": pool.by_code[code].name, "points": pool.points[code], "share": share}
        for code, share in sorted(shares.items(), key=lambda item: -item[1])
        if 0 < share < 1
    ]
    columns = [
        Column("name", "Kommune"),
        Column("points", "Point", "decimal", "af 100"),
        Column("share", "Valgt i", "percent", "af trækningerne"),
    ]
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    note = (
        "Alle point er ganget med hver sit tilfældige tal med spredning "
        f"{percent_short(SCORE_SPREAD)} i {DRAWS} trækninger fra startværdi {SEED}. De øvrige er "
        "valgt hver gang eller aldrig."
    )
    return case.page.table("På vippen", frame, columns, DIVIDED, divided_by(case), note)


def choices(case: Case) -> Table:
    """The evaluator's choices: weights, levels and side constraints, with what was changed."""
    rows = [
        {
            "label": value.label,
            "value": (value.options or {}).get(str(value.value), value.value),
            "unit": "" if value.options else value.unit,
            "changed": "ændret" if value.changed else "standard",
        }
        for value in case.pool.values.of_kind("choice")
    ]
    columns = [
        Column("label", "Valg"),
        Column("value", "Værdi", "value"),
        Column("unit", "Enhed"),
        Column("changed", "Ændret"),
    ]
    note = "Point er den vægtede sum af kriterierne, 0 til 100. " + TIE_RULE
    return case.page.table("Vægte og betingelser", pd.DataFrame(rows), columns, RESTS_ON, (), note)


def _grants(case: Case) -> dict[str, int]:
    """The grants, none when the constraints cannot be kept."""
    try:
        return dict(case.pool.division.grants)
    except InfeasibleError:
        return {}


def _status(case: Case, each: Assessment, level: int | None) -> str:
    if each.code in case.pool.withdrawn:
        return "Har trukket sig"
    if level:
        return "Tilsagn"
    if case.pool.can_be_funded(each):
        return "Uden tilsagn"
    return "Bryder en regel" if each.outcome == "broken" else "Intet at give til"
