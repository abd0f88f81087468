"""Files that a request names: data, pictures, parameters and scenes are opened by one rule.

A leading ``~`` or ``~user`` is a home folder, other paths begin where the user is, links are
followed. Only plain files of a bounded size are read: a pipe, a device or a socket could make us
wait for ever, or give without end.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from explainer.messages import web_address

_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # or opening a pipe waits until somebody writes to it
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class InputFileError(ValueError):
    """A file cannot be read; the message is a clause that begins with it, such as ``it is empty``.

    Its caller names the file.
    """


def input_path(path: str | Path) -> Path:
    """Return the path that a request means, its ``~`` replaced.

    Raises:
        InputFileError: when there can be no such path.
    """
    text = os.fspath(path)
    if not text.strip():
        raise InputFileError("no file is named")
    if "\0" in text:
        raise InputFileError("its name contains a null character")
    if remedy := web_address(text):
        raise InputFileError(remedy)
    home = os.path.expanduser(text)
    if text.startswith("~") and home == text:
        user = re.split(r"[\\/]", text[1:], maxsplit=1)[0]
        missing = f"there is no user {user[:40]}" if user else "no home folder is known for ~"
        raise InputFileError(f"{missing} (for a file of that name write ./ before it)")
    return Path(home)


@contextmanager
def opened(path: str | Path, most: int) -> Iterator[BinaryIO]:
    """Open a plain file of at most ``most`` bytes to read it; it never waits for one.

    Raises:
        InputFileError: when there is none that can be read, or an operation on it fails while the
            context lasts.
    """
    try:
        with _open(str(input_path(path)), most) as file:
            yield file
    except OSError as error:
        if error.errno is None:  # the system says why; a library that reads the file may not
            raise
        raise InputFileError(_reason(error)) from error
    except UnicodeEncodeError as error:
        raise InputFileError("its name is not valid") from error


def read_file(path: str | Path, most: int) -> bytes:
    """Return what a plain file of at most ``most`` bytes holds.

    Raises:
        InputFileError: when it cannot be had.
    """
    with opened(path, most) as file:
        content = file.read(most + 1)
    if len(content) > most:  # it has grown meanwhile, or is of a kind that does not tell its size
        raise _too_large(most)
    return content


def _open(path: str, most: int) -> BinaryIO:
    # Opening some devices does something; so they are looked at first, and again once opened.
    _check(os.stat(path), most)
    file = os.fdopen(os.open(path, _FLAGS), "rb")
    try:
        _check(os.fstat(file.fileno()), most)
    except InputFileError:
        file.close()
        raise
    return file


def _check(found: os.stat_result, most: int) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise InputFileError("it is a folder, not a file")
    if not stat.S_ISREG(found.st_mode):
        raise InputFileError("it is not a regular file but a pipe, a device or a socket")
    if found.st_size > most:
        raise _too_large(most)


def _too_large(most: int) -> InputFileError:
    size = f"{most // 1_000_000} MB" if most >= 1_000_000 else f"{most // 1000} kB"
    return InputFileError(f"it is larger than {size}")


def _reason(error: OSError) -> str:
    if error.errno == errno.ENOENT:
        return "there is no such file"
    if error.errno == errno.ENAMETOOLONG:
        return "its path is too long"
    return f"it cannot be read ({(error.strerror or 'no reason given').lower()})"
