"""Another municipality's tables: so many times as many, each caseworker with as many cases."""

import pytest

from fsmlib.analyses.question import EXAMPLES
from fsmlib.analyses.register_findings import caseworker_findings, register_day
from fsmlib.analyses.registration import Registration, asked_months
from fsmlib.programme.parameters import load
from fsmlib.rules.passive import measuring_month
from fsmlib.tables.reading import Tables, read
from fsmlib.tables.scaling import scaled

REGISTER = read(EXAMPLES["registration"])
VALUES = load("hir", "2018-03-01")
SHARED = {*VALUES.fictitious_titles, VALUES.fictitious_email}


def in_size(ratio: float) -> Tables:
    frames = scaled(REGISTER, "0101", ratio, "Opdigtet", SHARED)
    return Tables(frames, REGISTER.places, REGISTER.files, ())


def cases_at_full_time(tables: Tables) -> float:
    months = asked_months("", "", VALUES)
    asked = Registration(tables, VALUES, "", months, register_day(tables), measuring_month(VALUES))
    held = asked.month_ends
    return float(37 * held["cases"].sum() / held["weekly_hours"].sum())


@pytest.mark.parametrize("ratio", [16.2, 5.3, 1.08, 0.43])
def test_each_caseworker_has_about_as_many_cases_whatever_the_size(ratio: float) -> None:
    tables = in_size(ratio)
    citizens = REGISTER["registrations"]["citizen"].nunique()
    assert tables["registrations"]["citizen"].nunique() == pytest.approx(ratio * citizens, abs=1.5)
    assert cases_at_full_time(tables) == pytest.approx(cases_at_full_time(REGISTER), rel=0.2)


def test_citizens_are_the_same_in_every_table() -> None:
    tables = in_size(2.5)
    courses = set(tables["courses"]["citizen"])
    assert len(courses) == len(tables["courses"])
    assert set(tables["offers"]["citizen"]) <= courses


def test_fictitious_caseworkers_are_the_same_for_all() -> None:
    rows = in_size(3)["registrations"]
    assert set(rows.loc[rows["email"] == VALUES.fictitious_email, "caseworker"]) <= {
        *VALUES.fictitious_titles,
        *(f"Barsel{n}" for n in ("", " 2", " 3")),  # a wrong title stays wrong
    }
    assert (
        rows["caseworker"].isin(VALUES.fictitious_titles).sum()
        == 3 * REGISTER["registrations"]["caseworker"].isin(VALUES.fictitious_titles).sum()
    )


def test_copies_bring_no_faults_of_their_own() -> None:
    day = REGISTER["registrations"]["counted_on"].max().date()
    before = len(caseworker_findings(REGISTER, VALUES, day))
    rows = in_size(3)
    there = len(caseworker_findings(rows, VALUES, day))
    assert there <= 3 * before + 3  # a row that two faults look at may be told once more
