"""The form on moved citizens: exactly the rows that cannot be ended, under the user's own ids."""

import os
import stat
from datetime import date
from pathlib import Path

from openpyxl import load_workbook

from fsmlib.programme.parameters import load
from fsmlib.site.moved import CORRECTED_SHEET, MOVED_SHEET, write_moved
from fsmlib.tables.reading import read

HIR = load("hir", "2018-03-01")
TODAY = date(2019, 3, 31)
HEAD = "Borger;Sagsbehandler;E-mail;Timer pr. uge;Dato start;Dato slut;Årsag\n"
ROWS = (
    "010180-1234;X;x@kommune.dk;37;01.03.18;;fraflyttet\n"
    "0202801234;X;x@kommune.dk;37;01.03.18;31.05.18;fraflyttet\n"
    "B-0003;X;x@kommune.dk;37;01.03.18;31.05.18;\n"
    "B-0003;Y;y@kommune.dk;37;03.06.18;;\n"
    "B-0004;Y;y@kommune.dk;37;01.03.18;;\n"
)


def rows_of(path: Path, sheet: str) -> list[tuple[object, ...]]:
    rows = list(load_workbook(path)[sheet].iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "Række")
    return rows[head:]


def test_only_rows_that_cannot_be_ended_are_on_the_form(tmp_path: Path) -> None:
    (tmp_path / "registreringer.csv").write_text(HEAD + ROWS, encoding="utf-8")
    out = tmp_path / "sikker" / "skema.xlsx"
    assert write_moved(read(tmp_path / "registreringer.csv"), out, HIR, TODAY) == (1, 1)
    head, *rows = rows_of(out, MOVED_SHEET)
    assert head[1:] == tuple(HEAD.strip().split(";"))
    assert [(row[0], row[1], row[6], row[7]) for row in rows] == [
        (2, "010180-1234", None, "fraflyttet")
    ]
    _, *rows = rows_of(out, CORRECTED_SHEET)
    assert [(row[0], row[1], str(row[6])[:10], row[7]) for row in rows] == [
        (4, "B-0003", "2018-06-02", "skiftet sagsbehandler")
    ]
    text = " ".join(str(c.value) for c in load_workbook(out)[MOVED_SHEET]["A"])
    assert "spoc@star.dk" in text
    if os.name == "posix":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_nothing_to_send_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "registreringer.csv").write_text(
        HEAD + "B-0004;Y;y@kommune.dk;37;01.03.18;;\n", encoding="utf-8"
    )
    out = tmp_path / "skema.xlsx"
    assert write_moved(read(tmp_path / "registreringer.csv"), out, HIR, TODAY) == (0, 0)
    assert not out.exists()
