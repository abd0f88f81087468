"""What a scene has taken of the memory goes back when it has been played."""

from __future__ import annotations

import ctypes
import functools
import gc
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

LARGE = 1 << 20
"""Bytes."""
_M_MMAP_THRESHOLD = -3  # of mallopt(3) in glibc

_failed: list[bool] = []
"""Not empty when a scene has failed since the last one was played."""


def return_large_arrays() -> None:
    """Let the C library take arrays of a megabyte or more from the system one by one.

    Left to itself glibc learns from the first frames that such arrays come and go, and keeps them
    in heaps that small things then hold open: a film with surfaces held 1.6 GB in two processes
    instead of 0.9, for a twentieth less of processor time.
    """
    if sys.platform != "linux":
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)  # not every C library has it
    if set_option is not None:
        set_option(_M_MMAP_THRESHOLD, LARGE)


def played_and_gone(play: Callable[P, T]) -> Callable[P, T]:
    """Return a function that plays a scene and leaves nothing of it in the memory.

    A scene and its mobjects refer to each other, and Manim keeps them in closures that refer to
    themselves. Python would look for what nobody else refers to so seldom that thirty contact
    sheets held a quarter of a gigabyte. We know when there is something to find, and that it has
    come since: what was there before is not looked through, which makes it a matter of
    milliseconds.
    """

    @functools.wraps(play)
    def tidy(*arguments: P.args, **options: P.kwargs) -> T:
        if _failed:  # an error holds on to its scene as long as somebody may look into it
            _failed.clear()
            gc.collect()
        aside = gc.get_freeze_count()
        gc.freeze()
        try:
            return play(*arguments, **options)
        except BaseException:
            _failed.append(True)
            raise
        finally:
            gc.collect()
            if not aside:
                gc.unfreeze()

    return tidy
