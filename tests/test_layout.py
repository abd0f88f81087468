"""Faults of a frame's text are found, in words of ours and of Manim's, and only they."""

from __future__ import annotations

from typing import Any

import numpy as np
import planted
import pytest
from manim import (
    DOWN,
    LEFT,
    PI,
    RIGHT,
    UP,
    Code,
    DecimalNumber,
    MathTypst,
    MovingCameraScene,
    Paragraph,
    Rectangle,
    Square,
    Text,
    Transform,
    Typst,
    ValueTracker,
)
from planted import SMALL, Draw, film
from standard import readable

from explainer.engine.session import at_beat_ends, beat_stills, pixels_of
from explainer.layout import Fault, faults, texts_of, type_size
from explainer.scene import Explainer
from explainer.space_scene import Explainer3D
from explainer.style import FRAME, SAFE, SMALLEST_TEXT, THEMES

GREY = "#20242C"
"""Too near to the dark background."""


def seen(draw: Draw, base: type = Explainer, look: Any = readable) -> Any:
    """Return what is found at the end of a beat."""
    return planted.seen(draw, base, look)


PLANTED = {
    "ours outside": ("outside", lambda s: s.add(s.words("beyond").place((5.9, 0)))),
    "ours small": ("small", lambda s: s.add(s.words("tiny", size=0.15))),
    "ours shrunk": ("small", lambda s: s.add(s.formula("x").scale(0.3))),
    "ours faint": ("faint", lambda s: s.add(s.words("faint", colour=GREY))),
    "ours see-through": ("faint", lambda s: s.add(s.words("faint").set_opacity(0.3))),
    "ours overlapping": (
        "overlap",
        lambda s: s.add(s.words("one"), s.words("two").shift(0.3 * RIGHT)),
    ),
    "ours on the heading": ("overlap", lambda s: s.add(s.words("one").place((-6, 3.1)))),
    "Manim's outside": ("outside", lambda s: s.add(Text("beyond").shift(3.8 * DOWN))),
    "Manim's out of the frame": ("outside", lambda s: s.add(Text("beyond").shift(9 * LEFT))),
    "Manim's small": ("small", lambda s: s.add(Text("tiny", font_size=12))),
    "Manim's shrunk": ("small", lambda s: s.add(Text("tiny").scale(0.3))),
    "Manim's small formula": ("small", lambda s: s.add(MathTypst("x + y", font_size=20))),
    "Manim's small number": (
        "small",
        lambda s: s.add(DecimalNumber(2.5, mob_class=MathTypst, font_size=20)),
    ),
    "Manim's faint": ("faint", lambda s: s.add(Typst("faint", color=GREY))),
    "Manim's on a bright area": (
        "faint",
        lambda s: s.add(Square(4, fill_opacity=1, color="#FFFFFF"), Text("faint")),
    ),
    "Manim's overlapping": (
        "overlap",
        lambda s: s.add(MathTypst("x^2"), Text("two")),
    ),
    "both overlapping": ("overlap", lambda s: s.add(s.words("one"), Text("two"))),
    "paragraph outside": ("outside", lambda s: s.add(Paragraph("a", "b").shift(6.5 * RIGHT))),
}


