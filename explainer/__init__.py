"""Visual explainers of the mathematics of machine learning.

The public names are imported when they are first used, so that the command line starts at once,
and hears of a request to stop from the first: even ``typing`` would take a while.
"""

from __future__ import annotations

import importlib
import os

# Numbers must not depend on how many cores there are, as sums that threads share do in their last
# digits; and films are drawn by processes side by side.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from explainer.allowed import allow as allow
    from explainer.cli.jobs import clip as clip
    from explainer.params import Field as Field
    from explainer.params import Interval as Interval
    from explainer.params import Matrix2 as Matrix2
    from explainer.params import Number as Number
    from explainer.params import ParameterError as ParameterError
    from explainer.params import Positive as Positive
    from explainer.params import Probability as Probability
    from explainer.params import SceneParams as SceneParams
    from explainer.params import Vector2 as Vector2
    from explainer.params import Wording as Wording
    from explainer.params import unit as unit
    from explainer.scene import Explainer as Explainer
    from explainer.space_scene import Explainer3D as Explainer3D
    from explainer.style import Theme as Theme
    from explainer.style import theme as theme

_HOME = {
    "Explainer": "explainer.scene",
    "Explainer3D": "explainer.space_scene",
    "Field": "explainer.params",
    "Interval": "explainer.params",
    "Matrix2": "explainer.params",
    "Number": "explainer.params",
    "ParameterError": "explainer.params",
    "Positive": "explainer.params",
    "Probability": "explainer.params",
    "SceneParams": "explainer.params",
    "Theme": "explainer.style",
    "Vector2": "explainer.params",
    "Wording": "explainer.params",
    "allow": "explainer.allowed",
    "clip": "explainer.cli.jobs",
    "theme": "explainer.style",
    "unit": "explainer.params",
}

__all__ = ["__version__", *_HOME]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
