"""Finds scenes: ``scenes/<part>/<name>/scene.py``, and single files, the user's own among them.

Listing reads the files without running them, so it needs no Manim; only ``load`` imports a scene.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from explainer.code_mistakes import why, without_scene
from explainer.input_files import InputFileError, input_path, read_file
from explainer.messages import Refusal, listing, shorten, web_address
from explainer.names import match, nearest
from explainer.sources import reading

ROOT = Path(__file__).resolve().parent.parent
SCENES = (Path(__file__).resolve().parent / "scenes").resolve()
"""In a checkout a link to the scenes beside the package; a wheel has them within it."""
PARTS = ("linear_algebra", "calculus", "probability")
"""The parts of the course, in order; parts of other names follow in the order of the alphabet."""
TOPICS = (
    *("vectors", "linear_transformation", "matrix_product", "linear_system", "eigenvectors", "svd"),
    *("partial_derivatives", "gradient", "hessian", "gradient_descent"),
    *("bayes_rule", "random_variable", "distributions", "confidence_interval"),
    "posterior_update",
)
"""The order in which a course comes to the scenes; others follow by name."""

SCENE = "scene.py"
"""What a scene that has a folder is in."""
NO_SCENES = ("common.py",)
"""Files of a part that its scenes share."""

LARGEST_FILE = 5_000_000
"""Bytes of a scene's file."""

READ: set[Path] = set()
"""The data files that scenes read while they were imported."""

_BASES = ("Explainer", "Explainer3D")


class CatalogueError(Refusal):
    """A scene cannot be had; the message is one line."""


class UnknownScene(CatalogueError):
    """There is no scene of that name."""


@dataclass(frozen=True)
class Entry:
    """A scene as the catalogue lists it.

    Attributes:
        name: what the command line calls it: that of its folder, or of its file where it is a
            single one; ``name:Class`` for a variant.
        part: the part of the course; of a file of the user's own, its folder.
        title: one sentence.
        path: its file.
        class_name: its class; empty until the file has been read.
    """

    name: str
    part: str
    title: str
    path: Path
    class_name: str


@dataclass(frozen=True)
class Scene:
    """A scene that has been imported.

    Attributes:
        name: as in ``Entry``.
        stem: what its files are called unless told otherwise.
        part: as in ``Entry``.
        title: one sentence.
        path: its file.
        cls: the class; ``cls(params=..., theme=...)`` builds it.
        params: its parameters' model.
        presets: named sets of parameters.
    """

    name: str
    stem: str
    part: str
    title: str
    path: Path
    cls: Any
    params: Any
    presets: Mapping[str, Any]


# -- listing --------------------------------------------------------------------------------------


def files(root: Path = SCENES) -> dict[str, Path]:
    """Return the files of the catalogue by scene name, in the order of the course."""
    single = [path for path in root.glob("*/*.py") if path.name not in NO_SCENES]
    found = [path for path in [*single, *root.glob(f"*/*/{SCENE}")] if path.name[0] != "_"]
    return {scene_name(path, root): path for path in sorted(found, key=lambda p: _place(p, root))}


def scene_name(path: Path, root: Path = SCENES) -> str:
    """Return what the scene of a file is called: a folder of the catalogue names its own."""
    return path.parent.name if _in_folder(path, root) else path.stem


def _in_folder(path: Path, root: Path) -> bool:
    return path.name == SCENE and path.parent.parent.parent == root


def _part(path: Path, root: Path) -> str:
    return (path.parent.parent if _in_folder(path, root) else path.parent).name


def entries(root: Path = SCENES) -> list[Entry]:
    """Return every scene of the catalogue, a file's main scene before its variants.

    Raises:
        CatalogueError: when a file is not Python.
    """
    return [entry for path in files(root).values() for entry in _read(path, root)]


def _place(path: Path, root: Path) -> tuple[int, str, int, str]:
    part, name = _part(path, root), scene_name(path, root)
    first = PARTS.index(part) if part in PARTS else len(PARTS)
    return first, part, TOPICS.index(name) if name in TOPICS else len(TOPICS), name


def _read(path: Path, root: Path) -> list[Entry]:
    """Return the scenes that a file defines, without running it."""
    try:
        tree = ast.parse(path.read_bytes(), filename=str(path))
    except (SyntaxError, ValueError) as error:
        raise CatalogueError(why(error, path)) from error
    known = set(_BASES)
    for node in tree.body:  # a variant may extend a scene of another file
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("explainer.scenes."):
            known |= {alias.asname or alias.name for alias in node.names}
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and any(_last_name(base) in known for base in node.bases):
            known.add(node.name)
            if not node.name.startswith("_"):
                found[node.name] = _first_sentence(ast.get_docstring(node))
    stem, part = scene_name(path, root), _part(path, root)
    main = _main(stem, list(found))
    order = sorted(found, key=lambda name: name != main)
    return [Entry(_label(stem, name, main), part, found[name], path, name) for name in order]


def _last_name(base: ast.expr) -> str:
    if isinstance(base, ast.Attribute):
        return base.attr
    return base.id if isinstance(base, ast.Name) else ""


def _first_sentence(doc: str | None) -> str:
    return " ".join((doc or "").strip().split("\n\n")[0].split())


