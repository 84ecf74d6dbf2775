"""What stops at the door, and what the rules say of a workbook that can be read."""

from pathlib import Path
from typing import Any

import pytest

from fsmlib.analyses.check import require_usable
from fsmlib.analyses.compliance import Compliance
from fsmlib.analyses.finding_kinds import kinds, total
from fsmlib.analyses.question import EXAMPLES
from fsmlib.analyses.whole_check import Check
from fsmlib.models.staffing import StaffingPlan
from fsmlib.pages.verdicts import in_danish
from fsmlib.programme.findings import Finding, InputError
from fsmlib.programme.parameters import load
from fsmlib.tables.reading import Tables, read, read_or_told
from tests.conftest import Fill

HIR, FSM2 = load("hir", "2018-03-01"), load("fsm2", "2019-11-01")
STAFFING = {"municipality_code": "Middelfart", "open_cases": 132, "current_fte": 3}


def rules_of(tables: Tables, *levels: str) -> list[str]:
    told = levels or ("error", "warning")
    return [f"{f.level} {f.rule}" for f in Check(tables, HIR, FSM2).findings if f.level in told]


def test_the_example_tells_all_but_its_inflow_and_breaks_nothing(example: Tables) -> None:
    assert rules_of(example) == []
    judge = Compliance(example, HIR, "middelfart.xlsx")
    silent = judge.verdicts[judge.verdicts["word"] == "Ikke oplyst"]
    assert set(silent["rule"]) == {"HIR-7", "HIR-16"} and judge.outcome == "Ikke oplyst"
    assert set(silent["column"]) == {"Tilgang pr. måned"} and set(silent["row"]) == {"2"}
    assert silent["told"].notna().all() and silent["why"].str.contains("vores forudsætninger").all()


def test_what_a_proposal_does_not_say_is_ikke_oplyst_in_the_table_and_in_the_explanation(
    fill: Fill,
) -> None:
    path = fill(staffing=[STAFFING], proposal=[{"programme": "HIR"}])
    judge = Compliance(read(path), HIR, "kommune.xlsx")
    shown = in_danish(judge.verdicts).set_index("subject")
    for subject, id_ in (("Ansøgt beløb mod behovet", "HIR-7"), ("Aldersgrænse", "HIR-15")):
        assert shown.loc[subject, "told"] == "ikke oplyst"
        assert shown.loc[subject, "word"] == "Ikke oplyst"
        assert "ikke oplyst i ansøgningen" in judge.explain(id_).steps[0].sentence


def test_inflow_told_month_by_month_is_told_and_what_is_missed_is_named(fill: Fill) -> None:
    months = [{"month": f"2017-{month:02}", "inflow": 5 + month % 3} for month in range(1, 13)]
    asked = {"applied_fte": 2, "applied_dkk": 990_000}
    told = {}
    for duration in (24, None):
        row = STAFFING | asked | {"mean_duration_months": duration}
        path = fill(staffing=[row], inflow=months, proposal=[{"programme": "HIR"}])
        told[duration] = Compliance(read(path), HIR, "kommune.xlsx").verdicts.set_index("subject")
    risk = "Risiko for at bryde loftet"
    assert told[24].loc[risk, "word"] in ("Holdt", "Se efter")
    assert told[None].loc[risk, "word"] == "Ikke oplyst"
    need = told[None].loc["Ansøgt beløb mod behovet"]
    assert (need["word"], need["column"]) == ("Ikke oplyst", "Gennemsnitlig varighed")


def test_no_rule_says_fill_in_of_a_cell_that_two_sheets_contradict(fill: Fill) -> None:
    path = fill(
        staffing=[STAFFING | {"applied_dkk": 700_000, "inflow_per_month": 5}],
        proposal=[{"programme": "HIR", "applied_dkk": 768_760}],
        budget=[
            {"line": "Sagsbehandler", "category": "løn til sagsbehandlere", "amount_dkk": 768_760}
        ],
    )
    verdicts = Compliance(read(path), HIR, "middelfart.xlsx").assessment.verdicts
    of_the_amount = [v for v in verdicts if v.column == "applied_dkk" and v.outcome == "not_told"]
    assert of_the_amount
    assert all("er udfyldt, men kan først bruges" in v.why for v in of_the_amount)


def test_fleksjob_without_the_marker_is_told_by_row() -> None:
    found = [
        f for f in Check(read(EXAMPLES["thresholds"]), HIR, FSM2).findings if f.rule == "FSM2-3.6"
    ]
    assert found and all(f.level == "warning" and f.row for f in found)


