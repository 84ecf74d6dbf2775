"""The comparison question: which municipalities differ by more than luck, like beside like."""

from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from fsmlib.analyses.asked_months import month_asked
from fsmlib.analyses.check import require_usable
from fsmlib.analyses.question import EXAMPLES, Question
from fsmlib.analyses.small_counts import hidden
from fsmlib.danish import month as month_in_words
from fsmlib.figures.funnel import funnel
from fsmlib.models.funnel import dispersion, limits, spread, spread_limits
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import load_kind
from fsmlib.tables.messages import CellError
from fsmlib.tables.municipalities import (
    TOGETHER,
    municipalities,
    municipality_codes,
    municipality_name,
    official_name,
)

COUNTS = ["effort_group", "touched"]
SIZES = {30_000: "Under 30.000", 50_000: "30.000-49.999", 80_000: "50.000-79.999"}
LARGEST = "80.000 og derover"
ALL, FEWEST_ALIKE = "Alle kommuner", 5
OVER, WITHIN, UNDER, UNKNOWN = "over", "within", "under", "unknown"
LIKE = {"all": "Alle kommuner", "size": "Samme størrelse", "region": "Samme region"}


@dataclass(frozen=True, repr=False)
class Comparison(Question):
    """Municipalities beside one another in one month, from a table of many.

    `month` is the month compared; `own` the code of a municipality that is followed, empty for
    none.  Counts of 1 and 2 are hidden, with those that would give them away, and stand in no
    total.
    """

    month: pd.Period
    own: str = ""

    example: ClassVar[Path] = EXAMPLES["comparison"]

    @classmethod
    def read(
        cls,
        data: str | Path = "",
        *,
        on: str = "",
        changes: str = "",
        programme: str = "",
        month: str = "",
        municipality: str = "",
    ) -> Self:
        """The question on monthly counts of many municipalities, as saved from Jobindsats.

        `programme` is one with thresholds; `month` (`2019-11`) the last of the file when empty;
        `municipality` a name or a code.  InputError with every finding when the table cannot be
        read; FsmError when too few municipalities have counts that month, or it is none of them.
        """
        values = load_kind("thresholds", programme, on, changes)
        tables, name = cls.source(data)
        require_usable(tables, values)
        told = pd.PeriodIndex(tables["monthly"]["month"].dropna(), freq="M")
        if told.empty:
            raise FsmError("Der er ingen månedstal; gem tallene for alle kommuner fra Jobindsats.")
        asked = cls(tables, values, name, month_asked(month) if month else told.max())
        if asked.month not in told:
            raise FsmError(f"Der er ingen tal for {month_in_words(asked.month)} i filen.")
        asked.stop_with_too_few()
        return replace(asked, own=asked.code_of(municipality)) if municipality else asked

    def stop_with_too_few(self) -> None:
        """FsmError when too few municipalities have counts that can be shown."""
        if len(self.shown) < FEWEST_ALIKE:
            raise FsmError(
                f"Kun {len(self.shown)} kommuner har tal, der kan vises, i "
                f"{month_in_words(self.month)}; der skal mindst {FEWEST_ALIKE} til. Gem tallene "
                "for alle kommuner fra Jobindsats, eller vælg en anden måned."
            )

    def code_of(self, municipality: str) -> str:
        """The code of a municipality by name or code; FsmError when it is none of the month's."""
        try:
            code = municipality_codes(municipality)
        except CellError as error:
            raise FsmError(f"{error.problem} {error.mend}") from None
        if code not in self.counts.index:
            raise FsmError(f"{municipality_name(code)} står ikke i tallene for den måned.")
        return code

    @property
    def municipality(self) -> str:
        """Who is compared: the municipality that is followed, else all of them."""
        return official_name(self.own) if self.own else "Alle kommuner i filen"

    @cached_property
    def counts(self) -> pd.DataFrame:
        """The month's counts by code with name, size and region; missing where they are hidden."""
        rows = self.tables["monthly"]
        rows = rows[pd.PeriodIndex(rows["month"], freq="M") == self.month]
        frame = rows.set_index("municipality_code")[COUNTS].sort_index()
        known = [_known(str(code)) for code in frame.index]
        frame[["name", "size", "region"]] = pd.DataFrame(known, index=frame.index, dtype="str")
        frame[COUNTS] = shown_counts(frame[COUNTS], frame["region"])
        return frame.sort_values("name", key=_alphabetical)

    @cached_property
    def shown(self) -> pd.DataFrame:
        """The municipalities that can be compared, alphabetically: counts, share, limits, outcomes.

        `low` and `high` are the limits of luck beside all; `outcome_all`, `outcome_size` and
        `outcome_region` say `over`, `within` or `under` beside all and beside those alike, and
        `unknown` where those are too few.  `is_beyond_spread` says that it lies outside what
        municipalities ordinarily differ by, too.
        """
        frame = self.counts.dropna(subset=COUNTS)
        frame = frame[frame["effort_group"] > 0].astype(dict.fromkeys(COUNTS, "int64"))
        frame["result_share"] = frame["touched"] / frame["effort_group"]
        if len(frame) < FEWEST_ALIKE:
            return frame
        frame[["low", "high"]] = within = limits(frame["effort_group"], *_total(frame))
        frame["outcome_all"] = _outcomes(frame, within)
        for like in ("size", "region"):
            parts = [_beside_each_other(own) for _, own in frame.groupby(like)]
            frame[f"outcome_{like}"] = pd.concat(parts)
        ordinary = spread_limits(frame["effort_group"], self.share(frame), self.beyond_luck(frame))
        outside = _outcomes(frame, ordinary) != WITHIN
        frame["is_beyond_spread"] = outside & (frame["outcome_all"] != WITHIN)
        return frame

    @property
    def outside(self) -> pd.DataFrame:
        """Those that differ from all by more than luck, alphabetically."""
        return self.shown[self.shown["outcome_all"] != WITHIN]

    @property
    def within(self) -> pd.DataFrame:
        """Those that cannot be told from one another, alphabetically, for they have no order."""
        return self.shown[self.shown["outcome_all"] == WITHIN]

    @property
    def left_out(self) -> pd.DataFrame:
        """Those whose counts are hidden, or that have nobody to count."""
        return self.counts.drop(self.shown.index)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """Those alike, one row a group: its people, its share, and how its municipalities lie."""
        rows = [_group(ALL, "all", self.shown)]
        for name, order in (("size", [*SIZES.values(), LARGEST]), ("region", None)):
            parts = {str(key): part for key, part in self.shown.groupby(name)}
            rows += [_group(key, name, parts[key]) for key in order or parts if key in parts]
        return pd.DataFrame(rows)

    @staticmethod
    def share(frame: pd.DataFrame) -> float:
        """The share of all these municipalities together."""
        counted, people = _total(frame)
        return counted / people

    @staticmethod
    def beyond_luck(frame: pd.DataFrame) -> float:
        """The standard deviation between these municipalities beyond luck."""
        return spread(frame["touched"], frame["effort_group"])

    def plot_funnel(self, ax: Axes | None = None) -> Axes:
        """Every municipality's share by its size, within the limits of luck or outside them."""
        frame = self.shown.sort_values("effort_group")
        sizes = np.unique(
            [*frame["effort_group"], *np.geomspace(*_ends(frame), 50).round().astype(int)]
        )
        share, beyond = self.share(frame), self.beyond_luck(frame)
        return funnel(
            list(frame["name"]),
            list(frame["effort_group"]),
            list(frame["result_share"]),
            list(frame["outcome_all"]),
            (sizes, limits(sizes, *_total(frame))),
            spread_limits(sizes, share, beyond) if beyond else None,
            share,
            municipality_name(self.own) if self.own else "",
            ax,
        )


