"""The surface panel and the map: verbs, coordinates, and what Manim's animations do to them."""

import numpy as np
import pytest
from manim import RIGHT, UP, FadeIn, FadeOut

from explainer.engine.raster import paint, paint_picture
from explainer.geometry.contours import contour_levels
from explainer.geometry.mesh import Mesh, normals_of
from explainer.geometry.space import Ball, Polyline, rgb
from explainer.maths.surfaces import named_surfaces, surface
from explainer.mobjects.contour_map import MUTED, ContourMap
from explainer.mobjects.landscape import Landscape, landscape_of
from explainer.mobjects.surface import SurfacePanel
from explainer.style import DARK, LIGHT, Zone

SQUARE = Zone(-1.5, 3.5, -3.5, 1.5)


def bowl(x, y):
    return x**2 + 3 * y**2


def slope(x, y):
    return np.stack([2 * x, 6 * y], axis=-1)


def rosenbrock(x, y):
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


def level_sheet(panel):
    spots = np.stack(np.meshgrid([-0.5, 0.0, 0.5], [-0.5, 0.0, 0.5]), axis=-1)
    return panel.sheet("sheet", spots, 0 * spots[..., 0], 0 * spots, (0.0, 0.0, 1.0))


@pytest.fixture(scope="module")
def land():
    return Landscape(bowl, (-2, 2), (-1.5, 1.5), slope, divisions=48)


@pytest.fixture
def panel(land):
    return SurfacePanel(land, Zone(-6.0, 0.0, -2.0, 3.0))


def kinds(panel, kind):
    return [item for item in panel.picture().items if isinstance(item, kind)]


def test_a_point_of_the_surface_is_where_its_pixels_are(land):
    zone = Zone(-3.0, 3.0, -2.5, 2.5)
    panel = SurfacePanel(land, zone, floor=False).set_view(azimuth=-1.0)
    panel.ball((1.0, 0.5), radius=0.03)
    plain = SurfacePanel(land, zone, floor=False).set_view(azimuth=-1.0)
    frames = [paint_picture(p.picture(), (16.0, 9.0), (1280, 720)) for p in (panel, plain)]
    assert frames[0] is not None and frames[1] is not None
    changed = np.abs(frames[0][0].astype(int) - frames[1][0]).max(axis=2)
    rows, columns = np.nonzero(changed > 60)
    place = panel.point_to_frame(1.0, 0.5, above=0.03)
    seen = ((columns + 0.5).mean() + frames[0][1], (rows + 0.5).mean() + frames[0][2])
    assert seen == pytest.approx(((place[0] + 8) * 80, (4.5 - place[1]) * 80), abs=4)


def test_the_box_stays_in_the_panel_through_a_turn(panel):
    (x0, x1), (y0, y1) = panel.landscape.x_range, panel.landscape.y_range
    low, high = panel.corner_points
    for turn in np.linspace(0, 2 * np.pi, 30):
        panel.set_view(azimuth=turn)
        for z in panel.landscape.box.z_range:
            places = panel.point_to_frame([x0, x0, x1, x1], [y0, y1, y0, y1], z)
            assert (places[:, :2] > low[:2]).all() and (places[:, :2] < high[:2]).all()


def test_shift_scale_and_copy(panel):
    place = panel.point_to_frame(0.5, 0.5)
    twin = panel.copy().shift(2 * RIGHT + UP)
    assert np.allclose(twin.point_to_frame(0.5, 0.5), place + 2 * RIGHT + UP)
    assert np.allclose(panel.point_to_frame(0.5, 0.5), place)
    assert twin.landscape is panel.landscape
    small = panel.copy().scale(0.5)
    centre = panel.get_center()
    assert np.allclose(small.point_to_frame(0.5, 0.5) - centre, (place - centre) / 2)
    assert small.picture().width == pytest.approx(3.0)


def test_gradients_lie_on_the_floor_below_their_points(panel):
    places, gradients = np.array([[0.5, 0.5], [1.0, 0.2]]), np.array([[1.0, 0.0], [-1.0, 2.0]])
    panel.climb(places, gradients, [0.3, 0.2])
    box, drawn = panel.landscape.box, panel.marks["gradient"].data()
    assert np.allclose(drawn[np.isfinite(drawn[:, 2]), 2], 0.0)
    for line, place, gradient in zip(
        np.split(drawn, np.flatnonzero(np.isnan(drawn[:, 0]))[:-1] + 1),
        places,
        gradients,
        strict=True,
    ):
        known = line[np.isfinite(line[:, 0])]
        ends = np.column_stack(box.unflat(known[[0, -1], 0], known[[0, -1], 1]))
        assert np.allclose(ends[0], place)
        way = ends[1] - ends[0]
        assert way @ gradient == pytest.approx(np.linalg.norm(way) * np.linalg.norm(gradient))


