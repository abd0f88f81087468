"""No stale frame: the key changes with everything that decides how frames look, and only then."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explainer import catalogue, sources
from explainer.cli.keeping import Recipe, builder, key_of
from explainer.film_files import open_film
from explainer.sources import ChangedSource, code, digest, reading
from explainer.style import theme

ROOT = Path(__file__).resolve().parent.parent

SCENE = '''"""A scene with a helper and data."""
from pathlib import Path

from manim import Square

from explainer import Explainer, Field, SceneParams
from paint import colour


class Patch(Explainer):
    """See a square."""

    class Params(SceneParams):
        side: float = Field(2, gt=0, le=4, description="of the square")

    def construct(self):
        size = float(Path(__file__).with_name("size.txt").read_text())
        with self.beat("square", "A square", "It is there."):
            self.add(Square(size * self.params.side, color=colour(), fill_opacity=1))
'''
HELPER = "def colour():\n    from deeper import RED\n    return RED\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a scene, a helper, what the helper imports, and data."""
    (tmp_path / "patch.py").write_text(SCENE)
    (tmp_path / "paint.py").write_text(HELPER)
    (tmp_path / "deeper.py").write_text('RED = "#FF0000"\n')
    (tmp_path / "size.txt").write_text("1")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    for name in ("patch", "paint", "deeper"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(sources, "_as_imported", {})
    return tmp_path


def names(scene: str) -> set[str]:
    return {str(file.relative_to(ROOT)) for file in code(catalogue.files()[scene])}


def test_the_code_behind_a_scene_is_followed_through_its_imports() -> None:
    found = names("linear_transformation")
    assert {
        "scenes/linear_algebra/linear_transformation/scene.py",
        "scenes/linear_algebra/linear_transformation/text.py",
        "explainer/mobjects/plane.py",
        "explainer/geometry/plane.py",
        "explainer/engine/raster.py",
        "explainer/params/model.py",
        "explainer/style.py",
        "explainer/__init__.py",
    } <= found
    assert not [name for name in found if "/cli/" in name or "/publish/" in name]
    inference = "scenes/probability/posterior_update/inference.py"
    assert inference not in found and inference in names("posterior_update")


def test_every_import_that_python_sees_is_found() -> None:
    for file in [*(ROOT / "explainer").rglob("*.py"), *(ROOT / "scenes").rglob("*.py")]:
        names: list[str] = []
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Import):
                names += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        wanted = {path for name in names for path in sources._files_of(name, file.parent)}
        found = set(sources._imported(file, file.stat().st_mtime_ns))
        assert wanted <= found or file.name == "__init__.py", file


def test_helpers_of_the_users_own_are_followed_too(place: Path) -> None:
    found = code(place / "patch.py")
    assert {place / name for name in ("patch.py", "paint.py", "deeper.py")} <= set(found)


def test_the_digest_changes_with_each_file_and_only_with_them(place: Path) -> None:
    def now() -> str:
        sources._as_imported.clear()
        return digest(place / "patch.py", [place / "size.txt"])

    first = now()
    (place / "unrelated.py").write_text("x = 1\n")
    assert now() == first
    for name in ("patch.py", "paint.py", "deeper.py", "size.txt"):
        before = (place / name).read_text()
        (place / name).write_text(before + "\n")
        assert now() != first, name
        (place / name).write_text(before)
        assert now() == first


def test_source_that_changed_under_a_running_process_is_refused(place: Path) -> None:
    digest(place / "patch.py")
    (place / "deeper.py").write_text('RED = "#00FF00"\n')
    with pytest.raises(ChangedSource, match=r"deeper\.py has changed"):
        digest(place / "patch.py")


