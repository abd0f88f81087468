"""What went wrong in a scene's code, in one line: the file, the line, and what to write instead."""

from __future__ import annotations

import inspect
import re
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from explainer.messages import Refusal, listing

OWN_INIT = (
    "has its own __init__, which must pass on its arguments: "
    "def __init__(self, **kwargs): super().__init__(**kwargs), with your own arguments before "
    "**kwargs; or use setup(self) instead"
)
"""What to do about a scene's ``__init__`` that keeps things to itself; after the class's name."""

_BASES = {
    "ThreeDScene": "Explainer3D",
    "ZoomedScene": "Explainer, ZoomedScene",
    "MovingCameraScene": "Explainer, MovingCameraScene",
    "LinearTransformationScene": "Explainer, LinearTransformationScene",
    "VectorScene": "Explainer, VectorScene",
    "Scene": "Explainer",
}
"""Manim's kinds of scene, and what a class extends to be one with beats and parameters."""
_TYPST = "MathTypst(...) or self.formula(...)"
_INSTEAD = {
    "PolarPlane": f"its labels with {_TYPST}",
    "BarChart": '{}(..., x_axis_config={{"label_constructor": MathTypst}}, y_axis_config=the same)',
    "CoordinateSystem": '{}(..., axis_config={{"label_constructor": MathTypst}})',
    "NumberLine": "{}(..., label_constructor=MathTypst)",
    "Matrix": 'self.formula("mat(1, 2; 3, 4)")',
    "Table": "{}(..., element_to_mobject=lambda entry: MathTypst(str(entry)))",
    "DecimalNumber": "{}(..., mob_class=MathTypst)",
}
"""What to write for Manim's classes that set numbers or brackets with LaTeX."""


def why(error: BaseException, path: Path) -> str:
    """Return one line that names the file, the line and the mistake.

    Args:
        error: what a scene raised while it was imported, built or played.
        path: the scene's file.
    """
    file, line = path.name, None
    if isinstance(error, SyntaxError):
        file, line = Path(error.filename or path).name, error.lineno
        reason = f"{type(error).__name__}: {error.msg}"
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if frame.filename == str(path):
                line = frame.lineno
        reason = _meaning(error)
        if line is None and OWN_INIT in reason:
            line = _line_of(r"\s+def __init__\(", path)
    place = f"{file}, line {line}" if line else file
    return f"{place}: {reason}"


def is_of(error: BaseException, path: Path) -> bool:
    """Return whether an error was raised by what a file's code does."""
    return any(frame.filename == str(path) for frame in traceback.extract_tb(error.__traceback__))


def without_scene(module: ModuleType, path: Path) -> str:
    """Return why a file has no scene that can be rendered, and what to change.

    Args:
        module: the file, imported.
        path: the file.
    """
    kinds = [value for value in vars(module).values() if isinstance(value, type)]
    own = [kind for kind in kinds if kind.__module__ == module.__name__ and _manims(kind)]
    own = [kind for kind in own if not hasattr(kind, "beat")]
    if own:
        first, base = own[0], _manims(own[0])
        new = _BASES[base]
        names = "Explainer3D" if new == "Explainer3D" else "Explainer"
        line = _line_of(rf"class {first.__name__}\b", path)
        return (
            f"{path.name}{f', line {line}' if line else ''}: {first.__name__} extends Manim's "
            f"{base} alone; write class {first.__name__}({new}) and from explainer import {names}"
        )
    guests = [kind for kind in kinds if hasattr(kind, "beat") and _manims(kind)]
    guests = [
        kind
        for kind in guests
        if not kind.__module__.startswith("explainer.") and kind.__module__ != module.__name__
    ]
    if guests:
        homes = {f"{kind.__module__.rpartition('.')[2]}.py" for kind in guests}
        return (
            f"{path.name}: has no scene of its own; {listing(kind.__name__ for kind in guests)} "
            f"comes from {listing(sorted(homes))}: render that file, or extend the class here"
        )
    hidden = [kind.__name__ for kind in kinds if hasattr(kind, "beat") and kind.__name__[0] == "_"]
    if hidden:
        return f"{path.name}: has no scene; names that begin with _ are left out: {hidden[0]}"
    return f"{path.name}: has no scene; a class that extends Explainer is expected"


