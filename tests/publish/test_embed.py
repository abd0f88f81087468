"""One line that puts a clip into a page: its size, its keys, and its place in a deck."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from browser import Browser, served
from player_view import ENDS, STEM
from playwright.sync_api import Page

from explainer.publish.player import EMBED

LINE = f'<script src="{EMBED}" data-clip="{STEM}" data-title="The clip"></script>'
STEPS = LINE.replace("data-clip", "data-step data-clip")


@pytest.fixture
def page_with(browser: Browser, site: Path) -> Any:
    """Return what opens a page with this body, from disk or from a server."""
    with as_file(files("explainer.publish")) as assets:
        shutil.copyfile(assets / "page" / EMBED, site / EMBED)
        shutil.copytree(assets / "deck_assets" / "reveal", site / "reveal", dirs_exist_ok=True)
    pages: list[Page] = []

    def open_page(body: str, base: str = "", **context: Any) -> Page:
        (site / "host_page.html").write_text(f"<!doctype html><title>host</title>{body}")
        page = browser.new_page(**context)
        page.set_default_timeout(10_000)
        pages.append(page)
        page.goto(f"{base or site.as_uri()}/host_page.html")
        return page

    yield open_page
    for page in pages:
        page.close()


def player(page: Page, number: int = 0) -> Any:
    """Return the frame of a clip, when it is ready."""
    page.wait_for_function(f"[...explainerEmbed].length > {number}")
    frame = page.locator("iframe").nth(number).element_handle().content_frame()
    assert frame
    frame.wait_for_selector("#controls")
    return frame


def rested(frame: Any, index: int) -> None:
    frame.wait_for_function(
        f"(() => {{ const v = document.getElementById('video'); return v.paused && !v.seeking && "
        f"Math.abs(v.currentTime - {ENDS[index]}) < 0.06; }})()"
    )


@pytest.mark.parametrize("width", [390, 800, 1400])
@pytest.mark.parametrize("scheme", ["file", "http"])
def test_a_clip_takes_the_room_that_it_needs(
    page_with: Any, site: Path, scheme: str, width: int
) -> None:
    with served(site) as base:
        view = {"width": width, "height": 1200}
        page = page_with(LINE, base if scheme == "http" else "", viewport=view)
        frame = player(page)
        frame.wait_for_function("document.getElementById('video').readyState > 0")
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        unused = frame.evaluate(
            "innerHeight - document.getElementById('player').getBoundingClientRect().bottom"
        )
        assert -1 < unused < 2
        video = frame.locator("#video").bounding_box()
        assert video["width"] == pytest.approx(page.evaluate("document.body.clientWidth"), abs=2)
        assert page.get_attribute("iframe", "title") == "The clip"
        assert frame.is_visible("#full")


def test_a_clip_far_below_is_not_fetched_yet(page_with: Any, site: Path) -> None:
    with served(site) as base:
        page = page_with(f'<div style="height:9000px"></div>{LINE}', base)
        page.wait_for_timeout(400)
        assert page.evaluate("explainerEmbed.size") == 0
        page.locator("iframe").scroll_into_view_if_needed()
        assert player(page)


def test_one_clip_plays_at_a_time(page_with: Any) -> None:
    page = page_with(LINE * 2)
    first, second = player(page), player(page, 1)
    first.click("#start")
    first.wait_for_function("!document.getElementById('video').paused")
    second.click("#start")
    second.wait_for_function("!document.getElementById('video').paused")
    first.wait_for_function("document.getElementById('video').paused")


def test_the_place_in_a_page_is_not_taken_by_the_keyboard(page_with: Any) -> None:
    page = page_with(f"<input id=search autofocus>{LINE}")
    player(page)
    page.wait_for_timeout(400)
    assert page.evaluate("document.activeElement.id") == "search"


def deck(slides: str) -> str:
    return (
        '<link rel="stylesheet" href="reveal/reveal.css"><div class="reveal"><div class="slides">'
        f'{slides}</div></div><script src="reveal/reveal.js"></script>'
        "<script>Reveal.initialize({ hash: true, controls: false })</script>"
    )


BY_HAND = (
    f'<iframe src="{STEM.replace("#", "%23")}.html?step&bare" title="x" '
    f'style="width:100%;height:400px"></iframe><script src="{EMBED}"></script>'
)


@pytest.mark.parametrize("clip", [STEPS, BY_HAND], ids=["line", "by hand"])
def test_a_remote_goes_through_a_clip_in_a_deck_and_back(page_with: Any, clip: str) -> None:
    page = page_with(deck(f"<section>1</section><section>{clip}</section><section>3</section>"))

    def on_slide(number: int) -> None:
        page.wait_for_function(f"Reveal.getIndices().h === {number}")

    page.wait_for_function("window.Reveal?.isReady()")
    page.keyboard.press("PageDown")
    on_slide(1)
    frame = player(page)
    page.wait_for_function("document.activeElement.tagName === 'IFRAME'")
    for index in range(3):
        page.keyboard.press("PageDown")
        rested(frame, index)
    page.keyboard.press("PageDown")
    on_slide(2)
    page.wait_for_function("document.activeElement.tagName !== 'IFRAME'")
    page.keyboard.press("PageUp")
    on_slide(1)
    page.wait_for_function("document.activeElement.tagName === 'IFRAME'")
    rested(frame, 2)  # where it was
    page.keyboard.press("PageUp")
    rested(frame, 1)
    page.keyboard.press("Escape")
    page.wait_for_function("Reveal.isOverview() && document.activeElement.tagName !== 'IFRAME'")
    page.keyboard.press("Escape")
    page.wait_for_function("!Reveal.isOverview() && document.activeElement.tagName === 'IFRAME'")
    page.wait_for_function("location.hash === '#/1'")
    page.reload()  # on the slide of the clip
    frame = player(page)
    page.wait_for_function("document.activeElement.tagName === 'IFRAME'")
    page.keyboard.press("PageDown")
    rested(frame, 0)
    page.keyboard.press("PageUp")
    frame.wait_for_function("document.getElementById('video').currentTime === 0")
    page.keyboard.press("PageUp")
    on_slide(0)


def test_a_clip_stops_when_its_slide_goes(page_with: Any) -> None:
    page = page_with(deck(f"<section>{LINE}</section><section>2</section>"))
    frame = player(page)
    page.wait_for_function("document.activeElement.tagName === 'IFRAME'")
    page.keyboard.press("k")
    frame.wait_for_function("!document.getElementById('video').paused")
    page.evaluate("Reveal.next()")
    frame.wait_for_function("document.getElementById('video').paused")
