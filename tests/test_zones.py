"""Frames of four shapes: their zones, their pixels, and what is made in them."""

from __future__ import annotations

import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer import catalogue
from explainer.cli import main
from explainer.engine.session import QUALITIES, at_beat_ends
from explainer.layout import faults
from explainer.style import DARK, THEMES, theme
from explainer.zones import LAYOUTS, SQUARE, STANDARD, UPRIGHT, WIDE, Layout, Zone, layout_of

EVERY = list(LAYOUTS.values())
HEIGHTS = st.floats(WIDE.frame.bottom, WIDE.frame.top)


def inside(zone: Zone, other: Zone) -> bool:
    across = other.left <= zone.left < zone.right <= other.right
    return across and other.bottom <= zone.bottom < zone.top <= other.top


@pytest.mark.parametrize("layout", EVERY, ids=lambda each: each.aspect)
def test_zones_lie_in_their_frame_and_apart(layout: Layout) -> None:
    width, height = map(int, layout.aspect.split(":"))
    assert layout.frame.width / layout.frame.height == pytest.approx(width / height)
    for zone in (layout.safe, layout.heading_veil, layout.picture, layout.aside_veil):
        assert inside(zone, layout.frame)
    for zone in (layout.heading, layout.body, layout.panel, layout.aside, layout.open):
        assert inside(zone, layout.safe)
    assert inside(layout.aside, layout.aside_veil)
    assert layout.body.top < layout.heading.bottom
    for other in (layout.panel, layout.aside):
        beside = layout.picture.right < other.left
        assert beside == layout.is_wide and (beside or other.top < layout.picture.bottom)
    assert layout.open.right < layout.aside.left or layout.aside.top < layout.open.bottom


def test_a_wide_frame_is_as_it_was() -> None:
    assert astuple(WIDE.frame) == pytest.approx((-64 / 9, 64 / 9, -4, 4))
    assert WIDE.smallest_text == pytest.approx(8 / 36)
    zone = Zone(-1.0, 2.0, -2.1, 2.2)
    assert WIDE.fit(zone) == zone
    assert DARK.within(WIDE) == DARK


@given(st.lists(HEIGHTS, min_size=2, max_size=2, unique=True))
def test_what_is_higher_is_higher_in_every_frame(heights: list[float]) -> None:
    low, high = sorted(heights)
    for layout in EVERY:
        assert layout.frame.bottom <= layout.height(low) + 1e-9
        assert layout.height(high) <= layout.frame.top + 1e-9
        assert layout.height(low) <= layout.height(high)
        # A taller frame has more room, never less.
        assert layout.height(high) - layout.height(low) >= 0.99 * (high - low) - 1e-9
        fitted = layout.fit(Zone(-1.0, 1.0, low, high))
        assert (fitted.left, fitted.right) == (-1.0, 1.0)


@pytest.mark.parametrize("layout", EVERY, ids=lambda each: each.aspect)
def test_the_zones_of_a_wide_frame_become_those_of_others(layout: Layout) -> None:
    for name in ("frame", "safe", "heading", "body"):
        before, after = getattr(WIDE, name), getattr(layout, name)
        assert astuple(layout.fit(before)) == pytest.approx(astuple(after))


@pytest.mark.parametrize("layout", EVERY, ids=lambda each: each.aspect)
def test_the_letter_is_the_shorter_side(layout: Layout) -> None:
    for quality in QUALITIES.values():
        made = quality.within(layout)
        assert min(made.width, made.height) == quality.height and made.fps == quality.fps
        assert made.width % 2 == made.height % 2 == 0
        assert layout_of(made.width, made.height) is layout
    assert WIDE is not layout or QUALITIES["l"].within(layout) == QUALITIES["l"]


def test_sizes_in_pixels() -> None:
    high = QUALITIES["h"]
    sizes = {each.aspect: high.within(each) for each in (STANDARD, SQUARE, UPRIGHT)}
    assert {name: (each.width, each.height) for name, each in sizes.items()} == {
        "4:3": (1440, 1080),
        "1:1": (1080, 1080),
        "9:16": (1080, 1920),
    }


def test_all_type_grows_with_the_frame() -> None:
    for name in THEMES:
        for layout in EVERY:
            sizes, usual = theme(name, layout.aspect).sizes, theme(name).sizes
            for size, before in zip(astuple(sizes), astuple(usual), strict=True):
                assert size == pytest.approx(layout.type_scale * before)
                assert size >= layout.smallest_text
    back = DARK.within(UPRIGHT).within(WIDE).sizes
    assert astuple(back) == pytest.approx(astuple(DARK.sizes))


def shapes(name: str) -> list[Any]:
    """Return a scene in one shape with every change, in turn, and in all with ``--full``."""
    turn = 1 + list(catalogue.files()).index(name) % 3
    return [
        pytest.param(name, layout, id=f"{name}-{layout.aspect}", marks=marks)
        for number, layout in enumerate(EVERY[1:], 1)
        for marks in ([] if number == turn else [pytest.mark.full],)
    ]


@pytest.mark.parametrize(
    ("name", "layout"), [case for name in catalogue.files() for case in shapes(name)]
)
def test_a_scene_can_be_read_in_every_shape(name: str, layout: Layout) -> None:
    scene, found = catalogue.load(name), list[str]()

    def look(shown: Any, beat: Any) -> None:
        found.extend(f"{beat.name}: {fault}" for fault in faults(shown))

    colours = theme("dark", layout.aspect)
    at_beat_ends(lambda: scene.cls(scene.params(), colours), QUALITIES["l"].within(layout), look)
    assert not found, "\n".join(found)


def test_a_clip_says_its_shape_in_its_name_and_its_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(
        "from manim import *\nfrom explainer import Explainer\n\n\n"
        "class Mine(Explainer):\n"
        "    def construct(self):\n"
        "        with self.beat('first', 'First', 'One.'):\n"
        "            self.fade(into=[self.words('a word')])\n"
    )
    assert main(["mine.py", "-ql", "--aspect", "9:16"]) == 0
    assert capsys.readouterr().out.strip() == "clips/mine-9x16.mp4"
    record = json.loads(Path("clips/mine-9x16.json").read_text())
    assert record["size"] == [480, 854]
    assert main(["mine.py", "-ql", "--aspect", "9:16", "--beat", "first", "--name", "mine"]) == 0
    assert main(["mine.py", "-ql", "--beat", "first", "--name", "mine"]) == 0
    assert "was made with -q l --aspect 9:16" in capsys.readouterr().err
    assert main(["deck", "clips/mine-9x16.mp4", "mine.py", "-ql", "--aspect", "4:3"]) == 2
    words = "clips/mine-9x16.mp4 is 480x854, but -q l --aspect 4:3 is 640x480"
    assert words in capsys.readouterr().err
    assert main(["mine.py", "--aspect", "16:10"]) == 2
    assert "--aspect: given 16:10" in capsys.readouterr().err
