"""Where frames go: what the renderer asks of a writer, and writers that keep nothing or all.

A sink decides which frames are drawn at all. The renderer passes over the others without a pixel.
"""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import numpy as np

FOREVER = sys.maxsize
"""After the last frame of any film."""


class Sink:
    """Takes the place of Manim's file writer, and takes no frame: for dry runs and stills."""

    draws = False
    """Whether it may want any frame at all."""

    def __init__(self) -> None:
        self.frames = 0
        self.sections = [SimpleNamespace(skip_animations=False, name="")]
        self.output_spec = SimpleNamespace(
            is_still=False, is_video=True, is_image_sequence=False, fallback_to_still=False
        )
        self.subcaptions: list[Any] = []

    def wants(self, frame: int) -> tuple[bool, int]:
        """Return whether a frame is to be drawn, and the frame up to which the answer holds.

        The renderer asks in the order of the film, for the first frame of all and then for each at
        which an answer has ended.
        """
        return False, FOREVER

    def write_frame(self, frame: np.ndarray, repeat: int = 1) -> None:
        """Take a (height, width, 4) uint8 frame ``repeat`` times; the array may be used again."""
        self.frames += repeat

    def play_begins(self, scene: Any) -> None:
        """Note that the scene's animations have begun; frames may follow."""

    def play_ends(self, scene: Any) -> None:
        """Note that they have ended, and left the picture as it will be."""

    def close(self) -> None:
        """Finish what has been begun."""

    # What Manim's scene and manager ask of a file writer.

    def next_section(self, name: str, section_type: str, skip_animations: bool) -> None:
        """Note a section; beats are kept by the scene."""
        self.sections.append(SimpleNamespace(skip_animations=skip_animations, name=name))

    def abort_encode_jobs(self, reraise_encoder_failures: bool = False) -> None:
        """Do nothing: whoever opened a sink closes it, after an error too."""

    def finish(self) -> None:
        """Do nothing, for the same reason."""


class FrameKeeper(Sink):
    """Keeps every frame, uncompressed: to compare films with, small ones only."""

    draws = True

    def __init__(self) -> None:
        super().__init__()
        self.kept: list[np.ndarray] = []

    def wants(self, frame: int) -> tuple[bool, int]:
        """Return that all frames are."""
        return True, FOREVER

    def write_frame(self, frame: np.ndarray, repeat: int = 1) -> None:
        """Keep the frame, the same array for all its repeats."""
        self.frames += repeat
        self.kept += [np.array(frame[..., :3])] * repeat
