"""From one frame to the next: only what changed is drawn, with all that meets it.

A path is always drawn as a whole, because Cairo clips to other pixels than it would have drawn. So
whatever shares a tile of the frame with something that is drawn anew is drawn anew too, and the
ground is brought back under these tiles only. What lies lowest and stays as it is becomes ground.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from explainer.engine.inks import Ink

TILE = 64
"""Pixels to a side."""

PATIENCE = 8
"""Frames from one new ground to the next."""


class Entry(NamedTuple):
    """Something to be drawn.

    Attributes:
        ink: its path; another object when the path changes.
        style: all else that its pixels depend on; None where that is not known.
        tiles: one bit for each tile of the frame that it may touch.
        draw: draws it.
    """

    ink: Ink
    style: object
    tiles: int
    draw: Callable[[], None]

    def same(self, other: Entry) -> bool:
        """Return whether both give the same pixels."""
        return self.ink is other.ink and self.style is not None and self.style == other.style


class Tiles:
    """The tiles of a frame, as bits of a number: row by row, the left one lowest."""

    def __init__(self, width: int, height: int) -> None:
        self.columns, self.rows = -(-width // TILE), -(-height // TILE)
        self._row = (1 << self.columns) - 1

    def box(self, left: float, top: float, right: float, bottom: float) -> int:
        """Return the tiles that a box of pixels touches; its ends are finite or infinite."""
        wide, high = TILE * self.columns, TILE * self.rows
        if not (right >= 0 and bottom >= 0 and left < wide and top < high):
            return 0
        first, last = int(max(left, 0) // TILE), int(min(right, wide - 1) // TILE)
        upper, lower = int(max(top, 0) // TILE), int(min(bottom, high - 1) // TILE)
        line = ((1 << (last - first + 1)) - 1) << first
        found = 0
        for row in range(upper, lower + 1):
            found |= line << (row * self.columns)
        return found

    def slices(self, tiles: int) -> Iterator[tuple[slice, slice]]:
        """Give the parts of a frame that tiles make up, as rows and columns of pixels."""
        for row in range(self.rows):
            line = (tiles >> (row * self.columns)) & self._row
            while line:
                first = (line & -line).bit_length() - 1
                length = (~(line >> first) & ((line >> first) + 1)).bit_length() - 1
                line &= ~(((1 << length) - 1) << first)
                yield (
                    slice(row * TILE, (row + 1) * TILE),
                    slice(first * TILE, (first + length) * TILE),
                )


class Redrawing:
    """Draws frame after frame into the same pixels.

    Args:
        pixels: (height, width, 4) uint8; nobody else may draw there while this is used.
        ground: as ``pixels``: what lies below all that is drawn.
    """

    def __init__(self, pixels: np.ndarray, ground: np.ndarray) -> None:
        self.pixels, self.ground = pixels, ground
        self.tiles = Tiles(pixels.shape[1], pixels.shape[0])
        self._deep, self._raised = 0, ground
        self._last: list[Entry] | None = None
        self._steady, self._rest = 0, 0

    def frame(self, entries: list[Entry]) -> None:
        """Draw a frame that consists of ``entries``, from the lowest up."""
        last, self._last = self._last, entries
        self._rest -= 1
        if last is None:
            np.copyto(self.pixels, self.ground)
            self._draw(entries)
            return
        pairs = zip(entries, last, strict=False)
        changed = [i for i, (now, then) in enumerate(pairs) if not now.same(then)]
        ends = min(len(entries), len(last))
        steady = changed[0] if changed else ends
        before, self._steady = self._steady, steady
        if steady < self._deep:
            self._deep, self._raised = 0, self.ground
        elif min(steady, before) > self._deep and self._rest <= 0 and changed:
            self._raise(entries, min(steady, before))
            return
        elif len(entries) == len(last):
            if changed:
                self._renew(entries, last, changed)
            return
        np.copyto(self.pixels, self._raised)
        self._draw(entries[self._deep :])

    def _raise(self, entries: list[Entry], height: int) -> None:
        """Draw a frame, and take its lowest ``height`` entries for ground from now on."""
        np.copyto(self.pixels, self._raised)
        self._draw(entries[self._deep : height])
        self._deep, self._raised, self._rest = height, self.pixels.copy(), PATIENCE
        self._draw(entries[height:])

    def _renew(self, entries: list[Entry], last: list[Entry], changed: list[int]) -> None:
        """Draw what has changed, and all that meets it or what it was."""
        drawn = set(changed)
        touched = 0
        for i in changed:
            touched |= entries[i].tiles | last[i].tiles
        waiting = [i for i in range(self._deep, len(entries)) if i not in drawn]
        grows = True
        while grows:
            met = [i for i in waiting if entries[i].tiles & touched]
            waiting = [i for i in waiting if not entries[i].tiles & touched]
            before = touched
            for i in met:
                touched |= entries[i].tiles
            drawn.update(met)
            grows = touched != before
        for part in self.tiles.slices(touched):
            self.pixels[part] = self._raised[part]
        self._draw([entries[i] for i in sorted(drawn)])

    def _draw(self, entries: list[Entry]) -> None:
        for entry in entries:
            entry.draw()
