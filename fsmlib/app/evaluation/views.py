"""The app's views as HTML: what a table in a page cannot do, filter, open, compare and decide."""

from html import escape
from typing import Any

import pandas as pd

from fsmlib.analyses.evaluation import why
from fsmlib.app.evaluation.chart import FUNDED, chart, status
from fsmlib.app.evaluation.deciding import log, to_decide
from fsmlib.app.evaluation.differences import differences
from fsmlib.app.evaluation.downloads import downloads
from fsmlib.app.evaluation.memo import decision
from fsmlib.app.evaluation.served import Served
from fsmlib.app.evaluation.settings import ALL, DIVISION, ONE, OPENED, PAIR, Settings
from fsmlib.danish import count, decimal, kroner, percent_short, short, whole
from fsmlib.models.assessment import Assessment
from fsmlib.pages.evaluation import division, pictures
from fsmlib.pages.evaluation.case import Case, answer
from fsmlib.pages.evaluation.tables import (
    UNIT_HEADINGS,
    criteria,
    recomputation,
    unread,
    verdicts,
)
from fsmlib.programme.values import PERCENT
from fsmlib.programme.verdicts import OUTCOME_IN_DANISH, Outcome

BAR = 96  # pixels for 100 points
REASONS = 4  # in a row of the table; the filter finds the others too
DEFINITIONS = {
    "Vurdering": (
        "Brudt: mindst ét svar er brudt. Ikke oplyst: noget, der skal oplyses, mangler. "
        "Se efter: et menneske skal se på noget."
    ),
    "Point": "Den vægtede sum af kriterierne, 0 til 100; vægtene står under Vægte.",
    "Ansøgt kr.": "Det beløb, kommunen søger; det mindste, hvis ansøgningen nævner flere.",
    "Genberegnet kr.": "Det beløb, behovet og puljens regler bærer; aldrig mere end ansøgt.",
    "Ansøgte årsværk": "Fuldtidsstillinger på 37 timer om ugen, der søges om.",
    "Årsværk": "Jobformidlernes fuldtidsstillinger på 37 timer om ugen.",
    "Behov": "Årsværk, der holder loftet med den valgte risiko, når sagerne kommer løbende.",
    "Målgruppe": "Aktivitetsparate over 30 år.",
}


def view(served: Served, case: Case, settings: Settings) -> str:
    """The open view; a sentence when there is nothing to show in it."""
    if settings.view != ALL and not case.pool.assessments:
        return "<p>Der er ingen ansøgninger, der kan vurderes.</p>"
    if settings.view == ALL:
        return _all(served.default, case, settings)
    one, other = open_pair(case, settings)
    if settings.view == ONE:
        choice = _choice("kommune", "Kommune", case, one)
        return choice + proposal_view(case, one, to_decide(served, one, settings))
    if settings.view == PAIR:
        choices = _choice("kommune", "Kommune", case, one) + _choice(
            "anden", "Over for", case, other
        )
        return choices + _pair(case, one, other) + _against_the_rules(served.default, case)
    if settings.view == DIVISION:
        return _division(case)
    return _memos(served, case, settings)


def open_pair(case: Case, settings: Settings) -> tuple[Assessment, Assessment]:
    """The proposal that is open, and the one it is held against; at first the first two by name."""
    by_name = sorted(case.pool.assessments, key=lambda each: each.name)
    one = case.pool.by_code.get(settings.code, by_name[0])
    others = [each for each in by_name if each is not one] or [one]
    return one, case.pool.by_code.get(settings.other, others[0])


def chip(outcome: Outcome) -> str:
    """A verdict in colour and words."""
    return f'<span class="chip {outcome}">{OUTCOME_IN_DANISH[outcome]}</span>'


