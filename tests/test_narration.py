"""What is said, when: sentences on the clock of what moves, questions, and headings."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from manim import Square

from explainer.beat_text import BeatText
from explainer.engine.session import Quality, frames, measure
from explainer.messages import Refusal
from explainer.mobjects.text import Words
from explainer.publish.captions import beat_captions
from explainer.publish.record import BeatRecord
from explainer.scene import Explainer

TINY = Quality(214, 120, 15)
WORDS = BeatText(
    "It lands at $(2, 1)$",
    "The square moves to the right. Then it moves up, and so it lands at two, one.",
    "A square at (2, 1).",
    question="Where does the square land?",
)
ACROSS, UP = WORDS.sentences


class Moving(Explainer):
    """A square moves, and its sentences with it."""

    def construct(self) -> None:
        square = Square(1)
        with self.beat("set", "A square", "Here is a square."):
            self.fade(into=[square])
        with self.beat("move", WORDS):
            self.ask()
            with self.say(ACROSS):
                self.play(square.animate.shift((2, 0, 0)), run_time=4)
            self.conclude()
            with self.say(UP):
                self.play(square.animate.shift((0, 1, 0)), run_time=0.8)


def test_a_sentence_lasts_as_long_as_its_motion_or_its_reading() -> None:
    _, beat = measure(Moving, TINY).beats
    question, across, up = beat.sentences
    reading = Moving().theme.durations.reading_speed
    assert question.asks and question.text == "Where does the square land?"
    assert (across.text, up.text) == (ACROSS, UP) and not across.asks
    assert question.end == across.start and across.end == up.start
    assert across.end - across.start == pytest.approx(4.0)
    assert up.end - up.start == pytest.approx(len(UP) / reading, abs=0.1)
    assert beat.end - up.end == pytest.approx(Moving().theme.durations.hold)
    assert beat.say == f"Where does the square land? {WORDS.narration}"
    assert beat.title == "It lands at (2, 1)"


def test_it_is_the_same_whether_frames_are_wanted_or_not() -> None:
    assert measure(Moving, TINY).beats == measure(Moving, TINY, every_frame=True).beats


def test_a_sentence_that_is_bound_to_nothing_is_read_at_the_end() -> None:
    class Half(Explainer):
        def construct(self) -> None:
            with self.beat("half", WORDS), self.say(ACROSS):
                self.play(Square().animate.shift((1, 0, 0)), run_time=3)

    (beat,) = measure(Half, TINY).beats
    assert [sentence.text for sentence in beat.sentences] == [ACROSS, UP]
    assert beat.say == WORDS.narration


def test_a_heading_changes_while_the_first_thing_moves_and_texts_never_meet() -> None:
    seen: list[tuple[float, list[tuple[str, float]]]] = []

    class Watched(Moving):
        def update_mobjects(self, dt: float) -> None:
            super().update_mobjects(dt)
            headings = [m for m in self.mobjects if isinstance(m, Words)]
            shown = [(m.markup, float(m.submobjects[-1].get_fill_opacity())) for m in headings]
            seen.append((self.renderer.time, [each for each in shown if each[1] > 0.01]))

    _, beat = measure(Watched, TINY, every_frame=True).beats
    assert all(len(headings) < 2 for _, headings in seen), "two headings are seen in one place"
    at = {round(when, 3): headings for when, headings in seen}
    answers = [when for when, headings in at.items() if headings and "lands" in headings[0][0]]
    assert beat.sentences[1].end <= min(answers) < beat.sentences[1].end + 1
    assert any("square" in headings[0][0] for when, headings in at.items() if headings and when < 1)
    # the square moves from the first frame after the question, with no pause for its heading
    film = frames(Moving, TINY)
    start = round(beat.sentences[1].start * TINY.fps)
    assert not np.array_equal(film[start + 4], film[start + 8])


def test_what_is_carried_is_no_longer_than_what_moves() -> None:
    class Short(Explainer):
        def construct(self) -> None:
            with self.beat("short", "Short", "Short."):
                self.play(Square().animate.shift((1, 0, 0)), run_time=0.2)

    (beat,) = measure(Short, TINY).beats
    assert beat.end == pytest.approx(0.2 + Short().theme.durations.hold)


def test_a_panel_changes_while_something_moves() -> None:
    class Beside(Explainer):
        def construct(self) -> None:
            with self.beat("one", "One", "One."):
                self.show_panel("the first row")
                self.show_panel("the second row", carry=True)
                self.play(Square().animate.shift((1, 0, 0)), run_time=2)
            self.left = [m.markup for m in self.mobjects if isinstance(m, Words)]

    scene = Beside()
    scene.renderer.file_writer = None
    measure(lambda: scene, TINY)
    assert any("second" in markup for markup in scene.left)
    assert not any("first" in markup for markup in scene.left)


def test_the_heading_comes_back_after_a_question() -> None:
    class Asking(Explainer):
        def construct(self) -> None:
            with self.beat("asking", "It lies at zero"):
                self.ask("Where does it lie?")
            self.left = [m.markup for m in self.mobjects if isinstance(m, Words)]

    scene = Asking()
    (beat,) = measure(lambda: scene, TINY).beats
    assert scene.left == [beat.title] == ["It lies at zero"]
    assert beat.say == "Where does it lie?"


def test_a_question_needs_words() -> None:
    class Empty(Explainer):
        def construct(self) -> None:
            self.ask()

    with pytest.raises(Refusal, match=r"self\.ask\(\) has no question"):
        measure(Empty, TINY)


def test_a_caption_is_shown_while_its_sentence_is_said() -> None:
    (_, beat) = measure(Moving, TINY).beats
    record = BeatRecord.model_validate(asdict(beat))
    cues = beat_captions(record)
    assert cues[0].text == "Where does the square land?"
    starts = [round(1000 * sentence.start) for sentence in beat.sentences]
    assert [abs(cue.start - start) <= 1 for cue, start in zip(cues, starts, strict=False)]
    for sentence in beat.sentences[1:]:
        said = [cue for cue in cues if cue.text.replace("\n", " ") in sentence.text]
        assert said and min(cue.start for cue in said) >= 1000 * sentence.start - 1
    assert cues[-1].end == pytest.approx(1000 * beat.end, abs=2)


@pytest.mark.parametrize(
    ("narration", "said"),
    [
        ("One. Two? Three!", ("One.", "Two?", "Three!")),
        ("A v is 2.5 long. So is B v.", ("A v is 2.5 long.", "So is B v.")),
        ("", ()),
    ],
)
def test_a_narration_is_cut_where_a_sentence_ends(narration: str, said: tuple[str, ...]) -> None:
    assert BeatText("", narration, "").sentences == said
