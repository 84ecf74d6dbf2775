"""An invented municipality's FSM2 registers, of any size, with the mess of real ones.

Overlapping markers, corrections of hours, moves in the middle of a month, markers that come late,
people who come back.  The shares and rates are the programme's assumptions; nothing here is data.
"""

import numpy as np
import pandas as pd

from fsmlib.programme.parameters import Values
from fsmlib.tables.columns import DTYPES
from fsmlib.tables.schemas import SCHEMAS

AGES = (28, 62)
DAYS_IN_YEAR, DAYS_IN_MONTH = 365.25, 30
RETURN_SHARE, LATE_SHARE, CORRECTED_SHARE, NAMELESS_SHARE = 0.2, 0.2, 0.03, 0.1
STEP_UP_SHARE, BACK_TO_GROUP_1_SHARE = 0.15, 0.1
Days = np.ndarray


def synthetic_registers(
    citizens: int, municipality_code: str, months: pd.PeriodIndex, seed: int, values: Values
) -> dict[str, pd.DataFrame]:
    """The five FSM2 tables of an invented municipality; the same seed gives the same tables."""
    rng = np.random.default_rng(seed)
    first = months[0].start_time.to_datetime64().astype("datetime64[D]")
    length = int((months[-1].end_time - months[0].start_time).days) + 1
    ids = np.array([f"B{n:07d}" for n in range(1, citizens + 1)], dtype=object)
    in_group_2 = rng.random(citizens) < values.to_group_2_share
    return {
        "citizens": _citizens(rng, ids, municipality_code, first, length, values),
        "markers": _markers(rng, ids, in_group_2, first, length, values),
        "hours": _hours(rng, ids, months, values),
        "supported": _supported(rng, ids, in_group_2, first, length, values),
        "education": _education(rng, ids, first, length, values),
    }


def _table(name: str, rows: pd.DataFrame) -> pd.DataFrame:
    """A typed table; columns not given are empty."""
    kinds = {column.name: DTYPES[column.kind] for column in SCHEMAS[name].columns}
    return rows.reindex(columns=list(kinds)).astype(kinds)


def _citizens(
    rng: np.random.Generator,
    ids: np.ndarray,
    municipality_code: str,
    first: np.datetime64,
    length: int,
    values: Values,
) -> pd.DataFrame:
    size = len(ids)
    late = rng.random(size) < LATE_SHARE
    start = first + np.where(late, rng.integers(1, length, size), -rng.integers(1, 1500, size))
    stay = rng.geometric(values.move_per_month / DAYS_IN_MONTH, size)
    end = np.maximum(start, first) + stay
    leaves = end < first + length
    reason = rng.choice(["moved", "died", "state_pension"], size, p=[0.8, 0.06, 0.14])
    age = rng.uniform(*AGES, size)
    rows = {
        "citizen": ids,
        "municipality_code": municipality_code,
        "birth_date": (first - (age * DAYS_IN_YEAR).astype(int)).astype("datetime64[ns]"),
        "start": start.astype("datetime64[ns]"),
        "end": np.where(leaves, end, np.datetime64("NaT")).astype("datetime64[ns]"),
        "end_reason": pd.Series(reason, dtype="str").where(pd.Series(leaves)),
        "synthetic": True,
    }
    table = _table("citizens", pd.DataFrame(rows))
    returns = (table["end_reason"] == "moved") & (rng.random(size) < RETURN_SHARE)
    back = table[returns].drop(columns=["end", "end_reason"])
    back["start"] = table.loc[returns, "end"] + pd.Timedelta(days=2 * DAYS_IN_MONTH)
    return pd.concat([table, _table("citizens", back)], ignore_index=True)


