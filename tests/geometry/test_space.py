"""The camera, the box, meshes and contour lines, by their properties."""

import numpy as np
import pytest

from explainer.geometry.contours import clipped_line, contour_levels, contour_lines, nice_ticks
from explainer.geometry.mesh import (
    arrow,
    dashed,
    height_field,
)
from explainer.geometry.orbit import OrbitView, box_corners, fit_view
from explainer.geometry.space import BoxMap, blend, colour_table, rgb, shades

VIEWS = [
    OrbitView(azimuth, elevation, perspective, (0.1, -0.2, 0.3), 0.8)
    for azimuth in (-2.0, 0.3, 3.0)
    for elevation in (0.0, 0.6, np.pi / 2)
    for perspective in (0.0, 0.15)
]


@pytest.mark.parametrize("view", VIEWS)
def test_the_target_is_at_the_centre(view):
    assert np.allclose(view.project([view.target]), 0)


@pytest.mark.parametrize("view", VIEWS)
def test_the_matrix_is_a_rotation(view):
    assert np.allclose(view.matrix @ view.matrix.T, np.eye(3))
    assert np.linalg.det(view.matrix) == pytest.approx(1)


@pytest.mark.parametrize("view", VIEWS)
def test_nearer_points_have_less_depth(view):
    towards = view.matrix[2]
    places = np.array([view.target + t * towards for t in (-1.5, -0.5, 0.0, 0.5, 1.5)])
    assert (np.diff(view.project(places)[:, 2]) < 0).all()


@pytest.mark.parametrize("view", VIEWS)
def test_straight_lines_stay_straight_in_depth_too(view):
    rng = np.random.default_rng(1)
    for _ in range(5):
        a, b = rng.uniform(-1, 1, (2, 3))
        p, q, r = view.project(np.array([a, 0.3 * a + 0.7 * b, b]))
        assert np.linalg.norm(np.cross(q - p, r - p)) < 1e-9


@pytest.mark.parametrize("view", VIEWS)
def test_planes_have_the_slopes_of_their_points(view):
    rng = np.random.default_rng(2)
    point, normal = rng.uniform(-0.5, 0.5, 3), np.array([0.3, -0.2, 0.9])
    slope_x, slope_y, facing = view.plane(point[None], normal[None])[0]
    if abs(facing) < 0.05:
        return
    u, v = np.cross(normal, [1, 0, 0]), np.cross(normal, [0, 1, 0])
    base, first, second = view.project(np.array([point, point + 0.2 * u, point - 0.3 * v]))
    for other in (first, second):
        dx, dy, dz = other - base
        assert dz == pytest.approx(slope_x * dx + slope_y * dy, abs=1e-9)


@pytest.mark.parametrize("aspect", [0.6, 1.0, 1.7])
@pytest.mark.parametrize("elevation", [0.2, 0.7, 1.3])
def test_a_fitted_box_stays_inside_and_touches_through_a_whole_turn(aspect, elevation):
    corners = box_corners(1.0, 0.7, 0.9)
    view = fit_view(corners, aspect, elevation=elevation, margin=0.05)
    turns = np.linspace(0, 2 * np.pi, 200)
    seen = np.concatenate([view.turned(turn).project(corners) for turn in turns])
    wide, high = np.abs(seen[:, 0]).max() / aspect, np.abs(seen[:, 1]).max()
    assert wide < 1 and high < 1
    assert max(wide, high) > 0.9


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_heights_rise_and_return(scale):
    box = BoxMap((-1, 3), (0, 1), (-2.0, 500.0), 0.9, scale, gap=0.2)
    z = np.linspace(-2, 500, 400)
    rise = box.rise(z)
    assert rise[0] == pytest.approx(0.2) and rise[-1] == pytest.approx(0.9)
    assert (np.diff(rise) > 0).all()
    assert np.allclose(box.unrise(rise), z)
    step = 1e-6
    assert np.allclose(
        (box.rise(z[1:] + step) - box.rise(z[1:] - step)) / (2 * step),
        box.steepness(z[1:]),
        rtol=1e-3,
    )


def test_the_box_keeps_the_proportions_of_the_domain():
    box = BoxMap((-3, 3), (0, 4), (0, 1))
    assert box.half_sides == pytest.approx((1.0, 2 / 3))
    x, y = box.flat([-3, 3], [0, 4])
    assert np.allclose(x, [-1, 1]) and np.allclose(y, [-2 / 3, 2 / 3])
    assert np.allclose(box.unflat(x, y), [[-3, 3], [0, 4]])


def test_slopes_in_the_box_are_those_of_the_drawn_surface():
    box = BoxMap((-2, 2), (-1, 3), (0, 700), scale="log")

    def drawn(x, y):
        return box.to_box(x, y, x**2 + 3 * y**2)

    x, y, step = 0.7, 1.2, 1e-5
    right, ahead = drawn(x + step, y) - drawn(x - step, y), drawn(x, y + step) - drawn(x, y - step)
    slopes = box.slopes(np.array(x**2 + 3 * y**2), np.array([2 * x, 6 * y]))
    assert np.allclose(slopes, [right[2] / right[0], ahead[2] / ahead[1]], rtol=1e-5)


