"""Dated values: strict on load, frozen in use, changed only in plain sight."""

import re
from dataclasses import FrozenInstanceError
from datetime import date

import pytest
from pydantic import ValidationError

from fsmlib.programme import parameters
from fsmlib.programme.findings import FsmError
from fsmlib.programme.numbers import danish_number
from fsmlib.programme.parameters import load, parse_changes
from fsmlib.programme.terms import label, terms
from fsmlib.programme.values import Value
from fsmlib.programme.written import written
from fsmlib.tables.schemas import SCHEMAS

ON = "2018-03-01"


@pytest.mark.parametrize(("programme", "on"), [("hir", ON), ("fsm2", "2019-11-01")])
def test_every_value_has_unit_kind_source_and_label(programme: str, on: str) -> None:
    values = load(programme, on)
    assert {value.kind for value in values.values()} >= {"rule", "reading", "assumption"}
    for value in values.values():
        assert value.unit and value.label and value.sources
        assert value.since <= date.fromisoformat(on)


@pytest.mark.parametrize(("programme", "on"), [("hir", ON), ("fsm2", "2019-11-01")])
def test_an_assumption_lies_in_its_range(programme: str, on: str) -> None:
    for value in load(programme, on).of_kind("assumption"):
        assert value.low is not None and value.high is not None
        assert value.low <= value.value <= value.high, value.name  # type: ignore[operator]


@pytest.mark.parametrize(("programme", "on"), [("hir", ON), ("fsm2", "2019-11-01")])
def test_the_default_of_a_reading_is_one_of_its_options(programme: str, on: str) -> None:
    for value in load(programme, on).of_kind("reading"):
        assert value.between or (value.options and value.value in value.options), value.name


def test_every_reading_of_the_design_is_there() -> None:
    hir = {value.name for value in load("hir", ON).of_kind("reading")}
    fsm2 = {value.name for value in load("fsm2", "2019-11-01").of_kind("reading")}
    assert len(hir) == 7 and len(fsm2) == 15


def test_an_unknown_name_is_an_error_that_names_the_nearest() -> None:
    with pytest.raises(FsmError, match="Mente du »cap_high_cases«"):
        load("hir", ON, cap_hihg_cases=35)
    with pytest.raises(FsmError, match="Mente du »accepted_risk«"):
        _ = load("hir", ON).acepted_risk
    with pytest.raises(FsmError, match="kendes ikke"):
        load("xyz", ON)


def test_a_day_before_the_first_value_is_an_error() -> None:
    assert load("hir", "2017-11-17").cap_high_cases == 35
    with pytest.raises(FsmError, match="for tidligt"):
        load("hir", "2017-11-16")
    with pytest.raises(FsmError, match="ikke en dato"):
        load("hir", "1. marts")


def test_a_later_value_takes_over_on_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    name, kind, entry = next(e for e in written("hir") if e[0] == "cap_high_cases")
    dated = entry | {"from": entry["from"] | {date(2020, 1, 1): 40}}
    monkeypatch.setattr(parameters, "written", lambda _: [(name, kind, dated)])
    assert load("hir", "2019-12-31").cap_high_cases == 35
    assert load("hir", "2020-01-01").cap_high_cases == 40


@pytest.mark.parametrize(
    ("name", "raw", "content"),
    [
        ("accepted_risk", "0,1", 0.1),
        ("accepted_risk", "0.1", 0.1),
        ("mean_duration_months", "18", 18),
        ("cap", "32", 32),
        ("start_on", "2018-04-01", date(2018, 4, 1)),
        ("part_time_cap", "fraction", "fraction"),
    ],
)
def test_a_change_given_as_text_becomes_the_right_type(
    name: str, raw: str, content: object
) -> None:
    changed = load("hir", ON, **{name: raw})
    assert getattr(changed, name) == content
    assert changed.changes == {name: content}


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("cap", 29, "fra 30 til 35"),
        ("cap", 36, "fra 30 til 35"),
        ("cap", "32,5", "kan ikke være"),
        ("accepted_risk", 0.6, "må højst være 0,5"),
        ("accepted_risk", 0, "mindst 0,001"),
        ("part_time_cap", "rounded", "Skriv floor eller fraction"),
        ("hourly_wage_dkk", "meget", "kan ikke være"),
        ("start_on", "i morgen", "kan ikke være"),
        ("passive_month", "marts", "kan ikke være"),
        ("passive_month", "2019-13", "kan ikke være"),
        ("passive_month", "9999-12", "kan ikke være"),
        ("end_on", "9999-12-31", "kan ikke være"),
        ("hiring_months", "1000000000", "må højst være 60"),
    ],
)
def test_a_change_that_makes_no_sense_is_said_in_danish(name: str, raw: object, said: str) -> None:
    with pytest.raises(FsmError, match=said):
        load("hir", ON, **{name: raw})


