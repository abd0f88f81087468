"""A sweep knows whose method it plays: what moves is drawn, and what is hidden stays so."""

from __future__ import annotations

from functools import partial

from manim.mobject.types.vectorized_mobject import VGroup

from explainer.engine.session import Quality, measure
from explainer.mobjects.shapes import Dot
from explainer.scene import Explainer, Sweep


class Pair(VGroup):
    """Two dots, of which one may be in the picture and the other not."""

    def __init__(self) -> None:
        self.first, self.second = Dot("#FFFFFF", 0.1), Dot("#FFFFFF", 0.1)
        super().__init__(self.first, self.second)

    def spread(self, t: float, by: float = 1.0) -> None:
        self.first.set_centre((-by * t, 0))
        self.second.set_centre((by * t, 0))


def move(dot: Dot, t: float) -> None:
    dot.set_centre((t, 0))


def test_a_group_is_touched_and_not_brought():
    pair = Pair()
    for show in (pair.spread, partial(pair.spread, by=2.0)):
        sweep = Sweep(show)
        assert sweep.touches == (pair,)
        assert sweep.brings == ()


def test_a_single_mark_comes_with_its_own_sweep():
    dot = Dot("#FFFFFF", 0.1)
    sweep = Sweep(dot.set_centre)
    assert sweep.touches == (dot,)
    assert sweep.mobject is dot


def test_what_is_named_is_touched_and_nothing_else():
    pair = Pair()
    sweep = Sweep(pair.spread, pair.second)
    assert sweep.touches == (pair.second,)
    assert sweep.mobject is pair.second


def test_a_function_of_nobody_touches_nothing():
    dot = Dot("#FFFFFF", 0.1)
    assert Sweep(partial(move, dot)).touches == ()


def test_what_a_beat_does_not_keep_leaves():
    pair, other, left = Pair(), Dot("#FFFFFF", 0.1), []

    class Leaving(Explainer):
        def construct(self) -> None:
            with self.beat("one", "Two dots stay", "Two dots stay."):
                self.fade(into=[other, pair.first, pair.second])
                self.fade_all_but(pair)
                left.extend(self.mobjects)

    measure(Leaving, Quality(64, 36, 15))
    assert left[:2] == [pair.first, pair.second]
    assert [each.markup for each in left[2:]] == ["Two dots stay"]