def test_nobody_told_of_staff_stops_at_the_door(fill: Fill) -> None:
    tables = read(fill(staffing=[{"municipality_code": "Ærø", "open_cases": 10}]))
    with pytest.raises(InputError, match="nuværende sagsbehandlere"):
        require_usable(tables, HIR)


@pytest.mark.parametrize(
    "sheets",
    [
        {"staffing": [STAFFING], "caseworkers": [{"caseworker": "A", "weekly_hours": 38}]},
        {"staffing": [STAFFING | {"contracts": "37 + 40"}]},
    ],
)
def test_more_than_a_full_week_stops_at_the_door(fill: Fill, sheets: dict[str, Any]) -> None:
    with pytest.raises(InputError, match="over 37 om ugen"):
        require_usable(read(fill(**sheets)), HIR)


def test_impossible_hours_are_told_beside_a_cell_that_cannot_be_read(fill: Fill) -> None:
    """As the app does: one round of mending, not two."""
    staff = [{"caseworker": "A", "weekly_hours": 38}]
    row = STAFFING | {"open_cases": "ca. 132"}
    found = Check(read_or_told(fill(staffing=[row], caseworkers=staff)), HIR, FSM2).findings
    told = [f.problem for f in found if f.level == "error"]
    assert told == ["»ca. 132« er ikke et tal.", "Timerne er over 37 om ugen."]


def test_the_total_tells_errors_first_and_every_row() -> None:
    found = [
        Finding("note", "Eksemplet er sprunget over.", ""),
        Finding("error", "Cellen er tom.", "", more=2),
        Finding("not_told", "Ikke oplyst.", ""),
    ]
    assert total(found) == "I alt 3 fejl, 1 ikke oplyst og 1 at bemærke."
    assert total([]) == ""


def test_a_proposal_that_breaks_rules_is_told_rule_by_rule(fill: Fill) -> None:
    path = fill(
        staffing=[STAFFING | {"expected_extra_cases": 5, "argument": "flere", "applied_dkk": 1}],
        proposal=[
            {
                "programme": "HIR",
                "all_staff_included": "nej",
                "all_citizens_included": "nej",
                "age_limit": 30,
                "passive_share_now": 10,
                "passive_share_target": 20,
            }
        ],
        budget=[
            {"line": "Konsulent", "category": "virksomhedskonsulent", "amount_dkk": 10},
            {
                "line": "Revision",
                "category": "revision",
                "amount_dkk": 10,
                "from_other_grants_dkk": 5,
            },
        ],
    )
    tables = read(path)
    assert set(rules_of(tables)) == {
        "error HIR-2",
        "error HIR-5",
        "error HIR-15",
        "warning HIR-17",
        "warning HIR-4",
        "warning HIR-13",
        "warning HIR-24",
        "warning HIR-L1",
    }
    told = Compliance(tables, HIR, "").verdicts.set_index(["rule", "subject"])
    assert told.loc[("HIR-2", "Alle sagsbehandlere med"), "word"] == "Brudt"
    assert told.loc[("HIR-4", "Mål for passive mod i dag"), "difference"] == pytest.approx(0.1)
    asked = told.loc[("HIR-17", "Ansøgt beløb mod det, puljen betaler")]
    assert (asked["word"], asked["told"], asked["asked"]) == ("Se efter", 1, 5)


def test_what_is_asked_for_beyond_what_the_pool_pays_is_broken_and_named(fill: Fill) -> None:
    budget = [
        {"line": "Konsulent", "category": "virksomhedskonsulent", "amount_dkk": 300},
        {"line": "Revision", "category": "revision", "amount_dkk": 1000},
    ]
    for asked, word in ((1000, "Holdt"), (1001, "Holdt"), (1300, "Brudt")):
        tables = read(fill(staffing=[STAFFING | {"applied_dkk": asked}], budget=budget))
        told = Compliance(tables, HIR, "").verdicts.set_index("subject")
        money = told.loc["Ansøgt beløb mod det, puljen betaler"]
        assert money["word"] == word
        assert ("Linjer, puljen ikke betaler" in told.index) == (word == "Brudt")
    lines = told.loc["Linjer, puljen ikke betaler"]
    assert (lines["word"], lines["told"], lines["asked"]) == ("Brudt", 1, 0)
    assert "virksomhedskonsulenter: »Konsulent«, 300" in lines["why"].replace("\xa0", " ")


