"""Every operation on files that a clip takes fails once, one after the other.

Whatever fails: the old clip stays as it was or the new one is there as a whole, one line says what
was wrong, nothing is left behind, and the same request again makes the same bytes.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import io
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import av

from explainer import scratch
from explainer.cli import main
from explainer.engine.session import QUALITIES, Quality

SCENE = '''"""A scene to test with."""
from manim import Circle
from explainer import Explainer, Field, SceneParams


class Tiny(Explainer):
    """See a circle."""

    class Params(SceneParams):
        radius: float = Field(1, gt=0, le=3, description="of the circle")

    def construct(self):
        with self.beat("circle", "A circle", "One."):
            self.add(Circle(self.params.radius))
        with self.beat("recap", "Recap", "Two."):
            self.wait(0.2)
'''

OPERATIONS: dict[str, tuple[tuple[Any, str], ...]] = {
    "fsync": ((os, "fsync"),),
    "rename": ((os, "rename"), (os, "replace")),
    "link": ((os, "link"),),
    "mkdir": ((os, "mkdir"),),
    "unlink": ((os, "unlink"), (os, "remove")),
    "rmdir": ((os, "rmdir"),),
    "list": ((os, "scandir"), (os, "listdir")),
    "utime": ((os, "utime"),),
    "open": ((os, "open"), (io, "open"), (builtins, "open")),
    "write": ((Path, "write_text"), (Path, "write_bytes")),
    "av.open": ((av, "open"),),
}
"""Operations by name, and the functions through which they come."""


class Failure:
    """Makes the call of that number fail, of all calls that concern files below a folder."""

    def __init__(self, number: int, folder: Path) -> None:
        self.number = number
        self.calls = 0
        self._folder = str(folder)

    @property
    def happened(self) -> bool:
        """Return whether there were as many calls."""
        return self.calls >= self.number

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is while the failure waits to happen."""

        def failing(*arguments: Any, **options: Any) -> Any:
            if arguments and self._concerns(arguments[0]):
                self.calls += 1
                if self.calls == self.number:
                    number = (errno.EIO, errno.ENOSPC)[self.number % 2]
                    raise OSError(number, os.strerror(number), _named(arguments[0]))
            return function(*arguments, **options)

        return failing

    def _concerns(self, given: Any) -> bool:
        name = _named(given)
        if not name or name.endswith(".py") or ".pyc" in name or "__pycache__" in name:
            return False
        return os.path.abspath(name).startswith(self._folder)


def _named(given: Any) -> str:
    """Return the path that an operation was given, as one or as an open file."""
    if isinstance(given, int):
        try:
            return os.readlink(f"/proc/self/fd/{given}")
        except OSError:
            return ""
    name = os.fsdecode(given) if isinstance(given, (str, bytes, os.PathLike)) else ""
    return name.removeprefix("file:")


@contextmanager
def failing(operation: str, number: int, folder: Path) -> Iterator[Failure]:
    """Let one call of an operation fail while the context lasts."""
    failure = Failure(number, folder)
    with ExitStack() as stack:
        for owner, name in OPERATIONS[operation]:
            stack.enter_context(patch.object(owner, name, failure.around(getattr(owner, name))))
        yield failure


@dataclass
class Sweep:
    """How many operations failed, and what was wrong then."""

    failures: int = 0
    complaints: list[str] = field(default_factory=list)