def test_what_is_read_is_noticed(place: Path) -> None:
    files: set[Path] = set()
    (place / "numbers.csv").write_text("1,2\n3,4\n")
    old = place / os.fsdecode(b"na\xefve.csv")  # named when names were not in UTF-8
    old.write_text("5")
    with reading(files):
        np.loadtxt("numbers.csv", delimiter=",")
        (place / "size.txt").read_text()
        old.read_text()
        (place / "written.txt").write_text("not read")
        Path(sys.prefix, "pyvenv.cfg").exists()
        np.zeros(3)
    assert files == {place / "numbers.csv", place / "size.txt", old}
    assert digest(place / "patch.py", files) != digest(place / "patch.py", files - {old})
    with reading(again := set()):
        pass
    (place / "size.txt").read_text()
    assert again == set()


def test_what_a_scene_reads_while_it_is_imported_is_part_of_its_key(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "READ", set())
    (place / "numbers.csv").write_text("1,2\n")
    (place / "patch.py").write_text(
        f"import numpy\nnumpy.loadtxt('numbers.csv', delimiter=',')\n{SCENE}"
    )
    scene = catalogue.load("patch.py")
    keys = [key_of(scene, scene.params(), theme("dark"), ())]
    (place / "numbers.csv").write_text("1,3\n")
    keys.append(key_of(scene, scene.params(), theme("dark"), ()))
    assert place / "numbers.csv" in catalogue.READ
    assert keys[0] != keys[1]


def test_the_key_changes_with_parameters_theme_and_class(place: Path) -> None:
    scene = catalogue.load("patch.py")
    dark, light = theme("dark"), theme("light")
    keys = [
        key_of(scene, scene.params(), dark, []),
        key_of(scene, scene.params(side=3), dark, []),
        key_of(scene, scene.params(), light, []),
        key_of(scene, scene.params(), dark, [place / "size.txt"]),
        key_of(catalogue.load("linear_transformation"), scene.params(), dark, []),
    ]
    assert None not in keys and len(set(keys)) == len(keys)
    assert key_of(scene, scene.params(), dark, []) == keys[0]


def test_a_class_without_a_file_is_built_here_and_not_kept(place: Path) -> None:
    scene = catalogue.load("patch.py")
    assert isinstance(builder(scene, scene.params(), theme("dark")), Recipe)
    loose = catalogue.of_class(type("Loose", (scene.cls,), {"__module__": "patch"}))
    assert key_of(loose, loose.params(), theme("dark"), []) is None
    build = builder(loose, loose.params(), theme("light"))
    assert not isinstance(build, Recipe)
    made = build()
    assert type(made) is loose.cls and made.theme.name == "light"


def test_a_recipe_builds_the_same_scene(place: Path) -> None:
    scene = catalogue.load("gradient_descent")
    for params in [scene.params(), *scene.presets.values()]:
        made = builder(scene, params, theme("light"))()
        assert type(made) is scene.cls and made.params == params and made.theme.name == "light"


def middle_colour(film: Path) -> list[int]:
    with open_film(film) as video:
        last = [frame.to_ndarray(format="rgb24") for frame in video.decode(video=0)][-1]
    return [round(float(v) / 255) for v in last[235:245, 420:434].mean(axis=(0, 1))]


def test_no_frame_is_stale(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the command, as a user changes a helper, data and a parameter between two runs."""
    monkeypatch.setenv("EXPLAINER_CACHE", str(place / "kept"))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))

    def render(*arguments: str) -> Any:
        command = [sys.executable, "-m", "explainer", "patch.py", "-ql", *arguments]
        subprocess.run(command, check=True, capture_output=True)
        return (place / "clips/patch.mp4").read_bytes(), middle_colour(place / "clips/patch.mp4")

    first, colour = render()
    assert colour == [1, 0, 0]
    (place / "deeper.py").write_text('RED = "#0000FF"\n')
    second, colour = render()
    assert colour == [0, 0, 1]
    (place / "size.txt").write_text("0.01")
    third, colour = render()
    assert colour == [0, 0, 0]
    fourth, _ = render("--theme", "light")
    assert len({first, second, third, fourth}) == 4
    films = len(list((place / "kept/films").iterdir()))
    (place / "size.txt").write_text("1")
    assert render()[0] == second
    assert len(list((place / "kept/films").iterdir())) == films
