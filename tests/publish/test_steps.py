"""Where players and decks stop: at the end of each beat, and where one asks."""

from __future__ import annotations

from pathlib import Path

from clips import FPS, make_clip
from records import beat, clip

from explainer.publish.beat_files import find_clip, spans
from explainer.publish.record import SentenceRecord
from explainer.publish.steps import asks, steps


def said(text: str, start: float, end: float, *, asks: bool = False) -> SentenceRecord:
    return SentenceRecord(text=text, start=start, end=end, asks=asks)


ASKING = beat(
    "Here it is. Where does it go? To the right.",
    2.0,
    8.0,
    name="go",
    title="It goes to the right",
    alt="It is at the right.",
    sentences=(
        said("Here it is.", 2.0, 3.0),
        said("Where does it go?", 3.0, 5.0, asks=True),
        said("To the right.", 5.0, 7.0),
    ),
)


def test_a_beat_that_asks_is_two_steps() -> None:
    before = beat("One.", 0.0, 2.0)
    plain, question, answer = steps(clip(before, ASKING))
    assert plain == before and not asks(plain)
    assert asks(question) and not asks(answer)
    assert (question.name, question.title) == ("go", "Where does it go?")
    assert (question.say, question.start, question.end) == (
        "Here it is. Where does it go?",
        2.0,
        5.0,
    )
    assert question.alt == "The picture holds at the question: Where does it go?"
    assert (answer.name, answer.title, answer.alt) == ("go-answer", ASKING.title, ASKING.alt)
    assert (answer.say, answer.start, answer.end) == ("To the right.", 5.0, 8.0)


def test_a_beat_may_ask_twice_or_at_its_end() -> None:
    often = ASKING.model_copy(
        update={"sentences": (*ASKING.sentences, said("And then?", 7.0, 8.0, asks=True))}
    )
    found = steps(clip(often))
    assert [step.name for step in found] == ["go", "go-answer"]
    assert [(step.start, step.end) for step in found] == [(2.0, 5.0), (5.0, 8.0)]
    assert found[1].title == "And then?" and found[1].say == "To the right. And then?"


def test_steps_have_all_frames_between_them(tmp_path: Path) -> None:
    asking = ASKING.model_copy(
        update={
            "start": 0.0,
            "end": 12 / FPS,
            "sentences": (
                said("Where?", 0.0, 5 / FPS, asks=True),
                said("There.", 5 / FPS, 12 / FPS),
            ),
        }
    )
    made = find_clip(make_clip(tmp_path / "a.mp4", (asking,), frames=12))
    parts = [(span.beat.name, span.first, span.stop) for span in spans(made.record)]
    assert parts == [("go", 0, 5), ("go-answer", 5, 12)]
