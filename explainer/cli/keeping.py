"""What is kept between runs, where, and the key that says when it may be used again."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from platformdirs import user_cache_path

from explainer import __version__, catalogue
from explainer.params import SceneParams
from explainer.sources import digest
from explainer.style import Theme
from explainer.style import theme as theme_named

if TYPE_CHECKING:
    from explainer.engine.store import SegmentStore

_DRAWING = ("av", "contourpy", "numba", "pillow", "pycairo", "sympy")
"""Libraries that decide how frames look, besides those that a clip's record names."""

FOLDER_VARIABLE = "EXPLAINER_CACHE"
"""The environment variable that names another folder for what is kept."""


@dataclass(frozen=True)
class Recipe:
    """Builds a scene in any process: all of it can be sent to another one.

    Attributes:
        request: the scene's file and class, as ``catalogue.load`` takes them.
        parameters: as JSON has them.
        theme: its name.
        aspect: the shape of its frame.
    """

    request: str
    parameters: str
    theme: str
    aspect: str

    def __call__(self, **options: Any) -> Any:
        """Return a fresh scene; options are those of a Manim scene, such as its renderer."""
        scene = catalogue.load(self.request)
        params = scene.params.model_validate_json(self.parameters)
        return scene.cls(params=params, theme=theme_named(self.theme, self.aspect), **options)


def builder(scene: catalogue.Scene, params: SceneParams, theme: Theme) -> Callable[[], Any]:
    """Return what builds a fresh scene; a ``Recipe`` where other processes can import the scene."""
    if _can_be_imported(scene):
        request = f"{scene.path}:{scene.cls.__name__}"
        recipe = Recipe(request, params.model_dump_json(), theme.name, theme.layout.aspect)
        if scene.params.model_validate_json(recipe.parameters) == params:
            return recipe
    return partial(scene.cls, params=params, theme=theme)


def key_of(
    scene: catalogue.Scene, params: SceneParams, theme: Theme, read: Iterable[Path]
) -> str | None:
    """Return a key of all that decides how a scene's frames look, but for size and encoding.

    Args:
        scene: the scene.
        params: its parameters.
        theme: its theme.
        read: the files that it read while it played.

    Returns:
        None when its source is not to be had, as for a class typed into a notebook.

    Raises:
        ChangedSource: when its source is not what this process runs.
    """
    if not _can_be_imported(scene):
        return None
    from explainer.engine.session import frame_settings
    from explainer.publish.record import installed, versions
    from explainer.typesetting import borrowed

    decides = {
        "source": digest(scene.path, {*read, *catalogue.READ}),
        "class": scene.cls.__qualname__,
        "parameters": params.model_dump_json(),
        "theme": repr(theme),
        "frame": frame_settings(),
        "borrowed": borrowed(),
        "seed": seed_of(scene),
        "versions": versions(__version__) | {name: installed(name) for name in _DRAWING},
        "machine": sys.platform,
    }
    return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()


def seed_of(scene: catalogue.Scene) -> int:
    """Return the seed of a scene's random numbers."""
    return int(getattr(scene.cls, "seed", 0))


def segment_store() -> SegmentStore:
    """Return the store of this user's segments."""
    from explainer.engine.store import SegmentStore

    return SegmentStore(store_folder())


def store_folder() -> Path:
    """Return where segments are kept."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    return Path(chosen).absolute() if chosen else user_cache_path("explainer", appauthor=False)


def cores() -> int:
    """Return how many processes may run at once on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _can_be_imported(scene: catalogue.Scene) -> bool:
    """Return whether a scene's class is what its file has under its name."""
    if not scene.path.is_file() or scene.path.suffix != ".py":
        return False
    module = sys.modules.get(scene.cls.__module__)
    if module is None or scene.cls.__module__ == "__main__":
        return False
    return getattr(module, scene.cls.__name__, None) is scene.cls
