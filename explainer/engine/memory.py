"""Memory of large arrays goes back to the system when they go."""

from __future__ import annotations

import ctypes
import sys

LARGE = 1 << 20
"""Bytes."""
_M_MMAP_THRESHOLD = -3  # of mallopt(3) in glibc


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
