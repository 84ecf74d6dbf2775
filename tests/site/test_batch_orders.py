"""Which pages are asked for: a wrong asking is told before anything is made."""

from pathlib import Path

import pytest

from fsmlib.programme.findings import FsmError
from fsmlib.site.batch.orders import Unused, orders_of, slug_of, unused_inputs
from fsmlib.tables.municipalities import municipalities


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kommune\nMidelfart\n", "række 2: .* Mente du »Middelfart«"),
        ("Tilsagn 2017\nKommune\nÆrø\nÆrø\n", "række 4: Ærø står der to gange"),
        ('Kommune\n"Esbjerg\nVejle\n', "åbnet og ikke lukket"),
        ("Kommune\nMiddelfart\n0410\n", "to gange"),
        ("By\nMiddelfart\n", "mangler en kolonne"),
        ("Kommune;sed\nMiddelfart;1\n", "Mente du »seed«"),
        ("Kommune;seed\nMiddelfart;mange\n", "et helt tal"),
    ],
)
def test_a_wrong_list_is_told_before_anything_is_made(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    with pytest.raises(FsmError, match=said):
        orders_of(["01_staffing"], tmp_path / "list.csv", None, {})


def test_a_list_that_is_no_list_is_told(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text("\n", encoding="utf-8")
    with pytest.raises(FsmError, match="er én fil"):
        orders_of(["01_staffing"], tmp_path, None, {})
    with pytest.raises(FsmError, match=r"»a\.csv« er tom"):
        orders_of(["01_staffing"], tmp_path / "a.csv", None, {})


def test_an_input_that_belongs_to_nobody_is_told_and_stops_nobody(tmp_path: Path) -> None:
    for name in (
        "Midelfart.xlsx",
        "Århus Kommune.xlsx",
        "noter.txt",
        "Bo bo@by.dk.xlsx",
        "0461.xlsx",
    ):
        (tmp_path / name).touch()
    orders = orders_of(["01_staffing"], None, tmp_path, {})
    assert [order.municipality_code for order in orders if order.data] == ["0461"]
    unused = unused_inputs(None, tmp_path)
    told = "\n".join(unused.told)
    assert unused.some_are_wrong and len(unused.told) == 4
    assert "Mente du »Aarhus«?" in told
    assert "»Midelfart.xlsx« er ikke brugt" in told and "Mente du »Middelfart«?" in told
    assert "»noter.txt« er ikke brugt" in told and "bo@by.dk" not in told


def test_an_input_of_a_municipality_that_is_not_asked_for_is_told_and_not_wrong(
    tmp_path: Path,
) -> None:
    (tmp_path / "list.csv").write_text("Kommune\nÆrø\n", encoding="utf-8")
    (tmp_path / "inputs").mkdir()
    for name in ("Ærø.xlsx", "Odense.xlsx", "0410.xlsx"):
        (tmp_path / "inputs" / name).touch()
    unused = unused_inputs(tmp_path / "list.csv", tmp_path / "inputs")
    assert unused.told == ("Ikke bestilt og derfor ikke brugt: 0410.xlsx og Odense.xlsx.",)
    assert not unused.some_are_wrong


def test_two_files_for_one_municipality_are_a_problem_of_its_pages_alone(tmp_path: Path) -> None:
    for name in ("0461.xlsx", "odense.xlsx", "0410.xlsx"):
        (tmp_path / name).touch()
    orders = orders_of(["01_staffing", "00_start"], None, tmp_path, {})
    told = "Odense har både 0461.xlsx og odense.xlsx; behold kun den ene."
    assert {order.key: order.problem for order in orders if order.problem} == {
        "0461/01_staffing": told
    }
    assert unused_inputs(None, tmp_path).told == ()


def test_two_files_from_jobindsats_are_told_and_neither_is_chosen(tmp_path: Path) -> None:
    for name in ("jobindsats.csv", "jobindsats.xlsx"):
        (tmp_path / name).touch()
    assert not any(order.baseline for order in orders_of(["03_thresholds"], None, tmp_path, {}))
    told = ("jobindsats.csv og jobindsats.xlsx er ikke brugt; behold kun den ene.",)
    assert unused_inputs(None, tmp_path) == Unused(told, some_are_wrong=True)


def test_every_municipality_has_a_file_name_of_its_own_in_plain_letters() -> None:
    places = {slug_of(str(code)) for code in municipalities().index}
    assert len(places) == 98
    assert all(set(place) <= set("abcdefghijklmnopqrstuvwxyz0123456789-") for place in places)


def test_a_page_of_all_municipalities_is_made_once_from_what_jobindsats_tells(
    tmp_path: Path,
) -> None:
    (tmp_path / "jobindsats.csv").touch()
    (order,) = orders_of(["08_comparison"], None, tmp_path, {"month": "2019-11"})
    assert (order.municipality_code, order.folder) == ("", "faelles")
    assert Path(order.baseline) == tmp_path / "jobindsats.csv" and order.given == {
        "month": "2019-11"
    }
    assert all(order.baseline for order in orders_of(["03_thresholds"], None, tmp_path, {}))
    assert not any(order.baseline for order in orders_of(["01_staffing"], None, tmp_path, {}))
    (order,) = orders_of(["08_comparison"], None, None, {})
    assert order.baseline == ""
