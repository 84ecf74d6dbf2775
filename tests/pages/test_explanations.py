"""Each explanation says what the page or command says, and an auditor can compute it anew."""

import inspect
import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from fsmlib.analyses.check import checked_tables
from fsmlib.analyses.compliance import Compliance
from fsmlib.analyses.explanation import Explanation
from fsmlib.analyses.monitoring import Monitoring
from fsmlib.analyses.monthly_results import measured_months, monthly_results
from fsmlib.analyses.passive import asked_measure, passive_measure
from fsmlib.analyses.passive_explained import explanation_of
from fsmlib.analyses.question import EXAMPLES
from fsmlib.analyses.registration import Registration
from fsmlib.analyses.staffing import Staffing
from fsmlib.analyses.steps import json_value
from fsmlib.programme.findings import FsmError
from fsmlib.programme.parameters import Values, load
from fsmlib.rules import all_rules
from fsmlib.rules.passive import measuring_month
from fsmlib.shipped import shipped
from fsmlib.site.csvs import write_csv
from fsmlib.site.privacy import LeakError, write_safely
from fsmlib.tables.reading import read

HIR, FSM2 = load("hir", ""), load("fsm2", "")
GRANT = 4_900_000
REGISTER = EXAMPLES["registration"]
WORKBOOKS = sorted(shipped("data", "proposals", "hir").glob("*.xlsx"))
FIELDS = {
    "format",
    "fsmlib",
    "subject",
    "asked",
    "inputs",
    "synthetic",
    "programme",
    "programme_name",
    "on",
    "values",
    "readings",
    "answers",
    "steps",
    "result",
}


@pytest.fixture(scope="module")
def monthly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("monthly") / "månedstal.csv"
    found = monthly_results(EXAMPLES["thresholds"], measured_months("", "", FSM2), FSM2).months
    write_csv(found, path, danish=False)
    return path


@pytest.fixture(scope="module")
def told(monthly: Path) -> dict[str, Explanation]:
    monitoring = Monitoring.read()
    return {
        "citizen": monitoring.explain_citizen("B0000001", "2020-06"),
        "staffing": Staffing.read().explain(),
        "payout": Monitoring.read(monthly, grant_dkk=GRANT).explain_payout(),
        "passive": Registration.read().explain_passive("B-0010"),
        "proposal": Compliance.read(WORKBOOKS[0]).explain("HIR-17"),
    }


def passive(data: Path, citizen: str, month: str = "") -> Explanation:
    tables = checked_tables(data, HIR, "courses", "offers")
    return explanation_of(tables, citizen, asked_measure(month, "", HIR)[0], HIR)


def again(explanation: Explanation, values: Values) -> int:
    """Calls each rule function anew on what the document says went in; how many could be called."""
    functions = {rule.name: rule for rule in all_rules()}
    called = 0
    for step in explanation.steps:
        rule = functions.get(step.function)
        if rule is None:
            continue
        assert step.rules == rule.sources
        names = set(inspect.signature(rule.function).parameters)
        has_tables = any(isinstance(told, dict) for told in step.given.values())
        if names - {"values"} != set(step.given) or has_tables:
            continue
        given = {**step.given, **({"values": values} if "values" in names else {})}
        assert json_value(rule.function(**given)) == step.result, step.function
        called += 1
    return called


def test_an_auditor_who_computes_each_step_anew_gets_what_the_document_says(
    told: dict[str, Explanation],
) -> None:
    assert again(told["staffing"], HIR) >= 8
    assert again(told["payout"], FSM2) >= 5


def test_the_staffing_ends_with_the_page_s_own_answer(told: dict[str, Explanation]) -> None:
    asked = Staffing.read()
    assert asked.answer.removesuffix(".") in told["staffing"].sentences[-1]
    assert told["staffing"].result["new_fte"] == asked.options.loc["with_inflow", "fte"]
    text = "\n".join(told["staffing"].sentences)
    assert "132 sager / 35 = 3,77 årsværk (HIR-11)" in text
    assert "Sagsbehandlere, rækkerne 2, 3, 4 og 5" in text and "Det er 111 pladser" in text


def test_a_changed_value_is_told_as_changed() -> None:
    changed = Staffing.read(changes="cap=32").explain()
    (cap,) = (reading for reading in changed.readings if reading.name == "cap")
    assert cap.changed and cap.value == 32
    assert again(changed, HIR.with_changes(cap=32)) >= 8


def test_staff_who_all_come_too_late_leave_no_place(tmp_path: Path) -> None:
    (tmp_path / "bemanding.csv").write_text("Kommune;Åbne sager\nÆrø;60\n", "utf-8")
    staff = "Sagsbehandler;Timer pr. uge;Dato start\nA;37;01.06.18\n"
    (tmp_path / "sagsbehandlere.csv").write_text(staff, "utf-8")
    text = "\n".join(Staffing.read(tmp_path).explain().sentences)
    assert "Det er 0 pladser i dag mod 60 sager" in text


def test_the_payout_is_that_of_the_command(monthly: Path, told: dict[str, Explanation]) -> None:
    paid = Monitoring.read(monthly, grant_dkk=GRANT).payout
    assert told["payout"].result["total_dkk"] == paid.total_dkk
    text = "\n".join(told["payout"].sentences)
    assert "15 % er nået med 4 borgere til overs" in text
    assert "20 % er ikke nået; der mangler 9 borgere" in text
    limited = Monitoring.read(monthly, grant_dkk=GRANT, documented_dkk=1_000_000).explain_payout()
    assert limited.result["total_dkk"] == 1_000_000
    assert "dokumenteret" in limited.sentences[-1]


