"""What a programme's own file may measure, and the groups its staff share."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

WhatCounts = Literal["hours", "education", "talks", "offer"]
LeftOpen = Literal[
    "talks_at_least",
    "within_months",
    "passes_month",
    "exempt_most_percent",
    "left_early",
    "ceiling_rounding",
]
LeftEarly = Literal["out", "counted"]
Rounding = Literal["down", "nearest", "up"]
Percent = Annotated[int, Field(ge=0, le=100)]
Cases = Annotated[int, Field(ge=1, le=500)]


class Measure(BaseModel):
    """What counts as touched, of whom, and how large a share may be exempt.

    `touched` are the things of which any counts: paid hours or education in the month, at least
    `talks_at_least` talks, an offer.  Talks and offers count `within_months` months.  Of 0,
    `passes_month` measures a stock, month by month; else those who pass so many months of a course.
    Who has left before that month is `out`, or `counted` as if still there.  At most
    `exempt_most_percent` are exempt, however many are marked, in whole citizens by
    `ceiling_rounding`; None is no ceiling.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    touched: tuple[WhatCounts, ...] = Field(min_length=1)
    talks_at_least: Annotated[int, Field(ge=1, le=60)] = 1
    within_months: Annotated[int, Field(ge=1, le=60)] = 1
    passes_month: Annotated[int, Field(ge=0, le=60)] = 0
    exempt_most_percent: Percent | None = None
    left_early: LeftEarly = "out"
    ceiling_rounding: Rounding = "down"
    sources: tuple[str, ...] = ()

    @property
    def counts_who_left(self) -> bool:
        """Whether who has left before the month of the course is counted all the same."""
        return self.passes_month > 0 and self.left_early == "counted"

    @property
    def is_of_months(self) -> bool:
        """Whether it counts paid hours and education of the month, as the documents do."""
        return set(self.touched) == {"hours", "education"} and not self.passes_month


class Group(BaseModel):
    """One of several groups of citizens with one staff between them.

    A full-time person has room for `cap_low_cases` to `cap_high_cases` of them alone.  A case
    weighs `weight` cases of the programme's own cap; None is its share of that room.
    `mean_duration_months` and `inflow_per_month` are used where the municipality tells neither.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: str
    cap_low_cases: Cases
    cap_high_cases: Cases
    weight: Annotated[float, Field(gt=0, le=100)] | None = None
    mean_duration_months: Annotated[float, Field(ge=1, le=240)] | None = None
    inflow_per_month: Annotated[float, Field(ge=0)] | None = None
    sources: tuple[str, ...] = ()
