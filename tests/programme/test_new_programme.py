"""A new programme is a file: other thresholds, groups, exemptions and payment, and no code."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from fsmlib.programme import sources
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import load
from fsmlib.programme.written import written
from fsmlib.rules.payout import paid_percent, payout
from fsmlib.rules.register import register
from fsmlib.tables.cells import known_markers
from fsmlib.tables.reading import read

THIRD = """
name: Et tredje program
like: fsm2
since: 2023-01-01
values:
  first_instalment_percent:
    from: {2023-01-01: 30}
  payout_steps:
    from:
      2023-01-01:
        - {reached_percent: 25, paid_percent: 70}
        - {reached_percent: 40, paid_percent: 100}
  group_2_marker:
    from: {2023-01-01: "Spor B"}
  exemptions:
    from: {2023-01-01: [Orlov], 2024-01-01: [Orlov, Barsel]}
  status_day:
    from: {2023-01-01: first_day}
"""


@pytest.fixture
def third(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    folder = tmp_path / "programme"
    folder.mkdir()
    for path in sources.FOLDER.glob("*.yaml"):
        shutil.copy(path, folder)
    (folder / "tredje.yaml").write_text(THIRD, encoding="utf-8")
    monkeypatch.setattr(sources, "FOLDER", folder)
    caches = (sources.programme_file, sources.programmes, written, known_markers)
    for cached in caches:
        cached.cache_clear()
    yield "tredje"
    for cached in caches:
        cached.cache_clear()


def test_its_payment_is_its_own_and_the_rest_as_in_the_programme_it_is_like(third: str) -> None:
    values = load(third, "2023-06-01")
    paid = [paid_percent(touched, 100, values) for touched in (24, 25, 39, 40)]
    assert paid == [30, 70, 70, 100]
    assert payout(1_000, 70, None, values)[:2] == (300, 400)
    assert values.status_day == "first_day" and values.age_min_years == 30
    assert not values.departs_from_rules


def test_its_groups_and_exemptions_are_read_and_counted(third: str, tmp_path: Path) -> None:
    (tmp_path / "borgere.csv").write_text(
        "Borger;Kommune;Dato start\n" + "".join(f"B{n};Ærø;01.01.23\n" for n in range(4)), "utf-8"
    )
    (tmp_path / "markeringer.csv").write_text(
        "Borger;Markering;Dato start;Dato slut\n"
        "B0;spor b;01.01.23;\nB1;Orlov;01.01.23;31.01.23\nB2;Barsel;01.01.23;\n",
        "utf-8",
    )
    tables = read(tmp_path)
    assert not tables.findings
    months = pd.period_range("2023-01", "2023-02", freq="M")
    for day, groups in (("2023-01-01", [2, 3]), ("2024-01-01", [1, 2])):
        counted = register(tables, months, load(third, day)).monthly()
        assert counted["effort_group"].tolist() == groups


def test_a_misspelt_value_in_the_file_is_an_error(third: str) -> None:
    file = sources.FOLDER / "tredje.yaml"
    file.write_text(THIRD.replace("exemptions:", "exemption:"), encoding="utf-8")
    sources.programme_file.cache_clear()
    sources.programmes.cache_clear()
    with pytest.raises(FsmError, match=r"tredje.yaml.*Mente du »exemptions«"):
        load(third, "2023-06-01")


def test_a_later_value_leaves_older_results_as_they_were(third: str) -> None:
    before = load(third, "2023-12-31")
    assert before.exemptions == ("Orlov",)
    assert load(third, "2024-01-01").exemptions == ("Orlov", "Barsel")