def test_whether_each_citizen_is_passive_is_what_the_count_says() -> None:
    tables = read(REGISTER)
    found = passive_measure(tables, measuring_month(HIR), None, HIR).citizens
    is_passive = dict(zip(found["citizen"], found["is_passive"], strict=True))
    for one in sorted(tables["courses"]["citizen"].unique())[:40]:
        explained = passive(REGISTER, one)
        assert explained.result == {"measured": one in is_passive, "passive": is_passive.get(one)}
        conclusion = explained.sentences[-1]
        said = {True: "er passiv", False: "er ikke passiv", None: "er ikke med i målingen"}
        assert conclusion.startswith("Derfor: ") and said[is_passive.get(one)] in conclusion


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A;01.04.18;", "forløb den 31. marts 2019 og har været det uden brud siden 1. april 2018"),
        ("A;02.04.18;", "for det ikke har varet 12 måneder uden brud (Forløb, række 2;"),
        ("A;01.01.17;30.03.19", "for forløbet dækker ikke den 31. marts 2019"),
    ],
)
def test_why_somebody_is_or_is_not_measured(tmp_path: Path, rows: str, said: str) -> None:
    (tmp_path / "forløb.csv").write_text(f"Borger;Dato start;Dato slut\n{rows}\n", "utf-8")
    offers = "Borger;Indsats;Dato start;Dato slut\nA;mentor;01.03.19;01.03.19\nB;andet;01.01.19;\n"
    (tmp_path / "indsatser.csv").write_text(offers, "utf-8")
    assert said in "\n".join(passive(tmp_path, "A").sentences)
    with pytest.raises(FsmError, match="står ikke"):
        passive(tmp_path, "B")


def test_a_mentor_in_the_month_alone_makes_active_and_another_law_does_not(tmp_path: Path) -> None:
    (tmp_path / "forløb.csv").write_text("Borger;Dato start\nA;01.01.17\nB;01.01.17\n", "utf-8")
    offers = "Borger;Indsats;Dato start;Dato slut\nA;mentor;01.03.19;01.03.19\nB;andet;01.01.19;\n"
    (tmp_path / "indsatser.csv").write_text(offers, "utf-8")
    active = passive(tmp_path, "A")
    assert active.result["passive"] is False and "række 2) tæller," in active.sentences[1]
    other = passive(tmp_path, "B")
    assert other.result["passive"] is True and "efter en anden lov" in other.sentences[1]
    early = passive(tmp_path, "A", "2019-02")
    assert early.result["passive"] is True and "tæller ikke, for målingen" in early.sentences[1]


def test_a_verdict_is_explained_with_what_was_compared_and_the_rows() -> None:
    (langeland,) = (path for path in WORKBOOKS if path.name.startswith("0482"))
    broken = Compliance.read(langeland).explain("HIR-17")
    text = "\n".join(broken.sentences)
    assert broken.result["outcome"] == "broken" and broken.sentences[-1].endswith("brudt.")
    assert "siger 776.223 kr., holdt op over for 536.223 kr.: brudt" in text
    assert "[Budget], række 5" in text and "virksomhedskonsulenter" in text
    assert Compliance.read(langeland).explain("HIR-18").result["outcome"] == "kept"
    with pytest.raises(FsmError, match=r"HIR-12 prøves ikke på en ansøgning; det gør HIR-2"):
        Compliance.read(WORKBOOKS[0]).explain("HIR-12")
    fsm2 = next(iter(sorted(shipped("data", "proposals", "fsm2").glob("*.xlsx"))))
    assert Compliance.read(fsm2).explain("FSM2-8.2").result["outcome"] in ("kept", "not_told")


@pytest.mark.parametrize("subject", ["citizen", "staffing", "payout", "passive", "proposal"])
def test_the_document_is_whole_and_follows_its_schema(
    told: dict[str, Explanation], subject: str, tmp_path: Path
) -> None:
    explained = told[subject]
    write_safely(explained.as_json(), tmp_path / "sag.json")
    text = (tmp_path / "sag.json").read_text("utf-8")
    document = json.loads(text)
    jsonschema.validate(document, Explanation.model_json_schema(mode="serialization"))
    assert Explanation.model_validate_json(text) == explained
    assert document["subject"] == subject and document["format"] == 1 and document["inputs"]
    cited = {id_ for step in document["steps"] for id_ in step["rules"]}
    assert cited == {answer["id"] for answer in document["answers"]}
    assert all(date.fromisoformat(value["since"]) for value in document["values"])
    assert all(reading["question"] for reading in document["readings"])
    assert all(value["origin"] for value in document["values"] if value["kind"] == "assumption")
    assert document["synthetic"] == explained.sentences[0].startswith("Syntetiske tal")


def test_a_field_that_comes_or_goes_is_a_new_format() -> None:
    assert set(Explanation.model_fields) == FIELDS
    assert Explanation.model_fields["format"].default == 1


def test_neither_a_cpr_number_nor_a_name_reaches_the_document(tmp_path: Path) -> None:
    (tmp_path / "forløb.csv").write_text("Borger;Dato start\nAnna Borgersen;01.01.17\n", "utf-8")
    (tmp_path / "indsatser.csv").write_text(
        "Borger;Indsats;Dato start\n010180-1234;mentor;01.01.19\n", "utf-8"
    )
    explained = passive(tmp_path, "Anna Borgersen")
    write_safely(explained.as_json(), tmp_path / "sag.json")
    text = (tmp_path / "sag.json").read_text("utf-8")
    assert "Anna" not in text and "P-" in text
    named = explained.model_copy(update={"asked": {"citizen": "Anna Borgersen"}})
    with pytest.raises(LeakError):
        write_safely(named.as_json(), tmp_path / "navn.json")
    assert not (tmp_path / "navn.json").exists()
