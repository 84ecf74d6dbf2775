"""What the visitation answer rests on: chances, own or guessed, readings, and the checklist."""

import pandas as pd

from fsmlib.analyses.small_counts import FEWEST_SHOWN
from fsmlib.models.rates import UNSURE_CHANCES, names_of
from fsmlib.pages.page import RESTS_ON
from fsmlib.pages.values_in_words import in_units
from fsmlib.pages.views import PageColumn, Table, Text, paragraph
from fsmlib.pages.visitation.case import PLAN_HEADING, Case
from fsmlib.programme.values import PERCENT

READINGS_OF_RESULT = ("denominator", "status_day", "entry", "window", "threshold")
CHECKLIST = (
    "FSM2-1.1",
    "FSM2-1.2",
    "FSM2-1.4",
    "FSM2-1.6",
    "FSM2-1.7",
    "FSM2-6.1",
    "FSM2-7.2",
)
PLAN_ROWS = (
    ("Målgruppe", "target_group", "borgere"),
    ("Allerede visiteret", "already_visited", "borgere"),
    ("Visiteres pr. måned", "capacity_per_month", "borgere pr. måned"),
    ("Tilskud", "grant_dkk", "kr."),
)


def plan(case: Case) -> Table:
    """The municipality's plan as it was told."""
    simulation = case.question.simulation
    rows = [(what, simulation.row[name], unit) for what, name, unit in PLAN_ROWS]
    waves = simulation.tables["waves"]
    if not waves.empty:
        rows.append(("Plads på hold i alt", int(waves["citizens_visited"].sum()), "borgere"))
    for step, share in enumerate(simulation.plan.start_shares, start=1):
        rows.append((f"Begynder på trin {step}", 100 * share, "pct. af de visiterede"))
    columns = [
        PageColumn("what", "Tal"),
        PageColumn("value", "Værdi", "hours"),
        PageColumn("unit", "Enhed"),
    ]
    frame = pd.DataFrame(rows, columns=["what", "value", "unit"])
    sources = ("FSM2-2.2", "FSM2-1.3", "FSM2-1.8", "FSM2-L3")
    return case.page.table("Kommunens plan", frame, columns, RESTS_ON, sources)


def chances(case: Case) -> Table | Text:
    """The chances the municipality's registers can tell, beside our guesses."""
    if case.question.fit is None:
        return paragraph(
            "Der er ingen egne registre. Læg dem ved (--data), så tælles kommunens egne chancer."
        )
    frame = case.question.fit.table()
    frame = frame[frame["own"].notna()]
    told = ["own", "own_low", "own_high", "guess"]
    frame[told] = frame[told] * PERCENT
    columns = [
        PageColumn("label", "Forudsætning"),
        PageColumn("used", "Bruges"),
        PageColumn("own", "Egen", "hours", "pct."),
        PageColumn("own_low", "Egen, lav ende", "hours", "pct."),
        PageColumn("own_high", "Egen, høj ende", "hours", "pct."),
        PageColumn("events", "Sket", "whole", "gange"),
        PageColumn("citizen_months", "Ud af", "whole", "borgermåneder"),
        PageColumn("guess", "Skøn", "hours", "pct."),
    ]
    note = (
        f"{case.question.fit.sentence} Chancen ligger 9 af 10 gange mellem den lave og den høje "
        f"ende. Hvor det er sket for få gange, eller registrene ikke kan sige det, bruges "
        f"skønnet. Antal under {FEWEST_SHOWN} er skjult (–), bortset fra 0."
    )
    sources = ("FSM2-2.4", "FSM2-2.5", "FSM2-3.1")
    title = "Kommunens egne chancer"
    return case.page.table(title, frame, columns, RESTS_ON, sources, note)


def origins(case: Case) -> Table:
    """The guesses in use, and where they come from."""
    is_own = case.question.simulation.chances.is_own
    return case.page.assumptions(
        name for name in (*names_of(case.page.values), *UNSURE_CHANCES) if not is_own(name)
    )


def sensitivity(case: Case) -> Table:
    """The numbers behind the tornado, every assumption with a range."""
    frame = pd.DataFrame(
        {
            "label": swing.value.label,
            "unit": swing.value.unit,
            "low": swing.value.low,
            "high": swing.value.high,
            "at_low": swing.low,
            "at_high": swing.high,
        }
        for swing in case.question.swings
    )
    frame = in_units(frame, "low", "high") if len(frame) else frame
    columns = [
        PageColumn("label", "Forudsætning"),
        PageColumn("at_low", "Andel ved lav", "percent"),
        PageColumn("at_high", "Andel ved høj", "percent"),
        PageColumn("low", "Lav", "hours"),
        PageColumn("high", "Høj", "hours"),
        PageColumn("unit", "Enhed"),
    ]
    sources = ("FSM2-3.1", "FSM2-3.2")
    note = (
        "Ventet andel i den højeste måned, når én forudsætning flyttes og alt ellers går som i "
        "gennemsnit."
    )
    title, none = "Hvad ville ændre svaret", "Ingen forudsætning har et spænd."
    return case.page.table(title, frame, columns, RESTS_ON, sources, note, none)


def readings(case: Case) -> Table:
    """The readings in use."""
    return case.page.readings([*case.page.values.left_open, *READINGS_OF_RESULT])


def checklist(case: Case) -> Table:
    """Answers that only need to be known when the effort is planned."""
    return case.page.good_to_know("Tjekliste til indsatsen", CHECKLIST, PLAN_HEADING)
