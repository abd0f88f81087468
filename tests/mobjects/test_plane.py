"""The plane: marks that follow its view, and labels and numbers that stay clear of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from explainer.mobjects.placing import Room, ink_box
from explainer.mobjects.plane import Plane
from explainer.mobjects.plane_labels import away_from_the_others
from explainer.numbers import value_of
from explainer.style import PICTURE, theme

DARK = theme("dark")
FAR = np.array([[40.0, 30.0]])
numbers = st.floats(-50, 50).filter(lambda value: value == 0 or abs(value) > 1e-3)
points = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=5).map(np.array)


def test_marks_keep_their_data_and_follow_the_view() -> None:
    plane = Plane(DARK)
    arrow = plane.arrow("vector").to((2, 1), (1, 0))
    label = plane.name_tip(arrow, "bold(v)")
    curve, dots = plane.curve("image").to([(0, 0), (3, 1)]), plane.dots("ink").to((3, 1))
    for framing in (plane.fit(FAR), plane.fit([(3, 1)])):
        plane.look(framing).settle()
        assert arrow.data().tolist() == [[1, 0], [3, 1]]
        assert arrow.end == pytest.approx(plane.view.to_frame((3, 1)))
        assert label.point.tolist() == [3, 1]
        assert curve.outline()[-1, 1] == pytest.approx(arrow.end[:2])
        assert dots.get_center() == pytest.approx(arrow.end, abs=1e-3)


def test_what_has_left_the_plane_is_returned_with_its_label() -> None:
    plane = Plane(DARK)
    arrow, line = plane.arrow("vector").to((1, 1)), plane.line("eigen", (1, 0))
    plane.name_tip(arrow, "bold(v)")
    name = plane.name_line(line, "lambda", "eigen")
    assert plane.clear(line) == [arrow, arrow.label, name]
    assert (plane.marks, plane.names, line.label) == ([line], [], None)


@settings(max_examples=60, deadline=None)
@given(points, points)
def test_one_view_serves_all_unless_some_are_too_small_in_it(
    first: np.ndarray, second: np.ndarray
) -> None:
    plane = Plane(DARK)
    views, alone = plane.views(first, second), [plane.fit(first), plane.fit(second)]
    both = plane.fit(np.concatenate([first, second]))
    if views[0] is views[1]:
        assert all(both.units > 0.25 * each.units for each in alone)
    else:
        assert [view.units for view in views] == [each.units for each in alone]
        assert any(both.units <= 0.25 * each.units for each in alone)


def test_a_zoom_begins_and_ends_with_its_framings_and_keeps_points_in_the_room() -> None:
    plane = Plane(DARK)
    near, far = plane.fit(np.ones((1, 2))), plane.fit(FAR)
    for t, framing in ((0.0, near), (1.0, far)):
        assert plane.zoom(near, far, t).looks(framing)
    for t in (0.2, 0.5, 0.8):
        plane.zoom(near, far, t, t * FAR)
        x, y, _ = plane.view.to_frame(t * FAR[0])
        assert plane.room.left - 1e-6 <= x <= plane.room.right + 1e-6
        assert plane.room.bottom - 1e-6 <= y <= plane.room.top + 1e-6


def test_numbers_give_way_to_arrows() -> None:
    plane = Plane(DARK)
    plane.look(plane.fit(FAR)).settle()
    seen = [n for n in plane.numbers.numbers if n.shape.get_fill_opacity() == 1]
    (x, y, _), *_ = (n.get_center() for n in seen)
    plane.arrow("vector").to((np.array([x, y]) - plane.view.origin) / plane.view.units)
    plane.settle()
    assert seen[0].shape.get_fill_opacity() == 0


def test_an_arrow_stands_aside_and_is_a_dot_where_it_would_be_too_short() -> None:
    plane = Plane(DARK)
    arrow = plane.arrow("vector").to((2, 0))
    arrow.aside = 0.2
    assert arrow.draw().end[1] == pytest.approx(plane.view.origin[1] + 0.2)
    ((start, end),) = arrow.to((0.01, 0)).outline()
    assert start == pytest.approx(end)


def test_near_points_are_brought_as_near_as_asked() -> None:
    plane = Plane(DARK, units=1.0, nearest=2.0)
    for reach in (1e-6, 0.5, 1.9):
        assert plane.fit((reach, 0)).units * reach == pytest.approx(2.0)
    assert plane.fit((3, 0)).units == 1
    assert plane.fit((3, 0)).origin.tolist() == plane.fit([(3, 0)]).origin.tolist()


def test_the_shorter_arrow_lies_on_top() -> None:
    plane = Plane(DARK)
    short, long = plane.arrow("vector").to((1, 0)), plane.arrow("image").to((2, 0))
    plane.settle()
    assert short.z_index > long.z_index


def test_a_label_leans_away_from_the_other_arrow_without_a_jump() -> None:
    angles = np.radians(np.arange(-179, 180, 0.5))
    ways = [np.array([(1.0, 0), (math.cos(a), math.sin(a))]) for a in angles]
    sides = np.array([away_from_the_others(tips)[1] for tips in ways])
    assert np.abs(np.diff(sides)).max() < 0.2
    assert np.abs(sides).max() <= 1


def test_a_label_keeps_its_side_while_its_arrow_turns() -> None:
    plane = Plane(DARK)
    plane.line("eigen", (2, 1))
    arrow = plane.arrow("vector").to((1, 0))
    label = plane.name_tip(arrow, "bold(v)")
    spots = []
    for angle in np.radians(np.arange(0, 361, 2)):
        arrow.to((math.cos(angle), math.sin(angle)))
        plane.settle()
        spots.append(label.get_center())
    assert np.linalg.norm(np.diff(spots, axis=0), axis=1).max() < 0.12
    assert spots[-1] == pytest.approx(spots[0])


def test_of_two_equal_places_rounding_does_not_choose() -> None:
    room, size = Room(PICTURE, 0.1).block_lines(np.array([(-3.0, 0), (1.0, 0)])), np.ones(2)
    for nudge in (-1e-9, 1e-9):
        places = np.array([(-1, 1.0), (-1, -1 + nudge), (-1, 0)])
        assert room.clearest(places, size, np.zeros(3)) == 0
    assert room.clearest(places[[2, 1]], size, np.zeros(2)) == 1
    room.block_box(places[0], size)
    assert room.clearest(places, size, np.zeros(3)) == 1


def test_what_is_ahead_keeps_a_name_away() -> None:
    plane = Plane(DARK)
    arrow, ring = plane.arrow("vector").to((1, 0)), plane.dots("ink", 0.15)

    def show(t: float) -> None:
        ring.to((1, 0) if t else np.zeros((0, 2)))

    with plane.ahead(show):
        name = plane.name_tip(arrow, "bold(v)")
    assert not len(ring.points)
    centre, size = ink_box(name)
    assert (np.abs(centre - arrow.end[:2]) > size / 2 + 0.1).any()


def test_labels_of_lines_stay_clear_of_each_other() -> None:
    plane = Plane(DARK)
    lines = [plane.line("eigen", direction) for direction in ((2, 1), (1, -1))]
    first, second = (plane.name_line(line, "lambda", "eigen") for line in lines)
    assert np.linalg.norm(first.get_center() - second.get_center()) > 1


def test_a_name_beside_a_point_stands_where_nothing_is_drawn() -> None:
    plane = Plane(DARK)
    arrow = plane.arrow("vector").to((2, 1))
    (name,) = plane.name_beside("here", "ink", np.ones((1, 2)))
    low, high = name.words.get_corner((-1, -1, 0))[:2], name.words.get_corner((1, 1, 0))[:2]
    share = np.linspace(0, 1, 50)[:, None]
    (start, end) = arrow.outline()[0]
    spots = (1 - share) * start + share * end
    assert not ((spots > low) & (spots < high)).all(axis=1).any()


@pytest.mark.parametrize(("second", "sweep"), [((0, 1), 90), ((0, -1), -90), ((-1, 1e-9), 180)])
def test_a_turn_leads_from_one_vector_to_the_other(second: tuple[float, float], sweep: int) -> None:
    turn = Plane(DARK).turn().to(np.array([1.0, 0]), np.array(second))
    assert math.degrees(turn.data()) == pytest.approx(sweep)


def test_dashes_are_drawn_on_the_plane_and_not_beside_it() -> None:
    """A square seen from near at hand may be a million frames wide."""
    plane = Plane(DARK)
    far = plane.segments(dash=0.1).to([[(-1e9, 0), (1e9, 0)], [(0, 0), (1, 0)]])
    zone = plane.view.zone
    assert len(far.points) < 1000
    assert zone.left - 1e-9 <= far.points[:, 0].min() <= far.points[:, 0].max() <= zone.right + 1e-9
    assert np.allclose(far.data()[0], [(-1e9, 0), (1e9, 0)])


@settings(max_examples=40, deadline=None)
@given(st.floats(-9, 12), st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), max_size=4))
def test_numbers_differ_at_any_scale_and_an_axis_has_no_holes(
    power: float, tips: list[tuple[float, float]]
) -> None:
    plane, reach = Plane(DARK), 10.0**power
    plane.look(plane.fit([(reach, reach)]))
    for tip in tips:
        plane.arrow("vector").to(reach * np.array(tip))
    plane.settle()
    numbers = plane.numbers
    for axis in (numbers.numbers[:12], numbers.numbers[12:]):
        seen = [n for n in axis if n.shape.get_fill_opacity() == 1]
        assert len({n.text for n in seen}) == len(seen)
        counts = [0.0, *(n.value for n in seen)]
        assert len({round(gap / reach, 6) for gap in np.diff(np.sort(counts))}) <= 1
        factor = value_of(f"1{numbers.note.text}")
        for number in seen:
            assert value_of(number.text) * factor == pytest.approx(number.value, rel=1e-9)
    shown = {n.shape.get_fill_opacity() for n in (*numbers.numbers, numbers.note)}
    assert shown <= {0.0, 1.0}


@pytest.mark.parametrize("tip", [(1.5, 1.5), (-2, -2), (0.5, 0.5)])
@pytest.mark.parametrize("other", [(1, 0), (0, 1)])
def test_the_name_of_an_arrow_on_a_line_is_not_struck_through_by_it(
    tip: tuple[float, float], other: tuple[float, float]
) -> None:
    plane = Plane(DARK)
    plane.line("eigen", (1, 1))
    plane.name_tip(plane.arrow("vector").to(other), "bold(v)")
    name = plane.name_tip(plane.arrow("eigen").to(tip), "times -1")
    x, y, _ = name.submobjects[1].points.T
    line = y - x - plane.view.origin[1] + plane.view.origin[0]
    assert (line > 0.05).all() or (line < -0.05).all()
    assert np.linalg.norm(name.get_center() - plane.view.to_frame(tip)) < 1.2
