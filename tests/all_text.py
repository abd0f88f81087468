"""All text of scenes: what is said, and what stands on the screen at the end of each beat.

``python -m all_text [SCENE ...]`` prints it for every set of parameters, each text once a scene,
to be read from end to end.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from matrix import parameter_set, set_names

from explainer import catalogue, numbers
from explainer.beat_text import BeatText
from explainer.engine.session import Beat, Quality, at_beat_ends
from explainer.layout import texts_of
from explainer.mobjects.live_numbers import LiveMatrix, LiveNumber
from explainer.mobjects.text import TypesetMobject, Words
from explainer.narration import Narration

SMALL = Quality(64, 36, 15)


@dataclass(frozen=True)
class Screen:
    """What a beat says, and the text that is seen at its end.

    Attributes:
        beat: with its title, narration and alternative text.
        markups: of the text in the picture and beside it.
        figures: of running numbers, each with its value where it is one number.
        equated: markups that end in a sign of equality, with the running number or matrix that
            follows.
    """

    beat: Beat
    markups: tuple[str, ...]
    figures: tuple[tuple[str, float], ...]
    equated: tuple[tuple[str, LiveNumber | LiveMatrix], ...]

    @property
    def said(self) -> tuple[str, ...]:
        """Plain text."""
        return self.beat.title, self.beat.say, self.beat.alt or ""


@dataclass
class Film:
    """All screens of a scene with one set of parameters.

    Attributes:
        screens: in order.
        rounded: numbers as they were written, of those that were rounded.
        full: of those that were not.
        unbound: beats whose sentences were not all said, in their order, while something moved.
    """

    screens: list[Screen] = field(default_factory=list)
    rounded: set[str] = field(default_factory=set)
    full: set[str] = field(default_factory=set)
    unbound: list[str] = field(default_factory=list)


def watch(
    build: Callable[[], Any],
    quality: Quality = SMALL,
    look: Callable[[Any, Beat], object] = lambda scene, beat: None,
) -> Film:
    """Pass through a scene, and let ``look`` see the end of each beat too."""
    film = Film()

    def keep(scene: Any, beat: Beat) -> Screen:
        screen = _screen(scene, beat)
        look(scene, beat)
        return screen

    with _recorded(film):
        film.screens = at_beat_ends(build, quality, keep)
    return film


def _screen(scene: Any, beat: Beat) -> Screen:
    texts = texts_of(scene)
    live = [text for text in texts if isinstance(text, LiveNumber)]
    words = [text for text in texts if isinstance(text, Words)]
    ends = [text for text in words if text.markup.rstrip("$ ").endswith(("=", "≈", "approx"))]
    matrices = [m for m in scene.get_mobject_family_members() if isinstance(m, LiveMatrix)]
    beside = [(text.markup, found) for text in ends if (found := _next(text, live, matrices))]
    return Screen(
        beat,
        tuple(text.markup for text in words),
        tuple((text.text, text.value) for text in live),
        tuple(beside),
    )


def _next(
    text: TypesetMobject, live: list[LiveNumber], matrices: list[LiveMatrix]
) -> LiveNumber | LiveMatrix | None:
    """Return the running number or matrix that follows a text on its line."""
    x, y = text.baseline[0] + text.advance, text.baseline[1]
    for number in live:
        gap = number.baseline[0] - x
        if abs(number.baseline[1] - y) < 0.02 and -0.05 < gap < 2 * text.em:
            return number
    for matrix in matrices:
        gap = matrix.get_left()[0] - x
        if abs(matrix.get_center()[1] - y - 0.25 * text.em) < 0.05 and -0.05 < gap < 2 * text.em:
            return matrix
    return None


@contextmanager
def _recorded(film: Film) -> Iterator[None]:
    """Keep all numbers that are written, and what a beat has left to say at its end."""
    make, end = numbers.Figure.__new__, Narration.end

    def watched(cls: type, text: str, rounded: bool = False) -> Any:
        (film.rounded if rounded else film.full).add(text)
        return make(cls, text, rounded)

    def ended(narration: Narration, name: str, words: BeatText) -> Beat:
        bound = tuple(each.text for each in narration.said if not each.asks)
        if bound != words.sentences:
            film.unbound.append(f"{name}: said {bound}, of {words.sentences}")
        return end(narration, name, words)

    with (
        mock.patch.object(numbers.Figure, "__new__", watched),
        mock.patch.object(Narration, "end", ended),
    ):
        yield


def main() -> None:
    """Print the text of scenes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenes", nargs="*")
    for name in parser.parse_args().scenes or catalogue.files():
        scene = catalogue.load(name)
        print(f"\n#### {name}: {scene.title}")
        for field_name, info in scene.params.model_fields.items():
            print(f"  parameter {field_name}: {info.description}")
        printed: set[str] = set()
        for case in set_names(name):
            params = parameter_set(name, case)
            film = watch(lambda cls=scene.cls, params=params: cls(params, "dark"))
            print(f"\n## {name}, {case}")
            for screen in film.screens:
                print(f"- {screen.beat.name}")
                kinds = zip(("heading", "says", "alt"), screen.said, strict=True)
                others = [("screen", markup) for markup in screen.markups]
                others += [("number", text) for text, _ in screen.figures]
                for kind, text in [*kinds, *others]:
                    if (kind, text) not in printed:
                        printed.add((kind, text))
                        print(f"  {kind}: {text}")


if __name__ == "__main__":
    main()
