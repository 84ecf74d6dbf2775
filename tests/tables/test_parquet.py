"""Parquet files tell what other files tell, whatever their types, whole and in parts."""

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsmlib.programme.findings import Finding, FsmError
from fsmlib.tables import parquet
from fsmlib.tables.files import files_of
from fsmlib.tables.parquet import WHOLE, parts_of
from fsmlib.tables.reading import Tables, read

CELLS = {
    "Borger": ["B1", " B2", "B2 ", "010180-1234", "=A1", "EKSEMPEL", "..", "æøå", None],
    "Kommune": ["Middelfart", "410", "Midelfart", "Ærø", "*", None],
    "Dato start": ["01.01.2019", "2019-02-01", "31.02.2019", "i går", "1.1.1019", None],
    "Dato slut": ["2018-12-31", "2020-01-31", "", None],
    "Årsag": ["fraflyttet", "DØD", "fraflytet", "moved", None],
    "Bemærkning": ["x", None],
}
rows = st.fixed_dictionaries({name: st.sampled_from(cells) for name, cells in CELLS.items()})


def write(folder: Path, name: str, columns: dict[str, object], rows_in_a_group: int = 4) -> Path:
    folder.mkdir(exist_ok=True)
    pq.write_table(pa.table(columns), folder / f"{name}.parquet", row_group_size=rows_in_a_group)
    return folder


def told(tables: Tables) -> Counter[Finding]:
    return Counter(replace(finding, file="") for finding in tables.findings)


def by_row(tables: Tables) -> set[Finding]:
    """All but that a table is empty, which no part of a register can tell."""
    return {f for f in told(tables) if not f.problem.startswith("Der er borgere, men")}