XS = np.linspace(-1, 1, 33)


def bowl(x, y):
    return x**2 + 0.7 * y**2


def test_a_ceiling_cuts_the_mesh_cleanly():
    shape = height_field(XS, XS, bowl(XS[None], XS[:, None]), ceiling=0.6, function=bowl)
    assert shape.vertices[:, 2].max() <= 0.6 + 1e-12
    top = shape.vertices[shape.vertices[:, 2] > 0.6 - 1e-9]
    assert np.allclose(bowl(top[:, 0], top[:, 1]), 0.6, atol=1e-5)
    rim = shape.rim[np.isfinite(shape.rim[:, 0])]
    assert np.allclose(rim[:, 2], 0.6)
    assert np.allclose(np.linalg.norm(shape.normals, axis=1), 1)
    # What is left is what was below, no more and no less.
    corners = shape.vertices[shape.triangles][:, :, :2]
    u, v = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    area = 0.5 * np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]).sum()
    fine = np.linspace(-1, 1, 1501)
    assert area == pytest.approx(4 * (bowl(fine[None], fine[:, None]) <= 0.6).mean(), rel=3e-3)


def test_values_that_are_not_finite_are_left_out():
    heights = bowl(XS[None], XS[:, None]).copy()
    heights[5:9, 5:9], heights[20, 20] = np.nan, np.inf
    shape = height_field(XS, XS, heights, ceiling=2.0)
    assert np.isfinite(shape.vertices).all() and np.isfinite(shape.normals).all()


def test_raising_to_nothing_is_flat():
    shape = height_field(XS, XS, bowl(XS[None], XS[:, None])).raised(0.0)
    assert np.ptp(shape.vertices[:, 2]) == 0
    assert np.allclose(shape.normals, [0, 0, 1])


def test_dashes_and_arrows_keep_to_their_line():
    line = np.array([[0.0, 0, 0], [1.0, 0, 0], [1.0, 1.0, 0]])
    dashes = dashed(line, 0.3, 0.1)
    steps = np.linalg.norm(np.diff(dashes, axis=0), axis=1)
    assert np.nansum(steps) == pytest.approx(0.3 * 5, abs=1e-9)
    points, widths = arrow(line, 0.2)
    assert np.allclose(points[-1], line[-1]) and widths[-1] == 0 and widths.max() > 3
    assert len(arrow(np.zeros((2, 3)), 0.2)[0]) == 1


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_levels_rise_strictly_inside(scale):
    values = np.random.default_rng(3).exponential(10, 2000)
    levels = contour_levels(values, 10, scale)
    assert 4 <= len(levels) <= 14
    assert (np.diff(levels) > 0).all()
    assert values.min() < levels[0] and levels[-1] < values.max()


def test_flat_or_unknown_values_have_no_levels():
    assert len(contour_levels(np.ones(5))) == 0
    assert len(contour_levels([np.nan, np.inf])) == 0
    assert contour_levels([0, 1, np.inf, 50], ceiling=10).max() < 10


def test_log_levels_are_even_on_the_log_scale():
    values = np.linspace(2, 3000, 999)
    box = BoxMap((0, 1), (0, 1), (2, 3000), scale="log")
    steps = np.diff(box.rise(contour_levels(values, 9, "log")))
    assert np.allclose(steps, steps[0])


def test_contour_lines_keep_their_level():
    for line in contour_lines(XS, XS, bowl(XS[None], XS[:, None]), 0.5):
        assert np.allclose(bowl(line[:, 0], line[:, 1]), 0.5, atol=2e-3)


def test_ticks_are_round_and_inside():
    assert np.allclose(nice_ticks(-2, 2, 4), [-2, -1, 0, 1, 2])
    ticks = nice_ticks(0.13, 0.98, 5)
    assert ticks.min() >= 0.13 and ticks.max() <= 0.98


def test_a_clipped_line_ends_on_the_edge():
    line = clipped_line([[0, 0], [4, 0], [4, 4], [0.5, 0.5], [np.nan, 0]], (-1, 1), (-1, 1))
    known = line[np.isfinite(line[:, 0])]
    assert np.abs(known).max() <= 1 + 1e-12
    assert [1.0, 0.0] in known.tolist() and [1.0, 1.0] in np.round(known, 12).tolist()
    assert np.isnan(line[:, 0]).sum() == 1
    assert len(clipped_line([[5, 5], [6, 9]], (-1, 1), (-1, 1))) == 0
    assert len(clipped_line([[1e300, 0], [0, 0]], (-1, 1), (-1, 1), longest=0.1)) == 11


def test_the_colour_table_passes_its_anchors_evenly():
    anchors = np.array([rgb("#440154"), rgb("#21918C"), rgb("#FDE725")])
    table = colour_table(anchors, 257)
    assert np.allclose(table[[0, 128, 256]], anchors, atol=1e-3)
    assert np.abs(np.diff(table, axis=0)).max() < 0.02
    assert np.allclose(shades(table, [-1, 0, 1, 7]), table[[0, 0, 256, 256]])
    assert np.allclose(blend(anchors[0], anchors[2], 1.0), anchors[2], atol=1e-3)
