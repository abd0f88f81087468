"""How films move is measured as it is seen: planted faults, and the scenes that have none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from manim import DOWN, RIGHT, UP, FadeIn, Rectangle, Rotate, Square
from matrix import FLAGSHIPS
from motion import films
from scipy.ndimage import shift

from explainer.engine.session import Quality, frames
from explainer.motion.film import FROZEN, faults
from explainer.motion.meter import measured
from explainer.motion.pixels import off_line
from explainer.scene import Explainer

Draw = Callable[[Any], Any]

SENTENCE = "The square turns."


def film(construct: Draw) -> type[Explainer]:
    """Return the class of a scene that shows a square, in a beat of its own, and then more."""

    class Film(Explainer):
        def construct(self) -> None:
            self.square = Square(3).set_fill("#FFFFFF", 0.5)
            self.add(self.square)
            with self.beat("first", "A square"), self.say("Here is a square."):
                self.play(self.square.animate.shift(0.5 * RIGHT))
            with self.beat("second", "It turns"):
                construct(self)

    return Film


def turn(scene: Any, seconds: float = 1.5) -> None:
    scene.play(Rotate(scene.square, 1.0), run_time=seconds)


def clean(scene: Any) -> None:
    with scene.say(SENTENCE):
        turn(scene)


def freezes(scene: Any) -> None:
    clean(scene)
    scene.wait(3.5)


def pops(scene: Any) -> None:
    clean(scene)
    scene.add(Square(1).set_fill("#FFFFFF", 1).shift(4 * RIGHT))
    scene.wait(0.5)
    clean(scene)


def flickers(scene: Any) -> None:
    clean(scene)
    extra = Square(1).set_fill("#FFFFFF", 1).shift(4 * RIGHT)
    scene.add(extra)
    scene.wait(1 / 15)
    scene.remove(extra)
    clean(scene)


def speaks_ahead(scene: Any) -> None:
    clean(scene)
    with scene.say("And once more."):
        scene.wait(2)
        turn(scene)


def says_what_does_not_move(scene: Any) -> None:
    clean(scene)
    with scene.say("It could turn again."):
        scene.wait(1)


def begins_late(scene: Any) -> None:
    scene.wait(1.2)
    clean(scene)


def moves_unsaid(scene: Any) -> None:
    clean(scene)
    scene.wait(1)
    turn(scene, 0.5)


def asks(scene: Any) -> None:
    scene.ask("What does it do?")
    clean(scene)


def only_fades(scene: Any) -> None:
    extra = Square(1).set_fill("#FFFFFF", 1).shift(4 * RIGHT)
    with scene.say("Here is another."):
        scene.play(FadeIn(extra), run_time=1)
    clean(scene)


def counts(scene: Any) -> None:
    """A running number steps, and is no pop; it may change its width."""
    from explainer.mobjects.live_numbers import LiveNumber

    number = LiveNumber(1, scene.theme, size=0.9, anchor="left").place((4, 1))
    with scene.say(SENTENCE):
        scene.play(FadeIn(number), Rotate(scene.square, 1.0))
        scene.sweep(lambda t: number.set_value(1 + 3 * t, animating=t < 1), number)


def creeps(scene: Any) -> None:
    """Long edges that move by part of a pixel a frame, from one step of brightness to the next."""
    bar = Rectangle(width=12, height=0.4).set_fill("#FFFFFF", 1).set_stroke(width=0)
    scene.play(FadeIn(bar), run_time=0.6)
    with scene.say("A bar sinks."):
        scene.play(bar.animate.shift(0.7 * DOWN), run_time=3)


PLANTED: dict[str, tuple[list[str], Draw]] = {
    "clean": ([], clean),
    "a question": ([], asks),
    "a number": ([], counts),
    "a slow edge": ([], creeps),
    "a pop": (["pop"], pops),
    "a flicker": (["pop"], flickers),
    "a frozen end": (["frozen"], freezes),
    "a sentence ahead of its motion": (["off"], speaks_ahead),
    "a sentence without motion": (["off"], says_what_does_not_move),
    "a late motion": (["late"], begins_late),
    "a motion without a sentence": (["off"], moves_unsaid),
    "a beat that only fades at first": (["late"], only_fades),
}


@pytest.mark.parametrize(("kinds", "construct"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found_and_no_other(kinds: list[str], construct: Draw) -> None:
    found = faults(measured(film(construct)))
    assert [fault.kind for fault in found] == kinds, [str(fault) for fault in found]
    assert all(fault.beat == "second" and str(fault).isprintable() for fault in found)


def kept(construct: Draw) -> float:
    """Return the share of the picture that the second beat keeps."""
    share = measured(film(construct)).beats[1].kept
    assert share is not None
    return share


def empties(scene: Any) -> None:
    scene.fade_all_but()
    scene.fade(into=[Square(2).shift(2 * UP)])


def test_what_a_change_of_beat_loses_is_what_leaves_not_what_moves() -> None:
    assert kept(empties) < 0.1
    assert kept(clean) > 0.99
    assert kept(lambda scene: scene.play(scene.square.animate.shift(3 * RIGHT))) > 0.99
    assert kept(lambda scene: scene.play(scene.square.animate.set_opacity(0.3))) > 0.99
    half = Square(3).set_fill("#FFFFFF", 0.5)

    def loses_one_of_two(scene: Any) -> None:
        scene.fade(out=[half])
        turn(scene)

    class Two(film(loses_one_of_two)):  # type: ignore[misc]
        def setup(self) -> None:
            self.add(half.move_to(4 * RIGHT))

    assert measured(Two).beats[1].kept == pytest.approx(0.5, abs=0.06)


def test_what_is_measured_is_the_film() -> None:
    """What leaves is drawn apart, which changes no frame."""
    small = Quality(96, 54, 15)
    from explainer.engine.watching import watch

    shown: list[np.ndarray] = []

    def take(play: Any) -> None:
        shown.extend(frame for frame, repeat in play.shown for _ in range(repeat))

    timeline = watch(film(empties), small, take, lambda scene: None, 2.0)
    drawn = frames(film(empties), small)
    assert len(drawn) == timeline.frames
    assert all(np.array_equal(*pair) for pair in zip(drawn, shown, strict=True))


def test_a_fade_is_told_from_a_motion() -> None:
    one, other = np.random.default_rng(0).integers(0, 256, (2, 3, 40, 60)).astype(float)
    ways = [0.0, 0.02, 0.3, 0.8, 0.9, 1.0]
    assert off_line([np.rint(one + t * (other - one)).astype(np.uint8) for t in ways]) is None
    picture = np.zeros((3, 40, 60))
    picture[:, 10:30, 10:20] = 255
    moved = [shift(picture, (0, 0, x)).astype(np.uint8) for x in (0, 0, 5, 20)]
    assert off_line(moved) == 2


def test_the_words_of_a_fault_say_when_and_what() -> None:
    (fault,) = faults(measured(film(speaks_ahead)))
    assert "'And once more.'" in fault.words and "2.0 s later" in fault.words
    (fault,) = faults(measured(film(pops)))
    assert "pops at" in fault.words


MOVING: tuple[str, ...] = (
    "gradient",
    "linear_transformation",
    "matrix_product",
    "linear_system",
    "gradient_descent",
    "bayes_rule",
    "posterior_update",
    "eigenvectors",
    "random_variable",
    "svd",
    "partial_derivatives",
)
"""The scenes that must move as they are to; each joins when it does."""

DEFAULTS_MOVE: tuple[str, ...] = ("vectors", "hessian", "distributions", "confidence_interval")
"""Scenes of which the defaults do, but not yet all presets."""


def moving() -> list[Any]:
    """Return these scenes: the flagships' defaults, and all others and presets with ``--full``."""
    cases = [(name, presets) for name in MOVING for presets in (False, True)]
    cases += [(name, False) for name in DEFAULTS_MOVE]
    return [
        pytest.param(
            name,
            presets,
            id=f"{name}-{'presets' if presets else 'default'}",
            marks=[] if name in FLAGSHIPS and not presets else [pytest.mark.full],
        )
        for name, presets in cases
    ]


@pytest.mark.parametrize(("name", "presets"), moving())
def test_a_scene_moves_while_its_words_are_read(name: str, presets: bool) -> None:
    for case, found in films(name, presets):
        assert not faults(found), case
        assert all(beat.sentences for beat in found.beats), case
        changes = sum(beat.kept is not None for beat in found.beats)
        assert len(found.emptied) <= changes / 5, case
        assert found.beats[-1].still <= FROZEN, case
