"""An invented municipality's caseworker register, with the faults that people make in it.

Nothing here is data: names, citizens, dates and faults are drawn from a seed.
"""

from datetime import date

import numpy as np
import pandas as pd

from fsmlib.analyses.question import EXAMPLES
from fsmlib.atomic import atomic
from fsmlib.programme.parameters import Values, load
from fsmlib.programme.terms import label
from fsmlib.site.csvs import danish_table
from fsmlib.tables.municipalities import municipality_code
from fsmlib.tables.schemas import SCHEMAS

SEED, WIDTH = 4, 20
STAFF = {"Anne A.": 37.0, "Bo B.": 37.0, "Carla C.": 37.0, "Dan D.": 30.0, "Eva E.": 18.5}
SPREAD = (0.2, 0.26, 0.24, 0.18, 0.12)  # of cases: some get too many
OPENING, INFLOW_PER_MONTH, MEAN_DAYS, MONTH = 132, 6, 800, 30
CHANGE_SHARE, AWAY_SHARE, MOVED_SHARE, TOLD_SHARE = 0.2, 0.08, 0.2, 0.9
STATUSES = ("fleksjob", "early_pension", "cash_benefit", "ordinary_job", "in_education")
STATUS_SHARES = (0.4, 0.25, 0.2, 0.1, 0.05)
OFFER_SHARES = {"lab_offer": 0.7, "mentor": 0.4, "other": 0.2}


def write_register() -> None:
    """Writes the workbook behind the page on registration; its rows are the same every time."""
    with (
        atomic(EXAMPLES["registration"]) as draft,
        pd.ExcelWriter(draft, datetime_format="dd-mm-yyyy") as book,
    ):
        for name, table in example_register().items():
            schema, written = SCHEMAS[name], table.copy()
            for column in schema.columns:
                if column.kind == "choice" and column.name in written:
                    written[column.name] = table[column.name].map(label, na_action="ignore")
            danish_table(name, written).to_excel(book, sheet_name=schema.sheet, index=False)
            sheet = book.sheets[schema.sheet]
            for cells in sheet.columns:
                sheet.column_dimensions[cells[0].column_letter].width = WIDTH


def example_register() -> dict[str, pd.DataFrame]:
    """Register, offers, courses and target of the example municipality."""
    tables = registrations(municipality_code("Middelfart"), SEED, load("hir", "2018-03-01"))
    target = {"programme": ["hir"], "passive_share_now": [0.35], "passive_share_target": [0.15]}
    return {**tables, "proposal": pd.DataFrame(target)}


def registrations(municipality_code: str, seed: int, values: Values) -> dict[str, pd.DataFrame]:
    """Registrations, offers and courses from the project's start to its end; same seed, same rows.

    Every kind of fault that does not stop a calculation is planted at least once.
    """
    rng = np.random.default_rng(seed)
    courses = _courses(rng, values)
    registrations = _planted(_registrations(rng, courses, values), values)
    registrations["municipality_code"] = municipality_code
    registrations["counted_on"] = pd.Timestamp(values.end_on)
    registrations["synthetic"] = True
    frames = {
        "registrations": registrations,
        "offers": _offers(rng, courses, pd.Timestamp(values.start_on)),
        "courses": courses,
    }
    return {
        name: SCHEMAS[name].typed(frame).reset_index(drop=True) for name, frame in frames.items()
    }


