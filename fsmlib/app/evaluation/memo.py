"""Decision memos: for one proposal, the whole pool, or all of them packed.

A memo is a notebook that was never executed: its cells hold the views, so that page and workbook
come out of the same house as every other page.
"""

from collections.abc import Iterable, Iterator
from html import escape
from io import BytesIO
from pathlib import Path

import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from fsmlib.analyses.decisions import UNDONE, Decision
from fsmlib.atomic import atomic
from fsmlib.danish import decimal, kroner, moment, percent_short
from fsmlib.models.assessment import Assessment
from fsmlib.models.pool import Pool
from fsmlib.pages.evaluation import division, pictures, tables
from fsmlib.pages.evaluation.case import DIVIDED, Case, answer, banner, page_of
from fsmlib.pages.page import RESTS_ON
from fsmlib.pages.views import Banner, Headline, PageColumn, Picture, Provenance, Table, Text
from fsmlib.programme.findings import FsmError
from fsmlib.programme.voice import Voice
from fsmlib.site.export import save, workbook_of
from fsmlib.site.html import to_html
from fsmlib.site.privacy import stop_leaks
from fsmlib.site.spoken import in_voice
from fsmlib.tables.messages import quoted
from fsmlib.tables.municipalities import municipality_name, official_name

BELOW = f"Se dem under {RESTS_ON}."  # a heading of the page and a sheet of the workbook
View = Headline | Text | Table | Picture | Banner | Provenance


def pool_memo(case: Case) -> nbformat.NotebookNode:
    """The memo on the division of the pool."""
    return _notebook(
        case.page.values.voice,
        "# Indstilling: fordeling af puljen",
        [banner(case, BELOW), answer(case), pictures.curve(case)],
        "## Tilsagn",
        [division.division(case), division.rejected(case)],
        "## Hvis en kommune trækker sig",
        [division.reserves(case), division.borderline(case)],
        *decisions(case),
        "## Ansøgningerne",
        [tables.overview(case), tables.unread(case)],
        f"## {RESTS_ON}",
        rests_on(case),
    )


def proposal_memo(case: Case, code: str) -> nbformat.NotebookNode:
    """The memo on one municipality's proposal; FsmError when it has none that can be judged."""
    if code not in case.pool.by_code:
        raise FsmError("Kommunen har ingen ansøgning, der kan vurderes.")
    assessment = case.pool.by_code[code]
    return _notebook(
        case.page.values.voice,
        f"# Indstilling: {official_name(code)}",
        [banner(case, BELOW), decision(case, assessment)],
        "## Regel for regel",
        [tables.verdicts(case, assessment)],
        "## Kommunens tal regnet efter",
        [tables.recomputation(case, assessment), tables.criteria(case, assessment)],
        f"## {RESTS_ON}",
        rests_on(case),
    )


def rests_on(case: Case) -> list[View]:
    """What was changed and chosen, the answers it rests on, and how it is made again."""
    tables = [division.changed(case), division.choices(case)]
    return [*tables, case.page.sources(), case.page.provenance()]


def decision(case: Case, assessment: Assessment) -> Text:
    """What is recommended for one proposal, in words, with the municipality's own remarks."""
    pool = case.pool
    asked = "et beløb, der ikke er oplyst"
    if assessment.applied_dkk is not None:
        asked = kroner(assessment.applied_dkk)
    if not assessment.is_asked_alike:
        asked += ", det mindste af de beløb, ansøgningen nævner"
    sentence = f"{official_name(assessment.code)} søger {asked}"
    sentence += "" if sentence.endswith(".") else "."
    sentence += " " + _recommended(case, assessment)
    reasons = [
        f"{verdict.rule}: {verdict.why}"
        for outcome in ("broken", "not_told", "person")
        for verdict in assessment.of(outcome)
    ]
    items = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    notes = quoted(assessment.notes) if assessment.notes else ""
    told = f"<p>Kommunens bemærkning: {escape(notes)}</p>" if notes else ""
    made = case.question.decisions.in_force.get(assessment.code)
    told += f"<p>Beslutning: {escape(decided(made))}</p>" if made else ""
    html = f'<p class="answer">{escape(sentence)}</p>' + (f"<ul>{items}</ul>" if items else "")
    points = f"<p>Point: {decimal(pool.points[assessment.code])} af 100.</p>"
    return Text(html + points + told, sentence)


def decided(made: Decision) -> str:
    """A decision in a sentence: what, why, by whom and when."""
    name = municipality_name(made.code)
    by = f"({made.name}, {moment(made.at)})"
    if made.kind == UNDONE:
        return f"Beslutningen om {name} er fortrudt. Begrundelse: {made.reason} {by}"
    return f"{name} {made.kind}: {made.reason} {by}"


