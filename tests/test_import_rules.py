"""Who may import whom, read from the imports themselves."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent

# part of the package -> the other parts it may import
PARTS: dict[str, set[str]] = {
    "messages": set(),
    "names": {"messages"},
    "code_mistakes": {"messages"},
    "tokens": set(),
    "notation": {"tokens"},
    "arithmetic": {"notation", "tokens"},
    "zones": set(),
    "style": {"names", "zones"},
    "fonts": set(),
    "typesetting": {"fonts", "messages"},
    "plain_text": {"numbers", "tokens"},
    "input_files": {"messages"},
    "film_files": set(),
    "shown_text": set(),
    "geometry": set(),
    "numbers": {"tokens"},
    "ticks": {"numbers"},
    "beat_text": set(),
    "maths": {
        *("arithmetic", "input_files", "messages", "names", "notation", "numbers"),
        *("shown_text", "tokens"),
    },
    "params": {"arithmetic", "input_files", "messages", "names", "tokens"},
    "mobjects": {
        *("beat_text", "geometry", "maths", "numbers", "shown_text", "style", "ticks", "tokens"),
        *("typesetting", "zones"),
    },
    "stopping": set(),
    "scratch": {"stopping"},
    "engine": {"film_files", "geometry", "scratch", "sources", "zones"},
    "scene": {
        *("beat_text", "mobjects", "style", "params", "engine"),
        *("code_mistakes", "fonts", "messages", "narration"),
    },
    "narration": {"beat_text", "engine", "messages", "mobjects", "plain_text", "style"},
    "space_scene": {"scene", "mobjects", "engine"},
    "motion": {"engine", "checking", "messages", "mobjects", "style", "zones"},
    "allowed": set(),
    "checking": {"allowed", "messages", "mobjects", "numbers", "style", "zones"},
    "layout": {"allowed", "checking"},
    "publish": {"film_files", "fonts", "style", "scratch", "stopping", "zones"},
    "catalogue": {
        "code_mistakes",
        "input_files",
        "scene",
        "params",
        "messages",
        "names",
        "sources",
    },
    "sources": set(),
    "cli": {
        *("publish", "engine", "catalogue", "layout", "motion", "params", "style"),
        *("arithmetic", "code_mistakes", "fonts", "typesetting", "messages", "names", "stopping"),
        *("sources", "zones"),
    },
    "__main__": {"cli", "stopping"},
    "__init__": {"allowed", "cli", "params", "scene", "space_scene", "style"},
}

# kind of a scene's file -> the parts of the package it may import
SCENE_PARTS: dict[str, set[str]] = {
    "common": {
        *("beat_text", "maths", "numbers", "params", "messages", "plain_text", "shown_text"),
    },
    "numbers": {"geometry", "maths", "numbers", "params", "messages", "names", "input_files"},
    "text": {"beat_text", "maths", "numbers", "plain_text"},
    "drawing": {
        *("allowed", "mobjects", "style", "geometry", "maths", "numbers", "ticks", "zones"),
        *("beat_text", "plain_text", "shown_text", "typesetting"),
    },
    "scene": {
        "allowed",
        "beat_text",
        "scene",
        "space_scene",
        "mobjects",
        "style",
        "geometry",
        "maths",
        "numbers",
        "params",
    },
}

# kind of a scene's file -> the kinds of its own folder that it may import
SCENE_KINDS: dict[str, set[str]] = {
    "numbers": {"numbers"},
    "text": {"text", "numbers"},
    "drawing": {"drawing", "text", "numbers"},
    "scene": {"drawing", "text", "numbers"},
}
TEXT = ("text", "formulas")
"""Files of a scene that write; those that are neither these nor drawing compute."""

# part of the package -> the libraries it may import, besides the standard library
LIBRARIES: dict[str, set[str]] = {
    "style": set(),
    "fonts": {"typst"},
    "narration": {"manim"},
    "typesetting": {"typst", "numpy"},
    "plain_text": {"typst"},
    "input_files": set(),
    "film_files": {"av"},
    "shown_text": set(),
    "geometry": {"numpy", "scipy", "sympy", "contourpy"},
    # the last two read the user's own tables
    "maths": {"numpy", "scipy", "sympy", "clevercsv", "chardet"},
    "params": {"pydantic", "annotated_types"},
    "numbers": {"numpy"},
    "stopping": set(),
    "scratch": set(),
    "mobjects": {"manim", "numpy"},
    "engine": {"manim", "numpy", "numba", "llvmlite", "av", "cairo", "PIL"},
    "scene": {"manim", "numpy"},
    "space_scene": {"manim"},
    "allowed": set(),
    "motion": {"manim", "numpy", "scipy"},
    "checking": {"manim", "numpy", "scipy"},
    "layout": set(),
    "publish": {
        *("PIL", "annotated_types", "av", "numpy", "pptx", "pydantic", "typst", "webvtt"),
    },
    "catalogue": set(),
    "sources": set(),
    "cli": {"click", "rich", "av", "typst", "platformdirs"},
    "__main__": set(),
    "__init__": set(),
}
SCENE_LIBRARIES: dict[str, set[str]] = {
    "common": {"numpy", "pydantic"},
    # one reads pictures of the user's
    "numbers": {"numpy", "scipy", "sympy", "PIL", "annotated_types", "pydantic"},
    "text": {"numpy"},
    "drawing": {"manim", "numpy"},
    "scene": {"manim", "numpy", "pydantic", "annotated_types"},
}

FILES = sorted([*ROOT.glob("explainer/**/*.py"), *ROOT.glob("scenes/**/*.py")])


def part_of(path: Path) -> str:
    steps = path.relative_to(ROOT).with_suffix("").parts
    return "scenes" if steps[0] == "scenes" else steps[1]


def kind_of(steps: Sequence[str]) -> str:
    """Return what a file of a scene is for, from its path below ``scenes``."""
    if len(steps) == 2:
        return "common" if steps[1] == "common" else "scene"  # a scene may be a single file
    name = steps[2]
    return name if name in ("scene", "drawing") else "text" if name in TEXT else "numbers"


def imports(tree: ast.AST) -> Iterator[tuple[int, str, list[str]]]:
    """Give line, module and names of every import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, []
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative import"
            yield node.lineno, node.module or "", [alias.name for alias in node.names]


