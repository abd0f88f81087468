"""The reveal.js deck in a real browser, from disk and without a network."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from clips import NASTY, beat, make_clip, number_of
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from explainer.publish.deck import make_decks

BEATS = (beat("start", 0, 15, title=NASTY, say=NASTY), beat("middle", 15, 40), beat("end", 40, 60))
CURRENT = "Reveal.getCurrentSlide()"
STOPPED = f"{CURRENT}.dataset.state === 'stopped'"
FILM = f"{CURRENT}.querySelector('video')"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for path in map(shutil.which, names) if path), None)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("deck")
    make_clip(folder / "grey scale.mp4", BEATS, keys=(15, 40))
    make_clip(folder / "b.mp4", BEATS[:1], frames=15, theme="dark")
    clips = [folder / "grey scale.mp4", folder / "b.mp4"]
    return list(make_decks(clips, ["html"], folder, "x"))[-1]


class Viewer:
    """A page with the deck, and all that it asked for or complained of."""

    def __init__(self, browser: Browser, deck: Path, place: str = "", **options: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 640, "height": 360}} | options)
        self.context.set_offline(True)
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console",
            lambda line: self.complaints.append(line.text) if line.type == "error" else None,
        )
        self.page.goto(deck.as_uri() + place)
        self.page.wait_for_function("window.Reveal && Reveal.isReady()")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def wait(self, condition: str) -> None:
        self.page.wait_for_function(condition, timeout=10_000)

    def speed(self, rate: float) -> None:
        """Let all films play at another speed, so that a slow machine sees what a fast one does."""
        script = """rate => document.querySelectorAll('video').forEach(
            film => { film.playbackRate = film.defaultPlaybackRate = rate; })"""
        self.page.evaluate(script, rate)

    def slide(self) -> str:
        return str(self.page.evaluate(f"{CURRENT}.id"))

    def state(self) -> str:
        return str(self.page.evaluate(f"{CURRENT}.dataset.state"))

    def shown(self) -> float:
        """Return the number of the frame that is on the screen, seen in its middle."""
        pixels = np.asarray(Image.open(io.BytesIO(self.page.screenshot())).convert("RGB"))
        return number_of(pixels[100:200, 200:400])

    def settles_on(self, number: int) -> bool:
        """Return whether the frame is on the screen within 5 seconds; decoding may lag behind."""
        for _ in range(50):
            if abs(self.shown() - number) < 0.6:
                return True
            self.page.wait_for_timeout(100)
        return False


@pytest.fixture
def viewer(browser: Browser, deck: Path) -> Iterator[Viewer]:
    opened = Viewer(browser, deck)
    yield opened
    assert opened.complaints == []
    assert [url for url in opened.asked if not url.startswith(("file:", "data:"))] == []
    opened.context.close()


def test_a_film_plays_when_its_slide_comes_and_stops_on_its_last_picture(viewer: Viewer) -> None:
    assert viewer.slide() == "grey scale"
    viewer.press("ArrowRight")
    viewer.wait(f"{FILM}.currentTime > 0.2")
    viewer.wait(STOPPED)
    assert viewer.slide() == "grey scale-01-start"
    assert viewer.settles_on(14)


@pytest.mark.parametrize(("on", "back"), [("PageDown", "PageUp"), ("Space", "ArrowLeft")])
def test_forwards_and_back_without_a_flash(viewer: Viewer, on: str, back: str) -> None:
    viewer.page.evaluate(
        """() => {
            window.states = [];
            (function look() {
                states.push(Reveal.getCurrentSlide().dataset.state);
                requestAnimationFrame(look);
            })();
        }"""
    )
    viewer.speed(0.1)
    viewer.press(on, on)
    assert viewer.shown() < 30  # the end has not been seen, whether the film is there or not
    viewer.speed(4)
    viewer.wait(STOPPED)
    in_every_frame = set(viewer.page.evaluate("states"))
    assert in_every_frame <= {None, "waiting", "playing", "stopped"}
    assert viewer.settles_on(39)
    viewer.press(back)
    assert (viewer.slide(), viewer.state()) == ("grey scale-01-start", "over")
    assert viewer.shown() == pytest.approx(14, abs=0.6)
    assert viewer.page.evaluate(f"{FILM}.paused")
    viewer.speed(0.1)
    viewer.press(on)  # a film that has been seen starts anew, not from where it stood
    assert viewer.shown() < 30
    viewer.speed(4)
    viewer.wait(STOPPED)
    assert viewer.settles_on(39)


def test_only_the_film_of_the_slide_plays(viewer: Viewer) -> None:
    viewer.speed(0.1)
    viewer.press("ArrowRight", "ArrowRight", "ArrowRight")
    viewer.wait(f"!{FILM}.paused")
    playing = "[...document.querySelectorAll('video')].filter(f => !f.paused).length"
    assert viewer.page.evaluate(playing) == 1


def test_replay_wait_and_go_on(viewer: Viewer) -> None:
    viewer.press("ArrowRight")
    viewer.wait(STOPPED)
    viewer.speed(0.1)
    viewer.press("r")
    viewer.wait(f"{FILM}.currentTime > 0.02 && {FILM}.currentTime < 0.9")
    viewer.press("w")
    viewer.wait(f"{FILM}.paused")
    stopped = viewer.page.evaluate(f"{FILM}.currentTime")
    viewer.page.wait_for_timeout(100)
    assert viewer.page.evaluate(f"{FILM}.currentTime") == stopped
    viewer.speed(4)
    viewer.page.mouse.click(300, 150)
    viewer.wait(STOPPED)
    viewer.speed(0.1)
    viewer.page.mouse.click(300, 150)
    viewer.wait(f"!{FILM}.paused")


def test_what_is_said_is_in_notes_and_captions(viewer: Viewer) -> None:
    viewer.press("ArrowRight", "ArrowRight")
    caption = viewer.page.locator(".beat.present .said")
    opacity = "element => getComputedStyle(element).opacity"
    assert caption.evaluate(opacity) == "0"
    viewer.press("c")
    assert caption.evaluate(opacity) == "1"
    assert caption.inner_text() == "This is the middle."
    with viewer.context.expect_page() as opening:
        viewer.press("s")
    notes = opening.value.locator(".speaker-controls-notes .value")
    notes.get_by_text("This is the middle.").wait_for(timeout=10_000)
    viewer.press("ArrowRight")
    notes.get_by_text("This is the end.").wait_for(timeout=10_000)


def test_words_are_words(viewer: Viewer) -> None:
    viewer.press("ArrowRight")
    slide = viewer.page.locator(".beat.present")
    assert slide.locator("h2").inner_text() == NASTY
    assert slide.locator("img.last").get_attribute("alt") == f"{NASTY}. {NASTY}."
    assert slide.locator("aside").text_content() == NASTY
    names = [image.get_attribute("alt") for image in viewer.page.get_by_role("img").all()]
    assert names == [f"{NASTY}. {NASTY}."]


def test_reduced_motion_shows_pictures(browser: Browser, deck: Path) -> None:
    viewer = Viewer(browser, deck, reduced_motion="reduce")
    viewer.press("ArrowRight", "ArrowRight")
    viewer.page.wait_for_timeout(300)
    assert (viewer.state(), viewer.page.evaluate(f"{FILM}.paused")) == ("over", True)
    assert viewer.settles_on(39)
    viewer.press("r")  # whoever asks for the film gets it
    viewer.wait(f"{FILM}.currentTime > 0.1")
    viewer.context.close()


def test_a_slide_has_an_address(browser: Browser, deck: Path) -> None:
    phone = {"width": 360, "height": 640}
    viewer = Viewer(browser, deck, "#/b-01-start", viewport=phone, has_touch=True)
    assert viewer.slide() == "b-01-start"
    viewer.wait(STOPPED)
    viewer.press("ArrowLeft")
    assert viewer.slide() == "b"
    dark = "getComputedStyle(document.querySelector('.slide-background.present')).backgroundColor"
    assert viewer.page.evaluate(dark).startswith("rgb(1")
    viewer.context.close()


def test_a_missing_film_leaves_the_picture(browser: Browser, deck: Path, tmp_path: Path) -> None:
    shutil.copytree(deck.parent, tmp_path / "copy")
    for film in (tmp_path / "copy").rglob("*.mp4"):
        film.unlink()
    viewer = Viewer(browser, tmp_path / "copy" / "index.html")
    viewer.press("ArrowRight", "ArrowRight")
    viewer.wait(f"{CURRENT}.dataset.state === 'over'")
    assert viewer.settles_on(39)
    viewer.context.close()