def _courses(rng: np.random.Generator, values: Values) -> pd.DataFrame:
    """An opening stock and a steady inflow; a course lasts a random time."""
    first, last = pd.Timestamp(values.start_on), pd.Timestamp(values.end_on)
    new = INFLOW_PER_MONTH * ((last - first).days // MONTH)
    before = first - pd.to_timedelta(rng.integers(1, 2 * MEAN_DAYS, OPENING), unit="D")
    after = first + pd.to_timedelta(rng.integers(0, (last - first).days, new), unit="D")
    start = pd.Series([*before, *after])
    stay = pd.to_timedelta(rng.geometric(1 / MEAN_DAYS, len(start)), unit="D")
    end = start.where(start > first, first) + stay
    status = pd.Series(rng.choice(STATUSES, len(start), p=STATUS_SHARES), dtype="str")
    moves = rng.random(len(start)) < MOVED_SHARE
    ended, told = end <= last, rng.random(len(start)) < TOLD_SHARE
    return pd.DataFrame(
        {
            "citizen": [f"B-{n:04}" for n in range(1, len(start) + 1)],
            "start": start,
            "end": end.where(ended),
            "status_at_start": "ressourceforloeb",
            "status_at_end": status.mask(moves, "moved")
            .where(ended, "ressourceforloeb")
            .where(told),
        }
    )


def _registrations(rng: np.random.Generator, courses: pd.DataFrame, values: Values) -> pd.DataFrame:
    """Rows as they should be: some citizens change caseworker, some are away for a while."""
    first, last = pd.Timestamp(values.start_on), pd.Timestamp(values.end_on)
    rows = []
    for citizen, start, end, status in courses[
        ["citizen", "start", "end", "status_at_end"]
    ].itertuples(index=False):
        begin, stop = max(start, first), min(end, last) if pd.notna(end) else last
        one, two = rng.choice(list(STAFF), 2, replace=False, p=SPREAD)
        luck, length = rng.random(), (stop - begin).days
        turns = [one]
        if length > 2 * MONTH and luck < AWAY_SHARE:
            turns = [one, rng.choice(np.array(values.fictitious_titles)), one]
        elif length > 2 * MONTH and luck < AWAY_SHARE + CHANGE_SHARE:
            turns = [one, two]
        days = [length * n // len(turns) for n in range(1, len(turns))]
        starts = [begin, *(begin + pd.Timedelta(days=n) for n in days)]
        ends = [*(day - pd.Timedelta(days=1) for day in starts[1:]), end]
        why = "moved" if status == "moved" else "benefit_changed"
        reasons = ["caseworker_changed"] * len(days) + [why if pd.notna(end) else None]
        if why == "moved":
            ends[-1] = pd.NaT  # the module cannot end it
        rows += [
            _row(citizen, *turn, values) for turn in zip(turns, starts, ends, reasons, strict=True)
        ]
    return pd.DataFrame(rows)


def _row(
    citizen: str, caseworker: str, start: date, end: date, reason: str | None, values: Values
) -> dict[str, object]:
    outside = caseworker in values.fictitious_titles
    email = values.fictitious_email if outside else f"{caseworker[0].lower()}@eksempel.invalid"
    hours = values.fictitious_weekly_hours if outside else STAFF[caseworker]
    return {
        "citizen": citizen,
        "caseworker": caseworker,
        "email": email,
        "weekly_hours": hours,
        "start": start,
        "end": end,
        "end_reason": reason,
    }


def _planted(rows: pd.DataFrame, values: Values) -> pd.DataFrame:
    """The same rows with faults, each kind in rows of its own."""
    day = pd.Timedelta(days=1)
    second = rows.index[rows["citizen"].duplicated()]
    real = ~rows["caseworker"].isin(values.fictitious_titles)
    new = iter([row for row in second if real[row] and real[row - 1]])
    away = iter(rows.index[~real])
    alone = iter(rows.index[rows["end"].isna() & rows["end_reason"].isna()][::4])
    ended = iter(rows.index[rows["end_reason"] == "benefit_changed"])
    for _ in range(4):
        rows.loc[next(new), "start"] += 4 * day  # a gap
    for _ in range(3):
        rows.loc[next(new) - 1, "end"] += day  # an overlap
        rows.loc[next(alone), ["end", "end_reason"]] = (
            pd.Timestamp(values.end_on) + 90 * day,
            "course_expired",
        )
        rows.loc[next(ended), "end_reason"] = None
    for _ in range(5):
        rows.loc[next(new) - 1, ["end", "end_reason"]] = (pd.NaT, None)  # not ended
    rows.loc[next(away), "caseworker"] = "Barsel"
    rows.loc[next(away), "weekly_hours"] = STAFF["Anne A."]
    rows.loc[next(away), "email"] = "a@eksempel.invalid"
    for name in ("anne a", "Bo B", "Karla C."):
        email = f"{name[0].lower().replace('k', 'c')}@eksempel.invalid"
        rows.loc[next(alone), ["caseworker", "email"]] = (name, email)
    rows.loc[next(alone), "weekly_hours"] = 0
    rows.loc[next(ended), "end_reason"] = "caseworker_changed"  # and no new row
    twice = rows.loc[[next(alone)]].assign(start=lambda row: row["start"] + MONTH * day)
    again = rows.loc[[next(ended)]]
    again = again.assign(
        citizen=again["citizen"].str.lower().str.replace("-", " "),
        start=again["end"] + MONTH * day,
        end=None,
        end_reason=None,
    )
    return pd.concat([rows, twice, again]).sort_values(["citizen", "start"], ignore_index=True)


def _offers(rng: np.random.Generator, courses: pd.DataFrame, first: pd.Timestamp) -> pd.DataFrame:
    """Spells of offers, mentors and help under other acts, in the project's time."""
    frames = []
    for kind, share in OFFER_SHARES.items():
        own = courses[rng.random(len(courses)) < share]
        late = own["start"].where(own["start"] > first, first)
        start = late + pd.to_timedelta(rng.integers(0, MEAN_DAYS // 2, len(own)), unit="D")
        end = start + pd.to_timedelta(rng.integers(MONTH, MEAN_DAYS, len(own)), unit="D")
        frames.append(
            pd.DataFrame({"citizen": own["citizen"], "kind": kind, "start": start, "end": end})
        )
    return pd.concat(frames).sort_values(["citizen", "start"])


if __name__ == "__main__":
    write_register()
