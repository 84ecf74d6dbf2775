"""Every command as a user runs it: what it says, what it writes, its exit code."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from fsmlib.analyses.question import EXAMPLES
from fsmlib.analyses.visitation import PLAN
from fsmlib.cli import _tell_findings
from fsmlib.programme.sources import answers
from fsmlib.shipped import shipped
from tests.cli.running import fsm
from tests.conftest import Fill
from tests.evaluations import copies


@pytest.mark.slow
def test_demo_makes_the_pages_and_says_where_to_look(tmp_path: Path) -> None:
    told = fsm("demo", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "00_start.html" in told.stdout.splitlines()[-1]
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "00_start.html",
        "00_start.xlsx",
        "01_staffing.html",
        "01_staffing.xlsx",
        "02_visitation.html",
        "02_visitation.xlsx",
        "06_rulebook.html",
        "06_rulebook.xlsx",
        "07_explore.html",
        "08_comparison.html",
        "08_comparison.xlsx",
        "03_thresholds.html",
        "03_thresholds.xlsx",
        "04_registration.html",
        "04_registration.xlsx",
        "05_evaluation.html",
        "05_evaluation.xlsx",
    }


@pytest.mark.slow
def test_an_analyst_fills_in_a_template_checks_it_and_has_a_page(tmp_path: Path) -> None:
    assert fsm("template", "staffing", cwd=tmp_path).returncode == 0
    path = tmp_path / "bemanding.xlsx"
    book = load_workbook(path)
    book["Bemanding"]["A3"], book["Bemanding"]["B3"] = "Middelfart", 132
    book["Sagsbehandlere"]["A3"], book["Sagsbehandlere"]["B3"] = "A", 37
    book.save(path)
    told = fsm("check", "bemanding.xlsx", cwd=tmp_path)
    assert told.returncode == 0 and "Skabelonens" in told.stdout
    assert "Middelfart Kommune: Brudt" not in told.stdout and "Ikke oplyst" in told.stdout
    told = fsm("render", "01_staffing", "--data", "bemanding.xlsx", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert told.stderr == ""
    html = (tmp_path / "out" / "bemanding" / "01_staffing.html").read_text("utf-8")
    assert "3,77 til 4,40" in html and "Syntetiske tal" not in html
    assert fsm("template", "staffing", cwd=tmp_path).returncode == 1  # never overwrites


def test_a_hostile_workbook_gives_all_findings_exit_1_and_writes_nothing(
    tmp_path: Path, fill: Fill
) -> None:
    path = fill(
        staffing=[{"municipality_code": "Midelfart", "open_cases": "35,5", "contracts": "=A1"}],
        caseworkers=[{"caseworker": "A", "weekly_hours": -3, "start": "31.02.2018"}],
    )
    for arguments in (("check", str(path)), ("render", "01_staffing", "--data", str(path))):
        told = fsm(*arguments, cwd=tmp_path)
        assert told.returncode == 1 and "I alt 5 fejl" in told.stdout
        assert ("Intet blev lavet" in told.stderr) == (arguments[0] == "render")
        assert ("kontrollér derfor igen bagefter" in told.stdout) == (arguments[0] == "check")
        shown = " ".join(told.stdout.split())
        for said in ("Midelfart", "35,5", "formel", "-3", "31.02.2018"):
            assert said in shown
        assert told.stdout.count("Fejl") == 5
    assert not (tmp_path / "out").exists()


def test_check_tells_when_there_is_nothing_to_mend(tmp_path: Path, fill: Fill) -> None:
    (tmp_path / "bemanding.csv").write_text(
        "Kommune;Åbne sager;Årsværk nu\nÆrø;60;1\n", encoding="utf-8"
    )
    told = fsm("check", "bemanding.csv", cwd=tmp_path)
    assert told.returncode == 0 and "Ærø Kommune: Ikke oplyst" in told.stdout
    (whole,) = shipped("data", "proposals", "fsm2").glob("0101_*.xlsx")
    told = fsm("check", str(whole), cwd=tmp_path)
    assert told.returncode == 0 and "Intet at rette." in told.stdout
    assert "Københavns Kommune: Holdt" in told.stdout
    told = fsm("check", "findes-ikke.csv", cwd=tmp_path)
    assert told.returncode == 1 and "findes ikke" in told.stderr


def test_a_reading_is_tried_by_every_command_that_calculates(tmp_path: Path) -> None:
    folder = shipped("data", "example", "fsm2")
    told = fsm("check", str(folder), "--reading", "status_day=aldrig", cwd=tmp_path)
    assert told.returncode == 1 and "last_day" in told.stderr
    told = fsm("check", str(folder), "--reading", "hours_over_37=cap", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    given = ("--data", str(folder), "--reading", "age=from_31", "--out", "out")
    told = fsm("render", "03_thresholds", *given, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "changes=age=from_31" in (tmp_path / "out" / "03_thresholds.html").read_text("utf-8")


def test_broken_rules_are_told_under_the_values_of_the_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = {"data": str(EXAMPLES["cap"])}
    _tell_findings(asked)
    assert "HIR-L1" not in capsys.readouterr().out
    _tell_findings(asked | {"changes": "grant_high_dkk=100000"})
    assert "HIR-L1" in capsys.readouterr().out


def test_rules_lists_every_answer_and_tells_one(tmp_path: Path) -> None:
    told = fsm("rules", cwd=tmp_path)
    assert told.returncode == 0 and all(id_ in told.stdout for id_ in answers())
    told = fsm("rules", "hir-11", cwd=tmp_path)
    assert "cap_high_cases = 35 sager" in told.stdout and "staffing.needed_fte" in told.stdout
    assert "Middelfart's 132 citizens need 3.77" in told.stdout
    told = fsm("rules", "HIR-99", cwd=tmp_path)
    assert told.returncode == 1 and "kendes ikke" in told.stderr


def test_a_file_that_is_open_elsewhere_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way")
    told = fsm("demo", cwd=tmp_path)
    assert told.returncode == 1 and "Traceback" not in told.stderr
    assert "kan ikke" in told.stderr


def test_monitor_and_payout_speak_to_each_other(tmp_path: Path) -> None:
    rows = "".join(f"B{n};Middelfart;01.01.19\n" for n in range(20))
    (tmp_path / "borgere.csv").write_text("Borger;Kommune;Dato start\n" + rows, encoding="utf-8")
    at_work = [(n, "2019-11") for n in range(4)] + [(n, "2019-12") for n in range(3)]
    hours = "Borger;Måned;Timer\n" + "".join(f"B{n};{month};1\n" for n, month in at_work)
    hours += "B9;2020-01;1\n"
    (tmp_path / "løntimer.csv").write_text(hours, encoding="utf-8")
    told = fsm("monitor", ".", "--from", "2019-11", "--to", "2019-12", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines()[1:] == [
        "0410,2019-11,20,4,0.2,true,true",
        "0410,2019-12,20,3,0.15,true,false",
    ]
    told = fsm("monitor", ".", "--from", "2019-12", "--to", "2020-02", cwd=tmp_path)
    assert told.stdout.splitlines()[1:] == [
        "0410,2019-12,20,*,,,",
        "0410,2020-01,20,*,,,",
        "0410,2020-02,,,,,",
    ]
    assert "Se efter: Middelfart har ingen løntimer i februar 2020" in told.stderr
    told = fsm("payout", ".", "--grant", "4900000", "--drawn-on", "2019-12-31", cwd=tmp_path)
    assert "november 2019 til november 2019" in told.stdout, told.stderr
    told = fsm("monitor", ".", "--to", "2019-12", "--out", "ud/monthly.csv", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    told = fsm("payout", "ud/monthly.csv", "--grant", "4900000", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "november 2019" in told.stdout and "2.450.000" in told.stdout
    told = fsm("monitor", ".", "--reading", "status_day=aldrig", cwd=tmp_path)
    assert told.returncode == 1 and "last_day" in told.stderr


def test_what_is_to_look_at_in_the_files_stands_beside_every_result(tmp_path: Path) -> None:
    citizens = "Borger;Kommune;Dato start\nB1;0410;2019-01-01\nB2;0410;2019-01-01\n"
    (tmp_path / "borgere.csv").write_text(citizens, encoding="utf-8")
    hours = "Borger;Måned;Timer\nB1;2019-11;4\nB2;2019-11;4\nB3;2019-11;4\n"
    (tmp_path / "løntimer.csv").write_text(hours, encoding="utf-8")
    for asked in (("monitor",), ("payout", "--grant", "4900000")):
        told = fsm(*asked, ".", "--to", "2019-11", cwd=tmp_path)
        assert told.returncode == 0, told.stderr
        assert "Se efter: løntimer.csv, Borger, række 4: 1 af 3 borgere er ikke" in told.stderr
    book = load_workbook(EXAMPLES["cap"])
    book.create_sheet("Regneark").append(["Noget andet"])
    book.save(tmp_path / "a.xlsx")
    told = fsm("explain", "proposal", "HIR-18", "--data", "a.xlsx", cwd=tmp_path)
    assert told.returncode == 0 and "Se efter: a.xlsx [Regneark]" in told.stderr, told.stderr


def test_a_plan_is_filled_in_checked_and_simulated(tmp_path: Path) -> None:
    assert fsm("template", "plan", cwd=tmp_path).returncode == 0
    book = load_workbook(tmp_path / "plan.xlsx")
    book["Plan"]["A3"], book["Plan"]["B3"] = "Ærø", 60
    book["Jobformidlere"]["A3"], book["Jobformidlere"]["B3"] = "Mentor", 1.5
    book["Jobformidlere"]["C3"] = 30
    book.save(tmp_path / "plan.xlsx")
    told = fsm("check", "plan.xlsx", cwd=tmp_path)
    assert told.returncode == 0 and "Skabelonens" in told.stdout
    assert "Middelfart Kommune: Brudt" not in told.stdout
    few = ("simulate", "plan.xlsx", "--replications", "1000", "--seed", "3")
    told = fsm(*few, "--out", "tal.xlsx", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "Ærø Kommune" in told.stdout and "15 % i mindst én måned" in told.stdout
    assert "Forventet resultat" in load_workbook(tmp_path / "tal.xlsx").sheetnames
    again = fsm(*few, "--workers", "2", cwd=tmp_path)
    assert again.stdout == told.stdout.replace("Tallene: tal.xlsx\n", "")
    told = fsm(*few, "--out", "tal.csv", cwd=tmp_path)
    assert told.returncode == 1 and "skal ende på .xlsx" in told.stderr
    book["Jobformidlere"].delete_rows(3)
    book.save(tmp_path / "plan.xlsx")
    for command in ("check", "simulate"):
        told = fsm(command, "plan.xlsx", cwd=tmp_path)
        assert told.returncode == 1 and "FSM2-1.1" in told.stdout


def test_chances_are_counted_in_registers(tmp_path: Path) -> None:
    registers = str(EXAMPLES["thresholds"])
    told = fsm("fit", registers, cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "chancer er kommunens egne" in told.stdout and "egen" in told.stdout
    told = fsm("fit", registers, "--out", "-", cwd=tmp_path)
    lines = told.stdout.splitlines()
    assert lines[0].startswith("name,label,unit,own,") and len(lines) == 25
    told = fsm("fit", str(PLAN), cwd=tmp_path)
    assert told.returncode == 1 and "Borgere" in told.stdout


def test_the_register_s_commands_give_what_a_program_can_read(tmp_path: Path) -> None:
    head = "Borger;Sagsbehandler;Timer pr. uge;Dato start;Dato slut;Årsag\n"
    rows = "".join(f"B{n};X;37;01.03.18;;\n" for n in range(36)) + "C;Y;18,5;01.03.18;30.04.18;"
    (tmp_path / "registreringer.csv").write_text(head + rows + "flyttet\n", encoding="utf-8")
    told = fsm("caseload", ".", "--from", "2018-03", "--to", "2018-04", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert told.stdout.splitlines() == [
        "month,caseworker,cases,weekly_hours,cap,over_cap",
        "2018-03,X,36,37.0,35,true",
        "2018-03,Y,1,18.5,17,false",
        "2018-04,X,36,37.0,35,true",
        "2018-04,Y,1,18.5,17,false",
    ]
    told = fsm("caseload", ".", "--to", "2018-03", "--daily", "--danish", cwd=tmp_path)
    assert told.stdout.splitlines()[-1] == "2018-03-31;Y;1;18,5;17;false"
    told = fsm("moved", ".", "--out", "skema.xlsx", cwd=tmp_path)
    assert told.returncode == 0 and "Ingen fraflyttede" in told.stdout
    told = fsm("caseload", ".", "--from", "marts", cwd=tmp_path)
    assert told.returncode == 1 and "»marts« er ikke en måned" in told.stderr


def test_passive_tells_the_share_and_lists_whom_to_act_on(tmp_path: Path) -> None:
    courses = "Borger;Dato start\nA;01.01.17\n010180-1234;01.01.17\nC;01.01.19\n"
    (tmp_path / "forløb.csv").write_text(courses, encoding="utf-8")
    offers = "Borger;Indsats;Dato start\nA;mentor;01.01.19\n"
    (tmp_path / "indsatser.csv").write_text(offers, encoding="utf-8")
    told = fsm("passive", ".", "--target", "49,9", "--out", "p.csv", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "50,0" in told.stdout and "ikke nået" in told.stdout
    (listed,) = (tmp_path / "p.csv").read_text("utf-8").splitlines()[1:]
    assert listed.startswith("P-") and listed.endswith(",3,27")


def test_check_tells_the_register_s_faults_and_moved_writes_the_form(tmp_path: Path) -> None:
    head = "Borger;Sagsbehandler;Timer pr. uge;Dato start;Dato slut;Årsag\n"
    rows = "010180-1234;X;37;01.03.18;;flyttet\nB;X;37;01.04.18;31.03.18;\nC;X;0;01.03.18;;\n"
    (tmp_path / "registreringer.csv").write_text(head + rows, encoding="utf-8")
    told = fsm("check", ".", cwd=tmp_path)
    shown = " ".join(told.stdout.split())
    assert told.returncode == 1
    for rule in ("HIR-R2", "HIR-R3", "HIR-R6"):
        assert rule in shown
    assert "010180" not in shown
    rows = rows.replace("31.03.18", "")
    (tmp_path / "registreringer.csv").write_text(head + rows, encoding="utf-8")
    told = fsm("moved", ".", "--out", "skema.xlsx", cwd=tmp_path)
    assert told.returncode == 0 and (tmp_path / "skema.xlsx").exists(), told.stderr
    assert "010180" not in told.stdout


def test_a_pool_that_cannot_be_divided_ends_with_one_and_says_what_to_loosen(
    tmp_path: Path,
) -> None:
    copies(tmp_path, "hir", "Greve", "Slagelse")
    told = fsm("evaluate", ".", "--changes", "fewest_projects=20", cwd=tmp_path)
    assert told.returncode == 1
    assert "»Mindste antal tilsagn« er sat til 20, men der kan højst være 2" in told.stdout
