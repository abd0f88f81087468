"""``STEM.json``: what a clip shows, what made it, and when its beats are."""

from __future__ import annotations

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

from annotated_types import Ge, Gt
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, model_validator

_LIBRARIES = ("manim", "numpy", "scipy", "typst")


def stand_in(title: str, say: str) -> str:
    """Return what stands in for the alternative text of a beat that gives none."""
    parts = [" ".join(part.split()) for part in (title, say)]
    return " ".join(p if p.endswith((".", "!", "?")) else f"{p}." for p in parts if p)


class SentenceRecord(BaseModel):
    """A sentence of the narration, as it is said while something moves; times in seconds.

    ``asks`` tells that it is a question, after which players and decks stop.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    text: str
    start: Annotated[float, Ge(0)]
    end: float
    asks: bool = False


class BeatRecord(BaseModel):
    """One beat of a clip; ``start`` and ``end`` in seconds.

    ``alt`` says what is to be seen at its end; title and narration stand in where nothing is given.
    ``sentences`` are those of ``say``, where they are bound to what moves.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: str
    title: str
    say: str
    start: Annotated[float, Ge(0)]
    end: float
    alt: str = ""
    sentences: tuple[SentenceRecord, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _says_what_is_seen(cls, given: Any) -> Any:
        if not isinstance(given, dict) or given.get("alt"):
            return given
        return {**given, "alt": stand_in(str(given.get("title", "")), str(given.get("say", "")))}

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> BeatRecord:
        if self.end < self.start:
            raise ValueError(f"beat {self.name} ends before it starts")
        moments = [self.start, *(t for s in self.sentences for t in (s.start, s.end)), self.end]
        if any(after < before - 1e-6 for before, after in pairwise(moments)):
            raise ValueError(f"the sentences of beat {self.name} overlap or leave it")
        return self


def _description(known: dict[str, Any]) -> str:
    """Return what a clip shows and how it ends: the alternative text of the whole."""
    beats: tuple[BeatRecord, ...] = known.get("beats", ())
    return stand_in(known.get("title", ""), f"At the end: {beats[-1].alt}" if beats else "")


class ClipRecord(BaseModel):
    """All that the other tools know of a clip; ``size`` in pixels, ``duration`` in seconds.

    ``description`` is the alternative text of the clip; title and last beat make it where none is
    given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    scene: str
    title: str
    parameters: dict[str, JsonValue]
    theme: str
    seed: int
    versions: dict[str, str]
    size: tuple[Annotated[int, Gt(0)], Annotated[int, Gt(0)]]
    fps: Annotated[int, Gt(0)]
    duration: Annotated[float, Gt(0)]
    beats: tuple[BeatRecord, ...]
    description: str = Field(default_factory=_description)

    @model_validator(mode="after")
    def _beats_fit(self) -> ClipRecord:
        half_a_frame = 0.5 / self.fps
        moments = [moment for beat in self.beats for moment in (beat.start, beat.end)]
        if any(b < a - half_a_frame for a, b in pairwise(moments)):
            raise ValueError("beats overlap")
        if moments and moments[-1] > self.duration + half_a_frame:
            raise ValueError("the last beat ends after the clip")
        return self


def versions(project: str) -> dict[str, str]:
    """Return the versions that decide how a clip looks."""
    found = {library: installed(library) for library in _LIBRARIES}
    return {"python": platform.python_version(), **found, "project": project}


@cache
def installed(library: str) -> str:
    """Return the version of a library, ``unknown`` where its files do not say."""
    try:
        return version(library)
    except PackageNotFoundError:
        return "unknown"


def write_record(record: ClipRecord, target: Path) -> None:
    """Write a record as JSON."""
    target.write_text(record.model_dump_json(indent=2) + "\n", encoding="utf-8")


def read_record(path: Path) -> ClipRecord:
    """Read the record of a clip.

    Raises:
        ValueError: when the file is no such record; the message is one line.
        OSError: when it cannot be read.
    """
    try:
        return ClipRecord.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first: Any = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise ValueError(f"{path}: {place + ': ' if place else ''}{first['msg']}") from None