def _all(default: Case, case: Case, settings: Settings) -> str:
    """Points against kroner, who comes in and goes out, and the table of all proposals."""
    moved = case.question.moved_since(default.question)
    comes_or_goes = moved[(moved["was"] == 0) | (moved["now"] == 0)]
    drawing = chart(case, [*comes_or_goes["municipality_code"]])
    return (
        f'<div class="first"><div class="drawn" tabindex="0" role="region" aria-label="Point mod '
        f'kroner">{drawing}</div>{_moved(case, moved)}</div>{_overview(case, settings)}'
    )


def _moved(case: Case, moved: pd.DataFrame) -> str:
    """How many are funded, and who comes in and goes out since the rules' own settings."""
    if told := case.question.why_undivided:
        return f'<div class="moved"><p class="warning" role="alert">{escape(told)}</p></div>'
    division = case.pool.division
    number = count(len(division.grants), "ansøgning", "ansøgninger")
    lists = {
        "Kommer ind": moved[moved["was"] == 0],
        "Går ud": moved[moved["now"] == 0],
        "Får en anden del": moved[(moved["was"] > 0) & (moved["now"] > 0)],
    }
    told = "".join(
        f"<h3>{heading} ({len(rows)})</h3><ul>{''.join(map(_level, rows.itertuples()))}</ul>"
        for heading, rows in lists.items()
        if len(rows)
    )
    none = "<p>Ingen kommer ind eller går ud i forhold til reglernes egne indstillinger.</p>"
    return (
        f'<div class="moved"><p><strong>{number} får tilsagn for {kroner(division.dkk)}</strong> '
        f"af {kroner(case.pool.pool_dkk)}</p>{told or none}</div>"
    )


def _level(row: Any) -> str:
    parts = [percent_short(part) if part else "intet" for part in (row.was, row.now)]
    return f"<li>{escape(row.municipality)} <small>({parts[0]} → {parts[1]})</small></li>"


def _overview(case: Case, settings: Settings) -> str:
    """All proposals: sorted by a press on a heading, filtered as one types, opened by name."""
    headings = [
        "Kommune",
        "Region",
        "Vurdering",
        "Point",
        "Tilsagn",
        "Ansøgt kr.",
        "Genberegnet kr.",
        *UNIT_HEADINGS[case.pool.values.kind][:2],
        "Hvorfor",
    ]
    head = "".join(
        f'<th scope="col"><button type="button">{_defined(name)}</button></th>' for name in headings
    )
    link = escape(settings.link(view=ONE, code=OPENED))
    rows = "".join(_row(case, each, link) for each in case.pool.assessments)
    told = unread(case).html() if case.question.judged.unread else ""
    return (
        '<h2>Alle ansøgninger</h2><p><label for="filter">Find (kommune, region, regel): </label>'
        '<input id="filter" class="filter" aria-controls="proposals" autocomplete="off"> '
        f'<span class="shown" role="status">{len(case.pool.assessments)} vises</span></p>'
        '<div class="table" tabindex="0" role="region" aria-label="Alle ansøgninger">'
        f'<table id="proposals"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        f"{told}"
    )


def _row(case: Case, each: Assessment, link: str) -> str:
    points = case.pool.points[each.code]
    bar = (
        f'<svg class="bar" width="{BAR}" height="10" aria-hidden="true">'
        f'<rect width="{points / PERCENT * BAR:.1f}" height="10"/></svg>'
    )
    level = case.question.grants.get(each.code, 0)
    numbers = [
        (points, f"{decimal(points)} {bar}"),
        (level, percent_short(level / PERCENT) if status(case, each) == FUNDED else "–"),
        (each.applied_dkk or 0, "–" if each.applied_dkk is None else whole(each.applied_dkk)),
        (each.recomputed_dkk, whole(each.recomputed_dkk)),
        (each.applied_units or 0, "–" if each.applied_units is None else short(each.applied_units)),
        (each.needed_units, short(each.needed_units)),
    ]
    cells = "".join(
        f'<td class="number" data-sort="{number}">{text}</td>' for number, text in numbers
    )
    link = link.replace(OPENED, each.code.replace("+", "%2B"))
    return (
        f'<tr><th scope="row"><a href="{link}" data-code="{each.code}">{escape(each.name)}</a></th>'
        f"<td>{escape(each.region)}</td><td>{chip(each.outcome)}</td>{cells}"
        f"<td>{escape(why(each, REASONS)) or '–'}<span hidden>{escape(why(each))}</span></td></tr>"
    )


