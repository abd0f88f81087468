"""Under which name Manim's own command keeps the film of a play, to show it again later.

Manim would walk through all that a play refers to. It stops at the scene, whose parameters it
leaves out, and fails at what is not written in Python. Here a name stands for all that decides the
frames: the code, the files that have been read, and what can be seen when the play begins.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
import uuid
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any, Protocol

import numpy as np
from manim.animation.animation import Animation
from manim.mobject.mobject import Mobject
from manim.mobject.types.vectorized_mobject import VMobject
from manim.utils.color.core import ManimColor

from explainer.sources import code, data_among, is_own, listen, loaded

_LIBRARIES = ("av", "manim", "numba", "numpy", "pillow", "pycairo", "scipy", "sympy", "typst")
"""Libraries that decide how frames look."""
_PASSING = {"background", "duration", "last_t", "pixel_array"}
"""What a camera and a scene keep from the play before."""
_PLAIN = (bool, int, float, complex, str, bytes, np.generic, Path, ManimColor, type(None))
_ARRAYS = ("points", "fill_rgbas", "stroke_rgbas", "background_stroke_rgbas", "sheen_direction")
_NUMBERS = ("stroke_width", "background_stroke_width", "sheen_factor", "z_index")
_WAYS = ("joint_type", "cap_style", "shade_in_3d", "background_image")
"""What Manim's cameras draw a mobject by."""
DECIMALS = 7
"""Of scene units: far finer than any pixel."""
DEEP = 4
"""How far containers within containers are followed."""

_heard = listen()
_judged: set[Path] = set()
_data: set[Path] = set()


class _Digest(Protocol):
    def update(self, data: bytes, /) -> object: ...


def key_of_play(
    scene: Any,
    camera: Any,
    animations: Iterable[Animation],
    mobjects: Iterable[Mobject],
    **settings: Any,
) -> str:
    """Return the name for the film of a play that is about to begin.

    It takes the place of Manim's ``get_hash_from_play_call``, and its arguments.

    Args:
        scene: the scene.
        camera: its camera.
        animations: those of the play.
        mobjects: what the scene shows.
        **settings: how the film is encoded.
    """
    kind: type = type(scene)
    files = _files_behind(kind)
    if files is None:  # a class without a file, as in a notebook: nobody knows what it does
        return uuid.uuid4().hex
    total = hashlib.sha256(_versions().encode())
    for file in sorted(files | loaded() | _read()):
        total.update(os.fsencode(f"{file}:{_digest_of(file)}\n"))
    _tell(total, [type(scene).__qualname__, scene.renderer.num_plays, sorted(settings.items())])
    _tell(total, _lasting(scene))
    total.update(f"{getattr(scene, 'params', None)!r}{getattr(scene, 'theme', None)!r}".encode())
    _tell(total, _lasting(camera))
    seen = [*_mobjects_of(camera), *mobjects]
    for animation in animations:
        seen += _tell_animation(total, animation)
    _tell_mobjects(total, seen)
    return total.hexdigest()


# -- code and data --------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _files_behind(kind: type) -> frozenset[Path] | None:
    """Return the source behind a scene's class, or None when one of its classes has no file."""
    found: set[Path] = set()
    for each in kind.__mro__:
        name = getattr(sys.modules.get(each.__module__), "__file__", None)
        if each.__module__ != "builtins" and (name is None or not Path(name).is_file()):
            return None
        if name is not None and is_own(name):
            found.update(code(Path(name)))
    return frozenset(found)


def _read() -> set[Path]:
    """Return the data files that have been read so far."""
    new = _heard - _judged
    _judged.update(new)
    _data.update(data_among(new))
    return _data


