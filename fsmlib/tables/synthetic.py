"""An invented municipality's FSM2 registers, of any size, with the mess of real ones.

Overlapping markers, corrections of hours, moves in the middle of a month, markers that come late,
people who come back.  The shares and rates are the programme's assumptions; nothing here is data.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from fsmlib.programme.parameters import Values
from fsmlib.tables.schemas import CITIZENS, EDUCATION, HOURS, MARKERS, OFFERS, SUPPORTED

CITIZENS_IN_A_BLOCK = 50_000
AGES = (28, 62)
DAYS_IN_YEAR, DAYS_IN_MONTH = 365.25, 30
RETURN_SHARE, LATE_SHARE, CORRECTED_SHARE, NAMELESS_SHARE = 0.2, 0.2, 0.03, 0.1
STEP_UP_SHARE, BACK_TO_GROUP_1_SHARE = 0.15, 0.1
NEW_SHARE = 0.8  # of a course that most begin within the window
TALKS_PER_MONTH, OFFERS_PER_MONTH = 0.25, 0.06


@dataclass(frozen=True)
class Town:
    """Whom and when the registers are about, and the luck they are drawn with."""

    municipality_code: str
    ids: np.ndarray
    in_group_2: np.ndarray
    months: pd.PeriodIndex
    values: Values
    rng: np.random.Generator

    @property
    def first(self) -> np.datetime64:
        """The first day of the window."""
        return np.datetime64(self.months[0].start_time.date(), "D")

    @property
    def length(self) -> int:
        """The days of the window."""
        return int((self.months[-1].end_time - self.months[0].start_time).days) + 1


def synthetic_blocks(
    citizens: int, municipality_code: str, months: pd.PeriodIndex, seed: int, values: Values
) -> Iterator[dict[str, pd.DataFrame]]:
    """The FSM2 tables in blocks of citizens, so that any number of them can be written.

    Talks and offers are a sixth where the programme measures them.
    """
    for block, before in enumerate(range(0, citizens, CITIZENS_IN_A_BLOCK)):
        size = min(CITIZENS_IN_A_BLOCK, citizens - before)
        yield synthetic_registers(size, municipality_code, months, seed, values, block)


def synthetic_registers(
    citizens: int,
    municipality_code: str,
    months: pd.PeriodIndex,
    seed: int,
    values: Values,
    block: int = 0,
) -> dict[str, pd.DataFrame]:
    """The FSM2 tables of an invented municipality; the same seed gives the same tables.

    Each `block` has luck and citizens of its own.
    """
    luck = np.random.SeedSequence(seed, spawn_key=(block,) if block else ())
    rng = np.random.default_rng(luck)
    first = block * CITIZENS_IN_A_BLOCK + 1
    town = Town(
        municipality_code=municipality_code,
        ids=np.array([f"B{n:07d}" for n in range(first, first + citizens)], dtype=object),
        in_group_2=rng.random(citizens) < values.to_group_2_share,
        months=months,
        values=values,
        rng=rng,
    )
    return {
        "citizens": _citizens(town),
        "markers": _markers(town),
        "hours": _hours(town),
        "supported": _supported(town),
        "education": _education(town),
        **({"offers": _offers(town)} if _counts_offers(values) else {}),
    }


def _counts_offers(values: Values) -> bool:
    """Whether the programme measures talks or offers."""
    measure = values.measured
    return measure is not None and not {"talks", "offer"}.isdisjoint(measure.touched)


def _citizens(town: Town) -> pd.DataFrame:
    size = len(town.ids)
    measure = town.values.measured
    late = town.rng.random(size) < (NEW_SHARE if measure and measure.passes_month else LATE_SHARE)
    start = town.first + _days(
        np.where(late, town.rng.integers(1, town.length, size), -town.rng.integers(1, 1500, size))
    )
    stay = town.rng.geometric(town.values.exit_per_month / DAYS_IN_MONTH, size)
    end = np.maximum(start, town.first) + _days(stay)
    leaves = end < town.first + _days(town.length)
    reason = town.rng.choice(["moved", "died", "state_pension"], size, p=[0.8, 0.06, 0.14])
    age = town.rng.uniform(*AGES, size)
    rows = {
        "citizen": town.ids,
        "municipality_code": town.municipality_code,
        "birth_date": (town.first - _days(age * DAYS_IN_YEAR)).astype("datetime64[ns]"),
        "start": start.astype("datetime64[ns]"),
        "end": np.where(leaves, end, np.datetime64("NaT", "D")).astype("datetime64[ns]"),
        "end_reason": pd.Series(reason, dtype="str").where(pd.Series(leaves)),
        "synthetic": True,
    }
    table = CITIZENS.typed(pd.DataFrame(rows))
    returns = (table["end_reason"] == "moved") & (town.rng.random(size) < RETURN_SHARE)
    back = table[returns].drop(columns=["end", "end_reason"])
    back["start"] = table.loc[returns, "end"] + pd.Timedelta(days=2 * DAYS_IN_MONTH)
    return pd.concat([table, CITIZENS.typed(back)], ignore_index=True)


def _markers(town: Town) -> pd.DataFrame:
    group_2 = _spells(town, town.ids[town.in_group_2], town.length)
    stays = town.rng.random(len(group_2)) >= BACK_TO_GROUP_1_SHARE
    group_2.loc[stays, "end"] = pd.NaT
    group_2["marker"] = town.values.group_2_marker
    exempt = town.ids[town.rng.random(len(town.ids)) < town.values.exempt_share]
    twice = np.concatenate([exempt, exempt[: len(exempt) // 3]])
    exemptions = _spells(town, twice, 300)
    exemptions["marker"] = town.rng.choice(
        np.array(town.values.exemptions, dtype=object), len(twice)
    )
    step_up = _spells(town, town.ids[town.rng.random(len(town.ids)) < STEP_UP_SHARE], 180)
    step_up["marker"] = town.values.step_up_marker
    rows = pd.concat([group_2, exemptions, step_up], ignore_index=True)
    return MARKERS.typed(rows)


def _hours(town: Town) -> pd.DataFrame:
    """Months in work as a chain of entries and endings, a row of hours each, some corrected."""
    size, working = len(town.ids), []
    at_work = town.rng.random(size) < town.values.touched_at_start_share
    for _ in town.months:
        luck = town.rng.random(size)
        at_work = np.where(
            at_work, luck >= town.values.job_end_per_month, luck < town.values.job_entry_per_month
        )
        working.append(at_work)
    month, who = np.nonzero(np.array(working))
    dates = town.months.to_timestamp().to_numpy()[month]
    hours = np.round(np.round(town.rng.gamma(1.5, 20, len(who)), 2) + 0.01, 2)
    corrected = town.rng.random(len(who)) < CORRECTED_SHARE
    taken = np.where(town.rng.random(corrected.sum()) < 0.5, 1, 0.25) * hours[corrected]
    rows = {
        "citizen": np.concatenate([town.ids[who], town.ids[who][corrected]]),
        "month": np.concatenate([dates, dates[corrected]]),
        "hours": np.concatenate([hours, -np.round(taken, 2)]),
        "employer": _employers(town.rng, len(who) + int(corrected.sum())),
    }
    return HOURS.typed(pd.DataFrame(rows))


def _supported(town: Town) -> pd.DataFrame:
    luck = town.rng.random(len(town.ids))
    loentilskud = _spells(town, town.ids[luck < town.values.loentilskud_share], 180)
    fleksjob = _spells(
        town, town.ids[town.in_group_2 & (luck > 1 - town.values.fleksjob_share)], town.length
    )
    rows = pd.concat(
        [loentilskud.assign(form="loentilskud"), fleksjob.assign(form="fleksjob")],
        ignore_index=True,
    )
    rows["employer"] = _employers(town.rng, len(rows))
    return SUPPORTED.typed(rows)


def _education(town: Town) -> pd.DataFrame:
    rows = _spells(
        town, town.ids[town.rng.random(len(town.ids)) < town.values.education_share], 400
    )
    rows["su_eligible"] = town.rng.random(len(rows)) < 0.8
    return EDUCATION.typed(rows)


def _offers(town: Town) -> pd.DataFrame:
    """Talks and offers at random days; a talk is a day, an offer some weeks."""
    found = []
    for kind, per_month, longest in (
        ("talk", TALKS_PER_MONTH, 1),
        ("lab_offer", OFFERS_PER_MONTH, 60),
    ):
        number = town.rng.binomial(len(town.months), per_month, len(town.ids))
        rows = _spells(town, np.repeat(town.ids, number), longest).assign(kind=kind)
        found.append(rows.assign(end=rows["start"]) if kind == "talk" else rows)
    return OFFERS.typed(pd.concat(found).drop_duplicates(["citizen", "kind", "start"]))


def _spells(town: Town, ids: np.ndarray, longest: int) -> pd.DataFrame:
    """One spell for each id, beginning anywhere in the window."""
    start = town.first + _days(town.rng.integers(0, town.length, len(ids)))
    end = start + _days(town.rng.integers(1, longest + 1, len(ids)))
    return pd.DataFrame(
        {
            "citizen": ids,
            "start": start.astype("datetime64[ns]"),
            "end": end.astype("datetime64[ns]"),
        }
    )


def _days(numbers: ArrayLike) -> np.ndarray:
    """Whole days; parts of days are left out."""
    return np.asarray(numbers).astype("int64").astype("timedelta64[D]")


def _employers(rng: np.random.Generator, size: int) -> "pd.Series[str]":
    """Ids of employers, some of them missing."""
    names = pd.Series([f"{n:08d}" for n in rng.integers(10_000_000, 10_000_100, size)], dtype="str")
    return names.mask(rng.random(size) < NAMELESS_SHARE)
