"""The proposals in data/ are the invented ones, small, marked, and of every kind."""

from pathlib import Path

import pandas as pd
import pytest

from fsmlib.programme.parameters import load
from fsmlib.shipped import shipped
from fsmlib.tables.reading import read
from tools.proposals import PROPOSALS, SEED, synthetic_proposals, write_proposals

DAYS = {"hir": "2018-03-01", "fsm2": "2019-11-01"}


@pytest.mark.parametrize("programme", DAYS)
def test_the_stored_proposals_are_the_seeded_ones(tmp_path: Path, programme: str) -> None:
    rows = synthetic_proposals(programme, SEED, load(programme, DAYS[programme]))
    assert len(rows) == PROPOSALS
    write_proposals(tmp_path, dict(list(rows.items())[::10]))
    for path in tmp_path.iterdir():
        stored, made = read(shipped("data", "proposals", programme) / path.name), read(path)
        assert set(stored) == set(made)
        for name in made:
            pd.testing.assert_frame_equal(stored[name], made[name])


@pytest.mark.parametrize("programme", DAYS)
def test_every_stored_proposal_reads_without_a_finding_and_says_it_is_synthetic(
    programme: str,
) -> None:
    for path in shipped("data", "proposals", programme).iterdir():
        tables = read(path)
        assert not tables.findings, path.name
        assert bool(tables["proposal"]["synthetic"].iloc[0])


def test_the_stored_proposals_are_small() -> None:
    files = shipped("data", "proposals").rglob("*.xlsx")
    assert sum(path.stat().st_size for path in files) < 1_000_000
