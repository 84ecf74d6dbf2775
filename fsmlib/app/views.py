"""The app's views as HTML: what a table in a page cannot do, sort, filter, open and compare."""

import base64
from collections.abc import Iterable
from html import escape

from fsmlib.analyses.evaluation import why
from fsmlib.app.memo import decision
from fsmlib.danish import decimal, formatted, short, whole
from fsmlib.models.assessment import Assessment
from fsmlib.pages.evaluation.case import Case
from fsmlib.pages.evaluation.tables import (
    UNIT_HEADINGS,
    criteria,
    recomputation,
    unread,
    verdicts,
)
from fsmlib.pages.views import Picture, Text
from fsmlib.programme.verdicts import OUTCOME_IN_DANISH, Outcome

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

BAR_WIDTH_REM = 6
DEFINITIONS = {
    "Vurdering": (
        "Brudt: mindst ét svar er brudt. Ikke oplyst: noget, der skal oplyses, mangler. "
        "Se efter: et menneske skal se på noget."
    ),
    "Point": "Den vægtede sum af kriterierne, 0 til 100; vægtene står under Indstillinger.",
    "Ansøgt kr.": "Det beløb, kommunen søger.",
    "Genberegnet kr.": "Det beløb, behovet og puljens regler bærer; aldrig mere end ansøgt.",
    "Ansøgte årsværk": "Fuldtidsstillinger på 37 timer om ugen, der søges om.",
    "Årsværk": "Jobformidlernes fuldtidsstillinger på 37 timer om ugen.",
    "Behov": "Årsværk, der holder loftet med den valgte risiko, når sagerne kommer løbende.",
    "Målgruppe": "Aktivitetsparate over 30 år.",
}


def chip(outcome: Outcome) -> str:
    """A verdict in colour and words."""
    return f'<span class="chip {outcome}">{OUTCOME_IN_DANISH[outcome]}</span>'


def overview_html(case: Case) -> str:
    """All proposals: sorted by a click on a heading, filtered as one types, opened by name."""
    headings = [
        "Kommune",
        "Region",
        "Vurdering",
        "Point",
        "Ansøgt kr.",
        "Genberegnet kr.",
        *UNIT_HEADINGS[case.pool.values.kind],
        "Hvorfor",
    ]
    head = "".join(f'<th scope="col"><button>{_defined(name)}</button></th>' for name in headings)
    rows = "".join(_row(case, each) for each in case.pool.assessments)
    told = unread(case).html() if case.evaluation.judged.unread else ""
    return (
        '<h2>Alle ansøgninger</h2><p><label for="filter">Find (kommune, region, regel): </label>'
        '<input id="filter" class="filter" aria-controls="proposals" autocomplete="off"> '
        f'<span class="shown" role="status">{len(case.pool.assessments)} vises</span></p>'
        '<div class="table" tabindex="0" role="region" aria-label="Alle ansøgninger">'
        f'<table id="proposals"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        f"{told}"
    )


def proposal_html(case: Case, assessment: Assessment) -> str:
    """One proposal: the recommendation, every answer, and its numbers beside ours."""
    return (
        f"<h2>{escape(assessment.name)} {chip(assessment.outcome)}</h2>"
        f"{decision(case, assessment).html}{verdicts(case, assessment).html()}"
        '<div class="pair"><div>'
        f"{recomputation(case, assessment).html()}</div><div>"
        f"{criteria(case, assessment).html()}</div></div>"
    )


def pair_html(case: Case, one: Assessment, other: Assessment) -> str:
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
        f"{_differences('To ansøgninger', ('Hvad', one.name, other.name), rows)}"
        f"<p>{escape(one.name)} {chip(one.outcome)} {escape(other.name)} {chip(other.outcome)}</p>"
    )


def settings_html(default: Case, chosen: Case) -> str:
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
    table = _differences("Standard mod jeres", heads, rows)
    return f"<h2>Standard mod jeres indstillinger</h2>{table}"


def link_html(query: str) -> str:
    """A button that copies a link with all settings, and the link to see."""
    return (
        f'<p class="copylink"><button type="button" data-copy="{escape(query)}">Kopiér link'
        '</button><label for="link">Link til denne visning</label>'
        f'<input id="link" readonly value="{escape(query)}">'
        '<span id="copied" role="status"></span></p>'
    )


def figure_html(picture: Picture | Text) -> str:
    """A picture with its caption and what it shows in words; nothing when there is none."""
    if isinstance(picture, Text):
        return picture.html
    return picture.html()


def download_html(what: str, name: str, kind: str, content: bytes) -> str:
    """A link that saves a file made here; nothing is left on the server."""
    data = base64.b64encode(content).decode()
    ending = name.rsplit(".", 1)[-1].upper()
    return (
        f'<a class="download" download="{name}" href="data:{kind};base64,{data}">'
        f"{escape(what)} ({ending})</a>"
    )


def alert_html(text: str) -> str:
    """A sentence that a screen reader says at once."""
    return f'<p class="warning" role="alert">{escape(text)}</p>'


def _row(case: Case, each: Assessment) -> str:
    points = case.pool.points[each.code]
    bar = f'<span class="bar" style="width:{points / 100 * BAR_WIDTH_REM:.2f}rem"></span>'
    numbers = [
        (points, f"{decimal(points)} {bar}"),
        (each.applied_dkk or 0, "–" if each.applied_dkk is None else whole(each.applied_dkk)),
        (each.recomputed_dkk, whole(each.recomputed_dkk)),
        (each.applied_units or 0, "–" if each.applied_units is None else short(each.applied_units)),
        (each.needed_units, short(each.needed_units)),
    ]
    cells = "".join(
        f'<td class="number" data-sort="{number}">{text}</td>' for number, text in numbers
    )
    return (
        f'<tr><th scope="row"><button type="button" data-open="{escape(each.name)}">'
        f"{escape(each.name)}</button></th><td>{escape(each.region)}</td>"
        f"<td>{chip(each.outcome)}</td>{cells}<td>{escape(why(each)) or '–'}</td></tr>"
    )


def _defined(heading: str) -> str:
    meaning = DEFINITIONS.get(heading, "")
    return f'<abbr title="{escape(meaning)}">{heading}</abbr>' if meaning else heading


def _differences(
    label: str,
    heads: tuple[str, str, str],
    rows: Iterable[tuple[str, float | None, float | None, str]],
) -> str:
    """Two numbers of each row, (what, one, other, kind), with their difference."""
    what, *numbers = heads
    told = "".join(
        f'<th scope="col" class="number">{escape(text)}</th>' for text in (*numbers, "Forskel")
    )
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        f'<td class="number">{formatted(a, kind)}</td><td class="number">{formatted(b, kind)}</td>'
        f'<td class="number">{_difference(a, b, kind)}</td></tr>'
        for name, a, b, kind in rows
    )
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>'
        f'<th scope="col">{what}</th>{told}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _difference(one: float | None, other: float | None, kind: str) -> str:
    if one is None or other is None:
        return "–"
    gap = other - one
    sign = "+" if gap > 0 else "−" if gap < 0 else ""
    return sign + formatted(abs(gap), "percent" if kind == "risk" else kind)
