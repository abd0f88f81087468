"""A request to stop, by Ctrl-C, ``kill`` or a terminal that closes, is heard at any moment.

It becomes a ``KeyboardInterrupt``. Libraries now and then turn that into an error of their own, or
lose it; so it is remembered that it came, and whoever reports an error asks ``asked`` first.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import contextmanager

TYPE_CHECKING = False  # what is imported here is imported before anybody listens
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 1.0
"""Seconds after a request in which another one does not disturb the cleaning up."""
SOON = 0.05
"""Seconds until a request that was lost is made again."""


class Stop(KeyboardInterrupt):
    """A request to stop: Python would end otherwise than asked to if it met one of its own."""


class _State:
    """What is known of requests to stop; ``listener`` is the process that listens."""

    listener = 0
    asked = False
    raised = 0.0
    holding = 0
    waiting = False


def asked() -> bool:
    """Return whether somebody has asked this process to stop."""
    return _State.asked


def listen() -> dict[int, Any]:
    """Hear requests to stop from now on; return the handlers that there were before.

    What is ignored stays ignored, as under ``nohup``. What has been kept waiting until now, as
    ``./render.sh`` does while Python starts, is heard at once.
    """
    _State.listener, _State.asked, _State.raised = os.getpid(), False, 0.0
    before: dict[int, Any] = {}
    for number in SIGNALS:
        handler = signal.getsignal(number)
        if handler not in (signal.SIG_IGN, None):
            before[number] = handler
            signal.signal(number, _stop)
    before[signal.SIGALRM] = signal.signal(signal.SIGALRM, _stop)
    sys.unraisablehook = _hear_what_was_lost
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    return before


def deafen() -> None:
    """Hear no more requests: all that is left to do is to end."""
    for number in (*SIGNALS, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def listening() -> Iterator[None]:
    """Hear requests to stop while the context lasts, if this process does not do so already."""
    import threading

    elsewhere = threading.current_thread() is not threading.main_thread()
    if elsewhere or _State.listener == os.getpid():
        yield
        return
    report = sys.unraisablehook
    before = listen()
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        sys.unraisablehook = report
        _State.listener, _State.asked = 0, False


@contextmanager
def held() -> Iterator[None]:
    """Let requests to stop wait while the context lasts, which must be for moments only."""
    _State.holding += 1
    try:
        yield
    finally:
        _State.holding -= 1
        if _State.waiting and not _State.holding:
            _State.waiting = False
            raise Stop


def _stop(number: int, frame: FrameType | None) -> None:
    if os.getpid() != _State.listener:
        return  # a worker that has just been forked: whoever forked it has been asked too
    _State.asked = True
    if _State.holding:
        _State.waiting = True
        return
    now = time.monotonic()
    if number == signal.SIGALRM or now - _State.raised > PATIENCE:
        _State.raised = now
        raise Stop


def _hear_what_was_lost(error: Any) -> None:
    """Ask again when the request came where none can be raised, as in a destructor."""
    if not _State.asked:
        sys.__unraisablehook__(error)
    elif issubclass(error.exc_type, Stop):
        signal.setitimer(signal.ITIMER_REAL, SOON)
