"""The sliders of an open notebook: a moved slider changes the answer at once."""

from fsmlib.analyses.staffing import Staffing
from fsmlib.pages.staffing.case import answer, page_of
from fsmlib.pages.staffing.sliders import MOVED_VALUES, sliders


def test_a_moved_slider_changes_the_answer_and_the_picture() -> None:
    case = page_of(Staffing.read(on="2018-03-01"))
    *controls, text, image = sliders(case).children
    assert [type(control).__name__ for control in controls] == ["IntSlider"] + ["FloatSlider"] * 4
    before, picture = text.value, bytes(image.value)
    controls[MOVED_VALUES.index("cap")].value = 30
    assert text.value != before and bytes(image.value) != picture
    assert bytes(image.value).startswith(b"\x89PNG")
    assert "loftet på 30 sager" in text.value


def test_untouched_sliders_say_what_the_page_says() -> None:
    case = page_of(Staffing.read(on="2018-03-01"))
    *_, text, _ = sliders(case).children
    assert text.value == answer(case).html