def test_the_key_changes_with_the_picture_and_only_then(panel):
    changes = [
        lambda p: p.set_view(azimuth=0.2),
        lambda p: p.set_view(elevation=0.9),
        lambda p: p.set_reveal(0.5),
        lambda p: p.path([[0, 0], [1, 1]]),
        lambda p: p.ball((0.5, 0.5)),
        lambda p: level_sheet(p),
        lambda p: p.fade_marks(0.4, "sheet"),
        lambda p: p.step((1, 1), (0.5, 0.2)),
        lambda p: p.climb((1, 1), (1, 0), 0.4),
        lambda p: p.contour(2.0),
        lambda p: p.open_at(0, 0.5, 1.0),
        lambda p: p.set_opacity(0.5),
        lambda p: p.shift(RIGHT),
        lambda p: p.scale(0.9),
    ]
    seen = [panel.picture().key]
    for change in changes:
        assert change(panel) is panel
        seen.append(panel.picture().key)
        assert panel.picture() is panel.picture()
        assert panel.copy().picture().key == seen[-1]
    assert len(set(seen)) == len(seen)
    assert hash(seen[-1]) is not None


def test_reveal_runs_from_the_flat_map_to_the_surface(panel):
    def spread():
        return np.ptp(kinds(panel, Mesh)[0].vertices[:, 2])

    full = spread()
    assert np.isclose(full, panel.landscape.height - panel.landscape.gap)
    panel.set_reveal(0.25)
    assert spread() == pytest.approx(full / 4)
    panel.set_reveal(0)
    assert spread() == 0
    assert np.allclose(panel.point_to_frame(1, 1)[:2], panel.point_to_frame(1, 1, -99)[:2])


@pytest.mark.parametrize("scale", ["linear", "log"])
@pytest.mark.parametrize("at", [(0.5, -0.4), (-1.2, 1.0), (0.2, 0.1)])
def test_a_sheet_lies_where_it_is_told_and_is_lit_by_its_slopes(scale, at):
    land = Landscape(bowl, (-2, 2), (-1.5, 1.5), slope, scale=scale, divisions=48)
    x, y = np.meshgrid(at[0] + np.linspace(-1e-3, 1e-3, 5), at[1] + np.linspace(-1e-3, 1e-3, 5))
    spots = np.stack([x, y], axis=-1)
    panel = SurfacePanel(land).sheet("sheet", spots, bowl(x, y), slope(x, y), (0, 0, 1), above=0.1)
    (sheet, *_) = panel.marks["sheet"].drawn
    places, slopes = land.on_surface(spots.reshape(-1, 2))
    assert np.allclose(sheet.vertices, places + np.array([0, 0, 0.1]))
    assert np.allclose(sheet.normals, normals_of(slopes))
    assert not panel.sheet("sheet", spots, x, spots, (0, 0, 1), opacity=0.0).marks


def test_without_a_gradient_it_is_measured():
    exact = Landscape(bowl, (-2, 2), (-1.5, 1.5), slope)
    measured = Landscape(bowl, (-2, 2), (-1.5, 1.5))
    assert np.allclose(
        exact.gradients([0.3, -1], [0.2, 1]), measured.gradients([0.3, -1], [0.2, 1])
    )


def test_a_path_lies_on_the_surface_and_ends_at_the_border(panel):
    panel.path([[1, 1], [-1, 0.5], [9, 0.5], [np.nan, 1], [0, 0], [1e200, 0]])
    land = panel.landscape
    for line in kinds(panel, Polyline):
        if line.normals is None:
            continue
        known = line.points[np.isfinite(line.points[:, 0])]
        assert np.allclose(known[:, 2], land.box_height(known[:, 0], known[:, 1]))
        assert np.abs(known[:, 0]).max() <= 1 + 1e-9


def test_what_is_above_the_ceiling_is_not_drawn():
    land = Landscape(bowl, (-2, 2), (-2, 2), ceiling=6.0, divisions=40)
    panel = SurfacePanel(land).path([[0, 0], [0, 1.9]]).ball((0, 1.9))
    assert not kinds(panel, Ball)
    assert kinds(panel, Mesh)[0].vertices[:, 2].max() <= land.height + 1e-6
    tops = [np.nanmax(line.points[:, 2]) for line in kinds(panel, Polyline)]
    assert max(tops) <= land.height + 1e-6
    assert land.shows(0, 1.0) and not land.shows(0, 1.9) and not land.shows(5, 0)


