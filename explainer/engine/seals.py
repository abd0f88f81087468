"""A seal at the end of a file: whether its content is what was put there, for the place it is in.

It is a box of the MP4 that players pass over. Content and seal come into place by one rename, so
that nothing can part them.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
from pathlib import Path

_KIND = bytes.fromhex("6c0f9c7e5a5d4c39a1de3f1f3b0c7b52")
"""Our own among the boxes that are open to all, which are told apart by 16 random bytes."""
_DIGEST = 32
SIZE = 8 + len(_KIND) + _DIGEST
"""Bytes of a seal."""


def sealed(content: bytes, name: str) -> bytes:
    """Return a file's content with its seal.

    Args:
        content: an MP4.
        name: of the only place where it is to be taken for whole.
    """
    return content + struct.pack(">I4s", SIZE, b"uuid") + _KIND + _digest(content, name)


def read_sealed(path: Path, name: str) -> bytes | None:
    """Return a file's content, its seal removed; None when it cannot be had as it was sealed."""
    try:
        # Something else may be in its place: one that waits for a writer must not be waited for.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return None
            file.seek(-SIZE, os.SEEK_END)
            if _KIND not in file.read(SIZE):  # then it may be of any length
                return None
            file.seek(0)
            found = file.read()
    except OSError:
        return None
    content = found[:-SIZE]
    return content if sealed(content, name) == found else None


def _digest(content: bytes, name: str) -> bytes:
    digest = hashlib.blake2b(name.encode() + b"\0", digest_size=_DIGEST)
    digest.update(content)
    return digest.digest()
