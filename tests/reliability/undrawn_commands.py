"""The command line with drawing replaced by story and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from reliability.undrawn import told_class

from explainer.cli import job as job_module
from explainer.cli import making
from explainer.cli.job import Job, Plan
from explainer.engine import session
from explainer.engine.session import QUALITIES, Quality, Timeline
from explainer.publish import deck
from explainer.publish.captions import captions
from explainer.publish.player import player
from explainer.publish.record import BeatRecord, ClipRecord
from explainer.publish.transcript import transcript

LONGEST_FILM = 300.0
"""Seconds; nothing that is given decides that a film lasts longer."""
_NUMBERS = re.compile(
    r"(?<![\w.'\"/])[-\N{MINUS SIGN}]?(nan|inf|None(?! [a-z]))(?![\w'\"-])"
    r"|\d[eE][+-]?\d|\bnp\.|\bobject at 0x"
)
_MARKUP = re.compile(r"\$|#\w+[\[(]|(?<!\w)\\\w|\b(?:bold|upright|frac|sqrt|text|part)\(|_\(")


class Said:
    """The words of a request's films, and what is wrong with them."""

    def __init__(self) -> None:
        self.films: list[Timeline] = []
        self.texts: list[str] = []
        self.only_told: list[str] = []

    def complaint(self, given: str) -> str:
        """Return what is wrong with the words, or nothing.

        Args:
            given: the request; what it contains may be repeated.
        """
        for film in self.films:
            if film.duration > LONGEST_FILM:
                return f"a film of {film.duration:.0f} s"
        for pattern, texts in ((_NUMBERS, self.texts), (_MARKUP, self._plain())):
            for text in texts:
                found = pattern.search(text)
                if found and found.group() not in given:
                    around = text[max(found.start() - 40, 0) : found.end() + 40]
                    return f"{found.group()!r} in {around!r}"
        return ""

    def _plain(self) -> list[str]:
        """Return what is for reading and listening, without markup."""
        return [text for film in self.films for beat in film.beats
                for text in (beat.title, beat.say, beat.alt or "")]  # fmt: skip


@contextmanager
def undrawn(play: bool) -> Iterator[Said]:
    """Let commands compute the story and the words of films instead of drawing them.

    Args:
        play: play the scenes, undrawn, as a real request does before it draws; else they are only
            told, which is quicker. Scenes of the user's own are always played.
    """
    said = Said()
    measured = session.measure

    def measure(build: Any, quality: Quality, **options: Any) -> Timeline:
        timeline = None if play else _told(build, quality, said)
        timeline = timeline or measured(build, quality, **options)
        said.films.append(timeline)
        said.texts += [text for beat in timeline.beats
                       for text in (beat.title, beat.say, beat.alt or "")]  # fmt: skip
        return timeline

    def make(job: Job, plan: Plan | None, watch: Any) -> Iterator[Path]:
        quality = QUALITIES[job.order.quality]
        timeline = plan.timeline if plan else measure(job.build, quality)
        shown = timeline.only(job.order.beat, quality.fps) if job.order.beat else timeline
        if job.order.form == "clip":
            record = _record(job, shown)
            for write in (transcript, player):
                write(record, job.target.stem)
            captions(record)
        yield job.target

    def builder(scene: Any, params: Any, theme: Any) -> Callable[[], Any]:
        return partial(scene.cls, params=params, theme=theme)

    with (
        patch.object(session, "measure", measure),
        patch.dict(making.MAKERS, dict.fromkeys(making.MAKERS, make)),
        patch.object(job_module, "builder", job_module.builder if play else builder),
        patch.object(deck, "make_decks", lambda *given, **options: iter(())),
    ):
        yield said


def _record(job: Job, shown: Timeline) -> ClipRecord:
    """Return what is known of a clip, for those who write its page and its captions."""
    return ClipRecord(
        scene=job.scene.name,
        title=job.scene.title,
        parameters=job.params.model_dump(mode="json"),
        theme=job.theme.name,
        seed=0,
        versions={},
        size=(854, 480),
        fps=15,
        duration=shown.duration,
        beats=tuple(BeatRecord(**asdict(beat)) for beat in shown.beats),
    )


def _told(build: Any, quality: Quality, said: Said) -> Timeline | None:
    """Return a scene's timeline without playing it; None where that fails, or is not possible."""
    told = told_class(build.func) if isinstance(build, partial) else None
    if told is None:
        return None
    scene = told(**build.keywords)
    try:
        scene.construct()  # type: ignore[attr-defined]
    except Exception as error:  # playing the scene shows whether it is its fault or ours
        said.only_told.append(f"{type(error).__name__}: {error}")
        return None
    said.texts += _flat(scene.said)
    return Timeline(tuple(scene.beats), scene.clock, round(scene.clock * quality.fps))


def _flat(value: Any) -> list[str]:
    """Return all texts in lists, tuples and records."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return [text for entry in value for text in _flat(entry)]
    fields = getattr(value, "__dataclass_fields__", {})
    return [text for name in fields for text in _flat(getattr(value, name))]
