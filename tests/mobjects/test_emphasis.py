"""Brightness, ghosts and glows: what is seen follows, in any order, and comes back exactly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim.utils.color import ManimColor

from explainer.engine.fades import During, fade_in
from explainer.engine.session import Quality, frames
from explainer.engine.sweeps import Sweep
from explainer.geometry.plane import Framing
from explainer.mobjects.glow import COATS, Glow
from explainer.mobjects.plane import Plane
from explainer.mobjects.shapes import INKS, Curve, VGroup
from explainer.scene import Explainer
from explainer.style import theme

DARK = theme("dark")
shares = st.floats(0, 1)


@given(st.lists(st.tuples(st.sampled_from(["brightness", "presence", "own"]), shares)))
def test_what_is_seen_is_the_product_in_whatever_order_it_is_set(
    given_in_turn: list[tuple[str, float]],
) -> None:
    curve = Curve("#6CC1F2", fill=0.5)
    now = {"brightness": 1.0, "presence": 1.0, "own": 0.5}
    for name, share in given_in_turn:
        now[name] = share
        if name == "own":
            curve.set_fill(opacity=share)
        else:
            getattr(curve, f"set_{name}")(share)
        seen = now["own"] * now["brightness"] * now["presence"]
        assert curve.get_fill_opacity() == pytest.approx(seen, abs=1e-12)
        assert curve.get_stroke_opacity() == pytest.approx(now["brightness"] * now["presence"])


@given(st.lists(shares, min_size=1))
def test_what_has_been_dim_comes_back_exactly(dimmed: list[float]) -> None:
    group = VGroup(Curve("#6CC1F2", fill=0.3), VGroup(Curve("#F08FC8")))
    before = [getattr(part, ink).copy() for part in group.get_family() for ink in INKS]
    for share in (*dimmed, 1.0):
        group.set_brightness(share)
    after = [getattr(part, ink) for part in group.get_family() for ink in INKS]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_a_new_colour_of_what_is_dim_is_dim_too() -> None:
    curve = Curve("#6CC1F2").set_brightness(0.25)
    curve.set_stroke("#F08FC8")
    assert curve.get_stroke_opacity() == 0.25
    assert curve.set_brightness(1.0).get_stroke_color().to_hex() == "#F08FC8"


def test_an_arrow_is_dimmed_towards_the_background_and_hides_what_it_hid() -> None:
    arrow = Plane(DARK).arrow("vector").to((1, 0))
    own = arrow.get_fill_color().to_hex()
    arrow.set_brightness(0.5)
    seen = arrow.get_fill_color().to_rgb()
    page = ManimColor(DARK.background).to_rgb()
    assert seen == pytest.approx((ManimColor(own).to_rgb() + page) / 2, abs=1e-6)
    assert arrow.get_fill_opacity() == 1
    assert arrow.set_presence(0.5).get_fill_opacity() == 0.5
    assert arrow.set_presence(1.0).set_brightness(1.0).get_fill_color().to_hex() == own


class Both(Explainer):
    """One thing fades in while a sweep dims and moves it, and steps back and forward after that."""

    def construct(self) -> None:
        plane = Plane(self.theme)
        self.line = plane.segments("vector").to([((0, 0), (1, 0))])

        def show(t: float) -> None:
            self.line.to([((0, 0), (1 + t, 0))]).set_brightness(1 - 0.5 * t)

        self.play(Sweep(show, self.line), fade_in(self.line, During(0, 1, 1.0)), run_time=1)
        self.states = [self.state()]
        self.carry(dim=[self.line])
        self.wait(0.4)
        self.states.append(self.state())
        self.carry(light=[self.line])
        self.wait(0.4)
        self.states.append(self.state())

    def state(self) -> tuple[float, float, float]:
        return self.line.brightness, self.line.presence, float(self.line.get_stroke_opacity())


def test_fades_and_sweeps_of_one_thing_do_not_meet() -> None:
    made: list[Any] = []

    def make() -> Both:
        made.append(Both())
        return made[-1]

    pictures = [*frames(make, Quality(160, 90, 15))]
    assert made[-1].states == [(0.5, 1.0, 0.5), (0.35, 1.0, 0.35), (1.0, 1.0, 1.0)]
    assert len({picture.tobytes() for picture in pictures}) > 10


def test_a_ghost_stays_as_it_was_in_the_view_that_moves() -> None:
    plane = Plane(DARK)
    arrow = plane.arrow("vector").to((2, 1))
    plane.name_tip(arrow, "v")
    plane.glow(arrow)
    walk = plane.walk()
    walk.to(np.eye(2), np.array([2.0, 1.0]))
    square = plane.area().to(np.eye(2))
    ghosts = [plane.ghost(mark) for mark in (arrow, walk, square)]
    arrow.to((-1, 3))
    square.to(-np.eye(2)[::-1])
    plane.look(Framing(np.array([1.0, 1.0]), 0.5))
    assert ghosts[0].data()[1] == pytest.approx([2, 1])
    assert ghosts[0].end[:2] == pytest.approx([2.0, 1.5])
    assert ghosts[1].data() == pytest.approx([2, 1])
    assert ghosts[2].data() == pytest.approx(np.eye(2))
    assert ghosts[0].label is None and ghosts[0].glow is None and not ghosts[0].solid
    for ghost, mark in zip(ghosts, (arrow, walk, square), strict=True):
        assert ghost.brightness == DARK.emphasis.ghost < 1 == mark.brightness
        assert ghost.z_index < mark.z_index
        assert ghost in plane.marks


@pytest.mark.parametrize("kind", ["arrow", "area", "walk", "line"])
def test_a_glow_goes_where_its_mark_goes_in_its_colour(kind: str) -> None:
    plane = Plane(DARK)
    made: Any = {
        "arrow": lambda: plane.arrow("eigen"),
        "area": plane.area,
        "walk": plane.walk,
        "line": lambda: plane.line("eigen", (1, 1)),
    }[kind]()
    glow = plane.glow(made)
    for matrix in (np.eye(2), np.array([[0.0, 2.0], [1.0, 0.0]])):
        match kind:
            case "arrow":
                made.to(matrix[:, 0])
            case "area":
                made.to(matrix)
            case "walk":
                made.to(matrix, np.array([1.0, -1.0]))
        plane.look(Framing(matrix[0], 0.7))
        seen = np.concatenate([part.points for part in made.family_members_with_points()])
        parts = glow.family_members_with_points()
        assert len(parts) == len(COATS)
        if kind == "line":  # which glows as if it had no gaps
            ends = made.outline()[0]
            assert (np.abs(parts[0].points[[0, -1], :2] - ends) < 1).all()
            seen = parts[0].points
        assert all(np.array_equal(part.points, seen) for part in parts)
        lead = made.family_members_with_points()[0]
        assert parts[0].get_stroke_color() in (lead.get_fill_color(), lead.get_stroke_color())
    assert glow.z_index < made.z_index
    assert glow in made.parts and glow in plane.drop(made)
    assert glow not in plane.submobjects and made.glow is None


def test_any_shape_can_glow_and_the_faintest_coat_is_the_widest() -> None:
    glow = Glow(Curve("#6CC1F2").set_corners(np.array([[0.0, 0], [1, 0]])))
    widths = [part.stroke_width for part in glow.submobjects]
    opacities = [part.get_stroke_opacity() for part in glow.submobjects]
    assert widths == sorted(widths, reverse=True) and opacities == sorted(opacities)