# -- what an error means --------------------------------------------------------------------------


def _meaning(error: BaseException) -> str:
    said = " ".join(str(error).split())
    if isinstance(error, Refusal):
        return said
    if isinstance(error, FileNotFoundError) and _sets_latex(error):
        return _without_latex(error)
    if isinstance(error, OSError):
        text = error.strerror.lower() if error.strerror else said
        return f"{text}: {error.filename}" if error.filename else text
    given = re.search(r"(\w+)\.__init__\(\) got an unexpected keyword argument '(\w+)'", said)
    if given and given[2] in ("params", "theme", "renderer", "random_seed"):
        name = given[1] if given[1] != "Scene" else _scene_among(error)
        return f"{name} {OWN_INIT}"
    if isinstance(error, AttributeError):
        return _missing(error) or f"{type(error).__name__}: {said}"
    return f"{type(error).__name__}{': ' + said if said else ''}"


def _frames(error: BaseException) -> Iterator[Any]:
    """Give the frames of an error's traceback, the outermost first."""
    step = error.__traceback__
    while step is not None:
        yield step.tb_frame
        step = step.tb_next


def _sets_latex(error: BaseException) -> bool:
    return any(frame.f_code.co_filename.endswith("tex_file_writing.py") for frame in _frames(error))


def _without_latex(error: FileNotFoundError) -> str:
    asked = [type(frame.f_locals.get("self")) for frame in _frames(error)]
    kinds = [kind for kind in asked if kind.__module__.startswith("manim.mobject")]
    names = [each.__name__ for kind in kinds for each in kind.__mro__]
    what = kinds[0].__name__ if kinds else "this"
    known = next((_INSTEAD[name].format(what) for name in names if name in _INSTEAD), None)
    instead = f"{known}, and formulas with {_TYPST}" if known else f"{_TYPST}; Text(...) for words"
    missing = Path(str(error.filename or "latex")).name
    return (
        f"{what} needs LaTeX, and {missing} is not installed; you can do without: write {instead}"
    )


def _scene_among(error: BaseException) -> str:
    """Return the class of the scene that was being built."""
    for frame in _frames(error):
        scene = frame.f_locals.get("self")
        if hasattr(type(scene), "beat"):
            return type(scene).__name__
    return "the scene"


def _missing(error: AttributeError) -> str:
    """Return which kind of scene has what is asked of a scene or its camera; else nothing."""
    owner, name = error.obj, error.name
    manim = sys.modules.get("manim")
    if manim is None or name is None:
        return ""
    if name == "frame" and type(owner).__name__.endswith("Camera"):
        if hasattr(owner, "phi_tracker"):
            return "a camera in space has no frame; self.move_camera(...) moves it"
        bases = _BASES["MovingCameraScene"]
        return f"self.camera.frame exists in scenes declared as class NAME({bases})"
    if not hasattr(type(owner), "beat"):
        return ""
    for kind, bases in _BASES.items():
        if hasattr(getattr(manim, kind, None), name):
            return f"self.{name} exists in scenes declared as class {type(owner).__name__}({bases})"
    return ""


def _manims(kind: type) -> str:
    """Return which of Manim's kinds of scene a class extends; nothing for other classes."""
    names = {each.__name__ for each in inspect.getmro(kind) if each.__module__.startswith("manim.")}
    return next((name for name in _BASES if name in names), "")


def _line_of(pattern: str, path: Path) -> int | None:
    """Return the first line of a file that begins as told, from 1."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return next((n for n, line in enumerate(lines, 1) if re.match(pattern, line)), None)
