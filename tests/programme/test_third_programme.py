"""A third programme of each kind, written by data alone, runs every command and every page."""

import re
from collections.abc import Callable
from contextvars import copy_context
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fsmlib.analyses.question import EXAMPLES
from fsmlib.analyses.visitation import PLAN
from fsmlib.programme.findings import FsmError
from fsmlib.shipped import shipped
from fsmlib.site.run import pages_of, render
from fsmlib.tables.reading import read

CAP = """
name: Fælles loft
short: FL
like: hir
since: 2018-03-01
document: Aftale om sagstal i Prøveby, 1. december 2017
values:
  cap_low_cases:
    from: {2018-03-01: 33}
  cap_high_cases:
    label: Loftet i aftalen
    from: {2018-03-01: 44}
  cap:
    question: Hvad er loftet?
    says: 44 er loftet, 33 målet.
    from: {2018-03-01: 44}
  passive_seniority_months:
    from: {2018-03-01: 9}
answers:
  FL-1:
    heading: Loftet
    text: Ingen på fuld tid har mere end 44 sager.
    instead_of: [HIR-11, HIR-16, HIR-17, HIR-3, HIR-23]
    link: https://www.retsinformation.dk/eli/lta/2017/1
  FL-2.1:
    heading: Passive
    text: En borger uden tilbud i ni måneder er passiv.
    instead_of: [HIR-8, HIR-14, HIR-22]
  FL-L1:
    heading: Rammen
    text: Der er afsat 21 mio. kr.
    instead_of: [HIR-L1, HIR-7]
words:
  ressourceforløb: samtaleforløb
  STARs: Prøvebys
  STAR: Prøveby
pages:
  01_staffing: {title: Hvor mange skal vi være?, lead: Aftalen giver et loft på 44 sager.}
  04_registration:
    sections:
      Hvem er passiv?: Passiv er den, der venter på et tilbud.
"""
THRESHOLDS = """
name: Fælles mål
short: FM
like: fsm2
since: 2019-11-01
document: Aftale om mål i Prøveby, 1. oktober 2019
values:
  payout_steps:
    from:
      2019-11-01:
        - {reached_percent: 7, paid_percent: 80}
        - {reached_percent: 12, paid_percent: 100}
answers:
  FM-1:
    heading: Kravet
    text: Mindst 7 pct. er i job eller uddannelse i en måned.
    instead_of: [FSM2-3.1, FSM2-3.2, FSM2-5.2, FSM2-5.3, FSM2-2.2, FSM2-1.1, FSM2-1.3, FSM2-L5]
    link: https://www.retsinformation.dk/eli/lta/2019/1
words:
  STARs: Prøvebys
  STAR: Prøveby
pages:
  03_thresholds: {title: Når vi målet?, lead: Målet er 7 pct.}
"""
OURS = {"cap": ("FL", "HIR"), "thresholds": ("FM", "FSM2")}
NOT_SHOWN = re.compile(r"<(script|style)[\s\S]*?</\1>")
Fsm = Callable[..., str]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    """The file of each kind of programme."""
    found = {}
    for kind, text in (("cap", CAP), ("thresholds", THRESHOLDS)):
        path = tmp_path / f"{kind}_ours.yaml"
        path.write_text(text, encoding="utf-8")
        found[kind] = str(path)
    return found


@pytest.fixture
def fsm(capsys: pytest.CaptureFixture[str]) -> Fsm:
    """Runs a command in this process, and gives all it said."""
    from fsmlib.cli import app

    def run(*arguments: str | Path) -> str:
        copy_context().run(app, [str(each) for each in arguments], standalone_mode=False)
        told = capsys.readouterr()
        return told.out + told.err

    return run


def few(kind: str, folder: Path) -> Path:
    folder.mkdir()
    document = {"cap": "hir", "thresholds": "fsm2"}[kind]
    for path in sorted(shipped("data", "proposals", document).glob("*.xlsx"))[:3]:
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def is_in_own_words(text: str, kind: str) -> bool:
    own, theirs = OURS[kind]
    return re.search(rf"\b{own}-\d", text) is not None and theirs not in text


