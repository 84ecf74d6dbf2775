"""Nothing leaves with a CPR number, an e-mail or a citizen's name in it."""

import csv
import json
import re
from io import BytesIO
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from fsmlib.pages.start import notebooks
from fsmlib.shipped import shipped
from fsmlib.site import privacy
from fsmlib.site.csvs import write_csv
from fsmlib.site.export import workbook_of
from fsmlib.site.forms import PAGE_AND_WORKBOOK, write_forms
from fsmlib.site.privacy import LeakError, leaks, safely
from fsmlib.site.run import read_notebook, run
from fsmlib.tables.pseudonyms import pseudonym

CPR = "010180-1234"
NAME = "Bodil Bysted"


def spreadsheet(cell: str | float) -> bytes:
    book, stream = Workbook(), BytesIO()
    book.worksheets[0]["B2"] = cell
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("said", [CPR, "0101801234", "x@y.dk", NAME, NAME.upper()])
def test_a_leak_is_found_in_every_kind_of_file(said: str) -> None:
    pseudonym(NAME)
    told = f"Borgeren æ {said}."
    for content, suffix in (
        (f"<p>{told}</p>".encode(), ".html"),
        (spreadsheet(told), ".xlsx"),
        (f"a;b\n1;{told}\n".encode("utf-8-sig"), ".csv"),
        (json.dumps({"text": told}).encode(), ".json"),
        (told.encode(), ".log"),
    ):
        assert len(leaks(content, suffix)) == 1, suffix


def test_an_amount_in_a_workbook_is_no_cpr_number_and_whole_digits_are() -> None:
    assert leaks(spreadsheet(220506.6604), ".xlsx") == []
    assert leaks(spreadsheet(2205066604), ".xlsx") == ["1 CPR-nummer"]
    assert leaks(spreadsheet("220506.6604"), ".xlsx") == ["1 CPR-nummer"]


def test_an_amount_in_json_is_no_cpr_number_and_the_same_digits_in_a_text_are() -> None:
    told = json.dumps({"dkk": 220506.6604, "list": [220506.6604]}, indent=1)
    assert leaks(told.encode(), ".json") == []
    for text in ("220506.6604", "Borger 220506.6604 søger"):
        assert leaks(json.dumps({"text": text}, indent=1).encode(), ".json") == ["1 CPR-nummer"]


def test_markup_does_not_hide_a_leak() -> None:
    for written in ("010180&#45;1234", "010180&ndash;1234", "010180\\u20131234"):
        assert leaks(written.encode(), ".html") == ["1 CPR-nummer"]


def test_pictures_are_skipped_and_public_e_mails_may_stay() -> None:
    assert leaks(b'<img src="data:image/png;base64,AA+0101801234/==">', ".html") == []
    assert leaks(b"123@ABC.dk a@eksempel.invalid", ".html") == []


@given(days=st.integers(1, 28), month=st.integers(1, 12), rest=st.integers(0, 999_999))
def test_no_number_with_a_dash_is_missed(days: int, month: int, rest: int) -> None:
    number = f"{days:02}{month:02}{rest // 10_000:02}-{rest % 10_000:04}"
    assert leaks(f"<td>{number}</td>".encode(), ".html") == ["1 CPR-nummer"]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(0, 10**9 - 1)))
def test_ordinary_numbers_raise_no_alarm(numbers: list[float]) -> None:
    frame = pd.DataFrame({"a": numbers})
    assert leaks(frame.to_csv(index=False, sep=";").encode(), ".csv") == []


@pytest.mark.parametrize("name", notebooks())
def test_the_stored_outputs_of_the_notebooks_are_clean(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(privacy, "names_hidden", frozenset)  # what other tests have read
    assert leaks(shipped("notebooks", f"{name}.ipynb").read_bytes(), ".ipynb") == []


def test_a_leaky_file_is_not_written_and_the_old_one_stays(tmp_path: Path) -> None:
    target = tmp_path / "side.html"
    target.write_text("før")
    said = r"»side« er ikke skrevet, .* 1 CPR-nummer"
    with pytest.raises(LeakError, match=said), safely(target) as draft:
        draft.write_text(f"<p>{CPR}</p>")
    assert [path.name for path in tmp_path.iterdir()] == ["side.html"]
    assert target.read_text() == "før"


@pytest.mark.parametrize("to_screen", [True, False])
def test_a_leaky_table_is_stopped(
    tmp_path: Path, to_screen: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    frame = pd.DataFrame({"citizen": [CPR]})
    with pytest.raises(LeakError):
        write_csv(frame, Path("-") if to_screen else tmp_path / "a.csv", danish=False)
    assert capsys.readouterr().out == "" and not list(tmp_path.iterdir())


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.parametrize("danish", [True, False])
def test_no_text_becomes_a_formula_in_excel(tmp_path: Path, sign: str, danish: bool) -> None:
    text = f"{sign}HYPERLINK(1)"
    write_csv(pd.DataFrame({text: [text, None], "b": [-5, 1]}), tmp_path / "a.csv", danish)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";" if danish else ","))
    told = "'" + text.replace("\r", "\n")
    assert rows == [[told, "b"], [told, "-5"], ["", "1"]]


@pytest.mark.parametrize("where", ["page", "workbook"])
def test_a_deliberately_leaky_page_is_stopped(tmp_path: Path, where: str) -> None:
    executed = run(read_notebook("00_start"), {})
    if where == "page":
        executed.cells.append(nbformat.v4.new_markdown_cell(f"Borger {CPR}"))
    else:
        tables = [o for c in executed.cells for o in c.get("outputs", [])]
        table = next(o for o in tables if "application/vnd.fsmlib.table+json" in o.data)
        table.data["application/vnd.fsmlib.table+json"]["note"] = CPR
        assert workbook_of(executed) is not None
    with pytest.raises(LeakError):
        write_forms(executed, "00_start", tmp_path, PAGE_AND_WORKBOOK)


WRITE_UNSEARCHED = {
    "tables/template.py": "our own words only",
    "site/synth.py": "invented registers, in Parquet",
    "site/moved.py": "the one file that is to hold the user's own ids",
    "site/run.py": "searched before the page and its workbook are put in place together",
    "site/batch/worker.py": "searched within the result",
    "site/batch/batch.py": "notes of the run itself",
    "site/batch/inputs.py": "names of our own files",
    "site/batch/pool.py": "the task file of a worker",
    "site/batch/pdf.py": "printed from a page that has been searched",
    "analyses/decisions.py": "refused when reason or name holds a CPR number or an e-mail",
    "app/municipality/files.py": "the visitor's own files, in the visit's own folder",
    "app/municipality/work.py": "scenarios as the visitor typed them, in the visit's own folder",
    "tables/marked.py": "the user's own file, for the user alone",
}


def test_every_other_room_searches_what_it_writes() -> None:
    house = Path(privacy.__file__).parents[1]
    writing = {
        str(path.relative_to(house).as_posix())
        for path in house.rglob("*.py")
        if re.search(r"\batomic\(|write_text\(|\.to_csv\(", path.read_text("utf-8"))
    }
    searching = {"site/privacy.py", "site/csvs.py", "atomic.py"}
    unknown = {
        name
        for name in writing - searching - set(WRITE_UNSEARCHED)
        if not re.search(r"safely\(|stop_leaks\(", (house / name).read_text("utf-8"))
    }
    assert not unknown