def targets(module: str, names: list[str]) -> set[str]:
    """Return the parts of the package that an import of ``explainer...`` reaches."""
    steps = module.split(".")
    if len(steps) > 1:
        return {steps[1]}
    return {name if name in PARTS else "__init__" for name in names} or {"__init__"}


def complaints(path: Path) -> list[str]:
    steps = path.relative_to(ROOT).with_suffix("").parts
    part = part_of(path)
    if part == "scenes":
        kind = kind_of(steps[1:])
        allowed, libraries = SCENE_PARTS[kind], SCENE_LIBRARIES[kind]
        name = f"{'/'.join(steps[1:])} ({kind})"
    elif part not in PARTS:
        return [f"{path.relative_to(ROOT)}: {part} has no rule in this test"]
    else:
        allowed, libraries, name = (
            PARTS[part] | {part, "__init__"},
            LIBRARIES.get(part, set()),
            part,
        )
    found = []
    for line, module, names in imports(ast.parse(path.read_bytes())):
        where = f"{path.relative_to(ROOT)}:{line}: {name} may not import"
        top = module.split(".")[0]
        if "*" in names:
            found.append(f"{where} everything from {module}")
        if top == "explainer" and module.startswith("explainer.scenes"):
            found += [f"{where} {bad}" for bad in _bad_scenes(steps, module, names)]
        elif top == "explainer":
            found += [f"{where} {other}" for other in sorted(targets(module, names) - allowed)]
            if part == "scenes":
                found += [f"{where} the private {each}" for each in names if each[0] == "_"]
        elif top not in sys.stdlib_module_names and top not in libraries:
            found.append(f"{where} {top}")
    return found


