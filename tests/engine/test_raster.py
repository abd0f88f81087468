"""What is painted: who hides whom, how things mix, and that nothing flickers."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from explainer.engine.raster import paint, paint_picture
from explainer.geometry.mesh import Mesh, height_field, normals_of
from explainer.geometry.orbit import OrbitView
from explainer.geometry.space import Ball, Polyline, Sheet, SpacePicture

RED, GREEN, WHITE = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0, 1.0)
ABOVE = OrbitView(-np.pi / 2, np.pi / 2, 0.0, zoom=0.9)
SIDE = OrbitView(-np.pi / 2, 0.35, 0.12, target=(0.0, 0.0, 0.2), zoom=0.8)
XS = np.linspace(-1, 1, 65)


def hill(x, y):
    return 0.8 * np.exp(-6 * (x**2 + y**2))


def mesh_of(function, colour=GREEN, levels=(), **more):
    shape = height_field(XS, XS, function(XS[None], XS[:, None]))
    return Mesh(
        shape.vertices,
        shape.triangles,
        np.tile(colour, (len(shape.vertices), 1)),
        shape.normals,
        shape.vertices[:, 2].copy(),
        np.asarray(levels, dtype=float),
        **more,
    )


def flat(level, colour=GREEN, **more):
    return mesh_of(lambda x, y: 0 * x + 0 * y + level, colour, shading=0.0, **more)


def along(y):
    x = np.linspace(-0.8, 0.8, 200)
    points = np.stack([x, 0 * x + y, hill(x, y)], axis=-1)
    factor = -12 * hill(x, y)
    normals = normals_of(np.stack([factor * x, factor * y], axis=-1))
    return points, normals


def difference(items, extra, view, size=(240, 200)):
    before = paint(items, view, *size).astype(int)
    return np.abs(paint([*items, extra], view, *size).astype(int) - before).max(axis=2)


@pytest.mark.parametrize("order", [1, -1])
def test_the_nearer_mesh_hides_the_farther_in_any_order(order):
    meshes = [flat(0.0, GREEN), flat(0.4, RED)][::order]
    assert tuple(paint(meshes, ABOVE, 41, 41)[20, 20]) == (255, 0, 0, 255)


def test_a_mesh_has_no_cracks():
    pixels = paint([flat(0.0)], OrbitView(0.7, 0.9, 0.12, zoom=2.5), 160, 120)
    assert (pixels == (0, 255, 0, 255)).all()


def test_a_path_behind_the_hill_draws_no_pixel():
    y = np.full(50, 0.35)
    x = np.linspace(-0.06, 0.06, 50)
    points = np.stack([x, y, hill(x, y)], axis=-1)
    factor = -12 * hill(x, y)
    normals = normals_of(np.stack([factor * x, factor * y], axis=-1))
    for given in (normals, None):
        line = Polyline(points, WHITE, 5.0, normals=given, halo=(0.0, 0.0, 0.0))
        assert difference([mesh_of(hill)], line, SIDE).max() == 0


@pytest.mark.parametrize("azimuth", np.linspace(-2.2, -0.9, 6))
def test_a_path_in_front_is_drawn_whole(azimuth):
    view = SIDE.turned(azimuth, 0.7)
    points, normals = along(-0.45)
    line = Polyline(points, WHITE, 4.0, normals=normals)
    with_hill = paint([mesh_of(hill, (0, 0, 0), shading=0.0), line], view, 240, 200)[..., 0]
    alone = paint([line], view, 240, 200)[..., 0]
    assert (with_hill == alone).mean() > 0.9999
    assert with_hill.max() == 255


def test_a_path_over_the_hill_is_hidden_on_the_far_side_only():
    y = np.linspace(-0.9, 0.9, 300)
    points = np.stack([0 * y, y, hill(0, y)], axis=-1)
    normals = normals_of(np.stack([0 * y, -12 * y * hill(0, y)], axis=-1))
    marks = [
        difference([mesh_of(hill)], Polyline(points[part], WHITE, normals=normals[part]), SIDE)
        for part in (slice(0, 140), slice(165, 200))
    ]
    assert (marks[0] > 100).sum() > 100
    assert (marks[1] > 100).sum() == 0


def test_hidden_opacity_leaves_a_trace():
    line = Polyline(np.array([[-0.3, 0, -0.5], [0.3, 0, -0.5]]), WHITE, 6.0)
    ghost = Polyline(line.points, WHITE, 6.0, hidden_opacity=0.3)
    assert difference([flat(0.0)], line, ABOVE).max() == 0
    assert difference([flat(0.0)], ghost, ABOVE).max() == pytest.approx(0.3 * 255, abs=2)


def test_a_turning_camera_does_not_make_the_path_flicker():
    t = np.linspace(0, 6, 400)
    x, y = 0.8 * t / 6 * np.cos(t), 0.8 * t / 6 * np.sin(t)

    def ripples(x, y):
        return 0.2 * np.sin(5 * x) * np.cos(5 * y)

    points = np.stack([x, y, ripples(x, y)], axis=-1)
    slopes = np.stack([np.cos(5 * x) * np.cos(5 * y), -np.sin(5 * x) * np.sin(5 * y)], axis=-1)
    line = Polyline(points, WHITE, 4.0, normals=normals_of(slopes))
    mesh = mesh_of(ripples, (0, 0, 0), shading=0.0)
    amounts = np.array(
        [
            paint([mesh, line], SIDE.turned(-1 + 0.005 * i, 0.6), 240, 200)[..., 0].sum() / 255
            for i in range(24)
        ]
    )
    assert amounts.mean() > 150
    assert np.abs(np.diff(amounts)).max() < 0.02 * amounts.mean()


def test_contour_pixels_lie_at_a_level():
    levels = np.array([0.2, 0.35, 0.5])
    mesh = mesh_of(hill, (0.0, 0.0, 0.0), levels, line_colour=WHITE, line_opacity=1.0, shading=0.0)
    size = 401
    pixels = paint([mesh], ABOVE, size, size)[..., 0]
    rows, columns = np.nonzero(pixels > 200)
    x = ((columns + 0.5) / size * 2 - 1) / 0.9
    y = (1 - (rows + 0.5) / size * 2) / 0.9
    radius = np.hypot(x, y)
    rings = np.sqrt(np.log(0.8 / levels) / 6)
    off = np.abs(radius[:, None] - rings).min(axis=1)
    assert len(rows) > 300
    assert off.max() < 1.5 * 2 / size / 0.9
    # Every level is there.
    assert set(np.abs(radius[:, None] - rings).argmin(axis=1)) == {0, 1, 2}


def test_a_see_through_mesh_mixes_with_what_is_behind():
    pixel = paint([flat(0.0, GREEN), flat(0.3, RED, opacity=0.25)], ABOVE, 41, 41)[20, 20]
    assert np.allclose(pixel, (64, 191, 0, 255), atol=1)
    alone = paint([flat(0.3, RED, opacity=0.25)], ABOVE, 41, 41)[20, 20]
    assert np.allclose(alone, (64, 0, 0, 64), atol=1)


def test_the_result_is_premultiplied():
    pixels = paint([flat(0.0, WHITE)], OrbitView(0.5, 0.8, 0.1, zoom=0.5), 101, 91)
    assert (pixels[..., :3] <= pixels[..., 3:]).all()
    assert set(np.unique(pixels[..., 3])) - {0, 255}


def test_a_background_is_opaque():
    pixels = paint([], ABOVE, 7, 5, (0.2, 0.4, 0.6))
    assert (pixels == (51, 102, 153, 255)).all()


def test_a_sheet_mixes_in_front_and_less_behind():
    sheet = Sheet((0, 0, 0.3), (0.5, 0, 0), (0, 0.5, 0), WHITE, opacity=0.4, cells=1)
    front = paint([flat(0.0), sheet], ABOVE, 101, 101)[50, 50]
    assert front[0] == pytest.approx(0.4 * 255, abs=2)
    behind = paint([flat(0.6), sheet], ABOVE, 101, 101)[50, 50]
    assert behind[0] == pytest.approx(0.4 * 0.3 * 255, abs=2)
    outside = paint([flat(0.0), sheet], ABOVE, 101, 101)[50, 90]
    assert tuple(outside) == (0, 255, 0, 255)


def test_a_sheet_that_cuts_a_slope_changes_over_at_the_cut():
    slope = mesh_of(lambda x, y: 0.5 * x + 0 * y, (0.0, 0.0, 0.0), shading=0.0)
    sheet = Sheet(
        (0, 0, 0), (0.9, 0, 0), (0, 0.9, 0), WHITE, opacity=0.5, cells=1, hidden_opacity=0.0
    )
    row = paint([slope, sheet], ABOVE, 201, 201)[100, :, 0]
    assert (row[30:97] > 120).all() and (row[104:170] == 0).all()


def test_a_ball_is_round_and_hidden_by_what_is_in_front():
    ball = Ball((0.2, 0.1, 0.0), 0.25, WHITE)
    shown = paint([ball], ABOVE, 201, 201)[..., 3] / 255
    assert shown.sum() == pytest.approx(np.pi * (0.25 * 0.9 * 100.5) ** 2, rel=0.01)
    rows, columns = np.nonzero(shown)
    assert (columns + 0.5).mean() == pytest.approx(100.5 + 0.2 * 0.9 * 100.5, abs=0.5)
    assert (rows + 0.5).mean() == pytest.approx(100.5 - 0.1 * 0.9 * 100.5, abs=0.5)
    assert difference([flat(0.5)], ball, ABOVE).max() == 0
    half = difference([flat(0.0)], ball, ABOVE, (201, 201))
    assert half.max() > 100


def test_widths_grow_with_the_frame():
    line = Polyline(np.array([[-0.5, 0, 0], [0.5, 0, 0]]), WHITE, 6.0)
    small = paint([line], ABOVE, 200, 200, line_scale=1.0)[:, 100, 3].sum() / 255
    large = paint([line], ABOVE, 200, 200, line_scale=2.0)[:, 100, 3].sum() / 255
    assert small == pytest.approx(6, abs=0.4) and large == pytest.approx(12, abs=0.4)


def test_an_overlap_of_segments_does_not_count_twice():
    x = np.linspace(-0.8, 0.8, 300)
    line = Polyline(np.stack([x, 0 * x, 0 * x], axis=-1), WHITE, 8.0, opacity=0.5)
    assert paint([line], ABOVE, 200, 200)[..., 3].max() == pytest.approx(128, abs=1)


@pytest.mark.parametrize("size", [(1, 1), (3, 1), (2, 7), (37, 53)])
def test_odd_and_small_sizes(size):
    points, normals = along(-0.2)
    items = [
        mesh_of(hill, levels=(0.2, 0.4)),
        Polyline(points, WHITE, normals=normals),
        Ball((0, 0, 0.9), 0.1, RED, contact=(0, 0, 0.8)),
        Sheet((0, 0, 0.8), (0.3, 0, 0), (0, 0.3, 0), RED),
    ]
    assert paint(items, SIDE, *size).shape == (size[1], size[0], 4)


def test_things_that_are_nowhere_draw_nothing():
    nowhere = np.full((4, 3), np.nan)
    items = [
        Polyline(nowhere, WHITE),
        Polyline(np.empty((0, 3)), WHITE),
        Polyline(np.array([[0, 0, 1e9], [1e12, 0, 0]]), WHITE),
        Ball((np.nan, 0, 0), 0.1, RED),
        Sheet((0, 0, 0), (1, 0, 0), (0, 0, 1), RED),
    ]
    assert paint(items, ABOVE, 30, 30).max() == 0


def test_painting_is_the_same_each_time_and_in_threads():
    points, normals = along(-0.2)
    items = [
        mesh_of(hill, levels=np.linspace(0.1, 0.7, 7), opacity=0.8),
        flat(-0.1),
        Polyline(points, WHITE, normals=normals, halo=RED),
        Ball((0, -0.3, 0.5), 0.1, RED, contact=(0, -0.3, 0.4)),
        Sheet((0, 0, 0.5), (0.4, 0, 0.1), (0, 0.4, 0), WHITE),
    ]
    sizes = [(120 + 7 * i, 90 + 5 * (i % 3)) for i in range(6)]
    alone = [paint(items, SIDE.turned(0.1 * i), *size) for i, size in enumerate(sizes)]
    with ThreadPoolExecutor(3) as pool:
        for _ in range(3):
            again = pool.map(
                lambda i: paint(items, SIDE.turned(0.1 * i), *sizes[i]), range(len(sizes))
            )
            assert all(np.array_equal(a, b) for a, b in zip(alone, again, strict=True))


def test_what_stays_is_kept_and_what_changes_is_not():
    surface, other = mesh_of(hill, levels=(0.2, 0.5)), mesh_of(lambda x, y: 0.5 * hill(x, y))
    points, normals = along(0.1)
    size = (120, 100)

    def scene(mesh, count):
        return [mesh, Polyline(points[:count], WHITE, normals=normals[:count])]

    turned = SIDE.turned(1.0)
    cases = [(surface, SIDE, 50), (surface, SIDE, 90), (surface, SIDE, 120)]
    cases += [(surface, turned, 120), (other, turned, 120), (other, turned, 60), (other, turned, 9)]
    kept = [paint(scene(mesh, count), view, *size) for mesh, view, count in cases]
    for (mesh, view, count), pixels in zip(cases, kept, strict=True):
        with ThreadPoolExecutor(1) as fresh:  # a new thread has kept nothing
            expected = fresh.submit(paint, scene(mesh, count), view, *size).result()
        assert np.array_equal(pixels, expected)


def test_only_what_moves_is_painted_anew_and_leaves_no_trace():
    surface, floor = mesh_of(hill, levels=(0.2, 0.5)), flat(-0.1)
    points, normals = along(0.1)
    still = Polyline(points, WHITE, normals=normals, halo=RED)
    sheet = Sheet((0, 0, 0.5), (0.4, 0, 0.1), (0, 0.4, 0), WHITE)

    def scene(x, with_sheet=True):
        ball = Ball((x, -0.3, 0.5), 0.1, RED, contact=(x, -0.3, 0.4))
        return [surface, floor, still, ball] + ([sheet] if with_sheet else [])

    cases = [(scene(x), SIDE) for x in (-0.6, -0.2, -0.2, 0.3)]
    cases += [(scene(0.3, False), SIDE), (scene(0.1), SIDE.turned(1.0)), (scene(0.5), SIDE)]
    kept = [paint(items, view, 130, 90) for items, view in cases]
    for (items, view), pixels in zip(cases, kept, strict=True):
        with ThreadPoolExecutor(1) as fresh:  # a new thread has kept nothing
            assert np.array_equal(pixels, fresh.submit(paint, items, view, 130, 90).result())


def test_a_mesh_behind_another_may_be_passed_over_and_is_seen_beside_it():
    near, behind = flat(0.3, WHITE), flat(0.0, RED)
    both = paint([near, behind], SIDE, 160, 120)
    other_order = paint([behind, near], SIDE, 160, 120)
    assert (both[..., 0] > both[..., 1]).any()
    assert np.array_equal(both, other_order)


def picture(centre, width, height, opacity=1.0):
    view = OrbitView(-np.pi / 2, np.pi / 2, 0.0, zoom=2.0)
    return SpacePicture((flat(0.0, WHITE),), view, centre, width, height, opacity)


def test_a_picture_lands_where_it_belongs():
    painted = paint_picture(picture((-2.0, 1.0), 4.0, 2.0), (16.0, 9.0), (1600, 900))
    assert painted is not None
    pixels, left, top = painted
    assert (left, top) == (400, 250) and pixels.shape == (200, 400, 4)
    assert paint_picture(picture((20.0, 0.0), 4.0, 2.0), (16.0, 9.0), (1600, 900)) is None


def test_a_picture_fades():
    painted = paint_picture(picture((0, 0), 4.0, 2.0, 0.5), (16.0, 9.0), (320, 180))
    assert painted is not None
    assert np.allclose(painted[0], 128, atol=1)
    assert paint_picture(picture((0, 0), 4.0, 2.0, 0.0), (16.0, 9.0), (320, 180)) is None
