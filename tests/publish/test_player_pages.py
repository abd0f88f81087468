"""The player in other people's pages, with whatever a record holds."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from browser import FPS, Browser, alike, colour, served
from player_view import ENDS, FIRST, GREEN, LAST, SECOND, STEM, View, record
from records import beat, clip

from explainer.publish.captions import captions
from explainer.publish.player import player, write_player

WICKED = "</script><script>document.title='stolen'</script><img src=x onerror=alert(1)>"


@pytest.mark.parametrize("scheme", ["file", "http"])
def test_a_page_around_it_leads_it_and_is_told(browser: Browser, site: Path, scheme: str) -> None:
    with served(site) as base:
        page = browser.new_page()
        page.goto((site / "host.html").as_uri() if scheme == "file" else f"{base}/host.html")

        def heard(kind: str, **values: Any) -> dict[str, Any]:
            tests = "".join(f" && m.{key} === {value!r}" for key, value in values.items())
            tests = tests.replace("True", "true").replace("False", "false")
            found = page.wait_for_function(
                f"heard.find((m) => m.explainer === {kind!r}{tests})", timeout=10_000
            ).json_value()
            page.evaluate("heard.length = 0")
            return dict(found)

        def tell(command: Any, **more: Any) -> None:
            page.evaluate("(data) => tell(data)", {"explainer": command, **more})

        ready = heard("ready")
        if scheme == "http":
            assert page.frames[1].is_visible("#full")
        assert (ready["clip"], ready["beats"]) == (STEM, ["red", "green", "blue"])
        assert ready["step"] is True and ready["duration"] == LAST
        tell("play")
        assert heard("state", playing=True)["beat"] == "red"
        rest = heard("rest")
        assert ENDS[0] - 1 / FPS < rest["time"] < ENDS[0] and rest["resting"] is True
        tell("next")
        assert heard("beat")["beat"] == "green"
        tell("pause")
        assert FIRST <= heard("state", playing=False)["time"] < SECOND
        tell("goto", beat="blue")
        assert heard("beat")["index"] == 2
        assert heard("ended")["beat"] == "blue"
        tell("next")
        assert heard("leave")["direction"] == "forward"
        tell("previous")
        assert heard("rest")["beat"] == "green"
        tell("goto", beat="mauve")
        assert heard("error")["message"] == "no beat is called mauve"
        tell("dance")
        assert heard("error")["message"] == "no command is called dance"
        for nonsense in ("play", None, 7, ["play"], {"explainer": 7}, {"command": "play"}):
            page.evaluate("(data) => tell(data)", nonsense)
        tell("state")
        state = heard("state")
        assert (state["playing"], state["beat"]) == (False, "green")
        tell("seek", time=0.3)
        assert heard("state", beat="red")["time"] == pytest.approx(0.3, abs=0.02)
        tell("rate", rate=1.5)
        assert heard("state", rate=1.5)
        tell("captions", on=True)
        assert heard("state", captions=True)
        tell("step", on=False)
        assert heard("state", step=False)
        tell("play")
        assert 0.3 <= heard("time", playing=True)["time"] < LAST
        for command, more in (("seek", {"time": "soon"}), ("rate", {"rate": 9}), ("keys", {})):
            tell(command, **more)
            assert heard("error")["message"].startswith(f"{command} takes")
        page.close()


def test_only_the_page_around_it_is_obeyed(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    page.goto((site / "host.html").as_uri())
    page.wait_for_function("heard.some((m) => m.explainer === 'ready')")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<iframe srcdoc=\"<script>parent.frames[0]"
        ".postMessage({explainer: `play`}, `*`)</script>\"></iframe>')"
    )
    page.wait_for_timeout(400)
    page.evaluate("heard.length = 0; tell({ explainer: 'state' })")
    page.wait_for_function("heard.length")
    state = page.evaluate("heard[0]")
    assert (state["playing"], state["time"]) == (False, 0)
    page.close()


@pytest.mark.parametrize(
    ("width", "height", "captioned"),
    [(800, 530, "on"), (560, 315, "on"), (560, 315, "off"), (1000, 300, "on"), (400, 420, "on")],
)
def test_in_a_frame_the_player_fills_it_and_the_words_are_a_click_away(
    browser: Browser, site: Path, width: int, height: int, captioned: str
) -> None:
    page = browser.new_page()
    name = STEM.replace("#", "%23")
    (site / "frame.html").write_text(
        f'<iframe src="{name}.html?captions={captioned}" width="{width}" height="{height}" '
        'style="border:0" allow="fullscreen"></iframe>'
    )
    page.goto((site / "frame.html").as_uri())
    frame = page.frames[1]
    frame.wait_for_selector("#controls")
    frame.click("#start")
    frame.wait_for_function("document.getElementById('video').currentTime > 0.1")
    picture = frame.evaluate("document.getElementById('video').getBoundingClientRect().toJSON()")
    assert picture["width"] / picture["height"] == pytest.approx(16 / 9, abs=0.02)
    assert picture["height"] > 0.4 * height
    assert frame.is_hidden("#transcript") and frame.is_hidden("h1")
    assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    frame.click("#words")
    assert frame.is_visible("#transcript")
    page.close()


def test_it_starts_at_a_beat(opened: Any) -> None:
    view = opened("?start=green&step")
    view.until(f"Math.abs(video.currentTime - {FIRST}) < 0.05 && !video.seeking")
    assert alike(colour(view.page), GREEN) and not view.playing
    view.press("PageDown")
    view.rested(1)
    assert opened("?start=mauve").time == 0
    for query in ("?beat=green", f"?t={FIRST}", f"?t=0:0{FIRST}"):
        opened(query).until(f"Math.abs(video.currentTime - {FIRST}) < 0.05")


def test_bare_it_is_the_picture_alone_until_something_moves(browser: Browser, site: Path) -> None:
    page = browser.new_page(viewport={"width": 640, "height": 360})
    (site / "bare.html").write_text(
        f'<iframe src="{STEM.replace("#", "%23")}.html?bare" width="640" height="360" '
        'style="border:0;position:fixed;inset:0"></iframe>'
    )
    page.goto((site / "bare.html").as_uri())
    frame = page.frames[1]
    frame.click("#start")
    assert frame.locator("video").bounding_box() == {"x": 0, "y": 0, "width": 640, "height": 360}
    opacity = "getComputedStyle(document.getElementById('controls')).opacity"
    frame.wait_for_function(f"{opacity} === '0'", timeout=6_000)
    page.mouse.move(300, 200)
    page.mouse.move(310, 200)
    frame.wait_for_function(f"{opacity} > 0.9", timeout=6_000)
    page.close()


@pytest.mark.parametrize("scheme", ["file", "http"])
def test_nothing_comes_from_elsewhere(browser: Browser, site: Path, scheme: str) -> None:
    with served(site) as base:
        context = browser.new_context()
        view = View(context.new_page())
        name = STEM.replace(" ", "%20").replace("#", "%23")
        view.open(f"{site.as_uri() if scheme == 'file' else base}/{name}.html?step")
        if scheme == "http":  # a server that sends no parts of a file
            view.until("video.src.startsWith('blob:') && video.readyState > 1")
        view.press("PageDown")
        view.rested(0)
        view.press("PageDown")
        view.rested(1)
        view.press("PageUp")
        view.rested(0)
        own = {f"{STEM}{suffix}" for suffix in (".html?step", ".mp4", ".png")}
        asked = [a for a in view.asked if not a.startswith(("blob:", "data:"))]
        assert {unquote(address.rsplit("/", 1)[1]) for address in asked} <= own
        start = site.as_uri() if scheme == "file" else base
        assert all(address.startswith(start) for address in asked)
        assert view.errors == []
        context.close()


def test_chromiums_own_parser_reads_the_files(browser: Browser, site: Path) -> None:
    name = STEM.replace("#", "%23")
    (site / "tracks.html").write_text(
        f'<video><track default kind="captions" src="{name}.vtt">'
        f'<track default kind="chapters" src="{name}.chapters.vtt"></video>'
    )
    with served(site) as base:
        page = browser.new_page()
        page.goto(f"{base}/tracks.html")
        page.evaluate(
            "for (const t of document.querySelector('video').textTracks) t.mode = 'hidden'"
        )
        page.wait_for_function(
            "[...document.querySelectorAll('track')].every((t) => t.readyState === 2)"
        )
        read = page.evaluate(
            "[...document.querySelector('video').textTracks].map((track) => [...track.cues]"
            ".map((c) => [c.startTime, c.endTime, c.getCueAsHTML().textContent]))"
        )
        page.close()
    assert read[0] == [[c.start / 1000, c.end / 1000, c.text] for c in captions(record())]
    assert read[1] == [[b.start, b.end, b.title] for b in record().beats]


# -- whatever is in the record --------------------------------------------------------------------


def test_no_text_is_taken_for_markup(opened: Any, site: Path) -> None:
    beats = [beat(WICKED, 0, 10, name=WICKED, title=WICKED, alt=WICKED)]
    strange = clip(*beats, title=WICKED, description=WICKED, fps=FPS, size=(320, 180))
    write_player(strange, site / "wicked.html", STEM)
    view = opened("", "wicked.html")
    assert view.page.title() == WICKED
    text = view.page.inner_text("#transcript")
    assert text.count(WICKED) == 4
    assert view.page.locator("img").count() == 0
    view.press("k")
    view.until("video.currentTime > 0.3")
    assert view.caption and WICKED.startswith(view.caption.replace(" ", "")[:20])


def test_a_clip_without_beats_plays(opened: Any, site: Path) -> None:
    write_player(clip(duration=LAST, fps=FPS, size=(320, 180)), site / "bare_clip.html", STEM)
    view = opened("?step", "bare_clip.html")
    view.press("PageDown")
    view.until(f"video.paused && video.currentTime > {LAST - 0.05}")


def test_a_missing_film_is_named(browser: Browser, site: Path) -> None:
    write_player(record(), site / "lost.html")
    page = browser.new_page()
    page.goto((site / "lost.html").as_uri())
    page.wait_for_selector("#failure:not([hidden])")
    assert page.inner_text("#failure").startswith("The clip lost.mp4 could not be loaded")
    page.close()


def test_film_and_poster_may_be_within_the_page(opened: Any, site: Path) -> None:
    film, poster = (
        f"data:{kind};base64,{base64.b64encode((site / f'{STEM}{suffix}').read_bytes()).decode()}"
        for kind, suffix in (("video/mp4", ".mp4"), ("image/png", ".png"))
    )
    (site / "whole.html").write_text(player(record(), "whole", film, poster), encoding="utf-8")
    view = opened("?step", "whole.html")
    view.press("PageDown")
    view.rested(0)
    assert not [address for address in view.asked if not address.startswith(("file:", "data:"))]


def test_the_page_names_no_address_but_its_own_files() -> None:
    page = player(record(), STEM)
    named = re.findall(r'(?:src|poster|href)="([^"]*)"', page)
    assert named[:3] == ["data:,", "a%20clip%20%231.mp4", "a%20clip%20%231.png"]
    assert [address.partition(",")[0] for address in named[3:]] == [
        "data:text/vtt;charset=utf-8;base64"
    ] * 2
    assert not re.findall(r"https?:|//[a-z]+\.|@import|url\(", page)
