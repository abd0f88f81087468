"""A surface that is cut open and marked, and its map that has the same marks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from explainer.geometry.mesh import Mesh
from explainer.geometry.space import Polyline, Sheet
from explainer.maths.surfaces import Domain, surface
from explainer.mobjects.landscape import landscape_of
from explainer.mobjects.surface import SurfacePanel
from explainer.mobjects.surface_view import NORTH_UP, SHORTEST, SurfaceView, scales
from explainer.style import DARK, Zone


def panel() -> SurfacePanel:
    return SurfacePanel(landscape_of(surface("x*y + x"), DARK, divisions=16))


@pytest.mark.parametrize("axis", [0, 1])
@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_only_one_side_is_kept_and_it_ends_at_the_cut(axis: int, side: float) -> None:
    space = panel().open_at(axis, 0.3, side)
    mesh = space.picture().items[0]
    assert isinstance(mesh, Mesh)
    x, y = space.landscape.box.unflat(mesh.vertices[:, 0], mesh.vertices[:, 1])
    along = (x, y)[axis]
    assert (side * (along - 0.3) >= -1e-9).all() and np.isclose(along, 0.3).sum() == 17
    heights = space.landscape.box.rise(space.landscape.values(x, y))
    assert np.allclose(mesh.vertices[:, 2], heights)


def test_at_the_far_edge_nothing_is_kept_and_closed_it_is_whole() -> None:
    space = panel()
    whole = space.picture().items
    gone = space.open_at(1, 2.5, 1.0).picture().items
    assert len(gone) == len(whole) - 1
    assert space.close().picture().items == whole


def test_marks_are_drawn_alike_however_they_have_come() -> None:
    one, other = panel(), panel()
    one.line("a", [[0, 0, 0], [1, 1, 1]], "path").dot("b", [0, 0], "path")
    other.dot("b", [0, 0], "path").line("a", [[0, 0, 0], [1, 1, 1]], "path")
    widths = [
        [item.width for item in space.picture().items[-2:] if isinstance(item, Polyline)]
        for space in (one, other)
    ]
    assert widths[0] == widths[1] == [5.0, 19.0]
    assert one.picture().key == other.picture().key


def test_a_mark_without_opacity_is_gone_and_a_changed_one_is_seen() -> None:
    space = panel()
    bare = space.picture().key
    space.plane("plane", np.array([[-2, 0], [2, 0]]), "section")
    shown = space.picture()
    assert isinstance(shown.items[-1], Sheet) and shown.key != bare
    space.plane("plane", np.array([[-2, 0], [2, 1]]), "section")
    assert space.picture().key != shown.key
    half = space.fade_marks(0.5, "plane").picture().items[-1]
    assert isinstance(half, Sheet) and half.opacity == shown.items[-1].opacity / 2
    assert space.plane("plane", np.array([[-2, 0], [2, 1]]), "section", 0).picture().key == bare


def test_a_wall_reaches_from_the_floor_to_the_surface() -> None:
    space = panel().wall("wall", np.array([[-2, 1], [2, 1]]), "section")
    wall = next(item for item in reversed(space.picture().items) if isinstance(item, Mesh))
    half = len(wall.vertices) // 2
    assert not wall.vertices[:half, 2].any()
    x, y = space.landscape.box.unflat(wall.vertices[half:, 0], wall.vertices[half:, 1])
    assert np.allclose(y, 1)
    assert np.allclose(wall.vertices[half:, 2], space.landscape.box.rise(x * y + x))


def view(formula: str = "x + y", **options: bool) -> SurfaceView:
    zone, land = Zone(-2, 2, -2, 2), landscape_of(surface(formula), DARK, divisions=16)
    return SurfaceView(land, (zone, zone), [0.5], 0.6, **options)


def test_arrows_on_the_map_end_at_its_border_or_are_short() -> None:
    seen = view()
    assert seen.arrow((1.5, 0.0), (5.0, 1.0), 2.0)[1, 0] == pytest.approx(seen.map.corners[1][0])
    free = seen.arrow((0.0, 0.0), (0.0, -3.0), 0.7)
    assert np.allclose(free[1] - free[0], [0, -0.7, 0])
    start, end = seen.arrow((2.5, 0.0), (1.0, 0.0), 1.0)
    assert np.linalg.norm(end - start) == pytest.approx(SHORTEST)


def test_what_is_marked_on_one_is_marked_on_the_other() -> None:
    seen = view("x*y + x").put_ball((1.0, -0.5)).light(0.5, "tangent")
    seen.walk_along([[0, 0], [1, 1], [9, 1]]).climb((1.0, 1.0), (2.0, 1.0), 0.4, 0.8)
    land = seen.landscape
    assert np.allclose(seen.map.values(seen.dot.get_center()), (1.0, -0.5))
    for mark, line in (("contour", seen.contour), ("path", seen.map.route)):
        space = seen.space.marks[mark].data()
        known = space[np.isfinite(space).all(axis=1)]
        above = np.stack(land.box.unflat(known[:, 0], known[:, 1]), axis=-1)
        on_map = seen.map.values(line.points)
        for end in (np.min, np.max):
            assert np.allclose(end(above, axis=0), end(on_map, axis=0), atol=0.1)
    assert np.allclose(land.values(*seen.map.values(seen.contour.points).T), 0.5, atol=0.02)
    way = seen.gradient.end - seen.gradient.start
    assert way[0] == pytest.approx(2 * way[1])
    assert "gradient" in seen.space.marks and "ball" in seen.space.marks


def test_right_angles_are_marked_where_they_are_seen_as_such() -> None:
    for keep, corners in ((True, 2), (False, 0)):
        seen = view(keep_aspect=keep).cross(np.array([[0.0, 0.0]]), np.array([[1.0, 1.0]]))
        assert len(seen.corners.points) == 4 * corners


def test_the_surface_rises_from_its_map_and_ends_beside_it() -> None:
    seen = view()
    assert (seen.space.azimuth, seen.space.reveal) == (NORTH_UP, 0.0)
    seen.rise(0.5, 1.0)
    assert (seen.space.azimuth, seen.space.elevation, seen.space.reveal) == (0.5, 0.6, 1.0)
    values = {number.value for number in seen.numbers.numbers if number.shape.get_fill_opacity()}
    assert values
    assert seen.turn(0.5, 0.9, 0.5).space.azimuth == pytest.approx(0.7)


@pytest.mark.parametrize(
    ("formula", "domain", "said"),
    [
        ("x + y", ((-1, 1), (-1, 1)), "0.25"),
        ("(x + y)/4", ((-1, 1), (-1, 1)), ""),
        ("x*1e6", ((-1, 1), (-1, 1)), "times 10^(-7)"),
        ("x + y", ((-9, 9), (-1, 1)), "not to scale"),
    ],
)
def test_the_picture_says_by_how_much_heights_are_drawn_longer(
    formula: str, domain: Domain, said: str
) -> None:
    """Of its own drawing, in the frame: a way up beside a way along x."""
    box = landscape_of(surface(formula, domain), DARK, height=1.0, gap=0.0, divisions=8).box
    drawn = np.diff(box.to_box([0, 1e-3, 0], [0, 0, 1e-3], [0, 0, 0]), axis=0)[0, 0]
    rise = np.diff(box.rise([0, 1e-3]))[0]
    if "not" not in said:
        assert box.magnification == pytest.approx(rise / drawn)
    assert said in scales(box) if said else scales(box) == ""
    assert "logarithmic" in scales(replace(box, scale="log"))


def test_the_note_on_heights_is_seen_once_the_surface_has_risen() -> None:
    seen = view()
    assert seen.note.submobjects[1].get_fill_opacity() == 0
    seen.rise(0.5, 1.0)
    assert seen.note.submobjects[1].get_fill_opacity() == 1
    assert seen.note in seen.numbers.get_family()
