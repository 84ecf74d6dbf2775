"""Scenarios of the reader's own: what is changed in each, and the way from one to another."""

from collections.abc import Iterable

import pandas as pd

from fsmlib.analyses.scenarios import plot_difference, setting
from fsmlib.danish import kroner
from fsmlib.pages.page import Page
from fsmlib.pages.views import Picture
from fsmlib.programme.parameters import parse_changes


def changes_in_words(page: Page, changes: Iterable[str]) -> list[str]:
    """What each scenario changes, under the labels of the values."""
    told = []
    for each in map(parse_changes, changes):
        values = [(page.values[name], text) for name, text in each.items()]
        told.append("; ".join(f"{value.label}: {setting(value, text)}" for value, text in values))
    return [each or "intet ændret" for each in told]


def way(
    page: Page, frame: pd.DataFrame, what: str, section: str, sources: tuple[str, ...]
) -> Picture:
    """From one scenario's kroner to another's, one value at a time, as a staircase."""
    first, *_, last = frame["label"]
    steps = zip(frame["label"], frame["dkk"], strict=True)
    told = "; ".join(f"{label} {kroner(dkk)}" for label, dkk in steps)
    return page.picture(
        f"{what}: fra »{first}« til »{last}«, én værdi ad gangen i den rækkefølge, de står (kr.).",
        plot_difference(frame),
        f"Trappediagram i kroner: {told}",
        section,
        sources,
    )