@pytest.mark.slow
def test_every_page_of_a_programme_with_a_cap_is_in_its_own_words(
    files: dict[str, str], tmp_path: Path
) -> None:
    assert pages_of(files["cap"]) == [
        "01_staffing",
        "04_registration",
        "05_evaluation",
        "06_rulebook",
    ]
    check_pages("cap", files["cap"], tmp_path)
    html = (tmp_path / "out" / "01_staffing.html").read_text("utf-8")
    assert "<h1>Hvor mange skal vi være?</h1>" in html and "et loft på 44 sager" in html
    assert "retsinformation.dk/eli/lta/2017/1" in html and "Behov ved 44" in html
    assert "Aftale om sagstal i Prøveby" in html and "samtaleforløb" in html
    assert "30-35" not in html and "ressourceforløb" not in html
    html = (tmp_path / "out" / "04_registration.html").read_text("utf-8")
    assert "Passiv er den, der venter" in html
    html = (tmp_path / "out" / "06_rulebook.html").read_text("utf-8")
    assert "Loftet i aftalen" in html and "Flere skal med" not in html


@pytest.mark.slow
def test_every_page_of_a_programme_with_thresholds_is_in_its_own_words(
    files: dict[str, str], tmp_path: Path
) -> None:
    check_pages("thresholds", files["thresholds"], tmp_path)
    html = (tmp_path / "out" / "03_thresholds.html").read_text("utf-8")
    assert "<h1>Når vi målet?</h1>" in html and "Målet er 7 pct." in html
    assert "Måneder, der når 7\xa0%" in html or "Måneder, der når 7 %" in html
    assert "15 og 20 pct" not in html and "Flere skal med" not in html


def check_pages(kind: str, file: str, tmp_path: Path) -> None:
    quick = {
        "01_staffing": {"what_if": "nej"},
        "02_visitation": {"what_if": "nej", "replications": "1000"},
        "05_evaluation": {"proposals": str(few(kind, tmp_path / "few"))},
    }
    for name in pages_of(file):
        given = {"programme": file, **quick.get(name, {})}
        html, *others = render(name, tmp_path / "out", given)
        text = NOT_SHOWN.sub("", html.read_text("utf-8"))
        assert is_in_own_words(text, kind), name
        (workbook,) = others
        cells = " ".join(
            str(cell)
            for sheet in load_workbook(workbook)
            for row in sheet.iter_rows(values_only=True)
            for cell in row
            if cell is not None
        )
        assert is_in_own_words(cells, kind), name


def test_every_command_of_a_programme_with_a_cap_takes_it(
    files: dict[str, str], tmp_path: Path, fsm: Fsm
) -> None:
    ours = ("--programme", files["cap"])
    register, example = EXAMPLES["registration"], EXAMPLES["cap"]
    rows = fsm("caseload", register, *ours, "--from", "2018-03", "--to", "2018-04")
    assert "Anne A.,37,37.0,44,false" in rows
    assert "Heraf passive" in fsm("passive", register, *ours)
    assert "rækker" in fsm("moved", register, *ours, "--out", tmp_path / "moved.xlsx")
    told = fsm("explain", "staffing", "--data", example, *ours)
    assert is_in_own_words(told, "cap") and "44" in told
    told = fsm("explain", "staffing", "--data", example, *ours, "--json", "-")
    assert is_in_own_words(told, "cap") and '"programme_name": "Fælles loft"' in told
    citizen = read(register)["courses"]["citizen"].iloc[0]
    assert is_in_own_words(fsm("explain", "passive", citizen, "--data", register, *ours), "cap")
    proposals = few("cap", tmp_path / "few")
    one = min(proposals.glob("*.xlsx"))
    assert is_in_own_words(fsm("explain", "proposal", "FL-1", "--data", one, *ours), "cap")
    assert is_in_own_words(fsm("check", one, *ours), "cap")
    assert "HIR" not in fsm("evaluate", proposals, *ours, "--out", tmp_path / "memo.html")
    memo = NOT_SHOWN.sub("", (tmp_path / "memo.html").read_text("utf-8"))
    assert is_in_own_words(memo, "cap")


