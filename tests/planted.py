"""Small scenes of one beat in which a fault is planted, and what is found at their end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from explainer.allowed import Kind
from explainer.engine.session import Quality, at_beat_ends
from explainer.layout import faults
from explainer.scene import Explainer

SMALL = Quality(427, 240, 15)

Draw = Callable[[Any], Any]


def film(draw: Draw, base: type = Explainer) -> Any:
    """Return the class of a scene of one beat, at whose end it shows what has been drawn."""

    class Film(base):  # type: ignore[misc]
        def construct(self) -> None:
            with self.beat("end", "A heading", "Words."):
                draw(self)

    return Film


def seen(
    draw: Draw, base: type = Explainer, look: Any = faults, quality: Quality = SMALL, **given: Any
) -> Any:
    """Return what is found at the end of a beat."""
    build = film(draw, base)
    (found,) = at_beat_ends(lambda: build(**given), quality, lambda scene, beat: look(scene))
    return found


def kinds(draw: Draw, *wanted: Kind, **given: Any) -> list[str]:
    """Return the words of the faults that are found, of some kinds."""
    found = seen(draw, look=lambda scene: faults(scene, wanted), **given)
    return [fault.words for fault in found]
