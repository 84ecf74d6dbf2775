"""Numbers as Danes write them, a half rounded up as Excel shows it."""

import pandas as pd
import pytest

from fsmlib.danish import (
    content,
    count,
    decimal,
    formatted,
    listed,
    month,
    month_short,
    percent,
    whole,
)


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.15, "15,0 %"),
        (0.1499, "15,0 %"),
        (0, "0,0 %"),
        (1, "100,0 %"),
        (0.0004, "under 0,1 %"),
        (0.9996, "over 99,9 %"),
        (0.0005, "under 0,1 %"),
    ],
)
def test_a_share_near_an_end_is_never_shown_as_certain(share: float, told: str) -> None:
    assert percent(share).replace("\xa0", " ") == told


def test_a_half_is_rounded_up() -> None:
    assert decimal(4.125, 2) == "4,13" and whole(2.5) == "3" and whole(-0.2) in ("0", "−0")


def test_months_and_lists() -> None:
    assert month(pd.Period("2019-03")) == "marts 2019"
    assert month_short(pd.Period("2019-03")) == "mar 19"
    assert listed(["37"]) == "37" and listed(["37", "18,5"]) == "37 og 18,5"
    assert count(1, "person", "personer") == "1 person"
    assert count(2, "person", "personer") == "2 personer"


def test_what_is_missing_is_a_dash_and_lists_are_words() -> None:
    assert formatted(None, "whole") == formatted(pd.NA, "kroner") == "–"
    assert content(("a", "b")) == "a, b" and content(True) == "ja"