def _bad_scenes(steps: Sequence[str], module: str, names: list[str]) -> list[str]:
    """Return what a file may not import of the scenes: all but its own folder and its part's."""
    if steps[0] != "scenes":
        return [module]
    target = module.split(".")[2:]
    if target == [steps[1], "common"] or (target == [steps[1]] and names == ["common"]):
        return []
    if len(steps) < 4 or target[:2] != list(steps[1:3]):
        return [module]
    kinds = (
        {kind_of([*target, name][:3]) for name in names}
        if len(target) == 2
        else {kind_of(target[:3])}
    )
    return sorted(kinds - SCENE_KINDS[kind_of(steps[1:])])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rules_hold(path: Path) -> None:
    assert complaints(path) == []


@pytest.mark.parametrize(
    ("file", "line", "complaint"),
    [
        ("explainer/maths/x.py", "import manim", "maths may not import manim"),
        ("explainer/geometry/x.py", "from explainer.style import DARK", "import style"),
        ("explainer/publish/x.py", "from manim import Scene", "publish may not import manim"),
        ("explainer/engine/x.py", "from explainer import scene", "engine may not import scene"),
        ("explainer/cli/x.py", "def f():\n    import manim", "cli may not import manim"),
        ("scenes/calculus/x.py", "from manim import *", "everything from manim"),
        ("scenes/calculus/x.py", "from explainer.scene import _plain", "the private _plain"),
        ("scenes/calculus/x.py", "import explainer.engine.session", "may not import engine"),
        ("scenes/calculus/a/story.py", "import manim", "may not import manim"),
        ("scenes/calculus/a/text.py", "from explainer.mobjects.text import Words", "mobjects"),
        ("scenes/calculus/a/text.py", "from explainer.scenes.calculus.a import drawing", "drawing"),
        ("scenes/calculus/a/story.py", "from explainer.scenes.calculus.a.text import x", "text"),
        (
            "scenes/calculus/a/scene.py",
            "from explainer.scenes.calculus.b.story import x",
            "b.story",
        ),
        ("scenes/calculus/a/scene.py", "from explainer.scenes.algebra.common import x", "common"),
        ("scenes/calculus/common.py", "from explainer.scenes.calculus.a.story import x", "a.story"),
        ("explainer/maths/x.py", "from explainer.scenes.calculus.common import x", "scenes"),
        ("explainer/new/x.py", "import os", "no rule"),
    ],
)
def test_a_breach_is_seen(
    file: str, line: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(line)
    assert complaint in "".join(complaints(path))


def test_every_library_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {Requirement(text).name for text in project["dependencies"]}
    distributions = {
        "PIL": "pillow",
        "annotated_types": "annotated-types",
        "cairo": "pycairo",
        "pptx": "python-pptx",
        "webvtt": "webvtt-py",
    }
    everything = [*LIBRARIES.values(), *SCENE_LIBRARIES.values()]
    allowed = {distributions.get(name, name) for names in everything for name in names}
    assert allowed <= declared


def test_the_command_line_starts_without_heavy_libraries() -> None:
    script = (
        "import sys, explainer.cli.doctor, explainer.cli.jobs, explainer.cli.show, explainer.cli\n"
        "import explainer.cli.decks, explainer.cli.faults\n"
        "import explainer.publish.deck, explainer.publish.player\n"
        "import explainer.publish.record, explainer.publish.sheet\n"
        "explainer.cli.main(['list']); explainer.cli.main(['no_such_scene'])\n"
        "heavy = {'manim', 'numpy', 'scipy', 'sympy', 'av', 'PIL', 'pptx', 'typst', 'numba'}\n"
        "heavy |= {'lxml', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
    assert done.stderr.startswith("error: no scene is called no_such_scene")


def test_every_public_name_is_there() -> None:
    import explainer

    for name in explainer.__all__:
        assert getattr(explainer, name) is not None
    assert set(explainer.__all__) <= set(dir(explainer))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = explainer.nonsense
