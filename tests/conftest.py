"""What several tests need: the example's tables, and a workbook filled in as an analyst would."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from openpyxl import load_workbook

from fsmlib.analyses.question import EXAMPLES
from fsmlib.programme import sources
from fsmlib.programme.terms import label
from fsmlib.shipped import shipped
from fsmlib.tables.reading import Tables, read
from fsmlib.tables.schemas import SCHEMAS
from fsmlib.tables.template import write_template

settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")

Fill = Callable[..., Path]


@pytest.fixture(autouse=True, scope="session")
def own_configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A configuration folder of the tests' own, so that they never touch the user's."""
    place = tmp_path_factory.mktemp("configuration")
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_CONFIG_HOME", "LOCALAPPDATA"):
            patch.setenv(variable, str(place))
        yield place


@pytest.fixture(autouse=True)
def no_programme_but_ours() -> Iterator[None]:
    """What a test made known of other programmes is forgotten after it."""
    yield
    sources._own.clear()
    sources._named.clear()


@pytest.fixture(scope="session")
def example() -> Tables:
    return read(EXAMPLES["cap"])


@pytest.fixture(scope="session")
def few_proposals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some of the invented HIR proposals, so that an app opens at once."""
    folder = tmp_path_factory.mktemp("ansoegninger")
    for code in ("0151", "0167", "0253", "0330", "0787", "0851"):
        (path,) = shipped("data", "proposals", "hir").glob(f"{code}_*.xlsx")
        shutil.copy(path, folder)
    return folder


@pytest.fixture
def fill(tmp_path: Path) -> Fill:
    """Fills in the staffing template from row 3 on, leaving its example rows."""

    def filled(**sheets: list[dict[str, Any]]) -> Path:
        path = tmp_path / "kommune.xlsx"
        write_template("staffing", path)
        book = load_workbook(path)
        for name, rows in sheets.items():
            sheet = book[SCHEMAS[name].sheet]
            places = {str(cell.value).rstrip(" *"): cell.column for cell in sheet[1]}
            for number, row in enumerate(rows, start=3):
                for column, value in row.items():
                    sheet.cell(number, places[label(column)], value)
        book.save(path)
        return path

    return filled
