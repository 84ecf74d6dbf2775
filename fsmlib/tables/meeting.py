"""What did not meet: rows about citizens who are in no table of citizens, and tables left empty."""

from collections.abc import Iterator, Mapping

import pandas as pd

from fsmlib.programme.findings import Finding, Level
from fsmlib.tables.columns import Schema
from fsmlib.tables.schemas import (
    CITIZENS,
    COURSES,
    EDUCATION,
    HOURS,
    MARKERS,
    OFFERS,
    SUPPORTED,
)

ABOUT_CITIZENS = (MARKERS, HOURS, SUPPORTED, EDUCATION)
WHOSE = {CITIZENS: ABOUT_CITIZENS, COURSES: (OFFERS,)}  # offers may be of other groups too
ROWS_TOLD = 5
MOST_UNMET = 0.5  # of the citizens: when more do not meet, the ids are of two kinds


def unmet(frames: Mapping[str, pd.DataFrame], places: Mapping[str, str]) -> Iterator[Finding]:
    """What the tables about citizens say of nobody we know, and ids that are nearly the same."""
    for whose, about in WHOSE.items():
        if whose.name not in frames:
            continue
        citizens = frames[whose.name]["citizen"]
        known = citizens.dropna().drop_duplicates()
        yield from (finding.at(places[whose.name]) for finding in _twins(citizens))
        for schema in about:
            if len(known) and schema.name in frames:
                told = frames[schema.name]["citizen"].dropna()
                found = _strangers(told, known, whose, may_be_many=schema is OFFERS)
                yield from (each.at(places[schema.name]) for each in found)


def without_citizens(
    frames: Mapping[str, pd.DataFrame], places: Mapping[str, str]
) -> Iterator[Finding]:
    """A table of citizens without a row, beside rows about citizens: none of them counts."""
    if CITIZENS.name not in frames or len(frames[CITIZENS.name]):
        return
    filled = [s.sheet for s in ABOUT_CITIZENS if s.name in frames and len(frames[s.name])]
    if filled:
        problem = f"Tabellen er tom, men der er rækker i: {', '.join(filled)}."
        yield Finding("error", problem, "Udfyld den; ellers tæller ingen af rækkerne med.").at(
            places[CITIZENS.name]
        )


def silent(frames: Mapping[str, pd.DataFrame], places: Mapping[str, str]) -> Iterator[Finding]:
    """Tables without a row beside citizens: nobody has hours, a marker, and so on; it may be so."""
    if CITIZENS.name not in frames or frames[CITIZENS.name].empty:
        return
    empty = [s.sheet for s in ABOUT_CITIZENS if s.name not in frames or frames[s.name].empty]
    if empty:
        problem = f"Der er borgere, men ingen rækker i: {', '.join(empty)}."
        mend = "Læg tabellerne ved; er det meningen, at de er tomme, så gør ikke noget."
        yield Finding("warning", problem, mend, file=places[CITIZENS.name])


def _strangers(
    told: "pd.Series[str]", known: "pd.Series[str]", whose: Schema, may_be_many: bool
) -> Iterator[Finding]:
    """Rows whose citizen is not known, in one finding: an error when most are strangers."""
    strange = told[~told.isin(known)]
    if strange.empty:
        return
    citizens, of = strange.nunique(), told.nunique()
    alike = int(_shapes(strange.drop_duplicates()).isin(_shapes(known)).sum())
    problem = (
        f"{citizens} af {of} borgere er ikke i tabellen {whose.sheet} "
        f"({_rows(strange)}); deres rækker tæller ikke med."
    )
    mend = "Tilføj borgerne, eller ret deres id, så det er skrevet ens i alle tabeller."
    if alike:
        mend = f"{alike} af dem har samme id på nær store bogstaver, nuller eller tegn: skriv ens."
    level: Level = "error" if citizens > MOST_UNMET * of and not may_be_many else "warning"
    yield Finding(level, problem, mend, row=int(strange.index[0]), column="Borger")


def _twins(citizens: "pd.Series[str]") -> Iterator[Finding]:
    """Citizens whose ids are alike but for case, zeros or signs: likely one person."""
    each = citizens.dropna().drop_duplicates()
    shapes = _shapes(each)
    twins = each[shapes.duplicated(keep=False) & (shapes != "")]
    if len(twins):
        problem = (
            f"{len(twins)} borgere har samme id på nær store bogstaver, nuller eller tegn "
            f"({_rows(twins)})."
        )
        mend = "Er det de samme borgere, så skriv id ens; ellers gør ikke noget."
        yield Finding("warning", problem, mend, row=int(twins.index[0]), column="Borger")


def _shapes(citizens: "pd.Series[str]") -> "pd.Series[str]":
    """Ids without case, signs and zeros in front: `b-01` and `B1` have one shape."""
    bare = citizens.str.casefold().str.replace(r"[\W_]+", "", regex=True)
    return bare.str.replace(r"(^|\D)0+(\d)", r"\1\2", regex=True)


def _rows(citizens: "pd.Series[str]") -> str:
    """How many rows, and the first of them."""
    first = ", ".join(str(row) for row in citizens.index[:ROWS_TOLD])
    more = len(citizens) - ROWS_TOLD
    if len(citizens) == 1:
        return f"række {first}"
    return f"{len(citizens)} rækker: {first}" + (f" og {more} til" if more > 0 else "")
