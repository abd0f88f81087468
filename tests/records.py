"""Records of clips that were never rendered."""

from __future__ import annotations

from typing import Any

from explainer.publish.record import BeatRecord, ClipRecord


def beat(say: str, start: float = 0.0, end: float | None = None, **more: Any) -> BeatRecord:
    given = {"name": "a", "title": "A title", "say": say, "start": start, **more}
    return BeatRecord(**given, end=start + len(say) / 15 + 0.8 if end is None else end)


def clip(*beats: BeatRecord, **more: Any) -> ClipRecord:
    values: dict[str, Any] = {
        "scene": "waves",
        "title": "See a wave travel.",
        "parameters": {},
        "theme": "dark",
        "seed": 0,
        "versions": {},
        "size": (854, 480),
        "fps": 15,
        "duration": beats[-1].end if beats else 1.0,
        "beats": beats,
    }
    return ClipRecord(**{**values, **more})
