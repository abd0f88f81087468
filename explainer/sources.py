"""Which files decide what a scene shows: its source, the code that it uses, the data it reads.

A kept frame may be shown again only while none of them has changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path(__file__).resolve().parent
ALWAYS = ("engine", "scene.py", "style.py", "typesetting.py", "plain_text.py")
"""Parts of this package that every film is made with."""
NEVER = ("cli", "publish", "catalogue.py", "sources.py", "__main__.py")
"""Parts that no frame depends on."""

_FOREIGN = tuple(
    os.path.realpath(path) + os.sep
    for path in {
        *(sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")),
        *("/proc", "/sys", "/dev", "/etc", "/usr/share", "/usr/lib"),
    }
)
"""Libraries, which a film's versions speak for, and what belongs to the system."""
_IMPORT = re.compile(
    r"^.*?\bfrom[ \t]+([.\w]+)[ \t]+import[ \t]+(\([^)]*\)|[^\n#]*)|^.*?\bimport[ \t]+([^\n#;(]*)",
    re.MULTILINE,
)
"""Anything that may be an import. Parsing the files took longer than all else that a key needs, and
what only looks like one costs no more than a key that changes too often."""
_NAME = re.compile(r"(?<!as )\b[A-Za-z_]\w*")
_OWN = "explainer-"
"""What our own temporary folders begin with."""


class ChangedSource(RuntimeError):
    """A file is not what it was when this process imported it."""


def code(scene: Path) -> list[Path]:
    """Return the source files behind a scene's file, itself among them, in order.

    They are found by reading the imports, those within functions too, not by running them, so that
    the answer does not depend on what else has been imported.

    Args:
        scene: the scene's file.
    """
    found: dict[Path, None] = {}
    waiting = [scene.resolve()]
    for part in ALWAYS:
        place = PACKAGE / part
        waiting += sorted(place.rglob("*.py")) if place.is_dir() else [place]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found[file] = None
            waiting += _imported(file, file.stat().st_mtime_ns)
    return sorted(found)


@lru_cache(maxsize=1024)
def _imported(file: Path, modified: int) -> tuple[Path, ...]:
    """Return the files of this project, or beside the file, that a file imports."""
    text = file.read_text(encoding="utf-8", errors="replace")
    names: list[str] = []
    for module, listed, plain in _IMPORT.findall(text):
        if plain:
            names += [name.split()[0] for name in plain.split(",") if name.split()]
        else:
            # A name may be a module of the package that it comes from.
            above = [module.lstrip(".")] if module.strip(".") else []
            found = _NAME.findall(listed)
            names += [*above, *(".".join([*above, name]) for name in found)]
    if file == PACKAGE / "__init__.py":
        return ()  # it names the homes of the public names; each importer is followed by itself
    return tuple(path for name in names for path in _files_of(name, file.parent))


def _files_of(module: str, beside: Path) -> Iterator[Path]:
    """Give the files that an import runs: those of the packages on the way, and its own."""
    steps = module.split(".")
    if steps[0] == "explainer" and len(steps) == 2:
        home = _homes().get(steps[1])
        if home is not None:
            module, steps = home, home.split(".")
    top = ROOT if steps[0] == "explainer" else beside
    for depth in range(1, len(steps) + 1):
        place = top.joinpath(*steps[:depth])
        for file in (place / "__init__.py", place.with_suffix(".py")):
            if file.is_file() and not _is_apart(file):
                yield file.resolve()


def _homes() -> dict[str, str]:
    """Return where the public names of this package live."""
    return dict(getattr(sys.modules["explainer"], "_HOME", {}))


def _is_apart(file: Path) -> bool:
    return file.is_relative_to(PACKAGE) and file.relative_to(PACKAGE).parts[0] in NEVER


# -- digests --------------------------------------------------------------------------------------

_as_imported: dict[Path, str] = {}


def digest(scene: Path, read: Iterable[Path] = ()) -> str:
    """Return a digest of a scene's source, of the code behind it, and of what it read.

    Args:
        scene: the scene's file.
        read: other files, such as data; see ``reading``.

    Raises:
        ChangedSource: when source has changed since this process asked first; what it would run is
            not what it would read.
        OSError: when a file cannot be read.
    """
    total = hashlib.sha256()
    for file in code(scene):
        now = _digest_of(file)
        if _as_imported.setdefault(file, now) != now:
            raise ChangedSource(f"{file.name} has changed since it was imported; start Python anew")
        total.update(f"{file.name}:{now}\n".encode())
    for file in sorted(set(read)):
        total.update(os.fsencode(f"{file}:{_digest_of(file)}\n"))
    return total.hexdigest()


def _digest_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


# -- what is read ---------------------------------------------------------------------------------

_listening: list[set[Path]] = []
_hooked = False


@contextmanager
def reading(files: set[Path]) -> Iterator[None]:
    """Collect into ``files`` the files that are opened to be read while the context lasts.

    Source and libraries are left out, and so is what another language's code opens by itself.
    """
    heard = listen()
    try:
        yield
    finally:
        # By identity: two sets that heard the same are equal.
        _listening[:] = [each for each in _listening if each is not heard]
        files |= data_among(heard)


def listen() -> set[Path]:
    """Return a set that grows from now on by every file that is opened to be read."""
    global _hooked
    if not _hooked:
        sys.addaudithook(_hear)  # there is no way to take it off again
        _hooked = True
    heard: set[Path] = set()
    _listening.append(heard)
    return heard


def data_among(heard: Iterable[Path]) -> set[Path]:
    """Return which files are data: no source, no library, nothing of the system's or our own."""
    return {path for path in heard if _is_data(path)}


def loaded() -> set[Path]:
    """Return the source files of the user's modules that have been imported so far."""
    named = {getattr(module, "__file__", None) for module in [*sys.modules.values()]}
    return {Path(name) for name in named if isinstance(name, str) and is_own(name)}


@lru_cache(maxsize=8192)
def is_own(source: str) -> bool:
    """Return whether a file is source of the user's: neither of a library nor of this package."""
    real = os.path.realpath(source)
    return source.endswith(".py") and not real.startswith((*_FOREIGN, str(PACKAGE) + os.sep))


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event != "open" or not _listening:
        return
    path, mode, flags = arguments
    reads = mode.startswith("r") if isinstance(mode, str) else not flags & (os.O_WRONLY | os.O_RDWR)
    if reads and isinstance(path, (str, bytes)):
        absolute = Path(os.path.abspath(os.fsdecode(path)))
        for heard in _listening:
            heard.add(absolute)


def _is_data(path: Path) -> bool:
    if path.suffix in (".py", ".pyc") or path.is_relative_to(PACKAGE):
        return False
    real = os.path.realpath(path)
    own = os.path.join(os.path.realpath(tempfile.gettempdir()), _OWN)
    if real.startswith((*_FOREIGN, own)):
        return False
    try:
        return stat.S_ISREG(os.stat(real).st_mode)
    except OSError:
        return False
