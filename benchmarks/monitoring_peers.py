"""FSM2's monthly counts as words, and the ways they are usually counted, on the same registers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import duckdb
import numpy as np
import pandas as pd
import polars as pl

from fsmlib.programme.parameters import load
from fsmlib.rules.register import register
from fsmlib.tables.municipalities import municipalities
from fsmlib.tables.synthetic import synthetic_registers

VALUES = load("fsm2", "2019-11-01", reentry="back")
MONTHS = pd.period_range("2018-11", periods=36, freq="M")
ORIGIN, SPAN = MONTHS[0].start_time, len(MONTHS)
TOWNS = list(municipalities().index)
FAR = pd.Timestamp("2100-01-01")
CITIZENS_A_MILLION = 161_000  # the generator gives a citizen some six rows in 36 months


@dataclass(frozen=True)
class Workload:
    """Registers of 98 municipalities; for the peers, made ready: spells with ends, months, towns.

    No supported work, employers or birth dates, so that the peers' rules fit on a page.
    """

    millions: int

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        size = self.millions * CITIZENS_A_MILLION // len(TOWNS)
        towns = [
            synthetic_registers(size, town, MONTHS, 1, VALUES, n) for n, town in enumerate(TOWNS)
        ]
        tables = {name: pd.concat([t[name] for t in towns], ignore_index=True) for name in towns[0]}
        for table in tables.values():
            table["citizen"] = table["citizen"].str[1:].astype("int64")
        tables["citizens"]["birth_date"] = pd.NaT
        tables["hours"]["employer"] = pd.Series(pd.NA, tables["hours"].index, dtype="str")
        tables["supported"] = tables["supported"].iloc[:0]
        return tables

    @cached_property
    def spells(self) -> dict[str, pd.DataFrame]:
        """What the peers count: the months a spell covers are `first` to `last`."""
        citizens, markers = self.tables["citizens"], self.tables["markers"]
        away = markers["marker"].isin([VALUES.group_2_marker, *VALUES.exemptions])
        education = self.tables["education"]
        hours = self.tables["hours"]
        codes = citizens["municipality_code"].map({town: n for n, town in enumerate(TOWNS)})
        return {
            "residence": _ready(citizens).assign(town=codes.astype("int64")),
            "away": _ready(markers[away]),
            "education": _ready(education[education["su_eligible"].astype(bool)]),
            "hours": hours[["citizen", "month", "hours"]].astype({"hours": float}),
        }

    @cached_property
    def duck(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect()
        connection.execute("SET enable_progress_bar = false")
        for name, frame in self.spells.items():
            connection.register("given", frame)
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        months = pd.DataFrame(
            {"month": range(SPAN), "first_day": MONTHS.start_time, "last_day": MONTHS.end_time}
        )
        connection.register("given", months.assign(last_day=months["last_day"].dt.normalize()))
        connection.execute("CREATE TABLE months AS SELECT * FROM given")
        return connection

    @cached_property
    def polars(self) -> dict[str, pl.DataFrame]:
        return {name: pl.from_pandas(frame) for name, frame in self.spells.items()}


def _ready(table: pd.DataFrame) -> pd.DataFrame:
    return table[["citizen", "start", "end"]].fillna({"end": FAR}).reset_index(drop=True)


def _month(dates: "pd.Series[pd.Timestamp]") -> "pd.Series[int]":
    return (dates.dt.year - ORIGIN.year) * 12 + dates.dt.month - ORIGIN.month


def words(work: Workload) -> np.ndarray:
    counts = register(work.tables, MONTHS, VALUES).monthly("effort_group", "touched")
    return counts.to_numpy().reshape(len(TOWNS), SPAN, 2)


def as_counts(town: object, month: object, group: object, touched: object) -> np.ndarray:
    counts = np.zeros((len(TOWNS), SPAN, 2), np.int64)
    counts[np.asarray(town, int), np.asarray(month, int)] = np.stack([group, touched], axis=-1)
    return counts


def net_above_0(hours: pd.DataFrame) -> pd.DataFrame:
    """The citizen-months with hours, netted in whole hundredths, in pandas."""
    rows = pd.DataFrame(
        {
            "citizen": hours["citizen"],
            "month": _month(hours["month"]),
            "hundredths": (hours["hours"] * 100).round().astype("int64"),
        }
    )
    net = rows.groupby(["citizen", "month"], as_index=False)["hundredths"].sum()
    return net.loc[net["hundredths"] > 0, ["citizen", "month"]]


def explode_and_merge(work: Workload) -> np.ndarray:
    def exploded(frame: pd.DataFrame, last: "pd.Series[int]", *keys: str) -> pd.DataFrame:
        first, last = _month(frame["start"]).clip(lower=0), last.clip(upper=SPAN - 1)
        months = [range(a, b + 1) for a, b in zip(first, last, strict=True)]
        rows = frame.assign(month=months).explode("month").dropna(subset="month")
        return rows[["citizen", *keys, "month"]].astype("int64").drop_duplicates()

    day = pd.Timedelta(days=1)
    residence, away, education, hours = work.spells.values()
    group = exploded(residence, _month(residence["end"] + day) - 1, "town")
    out = exploded(away, _month(away["end"] + day) - 1)
    studying = exploded(education, _month(education["end"]))
    touched = pd.concat([net_above_0(hours), studying])
    group = group.merge(out, how="left", on=["citizen", "month"], indicator="out")
    group = group[group["out"] == "left_only"]
    group = group.merge(touched.drop_duplicates(), how="left", indicator="touched")
    group["touched"] = group["touched"] == "both"
    found = group.groupby(["town", "month"])["touched"].agg(["size", "sum"]).reset_index()
    return as_counts(found["town"], found["month"], found["size"], found["sum"])


def month_loop(work: Workload) -> np.ndarray:
    residence, away, education, hours = work.spells.values()
    net = net_above_0(hours)
    counts = np.zeros((len(TOWNS), SPAN, 2), np.int64)
    for n, month in enumerate(MONTHS):
        first, last = month.start_time, month.end_time.normalize()
        there = (residence["start"] <= last) & (residence["end"] >= last)
        out = away.loc[(away["start"] <= last) & (away["end"] >= last), "citizen"]
        study = (education["start"] <= last) & (education["end"] >= first)
        touched = pd.concat([net.loc[net["month"] == n, "citizen"], education["citizen"][study]])
        group = residence.loc[there, ["citizen", "town"]].drop_duplicates()
        group = group[~group["citizen"].isin(out.unique())]
        is_touched = group["citizen"].isin(touched.unique())
        counts[:, n, 0] = np.bincount(group["town"], minlength=len(TOWNS))
        counts[:, n, 1] = np.bincount(group["town"][is_touched], minlength=len(TOWNS))
    return counts


MONTH_OF = f"datediff('month', DATE '{ORIGIN.date()}', {{}})"
NET_ABOVE_0 = f"""
    SELECT citizen, {MONTH_OF.format("month")} AS month FROM hours
    GROUP BY ALL HAVING sum(round(hours * 100)::BIGINT) > 0
