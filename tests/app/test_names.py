"""The names in the chart: beside their marks, and never on one another."""

from itertools import combinations

from fsmlib.app.evaluation.names import placed_names

CROWD = {f"Kommune {n}": (200.0 + 3 * (n % 5), 150.0 + 4 * (n // 5)) for n in range(30)}


def test_no_name_stands_on_another_or_outside_the_chart() -> None:
    placed = [*placed_names(CROWD, CROWD.values(), 44, 640)]
    assert 3 < len(placed) < len(CROWD)
    assert not [pair for pair in combinations(placed, 2) if pair[0].meets(pair[1])]
    assert all(name.left > 44 and name.left + name.width < 640 for name in placed)


def test_a_name_at_the_edge_stands_on_the_other_side_of_its_mark() -> None:
    (name,) = placed_names({"Vejle": (630.0, 100.0)}, [(630.0, 100.0)], 44, 640)
    assert name.anchor == "end" and name.left + name.width < 630


def test_a_name_stands_clear_of_other_marks_where_it_can() -> None:
    (name,) = placed_names({"Vejle": (100.0, 100.0)}, [(100.0, 100.0), (120.0, 98.0)], 0, 640)
    assert not name.covers((120.0, 98.0))
