"""Links that work where a page lies: within it, and to the pages that lie beside it."""

import re
from collections.abc import Collection
from html import escape

from fsmlib.programme.sources import answers
from fsmlib.programme.voice import ANSWER_ID

RULEBOOK = "06_rulebook"
_TO_A_NOTEBOOK = re.compile(r'<a href="([\w.-]+)\.ipynb(#[^"]*)?">(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"(<[^>]*>)")
_NAME = re.compile(r"</?(\w+)")
_OWN_ID = re.compile(r'\bid="([^"]+)"')
_TO_AN_ANSWER = re.compile(rf'<a href="#({ANSWER_ID})">(.*?)</a>', re.DOTALL)
_ANSWER = re.compile(ANSWER_ID)
NO_LINKS_IN = frozenset({"a", "code", "pre", "script", "style", "title"})


def linked(html: str, beside: Collection[str], index: str = "") -> str:
    """The page with every link leading somewhere: to an `index`, or to the pages `beside` it.

    A link to a notebook that is in neither becomes its text.  The id of an answer leads to where
    the page retells it, else, and from there, to the rulebook when that lies beside; the heading of
    the answer shows on hover.
    """
    html = _TO_A_NOTEBOOK.sub(lambda link: _to_a_page(link, beside, index), html)
    here = set(_OWN_ID.findall(html))
    html = _TO_AN_ANSWER.sub(lambda link: _to_an_answer(link, here), html)
    parts, inside, own = [], "", ""
    for part in _TAG.split(html):
        if not part.startswith("<"):
            parts.append(part if inside else _with_answers(part, here, own, beside))
            continue
        name = _NAME.match(part)
        if name and name[1] in NO_LINKS_IN and inside in ("", name[1]):
            inside = "" if part.startswith("</") else name[1]
        id_ = _OWN_ID.search(part)
        own = id_[1] if id_ else ""
        parts.append(part)
    return "".join(parts)


def _to_a_page(link: re.Match[str], beside: Collection[str], index: str) -> str:
    page, place, text = link.groups()
    if index:
        return f'<a href="{index}">{text}</a>'
    return f'<a href="{page}.html{place or ""}">{text}</a>' if page in beside else text


def _to_an_answer(link: re.Match[str], here: Collection[str]) -> str:
    id_, text = link.groups()
    return f"{_opening(f'#{id_}', id_)}{text}</a>" if id_ in here else text


def _with_answers(text: str, here: Collection[str], own: str, beside: Collection[str]) -> str:
    """A text with the ids of answers as links; `own` is the one that is retold right here."""

    def link(found: re.Match[str]) -> str:
        id_ = found[0]
        if id_ not in answers():
            return id_
        if id_ in here and id_ != own:
            return f"{_opening(f'#{id_}', id_)}{id_}</a>"
        if RULEBOOK in beside:
            return f"{_opening(f'{RULEBOOK}.html#{id_}', id_)}{id_}</a>"
        return id_

    return _ANSWER.sub(link, text)


def _opening(target: str, id_: str) -> str:
    told = answers().get(id_)
    hover = f' title="{escape(told.heading)}"' if told else ""
    return f'<a href="{target}"{hover}>'