def _main(stem: str, names: list[str]) -> str:
    """Return the class that a file is for: its own name in CamelCase, or the first."""
    camel = "".join(word.capitalize() for word in stem.split("_"))
    return camel if camel in names or not names else names[0]


def _label(stem: str, class_name: str, main: str) -> str:
    return stem if class_name == main else f"{stem}:{class_name}"


# -- loading --------------------------------------------------------------------------------------


def find(request: str, root: Path = SCENES) -> tuple[Path, str]:
    """Return the file and the class name (or nothing) that a request means, without importing it.

    Args:
        request: ``name``, ``name:Class``, ``path/to/file.py`` or ``path/to/file.py:Class``.
        root: where the catalogue is.

    Raises:
        UnknownScene: when there is no such scene or file.
    """
    if remedy := web_address(request):
        raise UnknownScene(f"{shorten(request)}: {remedy}")
    target, _, class_name = request.partition(":")
    shown, known = shorten(target), files(root)
    if target.endswith(".py") or "/" in target or "\\" in target:
        try:
            read_file(target, LARGEST_FILE)
        except InputFileError as error:
            scene = match(Path(target).stem, known)
            remedy = f"the scene is called {scene}" if scene else "a scene's .py file is expected"
            raise UnknownScene(f"{shown}: {error}; {remedy}") from error
        return input_path(target).resolve(), class_name
    found = match(target, known)
    if found is not None:
        return known[found], class_name
    local = f"; to render your own file, write {shown}.py" if _is_file(Path(f"{target}.py")) else ""
    there_are = listing(known) or "none yet"
    raise UnknownScene(
        f"no scene is called {shown or 'nothing'}{nearest(target, known)}; "
        f"the scenes are {there_are}{local}"
    )


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def load(request: str, root: Path = SCENES) -> Scene:
    """Import a scene; see ``find`` for what a request may be.

    Raises:
        UnknownScene: when there is no such scene, file or class.
        CatalogueError: when the file cannot be imported.
    """
    path, class_name = find(request, root)
    module = _import(path, root)
    from explainer.scene import Explainer

    classes: dict[str, Any] = {
        name: value
        for name, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, Explainer)
        and value.__module__ == module.__name__
        and not name.startswith("_")
    }
    shown = shorten(request.partition(":")[0])
    if not classes:
        raise CatalogueError(without_scene(module, path))
    stem = scene_name(path, root)
    main = _main(stem, list(classes))
    wanted = class_name or main
    chosen = match(wanted, classes)
    if chosen is None:
        hint = nearest(wanted, classes)
        raise UnknownScene(
            f"{shown}: no scene {shorten(wanted)}{hint}; its scenes are {listing(classes)}"
        )
    label = _label(stem, chosen, main)
    return of_class(classes[chosen], label, stem if chosen == main else "", path, root)


def of_class(
    cls: Any, name: str = "", stem: str = "", path: Path | None = None, root: Path = SCENES
) -> Scene:
    """Return what the catalogue knows of a scene's class.

    Raises:
        CatalogueError: when its parameters or presets are not what a scene declares.
    """
    _check_declared(cls)
    path = path or Path(getattr(sys.modules.get(cls.__module__), "__file__", None) or "")
    return Scene(
        name=name or _snake(cls.__name__),
        stem=stem or _snake(cls.__name__),
        part=_part(path, root),
        title=_first_sentence(cls.__doc__) or cls.__name__,
        path=path,
        cls=cls,
        params=cls.Params,
        presets=dict(cls.presets),
    )


def _check_declared(cls: Any) -> None:
    from explainer.params import SceneParams

    if not (isinstance(cls.Params, type) and issubclass(cls.Params, SceneParams)):
        raise CatalogueError(f"{cls.__name__}: Params must be a class that extends SceneParams")
    presets = cls.presets
    if not isinstance(presets, Mapping) or not all(isinstance(name, str) for name in presets):
        raise CatalogueError(
            f'{cls.__name__}: presets must be a dictionary such as {{"slow": Params(rate=1)}}'
        )
    for name, preset in presets.items():
        if not isinstance(preset, SceneParams):
            raise CatalogueError(
                f"{cls.__name__}: the preset {shorten(name)} must be a Params(...) of this scene"
            )


def _snake(camel: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", camel).lower()


def _import(path: Path, root: Path) -> ModuleType:
    """Import a file, once; what lies in the catalogue as ``explainer.scenes...``."""
    with reading(READ):
        return _run(path, root)


def _run(path: Path, root: Path) -> ModuleType:
    try:
        if root == SCENES and path.is_relative_to(SCENES):
            steps = path.relative_to(SCENES).with_suffix("").parts
            return importlib.import_module(".".join(("explainer.scenes", *steps)))
        if str(path.parent) not in sys.path:  # at the end: no file there replaces a library
            sys.path.append(str(path.parent))
        importlib.invalidate_caches()
        if _found_as(path.stem) == str(path):
            return importlib.import_module(path.stem)
        return _import_as("scene_file_" + re.sub(r"\W", "_", path.stem), path)
    except (Exception, SystemExit) as error:
        raise CatalogueError(why(error, path)) from error


def _found_as(name: str) -> str | None:
    """Return the file that ``import name`` finds."""
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    return spec.origin if spec else None


def _import_as(name: str, path: Path) -> ModuleType:
    """Import a file whose own name is taken by a library, or is no name."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None, path
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
