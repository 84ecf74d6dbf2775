"""Another municipality's tables from one municipality's: as many times larger as it has people."""

from collections.abc import Iterable

import pandas as pd

from fsmlib.programme.terms import terms
from fsmlib.tables.reading import Tables
from fsmlib.tables.schemas import SCHEMAS

PERSONS = ("citizen", "caseworker")
AMOUNTS = frozenset({"sager", "borgere", "kr.", "årsværk", "timer", "personer"})
PER = "_per_"  # a rate, whatever its unit
DECIMALS = 2


def scaled(
    tables: Tables, municipality_code: str, ratio: float, origin: str
) -> dict[str, pd.DataFrame]:
    """The same tables for another municipality, `ratio` times as large.

    A table with citizens or caseworkers gets that many times as many of them, each a copy of one
    there is; in the others amounts grow and rates stay.  All of it is marked as synthetic, with
    `origin` as where the numbers come from.
    """
    return {
        name: _of_municipality(_scaled(tables, name, ratio), municipality_code, origin)
        for name in tables
    }


def _scaled(tables: Tables, name: str, ratio: float) -> pd.DataFrame:
    frame = tables[name].reset_index(drop=True)
    for person in PERSONS:
        if person in frame:
            everyone = (tables[other][person] for other in tables if person in tables[other])
            return _copies(frame, person, everyone, ratio)
    for column in SCHEMAS[name].columns:
        if terms()[column.name].unit in AMOUNTS and PER not in column.name:
            grown = frame[column.name].astype("Float64") * ratio
            is_whole = column.kind == "whole"
            frame[column.name] = (
                grown.round().astype("Int64") if is_whole else grown.round(DECIMALS)
            )
    return frame


def _copies(
    frame: pd.DataFrame, person: str, everyone: Iterable["pd.Series[str]"], ratio: float
) -> pd.DataFrame:
    """The rows of `ratio` times as many persons, at least one; the same ones in every table."""
    ids = list(dict.fromkeys(id_ for ids in everyone for id_ in ids))
    wanted = max(1, round(len(ids) * ratio))
    rounds = -(-wanted // len(ids))
    copies = []
    for n in range(rounds):
        kept = set(ids[: wanted - n * len(ids)])
        copy = frame[frame[person].isin(kept)]
        copies.append(copy.assign(**{person: copy[person] + (f" {n + 1}" if n else "")}))
    return pd.concat(copies, ignore_index=True)


def _of_municipality(frame: pd.DataFrame, municipality_code: str, origin: str) -> pd.DataFrame:
    told = frame.copy()
    for name, what in (
        ("municipality_code", municipality_code),
        ("synthetic", True),
        ("data_origin", origin),
    ):
        if name in told:
            told[name] = what
    return told