@pytest.mark.parametrize(("kind", "draw"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found_and_no_other(kind: str, draw: Draw) -> None:
    (fault,) = seen(draw)
    assert isinstance(fault, Fault) and fault.kind == kind
    assert str(fault) == fault.words and fault.words.isprintable()
    assert fault.box.width > 0 and fault.box.height > 0


def _transformed(scene: Any) -> None:
    text = Text("(")
    scene.add(text)
    scene.play(Transform(text, Text("a")))


CLEAN: dict[str, Draw] = {
    "nothing": lambda s: None,
    "ours": lambda s: s.add(s.words("one"), s.formula("x^2").shift(DOWN)),
    "smallest": lambda s: s.add(s.words("one", size=SMALLEST_TEXT)),
    "hidden": lambda s: s.add(s.words("one", size=0.1).set_opacity(0)),
    "gone": lambda s: s.add(s.words("one", size=0.1)).clear(),
    "halo": lambda s: s.add(
        Square(4, fill_opacity=1, color="#FFFFFF"), s.words("one").with_halo(s.theme)
    ),
    "Manim's": lambda s: s.add(Text("one"), MathTypst("x^2").shift(DOWN), Text("two").shift(UP)),
    "smallest of Manim's": lambda s: s.add(Text("one", font_size=16.1), Text("-").shift(DOWN)),
    "background": lambda s: s.add(
        Square(4, fill_opacity=1, color="#FFFFFF"),
        Text("one").add_background_rectangle(color="#000000", opacity=1),
    ),
    "transformed": _transformed,
    "turned": lambda s: s.add(Text("I").rotate(PI / 2), Text("aside").rotate(PI / 2).shift(LEFT)),
    "upright in space": lambda s: s.add(Text("one").rotate(PI / 2 - 0.05, axis=RIGHT)),
    "code": lambda s: s.add(Code(code_string="x = 1", language="python")),
    "number": lambda s: s.add(DecimalNumber(-3.14, mob_class=MathTypst)),
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["nothing", "ours", "smallest"])
def test_nothing_is_found_in_words_of_the_theme(name: str, theme: str) -> None:
    build = film(CLEAN[name])
    assert at_beat_ends(lambda: build(theme=theme), SMALL, lambda s, beat: readable(s)) == [[]]


@pytest.mark.parametrize("draw", CLEAN.values(), ids=CLEAN)
def test_nothing_is_found_where_nothing_is_wrong(draw: Draw) -> None:
    assert seen(draw) == []


def test_the_words_say_what_and_how_much() -> None:
    (outside,) = seen(lambda s: s.add(s.words("x" * 90).place((SAFE.left + 1, 0))))
    assert outside.words.startswith(f"text '{'x' * 57}...' is outside the safe area by ")
    assert outside.words.endswith(" at the right")
    (small,) = seen(lambda s: s.add(s.words("tiny", size=FRAME.height / 50)))
    assert small.words == "text 'tiny' is too small: 1/50 of the frame's height, less than 1/36"
    (overlap,) = seen(lambda s: s.add(s.words("one"), Text("two")))
    assert overlap.words == "text 'one' and text 'two' overlap"


def test_the_box_is_where_the_text_is() -> None:
    text = Text("beyond").move_to(6 * RIGHT + 2 * UP)
    (fault,) = seen(lambda s: s.add(text))
    corners = [fault.box.left, fault.box.bottom, fault.box.right, fault.box.top]
    expected = [*text.get_corner(DOWN + LEFT)[:2], *text.get_corner(UP + RIGHT)[:2]]
    assert corners == pytest.approx(expected, abs=0.01)


def test_a_text_is_one_whole_with_the_size_that_it_has() -> None:
    def look(scene: Any) -> list[float | None]:
        return [type_size(scene, text) for text in texts_of(scene)][1:]  # the heading

    def draw(scene: Any) -> None:
        scene.add(
            scene.words("a b", size=0.3),
            Text("a b", font_size=36),
            MathTypst("a b", font_size=48),
            DecimalNumber(12, mob_class=MathTypst).scale(2),
            Paragraph("a", "b"),
        )

    ours, *manims = seen(draw, look=look)
    assert ours == pytest.approx(0.3)
    assert manims == [pytest.approx(0.5), pytest.approx(0.5), pytest.approx(1.0), None]


def test_a_capital_takes_its_share_of_the_em() -> None:
    """0.65 in the serif of Typst; between 0.6 and 0.8 in whatever font the system has."""

    def look(scene: Any) -> list[float]:
        return [float(text.height / type_size(scene, text)) for text in texts_of(scene)][1:]

    typst, pango = seen(lambda s: s.add(Typst("H"), Text("H")), look=look)
    assert typst == pytest.approx(0.65, abs=0.01)
    assert 0.6 < pango < 0.8


def test_a_camera_that_has_come_near_shows_what_it_shows() -> None:
    def draw(scene: Any) -> None:
        scene.add(Text("tiny", font_size=12), Text("elsewhere").shift(4 * RIGHT))
        scene.camera.frame.scale(0.25)

    assert seen(draw, Moving) == []

    def far(scene: Any) -> None:
        scene.add(Text("one", font_size=36))
        scene.camera.frame.scale(3)

    assert [fault.kind for fault in seen(far, Moving)] == ["small"]


class Moving(Explainer, MovingCameraScene):
    """A scene whose view moves."""


def test_in_space_a_text_is_where_the_camera_sees_it() -> None:
    def draw(scene: Any) -> None:
        pinned = scene.words("pinned").place((-5, -3))
        scene.pin(pinned)
        scene.add(pinned, Text("beyond").shift(3 * RIGHT))
        scene.set_camera_orientation(phi=0, theta=0)  # x points down

    (fault,) = seen(draw, Explainer3D)
    assert fault.kind == "outside"
    assert fault.box.bottom < SAFE.bottom and "at the bottom" in fault.words


def test_looking_changes_nothing() -> None:
    def draw(scene: Any) -> None:
        scene.add(Rectangle(fill_opacity=0.5), scene.words("one").rotate(PI / 8))
        t = ValueTracker(0)
        scene.play(t.animate.set_value(1))

    build = film(draw)
    (plain,) = [pixels for _, pixels in beat_stills(build, SMALL)]

    def look(scene: Any, beat: Any) -> np.ndarray:
        faults(scene)
        return pixels_of(scene)

    (after,) = at_beat_ends(build, SMALL, look)
    assert (plain == after).all()
