"""What a scene says and when: its headings, and the sentences that are bound to what moves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from manim.constants import UL
from manim.mobject.mobject import Mobject

from explainer.beat_text import BeatText
from explainer.engine.session import Beat, Sentence
from explainer.messages import Refusal
from explainer.mobjects.text import Words
from explainer.mobjects.veil import Veil
from explainer.plain_text import plain_text
from explainer.style import Theme

ABOVE_ALL = 1000
"""The z-index of what lies over the whole picture."""

BELOW_ALL = -2


class Speaker(Protocol):
    """What a scene does for its words."""

    theme: Theme
    clock: float
    camera: Any
    bleeds: Any

    def wait(self, duration: float) -> None:
        """Hold the picture."""

    def carry(self, out: Iterable[Mobject], into: Iterable[Mobject]) -> None:
        """Let things change while the next thing moves."""

    def pin(self, *mobjects: Mobject) -> None:
        """Keep things in their place on the screen."""

    def add(self, *mobjects: Mobject) -> Any:
        """Show things."""


class Narration:
    """The words of a scene, on the scene's clock.

    Args:
        scene: whose words they are.
    """

    def __init__(self, scene: Speaker) -> None:
        self._scene = scene
        self._heading: Words | None = None
        self._veil: Veil | None = None
        self._last = ""  # the heading with which the beat ends
        self._asked = False  # whether another stands there until then
        self._start = 0.0
        self._said: list[Sentence] = []

    @property
    def lasting(self) -> list[Mobject]:
        """What stays in the picture from beat to beat."""
        return [each for each in (self._veil, self._heading) if each is not None]

    @property
    def said(self) -> list[Sentence]:
        """What has been said in this beat so far."""
        return [*self._said]

    def begin(self, words: BeatText) -> None:
        """Begin a beat."""
        self._start, self._said = self._scene.clock, []
        self._last, self._asked = words.heading, bool(words.question)
        self.show_heading(words.question or words.heading)

    def end(self, name: str, words: BeatText) -> Beat:
        """Say what has not been said, hold the picture, and return the beat that is over."""
        scene, durations = self._scene, self._scene.theme.durations
        said = {sentence.text for sentence in self._said}
        for sentence in words.sentences if said else ():
            if sentence not in said:
                self.hear(sentence, scene.clock)
        self.conclude()
        reading = 0.0 if said else len(words.narration) / durations.reading_speed
        scene.wait(max(durations.hold, self._start + reading - scene.clock))
        told = " ".join(sentence.text for sentence in self._said) or words.narration
        heading, seen = plain_text(words.heading), words.alt_text or None
        return Beat(name, heading, told, self._start, scene.clock, seen, tuple(self._said))

    def hear(self, sentence: str, start: float, *, asks: bool = False) -> None:
        """Hold the picture until a sentence has been read, and note when it was said."""
        scene = self._scene
        rest = start + len(sentence) / scene.theme.durations.reading_speed - scene.clock
        if rest > 1e-6:
            scene.wait(rest)
        self._said.append(Sentence(sentence, start, scene.clock, asks))

    def ask(self, question: str) -> None:
        """Put a question, Typst markup or else the heading as it is, and hold the picture.

        Raises:
            Refusal: when there is neither.
        """
        if question:
            self._asked = True
            self.show_heading(question)
        if self._heading is None:
            raise Refusal("self.ask() has no question: give it one, or ask within a beat")
        start = self._scene.clock
        self._scene.wait(self._scene.theme.durations.think)
        self.hear(plain_text(self._heading.markup), start, asks=True)

    def conclude(self) -> None:
        """Let the heading with which the beat ends take the place of its question."""
        if self._asked:
            self._asked = False
            self.show_heading(self._last)

    def show_heading(self, title: str) -> None:
        """Let a heading, Typst markup, take the place of the one before while the next moves."""
        scene, old = self._scene, self._heading
        self._heading = self._made(title)
        if scene.bleeds and self._veil is None:
            self._veil = Veil(scene.theme.layout.heading_veil, scene.theme, "bottom", opacity=0.95)
            scene.pin(self._veil)
            scene.add(self._veil.set_z_index(ABOVE_ALL - 1))
        scene.carry([old] if old is not None else [], [self._heading])

    def rest(self) -> None:
        """Lay the heading below all that is drawn in each frame, where it meets nothing."""
        if self._heading is not None and not self._over_the_picture:
            self._heading.set_z_index(BELOW_ALL)

    @property
    def _over_the_picture(self) -> bool:
        """Whether something is behind headings, or may come there before a camera that moves."""
        scene = self._scene
        return scene.bleeds or hasattr(scene.camera, "add_fixed_in_frame_mobjects")

    def _made(self, title: str) -> Words:
        theme = self._scene.theme
        zone, wide = theme.layout.heading, theme.layout.is_wide
        heading = Words(title, theme, size="heading", width=None if wide else zone.width)
        if wide:
            heading.fit_width(zone.width)
            heading.place((zone.left, zone.bottom + 0.12))
        else:  # in as many lines as it takes
            heading.scale(min(1.0, zone.height / heading.height))
            heading.move_to((zone.left, zone.top, 0), aligned_edge=UL)
        heading.shift((0, min(0.0, zone.top - float(heading.get_top()[1])), 0))
        self._scene.pin(heading)
        if self._over_the_picture:
            heading.with_halo(theme)
        return heading.set_z_index(ABOVE_ALL)
