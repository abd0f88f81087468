"""The catalogue: what is listed, what is found, and what is said when it is not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from explainer import catalogue
from explainer.catalogue import CatalogueError, UnknownScene

WAVES = '''"""Waves."""
from explainer import Explainer, SceneParams


class Waves(Explainer):
    """See a wave
    travel.

    More about it.
    """

    class Params(SceneParams):
        height: float = 1

    presets = {"high": Params(height=3)}


class StandingWaves(Waves):
    """See a wave stand still."""


class _Hidden(Waves):
    """Not a scene for others."""
'''


@pytest.fixture(autouse=True)
def _fresh_modules() -> Iterator[None]:
    modules, path = set(sys.modules), list(sys.path)
    yield
    for name in set(sys.modules) - modules:
        if not name.startswith(("manim", "explainer", "numpy", "scipy", "sympy", "scenes")):
            del sys.modules[name]
    sys.path[:] = path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A catalogue of four files in four parts."""
    for part, name in [
        ("probability", "coin_toss"),
        ("calculus", "tangent"),
        ("art", "mobile"),
        ("linear_algebra", "waves"),
    ]:
        folder = tmp_path / "scenes" / part
        folder.mkdir(parents=True)
        (folder / f"{name}.py").write_text(WAVES)
        (folder / "_shared.py").write_text("raise RuntimeError")
    return tmp_path / "scenes"


def test_scenes_are_listed_in_the_order_of_the_course(root: Path) -> None:
    assert list(catalogue.files(root)) == ["waves", "tangent", "coin_toss", "mobile"]


def test_a_file_gives_its_main_scene_and_its_variants(root: Path) -> None:
    found = [entry for entry in catalogue.entries(root) if entry.part == "linear_algebra"]
    assert [(entry.name, entry.class_name) for entry in found] == [
        ("waves", "Waves"),
        ("waves:StandingWaves", "StandingWaves"),
    ]
    assert found[0].title == "See a wave travel."


def test_variants_of_other_files_are_listed(root: Path) -> None:
    (root / "art" / "steep.py").write_text(
        "from explainer.scenes.linear_algebra.waves import Waves as Base\n"
        "class Steep(Base):\n    '''See it break.'''\n"
    )
    assert ("steep", "See it break.") in [(e.name, e.title) for e in catalogue.entries(root)]


def test_listing_names_a_broken_file(root: Path) -> None:
    (root / "art" / "broken.py").write_text("x = 1\nclass Broken(:\n")
    with pytest.raises(CatalogueError, match=r"^broken\.py, line 2: SyntaxError: "):
        catalogue.entries(root)


@pytest.mark.parametrize(
    ("request_", "message"),
    [
        (
            "wave",
            r"no scene is called wave \(did you mean waves\?\); the scenes are waves, tangent",
        ),
        ("coin-tos", r"no scene is called coin-tos \(did you mean coin_toss\?\)"),
        ("coin_toss.py", r"coin_toss\.py: there is no such file; the scene is called coin_toss"),
        ("waves:Wavs", r"waves: no scene Wavs"),
        ("https://example.org/scene.py", r"nothing is fetched from the web; download it first"),
        ("x" * 5000, r"no scene is called xxx"),
        ("x" * 5000 + ".py", r"xxx\.\.\.: its path is too long"),
        ("\x1b[31m", r"no scene is called \\x1b\[31m; the scenes are"),
        ("", r"no scene is called nothing; the scenes are"),
        ("qqqq", r"no scene is called qqqq; the scenes are waves, tangent, coin_toss, mobile"),
        (
            "none.py",
            r"none\.py: there is no such file; a scene's \.py file is expected",
        ),
        ("a/b", r"a/b: there is no such file"),
        ("/", r"/: it is a folder, not a file"),
    ],
)
def test_unknown_scenes_are_refused_in_one_line(root: Path, request_: str, message: str) -> None:
    with pytest.raises(UnknownScene, match=message) as caught:
        catalogue.find(request_, root)
        catalogue.load(request_, root)
    assert str(caught.value).isprintable() and len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "request_", ["coin_toss", "coin-toss", "CoinToss", "Coin Toss", "COIN_TOSS", "cointoss"]
)
def test_a_scene_is_found_however_its_name_is_spelled(root: Path, request_: str) -> None:
    assert catalogue.find(request_, root)[0].stem == "coin_toss"


