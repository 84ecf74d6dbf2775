"""A CPR number in any spelling, any type, any cell or name reaches no message and no output."""

from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fsmlib.site.privacy import fault_of_ours, leaks
from fsmlib.tables.personal import cpr_numbers, cpr_of, cpr_of_id, masked, normalised
from fsmlib.tables.reading import read
from tests.tables.helpers import workbook

DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2212\ufe58\ufe63\uff0d"
SPACES = " \u00a0\u2007\u2009\u202f\u3000"
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
DIGITS = ("0123456789", "０１２３４５６７８９", "٠١٢٣٤٥٦٧٨٩", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
LAST = "4321"


@st.composite
def spellings(draw: st.DrawFn) -> str:
    """A number in one of the ways people, programs and copying write it."""
    day, month = draw(st.integers(1, 28)), draw(st.integers(1, 12))
    between = draw(st.sampled_from(["", ".", "/", "-", " "]))
    date = between.join((f"{day:02}", f"{month:02}", f"{draw(st.integers(0, 99)):02}"))
    dash, space = draw(st.sampled_from(DASHES)), draw(st.sampled_from(SPACES))
    forms = [dash, f"{space}{dash}{space}", "%2D", "&ndash;", "\\u2013"]
    forms += ["", space, ".", "/", "_"] if not between else []
    text = date + draw(st.sampled_from(forms)) + LAST
    at, sign = draw(st.integers(0, len(date))), draw(st.sampled_from(["", *UNSEEN]))
    text = text[:at] + sign + text[at:]
    if "%" in text or "\\" in text:  # an escape has its own digits
        return text
    return text.translate(str.maketrans(DIGITS[0], draw(st.sampled_from(DIGITS))))


def is_shown(text: str) -> bool:
    return LAST in normalised(text)


@given(spellings())
def test_every_spelling_is_found_hidden_and_stopped(written: str) -> None:
    assert cpr_of(written) and cpr_numbers(f"Hans {written}, 37 timer")
    assert not is_shown(masked(f"Borger {written}.xlsx"))
    assert not is_shown(fault_of_ours("ValueError", f"no such citizen: {written}"))
    for suffix in (".html", ".csv", ".json"):
        assert leaks(f"<td>{written}</td>".encode(), suffix) == ["1 CPR-nummer"]


@settings(max_examples=25)
@given(spellings(), st.sampled_from(["Borger", "Sagsbehandler", "Dato start", "Noter"]))
def test_no_spelling_comes_past_the_door(written: str, column: str) -> None:
    header = ["Borger", "Sagsbehandler", "Dato start", "Noter"]
    row = dict(zip(header, ["B1", "X", "01.03.2018", ""], strict=True)) | {column: written}
    with TemporaryDirectory() as folder:
        tables = read(workbook(Path(folder, "b.xlsx"), Registreringer=[header, list(row.values())]))
    told = [f"{f.place} {f.problem} {f.mend}" for f in tables.findings]
    cells = [str(cell) for cell in tables["registrations"].to_numpy().ravel()]
    assert not any(map(is_shown, [*told, *cells]))


@pytest.mark.parametrize(
    "cell",
    [
        *(101804321, 101804321.0, Decimal("101804321"), Decimal("101804321.00")),
        *(b"010180-4321", "101804321", "10180-4321", "101804321,0", "1,01804321E+08"),
    ],
)
def test_a_number_of_any_type_and_without_its_zero_is_known(cell: object) -> None:
    assert cpr_of(cell) == "0101804321"
    assert not is_shown(masked(str(cell)))


@pytest.mark.parametrize(
    "written",
    [
        *("0 1 0 1 8 0 4 3 2 1", "0 1 0 1 8 0 - 4 3 2 1", "(010180)4321", "(010180) 4321"),
        *("010180 (4321)", "010180,4321", "010180---4321", "010180*4321", "010180 ~ 4321"),
    ],
)
def test_odd_spellings_are_found_in_a_text_too(written: str) -> None:
    assert cpr_of(written) == "0101804321" and cpr_numbers(f"Hans {written}, 37 timer")
    assert not is_shown(masked(f"Borger {written}.xlsx").replace(" ", ""))


@pytest.mark.parametrize(
    "date", ["01-01-1980", "01.01.1980", "01/01/1980", "01 01 1980", "01-01-80"]
)
@pytest.mark.parametrize("space", [" ", "  ", "\u00a0"])
def test_a_whole_date_of_birth_and_four_digits_are_a_number_in_a_text(
    date: str, space: str
) -> None:
    written = f"{date}{space}4321"
    assert cpr_of(written) == "0101804321" and cpr_numbers(f"Hans {written}, 37 timer")
    assert not is_shown(masked(f"Borger {written} er flyttet"))
    assert leaks(f"<td>{written}</td>".encode(), ".html") == ["1 CPR-nummer"]


@pytest.mark.parametrize(
    "text", ["01-11-2018 1430", "31-12-2018 1500 kr.", "01-01-1980 1234,50", "01.01.80 1200 kr."]
)
def test_a_day_and_an_amount_or_a_time_of_day_are_let_be(text: str) -> None:
    assert cpr_numbers(f"Betalt {text}") == []


@pytest.mark.parametrize(
    "written",
    ["01 01 80 43 21", "0101 80 4321", "010180-43 21", "010180|4321", "010180;4321", "10180 4321",
     "(10180)4321", "0101 804321"],
)  # fmt: skip
def test_a_cell_that_is_a_number_alone_is_known_however_it_is_parted(written: str) -> None:
    assert cpr_of(written) == "0101804321"
    assert not is_shown(masked(f"Borger {written}.xlsx").replace(" ", ""))


@pytest.mark.parametrize(
    "written",
    ["101.804.321", "0.101.804.321", "101,804,321", "10180.4321", "19800101-4321", "01.01.80 4321",
     "1980-01-01-4321", "010180_4321"],
)  # fmt: skip
def test_where_a_citizen_stands_digits_are_never_an_amount(written: str) -> None:
    assert cpr_of_id(written) == "0101804321"


@pytest.mark.parametrize("written", ["B-0101", "2019-123456", "311399-4321", "12", "A0101804321B0"])
def test_other_ids_are_no_numbers(written: str) -> None:
    assert cpr_of_id(written) == ("0101804321" if written.startswith("A") else None)


@pytest.mark.parametrize("cell", [110180.1234, "110180,1234"])
def test_an_amount_with_four_decimals_is_an_amount_where_amounts_stand(
    tmp_path: Path, cell: object
) -> None:
    rows = [["Borger", "Måned", "Timer"], ["B1", "2019-11", cell]]
    tables = read(workbook(tmp_path / "b.xlsx", Løntimer=rows))
    assert tables["hours"]["hours"].tolist() == [110180.1234]


def test_numbers_beside_each_other_in_a_list_raise_no_alarm() -> None:
    for text in ("[110180,1234]", "5,110180,1234,7", "a;110180,1234;b", "0 1 0 1 8 0 1 2 3 4 5"):
        assert cpr_numbers(text) == []


@pytest.mark.parametrize(
    "written",
    [
        *("1 101 801 234", "110180,12", "20 12 80 12"),
        *("01.01.18 1234", "31.03.18 1200 kr.", "+45 20 12 80 12", "5790001234567"),
        *("27.36.04-P21-1-17", "2012-80-1234", "01.01.2018-31.12.2018", "12,11,19,2020"),
        *("2019-11-01 00:00:00", "1.234.567.890", "0,0101801234"),
    ],
)
def test_dates_amounts_telephones_and_case_numbers_are_let_be(written: str) -> None:
    assert cpr_of(written) is None and masked(written) == written


@pytest.mark.parametrize("written", ["dead0101801234beef", "0101801234abcdef0", "a0101801234.csv"])
def test_what_looks_like_a_digest_is_searched_all_the_same(written: str) -> None:
    assert leaks(written.encode(), ".txt") == ["1 CPR-nummer"]
