"""What there is to decide on a proposal, and all that has been decided, as HTML."""

from collections.abc import Mapping
from html import escape

from fsmlib.analyses.decisions import INCLUDED, UNDONE, WITHDRAWN, Decision
from fsmlib.app.evaluation.memo import decided
from fsmlib.app.evaluation.served import INVENTED, Served
from fsmlib.app.evaluation.settings import ONE, Settings
from fsmlib.models.assessment import Assessment
from fsmlib.pages.evaluation.case import Case

TO_DECIDE = {
    WITHDRAWN: "Kommunen har trukket sig",
    INCLUDED: "Tages med trods vurderingen",
    UNDONE: "Fortryd beslutningen",
}


def to_decide(served: Served, one: Assessment, settings: Settings) -> str:
    """The decision in force on a proposal, to be taken back; else a form to decide."""
    if served.folder is None:
        return f'<p class="hint">{INVENTED}</p>'
    made = served.decisions.in_force.get(one.code)
    kinds = (UNDONE,) if made else (WITHDRAWN, INCLUDED)
    buttons = "".join(
        f'<button class="quiet" name="beslutning" value="{kind}">{TO_DECIDE[kind]}</button>'
        for kind in kinds
    )
    told = f"<p>{escape(decided(made))}</p>" if made else ""
    return (
        f'<section class="decide" aria-labelledby="decide"><h3 id="decide">Beslutning</h3>{told}'
        f'<form method="post" action="/star/beslutning?{escape(settings.query)}">'
        f'<input type="hidden" name="kommune" value="{one.code}">'
        '<div class="field"><label for="begrundelse">Begrundelse</label>'
        '<input id="begrundelse" name="begrundelse" required autocomplete="off"></div>'
        '<div class="field"><label for="navn">Dit navn</label>'
        f'<input id="navn" name="navn" required autocomplete="name"></div><p>{buttons}</p></form>'
        '<p class="hint">Beslutningen gemmes i beslutninger.csv ved siden af ansøgningerne.</p>'
        "</section>"
    )


def log(served: Served, case: Case, settings: Settings) -> str:
    """Every decision there is, the latest first, each in force with a way to take it back."""
    if not served.decisions.made:
        return "<p>Der er ingen beslutninger endnu. De træffes under Én ansøgning.</p>"
    in_force = served.decisions.in_force
    items = "".join(
        f"<li>{escape(decided(each))}{_way_back(each, in_force, case, settings)}</li>"
        for each in reversed(served.decisions.made)
    )
    return f'<ul class="log">{items}</ul>'


def _way_back(
    each: Decision, in_force: Mapping[str, Decision], case: Case, settings: Settings
) -> str:
    if in_force.get(each.code) is not each or each.code not in case.pool.by_code:
        return ""
    link = escape(settings.link(view=ONE, code=each.code))
    name = escape(case.pool.by_code[each.code].name)
    return f' <a href="{link}">Fortryd<span class="said"> beslutningen om {name}</span></a>'
