"""A third programme that measures something else, by data alone, runs every command and page."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fsmlib.analyses.visitation import PLAN
from fsmlib.programme.parameters import load
from fsmlib.shipped import shipped
from fsmlib.site.run import pages_of, render
from fsmlib.tables.reading import read
from tests.programme.test_groups import fsm

FILE = """
name: Samtaler og tilbud
short: SOT
like: fsm2
since: 2019-11-01
document: Aftale om samtaler i Prøveby, 1. oktober 2019
values:
  payout_steps:
    from: {2019-11-01: [{reached_percent: 60, paid_percent: 0}]}
  first_instalment_percent:
    from: {2019-11-01: 0}
  touched_share:
    low: 0.6
    high: 0.8
    origin: Optalt i Prøveby 2018
    from: {2019-11-01: 0.7}
measures:
  stock:
    label: to samtaler eller et tilbud på tre måneder
    touched: [talks, offer]
    talks_at_least: 2
    within_months: 3
    exempt_most_percent: 20
    sources: [SOT-1]
  course:
    label: et tilbud i de første fire måneder
    touched: [offer]
    within_months: 4
    passes_month: 4
    sources: [SOT-1]
readings:
  left_early:
    label: Borgere, der er gået
    question: Måles en borger, der er gået fra?
    says: Aftalen siger det ikke.
    of: [course]
    options: {out: "nej, kun de borgere, der er der", counted: "ja, alle, der begyndte"}
    sources: [SOT-1]
    from: {2019-11-01: out}
answers:
  SOT-1:
    heading: Kravet
    text: Mindst 60 pct. har haft to samtaler eller et tilbud på tre måneder.
    instead_of: [FSM2-3.1, FSM2-3.2, FSM2-5.2, FSM2-5.3, FSM2-2.2, FSM2-2.3, FSM2-1.1]
words:
  STARs: Prøvebys
  STAR: Prøveby
"""
MEASURES = ("stock", "course")
NOT_SHOWN = re.compile(r"<(script|style)[\s\S]*?</\1>")
LABELS = {
    "stock": "to samtaler eller et tilbud på tre måneder",
    "course": "et tilbud i de første fire måneder",
}


def written_in(folder: Path) -> str:
    path = folder / "samtaler_og_tilbud.yaml"
    path.write_text(FILE, encoding="utf-8")
    return str(path)


@pytest.fixture
def programme(tmp_path: Path) -> str:
    return written_in(tmp_path)


@pytest.fixture
def registers(tmp_path: Path, programme: str) -> Path:
    told = fsm("synth", "--out", tmp_path / "registre", "--programme", programme)
    assert "6 filer" in told
    return tmp_path / "registre"


def few(tmp_path: Path) -> Path:
    folder = tmp_path / "few"
    folder.mkdir()
    for path in sorted(shipped("data", "proposals", "fsm2").glob("*.xlsx"))[:3]:
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


@pytest.mark.parametrize("measure", MEASURES)
def test_every_command_takes_it(
    tmp_path: Path, programme: str, registers: Path, measure: str
) -> None:
    ours = ("--programme", programme)
    reading = ("--reading", f"measure={measure}")
    changes = ("--changes", f"measure={measure}")
    told = [fsm("check", registers, *reading, *ours)]
    rows = fsm("monitor", registers, *reading, *ours)
    assert "reached_60" in rows and ("er gået fra?" in rows) == (measure == "course")
    told += [rows, fitted := fsm("fit", registers, *changes, *ours)]
    own = {"stock": "er det måneden efter", "course": "når de måles"}[measure]
    assert own in fitted and "Chance for job" not in fitted and "egen" in fitted
    citizen = str(read(registers)["citizens"]["citizen"].iloc[0])
    told.append(fsm("explain", citizen, "2020-03", "--data", registers, *reading, *ours))
    assert "Derfor:" in told[-1] or "er ikke i målgruppen" in told[-1]
    simulated = ("simulate", PLAN, "--replications", "1000", *changes, *ours)
    told += [fsm(*simulated), fsm(*simulated, "--register", registers, "--compare", PLAN)]
    assert ("er gået fra? Vi regner med: nej" in told[-1]) == (measure == "course")
    assert "at nå 60 %" in told[-1] and LABELS[measure] in told[-1] and "kr." not in told[-1]
    told.append(fsm("evaluate", few(tmp_path), *ours, "--out", tmp_path / "memo.html"))
    for name in ("plan", "registers", "monthly", "proposal"):
        told.append(fsm("template", name, *ours, "--out", tmp_path / f"{name}.xlsx"))
    told += [fsm("rules", *ours), fsm("rules", "SOT-1", *ours)]
    assert "Mindst 60 pct." in told[-1] and "SOT-1" in told[-2]
    assert not [each for each in told if "FSM2" in each]


def test_registers_and_readings_move_what_is_simulated(programme: str, registers: Path) -> None:
    """With registers the answer follows the reading; the register's level lies in its interval."""
    from fsmlib.analyses.monitoring import Monitoring
    from fsmlib.analyses.visitation import Visitation

    for measure in MEASURES:
        changes = f"measure={measure}"
        level = Monitoring.read(registers, programme=programme, changes=changes).level
        asked = Visitation.read(
            PLAN, registers=registers, programme=programme, changes=changes, replications=1000
        )
        assert asked.level.low - 0.02 <= level <= asked.level.high + 0.02, measure
    levels = [
        Visitation.read(
            PLAN, registers=registers, programme=programme, changes=each, replications=1000
        ).level.mean
        for each in ("measure=course", "measure=course; left_early=counted")
    ]
    assert levels[0] != levels[1]


