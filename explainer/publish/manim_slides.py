"""The JSON from which ``manim-slides present`` and ``manim-slides convert`` work."""

from __future__ import annotations

import json
from pathlib import Path

from explainer.publish.slides import Chapter


def write(chapter: Chapter, folder: Path, target: Path) -> None:
    """Write what manim-slides reads as ``slides/STEM.json`` of a folder.

    In the folder, ``manim-slides present STEM`` then finds it, for manim-slides looks into
    ``slides/`` and takes the paths in the file from the folder above. Several names make one
    presentation.

    Args:
        chapter: whose films lie somewhere below the folder, or will.
        folder: the folder.
        target: the file to write.

    Raises:
        OSError: when it cannot be written.
    """

    def place(path: Path) -> str:
        return path.relative_to(folder).as_posix()

    slides = [
        {
            "file": place(chapter.film(slide)),
            "rev_file": place(chapter.backwards(slide)),
            "notes": f"{slide.title}\n\n{slide.notes}".strip(),
            "dedent_notes": False,
        }
        for slide in chapter.slides
    ]
    presentation = {
        "slides": slides,
        "resolution": chapter.size,
        "background_color": chapter.theme.background,
    }
    text = json.dumps(presentation, ensure_ascii=False, indent=2)
    target.write_text(text + "\n", encoding="utf-8")