"""
RANGE_JOIN = f"""
WITH grp AS (
    SELECT DISTINCT citizen, town, month FROM residence r
    JOIN months m ON r.start <= m.last_day AND r."end" >= m.last_day
), away_in AS (
    SELECT DISTINCT citizen, month FROM away a
    JOIN months m ON a.start <= m.last_day AND a."end" >= m.last_day
), touched AS (
    {NET_ABOVE_0}
    UNION
    SELECT citizen, m.month FROM education e
    JOIN months m ON e.start <= m.last_day AND e."end" >= m.first_day
)
SELECT town, month, count(*) AS n, count(t.citizen) AS touched
FROM (SELECT * FROM grp ANTI JOIN away_in USING (citizen, month))
LEFT JOIN touched t USING (citizen, month) GROUP BY ALL
"""


def duckdb_range_join(work: Workload) -> np.ndarray:
    found = work.duck.execute(RANGE_JOIN).fetchnumpy()
    return as_counts(found["town"], found["month"], found["n"], found["touched"])


def _duck_word(end: str, before: int) -> str:
    """A word in SQL: 2^(last month + 1) - 2^(first month), 0 where the spell covers no month."""
    first = f"greatest({MONTH_OF.format('start')}, 0)"
    last = f"least({MONTH_OF.format(end)} - {before}, {SPAN - 1})"
    months = f"(1::BIGINT << ({last} + 1)) - (1::BIGINT << {first})"
    return f"CASE WHEN {last} < {first} THEN 0 ELSE {months} END"


STATUS, ANY_DAY = _duck_word("""("end" + INTERVAL 1 DAY)""", 1), _duck_word('"end"', 0)
DUCK_WORDS = f"""
WITH r AS (SELECT citizen, town, bit_or({STATUS}) AS w FROM residence GROUP BY ALL),
a AS (SELECT citizen, bit_or({STATUS}) AS w FROM away GROUP BY ALL),
e AS (SELECT citizen, bit_or({ANY_DAY}) AS w FROM education GROUP BY ALL),
h AS (
    SELECT citizen, bit_or(1::BIGINT << month) AS w FROM ({NET_ABOVE_0}) GROUP BY ALL
), grp AS (
    SELECT town, r.w & ~coalesce(a.w, 0) AS g, coalesce(h.w, 0) | coalesce(e.w, 0) AS t
    FROM r LEFT JOIN a USING (citizen) LEFT JOIN h USING (citizen) LEFT JOIN e USING (citizen)
)
SELECT town, {", ".join(f"sum((g >> {m}) & 1) AS g{m}" for m in range(SPAN))},
    {", ".join(f"sum(((g & t) >> {m}) & 1) AS t{m}" for m in range(SPAN))}