@pytest.mark.parametrize(
    ("name", "raw", "told"),
    [
        (
            "weight_rules",
            101,
            "»Vægt på holdte regler« (weight_rules) må højst være 100; den er sat til 101. "
            "Skriv et tal fra 0 til 100.",
        ),
        ("weight_rules", "meget", "kan ikke være »meget«. Skriv et tal fra 0 til 100."),
        ("accepted_risk", 0.6, "Skriv en andel fra 0,001 til 0,5, fx 0,05 for 5 pct."),
        (
            "cap",
            36,
            "»Loft i beregningen« (cap) skal ligge fra 30 til 35; den er sat til 36. Skriv",
        ),
        ("part_time_cap", "rounded", "kan ikke være »rounded«. Skriv floor eller fraction."),
        ("start_on", "i morgen", "Skriv en dato, fx 2018-03-01."),
        ("passive_month", "marts", "Skriv år og måned, fx 2019-03."),
        ("fewest", 1, "»fewest« kendes ikke. "),
    ],
)
def test_a_value_is_named_by_its_label_and_told_what_may_be_written(
    name: str, raw: object, told: str
) -> None:
    with pytest.raises(FsmError, match=re.escape(told)):
        load("hir", ON, **{name: raw})


@pytest.mark.parametrize("programme", ["hir", "fsm2"])
@pytest.mark.parametrize("name", ["most_projects", "fewest_projects", "fewest_per_region"])
def test_grants_are_counted_in_whole_numbers(programme: str, name: str) -> None:
    assert load(programme, "", **{name: "2"})[name].value == 2
    with pytest.raises(FsmError, match=r"»2,5«\. Skriv et helt tal fra 0 til 98"):
        load(programme, "", **{name: "2,5"})


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("mean_duration_months", "22,5"),
        ("hourly_wage_dkk", "240,5"),
        ("inflow_balance", "1,05"),
        ("weight_need", "42,5"),
        ("level_step_percent", "2,5"),
    ],
)
def test_what_is_measured_may_have_decimals_where_its_default_is_whole(name: str, raw: str) -> None:
    assert load("hir", ON, **{name: raw})[name].value == danish_number(raw)


def test_only_a_changed_rule_departs_from_the_rules() -> None:
    assert not load("hir", ON).departs_from_rules
    assert not load("hir", ON, cap=30, accepted_risk=0.1).departs_from_rules
    assert load("hir", ON, cap_high_cases=40).departs_from_rules
    assert not load("hir", ON, cap_high_cases=35).departs_from_rules


@pytest.mark.parametrize("risk", ["0,005", "0,001", "0,0375"])
def test_changes_as_text_read_back_to_the_same_values(risk: str) -> None:
    changed = load("hir", ON, accepted_risk=risk, hours_per_fte="1.418", cap="31")
    assert changed.hours_per_fte == 1418
    assert load("hir", ON, **parse_changes(changed.changes_as_text)) == changed


def test_the_cap_follows_a_changed_rule_unless_it_is_chosen() -> None:
    assert load("hir", ON, cap_high_cases=40).cap == 40
    assert load("hir", ON, cap_high_cases=40, cap=33).cap == 33


def test_values_are_frozen() -> None:
    values = load("hir", ON)
    with pytest.raises(FrozenInstanceError):
        values.programme = "fsm2"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        values["cap"].value = 40
    with pytest.raises(TypeError):
        values.entries["cap"] = values["cap"]  # type: ignore[index]


@pytest.mark.parametrize("text", ["cap", "cap=", "=3", "cap=30; cap=31"])
def test_changes_written_wrongly_are_errors(text: str) -> None:
    with pytest.raises(FsmError):
        parse_changes(text)


def test_no_changes_are_no_changes() -> None:
    assert parse_changes("") == {} and parse_changes(" ; ") == {}


def test_a_file_with_an_error_is_refused() -> None:
    good = load("hir", ON)["mean_duration_months"].model_dump()
    for broken in ({"sources": ("HIR-99",)}, {"origin": ""}, {"unit": None}, {"colour": "red"}):
        with pytest.raises(ValidationError):
            Value(**(good | broken))


def test_every_column_and_choice_is_a_term_with_definition_and_unit() -> None:
    for schema in SCHEMAS.values():
        for column in schema.columns:
            for name in (column.name, *column.choices):
                assert terms()[name].definition and terms()[name].unit and label(name)


def test_no_two_columns_of_a_table_answer_to_one_header() -> None:
    for schema in SCHEMAS.values():
        headers = [
            header
            for column in schema.columns
            for header in {
                name.casefold()
                for name in (column.name, column.header, *terms()[column.name].headers)
            }
        ]
        assert len(headers) == len(set(headers)), schema.name