def test_what_is_not_told_is_said_to_be_not_told(fill: Fill) -> None:
    told = Compliance(read(fill(staffing=[STAFFING])), HIR, "").verdicts
    assert set(told[told["rule"].isin(["HIR-2", "HIR-17"])]["word"]) == {"Ikke oplyst"}
    assert told["why"].str.len().gt(0)[told["rule"] == "HIR-2"].all()


def test_one_fact_in_two_sheets_is_one_fact(fill: Fill) -> None:
    path = fill(
        staffing=[STAFFING | {"applied_dkk": 900_000, "applied_fte": 2}],
        proposal=[{"programme": "HIR", "municipality_code": "Middelfart", "applied_dkk": 990_000}],
        budget=[{"line": "Løn", "category": "løn til sagsbehandlere", "fte": 1.5}],
    )
    problems = [f.problem for f in Check(read(path), HIR, FSM2).findings if f.level == "error"]
    assert problems == [
        "Ansøgt beløb er 990.000 kr. i Ansøgning og 900.000 kr. i Bemanding: "
        "en forskel på 90.000 kr.",
        "Ansøgte årsværk er 2 årsværk i Bemanding og 1,5 årsværk i Budget: "
        "en forskel på 0,5 årsværk.",
    ]


def test_two_municipalities_in_one_workbook_are_not_judged(fill: Fill) -> None:
    proposal = {"programme": "HIR", "municipality_code": "Fanø"}
    tables = read(fill(staffing=[STAFFING], proposal=[proposal]))
    with pytest.raises(InputError, match="Kommunen er Fanø i Ansøgning og Middelfart i Bemanding"):
        _ = Compliance(tables, HIR, "").verdicts
    assert not Check(tables, HIR, FSM2).judges


def test_a_share_of_zero_passive_is_never_a_fault(fill: Fill) -> None:
    proposal = {"programme": "HIR", "passive_share_now": 0, "passive_share_target": 0}
    found = rules_of(read(fill(staffing=[STAFFING], proposal=[proposal])))
    assert "warning HIR-4" not in found and "error HIR-4" not in found


def test_an_empty_template_has_something_to_mend(fill: Fill) -> None:
    assert "error " in rules_of(read(fill()))
    with pytest.raises(InputError, match="Bemanding mangler eller er tom"):
        require_usable(read(fill()), HIR)


def test_findings_of_a_kind_are_told_once_with_their_rows() -> None:
    def at(row: int, mend: str = "Ret den.") -> Finding:
        return Finding("error", f"Der er et hul (række {row - 1}).", mend, row=row, file="b.csv")

    same = Finding("warning", "Se her.", "Ret den.", row=4, file="a.csv")
    found = kinds([same, *(at(row, f"Ret række {row}.") for row in (9, 2, 5)), at(3)])
    assert [(kind.place, kind.finding.problem) for kind in found] == [
        ("b.csv, række 2", "Der er et hul (række 1)."),
        ("b.csv, række 3", "Der er et hul (række 2)."),
        ("b.csv, række 5", "Der er et hul (række 4)."),
        ("b.csv, række 9", "Der er et hul (række 8)."),
        ("a.csv, række 4", "Se her."),
    ]
    many = kinds(at(row) for row in range(8, 1, -1))
    assert [(kind.place, kind.finding.problem) for kind in many] == [
        ("b.csv, række 2, 3, 4, 5, 6 og 2 til", "Der er et hul.")
    ]


def test_fsm2_registers_are_checked_too(tmp_path: Path) -> None:
    text = "Borger;Kommune;Dato start;Dato slut\nA;Ærø;01.01.19;\nA;Fanø;01.06.19;01.07.19\n"
    (tmp_path / "borgere.csv").write_text(text, encoding="utf-8")
    assert set(rules_of(read(tmp_path))) == {"error FSM2-3.4", "warning FSM2-3.4", "warning "}


def test_a_budget_that_tells_some_of_its_fte_tells_none(fill: Fill) -> None:
    line = {"category": "løn til sagsbehandlere", "amount_dkk": 500_000}
    path = fill(
        staffing=[STAFFING | {"applied_fte": 2}],
        proposal=[{"programme": "HIR"}],
        budget=[line | {"line": "Én", "fte": 1}, line | {"line": "To"}],
    )
    judge = Compliance(read(path), HIR, "middelfart.xlsx")
    assert judge.assessment.applied_units == 2
    assert StaffingPlan(judge.tables, HIR).applied_contracts == (37.0, 37.0)
