"""How like the uncompressed frames an encoded film is: structural similarity of luma.

Z. Wang, A. C. Bovik, H. R. Sheikh, E. P. Simoncelli: "Image quality assessment: from error
visibility to structural similarity", IEEE Transactions on Image Processing 13 (2004), 600-612.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from scipy.ndimage import correlate1d

from explainer.film_files import open_film

RADIUS, SIGMA = 5, 1.5
"""The window of the paper: 11 by 11 pixels, a Gaussian."""
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2

_OFFSETS = np.arange(-RADIUS, RADIUS + 1)
_BELL = np.exp(-0.5 * (_OFFSETS / SIGMA) ** 2)
WEIGHTS = _BELL / _BELL.sum()
"""Of the window along one side, (11,); its outer product with itself is the window."""


def ssim(first: np.ndarray, second: np.ndarray) -> float:
    """Return the mean structural similarity of two pictures, 1 where they are equal.

    Only windows that lie within the picture count.

    Args:
        first: (height, width) uint8, at least 11 pixels each way.
        second: of the same shape.

    Raises:
        ValueError: when the shapes differ or are too small.
    """
    if first.shape != second.shape or min(first.shape) < len(WEIGHTS):
        raise ValueError(f"cannot compare pictures of {first.shape} and {second.shape} pixels")
    a, b = first.astype(np.float64), second.astype(np.float64)
    mean_a, mean_b = _mean(a), _mean(b)
    square_a, square_b, product = mean_a**2, mean_b**2, mean_a * mean_b
    variances = _mean(a * a + b * b) - square_a - square_b
    covariance = _mean(a * b) - product
    likeness = (2 * product + C1) * (2 * covariance + C2)
    likeness /= (square_a + square_b + C1) * (variances + C2)
    return float(likeness.mean())


def _mean(values: np.ndarray) -> np.ndarray:
    """Return the weighted mean of each window that lies within."""
    inner = slice(RADIUS, -RADIUS)
    rows = correlate1d(values, WEIGHTS, axis=0, mode="nearest")[inner]
    return np.asarray(correlate1d(rows, WEIGHTS, axis=1, mode="nearest")[:, inner])


class Likeness:
    """Compares an H.264 film with uncompressed frames, one at a time, in the order of the film.

        with Likeness(path) as likeness:
            likeness.take(0, frame)
            likeness.take(30, frame)
        likeness.mean

    The film is decoded as far as it is needed, and no frame is kept.

    Args:
        path: the film.

    Attributes:
        found: the structural similarity of each frame that was compared.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.found = path, list[float]()
        self._container = open_film(path)
        self._frames = self._container.decode(video=0)
        self._next = 0
        self._reformatter = VideoReformatter()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._container.close()

    def take(self, index: int, frame: np.ndarray) -> float:
        """Compare a frame with what the film shows in its place, and return the similarity.

        Args:
            index: the frame's place in the film, after that of the last one taken.
            frame: (height, width, 3 or 4) uint8, RGB or RGBA.

        Raises:
            ValueError: when the film has no such frame, is past it, or is of another size.
        """
        if index < self._next:
            raise ValueError(f"frame {index} comes after frame {self._next - 1}")
        shown = None
        while self._next <= index:
            shown = next(self._frames, None)
            if shown is None:
                raise ValueError(f"{self.path} has {self._next} frames, and none at {index}")
            self._next += 1
        assert shown is not None
        given = _luma(self._as_encoded(frame, shown))
        self.found.append(ssim(_luma(shown), given))
        return self.found[-1]

    def _as_encoded(self, frame: np.ndarray, like: av.VideoFrame) -> av.VideoFrame:
        """Return an uncompressed frame in the film's colours: Manim's have another matrix."""
        layout = "rgba" if frame.shape[2] == 4 else "rgb24"
        high = like.colorspace == Colorspace.ITU709
        return self._reformatter.reformat(
            av.VideoFrame.from_ndarray(np.ascontiguousarray(frame), format=layout),
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709 if high else Colorspace.ITU601,
            dst_color_range=ColorRange.MPEG,
        )

    @property
    def mean(self) -> float:
        """The mean over the frames that were compared."""
        return statistics.fmean(self.found)

    @property
    def least(self) -> float:
        """That of the frame that is least like."""
        return min(self.found)


def compare(path: Path, frames: Iterable[tuple[int, np.ndarray]]) -> Likeness:
    """Compare a film with some of its frames, uncompressed; see ``Likeness``.

    Args:
        path: the film.
        frames: their places in the film, rising, and the frames; ``every`` picks them out.

    Raises:
        ValueError: see ``Likeness.take``.
    """
    with Likeness(path) as likeness:
        for index, frame in frames:
            likeness.take(index, frame)
    return likeness


def every(step: int, frames: Iterable[np.ndarray]) -> Iterator[tuple[int, np.ndarray]]:
    """Give each ``step``-th of all frames of a film, from the first, with its place."""
    for index, frame in enumerate(frames):
        if index % step == 0:
            yield index, frame


def _luma(frame: av.VideoFrame) -> np.ndarray:
    """Return the luma of a yuv420p frame, (height, width) uint8."""
    if frame.format.name != "yuv420p":
        raise ValueError(f"the film's pixels are {frame.format.name}, not yuv420p")
    plane = frame.planes[0]
    rows = np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]
