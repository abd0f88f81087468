"""The README's pictures: a sheet of each scene's beats, and a gallery of all last frames.

    PYTHONPATH=tests python -m readme_pictures [SCENE ...] [--theme THEME --into FOLDER]

Sheets of the scenes that are named are drawn anew, beside them, and the gallery with every scene.
Another theme goes into a folder of its own, for looking at it.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import numpy as np
from PIL import Image

from explainer import catalogue
from explainer.engine.session import Beat, Quality, at_beat_ends, pixels_of
from explainer.publish.sheet import Cell, contact_sheet
from explainer.style import THEMES, theme

FULL = Quality(1920, 1080, 15)
SHEET, GALLERY = 1600, 1000
"""Widths in pixels."""


def last_frames(name: str, colours: str) -> list[Cell]:
    """Return the last frame of each beat of a scene's default."""
    scene = catalogue.load(name)
    cells: list[Cell] = []

    def keep(scene: object, beat: Beat) -> None:
        cells.append(Cell(pixels_of(scene)[..., :3].copy(), beat.title, ""))

    at_beat_ends(lambda: scene.cls(scene.params(), colours), FULL, keep)
    return cells


def write(path: Path, cells: list[Cell], colours: str, width: int, *, words: bool) -> None:
    sheet = Image.open(io.BytesIO(contact_sheet(cells, theme(colours), words=words)))
    size = width, round(sheet.height * width / sheet.width)
    sheet.convert("RGB").resize(size, Image.Resampling.LANCZOS).save(path, optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("scenes", nargs="*", metavar="SCENE")
    parser.add_argument("--theme", default="dark", choices=list(THEMES))
    parser.add_argument("--into", type=Path, help="a folder for the pictures of another theme")
    given = parser.parse_args()
    if given.theme != "dark" and given.into is None:
        parser.error("the README's pictures are dark; another theme needs --into FOLDER")
    gallery = []
    for name, file in catalogue.files().items():
        frames = last_frames(name, given.theme)
        half = Image.fromarray(frames[-1].pixels).resize((960, 540), Image.Resampling.LANCZOS)
        gallery.append(Cell(np.asarray(half), name, ""))
        if not given.scenes or name in given.scenes:
            path = given.into / f"{name}.png" if given.into else file.with_name("sheet.png")
            write(path, frames, given.theme, SHEET, words=False)
            print(path, flush=True)
    folder = given.into or catalogue.SCENES
    write(folder / "gallery.png", gallery, given.theme, GALLERY, words=True)


if __name__ == "__main__":
    main()