def test_every_command_of_a_programme_with_thresholds_takes_it(
    files: dict[str, str], tmp_path: Path, fsm: Fsm
) -> None:
    ours = ("--programme", files["thresholds"])
    registers = EXAMPLES["thresholds"]
    rows = fsm("monitor", registers, *ours, "--out", tmp_path / "m.csv")
    assert "FSM2" not in rows
    assert "reached_7,reached_12" in (tmp_path / "m.csv").read_text("utf-8")
    paid = ("--grant", "1000000", *ours)
    assert "80 pct." in fsm("payout", registers, *paid) or "100 pct." in fsm(
        "payout", registers, *paid
    )
    told = fsm("explain", "payout", "--data", tmp_path / "m.csv", *paid)
    assert is_in_own_words(told, "thresholds")
    citizen = read(registers)["citizens"]["citizen"].iloc[0]
    told = fsm("explain", citizen, "2020-03", "--data", registers, *ours)
    assert is_in_own_words(told, "thresholds")
    assert "Forudsætning" in fsm("fit", registers, *ours)
    told = fsm("simulate", PLAN, "--replications", "1000", *ours)
    assert "Chance for 7" in told or "at nå 7 %" in told
    assert "FSM2" not in told
    assert "5 filer" in fsm("synth", "--out", tmp_path / "synth", "--citizens", "20", *ours)
    assert "FSM2" not in fsm("check", registers, *ours)
    proposals = few("thresholds", tmp_path / "few")
    assert "FSM2" not in fsm("evaluate", proposals, *ours)


@pytest.mark.parametrize("kind", OURS)
def test_its_templates_name_it_and_are_read_back_as_its_own(
    files: dict[str, str], tmp_path: Path, fsm: Fsm, kind: str
) -> None:
    target, (own, theirs) = tmp_path / "t.xlsx", OURS[kind]
    told = fsm("template", "proposal", "--programme", files[kind], "--out", target)
    assert files[kind] in told
    book = load_workbook(target)
    assert theirs not in str([*book[book.sheetnames[0]].values])
    sheet = book["Ansøgning"]
    assert sheet["A2"].value == "EKSEMPEL"
    sheet["A3"] = own
    book.save(target)
    assert read(target)["proposal"]["programme"].tolist() == [f"{kind}_ours"]
    other = {"cap": "plan", "thresholds": "staffing"}[kind]
    with pytest.raises(FsmError, match="her regnes på et program med"):
        fsm("template", other, "--programme", files[kind], "--out", tmp_path / "u.xlsx")


@pytest.mark.parametrize("kind", OURS)
def test_the_app_turns_its_own_values(files: dict[str, str], tmp_path: Path, kind: str) -> None:
    from fsmlib.app.evaluation.served import Served
    from fsmlib.app.evaluation.settings import Settings
    from fsmlib.app.evaluation.views import view

    served = Served(str(few(kind, tmp_path / "few")), files[kind])
    assert served.default.programme == OURS[kind][0]
    say = served.default.page.values.voice.text
    assert OURS[kind][1] not in say(view(served, served.default, Settings(files[kind])))


@pytest.mark.slow
def test_a_batch_makes_the_pages_of_its_kind(
    files: dict[str, str], tmp_path: Path, fsm: Fsm
) -> None:
    towns = tmp_path / "kommuner.csv"
    towns.write_text("Kommune\nÆrø\n", encoding="utf-8")
    asked = ("--municipalities", towns, "--programme", files["cap"], "--out", tmp_path / "site")
    fsm("batch", "01_staffing", "04_registration", *asked)
    page = next((tmp_path / "site").glob("*/01_staffing.html")).read_text("utf-8")
    assert is_in_own_words(NOT_SHOWN.sub("", page), "cap")
    assert "Hvor mange skal vi være?" in (tmp_path / "site" / "index.html").read_text("utf-8")


def test_the_commands_refuse_a_programme_of_the_other_kind(files: dict[str, str], fsm: Fsm) -> None:
    with pytest.raises(FsmError, match="»Fælles mål« er et program med tærskler; her regnes på"):
        fsm("caseload", EXAMPLES["registration"], "--programme", files["thresholds"])
    with pytest.raises(FsmError, match="»Fælles loft« er et program med loft; her regnes på"):
        fsm("monitor", EXAMPLES["thresholds"], "--programme", files["cap"])
