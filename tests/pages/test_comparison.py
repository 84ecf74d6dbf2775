"""The comparison page says who differs by more than luck, and never makes a list of rank."""

from pathlib import Path

from fsmlib.analyses.comparison import WITHIN
from fsmlib.danish import percent
from fsmlib.figures.steps import steps_of
from fsmlib.pages.comparison import pictures, tables
from fsmlib.pages.comparison.case import Case, answer, banner, open_case
from fsmlib.tables.municipalities import municipalities


def example(data: str = "", municipality: str = "") -> Case:
    return open_case(data, "", "", "", municipality)


def saved(folder: Path, touched: int, first: object = 40) -> str:
    rows = [f"{code};2019M11;400;{touched}\n" for code in municipalities().index[1:20]]
    head = "Kommune;Periode;Antal ydelsesmodtagere;Antal ydelsesmodtagere med løntimer\n"
    file = folder / "jobindsats.csv"
    own = f"{municipalities().index[0]};2019M11;400;{first}\n"
    file.write_text(head + own + "".join(rows), encoding="utf-8")
    return str(file)


def test_the_sentence_counts_what_the_tables_list() -> None:
    case = example()
    outside, within = tables.outside(case).rows(), tables.within(case).rows()
    told = answer(case)
    assert f"Af {len(outside) + len(within)} kommuner afviger {len(outside)} mere" in told.plain
    assert f"de andre {len(within)} kan ikke skelnes" in told.plain
    assert "omkring 5 alligevel" in told.plain and "Læsø og Morsø kan ikke vises" in told.html
    assert {row[0] for row in outside} | {row[0] for row in within} == set(
        case.question.shown["name"]
    )


def test_no_table_of_the_page_can_be_sorted_by_a_press() -> None:
    case = example()
    for table in (tables.outside(case), tables.within(case), tables.groups(case)):
        assert 'class="sorts"' not in table.html() and len(table.frame) > 4


def test_the_municipality_that_is_followed_is_told_of_first_and_marked() -> None:
    case = example(municipality="0410")
    assert answer(case).plain.startswith("Middelfart Kommune (")
    assert "Middelfart Kommune" in banner(case).html
    svg = pictures.funnel(case).html()
    assert (
        ">Middelfart</text>" in svg
        and ">Middelfart</text>" not in pictures.funnel(example()).html()
    )


def test_one_that_is_hidden_is_told_to_be() -> None:
    assert answer(example(municipality="Læsø")).plain.startswith(
        "Tallene for Læsø Kommune er skjult."
    )


def test_the_numbers_of_the_funnel_are_every_municipality_by_its_size() -> None:
    question = example().question
    steps, shown = steps_of(question.plot_funnel()), question.shown
    assert len(steps) == len(shown) and [s.at for s in steps] == sorted(s.at for s in steps)
    row = shown[shown["name"] == "Middelfart"].iloc[0]
    (step,) = (step for step in steps if step.name == "Middelfart")
    told = dict(step.told)
    assert told["Andel"] == percent(row["result_share"])
    assert told["Tilfældighed (95 %)"] == f"{percent(row['low'])} til {percent(row['high'])}"


def test_equal_municipalities_have_no_wider_limits_and_no_warning(tmp_path: Path) -> None:
    case = example(saved(tmp_path, touched=40))
    assert (case.question.shown["outcome_all"] == WITHIN).all()
    assert "varierer" not in answer(case).html
    assert "Almindelig spredning" not in pictures.funnel(case).html()
    assert "Ingen kommuner." in tables.outside(case).html()


def test_the_page_says_whether_its_numbers_are_invented(tmp_path: Path) -> None:
    assert "Syntetiske tal." in banner(example()).html
    own = banner(example(saved(tmp_path, touched=40))).html
    assert "Syntetiske" not in own and "Jobindsats (jobindsats.csv)" in own


def test_one_that_stands_out_among_equals_is_the_only_one_listed(tmp_path: Path) -> None:
    table = tables.outside(example(saved(tmp_path, touched=40, first=90)))
    assert [row[0] for row in table.rows()] == ["København"]