@pytest.mark.slow
@pytest.mark.parametrize("measure", MEASURES)
def test_every_page_of_it_is_in_its_own_words(
    tmp_path: Path, programme: str, registers: Path, measure: str
) -> None:
    quick = {
        "02_visitation": {
            "data": str(registers),
            "plan": str(PLAN),
            "what_if": "nej",
            "replications": "1000",
        },
        "03_thresholds": {"data": str(registers)},
        "05_evaluation": {"proposals": str(few(tmp_path))},
    }
    for name in pages_of(programme):
        changes = {} if name == "06_rulebook" else {"changes": f"measure={measure}"}
        given = {"programme": programme, **changes, **quick.get(name, {})}
        html, *others = render(name, tmp_path / "out", given)
        text = NOT_SHOWN.sub("", html.read_text("utf-8"))
        assert "SOT-1" in text and "FSM2" not in text, name
        for workbook in others:
            sheets = [sheet.iter_rows(values_only=True) for sheet in load_workbook(workbook)]
            cells = [cell for rows in sheets for row in rows for cell in row]
            assert not [cell for cell in cells if "FSM2" in str(cell)], name
    page = (tmp_path / "out" / "02_visitation.html").read_text("utf-8")
    assert "Visitationen flytter ikke andelen" in page and "Ventet udbetaling" not in page


@pytest.mark.slow
def test_a_batch_and_the_app_take_it(tmp_path: Path, programme: str, registers: Path) -> None:
    from fsmlib.app.evaluation.served import Served
    from fsmlib.app.evaluation.settings import Settings
    from fsmlib.app.evaluation.views import view

    towns = tmp_path / "kommuner.csv"
    towns.write_text("Kommune\nMiddelfart\n", encoding="utf-8")
    (inputs := tmp_path / "input").mkdir()
    registers.rename(inputs / "Middelfart")
    ours = ("--municipalities", towns, "--programme", programme)
    with_registers = ("--inputs", inputs, "--out", tmp_path / "site")
    fsm("batch", "03_thresholds", *ours, *with_registers)
    fsm("batch", "02_visitation", "08_comparison", *ours, "--out", tmp_path / "others")
    made = {path.name for path in tmp_path.glob("*/*/*.html")}
    assert {"02_visitation.html", "03_thresholds.html"} <= made
    served = Served(str(few(tmp_path)), programme)
    say = served.default.page.values.voice.text
    assert "FSM2" not in say(view(served, served.default, Settings(programme)))
    assert load(programme, "").touched_share == 0.7
