"""Our fades: Manim's pixels, no copies, and what has gone may come again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from manim.animation.fading import FadeIn, FadeOut
from manim.mobject.geometry.arc import Circle
from manim.mobject.geometry.polygram import Square
from manim.mobject.types.vectorized_mobject import VGroup

from explainer import Explainer
from explainer.engine import fades
from explainer.engine.session import Quality, frames

SIZE = Quality(160, 90, 15)


class NotToBeCopied:
    def __deepcopy__(self, memo: dict[int, Any]) -> NotToBeCopied:
        raise AssertionError("a fade copied what a mobject refers to")


def things() -> VGroup:
    square = Square(fill_color=["#F2B233", "#3FD9A8"], fill_opacity=0.7).shift((-1.5, 0, 0))
    circle = Circle(color="#FF8A4C", stroke_width=12, stroke_opacity=0.5).shift((1, 0, 0))
    circle.set_background_stroke(color="#FFFFFF", width=20, opacity=0.4)
    return VGroup(square, circle)


class Fading(Explainer):
    into: Any = staticmethod(fades.fade_in)
    out: Any = staticmethod(fades.fade_out)
    refers = True

    def construct(self) -> None:
        self.add(Square(fill_color="#6CC1F2", fill_opacity=1, side_length=1.5))
        both = things()
        if self.refers:
            both.numbers = both[0].numbers = NotToBeCopied()
        for _ in range(2):
            self.play(self.into(both), run_time=0.6)
            self.play(self.out(both), run_time=0.6)
            assert both not in self.mobjects
        assert both[0].get_fill_opacity() == 0.7 and both[1].get_stroke_opacity() == 0.5
        self.wait(0.2)


class Manims(Fading):
    into, out, refers = FadeIn, FadeOut, False


def test_they_are_manims_frame_by_frame_and_copy_nothing() -> None:
    ours, theirs = (frames(lambda kind=kind: kind(), SIZE) for kind in (Fading, Manims))
    assert len(ours) == len(theirs) > 30
    assert all(np.array_equal(a, b) for a, b in zip(ours, theirs, strict=True))
    assert len({frame.tobytes() for frame in ours}) >= 9


@pytest.mark.parametrize(("make", "kind"), [(fades.fade_in, FadeIn), (fades.fade_out, FadeOut)])
def test_what_fades_in_its_own_way_is_left_to_manim(make: Any, kind: Any) -> None:
    class Own(Square):
        def fade(self, darkness: float = 0.5, family: bool = True) -> Own:
            return self

    assert isinstance(make(Own()), kind)
    assert not isinstance(make(Square()), kind)