def shown_counts(counts: pd.DataFrame, lines: "pd.Series[str]") -> pd.DataFrame:
    """Counts and sizes as they may be shown: none of 1 or 2 can be worked out from the others.

    Columns effort_group and touched; those who are not touched count too, for they are the
    difference.  `lines` are the regions, whose totals others publish.  A count that is missing
    already was hidden, and is taken to be the 1 that is easiest to give away.
    """
    touched = counts["touched"].astype(float).fillna(1)
    group = counts["effort_group"].astype(float).fillna(touched.clip(lower=1))
    parts = pd.DataFrame({"touched": touched, "others": group - touched, "effort_group": group})
    gone = pd.concat(
        [hidden(own, across=True, down=True).isna() for _, own in parts.groupby(lines, sort=False)]
    ).reindex(counts.index)
    return counts.mask(gone[counts.columns])


def _known(code: str) -> tuple[str, str, str]:
    """Name, size and region of a municipality, or of several that are counted as one."""
    rows = municipalities().loc[code.split(TOGETHER)]
    people = int(rows["population_2019q1"].sum())
    size = next((name for below, name in SIZES.items() if people < below), LARGEST)
    return municipality_name(code), size, str(rows["region"].iloc[0])


def _alphabetical(names: "pd.Series[str]") -> "pd.Series[str]":
    """Names in Danish order: æ, ø and å, also written aa, come last."""
    letters = str.maketrans({"æ": "{", "ø": "|", "å": "}"})
    return names.str.casefold().str.replace("aa", "å").str.translate(letters)


def _total(frame: pd.DataFrame) -> tuple[int, int]:
    return int(frame["touched"].sum()), int(frame["effort_group"].sum())


def _ends(frame: pd.DataFrame) -> tuple[int, int]:
    return int(frame["effort_group"].min()), int(frame["effort_group"].max())


def _beside_each_other(frame: pd.DataFrame) -> "pd.Series[Any]":
    """How each lies beside all of these."""
    if len(frame) < FEWEST_ALIKE:
        return pd.Series(UNKNOWN, frame.index)
    return _outcomes(frame, limits(frame["effort_group"], *_total(frame)))


def _outcomes(frame: pd.DataFrame, within: NDArray[np.float64]) -> "pd.Series[Any]":
    """How each share lies beside its limits; at a limit is within."""
    low, high = within.T
    shares = frame["result_share"]
    return pd.Series(np.select([shares < low, shares > high], [UNDER, OVER], WITHIN), frame.index)


def _group(label: str, like: str, frame: pd.DataFrame) -> dict[str, object]:
    outcomes = frame[f"outcome_{like}"].value_counts()
    is_known = UNKNOWN not in outcomes
    return {
        "label": label,
        "like": like,
        "number": len(frame),
        "effort_group": _total(frame)[1],
        "result_share": Comparison.share(frame),
        **{name: int(outcomes.get(name, 0)) if is_known else None for name in (OVER, UNDER)},
        WITHIN: int(outcomes.get(WITHIN, 0)) if is_known else None,
        "dispersion": dispersion(frame["touched"], frame["effort_group"]) if is_known else None,
    }
