"""Films opened as files: FFmpeg takes a name for an address, so none is ever handed to it as it is.

``http:/host`` would be sent to, ``concat:`` and ``data:`` read from. A path is a path, whatever it
looks like. And what is written goes through a file of ours: after an error FFmpeg can keep its own
open for as long as the process lives.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import blake2b, file_digest
from io import BytesIO, FileIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from av.container import InputContainer, OutputContainer


def open_film(path: Path, format: str = "mp4") -> InputContainer:
    """Open a film to read it; close what is returned, or use it as a context manager.

    Args:
        path: of the file.
        format: FFmpeg's name of the format. It is never guessed: a playlist in the film's place
            would make FFmpeg open what it lists.

    Raises:
        OSError, av.FFmpegError: when it cannot be read as such a film.
    """
    import av

    return av.open(f"file:{path.absolute()}", format=format)


@contextmanager
def create_film(
    path: Path, format: str = "mp4", options: Mapping[str, str] | None = None
) -> Iterator[OutputContainer]:
    """Give a container for a new film, which is written to its file when it is complete.

    Until then it is held in memory, where a minute takes some megabytes. The file is read back, for
    not every disk says that it has not kept all.

    Args:
        path: of the file; what is left of it after an error is the caller's to remove.
        format: FFmpeg's name of the format.
        options: for the muxer.

    Raises:
        OSError: when the file cannot be written.
    """
    memory = BytesIO()
    with _container(memory, format, options, lambda *_: BytesIO(memory.getbuffer())) as container:
        yield container
    try:
        with path.open("wb") as file:
            file.write(memory.getbuffer())
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
    with path.open("rb") as file:
        if file_digest(file, "blake2b").digest() != blake2b(memory.getbuffer()).digest():
            raise OSError(errno.EIO, "not all that was written is there", str(path))


@contextmanager
def stream_film(
    path: Path, format: str, options: Mapping[str, str] | None = None
) -> Iterator[OutputContainer]:
    """Give a container for a film that is written while it is made, for those that take gigabytes.

    To be used in a thread of its own: FFmpeg calls back for each piece, and a signal that reaches
    the main thread in such a call would be lost.

    Args and errors are those of ``create_film``.
    """
    with _Written(path) as file:
        with _container(file, format, options, lambda *_: FileIO(path)) as container:
            yield container
        if file.failure is not None:
            raise file.failure


@contextmanager
def _container(
    file: Any, format: str, options: Mapping[str, str] | None, read_again: Any
) -> Iterator[OutputContainer]:
    """Give a container on a file object.

    Args:
        file: where it writes to.
        format: FFmpeg's name of the format.
        options: for the muxer.
        read_again: returns the same file for reading, as the index of an MP4 is moved to its front.
    """
    import av

    container = av.open(file, "w", format=format, options=dict(options or {}), io_open=read_again)
    try:
        yield container
    except BaseException:
        with contextlib.suppress(Exception):  # the one that counts is under way
            _close(container)
        raise
    _close(container)


def _close(container: OutputContainer) -> None:
    """End a film, where no interruption can come: in ``read_again`` it would crash FFmpeg."""
    with ThreadPoolExecutor(1, "film-end") as thread:
        thread.submit(container.close).result()


class _Written(FileIO):
    """A file that takes all it is given, or says once that it cannot."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, "w")
        self.failure: OSError | None = None

    def write(self, data: Any) -> int:
        """Write all of ``data``; nothing after a failure, though FFmpeg goes on for a while."""
        done = 0
        while done < len(data) and self.failure is None:
            try:
                done += super().write(data[done:])
            except OSError as error:
                self.failure = OSError(error.errno, error.strerror, str(self.name))
                raise self.failure from None
        return len(data)
