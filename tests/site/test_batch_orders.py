"""Which pages are asked for: a wrong asking is told before anything is made."""

from pathlib import Path

import pytest

from fsmlib.programme.findings import FsmError
from fsmlib.site.batch.orders import orders_of, slug_of
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


def test_an_input_that_belongs_to_nobody_is_told(tmp_path: Path) -> None:
    (tmp_path / "Midelfart.xlsx").touch()
    with pytest.raises(FsmError, match=r"Midelfart\.xlsx"):
        orders_of(["01_staffing"], None, tmp_path, {})


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
    assert Path(order.data) == tmp_path / "jobindsats.csv" and order.given == {"month": "2019-11"}
    (order,) = orders_of(["08_comparison"], None, None, {})
    assert order.data == ""
