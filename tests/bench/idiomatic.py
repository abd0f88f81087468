"""Three clips in plain Manim, as its documentation and good examples teach: the other side.

They use nothing of this project and no LaTeX. `ours.py` has the same content made with our layer.

    manim -qh --disable_caching tests/bench/idiomatic.py GridUnderMatrix
"""

from __future__ import annotations

import numpy as np
from manim import (
    BLACK,
    BLUE,
    BLUE_D,
    DEGREES,
    DOWN,
    GREEN,
    GREY_D,
    ORANGE,
    ORIGIN,
    PURPLE,
    RIGHT,
    TEAL,
    UL,
    UP,
    WHITE,
    YELLOW,
    Axes,
    Dot3D,
    FadeIn,
    GrowArrow,
    MoveAlongPath,
    NumberPlane,
    ParametricFunction,
    Scene,
    Surface,
    Text,
    ThreeDAxes,
    ThreeDScene,
    ValueTracker,
    Vector,
    always_redraw,
    linear,
)
from scipy.special import beta as beta_function


class GridUnderMatrix(Scene):
    """A matrix moves the plane and the two basis arrows; 9 s."""

    matrix = [[1.5, -0.5], [0.5, 1.0]]

    def construct(self):
        style = {"stroke_color": BLUE_D, "stroke_width": 2, "stroke_opacity": 0.8}
        still = NumberPlane(
            x_range=(-8, 8),
            y_range=(-6, 6),
            background_line_style={"stroke_color": GREY_D, "stroke_width": 1},
            axis_config={"stroke_color": GREY_D},
            faded_line_ratio=0,
        )
        plane = NumberPlane(x_range=(-8, 8), y_range=(-6, 6), background_line_style=style)
        i_hat = Vector(RIGHT, color=GREEN)
        j_hat = Vector(UP, color=ORANGE)
        title = Text("A matrix moves the whole plane", font_size=36)
        title.to_corner(UL).add_background_rectangle(color=BLACK, buff=0.15)

        self.play(FadeIn(still, plane, title))
        self.play(GrowArrow(i_hat), GrowArrow(j_hat))
        self.wait()
        columns = np.array(self.matrix).T
        self.play(
            plane.animate.apply_matrix(self.matrix),
            i_hat.animate.put_start_and_end_on(ORIGIN, [*columns[0], 0]),
            j_hat.animate.put_start_and_end_on(ORIGIN, [*columns[1], 0]),
            run_time=4,
        )
        self.wait(2)


class TurningSurface(ThreeDScene):
    """A ball runs over a surface while the camera turns about it; 4 s."""

    divisions = 32

    def height(self, x, y):
        return np.cos(1.5 * x) * np.cos(y) * np.exp(-0.1 * (x**2 + y**2))

    def route(self, t):
        return 1.6 * np.cos(2 * np.pi * t), 1.2 * np.sin(2 * np.pi * t)

    def construct(self):
        axes = ThreeDAxes(
            x_range=(-3, 3),
            y_range=(-3, 3),
            z_range=(-1, 1),
            x_length=7.5,
            y_length=7.5,
            z_length=3.2,
        )
        surface = Surface(
            lambda x, y: axes.c2p(x, y, self.height(x, y)),
            u_range=(-3, 3),
            v_range=(-3, 3),
            resolution=(self.divisions, self.divisions),
        )
        colours = [(PURPLE, -0.6), (BLUE, -0.2), (TEAL, 0.1), (GREEN, 0.5), (YELLOW, 1)]
        surface.set_fill_by_value(axes=axes, colorscale=colours, axis=2)

        def place(t):
            x, y = self.route(t)
            return axes.c2p(x, y, self.height(x, y) + 0.06)

        path = ParametricFunction(place, t_range=(0, 1, 0.02))
        ball = Dot3D(place(0), radius=0.12, color=WHITE)
        title = Text("A ball on a surface", font_size=36).to_corner(UL)

        self.set_camera_orientation(phi=60 * DEGREES, theta=-60 * DEGREES)
        self.add_fixed_in_frame_mobjects(title)
        self.add(axes, surface, ball)
        self.begin_ambient_camera_rotation(rate=0.2)
        self.play(MoveAlongPath(ball, path), run_time=4, rate_func=linear)


class MovingPosterior(Scene):
    """Belief about a coin moves as the tosses come in; 7.6 s."""

    prior = (2, 2)
    data = (12, 4)

    def construct(self):
        axes = Axes(
            x_range=(0, 1, 0.2),
            y_range=(0, 5, 1),
            x_length=10,
            y_length=4.6,
            tips=False,
            axis_config={"include_numbers": True, "label_constructor": Text, "font_size": 24},
        ).shift(0.3 * DOWN)
        x_name = Text("chance of heads", font_size=28).next_to(axes, DOWN)
        y_name = Text("density", font_size=28).next_to(axes.y_axis, UP)
        title = Text("Belief about a coin", font_size=36).to_corner(UL)
        tosses = ValueTracker(0)

        def shape():
            heads, tails = (tosses.get_value() * count for count in self.data)
            return self.prior[0] + heads, self.prior[1] + tails

        def posterior():
            a, b = shape()
            return axes.plot(
                lambda x: x ** (a - 1) * (1 - x) ** (b - 1) / beta_function(a, b),
                color=TEAL,
                stroke_width=5,
            )

        def reading():
            a, b = shape()
            text = f"Beta({a:.1f}, {b:.1f})   mean {a / (a + b):.3f}"
            return Text(text, font_size=30).move_to(axes.c2p(0.32, 4.5))

        curve = always_redraw(posterior)
        area = always_redraw(lambda: axes.get_area(curve, x_range=(0, 1), color=TEAL, opacity=0.4))
        label = always_redraw(reading)

        self.play(FadeIn(title, axes, x_name, y_name), run_time=0.6)
        self.play(FadeIn(curve, area, label))
        self.play(tosses.animate.set_value(1), run_time=5)
        self.wait()
