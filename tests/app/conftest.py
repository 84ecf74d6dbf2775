"""An app of each module's own, and somebody who visits it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.serving import Visitor, served


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("besoeg")


@pytest.fixture(scope="module")
def url(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture
def visitor(url: str) -> Visitor:
    return Visitor(url)
