"""A new programme is a file: other thresholds, groups, exemptions and payment, and no code."""

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from fsmlib.programme import sources
from fsmlib.programme.findings import FsmError, has_errors
from fsmlib.programme.parameters import load
from fsmlib.rules.payout import paid_percent, payout
from fsmlib.rules.register import register
from fsmlib.tables.reading import read

THIRD = """
name: Et tredje program
like: fsm2
since: 2023-01-01
values:
  first_instalment_percent:
    from: {2023-01-01: 30}
  payout_steps:
    from:
      2023-01-01:
        - {reached_percent: 25, paid_percent: 70}
        - {reached_percent: 40, paid_percent: 100}
  group_2_marker:
    from: {2023-01-01: "Spor B"}
  exemptions:
    from: {2023-01-01: [Orlov], 2024-01-01: [Orlov, Barsel]}
  status_day:
    from: {2023-01-01: first_day}
"""


@pytest.fixture
def third(tmp_path: Path) -> str:
    file = tmp_path / "programme" / "tredje.yaml"
    file.parent.mkdir()
    file.write_text(THIRD, encoding="utf-8")
    return str(file)


def test_its_payment_is_its_own_and_the_rest_as_in_the_programme_it_is_like(third: str) -> None:
    values = load(third, "2023-06-01")
    paid = [paid_percent(touched, 100, values) for touched in (24, 25, 39, 40)]
    assert paid == [30, 70, 70, 100]
    assert payout(1_000, 70, None, values)[:2] == (300, 400)
    assert values.status_day == "first_day" and values.age_min_years == 30
    assert not values.departs_from_rules


def test_its_groups_and_exemptions_are_read_and_counted(third: str, tmp_path: Path) -> None:
    data = tmp_path / "registre"
    data.mkdir()
    (data / "borgere.csv").write_text(
        "Borger;Kommune;Dato start\n" + "".join(f"B{n};Ærø;01.01.23\n" for n in range(4)), "utf-8"
    )
    (data / "markeringer.csv").write_text(
        "Borger;Markering;Dato start;Dato slut\n"
        "B0;spor b;01.01.23;\nB1;Orlov;01.01.23;31.01.23\nB2;Barsel;01.01.23;\n",
        "utf-8",
    )
    load(third, "")  # what it calls its groups and exemptions is known from now on
    tables = read(data)
    assert not has_errors(tables.findings)
    months = pd.period_range("2023-01", "2023-02", freq="M")
    for day, groups in (("2023-01-01", [2, 3]), ("2024-01-01", [1, 2])):
        counted = register(tables, months, load(third, day)).monthly()
        assert counted["effort_group"].tolist() == groups


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("exemptions:", "exemption:", r"tredje.yaml.*Mente du »exemptions«"),
        ("like: fsm2", "like: fsm", "like"),
        ("name:", "nam:", r"name mangler.\n.*linje 2: nam kendes ikke her"),
        ("{2023-01-01: 30}", "30", "»first_instalment_percent« skal have en værdi under from"),
        ("{2023-01-01: 30}", "{nu: 30}", "2023-01-01"),
        ("since: 2023-01-01", "since: nu", "since skal være en dato"),
        ("name: Et", "name: [", "kan ikke læses"),
        ("like: fsm2", "like: [fsm2]", "like"),
        ("{2023-01-01: 30}", "{}", "skal have en værdi under from"),
        ("{2023-01-01: 30}", "{2023-01-01: tredive}", "kan ikke være »tredive«"),
        ("{2023-01-01: first_day}", "{2023-01-01: once}", "Skriv last_day eller first_day"),
        ("{2023-01-01: [Orlov], 2024-01-01: [Orlov, Barsel]}", "{2023-01-01: 7}", "være »7«"),
        ("reached_percent: 25, ", "", r"\(payout_steps\) kan ikke være"),
        ("paid_percent: 70", "paid_percent: halv", "»payout_steps« i programfilen kan ikke læses"),
        ("group_2_marker:", "group_2_marker:\n    farve: rød", "kan ikke læses; se farve"),
        ("status_day:", "5:", "»5« kendes ikke"),
    ],
)
def test_a_fault_in_the_file_is_told(third: str, right: str, wrong: str, told: str) -> None:
    Path(third).write_text(THIRD.replace(right, wrong), encoding="utf-8")
    with pytest.raises(FsmError, match=told):
        load(third, "2023-06-01")


