"""A state shown as a function of time, and what plays are known to change and to come to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from manim.animation.animation import Animation, Wait
from manim.mobject.mobject import Mobject
from manim.scene.scene import Scene
from manim.utils.rate_functions import smooth

from explainer.engine.fades import bring
from explainer.engine.renderer import has_updaters


class Sweep(Animation):
    """Show a state as a function of time: ``show(t)`` for t from 0 to 1 after easing.

    Nothing is copied and nothing accumulates: the same t gives the same picture, at any frame rate.

    Args:
        show: sets the picture for t; it may change any of ``touches``.
        touches: the mobjects that ``show`` changes; the one whose method it is when there are none.
        run_time: seconds.
        rate_func: the easing.
    """

    def __init__(
        self,
        show: Callable[[float], object],
        *touches: Mobject,
        run_time: float = 1.0,
        rate_func: Callable[[float], float] = smooth,
    ) -> None:
        self.show = show
        self.touches = touches or _owner(show)
        # A play shows what it moves; but the parts of a whole picture come one by one.
        whole = not touches and any(owner.submobjects for owner in self.touches)
        self.brings = () if whole else self.touches[:1]
        super().__init__(
            self.brings[0] if self.brings else None,
            run_time=run_time,
            rate_func=rate_func,
            suspend_mobject_updating=False,
        )

    def begin(self) -> None:
        """Show the first state."""
        self.interpolate(0)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the state at ``alpha``, a share of the run time."""
        self.show(self.rate_func(min(max(alpha, 0.0), 1.0)))

    def pass_over(self, scene: Scene) -> None:
        """Show the last state; before it one near it, for ends that follow from what they were."""
        for first in self.brings:  # which a play shows if it was not to be seen
            bring(first, scene)
        frames = round(self.run_time * scene.camera.frame_rate)
        self.interpolate(1 - 1 / max(frames, 1))
        self.interpolate(1)

    def get_all_mobjects(self) -> list[Mobject]:  # type: ignore[override]
        """Return what the sweep changes."""
        return list(self.touches)

    def get_all_mobjects_to_update(self) -> list[Mobject]:
        """Return nothing: the scene updates what has updaters."""
        return []


def _owner(show: Callable[[float], object]) -> tuple[Mobject, ...]:
    """Return the mobject whose method a function is, as it stands or with some arguments given."""
    while isinstance(show, partial):
        show = show.func
    owner = getattr(show, "__self__", None)
    return (owner,) if isinstance(owner, Mobject) else ()


def can_pass(animation: Any) -> bool:
    """Return whether the end of an animation can be set without going through it."""
    if type(animation) is Wait:
        return animation.stop_condition is None
    mobject = animation.mobject if hasattr(animation, "pass_over") else None
    return isinstance(mobject, Mobject) and not has_updaters(mobject)


def changed_by(animation: Animation) -> Iterable[Mobject]:
    """Return the mobjects that an animation changes."""
    if isinstance(animation, Sweep):
        return animation.touches
    nested = getattr(animation, "animations", ())
    return [animation.mobject, *(mobject for part in nested for mobject in changed_by(part))]
