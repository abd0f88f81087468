"""What is written on a plane does not lie on what is drawn there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from explainer import catalogue
from explainer.engine.session import Beat, Quality, at_beat_ends
from explainer.mobjects.placing import Name, distances, evenly_each, ink_box
from explainer.mobjects.plane_labels import PlaneLabel
from explainer.mobjects.plane_marks import Mark
from explainer.mobjects.text import TypesetMobject

LEAST = 0.02
"""Scene units between ink and a line, about a pixel at 480p."""


def seen(mobject: Any) -> bool:
    """Return whether anything of a mobject can be seen."""
    return any(
        part.get_fill_opacity() > 0.05
        or (part.get_stroke_width() > 0 and part.get_stroke_opacity() > 0.05)
        for part in mobject.family_members_with_points()
    )


def labels_of(scene: Any) -> list[TypesetMobject]:
    """Return the names of points, arrows and lines that can be seen."""
    family = scene.get_mobject_family_members()
    found = [each for each in family if isinstance(each, PlaneLabel)]
    found += [each.words for each in family if isinstance(each, Name)]
    return [each for each in dict.fromkeys(found) if seen(each)]


def touched(scene: Any) -> list[tuple[str, str]]:
    """Return each label that lies on a mark, and the kind of the mark."""
    marks = [m for m in scene.get_mobject_family_members() if isinstance(m, Mark) and seen(m)]
    drawn = [(type(mark).__name__, evenly_each(mark.edges(), 0.02)) for mark in marks]
    found = []
    for label in labels_of(scene):
        centre, size = ink_box(label)
        for kind, points in drawn:
            if distances(centre[None], size / 2, points).min(initial=np.inf) < LEAST:
                found.append((label.markup, kind))
    return found


@pytest.mark.parametrize(
    "name", ["eigenvectors", "linear_system", "linear_transformation", "matrix_product", "vectors"]
)
def test_no_label_lies_on_a_line(name: str) -> None:
    scene = catalogue.load(name)
    count = 0

    def look(shown: Any, beat: Beat) -> list[tuple[str, str, str]]:
        nonlocal count
        count += len(labels_of(shown))
        return [(beat.name, *each) for each in touched(shown)]

    ends = at_beat_ends(lambda: scene.cls(scene.params(), "dark"), Quality(854, 480, 15), look)
    found = [each for end in ends for each in end]
    assert found == []
    assert count > 10
