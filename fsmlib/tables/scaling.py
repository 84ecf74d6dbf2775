"""Another municipality's tables from one municipality's: as many times larger as it has people."""

from collections.abc import Collection, Iterable, Sequence

import pandas as pd

from fsmlib.programme.terms import terms
from fsmlib.tables.reading import Tables
from fsmlib.tables.schemas import SCHEMAS

PERSONS = ("citizen", "caseworker")
OF_CASEWORKER = ("caseworker", "email", "weekly_hours")
COUNTED_UNITS = frozenset({"sager", "borgere", "kr.", "årsværk", "timer", "personer"})
PER = "_per_"  # a rate, whatever its unit
SCALE_DECIMALS = 2


def scaled(
    tables: Tables,
    municipality_code: str,
    ratio: float,
    origin: str,
    shared: Collection[str] = (),
) -> dict[str, pd.DataFrame]:
    """The same tables for another municipality, `ratio` times as large.

    A table with citizens or caseworkers gets that many times as many of them, each a copy of one
    there is, and citizens stay with copies of their caseworkers, so that each has as many as
    before.  Caseworkers called one of `shared` are the same for all, as fictitious ones are.  In
    the other tables amounts grow and rates stay.  All of it is marked as synthetic, with `origin`
    as where the numbers come from.
    """
    return {
        name: _of_municipality(_scaled(tables, name, ratio, shared), municipality_code, origin)
        for name in tables
    }


def _scaled(tables: Tables, name: str, ratio: float, shared: Collection[str]) -> pd.DataFrame:
    frame = tables[name].reset_index(drop=True)
    for person in PERSONS:
        if person in frame:
            everyone = (tables[other][person] for other in tables if person in tables[other])
            return _copies(frame, person, everyone, ratio, shared)
    for column in SCHEMAS[name].columns:
        if terms()[column.name].unit in COUNTED_UNITS and PER not in column.name:
            grown = frame[column.name].astype("Float64") * ratio
            is_whole = column.kind == "whole"
            frame[column.name] = (
                grown.round().astype("Int64") if is_whole else grown.round(SCALE_DECIMALS)
            )
    return frame


def _copies(
    frame: pd.DataFrame,
    person: str,
    everyone: Iterable["pd.Series[str]"],
    ratio: float,
    shared: Collection[str],
) -> pd.DataFrame:
    """The rows of `ratio` times as many persons, at least one; the same ones in every table."""
    ids = list(dict.fromkeys(id_ for ids in everyone for id_ in ids))
    wanted = max(1, round(len(ids) * ratio))
    copies = []
    for n, before in enumerate(range(0, wanted, len(ids)), start=1):
        kept = _some(ids, min(wanted - before, len(ids)))
        copy = frame[frame[person].isin(kept)]
        if {*PERSONS} <= {*frame}:
            copy = _at_fewer(copy, frame, len(kept) / len(ids), shared)
        copies.append(_numbered(copy, n, shared) if n > 1 else copy)
    return pd.concat(copies, ignore_index=True)


def _at_fewer(
    rows: pd.DataFrame, frame: pd.DataFrame, share: float, shared: Collection[str]
) -> pd.DataFrame:
    """The rows with a share of the frame's caseworkers, who take over from those left out."""
    people = frame.assign(who=_who(frame))
    people = people[~people["caseworker"].isin(shared) & ~people["who"].isin(shared)]
    people = people.sort_values("weekly_hours", ascending=False, kind="stable")
    usual = people.drop_duplicates("who").set_index("who")[[*OF_CASEWORKER]]
    stay = _some(list(usual.index), max(1, round(len(usual) * share)))
    gone = [who for who in usual.index if who not in stay]
    after = {who: stay[n % len(stay)] for n, who in enumerate(gone)}
    moved = _who(rows).isin(gone) & ~rows["caseworker"].isin(shared)
    taken = rows.copy()
    taken.loc[moved, [*OF_CASEWORKER]] = usual.loc[_who(rows)[moved].map(after)].to_numpy()
    return taken.astype(rows.dtypes)


def _who(rows: pd.DataFrame) -> "pd.Series[str]":
    """Which caseworker each row is at, however the name is spelt."""
    return rows["email"].fillna(rows["caseworker"])


def _some(ids: Sequence[str], wanted: int) -> list[str]:
    """So many of the ids, spread evenly over them."""
    return [ids[n * len(ids) // wanted] for n in range(wanted)]


def _numbered(rows: pd.DataFrame, n: int, shared: Collection[str]) -> pd.DataFrame:
    """The rows as those of other persons: the copy's number in ids, names and e-mails."""
    copy = rows.copy()
    if "citizen" in copy:
        copy["citizen"] += f"k{n}"
    if "caseworker" in copy:
        own = ~copy["caseworker"].isin(shared)
        copy.loc[own, "caseworker"] += f" {n}"
        if "email" in copy:
            own &= ~copy["email"].isin(shared)
            copy.loc[own, "email"] = copy["email"].str.replace("@", f"{n}@")
    return copy


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