def test_the_ball_rests_on_the_surface_even_in_a_narrow_valley():
    land = Landscape(rosenbrock, (-2, 2), (-1, 3), scale="log")
    panel = SurfacePanel(land)
    turns = np.linspace(0, 2 * np.pi, 24)
    for x in (-1.2, 0.0, 0.7, 1.0):
        (ball,) = kinds(panel.ball((x, x * x)), Ball)
        for share in (0.3, 0.6, 0.9):
            bx = ball.centre[0] + share * ball.radius * np.cos(turns)
            by = ball.centre[1] + share * ball.radius * np.sin(turns)
            under = ball.centre[2] - ball.radius * np.sqrt(1 - share**2)
            assert (land.box_height(bx, by) <= under + 0.35 * ball.radius).all()


def test_functions_that_are_not_finite_everywhere():
    land = Landscape(lambda x, y: np.log(x) + y, (-1, 1), (-1, 1), divisions=30)
    picture = SurfacePanel(land).path([[-0.5, 0], [0.5, 0.5]]).picture()
    assert paint(picture.items, picture.view, 60, 50).max() > 0
    flat = Landscape(lambda x, y: 0 * x, (-1, 1), (-1, 1), divisions=10)
    assert len(flat.contours) == 0
    assert level_sheet(SurfacePanel(flat)).picture().items


@pytest.mark.parametrize("scale", ["linear", "log"])
def test_map_and_surface_share_their_levels(scale):
    land = Landscape(rosenbrock, (-2, 2), (-1, 3), scale=scale, divisions=40)
    surface = kinds(SurfacePanel(land), Mesh)[0]
    chart = ContourMap(land)
    assert np.allclose(land.box.unrise(surface.levels), land.contours)
    assert len(chart.lines) == len(land.contours)


def test_contour_lines_of_the_map_are_at_their_level(land):
    chart = ContourMap(land, Zone(-1.5, 3.5, -3, 1))
    for level, line in zip(land.contours, chart.lines, strict=True):
        assert np.allclose(bowl(*chart.values(line.points[0::4]).T), level, atol=0.02)


def test_the_map_keeps_the_aspect_and_moves_as_one(land):
    chart = ContourMap(land, SQUARE)
    assert chart.scales[0] == pytest.approx(chart.scales[1])
    assert np.allclose(chart.at([0, 0]), [1, -1, 0])
    stretched = ContourMap(land, SQUARE, keep_aspect=False)
    assert stretched.scales[0] != pytest.approx(stretched.scales[1])
    chart.set_path([[0, 0], [1, 1]])
    chart.shift(RIGHT).scale(0.5, about_point=np.zeros(3))
    assert np.allclose(chart.at([0, 0]), [1, -0.5, 0])
    assert np.allclose(chart.route.points[0], chart.at([0, 0]))
    assert np.allclose(chart.route.points[-1], chart.at([1, 1]))


def test_the_gradient_is_at_a_right_angle_to_the_contour_on_the_map(land):
    chart = ContourMap(land)
    level = 3.0
    turn = 0.7
    x, y = np.sqrt(level) * np.cos(turn), np.sqrt(level / 3) * np.sin(turn)
    gradient = slope(x, y)
    contour = np.array([-6 * y, 2 * x])
    here, ahead, along = chart.at(np.array([x, y]) + np.array([[0, 0], gradient, contour]))
    assert (ahead - here) @ (along - here) == pytest.approx(0, abs=1e-9)


def test_map_colours_are_those_of_the_surface_mixed_with_the_background(land):
    chart = ContourMap(land)
    picture = chart.image.picture()
    pixels = paint(picture.items, picture.view, 64, 48)
    assert (pixels[..., 3] == 255).all()
    assert np.allclose(pixels[24, 32, :3], 255 * land.tints(land.gap, MUTED), atol=6)


@pytest.mark.parametrize("make", [SurfacePanel, ContourMap])
def test_manim_can_fade(make, land):
    mobject = make(land)
    shown = mobject if isinstance(mobject, SurfacePanel) else mobject.image
    for animation, expected in ((FadeIn(mobject), (0, 0.5, 1)), (FadeOut(mobject), (1, 0.5, 0))):
        animation.rate_func = lambda t: t
        animation.begin()
        for alpha, opacity in zip((0, 0.5, 1), expected, strict=True):
            animation.interpolate(alpha)
            assert shown.picture().opacity == pytest.approx(opacity)