@dataclass
class Bench:
    """A folder in which a tiny clip takes the place of another, again and again.

    Args:
        folder: an empty one.
        warm: whether the segments of the clip are there already.
        before: whether another clip is.
        more: what to ask for besides the clip, such as ``--for stills``.
    """

    folder: Path
    warm: bool = True
    before: bool = True
    more: Sequence[str] = ()

    def __post_init__(self) -> None:
        (self.folder / "tiny.py").write_text(SCENE)
        self.out = self.folder / "clips"
        self.temporary = self.folder / "temporary"
        self.temporary.mkdir()
        with self._place():
            assert self._render("--set", "radius=2")[0] == 0
            self.old = self._files() if self.before else {}
            shutil.copytree(self.out, self.folder / "old")
            shutil.rmtree(self.folder / "kept")
            assert self._render()[0] == 0
            self.new = self._files()
            shutil.copytree(self.folder / "kept", self.folder / "warm")

    def complaints(self, operation: str, number: int) -> list[str] | None:
        """Let one call of an operation fail; return what is wrong then, None with no such call."""
        shutil.rmtree(self.out, ignore_errors=True)
        shutil.rmtree(self.folder / "kept", ignore_errors=True)
        if self.before:
            shutil.copytree(self.folder / "old", self.out)
        if self.warm:
            shutil.copytree(self.folder / "warm", self.folder / "kept")
        with self._place():
            with failing(operation, number, self.folder) as failure:
                status, said = self._render()
            if not failure.happened:
                return None
            found = self._files()
            wrong = list(self._wrong(status, said, found))
            status, said = self._render()
            if status or self._files() != self.new:
                wrong.append(f"again: {status} {said!r} {self._difference(self.new)}")
        case = f"{operation} {number}, {'warm' if self.warm else 'cold'}"
        return [f"{case}: {each}" for each in wrong]

    def sweep(self, operations: Sequence[str] = tuple(OPERATIONS), every: int = 1) -> Sweep:
        """Let each of the operations fail, at every so many of its calls; return what was found."""
        swept = Sweep()
        for operation in operations:
            number = 1
            while (found := self.complaints(operation, number)) is not None:
                swept.failures += 1
                swept.complaints += found
                number += every
        return swept

    def _wrong(self, status: int, said: str, found: dict[str, bytes]) -> Iterator[str]:
        if status == 0:
            if found != self.new:
                yield f"status 0, but {self._difference(self.new)}"
        elif status not in (1, 2) or not said.startswith("error: ") or said.count("\n") != 1:
            yield f"status {status}, said {said!r}"
        elif "--traceback" in said:
            yield f"in the catch-all: {said!r}"
        elif found != self.old:
            yield f"status {status}, {said!r}, but {self._difference(self.old)}"
        left = [path.name for path in self.temporary.iterdir()]
        if left:
            yield f"left among the temporary files: {left}"

    def _difference(self, expected: dict[str, bytes]) -> str:
        found = self._files()
        names = sorted(n for n in {*found, *expected} if found.get(n) != expected.get(n))
        return f"other than expected: {', '.join(names)}"

    def _files(self) -> dict[str, bytes]:
        """Return all that there is in the output folder, empty hidden folders too."""
        return {
            str(path.relative_to(self.out)): path.read_bytes() if path.is_file() else b""
            for path in self.out.rglob("*")
            if path.is_file() or path.name.startswith(".")
        }

    def _render(self, *arguments: str) -> tuple[int, str]:
        said = io.StringIO()
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            status = main(["tiny.py", "-ql", "--jobs", "1", *self.more, *arguments])
        notes = [line for line in said.getvalue().splitlines(True) if not line.startswith("note: ")]
        return status, "".join(notes)

    @contextmanager
    def _place(self) -> Iterator[None]:
        """Work in the folder, with files of the system's there too, and a tiny picture."""
        scratch._collected.discard(self.temporary)
        with (
            contextlib.chdir(self.folder),
            patch.dict(os.environ, EXPLAINER_CACHE=str(self.folder / "kept")),
            patch.object(tempfile, "tempdir", str(self.temporary)),
            patch.dict(QUALITIES, l=Quality(96, 54, 15)),
            patch.object(sys, "path", list(sys.path)),
        ):
            sys.modules.pop("tiny", None)
            yield


def sweep_all(folder: Path, every: int = 1, operations: Sequence[str] = tuple(OPERATIONS)) -> Sweep:
    """Sweep cold and warm, over another clip and into an empty folder, with all profiles at last.

    Args:
        folder: an empty one to work in.
        every: 1 for every call; more for some of them.
        operations: which.
    """
    total = Sweep()
    every_profile = [
        f"--for={name}" for name in ("alpha", "editor", "gif", "webp", "stills", "beats")
    ]
    for number, (warm, before, more) in enumerate(
        [(True, True, []), (True, False, []), (False, True, []), (True, False, every_profile)]
    ):
        place = folder / str(number)
        place.mkdir()
        found = Bench(place, warm, before, more).sweep(operations, every)
        total.failures += found.failures
        total.complaints += found.complaints
    return total