@lru_cache(maxsize=4096)
def _digest_of(file: Path) -> str:
    """Return the digest of a file as it was when it was first met: what this process works with."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return "gone"


@lru_cache(maxsize=1)
def _versions() -> str:
    found = [platform.python_version(), sys.platform]
    for library in _LIBRARIES:
        try:
            found.append(version(library))
        except PackageNotFoundError:
            found.append("unknown")
    return " ".join(found)


# -- what can be seen -----------------------------------------------------------------------------


def _lasting(owner: Any) -> list[tuple[str, Any]]:
    """Return what an owner has set for good: no caches, which are there or not yet."""
    kinds = (*_PLAIN[:-1], np.ndarray, list, tuple)
    return [
        (name, value)
        for name, value in vars(owner).items()
        if isinstance(value, kinds) and name not in _PASSING
    ]


def _tell(total: _Digest, value: Any, depth: int = DEEP) -> None:
    """Add a value to a digest; of an object that is not plain, its class only."""
    total.update(f"{type(value).__qualname__}(".encode())
    if isinstance(value, float):
        total.update(repr(round(value, DECIMALS) + 0.0).encode())
    elif isinstance(value, _PLAIN):
        total.update(repr(value).encode())
    elif isinstance(value, np.ndarray) and not value.dtype.hasobject:
        total.update(f"{value.dtype}{value.shape}".encode())
        # A play that is passed over leaves other rounding errors than one that is drawn.
        exact = value.dtype.kind not in "fc"
        total.update((value if exact else np.round(value, DECIMALS) + 0.0).tobytes())
    elif isinstance(value, Mapping) and depth:
        for name, each in value.items():
            if isinstance(name, str):
                total.update(name.encode())
                _tell(total, each, depth - 1)
    elif isinstance(value, list | tuple) and depth:
        for each in value:
            _tell(total, each, depth - 1)
    elif isinstance(value, MethodType):
        _tell_function(total, value.__func__, depth)
    elif isinstance(value, FunctionType):
        _tell_function(total, value, depth)
    total.update(b")")


def _tell_function(total: _Digest, function: Any, depth: int) -> None:
    """Add a function and the plain values that it holds; its code is that of a source file."""
    total.update(f"{function.__module__}.{function.__qualname__}".encode())
    if depth:
        for cell in getattr(function, "__closure__", None) or ():
            try:
                _tell(total, cell.cell_contents, depth - 1)
            except ValueError:  # a name that has no value yet
                total.update(b"-")


def _tell_mobjects(total: _Digest, mobjects: Iterable[Mobject]) -> None:
    """Add what is to be seen of mobjects; what is hidden may lie where a skipped play left it."""
    family = {id(member): member for mobject in mobjects for member in mobject.get_family()}
    arrays: list[np.ndarray] = []
    for member in family.values():
        has = member.__dict__
        if isinstance(member, VMobject) and not _leaves_a_trace(has):
            continue
        looks = [f"{has[name]:.6g}" for name in _NUMBERS if name in has]
        looks += [str(has[name]) for name in _WAYS if name in has]
        found = [has[name] for name in _ARRAYS if name in has]
        sizes = [array.shape for array in found]
        total.update(f"{type(member).__qualname__}{looks}{sizes}".encode())
        arrays += [array.ravel() for array in found]
        if "pixel_array" in has:
            _tell(total, has["pixel_array"])
    if arrays:
        _tell(total, np.concatenate(arrays))


def _leaves_a_trace(has: Mapping[str, Any]) -> bool:
    coats = (
        ("fill_rgbas", True),
        ("stroke_rgbas", has["stroke_width"]),
        ("background_stroke_rgbas", has["background_stroke_width"]),
    )
    return len(has["points"]) > 0 and any(
        width and len(has[name]) and has[name][:, 3].any() for name, width in coats
    )


def _mobjects_of(value: Any) -> list[Mobject]:
    """Return the mobjects that an object names, itself or in a list.

    What a sweep touches is left out: it sets them itself, and they count where they are shown.
    """
    found = []
    for name, each in vars(value).items():
        if name == "touches":
            continue
        many = each if isinstance(each, list | tuple) else [each]
        found += [one for one in many if isinstance(one, Mobject)]
    return found


def _tell_animation(total: _Digest, animation: Animation) -> list[Mobject]:
    """Add an animation to a digest; return the mobjects that it names."""
    _tell(total, vars(animation))
    found = _mobjects_of(animation)
    for part in getattr(animation, "animations", ()):
        found += _tell_animation(total, part)
    return found
