"""The steps of a clip, after which players and decks stop: its beats, cut where they ask."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from explainer.publish.record import BeatRecord, ClipRecord, SentenceRecord


def steps(record: ClipRecord) -> tuple[BeatRecord, ...]:
    """Return the beats of a clip; one that puts a question is a step to there, and one after it.

    The first step of a beat has its name, the later ones say that they answer.
    """
    return tuple(step for beat in record.beats for step in _cut(beat))


def asks(step: BeatRecord) -> bool:
    """Return whether a step ends with a question."""
    return bool(step.sentences) and step.sentences[-1].asks


def _cut(beat: BeatRecord) -> Iterator[BeatRecord]:
    parts: list[list[SentenceRecord]] = [[]]
    for number, sentence in enumerate(beat.sentences, start=1):
        parts[-1].append(sentence)
        if sentence.asks and number < len(beat.sentences):
            parts.append([])
    names = [beat.name, f"{beat.name}-answer"]
    names += [f"{beat.name}-answer-{number}" for number in range(2, len(parts))]
    starts = [beat.start, *(part[-1].end for part in parts[:-1]), beat.end]
    for part, name, (start, end) in zip(parts, names, pairwise(starts), strict=False):
        changed: dict[str, Any] = {
            "name": name,
            "start": start,
            "end": end,
            "sentences": tuple(part),
        }
        if part:
            changed["say"] = " ".join(sentence.text for sentence in part)
        if part and part[-1].asks:
            question = part[-1].text
            seen = f"The picture holds at the question: {question}"
            changed |= {"title": question, "alt": seen}
        yield beat.model_copy(update=changed)
