"""Where one run finds segments and puts them: the user's store, or a folder of its own.

A store that cannot be written, that is full, or that somebody empties all the time is done without.
"""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from explainer.engine.segments import Segment
from explainer.engine.session import RenderError
from explainer.engine.store import SegmentStore, StoreError
from explainer.scratch import temporary_folder

FULL = (errno.ENOSPC, errno.EDQUOT)


class Shelves:
    """The stores of a run, to be used as a context.

    Args:
        store: the user's; None when nothing is to be kept.
        key: of the film.
        warn: told, in one line, when the user's store is done without.
    """

    def __init__(
        self, store: SegmentStore | None, key: str, warn: Callable[[str], None] | None = None
    ) -> None:
        self.key = key
        self._users = store
        self._private: SegmentStore | None = None
        self._warn = warn
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._users is not None and kind is None:
            with contextlib.suppress(OSError):
                self._users.prune()
        self._stack.close()

    @property
    def place(self) -> SegmentStore:
        """Return the store into which segments go."""
        return self._private or self._users or self._own()

    def has(self, segment: Segment) -> bool:
        """Return whether a segment is there, and note that it is in use."""
        return any(store.has(self.key, segment) for store in self._stores())

    def read(self, segment: Segment) -> bytes | None:
        """Return a segment, an MP4; None when there is none."""
        found = (store.read(self.key, segment) for store in self._stores())
        return next((content for content in found if content is not None), None)

    def forget(self, segments: Iterable[Segment]) -> None:
        """Drop segments; from a store that does not let go of them none are taken any more."""
        for segment in segments:
            for store in self._stores():
                try:
                    store.forget(self.key, segment)
                except StoreError as error:
                    if store is self._users:
                        self.trust_no_longer(str(error.strerror))

    def do_without(self, error: StoreError) -> None:
        """Put segments into a folder of the run's own from now on.

        Raises:
            RenderError: when it is that folder that cannot be used.
        """
        full = error.errno in FULL
        reason = (error.strerror or str(error)).lower()
        if self._private is not None:
            folder = self._private.folder
            raise RenderError(
                f"no space left for segments in {folder}; free some, or set TMPDIR to another one"
                if full
                else f"segments cannot be kept in {folder} ({reason}); set TMPDIR to another one"
            ) from error
        if self._warn is not None and self._users is not None:
            remedy = "run ./render.sh clean, or " if full else ""
            self._warn(
                f"the cache {self._users.folder} cannot be used ({reason}): what is drawn now is "
                f"not kept; {remedy}set EXPLAINER_CACHE to another folder"
            )
        self._own()

    def trust_no_longer(self, reason: str) -> None:
        """Take nothing from the user's store any more."""
        if self._users is not None and self._private is None:
            self.do_without(StoreError(errno.ENOENT, reason, str(self._users.folder)))
        self._users = None

    def _stores(self) -> list[SegmentStore]:
        return [store for store in (self._private, self._users) if store is not None]

    def _own(self) -> SegmentStore:
        self._private = SegmentStore(self._stack.enter_context(temporary_folder()))
        return self._private