def test_every_fault_of_a_file_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "galt.yaml"
    path.write_text(
        "name: A & B\nlike: hirr\nsince: nu\nvaluess: {}\nvalues: {}\n"
        "answers:\n  x1: {heading: A, text: B}\n  X-1: {heading: A}\n"
        "groups: {a: {label: A, cap_low_cases: 0, cap_high_cases: mange}}\n"
        "measures: {a: {label: A, touched: [hours, held]}}\n",
        "utf-8",
    )
    with pytest.raises(FsmError) as stopped:
        load(str(path), "")
    told = str(stopped.value).replace("»galt.yaml«, ", "").splitlines()
    assert told == [
        "linje 1: name må ikke have tegnene <, > og &.",
        "linje 3: since skal være en dato som 2023-01-01.",
        "linje 4: valuess kendes ikke her.",
        "linje 7: answers.x1 skal skrives som ABC-1 eller ABC-1.2.",
        "linje 8: answers.X-1.text mangler.",
        "linje 9: groups.a.cap_low_cases skal være mindst 1.",
        "linje 9: groups.a.cap_high_cases skal være et helt tal.",
        "linje 10: measures.a.touched.1 kan ikke være det; vælg mellem "
        "'hours', 'education', 'talks' eller 'offer'.",
        "linje 2: like: »hirr« kendes ikke. Mente du »hir«?",
    ]


def test_a_file_that_is_not_there_or_is_called_as_ours_is_told(third: str) -> None:
    with pytest.raises(FsmError, match="findes ikke"):
        load("fjerde.yaml", "2023-06-01")
    ours = Path(third).rename(Path(third).with_name("fsm2.yaml"))
    with pytest.raises(FsmError, match="allerede et program"):
        load(str(ours), "2023-06-01")


def test_a_file_beside_the_others_goes_by_its_name(
    third: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(third).parent
    for path in sources.FOLDER.glob("*.yaml"):
        shutil.copy(path, folder)
    Path(third).rename(folder / "fjerde.yaml")
    ours = folder / "fsm2.yaml"
    later = "from: {2019-10-10: 24, 2024-01-01: 36}"
    ours.write_text(ours.read_text("utf-8").replace("from: {2019-10-10: 24}", later), "utf-8")
    monkeypatch.setattr(sources, "FOLDER", folder)
    forget_files()
    values = load("fjerde", "")
    assert (values.title, values.on) == ("Et tredje program", date(2023, 1, 1))
    months = {day: load("fjerde", day).project_months for day in ("2023-12-31", "2024-01-01")}
    assert months == {"2023-12-31": 24, "2024-01-01": 36}
    forget_files()


def forget_files() -> None:
    sources._shipped.cache_clear()
    sources.programme_file.cache_clear()


def fsm(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from fsmlib.cli import main; main()", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, encoding="utf-8")


def documented_programme() -> str:
    text = (Path(__file__).parents[2] / "docs" / "programmes.md").read_text("utf-8")
    (written,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    return str(written)


@pytest.mark.slow
def test_the_documented_programme_is_counted_paid_explained_and_shown_without_code(
    tmp_path: Path,
) -> None:
    (tmp_path / "fsm3.yaml").write_text(documented_programme(), "utf-8")
    rows = "".join(f"B{n};Ærø;01.01.23\n" for n in range(20))
    registers = tmp_path / "registre"
    registers.mkdir()
    (registers / "borgere.csv").write_text(f"Borger;Kommune;Dato start\n{rows}", "utf-8")
    hours = "".join(f"B{n};2023-01;1\n" for n in range(5))
    (registers / "løntimer.csv").write_text(f"Borger;Måned;Timer\n{hours}", "utf-8")
    markers = "Borger;Markering;Dato start\nB18;Spor B;01.01.23\nB19;Orlov;01.01.23\n"
    (registers / "markeringer.csv").write_text(markers, "utf-8")
    ours = ("--programme", "fsm3.yaml")
    months = ("--from", "2023-01", "--to", "2023-02")
    told = fsm("monitor", "registre", *ours, *months, "--out", "m.csv", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    lines = (tmp_path / "m.csv").read_text("utf-8").splitlines()
    assert lines[0].endswith("reached_25,reached_40")
    assert lines[1] == "0492,2023-01,18,5,0.2777777777777778,true,false"
    told = fsm("payout", "m.csv", "--grant", "1000", *ours, *months, cwd=tmp_path)
    assert told.returncode == 0 and "70" in told.stdout, told.stderr
    given = ("--data", "m.csv", "--grant", "1000", *ours, *months)
    told = fsm("explain", "payout", *given, cwd=tmp_path)
    assert "300\xa0kr. i første og 400\xa0kr. i anden rate" in told.stdout, told.stderr
    given = ("--data", "registre", "-p", "programme=fsm3.yaml", "-p", "first=2023-01")
    told = fsm("render", "03_thresholds", *given, "-p", "last=2023-02", cwd=tmp_path)
    assert told.returncode == 0, told.stderr
    html = (tmp_path / "out" / "registre" / "03_thresholds.html").read_text("utf-8")
    assert "Flere skal med 3" in html and "25\xa0% i 1 måned" in html and "70 pct. af" in html
    assert "fsm3.yaml (" in html and str(tmp_path) not in html
    told = fsm("monitor", "registre", "--programme", "hir", cwd=tmp_path)
    assert told.returncode == 1 and "er et program med loft" in told.stderr


def test_a_later_value_leaves_older_results_as_they_were(third: str) -> None:
    before = load(third, "2023-12-31")
    assert before.exemptions == ("Orlov",)
    assert load(third, "2024-01-01").exemptions == ("Orlov", "Barsel")
