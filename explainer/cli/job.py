"""One scene of an order, checked and planned: what the makers of clips and files are given."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from explainer import catalogue
from explainer.cli.keeping import builder
from explainer.cli.orders import Order
from explainer.params import SceneParams
from explainer.style import Theme

if TYPE_CHECKING:
    from explainer.engine.session import Quality, Timeline

OnFrame = Callable[[int], None]

Watch = Callable[[str, int], AbstractContextManager[OnFrame]]
"""Given a clip's name and its number of frames, returns what is told the frames done so far."""


@dataclass(frozen=True)
class Job:
    """One scene of an order, checked: all that is left is to render it."""

    scene: catalogue.Scene
    params: SceneParams
    theme: Theme
    order: Order
    target: Path

    @property
    def build(self) -> Callable[[], Any]:
        """Return what builds a fresh scene, in another process too where that can be."""
        return builder(self.scene, self.params, self.theme)

    @property
    def quality(self) -> Quality:
        """The size of frames, and how many a second."""
        from explainer.engine.session import QUALITIES

        return QUALITIES[self.order.quality].within(self.theme.layout)


@dataclass(frozen=True)
class Plan:
    """What is known of a clip before it is rendered: its timeline, and the files that it read."""

    timeline: Timeline
    read: frozenset[Path]

    def shown(self, job: Job) -> Timeline:
        """Return the timeline of what the clip shows: the whole scene, or one beat.

        Raises:
            UnknownBeat: when there is no such beat.
        """
        beat = job.order.beat
        return self.timeline if beat is None else self.timeline.only(beat, job.quality.fps)
