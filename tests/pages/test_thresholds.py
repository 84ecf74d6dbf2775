"""The thresholds page says what the count says, from registers or from monthly counts alone."""

from itertools import pairwise
from pathlib import Path

import pytest

from fsmlib.analyses.check import fsm2_rule_findings
from fsmlib.analyses.monitoring import EXAMPLE_DRAWN_ON
from fsmlib.analyses.monthly_results import measured_months, monthly_results
from fsmlib.analyses.question import EXAMPLES
from fsmlib.danish import month
from fsmlib.pages.thresholds import basis, pictures, tables
from fsmlib.pages.thresholds.case import Case, answer, banner, open_case
from fsmlib.pages.views import Picture, Table, Text
from fsmlib.programme.findings import FsmError, InputError
from fsmlib.programme.parameters import load
from fsmlib.site.csvs import write_csv

FSM2 = load("fsm2", "2019-11-01")
HEAD = "Kommune;Måned;Indsatsgruppe;Berørt\n"


def example(**changes: object) -> Case:
    given = {"data": "", "changes": "", "first": "", "last": "", "grant_dkk": 4_900_000}
    given |= {"documented_dkk": 0, "drawn_on": ""}
    return open_case(on="2019-11-01", **(given | changes))  # type: ignore[arg-type]


def counts(folder: Path, *rows: str) -> str:
    path = folder / "monthly.csv"
    path.write_text(HEAD + "".join(f"Ærø;{row}\n" for row in rows), encoding="utf-8")
    return str(path)


def test_the_page_and_the_command_count_alike() -> None:
    case = example()
    monitored = monthly_results(EXAMPLES["thresholds"], measured_months("", "", FSM2), FSM2).months
    rows = tables.results(case).rows()
    assert [row[2:4] for row in rows] == monitored[["touched", "effort_group"]].to_numpy().tolist()
    assert len(case.question.reached(15)) == monitored["reached_15"].sum()
    assert "Syntetiske tal." in banner(case).html


def test_the_sentence_says_the_best_month_and_the_level(tmp_path: Path) -> None:
    data = counts(tmp_path, "2019-11;100;10", "2019-12;100;15", "2020-01;100;14")
    case = example(data=data)
    told = answer(case)
    assert "når 15 % i 1 måned og 20 % i ingen måned" in told.plain
    assert (
        "december 2019 med 15,0\xa0%; niveauet over alle målte måneder er 13,0\xa0%" in told.plain
    )
    assert "90 pct. af tilskuddet, 4.410.000" in told.plain
    assert "Kun 1 måned når 15 %" in told.html


def test_a_share_below_a_threshold_is_never_shown_as_the_threshold(tmp_path: Path) -> None:
    """Source: FSM2-5.2; 41 of 274 are 14.96 per cent, one citizen short of 15."""
    case = example(data=counts(tmp_path, "2019-11;274;40", "2019-12;274;41"))
    told = answer(case)
    assert "når 15 % i ingen måned" in told.plain and "december 2019 med 14,96\xa0%" in told.plain
    shown = [figure[1] for figure in told.figures]
    assert not {"15,0\xa0%", "15\xa0%"} & set(shown)
    assert "14,96\xa0%" in tables.results(case).html() and "14,96\xa0%" in pictures.share(case).alt


def test_hours_that_may_be_subsidised_but_tell_nothing_are_told(tmp_path: Path) -> None:
    """Source: FSM2-3.5; neither employer nor form says whose hours they are."""
    (tmp_path / "borgere.csv").write_text("Borger;Kommune;Dato start\nA;Ærø;01.01.19\n", "utf-8")
    (tmp_path / "løntimer.csv").write_text("Borger;Måned;Timer\nA;2019-11;37\n", "utf-8")
    supported = "Borger;Form;Dato start;Dato slut\nA;løntilskud;01.11.19;30.11.19\n"
    (tmp_path / "støttet beskæftigelse.csv").write_text(supported, "utf-8")
    note = tables.results(example(data=str(tmp_path))).note
    assert "I 1 tilfælde" in note and "andelen kan være for høj" in note


def test_shortfall_and_slack_in_whole_citizens(tmp_path: Path) -> None:
    data = counts(tmp_path, "2019-11;1000;149", "2019-12;1000;203", "2020-01;0;0")
    rows = tables.results(example(data=data)).rows()
    assert [row[4:] for row in rows] == [[1, 0, 51, 0], [0, 53, 0, 3], [0, 0, 0, 0]]
    assert rows[2][1] is None


def test_monthly_counts_alone_leave_out_what_needs_citizens(tmp_path: Path) -> None:
    registers = example()
    written = monthly_results(EXAMPLES["thresholds"], registers.question.asked_months, FSM2).months
    write_csv(written, tmp_path / "monthly.csv", danish=True)
    alone = example(data=str(tmp_path / "monthly.csv"), drawn_on=EXAMPLE_DRAWN_ON)
    assert tables.results(alone).rows() == tables.results(registers).rows()
    assert answer(alone).plain == answer(registers).plain
    for view in (
        pictures.who_fills(alone),
        pictures.movements(alone),
        tables.series(alone),
        tables.movements(alone),
        basis.readings_effect(alone),
    ):
        assert isinstance(view, Text) and "kræver registre" in view.plain


def test_only_hidden_months_of_those_measured_are_told(tmp_path: Path) -> None:
    data = counts(tmp_path, "2019-11;100;*", "2019-12;100;15", "2021-11;100;*")
    case = example(data=data, last="2019-12")
    assert "1 måned er ikke målt: november 2019." in banner(case).html


