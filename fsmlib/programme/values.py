"""One dated value: what the programme says, our reading, our guess, or a municipality's choice."""

from datetime import date, datetime
from typing import Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    model_validator,
)

from fsmlib.programme.sources import answers

MONTHS_PER_YEAR = 12
HUNDREDTHS = 100
PERCENT = 100
ROUNDING = 1e-9  # what a sum of parts may be off a whole
YEARS = range(1900, 2100)  # that a date may lie in

Kind = Literal["rule", "reading", "assumption", "choice"]
Quality = Literal["published", "derived", "guess"]
Scalar = StrictBool | StrictInt | StrictFloat | datetime | date | StrictStr
Content = Scalar | tuple[StrictStr, ...] | tuple[dict[str, int], ...]

KIND_IN_DANISH = {
    "rule": "regel",
    "reading": "fortolkning",
    "assumption": "forudsætning",
    "choice": "valg",
}
QUALITY_IN_DANISH = {"published": "offentliggjort", "derived": "afledt", "guess": "skøn"}


class Value(BaseModel):
    """One value in force on a day, with unit, kind and the answers it rests on.

    `low`, `high`, `origin` and `quality` belong to assumptions; `question`, `says`, `options`
    (value: what it means) and `between` (the two values it lies between; the higher unless chosen)
    to readings.  `at_least` and `at_most` are limits of sense.  `default` is
    what the file says; `value` differs from it when the user has changed it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    label: str
    unit: str
    kind: Kind
    sources: tuple[str, ...]
    since: date
    value: Content
    default: Content
    low: int | float | None = None
    high: int | float | None = None
    at_least: int | float | None = None
    at_most: int | float | None = None
    origin: str = ""
    quality: Quality | None = None
    question: str = ""
    says: str = ""
    options: dict[str, str] | None = None
    between: tuple[str, str] | None = None

    @property
    def changed(self) -> bool:
        """Whether the user has changed the value."""
        return self.value != self.default

    @model_validator(mode="after")
    def _makes_sense(self) -> "Value":
        if unknown_sources := set(self.sources) - set(answers()):
            raise ValueError(f"unknown source {sorted(unknown_sources)}")
        if self.kind == "assumption" and (self.low is None or not self.origin or not self.quality):
            raise ValueError("an assumption needs range, origin and quality")
        if self.kind == "reading" and not self.question:
            raise ValueError("a reading needs its question")
        return self
