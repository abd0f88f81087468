"""The reference frames: which they are, and how to draw them anew when one is to change.

.venv/bin/python tests/engine/reference_frames.py
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from explainer import catalogue
from explainer.engine.session import Quality, still

FOLDER = Path(__file__).parent / "frames"
SIZE = Quality(640, 360, 15)

FRAMES = [
    ("linear_transformation", "default", "eigen", "dark"),
    ("linear_transformation", "projection", "area", "light"),
    ("gradient_descent", "default", "gradient", "dark"),
    ("gradient_descent", "himmelblau", "descent", "light"),
    ("posterior_update", "default", "answer", "dark"),
    ("posterior_update", "jeffreys", "evidence", "light"),
]
"""Scene, preset, beat and theme."""


def draw(scene: str, preset: str, beat: str, theme: str) -> np.ndarray:
    """Return the last frame of a beat, (height, width, 3) uint8."""
    found = catalogue.load(scene)
    params = found.params() if preset == "default" else found.presets[preset]
    return still(lambda: found.cls(params, theme), SIZE, beat=beat)[..., :3]


def path(*frame: str) -> Path:
    """Return where a reference frame is kept."""
    return FOLDER / f"{'-'.join(frame)}.png"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for frame in FRAMES:
        Image.fromarray(draw(*frame)).save(path(*frame), optimize=True)
        print(path(*frame).name)
