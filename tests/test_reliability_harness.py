"""The reliability harness sees what it is for, and makes the same trials again."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from reliability.generate import KINDS, request
from reliability.kills import _judge_files
from reliability.request import Request
from reliability.sandbox import Outcome
from reliability.undrawn import told_class
from reliability.undrawn_commands import Said
from reliability.verdict import judge
from reliability.workers import Limits, Lost, run_all

from explainer import catalogue
from explainer.engine.session import Beat, Quality, Timeline, measure

ASKED = Request(0, "valid", ("vectors",))


def test_a_request_is_the_same_in_any_order() -> None:
    later = [request(3, number) for number in reversed(range(60))]
    assert later[::-1] == [request(3, number) for number in range(60)]
    assert {each.kind for each in (request(3, number) for number in range(300))} == set(KINDS)


@pytest.mark.parametrize("name", ["eigenvectors", "confidence_interval", "gradient_descent"])
def test_a_scene_told_says_what_it_says_when_played(name: str) -> None:
    scene = catalogue.load(name)
    told: Any = told_class(scene.cls)
    telling = told(scene.params(), "dark")
    telling.construct()
    played = measure(lambda: scene.cls(params=scene.params(), theme="dark"), Quality(64, 36, 15))

    def words(beats: Any) -> list[tuple[Any, ...]]:
        # how many marks there are, only drawing tells
        said = [sorted(re.split(r"(?<=[.?!]) ", b.say)) for b in beats]  # nor when one asks
        seen = [re.sub(r"\d+", "#", b.alt or "") for b in beats]
        return [(b.name, b.title, *each) for b, *each in zip(beats, said, seen, strict=True)]

    assert words(telling.beats) == words(played.beats)


@pytest.mark.parametrize(
    ("status", "err", "what"),
    [
        (0, "", "accepted"),
        (0, "note: 3 values are missing and left out\n", "accepted"),
        (0, "lib.py:3: RuntimeWarning: overflow\n", "noise on stderr"),
        (2, "error: matrix: given x; a matrix is allowed\n", "refused"),
        (2, "lib.py:3: RuntimeWarning: overflow\nerror: matrix\n", "refusal not one line"),
        (2, "matrix: given x\n", "refusal not one line"),
        (2, "", "refusal not one line"),
        (2, "error: \x1b[31mred\n", "refusal not printable"),
        (2, f"error: {'x' * 400}\n", "refusal too long"),
        (1, "error: vectors: no space left\n", "failed"),
        (1, "error: KeyError: 'x' (--traceback shows where)\n", "catch-all"),
        (None, "Traceback (most recent call last):\nKeyError: 'x'", "traceback"),
        (130, "error: interrupted\n", "wrong status"),
    ],
)
def test_what_a_request_came_to_is_judged(status: int | None, err: str, what: str) -> None:
    assert judge(ASKED, Outcome(status, "", err, (), ()), "").what == what


def test_what_is_left_or_done_outside_is_a_fault() -> None:
    assert judge(ASKED, Outcome(0, "", "", ("here/x",), ()), "").what == "left behind"
    assert judge(ASKED, Outcome(0, "", "", (), ("os.system",)), "").what == "reached outside"
    assert judge(ASKED, Outcome(0, "", "", (), ()), "nan").what == "wrong words"


@pytest.mark.parametrize(
    ("say", "wrong"),
    [
        ("The mean is 3.2, and none is left. None is on its old line.", False),
        ("The mean is nan.", True),
        ("From \N{MINUS SIGN}inf to 3.", True),
        ("It is 1e-05 long.", True),
        ("The gap of $F$ falls.", True),
        ("It turns by frac(pi, 2).", True),
        ("Tonight infants nap.", False),
    ],
)
def test_words_that_no_lecturer_says_are_seen(say: str, wrong: bool) -> None:
    said = Said()
    said.texts = [say]
    said.films = [Timeline((Beat("a", "A", say, 0, 5),), 5, 75)]
    assert bool(said.complaint("")) == wrong
    assert not said.complaint(say)


def test_a_film_without_end_is_seen() -> None:
    said = Said()
    said.films = [Timeline((), 6751, 100_000)]
    assert "6751" in said.complaint("")


def _spin() -> None:
    while True:
        pass


def _hold() -> None:
    held = bytearray(b"x") * 200_000_000
    time.sleep(1000)
    del held


NO_LIMITS = Limits(cpu=1e9, idle=1e9, wall=1e9, memory=10**15)


@pytest.mark.parametrize(
    ("does", "limits", "why"),
    [
        (_spin, replace(NO_LIMITS, cpu=0.5), "hang"),
        (_spin, replace(NO_LIMITS, wall=2.0), "hang"),
        (partial(time.sleep, 1000), replace(NO_LIMITS, idle=1.0), "hang"),
        (_hold, replace(NO_LIMITS, memory=100_000_000), "memory"),
        (partial(os._exit, 1), NO_LIMITS, "crash"),
    ],
)
def test_a_worker_that_hangs_waits_or_dies_is_replaced(
    does: Callable[[], None], limits: Limits, why: str
) -> None:
    def work(number: int) -> int:
        if number == 1:
            does()
        return number

    found: dict[int, Any] = {}
    run_all(lambda worker: work, range(3), found.__setitem__, jobs=1, limits=limits)
    assert isinstance(found[1], Lost) and found[1].why == why
    assert (found[0], found[2]) == (0, 2)


@pytest.mark.parametrize(
    ("now", "what"),
    [
        ({"a": b"old", "b": b"old"}, []),
        ({"a": b"new", "b": b"new"}, []),
        ({"a": b"new", "b": b"old"}, ["mixed clip"]),
        ({"a": b"new"}, ["mixed clip"]),
        ({"a": b"ne", "b": b"old"}, ["torn file"]),
    ],
)
def test_torn_and_mixed_clips_are_seen(now: dict[str, bytes], what: list[str]) -> None:
    before, new = (dict.fromkeys("ab", content) for content in (b"old", b"new"))
    found: list[str] = []
    _judge_files(now, before, new, lambda kind, detail: found.append(kind))
    assert found == what
