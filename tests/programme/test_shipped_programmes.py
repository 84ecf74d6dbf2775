"""The programmes that travel with the package: the pair by name and by path, and the examples."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from fsmlib.analyses.monitoring import Monitoring
from fsmlib.analyses.question import EXAMPLES
from fsmlib.analyses.visitation import PLAN
from fsmlib.danish import unbroken
from fsmlib.programme import sources
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import load
from fsmlib.site.run import render
from tests.programme.test_groups import fsm, municipality

NOT_SHOWN = re.compile(r"<(script|style)[\s\S]*?</\1>")
SAGSTAL, KONTAKT = "sagstal", "kontaktforloeb2026"


def numbers(workbook: Path) -> list[object]:
    """Every number of every sheet but those on how the page was made."""
    return [
        cell
        for sheet in load_workbook(workbook)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, int | float)
    ]


@pytest.mark.parametrize(
    ("name", "document"),
    [pytest.param("01_staffing", "hir", marks=pytest.mark.slow), ("03_thresholds", "fsm2")],
)
def test_a_programme_by_name_by_path_and_unnamed_is_one_page(
    tmp_path: Path, name: str, document: str
) -> None:
    told, day = sources.documents()[document], load(document, "").on
    path = tmp_path / "samme.yaml"
    path.write_text(
        f"name: {told['name']}\nshort: {told['short']}\nlike: {document}\n"
        f"since: {day}\nvalues: {{}}\n",
        encoding="utf-8",
    )
    quick = {"what_if": "nej"} if name == "01_staffing" else {}
    unnamed, by_name, by_path = (
        render(name, tmp_path / f"{number}", quick | asked)
        for number, asked in enumerate(
            [{}, {"programme": document}, {"programme": str(path)}],
        )
    )
    assert unnamed[0].read_bytes() == by_name[0].read_bytes()
    assert unnamed[1].read_bytes() == by_name[1].read_bytes()
    assert numbers(unnamed[1]) == numbers(by_path[1]) != []


def test_the_guiding_caseloads_run_through_their_commands_and_page(tmp_path: Path) -> None:
    path, ours = municipality(tmp_path), ("--programme", SAGSTAL)
    told = [fsm("check", path, *ours), fsm("explain", "staffing", "--data", path, *ours)]
    months = ("--from", "2018-03", "--to", "2018-04")
    assert ",40," in fsm("caseload", EXAMPLES["registration"], *ours, *months)
    asked = {"programme": SAGSTAL, "data": str(path), "what_if": "nej"}
    html = render("01_staffing", tmp_path / "out", asked)[0].read_text("utf-8")
    told.append(NOT_SHOWN.sub("", html))
    assert all("SAGSTAL-8" in each and "HIR" not in each for each in told)
    assert "Et eksempel på et program" in html and unbroken("læst 28. november 2026") in html
    assert "25-45" in html and "højst 2.000.000" not in html and "ressourceforløb" not in html


def registers(tmp_path: Path, size: int = 20, talks: int = 14, exempt: int = 6) -> Path:
    """Twenty who began on 10 July 2026: 14 with a talk, 9 with an offer, 6 marked as exempt."""
    folder = tmp_path / "registre"
    folder.mkdir()
    people = [f"B{n:02}" for n in range(size)]
    born = "".join(f"{each};Ærø;10.07.2026;01.01.1980\n" for each in people)
    (folder / "borgere.csv").write_text(f"Borger;Kommune;Dato start;Fødselsdato\n{born}", "utf-8")
    held = "".join(f"{each};samtale;15.08.2026;15.08.2026\n" for each in people[:talks])
    held += "".join(f"{each};aktivt tilbud;01.10.2026;31.10.2026\n" for each in people[:9])
    held += f"{people[-1]};samtale;10.01.2027;10.01.2027\n"  # the day after the six months
    (folder / "indsatser.csv").write_text(f"Borger;Indsats;Dato start;Dato slut\n{held}", "utf-8")
    marked = "".join(f"{each};Barsel;01.08.2026\n" for each in people[-exempt:])
    text = f"Borger;Markering;Dato start\n{marked}"
    (folder / "markeringer.csv").write_text(text, "utf-8")
    return folder


def test_those_who_pass_six_months_are_measured_and_no_more_than_a_quarter_exempt(
    tmp_path: Path,
) -> None:
    asked = Monitoring.read(registers(tmp_path), programme=KONTAKT, first="2027-01", last="2027-02")
    measured = asked.measured.set_index("month")
    assert measured[["touched", "effort_group"]].loc["2027-01"].tolist() == [14, 15]
    assert bool(measured.loc["2027-01", "reached_75"])
    offers = asked.with_changes(measure="tilbud").measured.set_index("month")
    assert offers[["touched", "effort_group"]].loc["2027-01"].tolist() == [9, 15]
    assert not offers.loc["2027-01", "reached_75"]


def test_months_without_talks_or_offers_at_either_end_are_not_known(tmp_path: Path) -> None:
    """The first talk is of August, the last of January: nobody touched is not known outside."""
    folder = registers(tmp_path)
    asked = Monitoring.read(folder, programme=KONTAKT, first="2026-07", last="2027-03")
    known = [str(month) for month in asked.measured["month"]]
    assert known == [f"2026-{n:02}" for n in range(8, 13)] + ["2027-01"]
    told = " ".join(finding.problem for finding in asked.findings)
    assert "ingen samtaler og tilbud i juli 2026 og februar 2027 til marts 2027" in told
    with pytest.raises(FsmError, match="Tallene dækker august 2026, oktober 2026 og januar 2027"):
        Monitoring.read(folder, programme=KONTAKT, first="2027-05", last="2027-06")


def test_what_the_act_leaves_open_is_a_reading_of_its_measure(tmp_path: Path) -> None:
    asked = Monitoring.read(registers(tmp_path), programme=KONTAKT, first="2027-01", last="2027-02")
    two_talks = asked.with_changes(talks_at_least=2).measured.set_index("month")
    assert two_talks.loc["2027-01", "touched"] == 0
    soon = asked.with_changes(measure="tilbud", within_months=2).measured.set_index("month")
    assert soon.loc["2027-01", "touched"] == 0
    assert asked.with_changes(within_months=2).measured.equals(asked.measured)  # of tilbud alone
    assert asked.values["talks_at_least"].kind == "reading"
    for told in ({"talks_at_least": 0}, {"within_months": 61}):
        with pytest.raises(FsmError):
            asked.with_changes(**told)


@pytest.mark.parametrize(
    ("left_early", "rounding", "measured"),
    [
        ("out", "down", [4, 5]),
        ("out", "nearest", [4, 4]),
        ("out", "up", [4, 4]),
        ("counted", "down", [4, 6]),
        ("counted", "nearest", [4, 5]),
        ("counted", "up", [4, 5]),
    ],
)
def test_who_left_early_and_the_rounding_of_the_ceiling_are_readings(
    tmp_path: Path, left_early: str, rounding: str, measured: list[int]
) -> None:
    """Seven began: four had a talk, one left without any, two are exempt, of 6 or 7."""
    few = registers(tmp_path, size=7, talks=4, exempt=2)
    born = (few / "borgere.csv").read_text("utf-8").replace("Kommune;", "Kommune;Dato slut;")
    born = born.replace(";Ærø;", ";Ærø;;").replace("B04;Ærø;;", "B04;Ærø;01.10.2026;")
    (few / "borgere.csv").write_text(born, "utf-8")
    asked = Monitoring.read(few, programme=KONTAKT, first="2027-01", last="2027-01")
    changed = asked.with_changes(left_early=left_early, ceiling_rounding=rounding)
    found = changed.months.set_index("month").loc["2027-01"]
    assert found[["touched", "effort_group"]].tolist() == measured


def test_the_contact_course_runs_through_its_commands_and_page(tmp_path: Path) -> None:
    folder, ours = registers(tmp_path), ("--programme", KONTAKT)
    months = ("--from", "2027-01", "--to", "2027-02")
    rows = fsm("monitor", folder, *ours, *months)
    assert "reached_75" in rows and "FSM2" not in rows
    assert "gået fra, inden de seks måneder er gået? Vi regner med: nej" in rows
    assert "Hvor mange hele borgere er højst 25 pct.? Vi regner med: rundet ned" in rows
    assert "FSM2" not in fsm("check", folder, *ours)
    with pytest.raises(FsmError, match="udbetaler ingen penge"):
        fsm("payout", folder, "--grant", "1000", *ours, *months)
    told = fsm("simulate", PLAN, *ours, "--replications", "1000")
    assert "chance for at nå 75 %" in told and "Visitationen flytter ikke andelen" in told
    assert "udbetaling" not in told and "FSM2" not in told and "job" not in told.split("\n")[2]
    assert "14 af 14" in fsm("fit", folder, *ours)
    asked = {"programme": KONTAKT, "data": str(folder), "first": "2027-01", "last": "2027-02"}
    html = render("03_thresholds", tmp_path / "out", asked)[0].read_text("utf-8")
    text = NOT_SHOWN.sub("", html)
    assert "Når kontaktforløbet kravene?" in text and "retsinformation.dk/eli/lta/2025/1750" in text
    assert "FSM2" not in text and "udbetales intet" in text and "tilskuddet" not in text
    assert "Borgere, der er gået inden de seks måneder: ja: alle, der begyndte" in text
    assert "Afrunding af de højst 25 pct. fritagne: rundet op" in text
    assert not re.search("eIndkomst|SU-berettiget|korte job|15 pct|30 år", text)
    assert "hver borger måles én gang" in text and "Følges for sig" in text
    assert not re.search("[Ll]øntilskud i|[Ff]leksjob|Step-up|Gruppe 2", text)
    assert "Hvad vi ikke har fundet" in text and unbroken("læst 28. november 2026") in text


def test_why_a_citizen_is_or_is_not_touched_by_a_measure_is_told_row_by_row(
    tmp_path: Path,
) -> None:
    folder, ours = registers(tmp_path), ("--programme", KONTAKT)

    def why(citizen: str, month: str, *more: str) -> str:
        return fsm("explain", citizen, month, "--data", folder, *ours, *more)

    told = why("B00", "2027-01")
    assert "passerer 6 måneder den 10. januar 2027." in told
    assert (
        "fra 10. juli 2026 til 9. januar 2027: 1 af mindst 1 samtale (Indsatser, række 2)" in told
    )
    assert "Derfor: i gruppen og berørt af målet" in told and "lønnede" not in told
    assert "gruppen og ikke berørt" in why("B00", "2027-01", "--reading", "talks_at_least=2")
    assert "ikke i februar 2027.\nDerfor: ikke i gruppen" in why("B00", "2027-02")
    assert "0 af mindst 1 samtale" in (late := why("B19", "2027-01"))  # a talk the day after
    assert "Højst 25 pct. kan være fritaget, regnet for alle under ét" in late


def test_the_documented_programme_with_a_cap_and_its_measure_can_be_loaded(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "programmes.md").read_text("utf-8")
    measures, readings, cap, _ = re.findall(r"```text\n(.*?)```", text, re.DOTALL)
    path = tmp_path / "vores.yaml"
    path.write_text(cap, "utf-8")
    values = load(str(path), "")
    assert values.cap == 45 and [*values.groups] == ["jobparate", "syge"]
    assert values.voice.sources(["HIR-11", "HIR-2"]) == ("VS-1",)
    head = "name: X\nlike: fsm2\nsince: 2026-01-01\nvalues: {}\n"
    answer = "answers: {X-1: {heading: A, text: B}}\n"
    path.with_name("maal.yaml").write_text(head + answer + measures + readings, "utf-8")
    values = load(str(path.with_name("maal.yaml")), "")
    assert values.measured is not None and values.measured.talks_at_least == 3
    two = values.with_changes(talks_at_least=2).measured
    assert two is not None and two.talks_at_least == 2
