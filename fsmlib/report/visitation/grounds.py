"""What the visitation answer rests on: chances, own or guessed, readings, and the checklist."""

import pandas as pd

from fsmlib.programme.sources import answer
from fsmlib.report.fit import Fit
from fsmlib.report.page import RESTS_ON
from fsmlib.report.views import Column, Table
from fsmlib.report.visitation.case import Case

READINGS = ("denominator", "status_day", "entry", "window", "threshold")
CHECKLIST = (
    "FSM2-1.1",
    "FSM2-1.2",
    "FSM2-1.4",
    "FSM2-1.6",
    "FSM2-1.7",
    "FSM2-6.1",
    "FSM2-7.2",
)
PLAN = "Visitation og bemanding"
TOLD = (
    ("Målgruppe", "target_group", "borgere"),
    ("Allerede visiteret", "already_visited", "borgere"),
    ("Visiteres pr. måned", "capacity_per_month", "borgere pr. måned"),
    ("Tilskud", "grant_dkk", "kr."),
)


def plan(case: Case) -> Table:
    """The municipality's plan as it was told."""
    simulation = case.simulation
    rows = [(what, simulation.row[name], unit) for what, name, unit in TOLD]
    waves = simulation.tables["waves"]
    if not waves.empty:
        rows.append(("Plads på hold i alt", int(waves["citizens_visited"].sum()), "borgere"))
    for step, share in enumerate(simulation.plan.start_shares, start=1):
        rows.append((f"Begynder på trin {step}", 100 * share, "pct. af de visiterede"))
    columns = [Column("what", "Tal"), Column("value", "Værdi", "hours"), Column("unit", "Enhed")]
    frame = pd.DataFrame(rows, columns=["what", "value", "unit"])
    sources = ("FSM2-2.2", "FSM2-1.3", "FSM2-1.8", "FSM2-L3")
    return case.page.table("Kommunens plan", frame, columns, RESTS_ON, sources)


def chances(case: Case) -> Table:
    """Every chance of the simulation: the municipality's own, or our guess."""
    counted = case.fit or Fit({}, case.simulation.months, False, case.page.values)
    columns = [
        Column("label", "Forudsætning"),
        Column("used", "Bruges"),
        Column("own", "Egen", "chance"),
        Column("own_low", "Egen, lav", "chance"),
        Column("own_high", "Egen, høj", "chance"),
        Column("events", "Hændelser", "whole"),
        Column("citizen_months", "Borgermåneder", "whole"),
        Column("guess", "Skøn", "chance"),
        Column("guess_low", "Skøn, lav", "chance"),
        Column("guess_high", "Skøn, høj", "chance"),
        Column("unit", "Enhed"),
    ]
    note = (
        "Egne chancer er talt i kommunens registre, med 90 % interval. Hvor de har for få "
        "hændelser, eller registrene ikke kan sige det, bruges skønnet; hvert skøn kan ændres."
    )
    sources = ("FSM2-2.4", "FSM2-2.5", "FSM2-3.1")
    title = "Chancer: egne og skøn"
    return case.page.table(title, counted.table(), columns, RESTS_ON, sources, note)


def origins(case: Case) -> Table:
    """Where the guesses come from."""
    used = Fit({}, case.simulation.months, False, case.page.values).table()["name"]
    own = {name for name in used if case.simulation.chances.is_own(name)}
    return case.page.assumptions(name for name in used if name not in own)


def sensitivity(case: Case) -> Table:
    """The numbers behind the tornado, every assumption with a range."""
    frame = pd.DataFrame(
        {
            "label": swing.value.label,
            "low": swing.value.low,
            "high": swing.value.high,
            "at_low": swing.low,
            "at_high": swing.high,
        }
        for swing in case.swings
    )
    columns = [
        Column("label", "Forudsætning"),
        Column("low", "Lav", "chance"),
        Column("high", "Høj", "chance"),
        Column("at_low", "Andel ved lav", "percent"),
        Column("at_high", "Andel ved høj", "percent"),
    ]
    note = "Hurtig model: ventet andel i den højeste måned, når én forudsætning flyttes."
    return case.page.table("Hvad ville ændre svaret", frame, columns, RESTS_ON, (), note)


def readings(case: Case) -> Table:
    """The readings in use."""
    return case.page.readings(READINGS)


def checklist(case: Case) -> Table:
    """Answers that only need to be known when the effort is planned."""
    frame = pd.DataFrame(
        [{"heading": answer(id_).heading, "text": answer(id_).text} for id_ in CHECKLIST]
    )
    columns = [Column("heading", "Emne"), Column("text", "Svar")]
    return case.page.table("Tjekliste til indsatsen", frame, columns, PLAN, CHECKLIST)