def decisions(case: Case) -> list[str | list[View]]:
    """What has been decided, taken back or not, under a heading; nothing when nothing has."""
    made = case.question.decisions.made
    if not made:
        return []
    rows = [
        {
            "at": moment(each.at),
            "municipality": municipality_name(each.code),
            "kind": "fortryder den forrige" if each.kind == UNDONE else each.kind,
            "reason": each.reason,
            "name": each.name,
        }
        for each in made
    ]
    columns = [
        PageColumn("at", "Tidspunkt"),
        PageColumn("municipality", "Kommune"),
        PageColumn("kind", "Beslutning"),
        PageColumn("reason", "Begrundelse"),
        PageColumn("name", "Besluttet af"),
    ]
    table = case.page.table("Beslutninger", pd.DataFrame(rows), columns, DIVIDED)
    return ["## Beslutninger", [table]]


def packed(case: Case) -> Iterator[tuple[str, bytes]]:
    """Every memo there is, one at a time, each under its name in the ZIP."""
    pool = pool_memo(case)
    yield "fordeling.html", page_bytes(pool)
    yield "fordeling.xlsx", workbook_bytes(pool)
    for each in case.pool.assessments:
        memo = proposal_memo(page_of(case.question), each.code)
        yield f"indstilling_{each.code}_{each.name}.html", page_bytes(memo)


def page_bytes(memo: nbformat.NotebookNode) -> bytes:
    """The memo as one HTML file that needs nothing else; LeakError when it carries a citizen."""
    content = to_html(memo).encode()
    stop_leaks(content, Path("indstilling.html"))
    return content


def workbook_bytes(memo: nbformat.NotebookNode) -> bytes:
    """The numbers of the memo as XLSX; LeakError when they carry a citizen."""
    workbook = workbook_of(memo)
    assert workbook is not None  # a memo always has tables
    buffer = BytesIO()
    save(workbook, buffer)
    stop_leaks(buffer.getvalue(), Path("indstilling.xlsx"))
    return buffer.getvalue()


def write_memo(memo: nbformat.NotebookNode, target: Path) -> None:
    """Writes a memo as the file's ending says: HTML or XLSX; FsmError for another ending."""
    makers = {".html": page_bytes, ".xlsx": workbook_bytes}
    if target.suffix.lower() not in makers:
        raise FsmError(f"»{target.name}« skal ende på .xlsx eller .html.")
    content = makers[target.suffix.lower()](memo)
    with atomic(target) as draft:
        draft.write_bytes(content)


def _recommended(case: Case, assessment: Assessment) -> str:
    pool = case.pool
    if assessment.code in pool.withdrawn:
        return "Kommunen har trukket sig."
    if case.question.why_undivided:
        return f"Puljen kan ikke fordeles. {case.question.why_undivided}"
    level = pool.division.grants.get(assessment.code)
    if level:
        part = f" ({percent_short(level / 100)} af det genberegnede beløb)"
        return f"Det indstilles, at der gives {kroner(pool.granted_dkk(assessment.code))}{part}."
    if not pool.can_be_funded(assessment):
        refused = {"broken": "et svar er brudt", "not_told": "noget, der skal oplyses, mangler"}
        because = refused.get(assessment.outcome, "der ikke er et beløb at give")
        return f"Det indstilles, at der ikke gives tilsagn, fordi {because}."
    asked = pool.would_have_had_to_ask(assessment.code)
    most = f" Med højst {kroner(asked)} havde den fået tilsagn" if asked else ""
    most += ", til det hele eller en del af det." if asked else ""
    return f"Det indstilles, at der ikke gives tilsagn; {_why_not(pool)}.{most}"


def _why_not(pool: Pool) -> str:
    """What keeps a proposal out that could be given money."""
    if len(pool.division.grants) == pool.terms.most_projects:
        return f"der gives højst {pool.terms.most_projects} tilsagn, og andre har mere værdi"
    return "pengene rækker ikke"


def _notebook(voice: Voice, *parts: str | Iterable[View]) -> nbformat.NotebookNode:
    """Headings and views in their order, as the programme says them."""
    cells = []
    for part in parts:
        if isinstance(part, str):
            cells.append(new_markdown_cell(part))
        else:
            cells += [new_code_cell(outputs=[_output(view, voice)]) for view in part]
    return new_notebook(cells=cells)


def _output(view: View, voice: Voice) -> nbformat.NotebookNode:
    return new_output("display_data", data=in_voice(view._repr_mimebundle_(), voice))