def proposal_view(case: Case, one: Assessment, deciding: str = "") -> str:
    """One proposal: the recommendation, what there is to decide, every answer, and its numbers."""
    return (
        f"<h2>{escape(one.name)} {chip(one.outcome)}</h2>"
        f"{decision(case, one).html}{deciding}{verdicts(case, one).html()}"
        f'<div class="pair"><div>{recomputation(case, one).html()}</div>'
        f"<div>{criteria(case, one).html()}</div></div>"
    )


def _pair(case: Case, one: Assessment, other: Assessment) -> str:
    """Two proposals side by side, with their difference."""
    points = case.pool.points
    rows = [
        ("Point", points[one.code], points[other.code], "decimal"),
        ("Ansøgt beløb, kr.", one.applied_dkk, other.applied_dkk, "kroner"),
        ("Genberegnet beløb, kr.", one.recomputed_dkk, other.recomputed_dkk, "kroner"),
        *(
            (label, number, other.facts[label][0], kind)
            for label, (number, kind) in one.facts.items()
            if label in other.facts
        ),
    ]
    return (
        "<h2>To ansøgninger ved siden af hinanden</h2>"
        f"{differences('To ansøgninger', ('Hvad', one.name, other.name), rows)}"
        f"<p>{escape(one.name)} {chip(one.outcome)} {escape(other.name)} {chip(other.outcome)}</p>"
    )


def _against_the_rules(default: Case, chosen: Case) -> str:
    """The programme's own settings beside the evaluator's: points of each proposal that moved."""
    before, after = default.pool.points, chosen.pool.points
    moved = [code for code in after if code in before and abs(after[code] - before[code]) > 0.05]
    if not moved:
        return "<h2>Standard mod jeres indstillinger</h2><p>Ingen point er ændret.</p>"
    rows = [
        (chosen.pool.by_code[code].name, before[code], after[code], "decimal")
        for code in sorted(moved, key=lambda code: before[code] - after[code])
    ]
    heads = ("Kommune", "Standard", "Jeres indstillinger")
    return "<h2>Standard mod jeres indstillinger</h2>" + differences(heads[1], heads, rows)


def _division(case: Case) -> str:
    """The division, what the next krone would give, who is next and who is near."""
    tables = (division.division, division.rejected, division.reserves, division.borderline)
    told = "".join(table(case).html() for table in tables)
    curve = pictures.curve(case)._repr_mimebundle_()["text/html"]
    return f"<h2>Fordeling</h2>{answer(case).html}{curve}{told}"


def _memos(served: Served, case: Case, settings: Settings) -> str:
    """The memos to download, and all that has been decided."""
    one, _ = open_pair(case, settings)
    choice = _choice("kommune", "Kommune", case, one)
    return (
        f"<h2>Notater</h2>{downloads(case, one, choice, settings)}"
        f"<h2>Beslutninger</h2>{log(served, case, settings)}"
    )


def _choice(name: str, label: str, case: Case, chosen: Assessment) -> str:
    """A list of the municipalities, part of the form of settings."""
    options = "".join(
        f'<option value="{each.code}"{" selected" if each is chosen else ""}>{escape(each.name)}'
        "</option>"
        for each in sorted(case.pool.assessments, key=lambda each: each.name)
    )
    return (
        f'<p class="choice"><label for="{name}">{label}</label> '
        f'<select id="{name}" name="{name}" data-kept="{chosen.code}" '
        f'form="settings">{options}</select></p>'
    )


def _defined(heading: str) -> str:
    meaning = DEFINITIONS.get(heading, "")
    return f'<abbr title="{escape(meaning)}">{heading}</abbr>' if meaning else heading