@given(table=st.lists(rows, min_size=1, max_size=8))
@settings(max_examples=30, deadline=None)
def test_parquet_and_csv_of_the_same_cells_tell_the_same(
    table: list[dict[str, str | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("files")
    pd.DataFrame(table, columns=list(CELLS)).to_csv(folder / "Borgere.csv", index=False)
    columns = {name: pa.array([row[name] for row in table], pa.string()) for name in CELLS}
    as_parquet = read(write(folder / "p", "Borgere", columns))
    as_csv = read(folder / "Borgere.csv")
    assert told(as_parquet) == told(as_csv)
    assert as_parquet["citizens"].equals(as_csv["citizens"])


DAY = datetime(2019, 3, 31, 13, 30)
IDS = ["010180-1234", "0101801234", "", None, "A", "B ", " B", "B", "Å", "\u00a0C", "C", "D"]


@pytest.mark.parametrize(
    "start",
    [
        pa.array([DAY.date(), None]),
        pa.array([DAY, None], pa.timestamp("ns")),
        pa.array([DAY, None], pa.timestamp("us", "Europe/Copenhagen")),
        pa.array(["31.03.2019", "  "]).dictionary_encode(),
        pa.array(["31. marts 2019", ""], pa.large_string()),
    ],
    ids=lambda array: str(array.type),
)
@pytest.mark.parametrize(
    "amount", [pa.array([0.1 + 0.2, float("nan")]), pa.array([0.30, None]), pa.array(["0.3", None])]
)
def test_a_column_may_have_any_type_that_can_be_read(
    tmp_path: Path, start: pa.Array, amount: pa.Array
) -> None:
    write(tmp_path, "Uddannelse", {"Borger": ["A", "B"], "Dato start": start, "SU": [True, None]})
    write(tmp_path, "Løntimer", {"Borger": ["A", "B"], "Måned": start, "Timer": amount})
    tables = read(tmp_path)
    assert tables["education"]["start"].tolist()[0] == pd.Timestamp("2019-03-31")
    assert tables["hours"]["month"].tolist()[0] == pd.Timestamp("2019-03-01")
    assert tables["hours"]["hours"].tolist()[0] == pytest.approx(0.3)
    empty = {(f.row, f.column) for f in tables.findings if f.problem == "Cellen er tom."}
    assert empty == {(3, "Dato start"), (3, "Måned"), (3, "Timer")}


@pytest.mark.parametrize(
    "start",
    [
        [1.5, 2.5],
        [2019, 7],
        [True, False],
        [b"\xff", b"x"],
        [[1], [2]],
        [{"a": 1}, {"a": 2}],
        [date(1066, 10, 14), date(9999, 12, 31)],
        pa.array(np.array([1, 2], np.float16)),
        pa.array([1, 2], pa.duration("s")),
    ],
    ids=str,
)
def test_what_is_no_date_is_told_row_by_row(tmp_path: Path, start: object) -> None:
    columns = {"Borger": ["A", "B"], "Kommune": ["Ærø", "Ærø"], "Dato start": start}
    findings = read(write(tmp_path, "Borgere", columns)).findings
    assert {(f.level, f.row, f.column) for f in findings if f.row} == {
        ("error", 2, "Dato start"),
        ("error", 3, "Dato start"),
    }


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    far = pa.array([10**18], pa.timestamp("us"))
    write(tmp_path, "Borgere", {"Borger": ["A"], "Kommune": ["Ærø"], "Dato start": far})
    with pytest.raises(FsmError, match="Gem den igen som PARQUET"):
        read(tmp_path)
    (tmp_path / "Borgere.parquet").write_bytes(b"PAR1 no table PAR1")
    assert parts_of(files_of(tmp_path)) == WHOLE
    with pytest.raises(FsmError, match="Gem den igen som PARQUET"):
        read(tmp_path)


def test_ids_of_citizens_stay_out_of_findings(tmp_path: Path) -> None:
    columns = {"Borger": ["=010180-1234"], "Kommune": ["Ærø"], "Dato start": [date(2019, 1, 1)]}
    findings = read(write(tmp_path, "Borgere", columns)).findings
    assert [f.problem for f in findings if f.row] == ["Cellen indeholder en formel."]
    assert "010180" not in str(findings)


@given(
    ids=st.lists(st.sampled_from(IDS), max_size=20),
    rows_in_a_part=st.integers(2, 12),
    rows_in_a_group=st.integers(1, 5),
)
@settings(max_examples=30, deadline=None)
def test_each_row_is_in_one_part_with_the_other_rows_of_its_citizen(
    ids: list[str | None],
    rows_in_a_part: int,
    rows_in_a_group: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("parts")
    start = pa.array([date(2019, 1, 1)] * len(ids), pa.date32())
    columns = {"Borger": pa.array(ids, pa.string()), "Dato start": start}
    citizens = columns | {"Kommune": ["Ærø"] * len(ids)}
    markers = columns | {"Borger": pa.array(ids[::-1], pa.string())}
    write(folder, "Borgere", citizens, rows_in_a_group)
    write(folder, "Markeringer", markers, rows_in_a_group)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "ROWS_IN_A_PART", rows_in_a_part)
        patch.setattr(parquet, "ONE_IN", 2)
        parts = [read(folder, part) for part in parts_of(files_of(folder))]
    whole = read(folder)
    for name in ("citizens", "markers"):
        assert sorted(row for part in parts for row in part[name].index) == list(whole[name].index)
        joined = pd.concat([part[name] for part in parts]).sort_index()
        assert joined.equals(whole[name])
    of_citizen = [set(part["citizens"]["citizen"].dropna()) for part in parts]
    assert sum(map(len, of_citizen)) == whole["citizens"]["citizen"].nunique()
    assert set().union(*map(by_row, parts)) == by_row(whole)


def test_only_parquet_with_text_ids_is_parted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "ROWS_IN_A_PART", 1)
    write(tmp_path, "Markeringer", {"CPR": ["A", "B"]})
    assert len(parts_of(files_of(tmp_path))) == 2
    write(tmp_path, "Uddannelse", {"Borger": pa.array(["A", "B"]).dictionary_encode()})
    assert len(parts_of(files_of(tmp_path))) > 1
    for columns in ({"Borger": [1, 2]}, {"Borger": ["A"], "CPR": ["A"]}, {"Form": ["x"]}):
        write(tmp_path, "Uddannelse", columns)
        assert parts_of(files_of(tmp_path)) == WHOLE
    (tmp_path / "Uddannelse.parquet").rename(tmp_path / "Uddannelse.csv")
    assert parts_of(files_of(tmp_path)) == WHOLE


def test_yes_and_no_may_be_numbers_with_decimals(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Borger": ["A", "B"], "Dato start": ["2019-11-01"] * 2})
    frame = frame.assign(**{"SU-berettiget": [1.0, 0.0], "Lønnet": [1.0, None]})
    frame.to_parquet(tmp_path / "uddannelse.parquet")
    tables = read(tmp_path / "uddannelse.parquet")
    assert not tables.findings and tables["education"]["su_eligible"].tolist() == [True, False]


def test_decimals_of_a_database_are_numbers(tmp_path: Path) -> None:
    counts = {"Indsatsgruppe": [Decimal("132.000")], "Berørt": [Decimal("10.000")]}
    frame = pd.DataFrame({"Kommune": ["0410"], "Måned": ["2019-11"]} | counts)
    frame.to_parquet(tmp_path / "månedstal.parquet")
    tables = read(tmp_path / "månedstal.parquet")
    assert not tables.findings and tables["monthly"]["effort_group"].tolist() == [132]
