"""A register as bits of months: every series of the monitoring is one bit operation (FSM2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from fsmlib.programme.measures import Measure
from fsmlib.programme.parameters import Values
from fsmlib.rules import monitoring, visitation
from fsmlib.rules.hours import paid_hours, with_hours
from fsmlib.rules.measure import measured_bits, measured_group, told_months, touched_by
from fsmlib.rules.month_bits import Codes, MonthBits, as_booleans, counts, days_of, gather


@dataclass(frozen=True)
class Register:
    """A municipality's or the country's register as bits: one a citizen in a municipality.

    `citizen` and `municipality` name each unit; the bits are arrays of shape (units,), bit t is
    month t of `months`.  Every series of the monitoring is one more bit operation on them.
    `fallback_citizen_months` counts where hours with a subsidy could not be told apart by employer.
    `with_hours` are the months that are told of; of a measure without hours, by talks and offers.
    """

    months: pd.PeriodIndex
    citizen: pd.Index
    municipality: Codes
    municipality_codes: pd.Index
    resident: MonthBits
    group_2: MonthBits
    exempt: MonthBits
    visited: MonthBits
    paid_hours: MonthBits
    education: MonthBits
    loentilskud: MonthBits
    fleksjob: MonthBits
    step_up: MonthBits
    with_hours: MonthBits
    fallback_citizen_months: int
    measure: Measure | None = None
    measured: Mapping[str, MonthBits] = field(default_factory=dict)

    @cached_property
    def effort_group(self) -> MonthBits:
        """Months in the effort group."""
        here = self._in_cohort & self.visited
        return visitation.effort_group(here, self.group_2, self.exempt)

    @property
    def _in_cohort(self) -> MonthBits:
        return self.measured["cohort"] if self.measure else self.resident

    @cached_property
    def touched(self) -> MonthBits:
        """Months in the effort group and touched."""
        if self.measure is None:
            return monitoring.touched_bits(self.effort_group, self.paid_hours, self.education)
        counted = {"hours": self.paid_hours, "education": self.education, **self.measured}
        return self.effort_group & touched_by(self.measure, counted)

    def series(self) -> Mapping[str, MonthBits]:
        """The series of the monitoring, by name."""
        group = self.effort_group
        in_group_2 = self.resident & self.group_2
        return {
            "effort_group": group,
            "touched": self.touched,
            "touched_hours": group & self.paid_hours,
            "touched_education": group & self.education,
            "loentilskud_group_1": group & self.loentilskud,
            "fleksjob_group_1": group & self.fleksjob,
            "fleksjob_group_2": in_group_2 & self.fleksjob,
            "step_up": self.resident & self.step_up,
            "group_2": in_group_2,
            "exempt": self._in_cohort & ~self.group_2 & self.exempt,
            "resident": self.resident,
            "with_hours": (self.resident | self._in_cohort) & self.with_hours,
        }

    def monthly(self, *names: str) -> pd.DataFrame:
        """Counts of the series named, or of all, by municipality and month, in whole citizens."""
        groups, months = len(self.municipality_codes), len(self.months)
        index = pd.MultiIndex.from_product(
            [self.municipality_codes, self.months], names=["municipality_code", "month"]
        )
        columns = {
            name: counts(bits, self.municipality, groups, months).ravel()
            for name, bits in self.series().items()
            if name in names or not names
        }
        found = pd.DataFrame(columns, index=index)
        if self.measure and "effort_group" in found:
            exempt = counts(self.series()["exempt"], self.municipality, groups, months).ravel()
            group = found["effort_group"].to_numpy()
            found["effort_group"] = measured_group(group, exempt, self.measure)
        return found

    def for_results(self) -> pd.DataFrame:
        """What results are made of: group, touched, and whether there are hours at all."""
        return self.monthly("effort_group", "touched", "with_hours").reset_index()

    def bits_of(self, citizens: pd.Series, name: str) -> MonthBits:
        """One series for each of `citizens`, wherever they live; 0 for one who is not here."""
        people = self.citizen.unique()
        bits = gather(people.get_indexer(self.citizen), self.series()[name], len(people))
        nobody = np.zeros(1, np.uint64)
        return np.concatenate([bits, nobody])[people.get_indexer(pd.Index(citizens))]

    def booleans(self, name: str) -> np.ndarray:
        """One series as booleans of shape (units, months)."""
        return as_booleans(self.series()[name], len(self.months))


def register(
    tables: Mapping[str, pd.DataFrame], months: pd.PeriodIndex, values: Values
) -> Register:
    """The bits of the five FSM2 tables under the readings in `values`.

    Rows of a citizen who is not in the table `citizens` count nowhere.  ValueError for more than
    64 months; FsmError where a reading asks for a column that is empty.
    """
    citizens = tables["citizens"]
    code, names = pd.factorize(citizens["citizen"])
    town, towns = pd.factorize(citizens["municipality_code"], sort=True)
    unit, units = pd.factorize(code * len(towns) + town)
    person_of_unit = units // len(towns)
    personal, fallback = _personal_bits(tables, pd.Index(names), months, values)
    everywhere = ~np.zeros(len(units), np.uint64)
    seen = everywhere
    if values.denominator == "visited":
        seen = visitation.visited(citizens, unit, len(units), months, values)
    measure, measured = values.measured, dict[str, MonthBits]()
    resident = visitation.residence(citizens, unit, len(units), months, values)
    if measure:
        measured = measured_bits(tables, unit, len(units), months, measure)
        there = resident
        if measure.counts_who_left:
            stay = citizens.assign(end=citizens["end"].where(citizens["end"].isna()))
            there = visitation.residence(stay, unit, len(units), months, values)
        measured["cohort"] = measured["cohort"] & there
    found = {name: bits[person_of_unit] for name, bits in personal.items()}
    if measure and "hours" not in measure.touched:
        told = told_months(citizens, town, len(towns), tables["offers"], months)
        found["with_hours"] = told[units % len(towns)]
    return Register(
        measure=measure,
        measured=measured,
        months=months,
        citizen=pd.Index(names)[person_of_unit],
        municipality=units % len(towns),
        municipality_codes=pd.Index(towns),
        resident=resident,
        visited=seen,
        fallback_citizen_months=fallback,
        **found,
    )


def _personal_bits(
    tables: Mapping[str, pd.DataFrame], names: pd.Index, months: pd.PeriodIndex, values: Values
) -> tuple[dict[str, MonthBits], int]:
    """The bits that follow a citizen wherever they live, by role; and the fallback count."""
    rows, who = {}, {}
    for name in ("markers", "hours", "supported", "education"):
        found = names.get_indexer(pd.Index(tables[name]["citizen"]))
        rows[name], who[name] = tables[name][found >= 0], found[found >= 0]
    markers, people = rows["markers"], len(names)
    bits = {}
    for role, mask in visitation.markers_by_role(markers, values).items():
        start, end = days_of(markers["start"][mask]), days_of(markers["end"][mask])
        owner = who["markers"][mask.to_numpy()]
        bits[role] = visitation.status_bits(owner, start, end, people, months, values)
    for form in ("loentilskud", "fleksjob"):
        bits[form] = monitoring.supported_bits(
            rows["supported"], form, who["supported"], people, months
        )
    bits["education"] = monitoring.education_bits(
        rows["education"], who["education"], people, months
    )
    bits["with_hours"] = with_hours(rows["hours"], who["hours"], people, months, values)
    bits["paid_hours"], fallback = paid_hours(
        rows["hours"], who["hours"], rows["supported"], who["supported"], people, months, values
    )
    return bits, fallback