FROM grp GROUP BY town ORDER BY town
"""


def _by_town(found: dict[str, np.ndarray]) -> np.ndarray:
    series = [[found[f"{kind}{m}"] for m in range(SPAN)] for kind in "gt"]
    return np.array(series).transpose(2, 1, 0).astype(np.int64)


def duckdb_words(work: Workload) -> np.ndarray:
    return _by_town(work.duck.execute(DUCK_WORDS).fetchnumpy())


def polars_words(work: Workload) -> np.ndarray:
    def month(date: pl.Expr) -> pl.Expr:
        return (date.dt.year() - ORIGIN.year) * 12 + date.dt.month().cast(pl.Int32) - ORIGIN.month

    def word(last: pl.Expr) -> pl.Expr:
        power = pl.lit(2, pl.Int64).pow
        first = month(pl.col("start")).clip(0, SPAN)
        return (power((last + 1).clip(0, SPAN)) - power(first)).clip(0).alias("w")

    def gathered(name: str, last: pl.Expr, *keys: str) -> pl.LazyFrame:
        spells = frames[name].with_columns(word(last))
        return spells.group_by("citizen", *keys).agg(pl.col("w").bitwise_or())

    frames = {name: frame.lazy() for name, frame in work.polars.items()}
    status = month(pl.col("end").dt.offset_by("1d")) - 1
    paid = (
        frames["hours"]
        .group_by("citizen", month(pl.col("month")))
        .agg((pl.col("hours") * 100).round().cast(pl.Int64).sum())
        .filter(pl.col("hours") > 0)
        .group_by("citizen")
        .agg(pl.lit(2, pl.Int64).pow(pl.col("month")).bitwise_or().alias("paid"))
    )
    away = gathered("away", status).rename({"w": "away"})
    studying = gathered("education", month(pl.col("end"))).rename({"w": "studying"})
    units = gathered("residence", status, "town")
    for other in (away, paid, studying):
        units = units.join(other, on="citizen", how="left")
    units = units.with_columns(pl.col("away", "paid", "studying").fill_null(0))
    group = pl.col("w") & ~pl.col("away")
    touched = group & (pl.col("paid") | pl.col("studying"))
    bits = [
        ((series & (1 << m)) != 0).sum().alias(f"{kind}{m}")
        for kind, series in (("g", group), ("t", touched))
        for m in range(SPAN)
    ]
    found = units.group_by("town").agg(bits).sort("town").collect()
    return _by_town({name: found[name].to_numpy() for name in found.columns})


Method = Callable[[Workload], np.ndarray]
PEERS: dict[str, tuple[Method, float]] = {
    "pandas explode and merge": (explode_and_merge, 25),
    "pandas month loop": (month_loop, 6),
    "DuckDB range join": (duckdb_range_join, 8),
    "DuckDB with the same words": (duckdb_words, 1.5),
    "Polars with the same words": (polars_words, 1.5),
}
# Exploded, ten million spells are some 100 million rows of Python objects.
TOO_LARGE = {10: ("pandas explode and merge",)}