def test_animate_turns_and_leaves_alone_what_others_move(panel):
    animation = panel.animate(rate_func=lambda t: t).set_view(azimuth=1.0).build()
    start = panel.azimuth
    animation.begin()
    panel.set_reveal(0.3)
    animation.interpolate(0.5)
    assert panel.azimuth == pytest.approx((start + 1.0) / 2)
    assert panel.reveal == 0.3


def test_ticks_are_at_their_values_and_do_not_jump(panel):
    for tick in panel.tick_positions():
        assert np.linalg.norm(tick.outwards) == pytest.approx(1)
        assert 0 <= tick.opacity <= 1
    before = None
    for turn in np.linspace(-np.pi, np.pi, 400):
        ticks = panel.set_view(azimuth=turn).tick_positions()
        now = {(t.axis, t.value, tuple(np.sign(t.outwards))): t for t in ticks if t.opacity > 0.4}
        if before is not None:
            for name in now.keys() & before.keys():
                assert np.linalg.norm(now[name].position - before[name].position) < 0.3
        before = now


def test_colours_come_from_the_theme():
    for theme in (DARK, LIGHT):
        land = Landscape(bowl, (-1, 1), (-1, 1), divisions=8, theme=theme)
        (path, *_) = SurfacePanel(land).path([[0, 0], [1, 1]]).marks["path"].drawn
        assert path.colour == rgb(theme.path)
        assert np.allclose(land.tints(land.gap), rgb(theme.surface_colours[0]), atol=1e-6)


WAVES = "20 + x**2 + y**2 - 10*(cos(2*pi*x) + cos(2*pi*y))"


@pytest.mark.parametrize("count", [12, 16])
@pytest.mark.parametrize(
    "formula",
    [
        WAVES,
        "-20*exp(-0.2*sqrt(0.5*(x**2 + y**2))) - exp(0.5*(cos(2*pi*x) + cos(2*pi*y)))",
        "sin(3*pi*x)**2 + (x-1)**2*(1 + sin(3*pi*y)**2) + (y-1)**2*(1 + sin(2*pi*y)**2)",
        "sin(40*x)*sin(40*y)",
    ],
)
def test_contour_lines_are_few_enough_to_be_seen_and_evenly_spaced(formula, count):
    land = landscape_of(surface(formula, ((-5, 5), (-5, 5))), DARK, levels=count, divisions=96)
    levels = land.contours
    assert 0 < len(levels) < count
    lines = [line for level in levels for line in land.contour(level)]
    least = min(len(land.contour(level)) for level in contour_levels(land.grid[2], count))
    assert len(lines) <= max(64, least)
    # How near the next line is, of points all over the map: not all of it is covered by lines.
    spots = np.random.default_rng(1).uniform(-5, 5, (500, 2))
    gaps = np.sqrt(((spots[:, None] - np.concatenate(lines)) ** 2).sum(axis=-1)).min(axis=1)
    assert np.median(gaps) > 10 / 128
    assert np.allclose(np.diff(levels), np.diff(levels)[:1])


def test_named_surfaces_have_all_their_levels():
    for each in named_surfaces().values():
        land = landscape_of(each, DARK, scale=each.height)
        full = contour_levels(land.grid[2], 12, each.height, ceiling=land.box.z_range[1])
        assert np.array_equal(land.contours, full)


@pytest.mark.parametrize("formula", ["tan(x) + y", "tan(x)*tan(y)", "(x - 1)/abs(x - 1) + y/9"])
def test_no_contour_line_runs_along_a_jump(formula):
    """On each line the function has very nearly its value."""
    land = landscape_of(surface(formula, ((-3, 3), (-3, 3))), DARK)
    smooth = 0
    for level in (-1.3, 0.27, 2.1):
        for line in land.contour(level):
            off = np.abs(land.values(*line.T) - level)
            smooth += len(line)
            assert np.median(off) < 0.2
    assert smooth > 100 or "abs" in formula


@pytest.mark.parametrize(
    ("formula", "jump"), [("tan(x) + y", np.pi / 2), ("(x - 1)/abs(x - 1) + y/9", 1.0)]
)
def test_there_is_no_wall_where_a_function_jumps(formula, jump):
    land = landscape_of(surface(formula, ((-3, 3), (-3, 3))), DARK)
    for part in (SurfacePanel(land), SurfacePanel(land).open_at(1, 0.1, 1.0)):
        mesh = kinds(part, Mesh)[0]
        x, _ = land.box.unflat(*mesh.vertices[:, :2].T)
        corners = x[mesh.triangles]
        assert len(corners) > 10_000
        assert not ((corners.min(axis=1) < jump) & (corners.max(axis=1) > jump)).any()
