"""The tables of the comparison; none can be sorted, for most of the order would be luck."""

import pandas as pd

from fsmlib.analyses.comparison import FEWEST_ALIKE, LIKE
from fsmlib.danish import whole
from fsmlib.pages.comparison.case import COMPARED_HEADING, OUTCOME_WORDS, SOURCES, Case
from fsmlib.pages.views import PageColumn, Table

NUMBER_COLUMNS = [
    PageColumn("name", "Kommune"),
    PageColumn("people", "Personer i alt", "whole", "personer"),
    PageColumn("counted", "Med løntimer", "whole", "personer"),
    PageColumn("share", "Andel", "percent"),
    PageColumn("low", "Tilfældet giver fra", "percent"),
    PageColumn("high", "til", "percent"),
]
PLAIN_NAMES = {"effort_group": "people", "touched": "counted", "result_share": "share"}
OUTCOME_COLUMNS = [PageColumn(f"outcome_{like}", heading) for like, heading in LIKE.items()]


def outside(case: Case) -> Table:
    """Those that differ from all by more than luck, alphabetically."""
    frame = _in_words(case.question.outside)
    frame["beyond"] = frame["is_beyond_spread"].map({True: "ja", False: "nej"})
    beyond = PageColumn("beyond", "Også ud over den almindelige spredning")
    note = (
        "I alfabetisk orden. Kolonnerne til højre siger, hvordan kommunen ligger ved siden af "
        "alle, af dem på samme størrelse og af dem i samme region."
    )
    columns = [*NUMBER_COLUMNS, *OUTCOME_COLUMNS, beyond]
    title, none = "Kommuner uden for grænserne", "Ingen kommuner."
    return case.page.table(
        title, frame, columns, COMPARED_HEADING, SOURCES, note, none, sorts=False
    )


def within(case: Case) -> Table:
    """Those that cannot be told from one another: alphabetically, and without an order of rank."""
    note = (
        "I alfabetisk orden. Forskellene mellem dem er ikke større, end tilfældet giver, så en "
        "rækkefølge efter andel ville være lodtrækning; derfor kan tabellen ikke sorteres."
    )
    frame, columns = _in_words(case.question.within), [*NUMBER_COLUMNS, *OUTCOME_COLUMNS[1:]]
    title, none = "Kommuner, der ikke kan skelnes", "Ingen kommuner."
    return case.page.table(
        title, frame, columns, COMPARED_HEADING, SOURCES, note, none, sorts=False
    )


def groups(case: Case) -> Table:
    """Like beside like: how the municipalities of each size and region lie among themselves."""
    columns = [
        PageColumn("label", "Gruppe"),
        PageColumn("number", "Kommuner", "whole", "kommuner"),
        PageColumn("people", "Personer i alt", "whole", "personer"),
        PageColumn("share", "Andel", "percent"),
        PageColumn("over", "Over", "whole", "kommuner"),
        PageColumn("within", "Kan ikke skelnes", "whole", "kommuner"),
        PageColumn("under", "Under", "whole", "kommuner"),
        PageColumn("dispersion", "Variation", "decimal", "gange tilfældets"),
    ]
    note = (
        "Hver kommune er holdt op mod sin egen gruppes andel. Størrelsen er indbyggere den 1. "
        f"januar 2019 (Danmarks Statistik). En gruppe med færre end {whole(FEWEST_ALIKE)} kommuner "
        "sammenlignes ikke."
    )
    title = "Lignende ved siden af lignende"
    frame = case.question.groups.rename(columns=PLAIN_NAMES)
    return case.page.table(title, frame, columns, COMPARED_HEADING, SOURCES, note, sorts=False)


def _in_words(frame: pd.DataFrame) -> pd.DataFrame:
    told = {column.name: frame[column.name].map(OUTCOME_WORDS) for column in OUTCOME_COLUMNS}
    return frame.assign(**told).rename(columns=PLAIN_NAMES)
