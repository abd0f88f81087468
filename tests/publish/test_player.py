"""The player in a real Chromium: playing, step by step, captions, chapters, keys."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from browser import FPS, alike, colour
from player_view import BLUE, COLOURS, ENDS, FIRST, GREEN, LAST, RED, SAYS, SECOND, WHITE, record

from explainer.publish.captions import captions

# -- playing --------------------------------------------------------------------------------------


def test_the_poster_shows_until_it_is_asked_to_play_through(opened: Any) -> None:
    view = opened()
    assert alike(colour(view.page), WHITE) and not view.playing and view.caption == ""
    view.page.click("#start")
    for index, say in enumerate(SAYS):
        view.until(f"video.currentTime > {(0, *ENDS)[index] + 0.3}")
        assert alike(colour(view.page), COLOURS[index])
        assert view.caption == say
        assert view.current == [f"{index + 1}. The colour {('red', 'green', 'blue')[index]}"]
    view.until("video.ended")
    assert view.page.get_attribute("#play", "aria-label") == "Play"
    view.page.click("#play")
    view.until("!video.paused && video.currentTime < 0.8")


def test_it_pauses_and_goes_on(opened: Any) -> None:
    view = opened()
    view.page.click("#play")
    view.until("video.currentTime > 0.3")
    assert view.page.get_attribute("#play", "aria-label") == "Pause"
    view.page.click("video")
    view.until("video.paused")
    stopped = view.time
    view.press("k")
    view.until(f"video.currentTime > {stopped + 0.1}")
    assert not view.page.evaluate("reloads")


def test_it_stops_where_the_film_asks_and_goes_on(opened: Any) -> None:
    view = opened(page="asks.html")
    view.page.click("#play")
    view.rested(1)  # not at the end of the first step, which asks nothing
    assert min(view.page.evaluate("frames_seen")) < FIRST
    view.press("k")
    view.until("video.ended")
    assert view.page.evaluate("reloads") == 0


# -- step by step ---------------------------------------------------------------------------------


@pytest.mark.parametrize("rate", ["1", "2"])
def test_steps_stop_at_their_ends_forth_and_back(opened: Any, rate: str) -> None:
    view = opened("?step")
    for index in range(3):
        for _ in range(20):
            view.page.select_option("#speed", rate)
            view.page.evaluate("document.activeElement.blur()")
            view.press("PageDown")
            view.until("!video.paused")
            view.rested(index)
            # What came up to here: never a frame of the next colour.
            frames = np.array(view.page.evaluate("frames_seen"))
            if frames.max() < ENDS[index] - 0.5 / FPS:
                break
            # A browser that gets no time for so long cannot stop, and tells nothing: once more.
            lead = max(1.5 / FPS, 0.05 * float(rate))
            assert np.diff(frames[frames > (0, *ENDS)[index]]).max() > 0.9 * lead
            view.page.evaluate("frames_seen.length = 0")
            view.press("PageUp")
            if index:
                view.rested(index - 1)
        else:
            raise AssertionError("the browser was never quick enough")
    for index in (1, 0):
        view.press("PageUp")
        view.rested(index)
    view.press("PageDown")
    view.until(f"!video.paused && video.currentTime > {FIRST + 0.1}")
    view.press("PageDown")  # while it plays: on to the end
    view.rested(1)
    assert view.page.evaluate("reloads") == 0


def test_steps_back_to_the_start_and_no_further(opened: Any) -> None:
    view = opened("?step")
    view.press("ArrowRight")
    view.rested(0)
    view.press("ArrowLeft")
    view.until("video.paused && !video.seeking && video.currentTime === 0")
    view.press("ArrowLeft")
    assert view.time == 0 and not view.playing
    view.press("End")
    view.rested(2)
    view.press("ArrowRight")
    view.page.wait_for_timeout(150)
    view.rested(2)


@pytest.mark.parametrize("forth", ["PageDown", "ArrowRight", " ", "click", "next"])
def test_every_way_on(opened: Any, forth: str) -> None:
    view = opened("?step")
    view.page.select_option("#speed", "2")
    view.page.evaluate("document.activeElement.blur()")
    for index in range(2):
        if forth == "click":
            view.page.click("video" if index else "#start")
        elif forth == "next":
            view.page.click("#next")
        else:
            view.press(forth)
        view.rested(index)
    # A remote goes on where the mouse has been before.
    view.press(" ")
    view.rested(2)


@pytest.mark.parametrize("back", ["PageUp", "ArrowLeft", "previous"])
def test_every_way_back(opened: Any, back: str) -> None:
    view = opened("?step")
    view.press("End")
    view.rested(2)
    for index in (1, 0):
        if back == "previous":
            view.page.click("#previous")
        else:
            view.press(back)
        view.rested(index)


def test_step_mode_is_turned_on_and_off_while_it_plays(opened: Any) -> None:
    view = opened()
    view.page.click("#play")
    view.until("video.currentTime > 0.2")
    view.press("s")
    assert view.page.get_attribute("#step", "aria-pressed") == "true"
    view.rested(0)
    view.page.click("#step")
    view.press("k")
    view.until(f"video.currentTime > {SECOND + 0.2}")


def test_a_hand_on_the_time_line_stops_at_the_end_of_that_beat(opened: Any) -> None:
    view = opened("?step")
    view.press("PageDown")
    view.until("!video.paused")
    view.page.fill("#seek", "1.5")
    view.rested(1)


def test_without_steps_the_keys_go_from_beat_to_beat(opened: Any) -> None:
    view = opened()
    view.page.click("#play")
    view.until("video.currentTime > 0.2")
    view.press("ArrowRight")
    view.until(f"!video.paused && video.currentTime > {FIRST} && video.currentTime < {SECOND}")
    view.press("k")
    view.press("ArrowLeft")
    view.until("video.paused && video.currentTime < 0.1")
    view.press("3")
    view.until(f"!video.paused && video.currentTime > {SECOND}")


def test_a_remote_blacks_the_screen_out(opened: Any) -> None:
    view = opened("?step")
    view.press("PageDown")
    view.rested(0)
    for key in ("b", "."):
        view.press(key)
        assert alike(colour(view.page, "#stage"), (0, 0, 0))
        view.press("PageDown")  # any key brings the picture back, and does no more
        view.rested(0)
        assert view.page.is_hidden("#blackout")


# -- captions, chapters, speed, help --------------------------------------------------------------


def test_captions_are_turned_off_and_on(opened: Any) -> None:
    view = opened()
    view.press("3")
    view.until(f"video.currentTime > {SECOND + 0.1}")
    view.press("k")
    assert view.caption == SAYS[2]
    view.press("c")
    assert view.caption == "" and view.page.get_attribute("#captions", "aria-pressed") == "false"
    view.page.click("#captions")
    assert view.caption == SAYS[2]


@pytest.mark.parametrize(
    ("query", "on"),
    [("", True), ("?step", False), ("?step&captions", True), ("?captions=off", False)],
)
def test_the_address_turns_captions_on(opened: Any, query: str, on: bool) -> None:
    view = opened(query)
    assert view.page.get_attribute("#captions", "aria-pressed") == str(on).lower()


def test_captions_and_chapters_are_tracks_of_the_video(opened: Any) -> None:
    view = opened()
    view.until("[...video.textTracks].every((track) => track.cues?.length === 3)")
    tracks = view.page.evaluate(
        "[...document.getElementById('video').textTracks].map((track) => [track.kind, "
        "[...track.cues].map((c) => [c.startTime, c.endTime, c.getCueAsHTML().textContent])])"
    )
    assert dict(tracks) == {
        "captions": [[c.start / 1000, c.end / 1000, c.text] for c in captions(record())],
        "chapters": [[b.start, b.end, b.title] for b in record().beats],
    }


def test_chapters_are_marked_and_chosen(opened: Any) -> None:
    view = opened()
    marks = view.page.evaluate(
        "[...document.querySelectorAll('#segments i')].map((mark) => mark.offsetWidth)"
    )
    assert marks[0] / sum(marks) == pytest.approx(FIRST / LAST, abs=0.01)
    assert view.page.is_hidden("#chapters")
    view.page.click("#list")
    assert view.page.get_attribute("#list", "aria-expanded") == "true"
    view.page.click("#chapters >> text=The colour green")
    view.until(f"!video.paused && video.currentTime > {FIRST} && video.currentTime < {SECOND}")
    assert view.page.is_hidden("#chapters")
    view.page.click("#transcript >> text=The colour blue")
    view.until(f"!video.paused && video.currentTime > {SECOND}")
    view.page.hover("#track", position={"x": 5, "y": 10})
    assert view.page.inner_text("#hint") == "0:00 The colour red"
    for position, shade in ((20, RED), (300, GREEN), (600, BLUE)):
        box = view.page.locator("#track").bounding_box()
        view.page.hover("#track", position={"x": position / 640 * box["width"], "y": 10})
        view.until("!peek.firstChild.seeking && peek.firstChild.readyState > 1")
        assert alike(colour(view.page, "#peek video"), shade)


def test_speed_and_help(opened: Any) -> None:
    view = opened()
    for key in (">", ">", "<", ">", ">", ">"):
        view.press(key)
    assert view.page.input_value("#speed") == "2"
    assert view.page.evaluate("document.getElementById('video').playbackRate") == 2
    view.press("?")
    assert view.page.is_visible("#keys")
    view.press("Escape")
    assert view.page.is_hidden("#keys")
    view.press("t")
    assert view.page.is_hidden("#transcript")


def test_speed_and_captions_are_remembered(opened: Any) -> None:
    view = opened()
    view.page.select_option("#speed", "1.5")
    view.press("c")
    for query, on in (("", "false"), ("?captions", "true"), ("?step", "false")):
        view.open(view.page.url.partition("?")[0] + query)
        assert view.page.input_value("#speed") == "1.5"
        assert view.page.get_attribute("#captions", "aria-pressed") == on


@pytest.mark.parametrize("control", ["speed", "seek"])
def test_a_remote_steps_whatever_was_clicked_before(opened: Any, control: str) -> None:
    view = opened("?step")
    view.page.click(f"#{control}", position={"x": 12, "y": 12})
    if control == "speed":
        view.page.keyboard.press("Escape")
    for index in range(3):
        # Where the hand has been on the line, arrows step too.
        view.press("PageDown" if control == "speed" else "ArrowRight")
        view.rested(index)


def test_the_whole_player_fills_the_screen(opened: Any) -> None:
    view = opened()
    view.press("f")
    view.until("document.fullscreenElement === document.getElementById('player')")
    box = view.page.locator("video").bounding_box()
    assert box and box["width"] == view.page.evaluate("innerWidth")
    view.press("f")
    view.until("document.fullscreenElement === null")