def _markers(
    rng: np.random.Generator,
    ids: np.ndarray,
    in_group_2: np.ndarray,
    first: np.datetime64,
    length: int,
    values: Values,
) -> pd.DataFrame:
    group_2 = _spells(rng, ids[in_group_2], first, length, longest=length)
    stays = rng.random(len(group_2)) >= BACK_TO_GROUP_1_SHARE
    group_2.loc[stays, "end"] = pd.NaT
    group_2["marker"] = values.group_2_marker
    exempt = ids[rng.random(len(ids)) < values.exempt_share]
    twice = np.concatenate([exempt, exempt[: len(exempt) // 3]])
    exemptions = _spells(rng, twice, first, length, longest=300)
    exemptions["marker"] = rng.choice(np.array(values.exemptions, dtype=object), len(twice))
    step_up = _spells(rng, ids[rng.random(len(ids)) < STEP_UP_SHARE], first, length, longest=180)
    step_up["marker"] = values.step_up_marker
    rows = pd.concat([group_2, exemptions, step_up], ignore_index=True)
    return _table("markers", rows)


def _hours(
    rng: np.random.Generator, ids: np.ndarray, months: pd.PeriodIndex, values: Values
) -> pd.DataFrame:
    """Months in work as a chain of entries and endings, a row of hours each, some corrected."""
    size, working = len(ids), []
    at_work = rng.random(size) < values.touched_at_start_share
    for _ in months:
        luck = rng.random(size)
        at_work = np.where(
            at_work, luck >= values.job_end_per_month, luck < values.job_entry_per_month
        )
        working.append(at_work)
    month, who = np.nonzero(np.array(working))
    dates = months.to_timestamp().to_numpy()[month]
    hours = np.round(rng.gamma(1.5, 20, len(who)), 2) + 0.01
    corrected = rng.random(len(who)) < CORRECTED_SHARE
    taken = np.where(rng.random(corrected.sum()) < 0.5, 1, 0.25) * hours[corrected]
    rows = {
        "citizen": np.concatenate([ids[who], ids[who][corrected]]),
        "month": np.concatenate([dates, dates[corrected]]),
        "hours": np.concatenate([hours, -np.round(taken, 2)]),
        "employer": _employers(rng, len(who) + int(corrected.sum())),
    }
    return _table("hours", pd.DataFrame(rows))


def _supported(
    rng: np.random.Generator,
    ids: np.ndarray,
    in_group_2: np.ndarray,
    first: np.datetime64,
    length: int,
    values: Values,
) -> pd.DataFrame:
    luck = rng.random(len(ids))
    loentilskud = _spells(rng, ids[luck < values.loentilskud_share], first, length, longest=180)
    fleksjob = _spells(
        rng, ids[in_group_2 & (luck > 1 - values.fleksjob_share)], first, length, longest=length
    )
    rows = pd.concat(
        [loentilskud.assign(form="loentilskud"), fleksjob.assign(form="fleksjob")],
        ignore_index=True,
    )
    rows["employer"] = _employers(rng, len(rows))
    return _table("supported", rows)


def _education(
    rng: np.random.Generator, ids: np.ndarray, first: np.datetime64, length: int, values: Values
) -> pd.DataFrame:
    rows = _spells(rng, ids[rng.random(len(ids)) < values.education_share], first, length, 400)
    rows["su_eligible"] = rng.random(len(rows)) < 0.8
    return _table("education", rows)


def _spells(
    rng: np.random.Generator, ids: np.ndarray, first: np.datetime64, length: int, longest: int
) -> pd.DataFrame:
    """One spell for each id, beginning anywhere in the window."""
    start = first + rng.integers(0, length, len(ids))
    end = start + rng.integers(1, longest + 1, len(ids))
    return pd.DataFrame(
        {
            "citizen": ids,
            "start": start.astype("datetime64[ns]"),
            "end": end.astype("datetime64[ns]"),
        }
    )


def _employers(rng: np.random.Generator, size: int) -> "pd.Series[str]":
    """Ids of employers, some of them missing."""
    names = pd.Series([f"{n:08d}" for n in rng.integers(10_000_000, 10_000_100, size)], dtype="str")
    return names.mask(rng.random(size) < NAMELESS_SHARE)