def test_an_own_file_without_its_suffix_is_recognised(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.py").write_text(WAVES)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownScene, match=r"to render your own file, write mine\.py"):
        catalogue.find("mine", root)


def test_a_file_of_ones_own_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "my_waves.py"
    path.write_text("from near_by import HEIGHT\n" + WAVES)
    (tmp_path / "near_by.py").write_text("HEIGHT = 2\n")
    scene = catalogue.load(str(path))
    assert (scene.name, scene.stem, scene.title) == ("my_waves", "my_waves", "See a wave travel.")
    assert scene.params().height == 1
    assert scene.presets["high"].height == 3
    assert catalogue.load(str(path)).cls is scene.cls
    variant = catalogue.load(f"{path}:StandingWaves")
    assert (variant.name, variant.stem) == ("my_waves:StandingWaves", "standing_waves")
    with pytest.raises(UnknownScene, match=r"no scene StandingWave \(did you mean StandingWaves"):
        catalogue.load(f"{path}:StandingWave")


@pytest.mark.parametrize("name", ["math.py", "numpy.py", "my-waves.py", "waves.2.py"])
def test_a_file_may_have_any_name(tmp_path: Path, name: str) -> None:
    before = sys.modules.get(Path(name).stem)
    path = tmp_path / name
    path.write_text(WAVES)
    assert catalogue.load(str(path)).title == "See a wave travel."
    assert before is None or sys.modules[Path(name).stem] is before


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\ndef f(:\n", r"^mine\.py, line 2: SyntaxError: "),
        ("import nonsense_library\n", r"^mine\.py, line 1: ModuleNotFoundError: No module named"),
        ("\n\nx = 1 / 0\n", r"^mine\.py, line 3: ZeroDivisionError: division by zero$"),
        ("import sys\nsys.exit()\n", r"^mine\.py, line 2: SystemExit$"),
        ("x = 1\n", r"has no scene; a class that extends Explainer is expected"),
        ("from explainer import Explainer\n", r"has no scene"),
        ("\0", r"^mine\.py.*: (SyntaxError|ValueError): .*null bytes"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.py"
    path.write_text(text)
    with pytest.raises(CatalogueError, match=message) as caught:
        catalogue.load(str(path))
    assert "\n" not in str(caught.value)


def test_a_class_made_in_a_notebook_is_a_scene() -> None:
    from explainer import Explainer

    class QuickLook(Explainer):
        """Look quickly."""

    scene = catalogue.of_class(QuickLook)
    assert (scene.name, scene.stem, scene.title) == ("quick_look", "quick_look", "Look quickly.")


def test_the_real_catalogue_loads_as_it_is_listed() -> None:
    listed = catalogue.entries()
    assert {entry.part for entry in listed} >= set(catalogue.PARTS)
    for entry in listed:
        scene = catalogue.load(entry.name)
        assert (scene.name, scene.title, scene.part) == (entry.name, entry.title, entry.part)
        assert scene.cls.__name__ == entry.class_name
        assert scene.title.endswith("."), f"{entry.name}: the docstring's first line is a sentence"


def test_the_scenes_stand_in_the_order_of_the_course() -> None:
    assert tuple(catalogue.files()) == catalogue.TOPICS


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ("Params = 3", r"Own: Params must be a class that extends SceneParams"),
        ("Params = dict", r"Own: Params must be a class that extends SceneParams"),
        ("presets = 3", r"Own: presets must be a dictionary such as"),
        ("presets = {1: Explainer.Params()}", r"Own: presets must be a dictionary such as"),
        ("presets = {'slow': {'rate': 1}}", r"Own: the preset slow must be a Params\(\.\.\.\)"),
    ],
)
def test_what_a_scene_declares_is_checked(tmp_path: Path, declared: str, message: str) -> None:
    path = tmp_path / "own.py"
    path.write_text(f"from explainer import Explainer\nclass Own(Explainer):\n    {declared}\n")
    with pytest.raises(CatalogueError, match=message):
        catalogue.load(str(path))
