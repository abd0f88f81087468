"""The chapters and slides of a deck, as all kinds of decks take them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from explainer.style import Theme


@dataclass(frozen=True)
class Slide:
    """One step: ``notes`` are its narration, ``seconds`` its length.

    ``stem`` names its files in the chapter's folder: the film ``.mp4``, the film that runs
    backwards ``.rev.mp4``, and the picture on which it ends ``.png``. ``before`` is the stem of
    the picture from which it starts.
    """

    name: str
    title: str
    notes: str
    alternative: str
    seconds: float
    stem: str
    before: str


@dataclass(frozen=True)
class Chapter:
    """One clip: what its opening slide says, and a slide for each step; ``size`` in pixels."""

    stem: str
    heading: str
    title: str
    given: str
    theme: Theme
    size: tuple[int, int]
    folder: Path
    slides: tuple[Slide, ...]

    def film(self, slide: Slide) -> Path:
        """Return the film of a beat."""
        return self.folder / f"{slide.stem}.mp4"

    def backwards(self, slide: Slide) -> Path:
        """Return the film of a beat that runs backwards."""
        return self.folder / f"{slide.stem}.rev.mp4"

    def last(self, slide: Slide) -> Path:
        """Return the picture on which a beat ends."""
        return self.folder / f"{slide.stem}.png"

    def first(self, slide: Slide) -> Path:
        """Return the picture from which a beat starts: that on which the one before it ends."""
        return self.folder / f"{slide.before}.png"

    def moved(self, folder: Path) -> Chapter:
        """Return the same with its files in another folder."""
        return replace(self, folder=folder)
