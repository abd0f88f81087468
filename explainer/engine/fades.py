"""Fading in and out without copies: Manim's fades copy what they fade, and all that it refers to.

A mobject may hold the numbers that it draws and the axes on which it stands. Copying these took
longer than drawing the fade, in each process that skips to its part of a film too.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from manim.animation.animation import Animation
from manim.animation.fading import FadeIn, FadeOut
from manim.mobject.mobject import Mobject
from manim.mobject.types.vectorized_mobject import VMobject
from manim.scene.scene import Scene
from manim.utils.rate_functions import smooth

_INKS = ("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas")


class During(NamedTuple):
    """A part of the first seconds of a play: from one share of so many seconds to another.

    A play that is shorter takes all of it into its own length.
    """

    start: float
    stop: float
    seconds: float

    def share(self, passed: float, run_time: float) -> float:
        """Return how much of the part is over when so many seconds of the play are."""
        of = min(self.seconds, run_time)
        done = (passed / of - self.start) / (self.stop - self.start)
        return float(smooth(min(max(done, 0.0), 1.0)))


class _Fade(Animation):
    """Multiply all opacities by a share that runs from 0 to 1, or back."""

    def __init__(self, mobject: Mobject, outwards: bool, during: During | None = None) -> None:
        super().__init__(mobject, introducer=not outwards, remover=outwards)
        self.outwards, self.during = outwards, during
        self.inks: list[tuple[VMobject, str, np.ndarray]] = []
        self.ours: list[Any] = []

    def begin(self) -> None:
        family = self.mobject.get_family()
        # Ours know how much of them is shown, whatever else changes their opacity meanwhile.
        self.ours = [member for member in family if _is_ours(member)]
        self.inks = [
            (member, name, getattr(member, name))
            for member in family
            if len(member.points) and not _is_ours(member)
            for name in _INKS
        ]
        self.mobject.suspend_updating()
        self.interpolate(0)

    def interpolate_mobject(self, alpha: float) -> None:
        alpha = _eased(self, self.during, alpha)
        share = 1 - alpha if self.outwards else alpha
        for member in self.ours:
            member.set_presence(share)
        for member, name, full in self.inks:
            faded = full.copy()
            faded[:, 3] *= share
            setattr(member, name, faded)

    def clean_up_from_scene(self, scene: Scene) -> None:
        super().clean_up_from_scene(scene)
        for ours in self.ours:
            ours.set_presence(1.0)
        for member, name, full in self.inks:  # what has gone may come again
            setattr(member, name, full)

    def pass_over(self, scene: Scene) -> None:
        """Do what the whole fade comes to."""
        bring(self.mobject, scene)  # a group too whose parts are there: it goes as a whole
        if self.outwards:
            scene.remove(self.mobject)

    def get_all_mobjects(self) -> list[Mobject]:  # type: ignore[override]
        return [self.mobject]

    def get_all_mobjects_to_update(self) -> list[Mobject]:
        return []


def _eased(animation: Animation, during: During | None, alpha: float) -> float:
    """Return how far a change has come at a share of its play, within its part of that if any."""
    alpha = min(max(alpha, 0.0), 1.0)
    if during is None:
        return float(animation.rate_func(alpha))
    return during.share(alpha * animation.run_time, animation.run_time)


def _is_ours(mobject: Mobject) -> bool:
    # Of any other, Manim makes up a ``set_`` of whatever name.
    return hasattr(type(mobject), "presence")


class Brighten(Animation):
    """Bring a mobject that has a brightness from the one that it has to another.

    Args:
        mobject: what changes.
        share: of its own opacity, at the end.
        during: the part of a longer play in which it does.
    """

    def __init__(self, mobject: Mobject, share: float, during: During | None = None) -> None:
        super().__init__(mobject)
        self.shape: Any = mobject
        self.to, self.during = share, during

    def begin(self) -> None:
        """Begin where it is."""
        self.start = self.shape.brightness
        self.interpolate(0)

    def interpolate_mobject(self, alpha: float) -> None:
        """Set the brightness at a share of the run time."""
        alpha = _eased(self, self.during, alpha)
        # Not a step from the start, whose end would be off by its rounding.
        self.shape.set_brightness((1 - alpha) * self.start + alpha * self.to)

    def pass_over(self, scene: Scene) -> None:
        """Set the last brightness."""
        bring(self.mobject, scene)
        self.shape.set_brightness(self.to)

    def get_all_mobjects(self) -> list[Mobject]:  # type: ignore[override]
        """Return what changes."""
        return [self.mobject]

    def get_all_mobjects_to_update(self) -> list[Mobject]:
        """Return nothing: the scene updates what has updaters."""
        return []


class _PictureIn(FadeIn):
    """Manim's fade, of which only the end may be wanted."""

    def pass_over(self, scene: Scene) -> None:
        """Do what the whole fade comes to."""
        bring(self.mobject, scene)


class _PictureOut(FadeOut):
    """Manim's fade, of which only the end may be wanted."""

    def pass_over(self, scene: Scene) -> None:
        """Do what the whole fade comes to."""
        bring(self.mobject, scene)
        scene.remove(self.mobject)


def bring(mobject: Mobject, scene: Scene) -> None:
    """Show a mobject that is neither in the picture nor a part of what is."""
    if not any(_within(mobject, top) for top in scene.mobjects):
        scene.add(mobject)


def _within(part: Mobject, whole: Mobject) -> bool:
    if part is whole:
        return True
    for each in whole.submobjects:  # most are leaves, for which a call would cost the most
        if each is part or (each.submobjects and _within(part, each)):
            return True
    return False


def fade_in(mobject: Mobject, during: During | None = None) -> Animation:
    """Return an animation that brings a mobject into the picture, pixel for pixel as ``FadeIn``.

    Args:
        mobject: what comes.
        during: the part of a longer play in which it does, where it is made of shapes.
    """
    return _Fade(mobject, False, during) if _is_plain(mobject) else _PictureIn(mobject)


def fade_out(mobject: Mobject, during: During | None = None) -> Animation:
    """Return an animation that takes a mobject away, pixel for pixel as ``FadeOut``; see above."""
    return _Fade(mobject, True, during) if _is_plain(mobject) else _PictureOut(mobject)


def is_own_fade(animation: Animation) -> bool:
    """Return whether an animation is one of ``fade_in`` or ``fade_out``."""
    return isinstance(animation, _Fade | _PictureIn | _PictureOut)


def _is_plain(mobject: Any) -> bool:
    """Return whether a mobject, with its parts, fades as Manim's vector mobjects do."""
    return all(
        isinstance(member, VMobject)
        and type(member).interpolate_color is VMobject.interpolate_color
        and type(member).fade is VMobject.fade
        for member in mobject.family_members_with_points()
    )
