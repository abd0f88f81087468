"""A surface that is cut open, and the marks about it."""

from __future__ import annotations

import numpy as np
import pytest

from explainer.geometry.mesh import Mesh
from explainer.geometry.space import Polyline, Sheet
from explainer.maths.surfaces import surface
from explainer.mobjects.chart import figures, in_full
from explainer.mobjects.section_panel import SectionPanel
from explainer.mobjects.surface_and_map import SurfaceAndMap, landscape_of
from explainer.style import DARK, Zone


def panel() -> SectionPanel:
    return SectionPanel(landscape_of(surface("x*y + x"), DARK, divisions=16))


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
    one.set_line("a", [[0, 0, 0], [1, 1, 1]], DARK.path).set_dot("b", [0, 0], DARK.path)
    other.set_dot("b", [0, 0], DARK.path).set_line("a", [[0, 0, 0], [1, 1, 1]], DARK.path)
    widths = [
        [item.width for item in space.picture().items[-2:] if isinstance(item, Polyline)]
        for space in (one, other)
    ]
    assert widths[0] == widths[1] == [5.0, 19.0]
    assert one.picture().key == other.picture().key


def test_a_mark_without_opacity_is_gone_and_a_changed_one_is_seen() -> None:
    space = panel()
    bare = space.picture().key
    space.set_plane("plane", [[-2, 0], [2, 0]], DARK.section)
    shown = space.picture()
    assert isinstance(shown.items[-1], Sheet) and shown.key != bare
    space.set_plane("plane", [[-2, 0], [2, 1]], DARK.section)
    assert space.picture().key != shown.key
    assert (
        space.set_plane("plane", [[-2, 0], [2, 1]], DARK.section, opacity=0).picture().key == bare
    )


def test_a_wall_reaches_from_the_floor_to_the_surface() -> None:
    space = panel().set_wall("wall", [[-2, 1], [2, 1]], DARK.section)
    wall = next(item for item in reversed(space.picture().items) if isinstance(item, Mesh))
    half = len(wall.vertices) // 2
    assert not wall.vertices[:half, 2].any()
    x, y = space.landscape.box.unflat(wall.vertices[half:, 0], wall.vertices[half:, 1])
    assert np.allclose(y, 1)
    assert np.allclose(wall.vertices[half:, 2], space.landscape.box.rise(x * y + x))


def test_ways_end_at_the_border_of_the_map() -> None:
    zone = Zone(-2, 2, -2, 2)
    view = SurfaceAndMap(surface("x + y"), (1.5, 0.0), DARK, (zone, zone), [0.5], 0.6)
    way = np.array([0.5, 0.1, 0.0])
    end = view.here + view.room_ahead(view.here, way) * way
    assert end[0] == pytest.approx(view.map.image.corner_points[1][0])


def test_numbers_of_an_axis_that_look_alike_are_written_in_full() -> None:
    assert figures([1.0, 2.5]) == ["1", "2.5"]
    assert figures([12345678.0, 12345679.5]) == ['"12345678"', '"12345679.5"']
    assert in_full(-2.50, 2) == "\N{MINUS SIGN}2.5"
