"""The memos to download, as HTML."""

from html import escape

from fsmlib.app.evaluation.settings import Settings
from fsmlib.danish import kroner
from fsmlib.models.assessment import Assessment
from fsmlib.pages.evaluation.case import Case


def downloads(case: Case, one: Assessment, choice: str, settings: Settings) -> str:
    """Links to the memos on the pool, on one proposal and on all; why there are none instead."""
    if settings.refusal:
        return f'<p class="warning" role="alert">{escape(settings.refusal)}</p>'
    query, name = escape(settings.query), escape(one.name)
    return (
        f"<p>Puljen på {kroner(case.pool.pool_dkk)}: "
        f"{_download(f'/star/notat/fordeling.html?{query}', 'Puljen (HTML)')} "
        f"{_download(f'/star/notat/fordeling.xlsx?{query}', 'Puljen (XLSX)')}</p>"
        f"{choice}"
        f"<p>{_download(f'/star/notat/{one.code}.html?{query}', f'{name} (HTML)')} "
        f"{_download(f'/star/notat/{one.code}.xlsx?{query}', f'{name} (XLSX)')}</p>"
        f"<p>{_download(f'/star/notat/alle.zip?{query}', 'Alle notater (ZIP)')}</p>"
    )


def _download(address: str, words: str) -> str:
    return f'<a class="download" href="{address}" download>{words}</a>'
