"""Manim's own command: it plays every scene with its defaults, and shows no film that is stale."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from manim import Circle, Dot, Square, Text, tempconfig
from manim.mobject.value_tracker import ValueTracker
from matrix import all_scenes

from explainer import catalogue
from explainer.engine.renderer import ClipRenderer
from explainer.params import SceneParams
from explainer.scene import Explainer

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = {
    **{"pixel_width": 64, "pixel_height": 36, "frame_rate": 5},
    **{"disable_caching": False, "progress_bar": "none"},
}


class Films:
    """Stands in for Manim's file writer: it has the films of the plays in ``known``."""

    def __init__(self, known: set[str]) -> None:
        self.known, self.keys, self.subcaptions = known, [], []
        self.sections = [SimpleNamespace(skip_animations=False)]
        self.output_spec = SimpleNamespace(
            is_still=False, is_video=True, is_image_sequence=False, enabled=True
        )

    def is_already_cached(self, key: str) -> bool:
        return key in self.known

    def add_partial_movie_file(self, key: str) -> None:
        self.keys.append(key)

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *args, **kwargs: None


def keys_of(cls: type[Explainer], known: set[str] | None = None, **options: Any) -> list[str]:
    """Return the keys of a scene's plays under Manim, which has the films of those in ``known``."""
    with tempconfig(SETTINGS):
        scene = cls(**options)
        scene.renderer.file_writer = films = Films(known or set())
        scene.render()
    assert len(films.keys) == scene.renderer.num_plays
    return films.keys


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ClipRenderer, "update_frame", lambda self, *args, **kwargs: None)


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("name", all_scenes())
def test_every_play_of_a_scene_has_a_film_of_its_own_which_is_found_again(name: str) -> None:
    cls = catalogue.load(name).cls
    drawn = keys_of(cls)
    assert len(set(drawn)) == len(drawn) > 5
    assert keys_of(cls, set(drawn)) == drawn


class Wave(Explainer):
    """A sweep that reads a parameter of the scene, which Manim's own hash leaves out."""

    class Params(SceneParams):
        size: float = 1.0

    def construct(self) -> None:
        dot = Dot()
        self.sweep(lambda t: dot.move_to((t * self.params.size, 0, 0)), dot, run_time=0.2)


class Larger(Wave):
    """The same with another default."""

    class Params(SceneParams):
        size: float = 2.0


def test_what_a_sweep_reads_decides_the_key() -> None:
    plain = keys_of(Wave)
    assert keys_of(Wave) == plain
    assert keys_of(Wave, params=Wave.Params(size=1.5)) != plain
    assert keys_of(Wave, theme="light") != plain
    assert keys_of(Wave, random_seed=1) != plain
    assert keys_of(Larger) != plain


def test_what_holds_a_number_decides_the_key() -> None:
    def variant(reach: object) -> type[Explainer]:
        class Holder(Explainer):
            def construct(self) -> None:
                dot, held = Dot(), reach
                self.sweep(lambda t: dot.move_to((t * float(np.sum(held)), 0, 0)), dot)

        return Holder

    found = [keys_of(variant(value)) for value in (1, 2, 2.5, np.int64(3), np.array([1.0, 2.5]))]
    assert len({tuple(keys) for keys in found}) == len(found)


def test_what_is_to_be_seen_decides_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    shape: dict[str, Any] = {"made": lambda: Square()}

    class Shown(Explainer):
        def construct(self) -> None:
            self.add(shape["made"]())
            self.wait(0.2)

    found = []
    for made in (
        *(Square, Circle, lambda: Square(color="#ff0000"), lambda: Square(stroke_width=9)),
        *(lambda: Square(side_length=2.001), lambda: Text("a"), lambda: Text("b")),
    ):
        shape["made"] = made
        found.append(tuple(keys_of(Shown)))
        assert found[-1] == tuple(keys_of(Shown))
    with tempconfig({"background_color": "#123456", "frame_width": 10}):
        found.append(tuple(keys_of(Shown)))
    assert len(set(found)) == len(found)


def test_what_adds_up_ends_where_it_did_though_its_film_is_not_drawn_again() -> None:
    class Adding(Explainer):
        ends: list[float] = []

        def construct(self) -> None:
            tracker = ValueTracker(1).add_updater(
                lambda m, dt: m.increment_value(m.get_value() * dt)
            )
            self.add(tracker)
            self.wait(1)
            self.ends.append(tracker.get_value())

    keys = keys_of(Adding)
    assert keys_of(Adding, set(keys)) == keys
    assert Adding.ends[0] == Adding.ends[1] > 2


def test_a_class_without_a_file_is_never_taken_for_another() -> None:
    def made(side: float) -> type[Explainer]:
        names = {"Explainer": Explainer, "Square": Square, "__name__": "of_no_file", "side": side}
        exec(
            "class Typed(Explainer):\n"
            "    def construct(self):\n"
            "        self.add(Square(side))\n"
            "        self.wait(0.2)\n",
            names,
        )
        return names["Typed"]  # type: ignore[return-value]

    assert keys_of(made(1)) != keys_of(made(1))


# -- the command itself ---------------------------------------------------------------------------

SCENE = """
import numpy as np
from manim import *
from explainer import Explainer
from numbers_beside import SHIFT
DATA = np.loadtxt("data.txt")
class Moving(Explainer):
    def construct(self):
        dot = Dot()
        self.sweep(lambda t: dot.move_to((t * SHIFT * 1.0, DATA.sum(), 0)), dot, run_time=0.2)
        self.wait(0.2)
"""


def manim(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "400"}
    done = subprocess.run(
        [sys.executable, "-m", "manim", *arguments],
        **{"cwd": folder, "env": environment, "capture_output": True, "text": True, "timeout": 120},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_users_scene_is_drawn_anew_when_anything_behind_it_has_changed(tmp_path: Path) -> None:
    files = {"mine.py": SCENE, "numbers_beside.py": "SHIFT = 2\n", "data.txt": "0 1\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text)

    def kept() -> int:
        return len(re.findall("Using cached data", manim(tmp_path, "-ql", "mine.py", "Moving")))

    assert kept() == 0
    assert kept() == 2
    (tmp_path / "data.txt").write_text("0 2\n")
    assert kept() == 0
    (tmp_path / "numbers_beside.py").write_text("SHIFT = 3\n")
    assert kept() == 0
    (tmp_path / "mine.py").write_text(SCENE.replace("1.0", "1.5"))
    assert kept() == 0


def test_the_command_of_the_readme_from_any_folder(tmp_path: Path) -> None:
    scene = ROOT / "scenes" / "linear_algebra" / "linear_transformation" / "scene.py"
    manim(tmp_path, "-ql", "-n", "0,2", str(scene), "LinearTransformation")
    assert [*tmp_path.glob("media/videos/scene/480p15/*.mp4")]
