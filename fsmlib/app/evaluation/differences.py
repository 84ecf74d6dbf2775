"""Two numbers of each row beside one another, with their difference, as HTML."""

from collections.abc import Iterable
from html import escape

from fsmlib.danish import decimal, formatted
from fsmlib.programme.values import PERCENT

SHARES = ("percent", "tried", "risk")  # kinds whose difference is percentage points


def differences(
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
    if kind in SHARES:
        return f"{sign}{decimal(abs(gap) * PERCENT)} procentpoint"
    return sign + formatted(abs(gap), kind)
