"""Citizens go under pseudonyms from the door on; other cells hold no person."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from fsmlib.programme.findings import FsmError
from fsmlib.tables import pseudonyms
from fsmlib.tables.columns import Column, Schema
from fsmlib.tables.personal import cpr_numbers, cpr_of
from fsmlib.tables.pseudonyms import folder, identifier_of, pseudonym
from fsmlib.tables.reading import read
from fsmlib.tables.schemas import SCHEMAS
from tests.tables.helpers import errors, only, workbook, write

CPR = "010180-1234"


@pytest.mark.parametrize(
    "written",
    ["010180-1234", "0101801234", "010180 1234", "010180–1234", "01.01.80-1234", "Hans 0101801234"],
)
def test_a_cpr_number_is_known_however_it_is_written(written: str) -> None:
    assert cpr_of(written) == "0101801234"


@pytest.mark.parametrize(
    "written",
    [
        "310280-1234",  # no such day
        "101380-1234",  # no such month
        "1.010.801.234",
        "0.0101801234",
        "40101801234",
        "148000000",
        "B-0001",
    ],
)
def test_an_ordinary_number_is_no_cpr_number(written: str) -> None:
    assert cpr_numbers(written) == [] and cpr_of(written) is None


def test_a_replacement_number_has_sixty_added_to_its_day() -> None:
    assert cpr_numbers("610180-1234 910180-1234 920180-1234") == ["6101801234", "9101801234"]


def test_all_spellings_of_a_number_give_one_pseudonym_also_from_excel(tmp_path: Path) -> None:
    header = ["Borger", "Sagsbehandler", "Dato start"]
    cells = [CPR, "0101801234", 101801234, 101801234.0]
    rows = [[cell, f"A{n}", "01.03.2018"] for n, cell in enumerate(cells)]
    tables = read(workbook(tmp_path / "b.xlsx", Registreringer=[header, *rows]))
    (alias,) = set(tables["registrations"]["citizen"])
    assert alias.startswith("P-") and "1801234" not in alias
    assert identifier_of(alias) == CPR


def test_names_are_hidden_and_ids_are_not() -> None:
    assert pseudonym("Hans P. Hansen").startswith("P-")
    assert pseudonym("Hansen, Hans").startswith("P-")
    assert [pseudonym(id_) for id_ in ("B-0001", "b17", "A")] == ["B-0001", "b17", "A"]


def test_key_and_list_are_the_user_s_alone_and_the_key_decides(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pseudonym(CPR)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert pseudonym(CPR) != first
    assert sorted(path.name for path in folder().iterdir()) == ["citizens.csv", "key"]
    if os.name == "posix":
        assert stat.S_IMODE(folder().stat().st_mode) == 0o700
        modes = {stat.S_IMODE(path.stat().st_mode) for path in folder().iterdir()}
        assert modes == {0o600}
    program = f"from fsmlib.tables.pseudonyms import pseudonym; print(pseudonym('{CPR}'))"
    again = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert again.stdout.strip() == pseudonym(CPR)
    pseudonyms._known.cache_clear()
    assert identifier_of(pseudonym(CPR)) == CPR


@pytest.mark.parametrize("file", ["key", "citizens.csv"])
def test_a_folder_that_cannot_be_used_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    (folder() / file).mkdir(parents=True)
    with pytest.raises(FsmError, match="Få adgang til mappen"):
        pseudonym(CPR)


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration folder of one test's own, without key or list."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    folder().mkdir(parents=True)
    return folder()


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 33])
def test_a_key_that_is_not_ours_is_refused(empty_folder: Path, content: bytes) -> None:
    (empty_folder / "key").write_bytes(content)
    with pytest.raises(FsmError, match="ikke en, vi har lavet"):
        pseudonym(CPR)


@pytest.mark.parametrize("name", ["key", "citizens.csv"])
def test_a_link_is_refused(empty_folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "elsewhere").write_bytes(b"k" * 32)
    (empty_folder / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FsmError, match="genvej"):
        pseudonym(CPR)


def test_a_new_key_beside_a_list_that_knows_citizens_is_told(empty_folder: Path) -> None:
    pseudonym(CPR)
    (empty_folder / "key").unlink()
    pseudonyms.key.cache_clear()
    with pytest.raises(FsmError, match="kender 1 borgere"):
        pseudonym("020280-1234")
    assert not (empty_folder / "key").exists()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"P-abc\n", b"a,b,c\n", b"a\x00,b\n"])
def test_a_spoilt_list_is_a_danish_sentence(empty_folder: Path, content: bytes) -> None:
    (empty_folder / "citizens.csv").write_bytes(content)
    with pytest.raises(FsmError, match="er ødelagt"):
        identifier_of("P-abc")


@pytest.mark.skipif(os.name != "posix", reason="rights are told otherwise")
def test_rights_that_let_others_read_are_mended(empty_folder: Path) -> None:
    (empty_folder / "key").write_bytes(b"k" * 32)
    (empty_folder / "key").chmod(0o644)
    empty_folder.chmod(0o755)
    pseudonym(CPR)
    assert stat.S_IMODE((empty_folder / "key").stat().st_mode) == 0o600
    assert stat.S_IMODE(empty_folder.stat().st_mode) == 0o700


def test_no_pseudonym_is_taken_for_a_number() -> None:
    assert not any(sign.isdigit() for n in range(9) for sign in pseudonym(f"01018{n}-1234"))


def test_no_key_is_made_for_those_who_do_not_need_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert pseudonym("B-0001") == "B-0001"
    assert not (tmp_path / "config").exists()


OTHERS = [
    pytest.param(schema, column, id=f"{schema.name} {column.name}")
    for schema in SCHEMAS.values()
    for column in schema.columns
    if column.name != "citizen"
]


@pytest.mark.parametrize(("schema", "column"), OTHERS)
@pytest.mark.parametrize("written", [101801234, "se 010180-1234"])
def test_a_cpr_number_in_any_other_column_is_an_error_that_does_not_repeat_it(
    tmp_path: Path, schema: Schema, column: Column, written: object
) -> None:
    path = workbook(tmp_path / "b.xlsx", **{schema.sheet: [[column.header], [written]]})
    found = [f for f in errors(path) if f.column == column.header and f.row == 2]
    assert "CPR-nummer" in only(found).problem
    assert not any("1801234" in f"{f.problem} {f.mend}" for f in errors(path))


def test_an_e_mail_belongs_in_its_own_column(tmp_path: Path) -> None:
    head = "Borger;Sagsbehandler;E-mail;Dato start\n"
    path = write(tmp_path, "registreringer.csv", head + "A;x@y.dk;x@y.dk;01.03.18\n")
    assert only(errors(path)).column == "Sagsbehandler"
