"""Paint pictures that are made of pixels, and lay them over a frame."""

from __future__ import annotations

import numpy as np

from explainer.geometry.pixels import PixelPicture, resampled


def paint_pixels(
    picture: PixelPicture,
    size: tuple[float, float],
    pixels: tuple[int, int],
    middle: tuple[float, float],
) -> tuple[np.ndarray, int, int] | None:
    """Return *premultiplied* RGBA, (height, width, 4) uint8, and its left and top in the frame.

    However thin the picture, it is at least one pixel high and wide. None where nothing is seen.

    Args:
        picture: what to paint.
        size: of the frame, in its units.
        pixels: of the frame.
        middle: of the frame, in its units.
    """
    alpha = round(255 * min(max(picture.opacity, 0.0), 1.0))
    if alpha == 0:
        return None
    across, up = pixels[0] / size[0], pixels[1] / size[1]
    x = (picture.centre[0] - middle[0] + size[0] / 2) * across
    y = (size[1] / 2 - picture.centre[1] + middle[1]) * up
    half_width, half_height = picture.width * across / 2, picture.height * up / 2
    left, top = round(x - half_width), round(y - half_height)
    width = max(round(x + half_width) - left, 1)
    height = max(round(y + half_height) - top, 1)
    image = np.empty((height, width, 4), np.uint8)
    image[..., :3] = resampled(picture.pixels, height, width)
    image[..., 3] = 255
    if alpha < 255:
        image = _times(image, alpha)
    return image, left, top


def lay_over(frame: np.ndarray, image: np.ndarray, left: int, top: int) -> None:
    """Lay premultiplied pixels of one opacity over a frame, (height, width, 4) uint8, in place.

    Args:
        frame: changed where the image meets it.
        image: (height, width, 4) uint8.
        left: where in the frame its first column lies, in pixels; it may lie beside it.
        top: where its first row lies.
    """
    rows, columns, part = overlap(frame, image, left, top)
    if not part.size:
        return
    alpha, under = int(part[0, 0, 3]), frame[rows, columns]
    under[...] = part if alpha == 255 else part + _times(under, 255 - alpha)


def overlap(
    frame: np.ndarray, image: np.ndarray, left: int, top: int
) -> tuple[slice, slice, np.ndarray]:
    """Return the rows and columns of a frame that an image at (left, top) meets, and its part."""
    height, width = frame.shape[:2]
    low, high = max(top, 0), max(min(top + image.shape[0], height), 0)
    near, far = max(left, 0), max(min(left + image.shape[1], width), 0)
    part = image[low - top : max(high - top, 0), near - left : max(far - left, 0)]
    return slice(low, high), slice(near, far), part


def _times(pixels: np.ndarray, alpha: int) -> np.ndarray:
    """Return pixels times a share of 255; what adds up to 255 does so afterwards too."""
    table = (np.arange(256) * alpha // 255).astype(np.uint8)
    return table[pixels]