def test_movements_add_up() -> None:
    view = tables.movements(example())
    assert isinstance(view, Table)
    rows = view.rows()
    shown = [pair for pair in pairwise(rows) if pair[1][1] is not None]
    assert shown
    for before, after in shown:
        assert before[3] + after[1] - after[2] == after[3]


def test_counts_of_one_and_two_are_hidden_and_said_so() -> None:
    case = example()
    for view, columns in (
        (tables.series(case), slice(1, None)),
        (tables.movements(case), slice(1, 3)),
    ):
        assert isinstance(view, Table) and "er skjult" in view.note
        told = {value for row in view.rows() for value in row[columns]}
        assert not told & {1, 2} and None in told


def test_the_note_counts_fleksjob_without_a_marker_and_nothing_else() -> None:
    case = example()
    found = fsm2_rule_findings(case.page.tables, case.question.register)
    fleksjob = [each for each in found if each.rule == "FSM2-3.6"]
    assert len(fleksjob) < len(found)
    view = tables.series(case)
    assert isinstance(view, Table)
    assert f" {len(fleksjob)} rækker med fleksjob mangler" in view.note.replace("\xa0", " ")


def test_every_compared_reading_is_counted_anew() -> None:
    view = basis.readings_effect(example())
    assert isinstance(view, Table)
    rows = {row[0]: row for row in view.rows()}
    assert len(rows) == 9
    assert rows["Som valgt"][2:] == [pytest.approx(46 / 274), 4, 0]
    assert rows["Berørt: et mindste antal timer i måneden"][2] < rows["Som valgt"][2]


def test_the_picture_says_every_month_in_words() -> None:
    case = example()
    alt = pictures.share(case).alt
    assert "august 2021 16,8" in alt and alt.count(";") == 23


def test_what_cannot_be_measured_is_said(tmp_path: Path) -> None:
    with pytest.raises(FsmError, match="intet at måle"):
        example(data=counts(tmp_path, "2019-11;0;0"))
    with pytest.raises(FsmError, match="negative"):
        example(grant_dkk=-1)
    with pytest.raises(InputError, match="mangler eller er tom"):
        (tmp_path / "tom").mkdir()
        (tmp_path / "tom" / "uddannelse.csv").write_text("Borger;Dato start;SU-berettiget\n")
        example(data=str(tmp_path / "tom"))


def test_a_grant_that_is_not_told_is_never_invented(tmp_path: Path) -> None:
    told = example(data=counts(tmp_path, "2019-11;100;15"), grant_dkk=0)
    assert answer(told).plain.endswith("90 pct. af tilskuddet.")
    view = tables.payment(told)
    assert [row[1:] for row in view.rows()] == [[50, None], [40, None], [90, None]]
    assert "ikke oplyst" in view.note
    assert "4.410.000" in answer(example(grant_dkk=0)).plain  # the example has its own


def test_months_whose_reports_are_missing_are_told_in_the_table() -> None:
    case = example(drawn_on="2021-10-31")
    rows = tables.results(case).rows()
    assert [row[-1] for row in rows[-3:]] == ["", "ydelser", "timer og ydelser"]
    assert "september 2021 og oktober 2021" in pictures.share(case).alt


def test_without_the_day_of_the_data_nothing_is_greyed(tmp_path: Path) -> None:
    case = example(data=counts(tmp_path, "2019-11;1000;149"))
    assert "ikke oplyst, hvornår data er trukket" in tables.results(case).note
    assert "Gråtonede" not in pictures.share(case).alt


def test_no_more_is_paid_than_the_documented_cost(tmp_path: Path) -> None:
    data = counts(tmp_path, "2019-11;1000;203")
    paid = tables.payment(example(data=data, documented_dkk=4_500_000))
    assert [row[2] for row in paid.rows()] == [2_450_000, 2_050_000, 4_500_000]
    assert "Dokumenterede udgifter: 4.500.000" in paid.note


def test_a_month_with_a_small_part_is_not_split() -> None:
    case = example()
    shown = pictures.who_fills(case)
    hours, education = (
        case.question.months["touched_hours"],
        case.question.months["touched_education"],
    )
    both = hours + education - case.question.months["touched"]
    small = both.isin([1, 2]) | (hours - both).isin([1, 2]) | (education - both).isin([1, 2])
    undivided = int(case.question.months.loc[small, "touched"].sum())
    assert isinstance(shown, Picture)
    assert f"Ikke delt op (en del er under 3): {undivided} i alle måneder tilsammen" in shown.alt


def test_luck_is_told_for_the_level_and_the_size_of_the_group(tmp_path: Path) -> None:
    small = counts(tmp_path, *(f"2020-{month:02};100;13" for month in range(1, 13)))
    view = tables.level(example(data=small, first="2020-01", last="2020-12"))
    assert isinstance(view, Table) and "forudsætningen" in view.note
    (tmp_path / "big").mkdir()
    big = counts(tmp_path / "big", *(f"2020-{month:02};9000;1170" for month in range(1, 13)))
    other = tables.level(example(data=big, first="2020-01", last="2020-12"))
    assert isinstance(other, Table)
    assert view.rows()[0][1] > 0.5 > 0.01 > other.rows()[0][1]
    assert view.rows()[0][1] > view.rows()[1][1]


def test_a_level_that_cannot_swing_has_no_luck(tmp_path: Path) -> None:
    nobody = counts(tmp_path, "2019-11;100;0", "2019-12;100;0")
    assert isinstance(tables.level(example(data=nobody)), Text)


def test_small_movements_are_dashes_and_not_bars() -> None:
    case = example()
    assert case.question.register is not None
    small = tables.moved_citizens(case.question.register)["came"].isna()
    hidden = small.index[small]
    assert len(hidden) > 0
    shown = pictures.movements(case)
    assert isinstance(shown, Picture)
    assert not any(month(when) in shown.alt for when in hidden)
