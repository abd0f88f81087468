"""A request to stop, by Ctrl-C, ``kill`` or a terminal that closes, is heard at any moment.

It becomes a ``KeyboardInterrupt``. Libraries now and then turn that into an error of their own, or
lose it; so it is remembered that it came, and whoever reports an error asks ``asked`` first.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 1.0
"""Seconds after a request in which another one does not disturb the cleaning up."""
SOON = 0.05
"""Seconds until a request that was lost is made again."""


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

    What is ignored stays ignored, as under ``nohup``.
    """
    _State.listener, _State.asked, _State.raised = os.getpid(), False, 0.0
    before: dict[int, Any] = {}
    for number in SIGNALS:
        handler = signal.getsignal(number)
        if handler not in (signal.SIG_IGN, None):
            before[number] = handler
            signal.signal(number, _stop)
    before[signal.SIGALRM] = signal.signal(signal.SIGALRM, _stop)
    return before


def deafen() -> None:
    """Hear no more requests, also when ``listening`` ends: all that is left to do is to end."""
    _State.listener = 0
    for number in (*SIGNALS, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def listening() -> Iterator[None]:
    """Hear requests to stop while the context lasts, if this process does not do so already."""
    mine = _State.listener != os.getpid()
    if not mine or threading.current_thread() is not threading.main_thread():
        yield
        return
    reports = sys.unraisablehook
    before = listen()
    sys.unraisablehook = _unraisable(reports)
    try:
        yield
    finally:
        if _State.listener:
            for number, handler in before.items():
                signal.signal(number, handler)
            sys.unraisablehook = reports
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
            raise KeyboardInterrupt


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
        raise KeyboardInterrupt


def _unraisable(report: Any) -> Any:
    """Return what hears of errors that could not be raised, as in a destructor."""

    def hear(error: Any) -> None:
        if not _State.asked:
            report(error)
        elif issubclass(error.exc_type, KeyboardInterrupt):
            signal.setitimer(signal.ITIMER_REAL, SOON)

    return hear
